"""Script: traditional characters → simplified, where a document is written in them.

Such documents also carry words that a converter got wrong, or that another region uses; those in
vocabulary.yaml are put into the usual ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace

from kanwu.folds.lexicon import converter, simple, vocabulary
from kanwu.lasting import lasting
from kanwu.text import Repair, Text

_ENOUGH = 5
"""So many different traditional characters make a document traditional; a name or two do not
(乾县 is sound simplified text, and must not become 干县)."""
_WHYS = ("", "repair.script", "repair.over-converted", "repair.localised")
"""Why a character became another: not at all, or for one of these."""
_ONE_WHERE_ANY = bytes(1 if byte else 0 for byte in range(256))
_ALIKE = re.compile(rb"([\x01-\x03])\1*")
"""Characters in a row that became others for one reason, by its number."""


def fold(text: Text) -> Text:
    """The same text in simplified script."""
    folded = text.folded
    if not _is_traditional(folded):
        return text
    converted = converter().convert(folded)
    if len(converted) != len(
        folded
    ):  # a phrase of another length: characters alone keep their places
        converted = "".join(simple(c) for c in folded)
    worded, whys = _worded(folded, converted)
    repairs = partial(_repairs, text, worded, whys)
    return replace(text, folded=worded, told=(*text.told, repairs))


def _repairs(text: Text, worded: str, whys: Mapping[int, str]) -> list[Repair]:
    """What became of the characters of a text, those in a row that became others for one reason as one."""
    changed = _changed(text.folded, worded)
    for at, why in whys.items():
        changed[at] *= _WHYS.index(why)
    return [
        text.repair("script", start, end, worded[start:end], _WHYS[changed[start]])
        for start, end in [run.span() for run in _ALIKE.finditer(changed)]
    ]


def _is_traditional(folded: str) -> bool:
    """Whether a text has so many traditional characters as one has that is written in them."""
    seen: set[str] = set()
    for match in _traditional().finditer(folded):
        seen.add(match[0])
        if len(seen) == _ENOUGH:
            return True
    return False


def _changed(one: str, other: str) -> bytearray:
    """For each character of two texts as long as each other 1 where they differ, else 0.

    The characters of each are taken as one number, which tells all of them at once.
    """
    size = len(one) * 4
    first, second = (
        int.from_bytes(text.encode("utf-32-le", "surrogatepass"), "little") for text in (one, other)
    )
    differ = (first ^ second).to_bytes(size, "little")
    some = 0
    for byte in range(3):
        some |= int.from_bytes(differ[byte::4], "little")
    return bytearray(some.to_bytes(len(one), "little").translate(_ONE_WHERE_ANY))


def _worded(folded: str, converted: str) -> tuple[str, dict[int, str]]:
    """The converted text in the usual words, and why where that was more than its script."""
    whys: dict[int, str] = {}
    worded: list[str] = []
    for why, words, within in (
        ("repair.over-converted", vocabulary()["over_converted"], folded),
        ("repair.localised", vocabulary()["localised"], converted),
    ):
        for word, usual in words.items():
            at = within.find(word)
            while at >= 0:
                end = at + len(word)
                worded = worded or list(converted)
                worded[at:end] = usual
                whys.update(dict.fromkeys(range(at, end), why))
                at = within.find(word, end)
    return "".join(worded) or converted, whys


@lasting
def _traditional() -> re.Pattern[str]:
    """Any Han character that has another form in simplified script: asked of all at once."""
    every = list(map(chr, range(0x3400, 0xA000)))
    simplified = converter().convert("\n".join(every)).split("\n")
    changed = (a for a, b in zip(every, simplified, strict=True) if a != b and len(b) == 1)
    return re.compile(f"[{''.join(changed)}]")
