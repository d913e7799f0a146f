"""Which form a document bears, told table by table; and what prose and tables say of each other."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from grids import SCHEMA, Grid, grid, judge
from shapes import SURE, column_major

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.reading import Reading
from kanwu.replay import Replayed, Settled
from kanwu.source import Source

TABLE_2_OLD = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年新制作数量 本年新公开数量 对外公开总数量
规章 0 0 0
规范性文件 4 3 9
第二十条第（五）项
信息内容 上一年项目数量 本年增/减 处理决定数量
行政许可 12 -3 40
其他对外管理服务事项 7 0 5
第二十条第（九）项
信息内容 采购项目数量 采购总金额
政府集中采购 2 36.5万元
"""
TABLE_2_NEW = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 0 0 0
行政规范性文件 4 1 9
第二十条第（六）项
信息内容 本年处理决定数量
行政处罚 31
行政强制 2
"""
TABLE_2_MIXED = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量
规章 | 0 | 0 | 0
规范性文件 | 4 | 3 | 9
第二十条第（五）项
信息内容 | {head}
行政许可 | {values}
第二十条第（八）项
信息内容 | 本年收费金额（单位：万元）
行政事业性收费 | 2.5
"""
PROSE = "柳溪镇2016年政府信息公开工作年度报告\n\n一、概述\n\n全年主动公开信息20条。\n\n"


def read(text: str) -> tuple[Reading, ...]:
    return extract(fold(Source("x", text, "utf-8")), SCHEMA)


def form(text: str) -> Reading:
    return next(one for one in read(text) if one.key.field == "report.form")


def doubts(text: str) -> set[str]:
    """The codes of everything that is not a note."""
    folded = fold(Source("x", text, "utf-8"))
    settled = tuple(Settled(reading=one, machine=one) for one in extract(folded, SCHEMA))
    findings = check(Replayed(settled, ()), folded, SCHEMA)
    return {finding.code for finding in findings if finding.severity != "note"}


def rows(three: bool) -> str:
    return SURE["several cells a line"](grid(random.Random(4), three=three), random.Random(4))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (TABLE_2_OLD + rows(three=False), "a"),
        (TABLE_2_NEW + rows(three=True), "b"),
        (TABLE_2_NEW + rows(three=False), "mixed"),
        (TABLE_2_OLD, "a"),
        (rows(three=True), "b"),
        (PROSE + "四、收费及减免情况\n\n未收费。\n", "p"),
        (PROSE + "三、依申请公开政府信息情况\n\n未收到申请。\n" + TABLE_2_NEW, "b"),
        (PROSE, None),
    ],
)
def test_the_form_is_told_by_the_tables(text: str, value: str | None) -> None:
    """The year of the report says nothing; chapters count only where no table does."""
    assert form(text).value == value


def test_the_form_says_why() -> None:
    """One reason for each table, with the words that show it; the words are the document's own."""
    text = TABLE_2_NEW + rows(three=False)
    reading = form(text)
    reasons = [reason.en for reason in reading.candidates[0].reasons]
    assert len(reasons) == 2
    assert "本年制发件数" in reasons[0]
    assert "one row" in reasons[1]
    assert reading.span is not None
    assert text[reading.span.start : reading.span.end] == reading.quote == "本年制发件数"


def test_a_table_of_either_year_is_read_as_its_own_form() -> None:
    """Table 2 of 2019 in a later report, and the reverse."""
    old = {r.key.field: r for r in read("柳溪镇2023年报告\n" + TABLE_2_OLD) if r.span}
    assert old["duties_2019.licensing.items_change"].value == -3
    assert old["duties_2019.procurement.amount"].unit == "万元"
    assert not any(key.startswith("duties_2021.") for key in old)
    new = {r.key.field for r in read("柳溪镇2020年报告\n" + TABLE_2_NEW) if r.span}
    assert not any(key.startswith("duties_2019.") for key in new)


