"""Parting: rows whose values were glued together → rows with a value for each column.

The row's own sum tells how its digits part, else the sums of all rows. What can be parted in
several ways is doubted, with what each way would leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import prod

from msgspec import Struct
from msgspec.structs import replace

from kanwu.extractors.align import Slot
from kanwu.extractors.balance import Number, hold, relations_of, sound, tried
from kanwu.extractors.cells import Cell
from kanwu.extractors.cuts import Cut, cuts
from kanwu.extractors.glued import is_glued
from kanwu.extractors.names import keys_of
from kanwu.extractors.rows import Row
from kanwu.parts import Part, Parts
from kanwu.schema import Relation, Schema, Table
from kanwu.text import Text

_SHOWN = 8
"""So many ways to read one column are worth showing."""
_NAUGHT = re.compile(r"[\t\n]0[0-9]+(?=\n|\Z)")
"""The values of a row that begin with a naught."""
_MOST = 600
"""So many ways to part several rows at once are tried."""
_PROOF = 2
"""So many sums, besides those of the rows themselves, must hold to tell several rows at once."""

Keys = tuple[str, ...]
"""The field keys of a row's cells."""


def parted(
    text: Text, schema: Schema, table: Table, columns: Parts, found: Sequence[Row]
) -> list[Row]:
    """The same rows; one whose values were glued has a value for each column, if one way is open."""
    if not any(_is_unparted(text, row.run.values, len(columns)) for row in found):
        return list(found)
    keys = [keys_of(table, row.part, columns) for row in found]
    rows = tuple([row.part for row in found])
    relations = relations_of(schema, table, columns, rows)
    inner = _inner(schema, table, columns, rows)
    glued: dict[int, _Glued] = {}
    known: dict[str, Number] = {}
    for i, (row, own) in enumerate(zip(found, keys, strict=True)):
        ways = ways_of(text, row.run.values, own, inner.get(own, ()))
        if ways is not None:
            glued[i] = _Glued(own, row.run.values[0].words, ways)
        elif len(row.run.values) == len(own):
            numbers = zip(own, map(sound, row.run.values), strict=True)
            known |= {key: number for key, number in numbers if number is not None}
    if _is_turned(glued.values(), inner):
        glued = {i: replace(row, ways=()) for i, row in glued.items()}
    glued |= _agreed(glued, known, relations)
    glued |= _contradicted(glued, known, relations)
    return [_parted(row, glued[i].ways) if i in glued else row for i, row in enumerate(found)]


class _Glued(Struct, frozen=True):
    """A row whose values were glued."""

    keys: Keys
    digits: str
    ways: Sequence[Cut]
    """Those that are open."""

    def numbers(self, way: Cut) -> dict[str, Number]:
        """The values of its cells, parted in one way."""
        return _numbers(self.keys, self.digits, way)


@lru_cache(1024)  # several questions are asked of each row
def _numbers(keys: Keys, digits: str, way: Cut) -> dict[str, Number]:
    places = zip(keys, way, strict=True)
    return {key: int(digits[start:end]) for key, (start, end) in places}


def ways_of(
    text: Text, values: Sequence[Cell], keys: Sequence[str], relations: Sequence[Relation]
) -> Sequence[Cut] | None:
    """The ways to part the only value of a row; None where nothing shows that it is several.

    As many digits as columns part in one way, whatever the sums say, where blank cells hold naughts;
    of fewer, some cell was blank.
    """
    if not _is_unparted(text, values, len(keys)):
        return None
    digits = values[0].words
    if len(digits) == len(keys) and not _has_naughts(text):
        return cuts(digits, keys, relations) if relations else ()
    return cuts(digits, keys, relations if len(digits) > len(keys) else ())


@lru_cache(2)
def _has_naughts(text: Text) -> bool:
    """Whether a row begins with a cell that holds 0 and no more, so that none may be blank."""
    return _NAUGHT.search(text.folded) is not None


def _is_unparted(text: Text, values: Sequence[Cell], columns: int) -> bool:
    """Whether a row of several columns has one value, of several digits that stand right behind words."""
    if len(values) != 1 or columns == 1:
        return False
    words = values[0].words
    return len(words) > 1 and words.isdecimal() and is_glued(text, values[0].start)


