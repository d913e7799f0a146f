"""The smallest sets of cells are found exactly, and never one of two is picked."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, product

import pytest
from grids import SCHEMA, grid

from kanwu.checks.moves import explained
from kanwu.checks.solve import determined, smallest

Cells = dict[str, int]
WIDE, TALL = 3, 3


def square() -> list[dict[str, int]]:
    """Rows and columns of a square with totals: `r0c0 + r0c1 + r0c2 = r0c3`, …"""
    lines = [[f"r{r}c{c}" for c in range(WIDE + 1)] for r in range(TALL + 1)]
    lines += [[f"r{r}c{c}" for r in range(TALL + 1)] for c in range(WIDE + 1)]
    return [{cell: -1 if cell == line[-1] else 1 for cell in line} for line in lines]


def filled(rng: random.Random) -> Cells:
    body = {(r, c): rng.randint(0, 60) for r, c in product(range(TALL), range(WIDE))}
    for r in range(TALL):
        body[r, WIDE] = sum(body[r, c] for c in range(WIDE))
    for c in range(WIDE + 1):
        body[TALL, c] = sum(body[r, c] for r in range(TALL))
    return {f"r{r}c{c}": value for (r, c), value in body.items()}


def holds(values: Mapping[str, int]) -> bool:
    return all(sum(k * values[cell] for cell, k in line.items()) == 0 for line in square())


def brute(printed: Cells, size: int) -> set[frozenset[str]]:
    """Every set of so many cells that could be wrong, by elimination with fractions."""
    found = set()
    for chosen in combinations(printed, size):
        rows = []
        for line in square():
            rest = sum(k * printed[cell] for cell, k in line.items() if cell not in chosen)
            rows.append([Fraction(line.get(cell, 0)) for cell in chosen] + [Fraction(-rest)])
        solution = gauss(rows, size)
        if solution is not None and all(v >= 0 and v.denominator == 1 for v in solution):
            found.add(frozenset(chosen))
    return found


def gauss(rows: list[list[Fraction]], size: int) -> list[Fraction] | None:
    rows = [row[:] for row in rows]
    done = 0
    for column in range(size):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            return None
        rows[done], rows[pivot] = rows[pivot], rows[done]
        top = [value / rows[done][column] for value in rows[done]]
        rows[done] = top
        for i, row in enumerate(rows):
            if i != done:
                rows[i] = [a - row[column] * b for a, b in zip(row, top, strict=True)]
        done += 1
    return None if any(row[-1] for row in rows[done:]) else [rows[i][-1] for i in range(size)]


@pytest.mark.parametrize("seed", range(12))
def test_the_smallest_sets_are_all_there_is(seed: int) -> None:
    """Of one, two and three wrong cells, exactly what trying every set of that size finds."""
    rng = random.Random(seed)
    printed = filled(rng)
    for cell in rng.sample(sorted(printed), 1 + seed % 3):
        printed[cell] += rng.choice((1, 2, 9, 10))
    found = smallest(square(), printed)
    size = len(found[0].changes)
    assert {frozenset(one.changes) for one in found} == brute(printed, size)
    assert not any(brute(printed, less) for less in range(1, size))
    for one in found:
        assert holds({**printed, **{cell: int(v) for cell, v in one.changes.items()}})


def test_a_sound_table_needs_nothing() -> None:
    """One remedy, without a change."""
    (one,) = smallest(square(), filled(random.Random(3)))
    assert one.changes == {}


@pytest.mark.parametrize("seed", range(6))
def test_blank_cells_are_solved_for(seed: int) -> None:
    """Five blanks of the applications table come back, through as many relations as it takes."""
    rng = random.Random(seed)
    truth = grid(rng).truth
    relations = [
        {**dict.fromkeys(left, 1), **dict.fromkeys(right, -1)}
        for left, right in (
            ([f for f in side if f in truth] for side in sides)
            for sides in SCHEMA.relations["applications"]
        )
        if left and right
    ]
    assert len(relations) == 39
    values: dict[str, int | None] = {**truth}
    for cell in rng.sample(sorted(truth), 5):
        values[cell] = None
    assert determined(relations, values) == {c: truth[c] for c, v in values.items() if v is None}


def test_blanks_that_sum_to_nothing_are_zero() -> None:
    """No count is negative: 0 = a + b leaves one way."""
    assert determined([{"a": 1, "b": 1, "c": -1}], {"a": None, "b": None, "c": 0}) == {
        "a": 0,
        "b": 0,
    }


def test_blanks_that_cannot_be_are_told() -> None:
    """3 + a = 2 has no answer that a count could be."""
    assert determined([{"a": 1, "b": 1, "c": -1}], {"a": None, "b": 3, "c": 2}) is None


def test_what_stays_open_stays_open() -> None:
    """The corners of a rectangle can all move together: none of them is determined."""
    values: dict[str, int | None] = {**filled(random.Random(1))}
    values |= dict.fromkeys(("r0c0", "r0c1", "r1c0", "r1c1"))
    assert determined(square(), values) == {}


def test_a_search_too_long_says_nothing() -> None:
    """A table wrong all over has no remedy that would mean anything."""
    printed = {cell: 7 * i * i + 1 for i, cell in enumerate(filled(random.Random(1)))}
    assert smallest(square(), printed) == ()


def test_plain_errors_are_peeled_off_one_by_one() -> None:
    """Four cells of four rows and columns, more than are searched for at once."""
    truth = filled(random.Random(5))
    wrong = {"r0c0": 3, "r1c1": 20, "r2c2": 100, "r3c3": 1000}
    printed = {cell: value + wrong.get(cell, 0) for cell, value in truth.items()}
    (one,) = explained(square(), printed, [])
    assert one.changes == {cell: truth[cell] for cell in wrong}