def test_a_block_is_read_as_the_form_its_own_header_names() -> None:
    """A report with the first block of 2019 and the others of 2021 is of both, cell by cell."""
    mixed = TABLE_2_MIXED.format(head="本年处理决定数量", values="31")
    values = {one.key.field: one.value for one in read(mixed) if one.key.field.startswith("duties")}
    assert values == {
        "duties_2019.regulations.newly_made": 0,
        "duties_2019.regulations.newly_disclosed": 0,
        "duties_2019.regulations.disclosed_total": 0,
        "duties_2019.normative_documents.newly_made": 4,
        "duties_2019.normative_documents.newly_disclosed": 3,
        "duties_2019.normative_documents.disclosed_total": 9,
        "duties_2021.licensing.decisions": 31,
        "duties_2021.fees.amount": Decimal("2.5"),
    }
    assert form(mixed).value == "mixed"


def test_a_block_with_more_values_than_its_header_names_stays_with_its_form() -> None:
    """A header that lost two of its columns is no sign of another form."""
    three = TABLE_2_MIXED.format(head="处理决定数量", values="12 | -3 | 40")
    fields = {one.key.field for one in read(three) if one.value is not None}
    assert "duties_2019.licensing.decisions" in fields
    assert "duties_2021.licensing.decisions" not in fields


def test_words_of_another_form_further_down_do_not_make_it_one() -> None:
    """A comparison with last year under the table has the word 增减."""
    text = (
        TABLE_2_NEW + TABLE_2_NEW.replace("4 1 9", "5 0 14") + "项目 去年 今年 增减\n制发 4 5 +1\n"
    )
    assert not any(r.key.field.startswith("duties_2019.") and r.span for r in read(text))


def test_a_heading_without_its_table_is_passed_by() -> None:
    """The contents name the table first."""
    text = "三、收到和处理政府信息公开申请情况\n3\n四、政府信息公开行政复议、行政诉讼情况\n4\n"
    table = grid(random.Random(5))
    judged = judge(text + SURE["tabs"](table, random.Random(5)), table.truth)
    assert judged.right == len(table.truth)


@pytest.mark.parametrize("shape", ["several cells a line", "Markdown", "one cell a line", "tabs"])
def test_an_eighth_column_is_read_where_it_is_printed(shape: str) -> None:
    """The subtotal of the organisations, told by the header."""
    table = grid(random.Random(6), subtotal=True)
    judged = judge(SURE[shape](table, random.Random(6)), table.truth)
    assert judged.wrong == []
    assert judged.right == len(table.truth) == 200


def test_a_subtotal_that_does_not_add_up_is_doubted() -> None:
    """小计 is the sum of the five columns before it."""
    table = grid(random.Random(6), subtotal=True)
    text = SURE["Markdown"](table, random.Random(6))
    row = table.row("granted")
    wrong = [*row[:6], str(int(row[6]) + 1), row[7]]
    text = text.replace(" | ".join(row), " | ".join(wrong))
    assert "organisations-add-up" in doubts(text)
    assert "organisations-add-up" not in doubts(rows(three=True))


def test_a_cell_placed_by_columns_says_so() -> None:
    """How a table was put together is the reason of its cells."""
    table = grid(random.Random(8))
    cell = judge(column_major(table, random.Random(8)), table.truth).read[
        "applications.granted.natural_person"
    ]
    assert cell.value == table.cells["granted"]["natural_person"]
    assert "column by column" in cell.candidates[0].reasons[0].en


def apart(labels: Sequence[str], values: Sequence[str]) -> str:
    """Table 2 with the labels of one block before its values."""
    return (
        "二、主动公开政府信息情况\n\n第二十条第（六）项\n\n信息内容\n\n本年处理决定数量\n\n"
        + "\n\n".join([*labels, *values])
        + "\n\n第二十条第（八）项\n\n信息内容\n\n本年收费金额（单位：万元）\n\n行政事业性收费\n\n1.5\n\n"
    ).replace("第二十条第（六）项", "第二十条第（一）项\n\n现行有效件数\n\n第二十条第（六）项", 1)


