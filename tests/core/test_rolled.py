"""Pages whose tables stand in one line: each piece on a line of its own, sentences whole."""

from __future__ import annotations

import random
from time import perf_counter

import pytest
from grids import grid
from rowwise import one_line
from shapes import SURE

from kanwu.folds import fold
from kanwu.source import Source
from kanwu.text import Text

CELLS = (
    "规章",
    "0",
    "0",
    "0",
    "行政规范性文件",
    "1",
    "2",
    "39",
    "行政许可",
    "415",
    "行政处罚",
    "38",
    "行政强制",
    "6",
    "合计",
)


def folded(text: str) -> Text:
    return fold(Source("x", text, "utf-8"))


def page(
    mark: str, prose: str = "白鹭渡镇全年公开政府信息，渡口设有公告栏，一楼设有查阅点。"
) -> str:
    """A made-up page in one line, long enough for tables."""
    return mark.join(
        ["一、总体情况", prose, "二、主动公开政府信息情况", *CELLS, "三、其他", prose, prose]
    )


@pytest.mark.parametrize("mark", [" ", "  ", "\u3000", "\t", "|", " | ", ",", ";", " / "])
def test_each_piece_stands_on_its_line(mark: str) -> None:
    lines = folded(page(mark)).folded.split("\n")
    assert lines[3 : 3 + len(CELLS)] == list(CELLS)
    assert lines[0] == "一、总体情况"


def test_a_sentence_with_numbers_stays_one() -> None:
    prose = "白鹭渡镇 2023 年 3 月共收到申请 12 件，其中渡口 4 件申请未收费，答复 16 件。"
    lines = folded(page(" ", prose)).folded.split("\n")
    assert "".join(lines[1].split()) == "".join(prose.split()).replace("，", ",")


@pytest.mark.parametrize(
    "text",
    [
        "渡口公告：1、开闸 2、关闸 3、检修 4、巡查 5、登记 6、值守，" * 8,
        "白鹭渡镇全年共公开 35 条信息 其中公告 12 条，渡口 9 次检修 另有查阅 8 人来访 " * 6,
        "The ferry carried 12 people and 4 carts in 3 days, with 7 crews and 9 boats at 2 piers. "
        * 6,
        "\t".join(["渡口", *map(str, range(40)), "合计", *map(str, range(40))]),
        "白鹭渡，" * 200,
    ],
    ids=["list", "prose with blanks", "Latin", "two rows", "no numbers"],
)
def test_what_is_no_rolled_table_stays(text: str) -> None:
    assert "\n" not in folded(text).folded


def test_chapters_of_a_line_with_nothing_between_cells_are_told() -> None:
    rows = "予以公开1020304部分公开2030405不予公开3040506"
    made = folded(f"一、总体情况渡口开闸。二、申请情况{rows}三、问题渡口没有公告栏。" + "渡" * 80)
    assert made.folded.split("\n")[1:] == [
        f"二、申请情况{rows}",
        "三、问题渡口没有公告栏。" + "渡" * 80,
    ]


@pytest.mark.parametrize("shape", [name for name in SURE if name.startswith("one line")])
def test_every_character_has_its_place(shape: str) -> None:
    rng = random.Random(3)
    text = SURE[shape](grid(rng), rng)
    made = fold(Source("x", text, "utf-8"))
    for i, character in enumerate(made.folded):
        if character.isdigit():
            assert made.quote(i, i + 1) == character
    assert list(made.starts) == sorted(made.starts)
    assert list(made.ends) == sorted(made.ends)


@pytest.mark.parametrize(
    "piece", [" ", "| ", "1 ", "1|", "1 件", " /", "1,", "-|", "|---", "一、", "1一、", "件 1 "]
)
def test_time_is_linear(piece: str) -> None:
    begun = perf_counter()
    folded(one_line(grid(random.Random(0)), "|") + piece * 15_000)
    assert perf_counter() - begun < 5
