"""Regions: the lines of a document → where each of its tables lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kanwu.folds.flow import PAGE_NUMBER
from kanwu.schema import Schema, Table

_LONGEST_HEADING = 48
_PROSE, _SENTENCE = 70, 12
"""A line so long is prose; one longer than this is, when it holds a full stop."""
_PIECES = re.compile(r"[\s|]+")


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of the folded text is."""

    squeezed: str
    """Its words without blanks."""
    heading: bool
    """Whether it is short enough for a heading, and holds more than numbers."""
    begins: tuple[str, ...]
    """The tables that may begin with it."""
    prose: bool
    """Whether it is a sentence, and no row of a table."""
    values: bool
    """Whether a cell of it is a number."""


_BLANK = Line("", heading=False, begins=(), prose=False, values=False)


def regions(
    folded: str, schema: Schema
) -> Iterator[tuple[Table, tuple[int, int], Sequence[Table]]]:
    """Each table that stands in folded text, where, and the others that may begin there too."""
    written = folded.split("\n")
    line = _reader(schema)
    lines = [line(words) if words else _BLANK for words in written]
    starts = _starts(lines, schema)
    if not any(starts.values()):
        return
    tables = list(schema.tables.values())
    for table in tables:
        place = _region(lines, table, tables, starts)
        if place is not None:
            first, last = place
            alike = [one for one in tables if one is not table and first in starts[one.key]]
            at = first + sum(map(len, written[:first]))
            past = at + last - first + sum(map(len, written[first:last]))
            yield table, (at, past), alike


@lru_cache(16)
def _reader(schema: Schema) -> Callable[[str], Line]:
    """What tells what a line is."""
    tables = schema.tables.values()

    @lru_cache(1024)  # most lines of a form recur in every document
    def line(words: str) -> Line:
        squeezed = "".join(words.split())
        length = len(squeezed)
        marked = "|" in words or "\t" in words
        heading = 0 < length <= _LONGEST_HEADING and not squeezed.isdigit()
        begins = [one.key for one in tables if one.begins.search(squeezed)] if heading else ()
        return Line(
            squeezed,
            heading,
            tuple(begins),
            prose=not marked and (length > _PROSE or (length > _SENTENCE and "。" in squeezed)),
            values=words[-1:] != ","
            and any(piece.isdigit() for piece in _PIECES.split(words))
            and not PAGE_NUMBER.fullmatch(squeezed),
        )

    return line


def _region(
    lines: Sequence[Line],
    table: Table,
    tables: Sequence[Table],
    starts: Mapping[str, Sequence[int]],
) -> tuple[int, int] | None:
    """The lines from the table's heading to the next heading or prose; None where there is none.

    A heading that nothing of this form stands under is passed by. Of two forms that begin alike,
    the one whose words come first stands there.
    """
    if not starts[table.key]:
        return None
    others = [one for one in tables if one is not table]
    stops = {i for one in others for i in starts[one.key]}
    done = 0
    for i in starts[table.key]:
        if i < done:
            continue
        done, values = _end(lines, i + 1, table, stops)
        if values:
            squeezed = "".join([line.squeezed for line in lines[i:done]])
            own = _first(table, squeezed)
            alike = (_first(one, squeezed) for one in others if i in starts[one.key])
            if own is not None and not any(at is not None and at < own for at in alike):
                return i, done
    return None


def _starts(lines: Sequence[Line], schema: Schema) -> Mapping[str, Sequence[int]]:
    """The lines that may be the heading of each table."""
    starts: dict[str, list[int]] = {key: [] for key in schema.tables}
    for i in [i for i, line in enumerate(lines) if line.begins]:
        for key in lines[i].begins:
            starts[key].append(i)
    return starts


def _first(table: Table, squeezed: str) -> int | None:
    """Where the words first stand that a table requires; None where one of them is missing."""
    matches = [words.search(squeezed) for words in table.requires]
    found = [match.start() for match in matches if match]
    return None if len(found) < len(matches) else min(found, default=0)


def _end(lines: Sequence[Line], at: int, table: Table, stops: Collection[int]) -> tuple[int, bool]:
    """The first line after a table that begins before line `at`, and whether it holds any number.

    `stops` are the lines that another table may begin with.
    """
    values = lines[at - 1].values
    for i in range(at, len(lines)):
        line = lines[i]
        if values and (line.prose or (line.heading and i in stops)):
            return i, values
        if line.heading and table.ends and table.ends.search(line.squeezed):
            return i, values
        values = values or line.values
    return len(lines), values
