"""Regions: the lines of a document → where each of its tables lies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kanwu.extractors.names import named
from kanwu.folds.flow import PAGE_NUMBER
from kanwu.schema import Schema, Table

_LONGEST_HEADING = 48
_PROSE, _SENTENCE = 70, 12
"""A line so long is prose; one longer than this is, when it holds a full stop."""
_PIECES = re.compile(r"[\s|]+")
_FEW = 2
"""So many rows without values above the heading of the next table may have them below it."""
_FAR = 800
"""The values below that heading, and the heads among them, are on no more lines than this."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of the folded text is."""

    squeezed: str
    """Its words without blanks."""
    heading: bool
    """Whether it is short enough for a heading, and holds more than numbers."""
    begins: tuple[str, ...]
    """The tables that may begin with it."""
    ends: tuple[str, ...]
    """The tables that end before it."""
    prose: bool
    """Whether it is a sentence, and no row of a table."""
    values: bool
    """Whether a cell of it is a number."""
    telling: bool
    """Whether a table may begin or end at it."""


def regions(
    folded: str, schema: Schema
) -> Iterator[tuple[Table, tuple[int, int], Sequence[Table]]]:
    """Each table that stands in folded text, where, and the others that may begin there too."""
    written = folded.split("\n")
    lines = list(map(_reader(schema), written))
    telling = [i for i, one in enumerate(lines) if one.telling]
    starts = _starts(lines, telling, schema)
    if not any(starts.values()):
        return
    tables = list(schema.tables.values())
    lengths = list(map(len, written))
    for table in tables:
        place = _region(lines, telling, table, tables, starts)
        if place is not None:
            heading, first, last = place
            alike = [one for one in tables if one is not table and heading in starts[one.key]]
            at = first + sum(lengths[:first])
            past = at + last - first + sum(lengths[first:last])
            yield table, (at, past), alike


@lru_cache(16)
def _reader(schema: Schema) -> Callable[[str], Line]:
    """What tells what a line is."""
    tables = schema.tables.values()
    ending = [(one.key, one.ends) for one in tables if one.ends]

    @lru_cache(1024)  # most lines of a form recur in every document
    def line(words: str) -> Line:
        squeezed = "".join(words.split())
        marked = "|" in words or "\t" in words
        if marked and len(squeezed) > _LONGEST_HEADING:
            squeezed = _once(words)
        length = len(squeezed)
        heading = 0 < length <= _LONGEST_HEADING and not squeezed.isdigit()
        begins = [one.key for one in tables if one.begins.search(squeezed)] if heading else []
        ends = [key for key, words in ending if words.search(squeezed)] if heading else []
        prose = not marked and (length > _PROSE or (length > _SENTENCE and "。" in squeezed))
        return Line(
            squeezed,
            heading,
            tuple(begins),
            tuple(ends),
            prose,
            values=words[-1:] != ","
            and any(piece.isdigit() for piece in _PIECES.split(words))
            and not PAGE_NUMBER.fullmatch(squeezed),
            telling=bool(begins or ends or prose),
        )

    return line


def _once(words: str) -> str:
    """The words of a line of cells without blanks; what is told again for each column that a merged
    cell spans stands there once."""
    mark = "|" if "|" in words else "\t"
    cells = ["".join(cell.split()) for cell in words.split(mark)]
    told = [
        cell
        for cell, before in zip(cells, ["", *cells], strict=False)
        if cell != before or not cell or cell[-1].isdigit()
    ]
    return mark.strip().join(told)


def _region(
    lines: Sequence[Line],
    telling: Sequence[int],
    table: Table,
    tables: Sequence[Table],
    starts: Mapping[str, Sequence[int]],
) -> tuple[int, int, int] | None:
    """The line of the table's heading, its first line and the next heading or prose; or None.

    A heading that nothing of this form stands under is passed by. Of two forms that begin alike,
    the one whose words come first stands there.
    """
    if not starts[table.key]:
        return None
    others = [one for one in tables if one is not table]
    stops: dict[int, list[Table]] = {}
    for one in others:
        for i in starts[one.key]:
            stops.setdefault(i, []).append(one)
    done = 0
    for i in starts[table.key]:
        if i < done:
            continue
        done, values = _end(lines, telling, i + 1, table, stops)
        if values:
            squeezed = "".join([line.squeezed for line in lines[i:done]])
            own = _first(table, squeezed)
            alike = (_first(one, squeezed) for one in others if i in starts[one.key])
            if own is not None and not any(at is not None and at < own for at in alike):
                first = max([_behind(lines, i, one, [table]) for one in others], default=i)
                return i, first, done
    return None


def _starts(
    lines: Sequence[Line], telling: Sequence[int], schema: Schema
) -> Mapping[str, Sequence[int]]:
    """The lines that may be the heading of each table."""
    starts: dict[str, list[int]] = {key: [] for key in schema.tables}
    for i in telling:
        for key in lines[i].begins:
            starts[key].append(i)
    return starts


def _first(table: Table, squeezed: str) -> int | None:
    """Where the words first stand that a table requires; None where one of them is missing."""
    matches = [words.search(squeezed) for words in table.requires]
    found = [match.start() for match in matches if match]
    return None if len(found) < len(matches) else min(found, default=0)


def _end(
    lines: Sequence[Line],
    telling: Sequence[int],
    at: int,
    table: Table,
    stops: Mapping[int, Sequence[Table]],
) -> tuple[int, bool]:
    """The first line after a table that begins before line `at`, and whether it holds any number.

    `telling` are the lines that tell of an end, `stops` those that another table may begin with,
    and which.
    """
    valued = next((i for i in range(at - 1, len(lines)) if lines[i].values), len(lines))
    for i in telling[bisect_left(telling, at) :]:
        line = lines[i]
        if table.key in line.ends or (i > valued and (line.prose or i in stops)):
            past = _behind(lines, i, table, stops.get(i, ()))
            return past, i > valued or past > i
    return len(lines), valued < len(lines)


def _behind(lines: Sequence[Line], at: int, table: Table, following: Sequence[Table]) -> int:
    """The line after the values of a table that stand behind the heading of the next, at line `at`.

    A tool that reads a page by columns prints all that is on the left of it first. What stands
    before the first words that one of the tables `following` requires is none of its own.
    """
    told: set[str] = set()
    for i in range(at - 1, max(0, at - _FAR) - 1, -1):
        line = lines[i]
        if line.values or line.prose:
            break
        if line.heading:
            parts = (named(line.squeezed, block.rows) for block in table.blocks)
            told.update([part.key for part in parts if part])
    if len(told) < _FEW:
        return at
    below = [line.squeezed for line in lines[at + 1 : at + _FAR]]
    own = [first for one in following if (first := _first(one, "".join(below))) is not None]
    past, i = at, at + 1
    left = min(own, default=0)
    for words in below:
        left -= len(words)
        if left < 0:
            break
        i += 1
        past = i if lines[i - 1].values else past
    return past
