"""Arrangement: how the values of rows lie whose labels stand apart, told by the sums of the form.

That is an inference. Every plausible arrangement is tried on the sums: by columns in the order of
the header or of the form, by rows, and last by columns of which one stands at the end. What the
arrangements that hold agree on is read; anything else stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from kanwu.extractors.align import Slot, common, rising
from kanwu.extractors.balance import Number, hold, sound, tried
from kanwu.extractors.columns import Pile
from kanwu.extractors.names import keys_of
from kanwu.extractors.rows import Row
from kanwu.extractors.ways import STRANGE, Numbers, Way, in_pieces, torn, ways_of
from kanwu.parts import Parts
from kanwu.schema import Relation, Table

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
_NEARLY_ALL = 0.75
"""The part of the cells of a pile that must hold one value for it to stand where every order puts it."""
_TORN = 3
"""So many rows may be torn off at either end of some columns."""
_PROOF = 4
"""A number in a table stands in its total, in that of its column, and in that of this total as well."""
_PILES = 6
"""A table is on no more pages than this."""

Chosen = tuple[Way, ...]
"""One arrangement of each pile."""


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
    columns: Parts,
    orders: Sequence[Parts],
    found: Sequence[Pile],
    known: Numbers,
    relations: Sequence[Relation],
) -> Laid:
    """What stands in each cell of the piles of a table.

    `orders` are the orders of the columns that the header and the form tell, `known` the values of
    cells that stand elsewhere.
    """
    whole = [pile for pile in found if pile.whole]
    rows = [row.key for pile in found for row in pile.rows]
    if len(whole) > _PILES or len(set(rows)) < len(rows):
        whole = []
    slots: dict[str, Slot] = {}
    for pile in found:
        still = Slot(pile.values[: len(pile.rows) * len(columns)], False)
        for row in pile.rows:
            slots.update(dict.fromkeys(keys_of(table, row, columns), still))
    if not whole:
        return Laid(slots, 0)
    ways = [ways_of(table, pile, orders, known, relations) for pile in whole]
    sound = [
        [way for way in one if way.cost < STRANGE and not pile.mixed and way.holds]
        for pile, one in zip(whole, ways, strict=True)
    ]
    best, sums = _best(sound, known, relations)
    every = len(whole) == len(found)  # else the sums of columns tell nothing
    for apart in (torn, in_pieces) if every and len(columns) > 1 else ():
        if sums >= _ENOUGH or len(relations) < _ENOUGH:
            break
        sound = [
            [*held, *(way for way in apart(pile, one[0].whole, orders) if way.holds)]
            for pile, held, one in zip(whole, sound, ways, strict=True)
        ]
        told = _best(sound, known, relations)
        best, sums = told if told[1] >= _ENOUGH else (best, sums)
    if not best and any(pile.mixed for pile in whole):
        others = [replace(pile, whole=pile.whole and not pile.mixed) for pile in found]
        return lay(table, columns, orders, others, known, relations)
    if not best and every and len(columns) > 1:  # a column alone may have lost a line
        best, sums = _likeliest([_near(one) for one in ways], known, relations)
    for several in zip(*best, strict=True) if best else ways:
        slots.update(_agreed(several))
    if best:
        return Laid(slots, sums)
    piles = zip(whole, ways, strict=True)
    anyway = (key for pile, several in piles for key in _usual(table, pile, columns, several))
    return Laid(slots, 0, frozenset(anyway))


def _usual(table: Table, pile: Pile, columns: Parts, ways: Sequence[Way]) -> Iterator[str]:
    """The cells of rows that hold nothing but the value of nearly all cells, in every arrangement.

    Rows may be torn off at the ends of its columns, so that none of the arrangements is right: then
    nothing else stands near by. So few other values that no sum can hold tell nothing of that.
    """
    words = [cell.words for cell in pile.values]
    (usual, count), *_ = Counter(words).most_common(1)
    if count < _NEARLY_ALL * len(words):
        return
    ends = _TORN if len(words) - count >= _PROOF else 0
    near = ends * (len(columns) - 1)
    far = {
        at for i, one in enumerate(words) if one != usual for at in range(i - near, i + near + 1)
    }
    keys = ways[0].whole.keys
    others = {key for way in ways for key, i in zip(keys, way.order, strict=True) if i in far}
    for row in pile.rows[ends : len(pile.rows) - ends]:
        own = keys_of(table, row, columns)
        if others.isdisjoint(own):
            yield from own


def _best(
    ways: Sequence[Sequence[Way]], known: Numbers, relations: Sequence[Relation]
) -> tuple[list[Chosen], int]:
    """The arrangements of a whole table that all sums allow, and how many of them hold at least.

    Those come first in which the fewest piles have a column moved; the first that hold are taken.

    Where too few sums tell, all that are allowed; none where there are too many to try.
    """
    found: list[Chosen] = []
    least = 0
    for moved in range(len(ways) + 1):
        held: list[tuple[int, Chosen]] = []
        for count, chosen in enumerate(_chosen(ways, moved)):
            if count == _MOST:
                return [], 0
            failed, sums = tried(_together(chosen, known), relations)
            if not failed:
                held.append((sums, chosen))
        least = min([sums for sums, _ in held], default=0)
        found += [chosen for _, chosen in held]
        if held and least >= _ENOUGH:
            return [chosen for _, chosen in held], least
    return found, min(least, _ENOUGH - 1)


def _near(ways: Sequence[Way]) -> list[Way]:
    """The arrangements of one pile that break few of its own sums, next to the best."""
    failed = [way.failed for way in ways]
    least = min(failed, default=0)
    return [way for way, fails in zip(ways, failed, strict=True) if fails <= least + _SLIPS]


def _likeliest(
    ways: Sequence[Sequence[Way]], known: Numbers, relations: Sequence[Relation]
) -> tuple[list[Chosen], int]:
    """The arrangements that break the fewest sums: a few of the numbers are damaged.

    All that come near the best; none where it breaks as many sums as hold in it, or is no known
    habit.
    """
    found: list[tuple[int, int, int, bool, Chosen]] = []
    for moved in (0, 1):
        for count, chosen in enumerate(_chosen(ways, moved)):
            if count == _MOST:
                return [], 0
            failed, sums = tried(_together(chosen, known), relations)
            strange = any(one.cost == STRANGE for one in chosen)
            found.append((failed + _MOVED * moved, failed, sums, strange, chosen))
    if not found:
        return [], 0
    least, failed, sums, strange, _ = min(found, key=lambda one: one[0])
    if strange or sums < max(_ENOUGH, failed + 1):
        return [], 0
    return [chosen for rank, *_, chosen in found if rank <= least + _NEAR], sums


def _chosen(ways: Sequence[Sequence[Way]], moved: int) -> Iterator[Chosen]:
    """One arrangement of each pile, so many of them with a column moved."""
    for chosen in combinations(range(len(ways)), moved):
        yield from product(
            *(
                [way for way in options if (way.cost > 0) == (i in chosen)]
                for i, options in enumerate(ways)
            )
        )


def _together(chosen: Chosen, known: Numbers) -> Numbers:
    """The numbers of a table in which the piles are arranged so."""
    numbers = dict(known)
    for way in chosen:
        numbers.update(way.numbers)
    return numbers


def _agreed(ways: Sequence[Way]) -> Iterator[tuple[str, Slot]]:
    """One value in each cell of a pile where all ways say the same, else what it is in each."""
    way, *others = ways
    keys, values = way.whole.keys, way.whole.values
    alone = [Slot((value,), True) for value in values]
    if not others:
        yield from zip(keys, [alone[i] for i in way.order], strict=True)
        return
    for key, first, *more in zip(keys, *(way.order for way in ways), strict=True):
        several = {first, *more}
        if len(several) == 1 or len({values[i].words for i in several}) == 1:
            yield key, alone[first]
        else:
            yield key, Slot(rising([values[i] for i in several]), False)


def turned(
    table: Table,
    orders: Sequence[Parts],
    laid: list[tuple[Row, list[Slot]]],
    relations: Sequence[Relation],
) -> list[tuple[Row, list[Slot]]]:
    """The same rows, where the header names the columns in another order than the form.

    The order of the form is taken where it breaks no sum: a header of two tiers, read line by
    line, names the total before the columns of a group. Else the order that breaks fewer sums by
    far is; where none does, what differs stays open.
    """
    if len(orders) == 1:
        return laid
    ways = [[order.index(part) for part in orders[0]] for order in orders]
    held: list[tuple[int, list[int]]] = []
    for way in ways:
        values: dict[str, Number] = {}
        for row, slots in laid:
            for key, at in zip(keys_of(table, row.part, orders[0]), way, strict=True):
                slot = slots[at]
                if slot.placed and slot.cells:
                    value = sound(slot.cells[0])
                    if value is not None:
                        values[key] = value
        if not held and hold(values, relations):
            return laid
        held.append((tried(values, relations)[0], way))
    least = min(failed for failed, _ in held)
    likely = [way for failed, way in held if failed <= 2 * least]
    if likely == ways[:1]:
        return laid
    return [
        (row, [common([slots[way[i]] for way in likely]) for i in range(len(slots))])
        for row, slots in laid
    ]
