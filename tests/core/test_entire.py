"""Whole tables whose labels stand in pieces about their values, as PDF tools print them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from grids import HEADING, NOTE, Grid, grid, judge
from test_pieces import sparse

HEADS = "申请人情况\n自然\n人\n\n法人或其他组织\n总计\n\n商业\n企业\n\n科研\n机构\n\n其他\n\n"
NEXT = "四、政府信息公开行政复议、行政诉讼情况\n未发生。\n"
SEEDS = range(6)


def tables() -> list[tuple[Grid, random.Random]]:
    made = []
    for seed in SEEDS:
        rng = random.Random(seed)
        made.append((grid(rng, three=seed % 3 > 0) if seed % 2 else sparse(rng, 0.2), rng))
    return made


def broken(label: str) -> list[str]:
    """A label over lines of six characters."""
    return [label[i : i + 6] for i in range(0, len(label), 6)]


def band(g: Grid, keys: Sequence[str]) -> str:
    """A block for each column of a few rows."""
    return "".join("\n".join(g.column(column, keys)) + "\n\n" for column in g.columns)


def cut(g: Grid, rng: random.Random) -> list[list[str]]:
    """The rows of a table, a few at a time."""
    keys = list(g.labels)
    cuts = sorted({0, len(keys), *rng.sample(range(1, len(keys)), 9)})
    return [keys[i:j] for i, j in pairwise(cuts)]


def bands(g: Grid, rng: random.Random) -> list[str]:
    return [band(g, keys) for keys in cut(g, rng)]


def test_blocks_of_a_few_rows_behind_pieces_of_their_labels() -> None:
    for g, rng in tables():
        text = HEADING + NOTE + "\n\n" + HEADS
        for keys in cut(g, rng):
            pieces = [piece for key in keys for piece in broken(g.labels[key])]
            text += "\n".join(pieces) + "\n\n" + band(g, keys)
        judged = judge(text + NEXT, g.truth)
        assert judged.wrong == []
        assert judged.right == len(g.truth)


def test_lines_of_values_between_the_lines_of_their_labels() -> None:
    for g, rng in tables():
        made = [HEADING, NOTE, HEADS]
        for n, (key, label) in enumerate(g.labels.items()):
            pieces = broken(label)
            at = len(pieces) // 2
            beside = rng.choice(["结 ", "（三 ", "开 ", ""])
            value = " ".join(g.row(key))
            made += [*pieces[:at], f"{beside}{pieces[at]} {value}" if n % 2 else value]
            made += pieces[at + n % 2 :]
            made += ["2\n- -"] if n == 10 else []
        judged = judge("\n".join(made) + "\n" + NEXT, g.truth)
        assert judged.wrong == []
        assert judged.right == len(g.truth)


@pytest.mark.parametrize("lacking", [[(3,)], [(4, 5, 6)], [(0, 1), (0,)], [(0,)]])
def test_values_of_the_first_rows_at_the_end_of_the_page(lacking: list[tuple[int, ...]]) -> None:
    for g, _ in tables():
        keys = list(g.labels)
        head, tail = "", ""
        for key, away in zip(keys, lacking, strict=False):
            for c, value in enumerate(g.row(key)):
                head, tail = (
                    (head, f"{tail}{value}\n\n") if c in away else (f"{head}{value}\n\n", tail)
                )
        labels = "\n".join(piece for label in g.labels.values() for piece in broken(label))
        rest = "".join(band(g, [key]) for key in keys[len(lacking) :])
        text = (
            f"{HEADING}{NOTE}\n\n{HEADS}{head}{labels}\n\n{rest}法律\n服务\n机构\n\n{tail}\f{NEXT}"
        )
        judged = judge(text, g.truth)
        assert judged.wrong == []
        assert judged.right >= len(g.truth) * 0.9


def test_the_number_of_a_page_among_the_values() -> None:
    """Bare, below the values of a row, or between two blocks."""
    for g, rng in tables():
        labels = "\n".join(piece for label in g.labels.values() for piece in broken(label))
        first, *rest = bands(g, rng)
        text = f"{HEADING}{NOTE}\n\n{HEADS}{first}{labels}\n\n2\n\n\f{''.join(rest)}{NEXT}"
        judged = judge(text, g.truth)
        assert judged.wrong == []
        assert judged.right == len(g.truth)


def test_a_wrong_digit_is_doubted() -> None:
    """The sums do not hold then: nothing is read without a doubt that is not so."""
    for g, rng in tables():
        labels = "\n".join(piece for label in g.labels.values() for piece in broken(label))
        text = f"{HEADING}{NOTE}\n\n{HEADS}{labels}\n\n{''.join(bands(g, rng))}{NEXT}"
        at = text.rindex("0\n\n")
        judged = judge(f"{text[:at]}3{text[at + 1 :]}", g.truth)
        assert judged.wrong == []


def test_columns_that_share_a_block() -> None:
    """Under heads of one height a few columns of the first rows are a block, which may stand first."""
    for g, rng in tables():
        keys = list(g.labels)
        upper, at = keys[:4], rng.randint(0, 4)
        several = g.columns[at : at + 3]
        joined = "\n".join(str(g.cells[key][column]) for key in upper for column in several)
        alone = [g.column(one, upper) for one in g.columns if one not in several]
        first = "\n\n".join([joined, *("\n".join(values) for values in alone)])
        labels = "\n".join(piece for label in g.labels.values() for piece in broken(label))
        rest = "".join(band(g, keys[i : i + 3]) for i in range(4, len(keys), 3))
        judged = judge(f"{HEADING}{NOTE}\n\n{HEADS}{first}\n\n{labels}\n\n{rest}{NEXT}", g.truth)
        assert judged.wrong == []
        assert judged.right >= len(g.truth) * 0.9


def test_rows_in_another_order_under_their_labels_are_doubted() -> None:
    """A tool that sorts blocks may print one below the next: no sum tells that, but the labels do."""
    for g, rng in tables():
        keys = list(g.labels)
        at = rng.randint(3, 12)
        keys[at], keys[at + 2] = keys[at + 2], keys[at]
        made = ["\n".join([*broken(g.labels[key]), *g.row(key)]) + "\n\n" for key in keys]
        judged = judge(HEADING + NOTE + "\n\n" + HEADS + "".join(made) + NEXT, g.truth)
        assert judged.wrong == []


def test_values_before_their_labels() -> None:
    """As a tool prints them that sorts by the lower edge, where the label is the broader one."""
    for g, _ in tables():
        made = [
            "\n".join([*g.row(key), "", label]) + "\n\n"
            if len(label) > 12
            else "\n".join([label, "", *g.row(key)]) + "\n\n"
            for key, label in g.labels.items()
        ]
        judged = judge(HEADING + NOTE + "\n\n" + HEADS + "".join(made) + NEXT, g.truth)
        assert judged.wrong == []


def test_fewer_blocks_on_a_page_than_columns() -> None:
    for g, _ in tables():
        keys = list(g.labels)
        labels = "\n".join(piece for label in g.labels.values() for piece in broken(label))
        first = "\n".join(value for key in keys[:4] for value in g.row(key))
        rest = "".join(band(g, keys[i : i + 3]) for i in range(4, len(keys), 3))
        text = f"{HEADING}{NOTE}\n\n{HEADS}{first}\n\n{labels}\n\n\f{rest}{NEXT}"
        judged = judge(text, g.truth)
        assert judged.wrong == []
        assert judged.right == len(g.truth)
