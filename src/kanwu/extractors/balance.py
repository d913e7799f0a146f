"""Balance: where the values of a short row stand, told by the sums that must hold.

A value lost from a row of the applications table has exactly one place that no sum contradicts
in 700 of 700 trials on real tables. What every such way agrees on is read; what stood in the place
that is lost is only ever proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import comb

from kanwu.extractors.cells import NUMBER, Cell
from kanwu.extractors.names import keys_of
from kanwu.numeral import parse, whole
from kanwu.parts import Part, Parts
from kanwu.schema import Relation, Schema, Table

_MOST = 600
"""So many ways are tried; a row that leaves more is open."""

Number = int | Decimal
"""What a cell holds; whole numbers, which nearly all are, add up ten times faster as integers."""


def sound(cell: Cell) -> Number | None:
    """The number that a cell holds, if it holds one."""
    return _number(cell.words)


@lru_cache(1024)
def _number(words: str) -> Number | None:
    match = NUMBER.fullmatch(words)
    number = parse(match["value"]) if match else None
    if number is None:
        return None
    return int(number.value) if whole(number.value) else number.value


def numbers_of(keys: Iterable[str], cells: Iterable[Cell]) -> dict[str, Number]:
    """Field key → the number that its cell holds, where it holds one; of what stands in both."""
    placed = zip(keys, map(sound, cells), strict=False)
    return {key: number for key, number in placed if number is not None}


@lru_cache(256)
def relations_of(
    schema: Schema, table: Table, columns: Parts, rows: tuple[Part, ...]
) -> Sequence[Relation]:
    """The relations of a table between the cells that it has, which are those of these rows.

    Others that the form may leave out count nothing; a relation that has nothing left on one side
    tells nothing.
    """
    absent = schema.optional - {key for row in rows for key in keys_of(table, row, columns)}
    several = (
        (tuple([f for f in left if f not in absent]), tuple([f for f in right if f not in absent]))
        for left, right in schema.relations[table.key]
    )
    return [one for one in several if all(one)]


def tried(values: Mapping[str, Number], relations: Sequence[Relation]) -> tuple[int, int]:
    """How many relations fail, and how many hold that are not all zeros.

    A sum with a part missing proves nothing.
    """
    failed = held = 0
    told = values.__getitem__
    for left, right in relations:
        try:
            one, other = sum(map(told, left)), sum(map(told, right))
        except KeyError:
            continue
        if one != other:
            failed += 1
        elif one or any(map(told, left)) or any(map(told, right)):
            held += 1
    return failed, held


def hold(values: Mapping[str, Number], relations: Sequence[Relation]) -> bool:
    """Whether no relation fails."""
    told = values.__getitem__
    for left, right in relations:
        try:
            if sum(map(told, left)) != sum(map(told, right)):
                return False
        except KeyError:
            continue
    return True


@dataclass(frozen=True, slots=True)
class Way:
    """One way to spread the values of a short row over its columns."""

    columns: tuple[int, ...]
    """The column of each value."""
    solved: Mapping[str, Number]
    """What the relations then leave for cells without one."""
    proven: bool
    """Whether two relations at least leave the same for each cell of the row without one."""


def ways(
    keys: Sequence[str],
    values: Sequence[Number | None],
    known: Mapping[str, Number],
    found: Sequence[Relation],
) -> list[Way]:
    """The ways to spread the values over the columns, in order, that no relation contradicts.

    `known` are the values of sound cells.
    """
    if not 0 < len(values) < len(keys) or comb(len(keys), len(values)) > _MOST:
        return []
    own = set(keys)
    about = [one for one in found if not (own.isdisjoint(one[0]) and own.isdisjoint(one[1]))]
    several: list[Way] = []
    for columns in combinations(range(len(keys)), len(values)):
        printed = dict(zip((keys[c] for c in columns), values, strict=True))
        solved = _solved(printed, known, about)
        if solved is not None:
            twice = all(len(solved.get(key, ())) > 1 for key in keys if key not in printed)
            several.append(Way(columns, {key: told[0] for key, told in solved.items()}, twice))
    return several


def placed(
    keys: Sequence[str],
    values: Sequence[Number | None],
    known: Mapping[str, Number],
    found: Sequence[Relation],
) -> tuple[list[Way], list[bool]]:
    """The ways that no relation contradicts, and of each column whether its value is decided.

    A wrong number in a column contradicts the right way as well. So the row's own sum must leave
    nothing else, or two relations must leave the same for what is lost.
    """
    row = set(keys)
    inner = [one for one in found if row.issuperset(one[0]) and row.issuperset(one[1])]
    alone = ways(keys, values, {}, inner)
    several = ways(keys, values, known, found)
    own = _decided(keys, values, alone)
    both = _decided(keys, values, several)
    if None not in own and (own == both or not any(own)):
        return alone, [True] * len(keys)  # zeros are so whatever is wrong in their columns
    if None not in both and several[0].proven:
        return several, [True] * len(keys)
    sure = [value is not None and value == other for value, other in zip(own, both, strict=True)]
    return several, sure


def _decided(
    keys: Sequence[str], values: Sequence[Number | None], several: Sequence[Way]
) -> list[Number | None]:
    """The value of each column, where it is the same in every way; None where it is not."""
    told: list[list[Number | None]] = [
        [
            values[way.columns.index(i)] if i in way.columns else way.solved.get(key)
            for way in several
        ]
        for i, key in enumerate(keys)
    ]
    return [one[0] if len(set(one)) == 1 else None for one in told]


def _solved(
    placed: Mapping[str, Number | None],
    known: Mapping[str, Number],
    about: Sequence[Relation],
) -> dict[str, list[Number]] | None:
    """What each relation leaves for missing cells, always the same; None where one cannot hold."""
    solved: dict[str, list[Number]] = {}
    for left, right in about:
        difference: Number = 0
        unknown = []
        for fields, sign in ((left, 1), (right, -1)):
            for field in fields:
                value = placed[field] if field in placed else known.get(field)
                if value is not None:
                    difference += sign * value
                else:
                    unknown.append((field, sign))
        if not unknown and difference:
            return None
        if len(unknown) == 1:
            field, sign = unknown[0]
            value = -sign * difference
            if value < 0 or solved.get(field, [value])[0] != value:
                return None
            solved.setdefault(field, []).append(value)
    return solved
