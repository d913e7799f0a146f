"""Numbers that a narrow column broke over two lines, around the line of their row: right, or open."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from grids import END, HEADING, NOTE, Grid, grid, judge

WIDE = 26


def halved(number: str) -> tuple[str, str, str]:
    """What stands on the line above, on that of the row, and below."""
    return ("", number, "") if len(number) == 1 else (number[:-1], "", number[-1])


def lines(label: str, values: Sequence[str], places: bool) -> str:
    """A row on up to three lines; with `places` each number in its column."""
    above, on, below = zip(*map(halved, values), strict=True)
    made = []
    for lead, cells in (("", above), (label, on), ("", below)):
        if places:
            line = f"{lead:<{WIDE}}" + "".join(f"{cell:>4}" for cell in cells)
        else:
            line = " ".join([lead, *filter(None, cells)])
        if line.strip():
            made.append(line.rstrip() if places else line.strip())
    return "\n".join(made)


def page(g: Grid, places: bool) -> str:
    rows = [lines(label, g.row(key), places) for key, label in g.labels.items()]
    return HEADING + NOTE + "\n" + "\n\n".join([" ".join(g.heads), *rows]) + END


def narrow(rng: random.Random) -> Grid:
    """A sound table whose numbers have two digits at most, and whose halves add up as well."""
    made = grid(rng)
    cells = {row: dict.fromkeys(values, 0) for row, values in made.cells.items()}
    first, second = made.columns[0], made.columns[2]
    last = [row for row in cells if row not in ("new_received", "carried_in", "carried_out")][-2]
    for kind, count in ((first, 41), (second, 17), (made.columns[-1], 58)):
        for row in ("new_received", "results_total", last):
            cells[row][kind] = count
    return Grid(made.labels, made.columns, cells)


@pytest.mark.parametrize("places", [True, False])
def test_halves_are_not_read_as_the_rest_of_a_row(places: bool) -> None:
    """4 1 5 / label 0 0 0 0 / 1 7 8 is no row 0 0 0 0 1 7 8, though 1 + 7 = 8."""
    for seed in range(6):
        rng = random.Random(seed)
        for g in (narrow(rng), grid(rng)):
            assert judge(page(g, places), g.truth).wrong == []
