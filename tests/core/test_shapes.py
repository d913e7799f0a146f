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
