"""Headless: whether the values of a block whose rows have no labels stand in the order of the form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from kanwu.extractors.balance import numbers_of, tried
from kanwu.extractors.cells import Cell
from kanwu.parts import Parts
from kanwu.schema import Relation

_TURNED = 2
"""So many sums fail where values stand in another order."""


def is_turned(
    found: Sequence[Cell],
    values: Sequence[Cell],
    keys: Sequence[str],
    columns: Parts,
    relations: Sequence[Relation],
) -> bool:
    """Whether values stand in another order than their `keys`, row by row.

    One sum fails of a wrong value, more of an order that is not theirs: where words stand between
    them, or where the sums hold with the last of each row at the end. Or the words tell it.
    """
    between = found[found.index(values[0]) : found.index(values[-1]) + 1]
    if _named_otherwise(between, columns):
        return True
    if tried(numbers_of(keys, values), relations)[0] < _TURNED:
        return False
    if any(cell.is_label for cell in between):
        return True
    if len(values) < len(keys):  # blank cells stand between, so that they tell no order
        return False
    wide = len(columns)
    lasts = range(wide - 1, len(keys), wide)
    others = [keys[i] for i in range(len(keys)) if i not in lasts]
    last_ones = numbers_of([*others, *(keys[i] for i in lasts)], values)
    return not tried(last_ones, relations)[0]


def _named_otherwise(between: Sequence[Cell], columns: Parts) -> bool:
    """Whether a value stands alone behind the name of another column than its place tells."""
    place, words = 0, ""
    for is_label, group in groupby(between, lambda cell: cell.is_label):
        cells = list(group)
        if is_label:
            words = "".join([cell.words for cell in cells])
            continue
        told = columns.named_by(words) if words and len(cells) == 1 else ()
        if told and place % len(columns) not in told:
            return True
        place += len(cells)
    return False
