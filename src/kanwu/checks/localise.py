"""Localise: the linear relations of a table, taken together, tell which cells are wrong.

Each failing relation alone could be any of its operands. All relations of a table together leave
few sets of cells, often one, whose change makes every one of them hold; the smallest are the
remedies (after Fellegi and Holt 1976). Equally small ones are all shown: the acts of damage and
the rest of the document put the likelier first, and pick none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import exp

from msgspec.structs import replace

from kanwu.candidate import AGAINST, FOR
from kanwu.checks import slips, solve
from kanwu.checks.attempts import Attempt, Retry
from kanwu.checks.facts import Facts, amount
from kanwu.checks.moves import explained
from kanwu.finding import Act, Change, Remedy
from kanwu.numeral import whole
from kanwu.reading import Key
from kanwu.schema import Schema

_ELSE = 0.05
"""The weight left for what no remedy says: more cells are wrong than need be."""
_MOVES: frozenset[Act | None] = frozenset({"cells-swapped", "row-shifted"})
_TOTAL = 2.0
"""How much likelier a total is wrong than one of its parts, where all else is equal."""
_WEIGHED = 12
"""With more remedies than this, the rest of the document is not asked about each."""


@dataclass(frozen=True, slots=True)
class Located:
    """What the relations that hang together with a failing one say of it."""

    remedies: tuple[Remedy, ...]
    """The likeliest first; never empty."""
    failed: int
    """Relations that fail now."""
    total: int
    """Relations that were tried; with a remedy, all of them hold."""

    @property
    def pinned(self) -> bool:
        """Whether several failures point at one remedy and no other."""
        return len(self.remedies) == 1 and self.failed > 1


@dataclass(frozen=True, slots=True)
class Filled:
    """The only value that a cell without one can have."""

    value: Decimal
    total: int
    """Relations that were solved together for it."""


@dataclass(frozen=True, slots=True)
class Localised:
    """What was found out about all tables of a document."""

    located: Mapping[tuple[Key, ...], Located]
    """By the operands of each failing relation."""
    filled: Mapping[Key, Filled]
    """By the cell that is blank or cannot be read."""


def localise(attempts: Sequence[Attempt], facts: Facts, retry: Retry) -> Localised:
    """Solve the relations of each table together, where any fails or has an unknown operand."""
    located: dict[tuple[Key, ...], Located] = {}
    filled: dict[Key, Filled] = {}
    for system in _systems(attempts):
        failing = [one for one in system if one.trial.outcome == "fail"]
        if not failing and all(one.trial.outcome == "pass" for one in system):
            continue
        values = _values(system, facts)
        scale = 10 ** max(_places(value) for value in values.values())
        scaled = {
            key: None if value is None else int(value * scale) for key, value in values.items()
        }
        relations = [dict(zip(one.trial.keys, one.trial.signs, strict=True)) for one in system]
        if failing:
            told = tuple(tuple(one.items()) for one in relations)
            rows = tuple(map(tuple, _rows(scaled, facts.schema)))
            solved = _explained(told, tuple(scaled.items()), rows)
        else:
            solved = solve.smallest(relations, scaled)
        total = sum(one.trial.outcome != "unknown" for one in system)
        if failing and solved:
            totals = {a.trial.keys[0] for a in failing if a.rule.check == "sum"}
            remedies = _remedies(solved, values, scale, totals, facts, retry)
            for one in failing:
                located[one.trial.keys] = Located(remedies, len(failing), total)
        if len(solved) == 1:
            for key, number in solved[0].filled.items():
                filled[key] = Filled(_decimal(number, scale), len(system))
    return Localised(located, filled)


@lru_cache(64)
def _explained(
    relations: tuple[tuple[tuple[Key, int], ...], ...],
    values: tuple[tuple[Key, int | None], ...],
    rows: tuple[tuple[Key, ...], ...],
) -> tuple[solve.Remedy[Key], ...]:
    """As `explained`; of the tables that a verdict was not about it is known already."""
    return explained([dict(one) for one in relations], dict(values), rows)


def _systems(attempts: Sequence[Attempt]) -> Iterable[list[Attempt]]:
    """The linear relations of each table where not all hold, those together that share a cell."""
    tables: dict[str, list[Attempt]] = {}
    for one in attempts:
        if one.trial.signs:
            tables.setdefault(one.trial.keys[0].field.partition(".")[0], []).append(one)
    for relations in tables.values():
        if any(one.trial.outcome != "pass" for one in relations):
            yield from _joined(relations)


def _joined(relations: Sequence[Attempt]) -> list[list[Attempt]]:
    systems: list[tuple[set[Key], list[Attempt]]] = []
    for one in relations:
        cells, together = set(one.trial.keys), [one]
        apart = []
        for system in systems:
            if cells.isdisjoint(system[0]):
                apart.append(system)
            else:
                cells |= system[0]
                together = [*system[1], *together]
        systems = [*apart, (cells, together)]
    return [system for _, system in systems]


def _values(system: Sequence[Attempt], facts: Facts) -> dict[Key, Decimal | None]:
    order = facts.schema.order
    keys = sorted({k for one in system for k in one.trial.keys}, key=lambda k: order[k.field])
    readings = {r.key: r for key in keys for r in facts.all(key.field)}
    return {key: amount(readings[key]) for key in keys}


def _places(value: Decimal | None) -> int:
    if value is None or whole(value):
        return 0
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _decimal(number: solve.Number, scale: int) -> Decimal:
    return Decimal(int(number)) / scale


# --- how likely each remedy is ------------------------------------------------------------------------


def _remedies(
    solved: Sequence[solve.Remedy[Key]],
    values: Mapping[Key, Decimal | None],
    scale: int,
    totals: set[Key],
    facts: Facts,
    retry: Retry,
) -> tuple[Remedy, ...]:
    weighed: list[tuple[float, tuple[Change, ...]]] = []
    for one in solved:
        changes = _changes(one, values, scale)
        weight = exp(-_cost(changes))
        if len(changes) == 1 and changes[0].key in totals:
            weight *= _TOTAL
        if 1 < len(solved) <= _WEIGHED:
            weight *= _borne_out(changes, facts, retry) * _read_so(one, scale, facts)
        weighed.append((weight, changes))
    weighed.sort(key=lambda entry: -entry[0])
    total = sum(weight for weight, _ in weighed) + _ELSE * weighed[0][0]
    return tuple(Remedy(changes, round(weight / total, 4)) for weight, changes in weighed)


def _changes(
    one: solve.Remedy[Key], values: Mapping[Key, Decimal | None], scale: int
) -> tuple[Change, ...]:
    found = []
    for key in (key for key in values if key in one.changes):
        was, value = values[key], _decimal(one.changes[key], scale)
        assert was is not None, "only a known cell is changed"
        found.append(Change(key, was, value, slips.act_between(was, value)))
    swapped = _swapped(found)
    return tuple(
        replace(change, act=_move(change.key, swapped))
        if _moved(change.key, one, swapped)
        else change
        for change in found
    )


def _moved(key: Key, one: solve.Remedy[Key], swapped: set[Key]) -> bool:
    return key in swapped or key in one.moved


def _move(key: Key, swapped: set[Key]) -> Act:
    return "cells-swapped" if key in swapped else "row-shifted"


def _swapped(changes: Sequence[Change]) -> set[Key]:
    """The cells that would take each other's printed value, in one row."""
    return {
        key
        for a, b in combinations(changes, 2)
        if _row(a.key) == _row(b.key) and (a.was, a.value) == (b.value, b.was)
        for key in (a.key, b.key)
    }


