"""Arrangement: how the values of rows lie whose labels stand apart, told by the sums of the form.

That is an inference. Every plausible arrangement is tried on the sums: by columns in the order of
the header or of the form, by rows, and last by columns of which one stands at the end. What the
arrangements that hold agree on is read; anything else stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from typing import Literal

from kanwu.extractors.align import Slot
from kanwu.extractors.balance import sound
from kanwu.extractors.cells import Cell
from kanwu.extractors.columns import Pile
from kanwu.extractors.rows import Row
from kanwu.schema import Part, Relation, Table

_ENOUGH = 3
"""So many sums that are not all zeros must hold before they tell how values lie."""
_MOST = 600
"""So many arrangements of a whole table are tried; more are left open."""
_SLIPS = 12
"""An arrangement of one pile is tried that breaks no more of its own sums than this beyond the best."""
_MOVED = 3
"""A column that is moved counts as much as so many sums that fail."""
_NEAR = 2
"""Arrangements that break no more sums than this beyond the best are open: one wrong number breaks as many."""
_STRANGE: Cost = 2
_NONE: tuple[int, int, int, bool, Values] = (0, 1, 0, True, {})
_NEARLY_ALL = 0.75
"""The part of the cells of a pile that must hold one value for it to stand where every order puts it."""
_PILES = 6
"""A table is on no more pages than this."""

Values = Mapping[str, Cell]
"""Field key → what stands there in one arrangement."""
Cost = Literal[0, 1, 2]
"""Of an order of columns: as told; one at the end; the last one elsewhere, which is no known habit."""


@dataclass(frozen=True, slots=True)
class Way:
    """One arrangement of one pile."""

    failed: int
    """So many sums of its own that fail in it."""
    cost: Cost
    laid: Values


@dataclass(frozen=True, slots=True)
class Laid:
    """What the arrangements that hold make of a table."""

    slots: Mapping[str, Slot]
    """Field key → what stands there, or may stand there."""
    sums: int
    """So many sums that are not all zeros hold."""
    anyway: frozenset[str] = frozenset()
    """The cells that hold the one value that nearly all have, however the values lie."""

    @property
    def proven(self) -> bool:
        """Whether the sums tell how the values lie."""
        return self.sums >= _ENOUGH


UNPILED = Laid({}, 0)
"""Of a table whose labels and values stand nowhere apart."""


def lay(
    table: Table,
    columns: Sequence[Part],
    orders: Sequence[Sequence[Part]],
    found: Sequence[Pile],
    known: Mapping[str, Decimal],
    absent: set[str],
    relations: Sequence[Relation],
) -> Laid:
    """What stands in each cell of the piles of a table.

    `orders` are the orders of the columns that the header and the form tell, `known` the values of
    cells that stand elsewhere, `absent` the cells that count nothing because the form leaves
    them out.
    """
    whole = [pile for pile in found if pile.whole]
    rows = [row.key for pile in found for row in pile.rows]
    if len(whole) > _PILES or len(set(rows)) < len(rows):
        whole = []
    slots = {
        table.cell(row, column): Slot(pile.values[: len(pile.rows) * len(columns)], False)
        for pile in found
        for row in pile.rows
        for column in columns
    }
    ways = [_ways(table, pile, orders, known, absent, relations) for pile in whole]
    sound = [[way for way in one if not way.failed and way.cost < _STRANGE] for one in ways]
    best, sums = _best(sound, known, absent, relations) if whole else ([], 0)
    if whole and not best and len(columns) > 1:  # a column alone may have lost a line
        best, sums = _likeliest([_near(one) for one in ways], known, absent, relations)
    if not best:
        anyway: set[str] = set()
        for pile, several in zip(whole, ways, strict=True):
            for key in several[0].laid:
                slots[key] = _agreed([way.laid[key] for way in several])
            anyway.update(_usual(table, pile, columns, several))
        return Laid(slots, 0, frozenset(anyway))
    for key in best[0]:
        slots[key] = _agreed([laid[key] for laid in best if key in laid])
    return Laid(slots, sums)


def _usual(table: Table, pile: Pile, columns: Sequence[Part], ways: Sequence[Way]) -> Iterator[str]:
    """The cells of rows that hold nothing but the value of nearly all cells, in every arrangement."""
    (usual, count), *_ = Counter(cell.words for cell in pile.values).most_common(1)
    if count < _NEARLY_ALL * len(pile.values):
        return
    for row in pile.rows:
        keys = [table.cell(row, column) for column in columns]
        if all(way.laid[key].words == usual for way in ways for key in keys):
            yield from keys


def _best(
    ways: Sequence[Sequence[Way]],
    known: Mapping[str, Decimal],
    absent: set[str],
    relations: Sequence[Relation],
) -> tuple[list[Values], int]:
    """The arrangements of a whole table that all sums allow, and how many of them hold at least.

    Those come first in which the fewest piles have a column moved; the first that hold are taken.

    Where too few sums tell, all that are allowed; none where there are too many to try.
    """
    found: list[Values] = []
    least = 0
    for moved in range(len(ways) + 1):
        held: list[tuple[int, Values]] = []
        for count, way in enumerate(_chosen(ways, moved)):
            if count == _MOST:
                return [], 0
            laid = _together(way)
            failed, sums = tried({**known, **_values(laid)}, absent, relations)
            if not failed:
                held.append((sums, laid))
        least = min([sums for sums, _ in held], default=0)
        found += [laid for _, laid in held]
        if held and least >= _ENOUGH:
            return [laid for _, laid in held], least
    return found, min(least, _ENOUGH - 1)


def _near(ways: Sequence[Way]) -> list[Way]:
    """The arrangements of one pile that break few of its own sums, next to the best."""
    least = min((way.failed for way in ways), default=0)
    return [way for way in ways if way.failed <= least + _SLIPS]


def _likeliest(
    ways: Sequence[Sequence[Way]],
    known: Mapping[str, Decimal],
    absent: set[str],
    relations: Sequence[Relation],
) -> tuple[list[Values], int]:
    """The arrangements that break the fewest sums: a few of the numbers are damaged.

    All that come near the best; none where it breaks more sums than hold in it, or is no known
    habit.
    """
    found: list[tuple[int, int, int, bool, Values]] = []
    for moved in (0, 1):
        for count, way in enumerate(_chosen(ways, moved)):
            if count == _MOST:
                return [], 0
            laid = _together(way)
            failed, sums = tried({**known, **_values(laid)}, absent, relations)
            strange = any(one.cost == _STRANGE for one in way)
            found.append((failed + _MOVED * moved, failed, sums, strange, laid))
    least, failed, sums, strange, _ = min(found, key=lambda one: one[0], default=_NONE)
    if strange or sums < max(_ENOUGH, failed):
        return [], 0
    return [laid for rank, *_, laid in found if rank <= least + _NEAR], sums


def _chosen(ways: Sequence[Sequence[Way]], moved: int) -> Iterator[tuple[Way, ...]]:
    """One arrangement of each pile, so many of them with a column moved."""
    for chosen in combinations(range(len(ways)), moved):
        yield from product(
            *(
                [way for way in options if (way.cost > 0) == (i in chosen)]
                for i, options in enumerate(ways)
            )
        )


def _together(ways: Sequence[Way]) -> Values:
    return {key: cell for way in ways for key, cell in way.laid.items()}


def _agreed(cells: Sequence[Cell]) -> Slot:
    """One cell when all say the same, else what it is in each arrangement."""
    if len({cell.words for cell in cells}) == 1:
        return Slot((cells[0],), True)
    return Slot(tuple(sorted(set(cells), key=lambda cell: cell.start)), False)


def _ways(
    table: Table,
    pile: Pile,
    orders: Sequence[Sequence[Part]],
    known: Mapping[str, Decimal],
    absent: set[str],
    relations: Sequence[Relation],
) -> list[Way]:
    """Every arrangement of one pile, the cheaper one of two that are alike."""
    place = {key: i for i, (key, _, _) in enumerate(table.cells())}
    form = sorted(pile.rows, key=lambda row: place[table.cell(row, orders[0][0])])
    found: dict[tuple[tuple[str, str], ...], Way] = {}
    own = {table.cell(row, column) for row in pile.rows for column in orders[0]}
    inner = [one for one in relations if own >= {*one[0], *one[1]} - absent]
    for rows in dict.fromkeys((pile.rows, tuple(form))):
        for cost, order in _orders(pile, orders):
            for by_rows in (False, True) if cost == 0 and not pile.heads else (False,):
                laid = _laid(table, rows, order, pile.values, by_rows=by_rows)
                alike = tuple(sorted((key, cell.words) for key, cell in laid.items()))
                if alike not in found or cost < found[alike].cost:
                    failed = tried({**known, **_values(laid)}, absent, inner)[0]
                    found[alike] = Way(failed, cost, laid)
    return list(found.values())


def _orders(pile: Pile, orders: Sequence[Sequence[Part]]) -> Iterator[tuple[Cost, Sequence[Part]]]:
    """The orders that the columns may have, each with its cost.

    A column that stands last when it should not is seen in PDF text: the total before it.
    """
    if pile.heads:
        yield 0, pile.heads
        return
    for order in orders:
        yield 0, order
    for *others, last in orders:
        for i in range(len(others)):
            yield 1, [*others[:i], *others[i + 1 :], last, others[i]]
            yield _STRANGE, [*others[:i], last, *others[i:]]


def turned(
    table: Table,
    orders: Sequence[Sequence[Part]],
    laid: Sequence[tuple[Row, list[Slot]]],
    absent: set[str],
    relations: Sequence[Relation],
) -> list[tuple[Row, list[Slot]]]:
    """The same rows, where the header names the columns in another order than the form.

    The order of the form is taken where it breaks no sum: a header of two tiers, read line by
    line, names the total before the columns of a group. Else the order that breaks fewer sums by
    far is; where none does, what differs stays open.
    """
    if len(orders) == 1:
        return list(laid)
    form = [part.key for part in orders[0]]
    ways = [[[part.key for part in order].index(key) for key in form] for order in orders]
    held: list[tuple[int, list[int]]] = []
    for way in ways:
        values = {
            table.cell(row.part, column): value
            for row, slots in laid
            for column, at in zip(orders[0], way, strict=True)
            if slots[at].placed
            and slots[at].cells
            and (value := sound(slots[at].cells[0])) is not None
        }
        held.append((tried(values, absent, relations)[0], way))
        if held[0][0] == 0:
            return list(laid)
    least = min(failed for failed, _ in held)
    likely = [way for failed, way in held if failed <= 2 * least]
    if likely == ways[:1]:
        return list(laid)
    return [
        (row, [_either([slots[way[i]] for way in likely]) for i in range(len(slots))])
        for row, slots in laid
    ]


def _either(slots: Sequence[Slot]) -> Slot:
    """What all the slots say, or what any of them may."""
    if all(slot == slots[0] for slot in slots):
        return slots[0]
    cells = [cell for slot in slots for cell in slot.cells]
    if cells and len({cell.words for cell in cells}) == 1 and all(s.cells for s in slots):
        return slots[0]
    return Slot(tuple(sorted(set(cells), key=lambda cell: cell.start)), False)


def _laid(
    table: Table,
    rows: Sequence[Part],
    order: Sequence[Part],
    values: Sequence[Cell],
    *,
    by_rows: bool,
) -> Values:
    tall, wide = len(rows), len(order)
    return {
        table.cell(row, column): values[i * wide + k if by_rows else k * tall + i]
        for i, row in enumerate(rows)
        for k, column in enumerate(order)
    }


def _values(laid: Values) -> dict[str, Decimal]:
    read = ((key, sound(cell)) for key, cell in laid.items())
    return {key: value for key, value in read if value is not None}


def tried(
    values: Mapping[str, Decimal], absent: set[str], relations: Sequence[Relation]
) -> tuple[int, int]:
    """How many relations fail, and how many hold that are not all zeros."""
    failed = held = 0
    for sides in relations:
        sums = []
        some = False
        for side in sides:
            operands = [values.get(field) for field in side if field not in absent]
            if not operands or any(value is None for value in operands):
                break
            known = [value for value in operands if value is not None]
            some = some or any(known)
            sums.append(sum(known, Decimal(0)))
        else:
            if sums[0] != sums[1]:
                failed += 1
            else:
                held += some
    return failed, held
