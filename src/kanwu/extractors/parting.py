"""Parting: rows whose values were glued together → rows with a value for each column.

The row's own sum tells how its digits part, else the sums of all rows. What can be parted in
several ways is doubted, with what each way would leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod

from msgspec.structs import replace

from kanwu.extractors.align import Slot
from kanwu.extractors.balance import hold, relations_of, sound, tried
from kanwu.extractors.cells import Cell
from kanwu.extractors.cuts import Cut, cuts
from kanwu.extractors.glued import is_glued
from kanwu.extractors.names import keys_of
from kanwu.extractors.rows import Row
from kanwu.parts import Parts
from kanwu.schema import Relation, Schema, Table
from kanwu.text import Text

_SHOWN = 8
"""So many ways to read one column are worth showing."""
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
    if not any(_is_whole(text, row.run.values, len(columns)) for row in found):
        return list(found)
    keys = [keys_of(table, row.part, columns) for row in found]
    present = {key for several in keys for key in several}
    relations = relations_of(schema, table, schema.optional - present)
    inner = _inner(keys, relations)
    ways: dict[Keys, Sequence[Cut]] = {}
    digits: dict[Keys, str] = {}
    known: dict[str, Decimal] = {}
    for row, own in zip(found, keys, strict=True):
        several = ways_of(text, row.run.values, own, inner.get(own, ()))
        if several is not None:
            ways[own], digits[own] = several, row.run.values[0].words
        elif len(row.run.values) == len(own):
            numbers = zip(own, map(sound, row.run.values), strict=True)
            known |= {key: number for key, number in numbers if number is not None}
    if _is_turned(ways, digits, inner):
        ways = dict.fromkeys(ways, ())
    ways |= _agreed(ways, digits, known, relations)
    ways |= _contradicted(ways, digits, known, relations)
    return [_parted(row, ways.get(own)) for row, own in zip(found, keys, strict=True)]


def ways_of(
    text: Text, values: Sequence[Cell], keys: Sequence[str], relations: Sequence[Relation]
) -> Sequence[Cut] | None:
    """The ways to part the only value of a row; None where nothing shows that it is several.

    As many digits as columns part in one way, whatever the sums say; of fewer, some cell was blank.
    """
    if not _is_whole(text, values, len(keys)):
        return None
    digits = values[0].words
    return cuts(digits, keys, relations if len(digits) > len(keys) else ())


def _is_whole(text: Text, values: Sequence[Cell], columns: int) -> bool:
    """Whether a row of several columns has one value, of several digits that stand right behind words."""
    if len(values) != 1 or columns == 1:
        return False
    words = values[0].words
    return len(words) > 1 and words.isdigit() and is_glued(text, values[0].start)


def _inner(keys: Sequence[Keys], relations: Sequence[Relation]) -> Mapping[Keys, list[Relation]]:
    """The relations that are about the cells of one row alone, by its keys."""
    rows = {key: own for own in keys for key in own}
    inner: dict[Keys, list[Relation]] = {}
    for one in relations:
        about = {rows.get(key) for side in one for key in side}
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


def _parted(row: Row, ways: Sequence[Cut] | None) -> Row:
    """The row with these ways open; with a value for each column where there is one."""
    if ways is None:
        return row
    if len(ways) != 1:
        return replace(row, ways=ways)
    values = tuple(_piece(row.run.values[0], place) for place in ways[0])
    return replace(row, run=replace(row.run, values=values, explicit=True), ways=ways)


def _is_turned(
    ways: Mapping[Keys, Sequence[Cut]],
    digits: Mapping[Keys, str],
    inner: Mapping[Keys, Sequence[Relation]],
) -> bool:
    """Whether so many rows break their own sum that the columns may stand in another order."""
    fits = [
        any(hold(_numbers(own, digits[own], way), inner[own]) for way in several)
        for own, several in ways.items()
        if digits[own].strip("0") and own in inner
    ]
    return sum(fits) < len(fits) / 2


def _agreed(
    ways: Mapping[Keys, Sequence[Cut]],
    digits: Mapping[Keys, str],
    known: Mapping[str, Decimal],
    relations: Sequence[Relation],
) -> Mapping[Keys, Sequence[Cut]]:
    """The way to part each row that has several, where only one for all contradicts no sum."""
    open_ = [own for own, several in ways.items() if len(several) > 1]
    if not open_ or prod(len(ways[own]) for own in open_) > _MOST:
        return {}
    about = _about(relations, open_)
    values = dict(known) | _told(ways, digits)
    each = [[(way, _numbers(own, digits[own], way)) for way in ways[own]] for own in open_]
    holding = []
    for choice in product(*each):
        for _, numbers in choice:
            values.update(numbers)
        if hold(values, about):
            holding.append(([way for way, _ in choice], tried(values, about)[1]))
    if len(holding) != 1 or holding[0][1] < len(open_) + _PROOF:
        return {}
    return {own: [way] for own, way in zip(open_, holding[0][0], strict=True)}


def _contradicted(
    ways: Mapping[Keys, Sequence[Cut]],
    digits: Mapping[Keys, str],
    known: Mapping[str, Decimal],
    relations: Sequence[Relation],
) -> Mapping[Keys, Sequence[Cut]]:
    """Other ways to part a row whose own sum tells one that the sums of columns contradict.

    A wrong number makes a row's sum tell a wrong way: those that contradict no more are open too.
    """
    told = dict(known) | _told(ways, digits)
    broken = [one for one in relations if not hold(told, [one])]
    reopened = {}
    for own, several in ways.items():
        if len(several) != 1 or len(digits[own]) == len(own) or not _about(broken, [own]):
            continue
        about = _about(relations, [own])
        tries = {
            way: tried(told | _numbers(own, digits[own], way), about)[0]
            for way in cuts(digits[own], own, ())
        }
        reopened[own] = [way for way, failed in tries.items() if failed <= tries[several[0]]]
    return reopened


def _about(relations: Sequence[Relation], rows: Sequence[Keys]) -> list[Relation]:
    """The relations that cells of these rows are a part of."""
    cells = {key for own in rows for key in own}
    return [one for one in relations if not cells.isdisjoint((*one[0], *one[1]))]


def _told(ways: Mapping[Keys, Sequence[Cut]], digits: Mapping[Keys, str]) -> dict[str, Decimal]:
    """The values of the rows that can be parted in one way."""
    told: dict[str, Decimal] = {}
    for own, several in ways.items():
        if len(several) == 1:
            told |= _numbers(own, digits[own], several[0])
    return told


def _numbers(keys: Keys, digits: str, way: Cut) -> dict[str, Decimal]:
    return {key: Decimal(digits[start:end]) for key, (start, end) in zip(keys, way, strict=True)}


def _piece(cell: Cell, place: tuple[int, int]) -> Cell:
    start, end = place
    return replace(
        cell,
        words=cell.words[start:end],
        start=cell.start + start,
        end=cell.start + end,
        gap=0 if start else cell.gap,
    )