def _row(key: Key) -> str:
    return key.field.rpartition(".")[0]


def _rows(values: Iterable[Key], schema: Schema) -> list[list[Key]]:
    """The cells of each row, in the order of the form."""
    rows: dict[str, list[Key]] = {}
    for key in sorted(values, key=lambda key: schema.order[key.field]):
        rows.setdefault(_row(key), []).append(key)
    return list(rows.values())


def _cost(changes: Sequence[Change]) -> float:
    """What the acts of damage cost: two cells swapped, or a row shifted, are one act."""
    single = sum(slips.cost(c.act) for c in changes if c.act not in _MOVES)
    swapped = sum(c.act == "cells-swapped" for c in changes) / 2
    shifted = len({_row(c.key) for c in changes if c.act == "row-shifted"})
    return single + slips.COSTS["cells-swapped"] * swapped + slips.COSTS["row-shifted"] * shifted


def _borne_out(changes: Sequence[Change], facts: Facts, retry: Retry) -> float:
    """What the rules beyond the table say of a remedy: prose, dates, last year's report."""
    changed = facts
    for change in changes:
        changed = changed.with_value(change.key, change.value)
    weight = 1.0
    for change in changes:
        for one in retry(change.key, changed):
            if not one.trial.signs:
                weight *= _bears(one)
    return weight


def _read_so(one: solve.Remedy[Key], scale: int, facts: Facts) -> float:
    """Whether the cells that cannot be read then get a value that their words could mean."""
    weight = 1.0
    for key, number in one.filled.items():
        words = next(r for r in facts.all(key.field) if r.key == key).candidates
        if words:
            meant = {candidate.value for candidate in words}
            weight *= FOR if _decimal(number, scale) in meant else AGAINST
    return weight


def _bears(one: Attempt) -> float:
    if one.trial.outcome == "unknown" or one.rule.prior:
        return 1.0
    return FOR if one.trial.outcome == "pass" else AGAINST
