"""Grid: the cells of a real table → lines, one a row, every row with all its columns.

A spanning cell stands in its first row and its last column, and is blank wherever else it reaches:
so no blank stands between a label and its values but a cell that is empty, also where a group
reaches in from above. A statistics form is
written with bars, since they keep a blank cell at its place; label and value pairs with tabs, so
that a sentence that runs through them stays one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kanwu.folds.laid import Laid, Place

_NUMBER = re.compile(r"[+\-↑↓±]?\d[\d,. ]*[^\W\d]{0,2}%?|[-—－/]+|无?")
"""What stands in a form's cell that is no label: a number, a mark for none, or nothing."""
_LONG, _LINES, _WORDY = 300, 3, 120
"""A cell of so many characters, or of so many lines with so many characters, is no cell of a form."""
_WIDEST, _ROOM = 40, 4
"""Columns that one cell spans at most; blank places for each cell of a table on average."""


@dataclass(slots=True)
class Cell:
    """One cell while its table is read."""

    tag: Place
    laid: Laid = field(default_factory=Laid)
    across: int = 1
    down: int = 1
    nested: bool = False
    """Whether another table stands in it."""

    @property
    def holds_page(self) -> bool:
        """Whether it holds a part of the page, not a value or a label."""
        size = self.laid.size
        if self.nested or size <= _WORDY or size > _LONG:
            return self.nested or size > _LONG
        words = self.laid.words
        return words.count("\n", 0, len(words.rstrip("\n"))) + 1 >= _LINES


@dataclass(slots=True)
class Row:
    """One row while its table is read; a loose one is text between the rows."""

    cells: list[Cell] = field(default_factory=list)
    end: Place = (0, 0)
    loose: bool = False


def lay(rows: Sequence[Row], into: Laid) -> None:
    """Lay the rows of a table; one that only orders the page is laid cell by cell."""
    if any(cell.holds_page for row in rows for cell in row.cells if not row.loose):
        for row in rows:
            for cell in row.cells:
                into.turn(cell.tag)
                into.add(cell.laid)
            into.turn(row.end)
        return
    for row in rows:
        for cell in row.cells if not row.loose else ():
            cell.laid.put_on_one_line()
    words = [[] if row.loose else [cell.laid.words for cell in row.cells] for row in rows]
    worded = _worded(words)
    bars = _is_form(words, worded)
    room = _ROOM * sum(map(len, words)) + 100
    reaching: dict[int, _Reach] = {}
    for row, told in zip(rows, worded, strict=True):
        cells = row.cells
        if row.loose:
            for cell in cells:
                into.add(cell.laid)
        elif len(cells) == 1 and not reaching and cells[0].down == 1:
            into.add(cells[0].laid)
        elif cells:
            columns, reaching = _columns(cells, told, reaching if room > 0 else {}, room)
            room -= len(columns) - len(cells)
            _line(columns, row, into, bars)
        into.turn(row.end)


class _Reach(NamedTuple):
    """A cell that reaches down into a column."""

    rows: int
    worded: bool


def _columns(
    cells: Sequence[Cell], worded: Sequence[bool], reaching: dict[int, _Reach], room: int
) -> tuple[Sequence[int | None], dict[int, _Reach]]:
    """The cell that stands in each column of a row, and what reaches into the columns of the next."""
    if not reaching and all(cell.across == 1 == cell.down for cell in cells):
        return range(len(cells)), {}
    columns: list[int | None] = []
    onward: dict[int, _Reach] = {}
    label = max((i for i, words in enumerate(worded[:-1]) if words), default=-1)
    if worded[-1]:
        label = -1

    def reached() -> None:
        while (reach := reaching.get(len(columns))) is not None:
            if reach.rows > 1:
                onward[len(columns)] = _Reach(reach.rows - 1, reach.worded)
            if label >= 0 and reach.worded and columns and columns[-1] == label:
                columns[-1:] = [None, label]
            else:
                columns.append(None)

    for i, cell in enumerate(cells):
        reached()
        across = min(cell.across, _WIDEST) if room > len(columns) else 1
        for n in range(across):
            if cell.down > 1:
                onward[len(columns)] = _Reach(cell.down - 1, worded[i])
            columns.append(i if n == across - 1 else None)
    reached()
    return columns, onward


def _line(columns: Sequence[int | None], row: Row, into: Laid, bars: bool) -> None:
    """One row as a line: a mark before each cell, placed where the cell's tag stands."""
    following = row.end
    tags: list[Place] = []
    for at in reversed(columns):
        following = row.cells[at].tag if at is not None else following
        tags.append(following)
    for n, (at, tag) in enumerate(zip(columns, reversed(tags), strict=True)):
        if bars or n:
            into.put("|" if bars else "\t", tag)
        if at is not None:
            into.add(row.cells[at].laid)
    if bars:
        into.put("|", row.end)


def written(rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table whose cells are known, blank where a spanning cell reaches.

    >>> written([["信息内容", "件数", "总数"], ["规章", "", "3"]]), written([["索引号", "A-1"]])
    (['|信息内容|件数|总数|', '|规章||3|'], ['索引号\\tA-1'])
    """
    if any(len(cell) > _LONG for row in rows for cell in row):
        return [line for row in rows for cell in row for line in cell.split("\n")]
    flat = [[" ".join(cell.split()).replace("|", "¦") for cell in row] for row in rows]
    if is_form(flat):
        return [f"|{'|'.join(row)}|" for row in flat]
    return ["\t".join(row).strip() for row in flat]


def is_form(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table holds numbers: a row that ends in two values, or pairs of label and number."""
    return _is_form(rows, _worded(rows))


def _worded(rows: Sequence[Sequence[str]]) -> list[list[bool]]:
    """Whether each cell holds words: no number, and no mark for none."""
    return [[not _NUMBER.fullmatch(cell.strip()) for cell in row] for row in rows]


def _is_form(rows: Sequence[Sequence[str]], worded: Sequence[Sequence[bool]]) -> bool:
    for row, told in zip(rows, worded, strict=True):
        if len(row) > 2 and not any(told[-2:]) and any(cell.strip() for cell in row):
            return True
    pairs = [row for row in worded if len(row) == 2 and row[0]]
    return len(pairs) > 1 and not any(row[1] for row in pairs[1:])
