"""Flattened tables: what each way of flattening must give, and what must stay in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest

from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.reading import Reading
from kanwu.source import Source
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")
BLOCKS: Sequence[tuple[str, str, Sequence[tuple[str, Sequence[str]]]]] = (
    (
        "第二十条第（一）项",
        "信息内容 本年制发件数 本年废止件数 现行有效件数",
        (("规章", ("0", "1", "2")), ("行政规范性文件", ("3", "4", "5"))),
    ),
    ("第二十条第（五）项", "信息内容 本年处理决定数量", (("行政许可", ("73",)),)),
    (
        "第二十条第（六）项",
        "信息内容 本年处理决定数量",
        (("行政处罚", ("9",)), ("行政强制", ("20",))),
    ),
    ("第二十条第（八）项", "信息内容 本年收费金额（单位：万元）", (("行政事业性收费", ("0.8",)),)),
)
WHOLE = {
    "regulations.made": "0",
    "regulations.repealed": "1",
    "regulations.valid": "2",
    "normative_documents.made": "3",
    "normative_documents.repealed": "4",
    "normative_documents.valid": "5",
    "licensing.decisions": "73",
    "punishment.decisions": "9",
    "coercion.decisions": "20",
    "fees.amount": "0.8",
}


def readings(text: str) -> dict[str, Reading]:
    """The cells of table 2 (2021 form) and of table 3 in a text, by row and column."""
    found = extract(fold(Source("x", text, "utf-8")), SCHEMA)
    return {
        reading.key.field.split(".", 1)[1]: reading
        for reading in found
        if reading.key.field.startswith(("duties_2021.", "applications."))
        and reading.span is not None
    }


def values(text: str) -> dict[str, str]:
    return {key: str(reading.value) for key, reading in readings(text).items()}


def laid_out(row: str, cell: str, end: str) -> str:
    """The table in rows that begin with `row`, cells kept apart by `cell`, rows by `end`."""
    lines = []
    for title, header, rows in BLOCKS:
        lines.append(row + title + end)
        lines.append(row + cell.join(header.split()) + end)
        lines += [row + cell.join((label, *cells)) + end for label, cells in rows]
    return "".join(lines)


@pytest.mark.parametrize(
    ("row", "cell", "end"),
    [
        ("", "\n", "\n"),
        ("", "\n\n", "\n\n"),
        ("", "\n\n", "\n\n\n"),
        ("", " ", "\n"),
        ("", "   ", "\n"),
        ("", "\t", "\n"),
        ("", "\t", "\r\n"),
        ("\t", "\t", "\n"),
        ("| ", " | ", " |\n"),
        ("", " | ", " | |\n"),
        ("", " | ", " | |||\n"),
        ("", "\n|\n", "\n|\n"),
        ("|\n", " |\n", " |\n"),
        ("| \n ", "  | \n ", "  | \n"),
    ],
)
def test_every_way_of_flattening_gives_the_same(row: str, cell: str, end: str) -> None:
    """Cells on lines, in columns of blanks, between tabs or bars."""
    assert values(laid_out(row, cell, end)) == WHOLE


def test_a_line_may_mix_tabs_and_blanks() -> None:
    """A label and a value kept apart by blanks are two cells."""
    text = laid_out("", "\t", "\n").replace("规章\t0\t1", "规章  0\t1").replace("3\t4\t5", "3 4 5")
    assert values(text) == WHOLE


@pytest.mark.parametrize("footer", ["- 3 -", "—3—", "第3页", "第 3 页 共 9 页"])
def test_a_page_number_is_no_cell(footer: str) -> None:
    """Page ends stand inside tables."""
    text = laid_out("", " ", "\n").replace("行政强制", f"\n{footer}\n\n行政强制")
    assert values(text) == WHOLE
    lines = laid_out("", "\n\n", "\n\n").replace(
        "1\n\n2\n\n行政规范", f"1\n\n{footer}\n\n2\n\n行政规范"
    )
    assert values(lines) == WHOLE


def test_a_page_may_end_between_the_head_of_a_table_and_its_rows() -> None:
    """Its number is no value of the table, after which a row that begins other forms may end it."""
    text = (
        "二、主动公开政府信息情况\n第二十条第（一）项\n"
        "信息内容 本年新制作数量 本年新公开数量 对外公开总数量\n— 2 —\n规章 0 0 0\n规范性文件 2 3 51\n"
        "第二十条第（五）项\n信息内容 上一年项目数量 本年增/减 处理决定数量\n行政许可 7 +2 19\n"
    )
    found = extract(fold(Source("x", text, "utf-8")), SCHEMA)
    read = {reading.key.field: str(reading.value) for reading in found if reading.span is not None}
    assert read["duties_2019.normative_documents.disclosed_total"] == "51"
    assert read["duties_2019.licensing.decisions"] == "19"


@pytest.mark.parametrize("mark", ["/", "／", "-", "—", "——", "无"])
def test_a_mark_for_none_is_neither_zero_nor_a_doubt(mark: str) -> None:
    """Not applicable is null, and nobody need look at it."""
    cell = readings(laid_out("| ", " | ", " |\n").replace("| 0 |", f"| {mark} |"))[
        "regulations.made"
    ]
    assert cell.value is None
    assert cell.damage is None
    assert cell.quote == mark


def test_a_blank_cell_is_not_zero() -> None:
    """Between bars it is marked out; between newlines the newlines tell."""
    barred = readings(laid_out("| ", " | ", " |\n").replace("| 3 | 4 |", "| 3 |  |"))
    lined = readings(laid_out("", "\n\n", "\n\n").replace("3\n\n4\n\n5", "3\n\n\n5"))
    for found in (barred, lined):
        assert found["normative_documents.made"].value == 3
        assert found["normative_documents.repealed"].value is None
        assert found["normative_documents.repealed"].damage == "table.blank-cell"
        assert found["normative_documents.valid"].value == 5


@pytest.mark.parametrize("row", ["| 规章 | 1 | 2 |", "规章 1 2", "规章\t1\t2", "规章\n1\n2"])
def test_a_row_that_lost_a_cell_is_never_placed(row: str) -> None:
    """Two values for three columns: each may be one of two things."""
    text = laid_out("", " ", "\n").replace("规章 0 1 2", row)
    for column in ("made", "repealed", "valid"):
        cell = readings(text)[f"regulations.{column}"]
        assert cell.value is None
        assert cell.damage == "table.short-row"


def test_a_row_with_too_many_cells_is_never_placed() -> None:
    """Four values for three columns."""
    text = laid_out("", " ", "\n").replace("规章 0 1 2", "规章 0 1 2 7")
    assert {readings(text)[f"regulations.{c}"].value for c in ("made", "repealed", "valid")} == {
        None
    }


def test_blank_cells_at_both_ends_leave_it_open() -> None:
    """A row wider than the form, blank on both sides, could be shifted."""
    text = laid_out("| ", " | ", " |\n").replace("| 规章 | 0 | 1 | 2 |", "| 规章 |  | 1 | 2 |  |")
    assert readings(text)["regulations.made"].damage == "table.short-row"


def test_labels_first_and_values_after_are_not_guessed() -> None:
    """A PDF gives tables column by column: three values after two labels may be either row's."""
    text = laid_out("", "\n\n", "\n\n").replace(
        "规章\n\n0\n\n1\n\n2\n\n行政规范", "规章\n\n行政规范"
    )
    cells = readings(text)
    assert cells["normative_documents.made"].value is None
    assert cells["normative_documents.made"].damage == "table.short-row"


