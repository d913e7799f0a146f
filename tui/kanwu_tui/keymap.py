"""Keymap: the keys that a workspace wants other than they are, as far as each can be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from kanwu.errors import WorkspaceError, known_words
from kanwu_tui.keys import Act, name_of_key
from kanwu_tui.words import Words

_PLACE = "kanwu.toml [keys]"
_NAMED = frozenset({*(key.value for key in Keys), *KEY_NAME_REPLACEMENTS.values()})
FIXED = frozenset({"candidate", "commands", "pane"})
"""Acts whose keys stay: the digits are the candidates' own, the others are Textual's."""


class SettingError(WorkspaceError):
    """A wish for keys or colours that cannot be met; the desk opens all the same."""


def remapped(
    acts: Sequence[Act], wanted: Mapping[str, Sequence[str]], words: Words
) -> tuple[tuple[Act, ...], list[SettingError]]:
    """The acts with their keys as wanted; those that cannot be so keep their own, and are told of.

    `wanted` has keys by the name of an act (`sic`), as a person writes them: `F10`, `s`, `+`,
    `ctrl+s`. Two acts never share a key: of those that would, each that was changed is as before.
    """
    known = {act.id.partition(".")[2]: act for act in acts}
    problems: list[SettingError] = []
    changed: dict[str, tuple[str, ...]] = {}
    for name, keys in wanted.items():
        found = [name_of_key(key) for key in keys]
        strange = [key for key in keys if not _is_key(key)]
        if name not in known or name in FIXED:
            said = "keys.fixed" if name in FIXED else "keys.unknown-act"
            hint = known_words(name, sorted(known.keys() - FIXED))
            problems.append(SettingError(f"{_PLACE} {name}", words(said, act=name), hint))
        elif strange or not found:
            told = words("keys.unknown-key", face=", ".join(strange))
            problems.append(SettingError(f"{_PLACE} {name}", told, words("keys.known-keys")))
        else:
            changed[name] = tuple(dict.fromkeys(found))
    while clash := _clash(known, changed):
        key, names = clash
        told = words("keys.clash", face=key, acts=", ".join(names))
        back = [name for name in names if name in changed]
        problems.append(SettingError(f"{_PLACE} {back[0]}", told, words("keys.as-before")))
        for name in back:
            del changed[name]
    made = (
        replace(act, keys=",".join(changed[name])) if name in changed else act
        for name, act in known.items()
    )
    return tuple(made), problems


def _clash(
    known: Mapping[str, Act], changed: Mapping[str, Sequence[str]]
) -> tuple[str, list[str]] | None:
    """A key that several acts would have, with those acts; one of them at least was changed."""
    holders: dict[str, list[str]] = {}
    for name, act in known.items():
        for key in changed.get(name, act.faces):
            holders.setdefault(key, []).append(name)
    return next(((key, names) for key, names in holders.items() if len(names) > 1), None)


def _is_key(written: str) -> bool:
    """Whether a terminal can send it: one character, or a key that has a name."""
    name = name_of_key(written)
    return len(written) == 1 or name in _NAMED or key_to_character(name) is not None
