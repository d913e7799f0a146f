"""Drawn tables: rules go, bars stay, the lines of one row are one."""

from __future__ import annotations

import random
from time import perf_counter

import pytest
from grids import grid
from shapes import SURE

from kanwu.folds import fold
from kanwu.source import Source

UNICODE = """白鹭渡的统计
┌──────┬────┬────┐
│船只  │开闸│检修│
├──────┼────┼────┤
│1.渡船│    │    │
│以及缆│12  │0   │
│索    │    │    │
├──────┼────┼────┤
│2.帆船│3   │    │
├──────┴────┼────┤
│合计       │15  │
└───────────┴────┘
完。"""
PLAIN = UNICODE.translate(str.maketrans("┌┬┐├┼┤└┴┘─│", "+++++++++-|"))


def lines(text: str) -> list[str]:
    """The lines of the folded text, without the blanks beside bars."""
    made = fold(Source("x", text, "utf-8")).folded.split("\n")
    return ["|".join(cell.strip() for cell in line.split("|")) for line in made]


@pytest.mark.parametrize("text", [UNICODE, PLAIN], ids=["drawn", "typed"])
def test_a_row_is_one_line_with_its_blank_cells(text: str) -> None:
    assert lines(text) == [
        "白鹭渡的统计",
        "|船只|开闸|检修|",
        "|1.渡船以及缆索|12|0|",
        "|2.帆船|3||",
        "|合计|15|",
        "完。",
    ]


@pytest.mark.parametrize("text", [UNICODE, PLAIN], ids=["drawn", "typed"])
def test_numbers_have_their_own_places(text: str) -> None:
    made = fold(Source("x", text, "utf-8"))
    for words in ("12", "15", "1.", "2."):
        at = made.folded.index(words)
        assert made.quote(at, at + len(words)) == words
    assert list(made.starts) == sorted(made.starts)
    assert list(made.ends) == sorted(made.ends)


def test_a_cell_beside_several_rows_keeps_its_lines() -> None:
    text = """
┌────┬────┬──┐
│    │渡船│12│
│船只├────┼──┤
│    │帆船│3 │
├────┼────┼──┤
│闸口│水闸│4 │
└────┴────┴──┘"""
    assert [line for line in lines(text) if line] == [
        "||渡船|12|",
        "|船只|||",
        "||帆船|3|",
        "|闸口|水闸|4|",
    ]


def test_rows_without_rules_between_stay_apart() -> None:
    text = """
+------+----+
| 船只 | 数 |
+------+----+
| 渡船 | 12 |
| 帆船 | 3  |
+------+----+"""
    assert [line for line in lines(text) if line] == ["|船只|数|", "|渡船|12|", "|帆船|3|"]


def test_a_number_broken_over_lines_is_not_put_together() -> None:
    """Whether 12 and 34 are one number or two is open: the lines stay as they are."""
    text = UNICODE.replace("│索    │    │", "│索    │34  │")
    assert "|以及缆|12|0|" in lines(text)
    assert "|索|34||" in lines(text)


def test_a_number_before_the_rest_of_a_label_is_its_place_in_a_list() -> None:
    text = UNICODE.replace(
        "│1.渡船│    │    │\n│以及缆│12  │0   │", "│1     │12  │0   │\n│.渡船 │    │    │"
    )
    assert "|1.渡船索|12|0|" in lines(text)


@pytest.mark.parametrize(
    "text",
    ["首页│政务公开│白鹭渡", "────────\n白鹭渡\n────────", "a + b | c\n+ 1\n|2|", "1+--2"],
    ids=["menu", "ornament", "plus and bars", "signs"],
)
def test_what_is_no_drawn_table_stays(text: str) -> None:
    assert fold(Source("x", text, "utf-8")).folded == text


@pytest.mark.parametrize("shape", [name for name in SURE if name.startswith("drawn")])
def test_every_digit_has_its_place(shape: str) -> None:
    rng = random.Random(3)
    made = fold(Source("x", SURE[shape](grid(rng), rng), "utf-8"))
    assert list(made.starts) == sorted(made.starts)
    assert list(made.ends) == sorted(made.ends)


@pytest.mark.parametrize(
    "piece", ["│", "├──", "─", "+--", "|--", "│1\n", "+-\n", "|\n", "| 1 |\n| 1\n", "┼"]
)
def test_time_is_linear(piece: str) -> None:
    begun = perf_counter()
    fold(Source("x", f"{UNICODE}\n{PLAIN}\n+--+\n{piece * 15_000}", "utf-8"))
    assert perf_counter() - begun < 5