def test_a_lost_label_is_told_by_the_order_of_the_form() -> None:
    """Six values where one row is missing are two rows; the second is doubted."""
    text = laid_out("", "\n", "\n").replace("行政规范性文件\n", "")
    cells = readings(text)
    assert {key: str(cell.value) for key, cell in cells.items()} == WHOLE
    assert cells["regulations.made"].damage is None
    assert cells["normative_documents.made"].damage == "table.label-lost"


def test_an_unknown_label_is_not_the_row_before() -> None:
    """The values under words that name no row are not those of the blank row above."""
    rows = {"本年新收": "9 0 0 0 0 0 9", "上年结转": "", "予以公开": "1 0 0 0 0 0 1"}
    text = applications(rows).replace("（一）予以公开", "（一）予以××")
    assert "carried_in.total" not in readings(text)


ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "（六）其他处理",
    "（七）总计",
    "四、结转下年度继续办理",
)


def applications(rows: Mapping[str, str]) -> str:
    """Table 3 with these values; all other rows are zero."""
    lines = ["三、收到和处理政府信息公开申请情况"]
    for label in ROWS:
        named = next((row for row in rows if row in label), None)
        lines.append(f"{label} {rows[named] if named else '0 0 0 0 0 0 0'}")
    return "\n".join(lines) + "\n"


