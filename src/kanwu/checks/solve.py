"""Solve: the smallest sets of numbers whose change makes every linear relation hold.

Exact, and for any relations Σ coefficient · cell = 0: cells of unknown value are eliminated
first; then a set of cells explains what is left over if and only if eliminating them too leaves
nothing over. A relation that does not hold must hold one of the cells that are wrong, so the
search branches on the cells of one such relation at a time (Fellegi and Holt 1976; the
elimination is Gauss's, with whole numbers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

C = TypeVar("C", bound=Hashable)
Number = int | Fraction
_EFFORT = 700
"""So many eliminations a search may take: sets of three on a table of 25 rows by 7 columns."""
_MOST = 60
"""So many sets of one size are told apart; more of them prove nothing."""


@dataclass(frozen=True, slots=True)
class Remedy(Generic[C]):
    """A smallest set of cells, and the values with which every relation holds."""

    changes: Mapping[C, Number]
    filled: Mapping[C, Number]
    """The cells of unknown value that the relations then determine."""
    moved: frozenset[C] = frozenset()
    """The changed cells whose values only stood in another place of their row."""


@dataclass(slots=True)
class _Equation(Generic[C]):
    terms: dict[C, Number]
    rest: Number
    """What the known cells come to: zero where the relation holds."""


class _TooLongError(Exception):
    """The search would take longer than a reviewer waits."""


def smallest(
    relations: Sequence[Mapping[C, int]],
    values: Mapping[C, Number | None],
    largest: int = 3,
) -> tuple[Remedy[C], ...]:
    """Every smallest set of known cells whose change makes all relations hold.

    `values` are those of all cells, None where unknown; no value may become negative or broken.
    One empty set where all hold already; none at all where more than `largest` cells are
    wrong, or the search is too long to be exact.
    """
    told = _equations(relations, values)
    least = _least(relations, told)
    if least > largest:
        return ()
    filled = _determined(told, values) if not least else None
    if filled is not None:
        return (Remedy({}, filled),)
    equations = _reduced(relations, values)
    budget = [_EFFORT]
    try:
        for size in range(largest + 1):
            found: dict[frozenset[C], Remedy[C]] = {}
            tried: set[frozenset[C]] = set()
            for cells in _sets(equations, size, budget):
                if cells not in tried and len(found) < _MOST:
                    tried.add(cells)
                    remedy = _remedy(relations, values, cells)
                    if remedy is not None:
                        found[cells] = remedy
            if found:
                return tuple(found.values())
    except _TooLongError:
        pass
    if not any(row.rest for row in equations):
        return tuple(_too_much(relations, values))
    return ()


def _too_much(
    relations: Sequence[Mapping[C, int]], values: Mapping[C, Number | None]
) -> Iterator[Remedy[C]]:
    """The remedies of one cell where a blank would have to be less than nothing."""
    over = [row for row in _equations(relations, values) if _impossible(row)]
    suspects = {
        cell
        for relation in relations
        if any(row.terms.items() <= relation.items() for row in over)
        for cell in relation
        if values[cell] is not None
    }
    for cell in sorted(suspects, key=list(values).index):
        remedy = _remedy(relations, values, frozenset((cell,)))
        if remedy is not None:
            yield remedy


def determined(
    relations: Sequence[Mapping[C, int]], values: Mapping[C, Number | None]
) -> Mapping[C, Number] | None:
    """The unknown cells that have only one value with which all relations hold.

    None where there is no way for all to hold without a negative or broken number.

    >>> determined([{"a": 1, "b": 1, "c": -1}], {"a": 2, "b": None, "c": 5})
    {'b': 3}
    """
    return _determined(_equations(relations, values), values)


def _determined(
    equations: list[_Equation[C]], values: Mapping[C, Number | None]
) -> Mapping[C, Number] | None:
    nothing: set[C] = set()
    while True:
        solved = _solved(equations)
        if solved is None:
            return None
        found, zeros = solved
        if not zeros:
            return {**{cell: 0 for cell in values if cell in nothing}, **found}
        nothing |= zeros
        equations = [
            _Equation({c: k for c, k in row.terms.items() if c not in zeros}, row.rest)
            for row in equations
        ]


def _equations(
    relations: Sequence[Mapping[C, int]], values: Mapping[C, Number | None]
) -> list[_Equation[C]]:
    """The relations over their unknown cells, with what their known cells come to."""
    found = []
    for relation in relations:
        terms: dict[C, Number] = {}
        rest: Number = 0
        for cell, coefficient in relation.items():
            value = values[cell]
            if value is None:
                terms[cell] = coefficient
            else:
                rest += coefficient * value
        found.append(_Equation(terms, rest))
    return found


def _solved(equations: list[_Equation[C]]) -> tuple[dict[C, Number], set[C]] | None:
    """Determined cells; and cells that must be zero, since none is negative and they sum to it."""
    zeros = _nothing(equations)
    if zeros:
        return {}, zeros
    rows = list(equations)
    done: list[tuple[C, _Equation[C]]] = []
    while rows:
        row = rows.pop()
        if not row.terms:
            if row.rest:
                return None
            continue
        cell = next(iter(row.terms))
        rows = [_without(other, row, cell) for other in rows]
        done = [(known, _without(other, row, cell)) for known, other in done]
        done.append((cell, row))
    found: dict[C, Number] = {}
    for cell, row in done:
        if len(row.terms) == 1:
            value = _quotient(-row.rest, row.terms[cell])
            if value is None:
                return None
            found[cell] = value
    reduced = [row for _, row in done if len(row.terms) > 1]
    if any(_impossible(row) for row in reduced):
        return None
    zeros = _nothing(reduced)
    return found, zeros


def _nothing(equations: Sequence[_Equation[C]]) -> set[C]:
    """Cells of sums that come to nothing: each of them is zero."""
    return {
        cell
        for row in equations
        if row.terms and not row.rest and len({term > 0 for term in row.terms.values()}) == 1
        for cell in row.terms
    }


def _impossible(row: _Equation[C]) -> bool:
    """Whether a sum of what is not negative would have to be negative."""
    signs = {term > 0 for term in row.terms.values()}
    return len(signs) == 1 and bool(row.rest) and (row.rest > 0) in signs


def _quotient(own: Number, by: Number) -> int | None:
    """One number by another, where that is a whole number from zero; None for any other."""
    return None if own % by or own // by < 0 else int(own // by)


def _without(row: _Equation[C], pivot: _Equation[C], cell: C) -> _Equation[C]:
    """The row with a cell eliminated by a pivot that holds it."""
    own = row.terms.get(cell)
    if not own:
        return row
    by = pivot.terms[cell]
    factor: Number = Fraction(own) / Fraction(by) if own % by else int(own // by)
    terms = dict(row.terms)
    for other, term in pivot.terms.items():
        left = terms.get(other, 0) - factor * term
        if left:
            terms[other] = left
        else:
            terms.pop(other, None)
    return _Equation(terms, row.rest - factor * pivot.rest)


def _least(relations: Sequence[Mapping[C, int]], told: Sequence[_Equation[C]]) -> int:
    """How many cells are wrong at least: each failing relation holds one of them."""
    failing = [
        relation
        for relation, row in zip(relations, told, strict=True)
        if row.rest and not row.terms
    ]
    stands_in = Counter(cell for relation in failing for cell in relation)
    most = max(stands_in.values(), default=1)
    return -(-len(failing) // most)


# --- which cells are wrong ---------------------------------------------------------------------------


def _reduced(
    relations: Sequence[Mapping[C, int]], values: Mapping[C, Number | None]
) -> list[_Equation[C]]:
    """What the relations say of the known cells alone."""
    rows: list[_Equation[C]] = []
    for relation in relations:
        rest: Number = sum((k * (values[cell] or 0) for cell, k in relation.items()), 0)
        rows.append(_Equation(dict(relation), rest))
    for cell in [cell for cell, value in values.items() if value is None]:
        rows = _eliminated(rows, cell)
    return rows


def _eliminated(rows: list[_Equation[C]], cell: C) -> list[_Equation[C]]:
    """The rows without a cell, and without the shortest of those that held it."""
    holding = [row for row in rows if cell in row.terms]
    if not holding:
        return rows
    pivot = min(holding, key=lambda row: len(row.terms))
    return [_without(row, pivot, cell) for row in rows if row is not pivot]


def _sets(rows: list[_Equation[C]], size: int, budget: list[int]) -> Iterator[frozenset[C]]:
    """Every set of so many cells that explains what is left over."""
    failing = [row for row in rows if row.rest]
    if size == 0 or not failing:
        if not size and not failing:
            yield frozenset()
        return
    first = min(failing, key=lambda row: len(row.terms))
    if size == 1:
        for cell in first.terms:
            if _explains(cell, rows, failing, first):
                yield frozenset((cell,))
        return
    for cell in first.terms:
        budget[0] -= 1
        if budget[0] < 0:
            raise _TooLongError
        for others in _sets(_eliminated(rows, cell), size - 1, budget):
            yield others | {cell}


def _explains(
    cell: C, rows: Sequence[_Equation[C]], failing: Sequence[_Equation[C]], first: _Equation[C]
) -> bool:
    """Whether one cell stands in the failing rows only, and the same change mends them all."""
    for row in failing:
        if row.rest * first.terms[cell] != first.rest * row.terms.get(cell, 0):
            return False
    return not any(cell in row.terms for row in rows if not row.rest)


def _remedy(
    relations: Sequence[Mapping[C, int]], values: Mapping[C, Number | None], cells: frozenset[C]
) -> Remedy[C] | None:
    """The values of a set of cells; None where a number would be negative or broken."""
    found = determined(relations, {**values, **dict.fromkeys(cells, None)})
    if found is None or not cells <= found.keys():
        return None
    return Remedy(
        {cell: found[cell] for cell in cells},
        {cell: value for cell, value in found.items() if cell not in cells},
    )