def test_one_table_that_is_proven_to_lie_by_columns_speaks_for_another() -> None:
    """Two values after two labels: no sum tells whose they are, but table 3 tells the layout."""
    text = apart(["行政处罚", "行政强制"], ["31", "2"])
    alone = {r.key.field: r for r in read(text)}
    assert alone["duties_2021.punishment.decisions"].value is None
    assert alone["duties_2021.punishment.decisions"].damage == "table.short-row"
    beside = {
        r.key.field: r for r in read(text + column_major(grid(random.Random(8)), random.Random(8)))
    }
    assert beside["duties_2021.punishment.decisions"].value == 31
    assert beside["duties_2021.coercion.decisions"].value == 2
    assert "another table" in beside["duties_2021.coercion.decisions"].candidates[0].reasons[0].en


def test_columns_that_no_sum_tells_apart_stay_open() -> None:
    """All zeros say nothing of their places, and need not: whatever the order, they are zeros.

    One number among them may stand anywhere in its row, be it told by columns or by rows.
    """
    zeros = grid(random.Random(1))
    none = Grid(
        zeros.labels, zeros.columns, {r: dict.fromkeys(c, 0) for r, c in zeros.cells.items()}
    )
    judged = judge(column_major(none, random.Random(1)), none.truth)
    assert judged.right == len(none.truth)
    some = {r: dict(c) for r, c in none.cells.items()}
    some["denied_internal"]["research"] = 3
    judged = judge(
        column_major(Grid(none.labels, none.columns, some), random.Random(1)), none.truth
    )
    assert judged.wrong == []
    doubted = {key for key, reading in judged.read.items() if reading.value is None}
    assert {f"applications.denied_internal.{column}" for column in none.columns} <= doubted
    assert judged.right == len(none.truth) - len(doubted) > 150


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("其中自然人申请{new_received.natural_person}件。", "persons-told"),
        ("上年结转政府信息公开申请{carried_in.total}件。", "carried-in-told"),
        ("全年办结{results_total.total}件。", "closed-told"),
        ("予以公开{granted.total}件。", "granted-told"),
        ("部分公开{partial.total}件。", "partial-told"),
        ("结转下年度继续办理{carried_out.total}件。", "carried-out-told"),
    ],
)
def test_prose_and_table_3_are_compared(sentence: str, code: str) -> None:
    """The same number told in both places; another one is doubted."""
    table = grid(random.Random(9))
    row, column = sentence.partition("{")[2].partition("}")[0].split(".")
    value = table.cells[row][column]
    below = SURE["Markdown"](table, random.Random(9))
    said = "一、总体情况\n\n2022年，" + sentence.partition("{")[0] + "%d件。\n\n"
    assert code not in doubts(said % value + below)
    assert code in doubts(said % (value + 1) + below)


def test_prose_sums_of_table_3_are_compared() -> None:
    """不予公开 in the prose is the sum of eight rows."""
    table = grid(random.Random(9))
    denied = sum(c["total"] for row, c in table.cells.items() if row.startswith("denied_"))
    below = SURE["Markdown"](table, random.Random(9))
    assert "denied-told" not in doubts(f"一、总体情况\n\n2022年，不予公开{denied}件。\n\n{below}")
    assert "denied-told" in doubts(f"一、总体情况\n\n2022年，不予公开{denied + 2}件。\n\n{below}")


def test_what_is_issued_is_in_force_or_repealed() -> None:
    """制发 at most 现行有效 and 废止 together."""
    assert "made-within-valid" not in doubts(TABLE_2_NEW)
    assert "made-within-valid" in doubts(TABLE_2_NEW.replace("4 1 9", "14 1 9"))
    assert "made-within-valid" not in doubts(TABLE_2_NEW.replace("4 1 9", "14 / 9"))


@pytest.mark.parametrize(
    ("body", "doubted"), [("柳溪县统计局", True), ("我局", True), ("柳溪县水利局", False)]
)
def test_the_body_that_reports_is_no_narrower_one(body: str, doubted: bool) -> None:
    """Its number and another of the same report differ; another body's number is its own."""
    text = "柳溪县统计局2020年政府信息公开工作年度报告\n\n一、总体情况\n\n"
    text += f"2020年,{body}受理政府信息公开申请7件。\n\n三、依申请公开\n\n全年收到政府信息公开申请2件。\n"
    assert ("requests-told-twice" in doubts(text)) == doubted