def test_the_sums_tell_where_a_cell_was_lost() -> None:
    """Six values of seven: only one place leaves every sum whole; what was lost there is proposed."""
    text = applications(
        {
            "本年新收": "9 2 0 0 0 1 12",
            "予以公开": "7 1 0 0 0 1 9",
            "部分公开": "2 0 0 0 0 3",
            "总计": "9 2 0 0 0 1 12",
        }
    )
    cells = readings(text)
    words = {
        column: cells[f"partial.{column}"]
        for column in ("natural_person", "commercial", "research", "other_org", "total")
    }
    assert words["commercial"].damage == "table.blank-cell"
    assert {key: cell.value for key, cell in words.items()} == {
        "natural_person": 2,
        "commercial": None,
        "research": 0,
        "other_org": 0,
        "total": 3,
    }
    assert "the sums hold" in words["total"].candidates[0].reasons[0].en


def test_where_sums_leave_several_places_only_the_lost_cell_is_open() -> None:
    """Which of seven zeros is gone makes no difference to the six; two and two may be any."""
    rows = ("本年新收", "内部事务", "总计")
    text = applications({"重复申请": "0 0 0 0 0 0", **dict.fromkeys(rows, "0 2 0 0 2 4")})
    cells = readings(text)
    zeros = [cell for key, cell in cells.items() if key.startswith("unprocessed_repeat.")]
    assert [zero.damage for zero in zeros if zero.value is None] == ["table.short-row"]
    torn = [cell for key, cell in cells.items() if key.startswith("denied_internal.")]
    assert [one.value for one in torn] == [None] * 7


def test_a_negative_count_is_doubted() -> None:
    """Only what is signed may be negative."""
    cell = readings(laid_out("", " ", "\n").replace("行政许可 73", "行政许可 -73"))[
        "licensing.decisions"
    ]
    assert cell.value is None
    assert cell.damage == "number.garbled"


def test_units_stand_beside_the_number() -> None:
    """`12件` is 12; its span holds the number alone."""
    cell = readings(laid_out("", " ", "\n").replace("行政许可 73", "行政许可 1,273件"))[
        "licensing.decisions"
    ]
    assert (cell.value, cell.unit, cell.quote) == (Decimal(1273), "件", "1,273")
    cell = readings(laid_out("", " ", "\n").replace("行政许可 73", "行政许可 92余件"))[
        "licensing.decisions"
    ]
    assert (cell.value, cell.qualifier) == (Decimal(92), "at_least")


def test_a_column_name_is_no_row() -> None:
    """其他 and 总计 head columns; under them alone stands no row of that name."""
    text = applications({"本年新收": "9 0 0 0 0 0 9"}).replace(
        "一、本年新收政府信息公开申请数量", "（含新收）\n总计\n其他\n"
    )
    cells = readings(text)
    assert "other_rest.total" not in cells
    assert cells["new_received.total"].damage == "table.label-lost"
    assert cells["carried_in.total"].value == 0


