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
from kanwu.reading import Key, Reading

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
        trials = [one.trial for one in system]
        failing = [one for one in system if one.trial.outcome == "fail"]
        if not failing and all(trial.outcome == "pass" for trial in trials):
            continue
        relations = [trial.signs or {} for trial in trials]
        values = _values(relations, facts)
        scale = 10 ** max(_places(value) for value in values.values())
        scaled = {
            field: None if value is None else int(value * scale) for field, value in values.items()
        }
        if failing:
            told = tuple(tuple(one.items()) for one in relations)
            rows = tuple(map(tuple, _rows(values)))
            solved = _explained(told, tuple(scaled.items()), rows)
        else:
            solved = solve.smallest(relations, scaled)
        total = sum([trial.outcome != "unknown" for trial in trials])
        if failing and solved:
            totals = {a.trial.keys[0] for a in failing if a.rule.check == "sum"}
            remedies = _remedies(solved, values, scale, totals, facts, retry)
            for one in failing:
                located[one.trial.keys] = Located(remedies, len(failing), total)
        if len(solved) == 1:
            for field, number in solved[0].filled.items():
                filled[_cell(field, facts).key] = Filled(_decimal(number, scale), len(system))
    return Localised(located, filled)


@lru_cache(64)
def _explained(
    relations: tuple[tuple[tuple[str, int], ...], ...],
    values: tuple[tuple[str, int | None], ...],
    rows: tuple[tuple[str, ...], ...],
) -> tuple[solve.Remedy[str], ...]:
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
    systems: list[tuple[set[str], list[Attempt]]] = []
    for one in relations:
        cells, together = set(one.trial.signs or ()), [one]
        apart = []
        for system in systems:
            if cells.isdisjoint(system[0]):
                apart.append(system)
            else:  # into what is there, which is the larger one
                system[0].update(cells)
                system[1].extend(together)
                cells, together = system
        systems = [*apart, (cells, together)]
    return [system for _, system in systems]


def _values(relations: Iterable[Mapping[str, int]], facts: Facts) -> dict[str, Decimal | None]:
    fields = sorted(set().union(*relations), key=facts.schema.order.__getitem__)
    return {field: amount(_cell(field, facts)) for field in fields}


def _cell(field: str, facts: Facts) -> Reading:
    return facts.readings[field][0]


def _places(value: Decimal | None) -> int:
    if value is None or whole(value):
        return 0
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _decimal(number: solve.Number, scale: int) -> Decimal:
    return Decimal(int(number)) / scale


# --- how likely each remedy is ------------------------------------------------------------------------


def _remedies(
    solved: Sequence[solve.Remedy[str]],
    values: Mapping[str, Decimal | None],
    scale: int,
    totals: set[Key],
    facts: Facts,
    retry: Retry,
) -> tuple[Remedy, ...]:
    weighed: list[tuple[float, tuple[Change, ...]]] = []
    for one in solved:
        changes = _changes(one, values, scale, facts)
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
    one: solve.Remedy[str], values: Mapping[str, Decimal | None], scale: int, facts: Facts
) -> tuple[Change, ...]:
    found = []
    for field in (field for field in values if field in one.changes):
        was, value = values[field], _decimal(one.changes[field], scale)
        assert was is not None, "only a known cell is changed"
        found.append(Change(_cell(field, facts).key, was, value, slips.act_between(was, value)))
    swapped = _swapped(found)
    return tuple(
        replace(change, act="cells-swapped")
        if change.key in swapped
        else replace(change, act="row-shifted")
        if change.key.field in one.moved
        else change
        for change in found
    )


def _swapped(changes: Sequence[Change]) -> set[Key]:
    """The cells that would take each other's printed value, in one row."""
    return {
        key
        for a, b in combinations(changes, 2)
        if _row(a.key.field) == _row(b.key.field) and (a.was, a.value) == (b.value, b.was)
        for key in (a.key, b.key)
    }


def _row(field: str) -> str:
    return field.rpartition(".")[0]


def _rows(fields: Iterable[str]) -> list[list[str]]:
    """The cells of each row, in the order of the form."""
    rows: dict[str, list[str]] = {}
    for field in fields:
        rows.setdefault(_row(field), []).append(field)
    return list(rows.values())


def _cost(changes: Sequence[Change]) -> float:
    """What the acts of damage cost: two cells swapped, or a row shifted, are one act."""
    single = sum(slips.cost(c.act) for c in changes if c.act not in _MOVES)
    swapped = sum(c.act == "cells-swapped" for c in changes) / 2
    shifted = len({_row(c.key.field) for c in changes if c.act == "row-shifted"})
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


def _read_so(one: solve.Remedy[str], scale: int, facts: Facts) -> float:
    """Whether the cells that cannot be read then get a value that their words could mean."""
    weight = 1.0
    for field, number in one.filled.items():
        words = _cell(field, facts).candidates
        if words:
            meant = {candidate.value for candidate in words}
            weight *= FOR if _decimal(number, scale) in meant else AGAINST
    return weight


def _bears(one: Attempt) -> float:
    if one.trial.outcome == "unknown" or one.rule.prior:
        return 1.0
    return FOR if one.trial.outcome == "pass" else AGAINST
