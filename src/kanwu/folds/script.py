"""Script: traditional characters → simplified, where a document is written in them.

Such documents also carry words that a converter got wrong, or that another region uses; those in
vocabulary.yaml are put into the usual ones.
"""

from __future__ import annotations

import re
from functools import cache
from operator import ne

from kanwu.folds.lexicon import converter, simple, vocabulary
from kanwu.text import Edit, Text

_ENOUGH = 5
"""So many different traditional characters make a document traditional; a name or two do not
(乾县 is sound simplified text, and must not become 干县)."""
_WHYS = ("", "repair.script", "repair.over-converted", "repair.localised")
"""Why a character became another: not at all, or for one of these."""
_ALIKE = re.compile(rb"([\x01-\x03])\1*")
"""Characters in a row that became others for one reason, by its number."""


def fold(text: Text) -> Text:
    """The same text in simplified script."""
    folded = text.folded
    if len(set(_traditional().findall(folded))) < _ENOUGH:
        return text
    converted = converter().convert(folded)
    if len(converted) != len(
        folded
    ):  # a phrase of another length: characters alone keep their places
        converted = "".join(simple(c) for c in folded)
    worded, whys = _worded(folded, converted)
    changed = bytearray(map(ne, folded, worded))
    for at, why in whys.items():
        changed[at] *= _WHYS.index(why)
    edits = []
    for run in _ALIKE.finditer(changed):
        start, end = run.span()
        edits.append(Edit(start, end, worded[start:end], "script", _WHYS[changed[start]]))
    return text.edit(edits)


def _worded(folded: str, converted: str) -> tuple[str, dict[int, str]]:
    """The converted text in the usual words, and why where that was more than its script."""
    whys: dict[int, str] = {}
    worded = list(converted)
    for why, words, within in (
        ("repair.over-converted", vocabulary()["over_converted"], folded),
        ("repair.localised", vocabulary()["localised"], converted),
    ):
        for word, usual in words.items():
            at = within.find(word)
            while at >= 0:
                worded[at : at + len(word)] = usual
                whys.update(dict.fromkeys(range(at, at + len(word)), why))
                at = within.find(word, at + len(word))
    return "".join(worded), whys


@cache
def _traditional() -> re.Pattern[str]:
    """Any Han character that has another form in simplified script: asked of all at once."""
    every = list(map(chr, range(0x3400, 0xA000)))
    simplified = converter().convert("\n".join(every)).split("\n")
    changed = (a for a, b in zip(every, simplified, strict=True) if a != b and len(b) == 1)
    return re.compile(f"[{''.join(changed)}]")
