"""Balance: where the values of a short row stand, told by the sums that must hold.

A value lost from a row of the applications table has exactly one place that no sum contradicts
in 700 of 700 trials on real tables; all the same it is only ever proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import comb

from kanwu.extractors.cells import NUMBER, Cell
from kanwu.numeral import parse
from kanwu.schema import Relation

_MOST = 600
"""So many ways are tried; a row that leaves more is open."""


def sound(cell: Cell) -> Decimal | None:
    """The number that a cell holds, if it holds one."""
    return _number(cell.words)


@lru_cache(4096)
def _number(words: str) -> Decimal | None:
    match = NUMBER.fullmatch(words)
    number = parse(match["value"]) if match else None
    return number.value if number else None


def ways(
    keys: Sequence[str],
    values: Sequence[Decimal | None],
    known: Mapping[str, Decimal],
    absent: Iterable[str],
    found: Sequence[Relation],
) -> list[tuple[int, ...]]:
    """The ways to spread the values over the columns, in order, that no relation contradicts.

    `known` are the values of sound cells, `absent` the cells that count nothing because the form
    leaves them out. Each way gives the column of each value.
    """
    if not 0 < len(values) < len(keys) or comb(len(keys), len(values)) > _MOST:
        return []
    own = set(keys)
    about = [one for one in found if own & {*one[0], *one[1]}]
    gone = set(absent)
    return [
        columns
        for columns in combinations(range(len(keys)), len(values))
        if _holds(dict(zip((keys[c] for c in columns), values, strict=True)), known, gone, about)
    ]


def _holds(
    placed: Mapping[str, Decimal | None],
    known: Mapping[str, Decimal],
    absent: set[str],
    about: Sequence[Relation],
) -> bool:
    """Whether every relation can hold, the same value in each for a cell that is missing."""
    solved: dict[str, Decimal] = {}
    for left, right in about:
        if absent.issuperset(left) or absent.issuperset(right):
            continue
        difference, unknown = Decimal(0), []
        for fields, sign in ((left, 1), (right, -1)):
            for field in fields:
                value = placed[field] if field in placed else known.get(field)
                if value is not None:
                    difference += sign * value
                elif field not in absent:
                    unknown.append((field, sign))
        if not unknown and difference:
            return False
        if len(unknown) == 1:
            field, sign = unknown[0]
            value = -sign * difference
            if value < 0 or solved.setdefault(field, value) != value:
                return False
    return True