@lru_cache(64)
def _inner(
    schema: Schema, table: Table, columns: Parts, rows: tuple[Part, ...]
) -> Mapping[Keys, Sequence[Relation]]:
    """The relations that are about the cells of one row alone, by its keys."""
    row_of = {key: own for row in rows for own in [keys_of(table, row, columns)] for key in own}
    inner: dict[Keys, list[Relation]] = {}
    for one in relations_of(schema, table, columns, rows):
        about = {row_of.get(key) for side in one for key in side}
        if len(about) == 1 and (own := about.pop()):
            inner.setdefault(own, []).append(one)
    return inner


def either(cell: Cell, columns: int, ways: Sequence[Cut]) -> list[Slot]:
    """What the digits of a cell leave to each column; what all ways agree on is placed.

    Where no way is known, or more than anybody would look at, all digits may be of the column.
    """
    slots = []
    for column in range(columns):
        places = sorted({way[column] for way in ways})
        if not places or len(places) > _SHOWN:
            slots.append(Slot((replace(cell, words=""),), False))
        else:
            slots.append(Slot(tuple(_piece(cell, one) for one in places), len(places) == 1))
    return slots


def _parted(row: Row, ways: Sequence[Cut]) -> Row:
    """The row with these ways open; with a value for each column where there is one."""
    if len(ways) != 1:
        return replace(row, ways=ways)
    values = tuple(_piece(row.run.values[0], place) for place in ways[0])
    return replace(row, run=replace(row.run, values=values, explicit=True), ways=ways)


def _is_turned(glued: Iterable[_Glued], inner: Mapping[Keys, Sequence[Relation]]) -> bool:
    """Whether so many rows break their own sum that the columns may stand in another order."""
    fits = [
        any(hold(row.numbers(way), inner[row.keys]) for way in row.ways)
        for row in glued
        if row.digits.strip("0") and row.keys in inner
    ]
    return sum(fits) < len(fits) / 2


def _agreed(
    glued: Mapping[int, _Glued], known: Mapping[str, Number], relations: Sequence[Relation]
) -> Mapping[int, _Glued]:
    """The way to part each row that has several, where only one for all contradicts no sum."""
    open_ = {i: row for i, row in glued.items() if len(row.ways) > 1}
    if not open_ or prod(len(row.ways) for row in open_.values()) > _MOST:
        return {}
    about = _about(relations, [row.keys for row in open_.values()])
    values = _told(glued, known)
    holding = []
    for choice in product(*([(w, row.numbers(w)) for w in row.ways] for row in open_.values())):
        for _, numbers in choice:
            values.update(numbers)
        if hold(values, about):
            holding.append(([way for way, _ in choice], tried(values, about)[1]))
    if len(holding) != 1 or holding[0][1] < len(open_) + _PROOF:
        return {}
    told = zip(open_.items(), holding[0][0], strict=True)
    return {i: replace(row, ways=[way]) for (i, row), way in told}


def _contradicted(
    glued: Mapping[int, _Glued], known: Mapping[str, Number], relations: Sequence[Relation]
) -> Mapping[int, _Glued]:
    """Other ways to part a row whose own sum tells one that the sums of columns contradict.

    A wrong number makes a row's sum tell a wrong way: those that contradict no more are open too.
    """
    sure = {
        i: row for i, row in glued.items() if len(row.ways) == 1 and len(row.digits) > len(row.keys)
    }
    if not sure:
        return {}
    told = _told(glued, known)
    broken = [one for one in relations if not hold(told, [one])]
    reopened = {}
    for i, row in sure.items():
        if not _about(broken, [row.keys]):
            continue
        about = _about(relations, [row.keys])
        tries = {
            way: tried(told | row.numbers(way), about)[0] for way in cuts(row.digits, row.keys, ())
        }
        most = tries.get(row.ways[0], -1)  # there may be too many to try: then all are open
        reopened[i] = replace(row, ways=[way for way, failed in tries.items() if failed <= most])
    return reopened


def _about(relations: Sequence[Relation], rows: Sequence[Keys]) -> list[Relation]:
    """The relations that cells of these rows are a part of."""
    cells = {key for own in rows for key in own}
    return [one for one in relations if not cells.isdisjoint((*one[0], *one[1]))]


def _told(glued: Mapping[int, _Glued], known: Mapping[str, Number]) -> dict[str, Number]:
    """The values known, and those of the rows that can be parted in one way."""
    told = dict(known)
    for row in glued.values():
        if len(row.ways) == 1:
            told |= row.numbers(row.ways[0])
    return told


def _piece(cell: Cell, place: tuple[int, int]) -> Cell:
    start, end = place
    words, at, gap = cell.words[start:end], cell.start, 0 if start else cell.gap
    return Cell(words, at + start, at + end, gap, cell.row, cell.is_value, cell.joined)
