"""Ways: every arrangement that the values of one pile may have.

By columns in the order of the header or of the form, by rows, by columns of which one stands at
the end; and by columns of which some rows are torn off.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, combinations
from operator import itemgetter
from typing import Literal

from msgspec import Struct

from kanwu.extractors.balance import Number, hold, sound, tried
from kanwu.extractors.cells import Cell
from kanwu.extractors.columns import Pile
from kanwu.extractors.names import keys_of, places
from kanwu.extractors.pieces import Strip, Sum, parted
from kanwu.parts import Part, Parts
from kanwu.schema import Relation, Table

STRANGE: Cost = 2

Cost = Literal[0, 1, 2]
"""Of an order of columns: as told; one at the end; the last one elsewhere, which is no known habit."""
_Taken = Callable[[Sequence[str]], Hashable]
Numbers = Mapping[str, Number]
"""Field key → the number that stands there, where one does."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The cells of a whole pile, column by column in the order of the form, and what they may hold."""

    keys: Sequence[str]
    values: Sequence[Cell]
    """In the order of the text."""
    numbers: Sequence[Number | None]
    """What each value is."""
    sound: Sequence[Number] | None
    """The same, where each is a number."""
    relations: Sequence[Relation]
    """Those of these cells alone."""
    known: Numbers
    """What stands elsewhere in the table."""


class Way(Struct, frozen=True, eq=False, dict=True):
    """One arrangement of one pile."""

    whole: Whole
    cost: Cost
    order: Sequence[int]
    """Which of the values stands in each cell."""

    @cached_property
    def numbers(self) -> Numbers:
        """What stands in each cell, where it is a number."""
        whole = self.whole
        if whole.sound is not None:
            return dict(zip(whole.keys, map(whole.sound.__getitem__, self.order), strict=True))
        placed = zip(whole.keys, map(whole.numbers.__getitem__, self.order), strict=True)
        return {key: number for key, number in placed if number is not None}

    @property
    def holds(self) -> bool:
        """Whether none of its own sums fails."""
        return hold(self._all_told, self.whole.relations)

    @property
    def failed(self) -> int:
        """So many of its own sums fail in it."""
        return tried(self._all_told, self.whole.relations)[0]

    @property
    def _all_told(self) -> Numbers:
        """What stands in each of the whole's cells, or does elsewhere in the table."""
        whole, numbers = self.whole, self.numbers
        return numbers if len(numbers) == len(whole.keys) else {**whole.known, **numbers}


def ways_of(
    table: Table,
    pile: Pile,
    orders: Sequence[Parts],
    known: Numbers,
    relations: Sequence[Relation],
) -> list[Way]:
    """Every arrangement of one pile, the cheaper one of two that are alike."""
    keys, several = _arranged(table, pile.rows, tuple(orders), pile.heads, pile.wide)
    own = set(keys)
    inner = [one for one in relations if own.issuperset(one[0]) and own.issuperset(one[1])]
    numbers = [sound(cell) for cell in pile.values]
    told = [number for number in numbers if number is not None]
    each = told if len(told) == len(numbers) else None
    all_told = Whole(keys, pile.values, numbers, each, inner, known)
    words = [cell.words for cell in pile.values]
    found: dict[Hashable, Way] = {}
    for cost, order, taken in several:
        alike = taken(words)
        if alike not in found or cost < found[alike].cost:
            found[alike] = Way(all_told, cost, order)
    return list(found.values())


@lru_cache(256)  # the piles of a form recur in every document
def _arranged(
    table: Table,
    rows: tuple[Part, ...],
    orders: tuple[Parts, ...],
    heads: tuple[tuple[Part, ...], ...],
    wide: tuple[int, ...],
) -> tuple[Sequence[str], Sequence[tuple[Cost, Sequence[int], _Taken]]]:
    """The cells of a pile, column by column in the order of the form, and which of the values stands
    in each of them, in every arrangement, with its cost; also what takes these of all values."""
    place, columns = places(table), orders[0]
    form = sorted(rows, key=lambda row: place[table.cell(row, columns[0])])
    lines = [keys_of(table, row, columns) for row in rows]
    keys = list(chain.from_iterable(zip(*lines, strict=True)))
    costs: dict[tuple[int, ...], Cost] = {}
    several: list[tuple[Cost, Sequence[int], _Taken]] = []
    for told in dict.fromkeys((rows, tuple(form))):
        for cost, named in _orders(orders, heads):
            for by_rows in (False, True) if cost == 0 else (False,):
                order = _order(rows, wide or (len(columns),), columns, told, named, by_rows=by_rows)
                if cost < costs.get(order, STRANGE + 1):
                    costs[order] = cost
                    several.append((cost, order, itemgetter(*order)))
    return keys, several


