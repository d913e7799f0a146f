"""Tables in every shape seen: each cell is right, or doubted, or silent; never wrong without doubt."""

from __future__ import annotations

import random

import pytest
from shapes import OPEN, SURE, grid, judge


@pytest.mark.parametrize("three", [False, True], ids=["23 rows", "25 rows"])
@pytest.mark.parametrize("shape", SURE)
def test_every_cell_is_right(shape: str, three: bool) -> None:
    """A sound table in this shape is read whole, with nothing to doubt."""
    for seed in range(2):
        rng = random.Random(seed)
        table = grid(rng, three=three)
        judged = judge(SURE[shape](table, rng), table.truth)
        assert judged.wrong == []
        assert judged.right == len(table.truth)


@pytest.mark.parametrize("three", [False, True], ids=["23 rows", "25 rows"])
@pytest.mark.parametrize("shape", OPEN)
def test_nothing_is_wrong_beyond_doubt(shape: str, three: bool) -> None:
    """Where something is lost, a cell is right, doubted or silent."""
    for seed in range(3):
        rng = random.Random(seed)
        table = grid(rng, three=three)
        judged = judge(OPEN[shape](table, rng), table.truth)
        assert judged.wrong == []


@pytest.mark.parametrize("shape", ["column by column", "column by column on two pages"])
def test_a_wrong_digit_tears_no_table_of_columns(shape: str) -> None:
    """Only what the broken sums speak of is doubted; where all is doubted, nothing is wrong."""
    torn = 0
    for seed in range(8):
        rng = random.Random(seed)
        table = grid(rng, three=True)
        sound = SURE[shape](table, random.Random(seed))
        key = rng.choice([key for key, value in table.truth.items() if value > 9])
        printed = str(table.truth[key])
        wrong = str((int(printed[0]) + 3) % 9 + 1) + printed[1:]
        lines = sound.split("\n")
        at = [i for i, line in enumerate(lines) if line == printed]
        if not at or wrong == printed:
            continue
        lines[rng.choice(at)] = wrong
        judged = judge("\n".join(lines), table.truth)
        assert judged.wrong == []
        torn += judged.right < len(table.truth) // 2
    assert torn <= 1
