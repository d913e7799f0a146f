"""Rolled: a page whose tables stand in one line → its pieces on lines of their own.

Tools that take the words out of a page and put one mark between all of them (`get_text(" ")`)
leave `规章 0 0 0 规范性文件 1 3 39 第二十条`. Where numbers that stand alone turn into words again
and again within a line, each mark in it ends a line; a mark inside a sentence is a blank. Of a line
whose cells have nothing between them, chapters alone are told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import AnyStr, NamedTuple

from kanwu.folds.flow import in_latin
from kanwu.opening import compile_pattern
from kanwu.text import Edit, Text

_LONG = 120
"""A line with fewer characters holds no table."""
_TURNS = 4
"""So often must a number be followed by the next label: a row of a form or two may stand in a line."""
_UNITS = "[条件项个份次宗起篇名人家户期场]"
_GOES_ON = rf"(?:[年月日时%％,，。；;、)）]|{_UNITS}(?:[,，。；;、)）]|[^\d\s|,，。；;]{{0,20}}+[，。；;]))"
"""What stands behind a number in a sentence."""
_GLUED_DIGITS = 7
"""So many in a row may be the numbers of a row with nothing between them."""
_GLUED = compile_pattern(rf"[0-9]{{{_GLUED_DIGITS}}}(?<=[^\W\d_].{{{_GLUED_DIGITS}}})")
"""A row of a table with nothing between its cells."""
_ROWS = 3
"""So many of them stand in a line that is whole tables."""
_CHAPTER = "(?P<chapter>(?<=[0-9。！？；])(?=[一二三四五六七八九十]{1,3}、))"
"""Where a chapter begins right behind what stood before it."""
_CHAPTERS = re.compile(_CHAPTER)
_BLANK = " \t\xa0\u3000"
_SIGNS = "|,;/¦"
_RULE = ":?-{3,}+:?"
"""A cell of the rule under the header of a Markdown table."""
_APART = compile_pattern(
    rf"(?<=[0-9])(?:[{_BLANK}]*+([{_SIGNS}]))?+[{_BLANK}]*+(?<![0-9])(?=\w|[(（“])"
)
"""What stands between a number and what is next."""
_ALONE = compile_pattern(rf"[{_BLANK}{_SIGNS}][0-9][0-9.]{{0,15}}+(?=[{_BLANK}{_SIGNS}])")
"""A number that stands alone: few lines have any, so that they are looked for first."""
_WIDE_PARTING = tuple(one for one in _BLANK + _SIGNS if not one.isascii())
_PLAIN = bytes(
    ord("0" if one.isdigit() else " " if one in _BLANK + _SIGNS else "." if one == "." else "x")
    for one in map(chr, range(128))
).ljust(256)
"""Digits of ASCII as 0, what may part pieces as a blank, and all else as a letter."""
_PLAINLY_ALONE = re.compile(rb" 0[0.]{0,15}+(?= )")
"""A number that stands alone, in a text made as plain as that."""


class _Mark(NamedTuple):
    """What may stand between all pieces of a page."""

    turn: re.Pattern[str]
    """A number that stands alone, and words behind it that begin another cell."""
    between: re.Pattern[str]
    """Where a line ends (`cut`, or `chapter` where nothing stands between), or a sentence runs on."""


@lru_cache(16)
def _mark(sign: str) -> _Mark:
    """What parts pieces by this character; by blanks alone where it is one."""
    if sign in _BLANK:
        beside, mark = _BLANK, rf"[{_BLANK}]++"
    else:
        beside = rf" {re.escape(sign)}"
        mark = rf"(?<![{_BLANK}])[{_BLANK}]*+{re.escape(sign)}(?:[{_BLANK}{re.escape(sign)}]|{_RULE})*+"
    number = rf"[+\-↑↓]?[0-9][0-9.{'' if sign == ',' else ','}]{{0,15}}+"
    on = rf"{mark}(?={number}{mark}{_GOES_ON})|(?<=[0-9]){mark}(?={_GOES_ON})"
    return _Mark(
        compile_pattern(rf"(?<=[{beside}]){number}{mark}(?!{_GOES_ON}|{_UNITS})(?=[^\W\d]|[(（“])"),
        compile_pattern(rf"{on}|(?P<cut>{mark})|{_CHAPTER}"),
    )


def fold(text: Text) -> Text:
    """The same text; a line that holds whole tables is as many lines as it has pieces."""
    if not _may_hold_tables(text.folded):
        return text
    folded = text.folded
    edits: list[Edit] = []
    for start, end in _long_lines(folded):
        line = folded[start:end]
        ends = _ends(line)
        if ends is not None:
            edits += _cut(line, start, ends)
    return text if not edits or in_latin(folded) else text.edit(edits)


def _long_lines(folded: str) -> Iterator[tuple[int, int]]:
    """Where each line stands that is long enough for a table: of the others, many are passed at once."""
    at, size = 0, len(folded)
    while at + _LONG <= size:
        last = folded.rfind("\n", at, at + _LONG)
        if last < 0:
            end = folded.find("\n", at + _LONG)
            last = end if end >= 0 else size
            yield at, last
        at = last + 1


def _may_hold_tables(folded: str) -> bool:
    """Whether a text has the numbers of one line that holds tables: looked for in all lines at once."""
    for one in _WIDE_PARTING:
        folded = folded.replace(one, " ")
    coded = folded.encode("ascii", "replace").translate(_PLAIN)
    return coded.count(b"0" * _GLUED_DIGITS) >= _ROWS or _has(coded, _PLAINLY_ALONE, _TURNS)


def _ends(line: str) -> re.Pattern[str] | None:
    """Where the pieces of a line end that holds tables; None where it holds none.

    Cells with nothing between them are told with the names of their rows (`extractors.glued`).
    """
    if _has(line, _ALONE, _TURNS):
        signs = Counter(match[1] or " " for match in _APART.finditer(line))
        for sign, times in signs.most_common(2):
            if times >= _TURNS and _has(line, _mark(sign).turn, _TURNS):
                return _mark(sign).between
    return _CHAPTERS if _has(line, _GLUED, _ROWS) else None


def _has(line: AnyStr, pattern: re.Pattern[AnyStr], times: int) -> bool:
    """Whether a line has so many matches of a pattern."""
    return len(list(islice(pattern.finditer(line), times))) == times


def _cut(line: str, start: int, ends: re.Pattern[str]) -> Iterator[Edit]:
    """Each mark as a line break, or as a blank where a sentence runs on."""
    for one in ends.finditer(line):
        first, last = one.span()
        at = start + first
        if one.lastgroup == "chapter":
            yield Edit(at - 1, at, f"{line[first - 1]}\n", places=((at - 1, at),) * 2)
        else:
            yield Edit(at, start + last, "\n" if one.lastgroup else " ")