def torn(pile: Pile, whole: Whole, orders: Sequence[Parts]) -> Iterator[Way]:
    """The arrangements of one pile by columns, the last rows of some torn off.

    A tool that reads a page by columns puts the broad numbers of the last rows after the columns
    that they stand under, where those are narrow.
    """
    tall = len(pile.rows)
    for columns in _printed(pile, orders) if not pile.mixed else ():
        for first, past in combinations(range(len(columns) + 1), 2):
            for upper in range(1, tall) if past - first > 1 else ():
                pieces = [
                    *columns[:first],
                    *(column[:upper] for column in columns[first:past]),
                    *(column[upper:] for column in columns[first:past]),
                    *columns[past:],
                ]
                printed = list(chain.from_iterable(pieces))
                yield Way(whole, 1, sorted(range(len(printed)), key=printed.__getitem__))


def in_pieces(pile: Pile, whole: Whole, orders: Sequence[Parts]) -> Iterator[Way]:
    """The arrangements of one pile whose columns stand in pieces, those of several in turns."""
    tall = len(pile.rows)
    found: set[tuple[str, ...]] = set()
    for columns in _printed(pile, orders):
        sums = [_sums_of(whole, column) for column in columns]
        for cells in parted(Strip(whole.numbers, tall, sums)):
            at = dict(zip(chain.from_iterable(columns), cells, strict=True))
            order = [at[i] for i in range(len(at))]
            alike = tuple([whole.values[i].words for i in order])
            if alike not in found:
                found.add(alike)
                yield Way(whole, 1, order)


def _printed(pile: Pile, orders: Sequence[Parts]) -> Iterator[list[Sequence[int]]]:
    """The cells of a pile column by column, in each order of the columns that is told."""
    tall = len(pile.rows)
    for order in pile.heads or orders:
        at = [orders[0].index(part) for part in order]
        yield [range(c * tall, (c + 1) * tall) for c in at]


def _sums_of(whole: Whole, column: Sequence[int]) -> tuple[Sum, ...]:
    """The sums of the cells of one column alone, by their rows."""
    row = {whole.keys[i]: n for n, i in enumerate(column)}
    return tuple(
        [
            (tuple([row[key] for key in left]), tuple([row[key] for key in right]))
            for left, right in whole.relations
            if all(key in row for key in (*left, *right))
        ]
    )


def _order(
    rows: tuple[Part, ...],
    groups: Sequence[int],
    columns: Parts,
    told: tuple[Part, ...],
    order: Sequence[Part],
    *,
    by_rows: bool,
) -> tuple[int, ...]:
    """Which value stands in each cell, column by column, where rows and columns lie in this order.

    Values by rows are so among the columns that stand together, in `groups` of so many.
    """
    tall = len(rows)
    there: dict[Part, Sequence[int]] = {}
    first = 0
    for wide in groups:
        past = first + wide
        for k in range(wide):
            own = range(first * tall + k, past * tall, wide)
            there[order[first + k]] = (
                own if by_rows else range((first + k) * tall, (first + k + 1) * tall)
            )
        first = past
    at = [told.index(row) for row in rows]
    return tuple([there[column][i] for column in columns for i in at])


def _orders(
    orders: Sequence[Parts], heads: Sequence[tuple[Part, ...]]
) -> Iterator[tuple[Cost, Sequence[Part]]]:
    """The orders that the columns may have, each with its cost.

    A column that stands last when it should not is seen in PDF text: the total before it.
    """
    for order in heads or orders:
        yield 0, order
    if heads:
        return
    for *others, last in orders:
        for i in range(len(others)):
            yield 1, [*others[:i], *others[i + 1 :], last, others[i]]
            yield STRANGE, [*others[:i], last, *others[i:]]
