"""Balance: where the values of a short row stand, told by the sums that must hold.

A value lost from a row of the applications table has exactly one place that no sum contradicts
in 700 of 700 trials on real tables; all the same it is only ever proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from math import comb

from kanwu.schema import Schema

Relation = tuple[tuple[str, ...], tuple[str, ...]]
"""Fields whose sum equals the sum of the others."""
_MOST = 600
"""So many ways are tried; a row that leaves more is open."""


def relations(schema: Schema) -> list[Relation]:
    """Every relation of the schema whose two sides must be equal."""
    sides = {"sum": ("total", "parts"), "balance": ("left", "right")}
    return [
        (case[sides[rule.check][0]], case[sides[rule.check][1]])
        for rule in schema.rules
        if rule.check in sides
        for case in rule.cases
    ]


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
