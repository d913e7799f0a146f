"""Columns in pieces, as tools print them that join what is near: right by their sums, or open."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from grids import COLUMNS, HEADING, NOTE, Grid, grid, judge

from kanwu.extractors.pieces import Strip, parted

NEXT = "四、政府信息公开行政复议、行政诉讼情况"
DISPUTES = [*(["结果\n维持", "结果\n纠正", "其他\n结果", "尚未\n审结", "总计", ""][:5] * 3)]
SEEDS = range(4)


def page(*pieces: str) -> str:
    return HEADING + NOTE + "\n\n" + "\n\n".join(pieces) + "\n"


def turns(g: Grid, rng: random.Random, upper: int, lower: int) -> list[str]:
    """The first, the middle and the last pieces of the columns, in turns, each in their order."""
    keys = list(g.labels)
    parts = (keys[:upper], keys[upper : len(keys) - lower], keys[len(keys) - lower :])
    at = [0, 0, 0]
    printed: list[str] = []
    wide = len(g.columns)
    while at != [wide] * 3:
        kind = rng.choice([k for k in range(3) if at[k] < (at[k - 1] if k else wide)])
        printed += g.column(g.columns[at[kind]], parts[kind])
        at[kind] += 1
    return printed


def sparse(rng: random.Random, share: float) -> Grid:
    """A sound table of which most cells are zero."""
    made = grid(rng)
    cells = {row: dict(values) for row, values in made.cells.items()}
    inner = [row for row in cells if row not in ("new_received", "carried_in", "carried_out")]
    for kind in made.columns[:-1]:
        for row in inner:
            cells[row][kind] *= rng.random() < share
        done = sum(cells[row][kind] for row in inner if row != "results_total")
        cells["results_total"][kind] = cells["new_received"][kind] = done
        cells["carried_in"][kind] = cells["carried_out"][kind] = 0
    for values in cells.values():
        values["total"] = sum(values[kind] for kind in made.columns[:-1])
    return Grid(made.labels, made.columns, cells)


@pytest.mark.parametrize("ends", [(1, 2), (2, 1), (3, 3), (0, 2), (1, 0)])
def test_pieces_in_turns_are_told_by_the_sums(ends: tuple[int, int]) -> None:
    """Whatever the turns: the sums of each column leave nothing else."""
    for seed in SEEDS:
        rng = random.Random(seed)
        g = grid(rng, three=seed % 2 == 0)
        judged = judge(page(*g.labels.values(), *turns(g, rng, *ends), NEXT), g.truth)
        assert judged.wrong == []
        assert judged.right == len(g.truth)


@pytest.mark.parametrize("share", [0.5, 0.15, 0.03])
def test_zeros_that_leave_the_turns_open_are_never_wrong(share: float) -> None:
    """Where columns are nearly all zeros, more than one way holds."""
    for seed in range(12):
        rng = random.Random(seed)
        g = sparse(rng, share)
        printed = turns(g, rng, rng.randint(0, 2), rng.randint(0, 3))
        assert judge(page(*g.labels.values(), *printed, NEXT), g.truth).wrong == []


def test_the_first_row_may_stand_among_names_and_labels() -> None:
    """Its first values behind its label, the others behind names that follow the other labels."""
    for seed in SEEDS:
        g = grid(random.Random(seed))
        first, *rest = g.labels
        own = g.row(first)
        made = ["自然\n人", "商业\n企业", "科研\n机构", g.labels[first], *own[:3]]
        made += [g.labels[row] for row in rest]
        columns = [g.column(column, rest) for column in g.columns]
        made += [*columns[0], *(value for column in columns[1:3] for value in column[:-2])]
        made += ["社会\n公益\n组织", own[3], "法律\n服务\n机构", own[4], "总计", "其他", *own[5:]]
        made += [value for column in columns[3:] for value in column[:-2]]
        made += [value for column in columns[1:] for value in column[-2:]]
        judged = judge(page(*made, NEXT), g.truth)
        assert judged.wrong == []
        assert judged.right == len(g.truth)


def test_one_row_at_the_end_of_a_page_among_its_names() -> None:
    """Five names before its label, two before one value each; the others on the next page."""
    g = grid(random.Random(3))
    first, *rest = g.labels
    names, own = [COLUMNS[column] for column in g.columns], g.row(first)
    made = [*names[:5], g.labels[first], *own[:5], names[5], own[5], names[6], own[6], "— 1 —"]
    made += [*(g.labels[row] for row in rest), *(v for c in g.columns for v in g.column(c, rest))]
    judged = judge(page(*made, NEXT), g.truth)
    assert judged.wrong == []
    assert judged.right == len(g.truth)


def under_names(g: Grid, groups: Sequence[Sequence[str]]) -> str:
    """All labels, then groups of columns, each behind the names of its columns."""
    keys = list(g.labels)
    made = list(g.labels.values())
    for group in groups:
        made += [COLUMNS[column] for column in group]
        made += [value for column in group for value in g.column(column, keys)]
    return page(*made, NEXT)


def test_columns_stand_in_the_order_of_the_names_among_them() -> None:
    """No sum tells companies from natural persons: their names do, wherever they stand."""
    for seed in SEEDS:
        rng = random.Random(seed)
        g = grid(rng)
        person, *kinds, total = g.columns
        at = rng.randint(1, len(kinds) - 1)
        for groups in (
            (kinds, [person], [total]),
            (kinds[:at], [person, *kinds[at:]], [total]),
            ([person, *kinds], [total]),
            ([person], kinds[at:], kinds[:at], [total]),
        ):
            judged = judge(under_names(g, groups), g.truth)
            assert judged.wrong == []
            assert judged.right == len(g.truth)


def test_names_in_another_order_than_the_values_leave_them_open() -> None:
    """Two orders are told, that of the names and that of the form, and no sum decides."""
    g = grid(random.Random(5))
    keys = list(g.labels)
    person, *kinds, total = g.columns
    names = [COLUMNS[column] for column in (*kinds, person, total)]
    values = [value for column in g.columns for value in g.column(column, keys)]
    piled = judge(page(*g.labels.values(), *names, *values, NEXT), g.truth)
    assert piled.wrong == []
    apart = judge(
        page(
            *g.labels.values(),
            *names[:-1],
            *values[: -len(keys)],
            names[-1],
            *values[-len(keys) :],
            NEXT,
        ),
        g.truth,
    )
    assert apart.wrong == []
    assert apart.right < len(g.truth)


def test_a_page_number_among_values_leaves_them_open() -> None:
    """The tool did not print them from the left, and no sum tells one kind from another."""
    g = grid(random.Random(6))
    keys = list(g.labels)
    values = [value for column in g.columns for value in g.column(column, keys)]
    at = 3 * len(keys) - 4
    judged = judge(page(*g.labels.values(), *values[:at], "— 2 —", *values[at:], NEXT), g.truth)
    assert judged.wrong == []
    assert judged.right == 0


def test_the_first_label_may_be_broken_in_two() -> None:
    """The rows of a page begin with it, and what heads others is none of them."""
    for seed in SEEDS:
        g = grid(random.Random(seed))
        keys = list(g.labels)
        at = keys.index("denied_law_forbids")
        first, second = keys[:at], keys[at:]
        made = [piece for row in first for piece in (g.labels[row], *g.row(row))]
        made += ["— 1 —", "2.其他法律行政法规禁\n止公开", *(g.labels[row] for row in second[1:-5])]
        made += ["（六）\n其他处\n理", *(g.labels[row] for row in second[-5:])]
        made += [value for column in g.columns for value in g.column(column, second)]
        judged = judge(page(*made, NEXT), g.truth)
        assert judged.wrong == []
        assert judged.right == len(g.truth)


def test_columns_behind_two_names_may_stand_by_rows() -> None:
    """Two kinds by rows behind their names, by columns the others: the sums tell, or it is open."""
    g = grid(random.Random(8))
    keys = list(g.labels)
    made = list(g.labels.values())
    for group in (g.columns[:1], g.columns[1:3], g.columns[3:6], g.columns[6:]):
        made += [COLUMNS[column] for column in group]
        made += [str(g.cells[row][column]) for row in keys for column in group]
    assert judge(page(*made, NEXT), g.truth).wrong == []


def behind(g: Grid, *, heads: Sequence[str]) -> str:
    """Row one above; the other labels, the heading of the next table, and then all values."""
    first, *rest = g.labels
    made = [g.labels[first], *g.row(first), *(g.labels[row] for row in rest), NEXT, *heads]
    made += [value for column in g.columns for value in g.column(column, rest)]
    made += ["行政复议", "行政诉讼", *DISPUTES, "1\n\n2\n\n3\n\n4\n\n10", *["0"] * 10]
    return page(*made, "五、存在的主要问题及改进情况")


@pytest.mark.parametrize("heads", [[], ["申请人情况", *COLUMNS.values()]])
def test_values_may_stand_behind_the_heading_of_the_next_table(heads: list[str]) -> None:
    """The next table is read as well, from what it requires on."""
    disputes = dict.fromkeys(
        (
            f"disputes.{block}.{column}"
            for block in ("direct", "after_review")
            for column in ("upheld", "corrected", "other", "pending", "total")
        ),
        0,
    )
    for number, column in zip(
        (1, 2, 3, 4, 10), ("upheld", "corrected", "other", "pending", "total"), strict=True
    ):
        disputes[f"disputes.review.{column}"] = number
    for seed in SEEDS:
        g = grid(random.Random(seed))
        judged = judge(behind(g, heads=heads), g.truth | disputes)
        assert judged.wrong == []
        assert judged.right == len(g.truth) + len(disputes)


def test_blank_rows_take_no_values_of_the_next_table() -> None:
    """Labels without values, then the next table as it should be: nothing of it is theirs."""
    g = grid(random.Random(2))
    *upper, before, last = g.labels
    made = [piece for row in upper for piece in (g.labels[row], " ".join(g.row(row)))]
    made += [g.labels[before], g.labels[last], NEXT, *DISPUTES, *map(str, range(15))]
    judged = judge(page(*made), g.truth)
    gone = (f"applications.{before}.", f"applications.{last}.")
    assert [one for one in judged.wrong if one[0].startswith("applications.")] == []
    assert all(judged.read[key].value is None for key in judged.read if key.startswith(gone))


def test_too_many_ways_are_none_told() -> None:
    """All zeros in pieces: nothing is told, and no time lost."""
    zeros = [Decimal(0)] * 7 * 25
    total = (tuple(range(24)), (24,))
    assert parted(Strip(zeros, 25, [(total,)] * 7)) == []
    assert parted(Strip(zeros, 25, [()] * 7)) == []


def test_what_is_no_number_contradicts_nothing() -> None:
    """Two columns of which one holds a damaged number: the other still tells its place."""
    numbers: list[Decimal | None] = [Decimal(n) for n in (1, 4, 2, 3, 5, 6, 6, 15)]
    sums = ((0, 1, 2), (3,))
    assert [0, 2, 3, 6, 1, 4, 5, 7] in parted(Strip(numbers, 4, [(sums,), (sums,)]))
    numbers[4] = None
    assert [0, 2, 3, 6, 1, 4, 5, 7] in parted(Strip(numbers, 4, [(sums,), (sums,)]))
