"""Cells: how a line is taken apart."""

from __future__ import annotations

import pytest

from kanwu.extractors.cells import cells


def words(text: str) -> list[str]:
    return [cell.words for cell in cells(text, 0, len(text))]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("9 4 0 0 0 0 13", ["9", "4", "0", "0", "0", "0", "13"]),
        ("一、本年新收  9 4 0", ["一、本年新收", "9", "4", "0"]),
        ("三、结果 (一)予以公开\t4 2 0", ["三、结果(一)予以公开", "4", "2", "0"]),
        ("规章\t\t0", ["规章", "", "0"]),
        ("| 规章 | 0 |  |", ["规章", "0", ""]),
        ("| --- | --- |", []),
        ("|||", []),
        ("规章 |", ["规章"]),
        ("0  | ||", ["0"]),
        ("1. 属于国家秘密 0 0", ["1.属于国家秘密", "0", "0"]),
        ("1 、重复申请 0", ["1、重复申请", "0"]),
        ("大量反复 申请 0", ["大量反复申请", "0"]),
        ("- 3 -", []),
        ("第 3 页", []),
        ("- / 无", ["-", "/", "无"]),
        ("| 1. 8 |", ["1.8"]),
    ],
)
def test_a_line_and_its_cells(line: str, found: list[str]) -> None:
    assert words(line) == found


def test_gaps_count_newlines() -> None:
    """A page end between two cells counts as one newline, since its own are not the table's."""
    assert [cell.gap for cell in cells("1\n\n2\n- 3 -\n\n4", 0, 13)] == [0, 2, 1]


def test_cells_know_their_place() -> None:
    text = "规章  12\t3"
    assert [text[cell.start : cell.end] for cell in cells(text, 0, len(text))] == [
        "规章",
        "12",
        "3",
    ]


def test_a_bar_at_the_end_parts_a_blank_cell_where_lines_are_not_closed() -> None:
    """`甲 | 条 |` has two cells where each line is closed by a bar, three where none is."""

    def found(*lines: str) -> list[list[str]]:
        text = "\n".join(lines)
        made = cells(text, 0, len(text))
        return [[cell.words for cell in made if cell.row == n] for n in range(len(lines))]

    assert found("甲 | 条 |", "乙 | 3 |") == [["甲", "条"], ["乙", "3"]]
    assert found("甲 | 条 |  ", "---|---|---", "乙 | 件 | 3") == [
        ["甲", "条", ""],
        [],
        ["乙", "件", "3"],
    ]
    assert found("| 甲 | 条 |", "乙 | 件 | 3")[0] == ["甲", "条"]


def test_tabs_that_always_stand_in_pairs_part_cells_as_one() -> None:
    """On several lines; on few a pair may be a blank cell between two."""
    lines = ["甲\t\t条\t\t1", "乙\t\t\t\t3", "丙\t\t\t\t"]
    text = "\n".join(lines)
    made = [[c.words for c in cells(text, 0, len(text)) if c.row == n] for n in range(3)]
    assert made == [["甲", "条", "1"], ["乙", "", "3"], ["丙", "", ""]]
    text = "\n".join(lines[:2])
    assert [c.words for c in cells(text, 0, len(text)) if c.row == 1] == ["乙", "", "", "", "3"]
