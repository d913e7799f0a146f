"""Script: traditional characters → simplified, where a document is written in them."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from kanwu.text import Edit, Text

if TYPE_CHECKING:
    from opencc import OpenCC

_ENOUGH = 5
"""So many different traditional characters make a document traditional; a name or two do not
(乾县 is sound simplified text, and must not become 干县)."""
_HAN = re.compile(r"[\u3400-\u9fff]")


def fold(text: Text) -> Text:
    """The same text in simplified script."""
    folded = text.folded
    if len(_traditional(folded)) < _ENOUGH:
        return text
    converted = _converter().convert(folded)
    if len(converted) != len(
        folded
    ):  # a phrase of another length: characters alone keep their places
        converted = "".join(_simple(c) for c in folded)
    edits = []
    changed = (i for i, (a, b) in enumerate(zip(folded, converted, strict=True)) if a != b)
    for _, run in groupby(enumerate(changed), lambda entry: entry[1] - entry[0]):
        indexes = [i for _, i in run]
        start, end = indexes[0], indexes[-1] + 1
        edits.append(Edit(start, end, converted[start:end], "script", "repair.script"))
    return text.edit(edits)


def _traditional(folded: str) -> set[str]:
    return {c for c in set(folded) if _HAN.match(c) and _simple(c) != c}


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _simple(character: str) -> str:
    simple = _converter().convert(character)
    return str(simple) if len(simple) == 1 else character
