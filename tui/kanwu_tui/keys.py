"""Keys: what each key of the desk does, and the folding that every key goes through first.

A Chinese input method turns `1` into `１` and `?` into `？`; folded with NFKC they are themselves
again. Bindings, footer, help and command palette are all made from the same acts.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from textual import events
from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS, format_key, key_to_character

from kanwu_tui.words import Words

Group = Literal["decide", "move", "look"]
GROUPS: tuple[Group, ...] = ("decide", "move", "look")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a key does."""

    id: str
    """`triage.confirm`: what a keymap names it by, and `key.…` and `tip.…` in the words."""
    keys: str
    """Textual's names, with commas between them; the first is the one shown."""
    action: str
    group: Group
    footer: int = 0
    """How soon it is worth a place in the footer, from 1; 0 for never."""
    palette: bool = True
    """Whether it stands in the command palette."""

    @property
    def faces(self) -> list[str]:
        """Its keys as Textual names them."""
        return self.keys.split(",")


TRIAGE: tuple[Act, ...] = (
    Act("triage.confirm", "enter,a", "confirm", "decide", 1),
    Act("triage.candidate", "1,2,3,4,5,6,7,8,9", "candidate", "decide", 2, palette=False),
    Act("triage.amend", "f2,e", "amend", "decide", 3),
    Act("triage.sic", "f4,s", "decide('sic')", "decide", 6),
    Act("triage.alike", "f5,g", "alike", "decide", 7),
    Act("triage.absent", "f6,x", "absent", "decide", 8),
    Act("triage.unreadable", "f7,u", "decide('unreadable')", "decide", 9),
    Act("triage.question", "f8,n", "question", "decide", 10),
    Act("triage.note", "m,ampersand", "note", "decide"),
    Act("triage.add", "plus,i", "add", "decide", 14),
    Act("triage.skip", "space", "skip", "decide", 11),
    Act("triage.undo", "backspace,z", "undo", "decide", 4),
    Act("triage.redo", "f9,y", "redo", "decide"),
    Act("triage.next", "down,j", "step(1)", "move"),
    Act("triage.previous", "up,k", "step(-1)", "move"),
    Act("triage.next-reading", "right,l", "walk(1)", "move"),
    Act("triage.previous-reading", "left,h", "walk(-1)", "move"),
    Act("triage.page-down", "pagedown", "page(1)", "move"),
    Act("triage.page-up", "pageup", "page(-1)", "move"),
    Act("triage.pane", "tab", "app.focus_next", "move", palette=False),
    Act("triage.documents", "f3,d", "documents", "look", 15),
    Act("triage.history", "f10,v", "history", "look", 16),
    Act("triage.replay", "r,percent_sign", "replay", "look"),
    Act("triage.release", "w,asterisk", "release", "look"),
    Act("triage.settings", "comma", "settings", "look"),
    Act("triage.views", "equals_sign,o", "views", "look", 17),
    Act("triage.filter", "slash,ideographic_comma", "filter", "look", 12),
    Act("triage.unfilter", "escape", "unfilter", "look"),
    Act("triage.problems", "exclamation_mark", "problems", "look"),
    Act("triage.help", "f1,question_mark", "help", "look", 5),
    Act("triage.commands", "ctrl+p", "app.command_palette", "look", palette=False),
    Act("triage.quit", "q,ctrl+q", "app.quit", "look", 13),
)


def bindings(acts: Iterable[Act]) -> list[BindingType]:
    """Textual's bindings for some acts; a digit is told to its action."""
    english = Words("en")
    made: list[BindingType] = []
    for act in acts:
        each = act.action == "candidate"
        for key in act.faces if each else [act.keys]:
            made.append(
                Binding(
                    key,
                    f"candidate({key})" if each else act.action,
                    english(f"key.{act.id}"),
                    tooltip=english(f"tip.{act.id}"),
                    id=f"{act.id}.{key}" if each else act.id,
                    show=act.footer > 0,
                )
            )
    return made


def face_of(act: Act, words: Words) -> str:
    """The first key of an act as the footer shows it."""
    return "1-9" if act.action == "candidate" else key_face(act.faces[0], words)


def faces_of(words: Words, acts: Iterable[Act] = TRIAGE) -> dict[str, str]:
    """The first key of each act, by the name of the act."""
    return {act.id.partition(".")[2]: face_of(act, words) for act in acts}


def key_face(key: str, words: Words) -> str:
    """A key as the reviewer knows it.

    >>> key_face("f2", Words("en")), key_face("slash", Words("en")), key_face("space", Words("en"))
    ('F2', '/', 'Space')
    """
    if words.has(f"face.{key}"):
        return words(f"face.{key}")
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    shown = format_key(key)
    return shown.upper() if len(shown) > 1 else shown


def folded(event: events.Key) -> events.Key:
    """The key as it would be without the input method: `１` is `1`, `？` is `?`.

    >>> folded(events.Key("１", "１")).key, folded(events.Key("fullwidth_solidus", "／")).key
    ('1', 'slash')
    """
    character = event.character or key_to_character(event.key)
    if not character or character.isascii():
        return event
    plain = unicodedata.normalize("NFKC", character)
    if plain == character or len(plain) != 1:
        return event
    return events.Key(_name_of(plain), plain)


def name_of_key(written: str) -> str:
    """Textual's name of a key as a person writes it.

    >>> name_of_key("F10"), name_of_key("+"), name_of_key("s"), name_of_key("Ctrl+S")
    ('f10', 'plus', 's', 'ctrl+s')
    """
    plain = unicodedata.normalize("NFKC", written)
    return _name_of(plain) if len(plain) == 1 else plain.strip().lower()


def _name_of(character: str) -> str:
    """Textual's name of a character's key."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)