def test_a_blank_row_between_labels_is_told_by_its_newlines() -> None:
    """One label right below another is no blank row: whose the values are stays open."""
    text = laid_out("", "\n\n", "\n\n").replace("行政处罚\n\n9\n\n", "行政处罚\n\n")
    assert readings(text)["coercion.decisions"].value is None
    apart = laid_out("", "\n\n", "\n\n").replace("行政处罚\n\n9\n\n", "行政处罚\n\n\n\n")
    assert readings(apart)["punishment.decisions"].damage == "table.blank-cell"
    assert readings(apart)["coercion.decisions"].value == 20


@pytest.mark.parametrize(
    ("row", "cell", "end"),
    [("", " ", "\n"), ("", "\t", "\n"), ("", "\n", "\n"), ("| ", " | ", " |\n")],
)
@pytest.mark.parametrize(
    ("printed", "meant"), [("O", 0), ("l", 1), ("I", 1), ("7O", 70), ("l3", 13), ("1OI2", 1012)]
)
def test_a_letter_in_a_number_tears_no_table(
    row: str, cell: str, end: str, printed: str, meant: int
) -> None:
    """The cell is doubted with what it means; every other one is read as before."""
    sound = laid_out(row, cell, end)
    cells = readings(sound.replace(f"行政许可{cell}73", f"行政许可{cell}{printed}"))
    doubted = cells.pop("licensing.decisions")
    assert (doubted.damage, doubted.value) == ("number.garbled", None)
    assert doubted.candidates[0].value == Decimal(meant)
    others = {key: one.value for key, one in readings(sound).items() if key in cells}
    assert {key: one.value for key, one in cells.items()} == others


def test_a_blank_in_a_number_tears_no_row() -> None:
    """Where each cell has a line, two numbers on one line are one that a blank broke."""
    text = applications({"本年新收": "9 19 34 0 0 0 0 1943"}).replace(" ", "\n")
    broken = text.replace("19\n34", "19 34")
    assert broken != text
    cells = readings(broken)
    assert cells["new_received.commercial"].damage == "number.space-inside"
    assert cells["new_received.commercial"].candidates[0].value == Decimal(1934)
    assert cells["new_received.total"].value == 1943


@pytest.mark.parametrize(
    ("heads", "table"),
    [
        (("本年新制作数量", "本年新公开数量", "对外公开总数量"), "duties_2019"),
        (("本年制发件数", "本年废止件数", "现行有效件数"), "duties_2021"),
    ],
)
def test_table_two_may_lack_its_first_heading(heads: Sequence[str], table: str) -> None:
    """Without 第二十条第（一）项 the table begins at the names of its first columns."""
    words = ["信息内容", *heads, "规章", "0", "0", "0", "规范性文件", "3", "2", "9"]
    lines = "".join(f"{word} |\n" for word in words)
    text = f"二、主动公开政府信息情况\n{lines}第二十条第（五）项 |\n"
    found = extract(fold(Source("x", text, "utf-8")), SCHEMA)
    values = [r.value for r in found if r.key.field.startswith(f"{table}.normative_documents.")]
    assert values == [3, 2, 9]


def test_a_row_parted_into_several_is_not_told_by_the_first() -> None:
    """Where a row has rows of its own, the first of them is proposed and never taken for the whole."""
    text = (
        "第二十条第（五）项\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 5 | 0 | 7 |\n"
        "其他对外管理服务事项 | 行政检查 | 12 | 3 | 15 |\n行政确认 | 4 | 0 | 4 |\n"
    )
    head = "第二十条第（一）项\n信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n规章 | 0 | 0 | 0 |\n"
    found = extract(fold(Source("x", head + text, "utf-8")), SCHEMA)
    read = {reading.key.field: reading for reading in found}
    assert read["duties_2019.licensing.decisions"].value == 7
    of_services = read["duties_2019.other_services.decisions"]
    assert of_services.value is None
    assert [one.value for one in of_services.candidates] == [15]
