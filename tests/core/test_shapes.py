"""Tables in every shape seen: each cell is right, or doubted, or silent; never wrong without doubt."""

from __future__ import annotations

import random

import pytest
from grids import END, GROUPS, HEADING, RESULTS, Grid, grid, judge
from shapes import OPEN, SURE


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


def sparse(rng: random.Random) -> Grid:
    """A sound table of a body that few people ask: nearly all cells are zero."""
    made = grid(rng)
    few = {row: dict.fromkeys(made.columns, 0) for row in made.labels}
    for row in rng.sample(list(RESULTS), 4):
        kind = rng.choice(["natural_person", "natural_person", "commercial"])
        for cell in ((row, kind), (row, "total"), ("results_total", kind), ("new_received", kind)):
            few[cell[0]][cell[1]] += 1
        few["results_total"]["total"] += 1
        few["new_received"]["total"] += 1
    return Grid(made.labels, made.columns, few)


@pytest.mark.parametrize(("between", "blank"), [(1, 1), (2, 2), (3, 2), (3, 3), (4, 1)])
def test_blank_cells_between_newlines_keep_the_columns(between: int, blank: int) -> None:
    """Whatever a blank cell makes of newlines, where no row is whole and zeros are blank."""
    for seed in range(4):
        table = sparse(random.Random(seed))
        made = ["申请人情况", *table.heads]
        for key, label in table.labels.items():
            made += [GROUPS[key]] if key in GROUPS else []
            made.append(label)
            for value in table.row(key):
                made.append("" if value == "0" else value)
        text = HEADING + ("\n" * between).join(made[: len(table.heads) + 1])
        missing = 0
        for words in made[len(table.heads) + 1 :]:
            if words:
                text += "\n" * (between + missing * blank) + words
            missing = 0 if words else missing + 1
        judged = judge(text + "\n" * (between + missing * blank) + END, table.truth)
        assert judged.wrong == []
        assert judged.right == sum(value > 0 for value in table.truth.values())


@pytest.mark.parametrize("tab", ["\t", "\t\t"])
def test_blank_cells_between_tabs_keep_the_columns(tab: str) -> None:
    """Tabs that always stand in pairs are one each, and blank cells make more of them."""
    for seed in range(4):
        table = sparse(random.Random(seed))
        rows = [
            tab.join([label, *[value.replace("0", "") for value in table.row(key)]])
            for key, label in table.labels.items()
            if "10" not in table.row(key)
        ]
        judged = judge(HEADING + "\n".join([tab.join(table.heads), *rows]) + END, table.truth)
        assert judged.wrong == []
        assert judged.right == sum(value > 0 for value in table.truth.values())


def damaged(text: str, rng: random.Random, cells: int) -> str:
    """The text with so many of its lone zeros turned into another number."""
    lines = text.split("\n")
    zeros = [i for i, line in enumerate(lines) if line == "0"]
    for i in rng.sample(zeros, cells):
        lines[i] = rng.choice("3579")
    return "\n".join(lines)


def test_wrong_digits_tear_no_sparse_table_of_columns() -> None:
    """Four of 175 cells are wrong: no more is doubted than the sums speak of."""
    for seed in range(6):
        rng = random.Random(seed)
        table = sparse(rng)
        text = damaged(SURE["column by column"](table, rng), rng, 3)
        read = judge(text, table.truth).read
        assert sum(one.damage == "table.short-row" for one in read.values()) <= 20
        assert len(read) == len(table.truth)


def test_wrong_digits_make_no_order_of_columns_certain() -> None:
    """The total stands first, which no header tells, and two cells are wrong: no number is placed."""
    for seed in range(6):
        rng = random.Random(seed)
        table = sparse(rng)
        judged = judge(damaged(OPEN["total first"](table, rng), rng, 2), table.truth)
        assert [key for key, _ in judged.wrong if table.truth[key]] == []


def test_a_blank_inside_a_number_tears_no_table_of_columns() -> None:
    """Each value has a line of its own, so two on one line are one, and it alone is doubted."""
    rng = random.Random(1)
    table = grid(rng)
    number = next(str(v) for v in table.truth.values() if v > 9)
    text = SURE["column by column"](table, rng)
    broken = text.replace(f"\n{number}\n", f"\n{number[0]} {number[1:]}\n", 1)
    judged = judge(broken, table.truth)
    assert judged.wrong == []
    assert judged.right == len(table.truth) - 1
