"""Boxes: tables drawn with lines (┌─┬┐ │ ├─┼┤, or +---+ and |) → rows with bars.

Terminal browsers and printers of tables draw so. What is drawn between two rows goes, and the lines
of one row are put together, cell by cell, on the line with its numbers. Where a cell reaches down
beside several rows, its words stay on the lines that they stand on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from kanwu.opening import compile_pattern
from kanwu.text import Edit, Text

_ALONG = frozenset("─━═-=:")
"""What is drawn from left to right."""
_DRAWN = compile_pattern(r"[\u250c-\u254b\u2552-\u2570\u2574-\u257f][─━═]{2}|\+[-=]{2}[-=:]*+[+\n]")
"""Part of a rule."""
_PARTS = ("━", "═", "─")
_TYPED_PART = re.compile(r"\+[-=]")
"""What a rule must hold: sooner told than where one stands."""
_LINES = re.compile(r"[\u2500-\u257f]++")
_TYPED = re.compile(r"[|+](?:[-=:]{2,}+[+|])+|\|")
"""The same in plain characters: a rule or a bar."""
_TOP = re.compile(r"[ \t]*+\+(?:[-=:]{2,}+\+)++[ \t]*+")
_RULED = 4
"""A table with so many rules has one between any two rows."""
_VALUE = re.compile(r"[-—–/]+|[-+↑↓]?[0-9][0-9,]*+(?:[.][0-9]++)?%?")
_COUNTED = re.compile(r"(?![(（]?[0-9]{1,2}[.、)）])[^0-9]*[0-9]|[0-9]{1,2}[^0-9]++[0-9]")
"""Words with a number that is more than their place in a list."""
_BOTH = re.compile("[A-Za-z]{2}")

Run = tuple[int, int]


class _Line(Struct, frozen=True):
    """One line of a drawn table; all places are those in the folded text."""

    start: int
    end: int
    drawn: tuple[Run, ...]
    """Bars, and rules with the bars in them."""
    bars: tuple[int, ...]
    cells: tuple[Run, ...]
    """The words between bars, without blanks around them."""
    ruled: bool
    """Whether a rule is drawn on it, or on a part of it."""
    worded: bool
    """Whether any words stand on it."""


def fold(text: Text) -> Text:
    """The same text with rows for each table that is drawn."""
    folded = text.folded
    if not any(part in folded for part in _PARTS) and not _TYPED_PART.search(folded):
        return text
    if not _DRAWN.search(folded):
        return text
    edits: list[Edit] = []
    box: list[_Line] = []
    at = 0
    for words in folded.split("\n"):
        line = _line(folded, at, at + len(words), typed=bool(box))
        if line is None:
            edits += _edits(folded, box)
            box = []
        else:
            box.append(line)
        at += len(words) + 1
    edits += _edits(folded, box)
    return text.edit(edits)


def _line(folded: str, start: int, end: int, *, typed: bool) -> _Line | None:
    """A line of a drawn table; None where it is none. `typed`: whether `|` may begin one."""
    runs = [match.span() for match in _LINES.finditer(folded, start, end)]
    drawn = [run for run in runs if not _ALONG.issuperset(folded[slice(*run)])]
    if not drawn:
        begins = folded[start:end].lstrip()[:1]
        if not (typed and begins == "|") and not _TOP.fullmatch(folded, start, end):
            return None
        drawn = [match.span() for match in _TYPED.finditer(folded, start, end)]
    bars: list[int] = []
    cells: list[Run] = []
    ruled = False
    at = start
    for first, past in drawn:
        if bars:
            cells.append(_bare(folded, at, first))
        own = [i for i in range(first, past) if folded[i] not in _ALONG]
        ruled = ruled or len(own) < past - first
        cells += [(i, i) for i in own[1:]]
        bars += own
        at = past
    worded = any(first < last for first, last in cells)
    around = (folded[start : drawn[0][0]], folded[at:end])
    worded = worded or any(words.strip() for words in around)
    return _Line(start, end, tuple(drawn), tuple(bars), tuple(cells), ruled, worded)


def _bare(folded: str, start: int, end: int) -> Run:
    words = folded[start:end]
    first = start + len(words) - len(words.lstrip())
    return first, max(first, start + len(words.rstrip()))


def _edits(folded: str, box: Sequence[_Line]) -> Iterator[Edit]:
    """What makes the lines of a table rows with bars."""
    apart = sum(line.ruled for line in box) >= _RULED
    for ruled, several in groupby(box, lambda line: line.ruled):
        band = list(several)
        row = _row(folded, band) if apart and not ruled and len(band) > 1 else None
        if row is not None:
            yield row
            continue
        for line in band:
            if line.worded:
                yield from _barred(folded, line)
            else:
                yield Edit(line.start, min(line.end + 1, len(folded)), "")


def _barred(folded: str, line: _Line) -> Iterator[Edit]:
    """What leaves of a line's drawing the bars."""
    for first, past in line.drawn:
        if folded[first:past] != "|":
            bars = [(i, i + 1) for i in range(first, past) if folded[i] not in _ALONG]
            yield Edit(first, past, "|" * len(bars), places=tuple(bars))


def _row(folded: str, band: Sequence[_Line]) -> Edit | None:
    """The lines between two rules as one; None where it is open what belongs together.

    Words that are put before others of the source have the place of what stands before them, so
    that no number is among them.
    """
    wide = len(band[0].cells)
    if any(len(line.cells) != wide for line in band):
        return None
    words = [[folded[slice(*cell)] for cell in line.cells] for line in band]
    whole = [_whole([cells[column] for cells in words]) for column in range(wide)]
    if None in whole:
        return None
    valued = {i for i, cells in enumerate(words) for j in range(wide) if whole[j] and cells[j]}
    if len(valued) > 1:
        return None
    own = valued.pop() if valued else 0
    lead = next((i for i in range(wide) if any(cells[i] for cells in words)), 0)
    made: list[str] = []
    places: list[Run] = []
    for column, bar in enumerate(band[own].bars):
        made.append("|")
        bar = band[0].bars[column] if column <= lead else bar
        places.append((bar, bar + 1))
        pieces = [
            (i, cells[column]) for i, cells in enumerate(words) if cells[column:] and cells[column]
        ]
        for i, piece in pieces:
            first, past = band[i].cells[column]
            if _BOTH.fullmatch(made[-1][-1:] + piece[0]):
                made.append(" ")
                places.append(places[-1])
            made.append(piece)
            if i == own or (i < own and column == lead):
                places += [(at, at + 1) for at in range(first, past)]
            elif _COUNTED.match(piece):
                return None
            else:
                places += [places[-1]] * len(piece)
    return Edit(band[0].start, band[-1].end, "".join(made), places=tuple(places))


def _whole(pieces: Sequence[str]) -> bool | None:
    """Whether the lines of a cell hold a value, on one of them; None where that is open.

    A number before the rest of a label is its place in a list.
    """
    filled = [piece for piece in pieces if piece]
    valued = [_VALUE.fullmatch(piece) is not None for piece in filled]
    if len(filled) > 1 and any(valued):
        return (
            False
            if valued == [True] + [False] * len(valued[1:]) and filled[1][0] in ".、"
            else None
        )
    return any(valued)
