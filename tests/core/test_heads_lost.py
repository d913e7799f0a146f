"""Tables that lost a head, pages that begin inside one, forms that are mixed: right or doubted, never shifted."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

import pytest
from grids import GROUPS, grid, judge

HEADING = "二、主动公开政府信息情况"
END = "三、收到和处理政府信息公开申请情况"
MADE = ("本年制发件数", "本年废止件数", "现行有效件数")
FORMERLY = ("本年新制作数量", "本年新公开数量", "对外公开总数量")
ITEMS = ("上一年项目数量", "本年增/减", "处理决定数量")
DECISIONS = ("本年处理决定数量",)
FEES = ("本年收费金额（单位：万元）",)
REGULATIONS = {"规章": "1 2 3", "行政规范性文件": "4 5 6"}
LICENSING, FINES = {"行政许可": "11"}, {"行政处罚": "21", "行政强制": "22"}
CHARGES = {"行政事业性收费": "35"}
OF_2021 = {
    **{f"duties_2021.regulations.{c}": n for n, c in enumerate(("made", "repealed", "valid"), 1)},
    **{
        f"duties_2021.normative_documents.{c}": n
        for n, c in enumerate(("made", "repealed", "valid"), 4)
    },
    "duties_2021.licensing.decisions": 11,
    "duties_2021.punishment.decisions": 21,
    "duties_2021.coercion.decisions": 22,
    "duties_2021.fees.amount": 35,
}


def block(head: str, columns: tuple[str, ...], rows: Mapping[str, str]) -> list[str]:
    """One block of table 2, a cell a line; without a head, its rows alone."""
    above = [head] if head else []
    above += ["信息内容", *columns] if columns else []
    return [*above, *(cell for label, values in rows.items() for cell in (label, *values.split()))]


def table(*blocks: list[str]) -> str:
    return "\n".join([HEADING, *(line for one in blocks for line in one), END, ""])


@pytest.mark.parametrize(
    "heads",
    [
        ("第二十条第（一）项", "第二十条第（五）项", "第二十条第（六）项", "第二十条第（八）项"),
        ("第二十条第", "第二十条第", "第二十条第", "第二十条第"),
        ("", "", "", ""),
    ],
)
def test_a_block_without_its_head_is_told_by_its_rows(heads: tuple[str, ...]) -> None:
    """The number of the article may be cut, or all of it be gone."""
    blocks = zip(
        heads,
        (MADE, DECISIONS, DECISIONS, FEES),
        (REGULATIONS, LICENSING, FINES, CHARGES),
        strict=True,
    )
    judged = judge(table(*(block(*one) for one in blocks)), OF_2021)
    assert (judged.right, judged.wrong) == (len(OF_2021), [])


def test_a_table_without_its_first_head_is_told_by_its_first_row() -> None:
    """As after a page that ended above it."""
    text = table(
        block("", (), REGULATIONS),
        block("第二十条第（五）项", DECISIONS, LICENSING),
        block("第二十条第（六）项", DECISIONS, FINES),
        block("第二十条第（八）项", FEES, CHARGES),
    )
    judged = judge(text, OF_2021)
    assert (judged.right, judged.wrong) == (len(OF_2021), [])


def test_heads_of_one_form_over_rows_of_the_other_are_doubted() -> None:
    """No number goes to a column by itself."""
    blocks = ((FORMERLY, REGULATIONS), (ITEMS, LICENSING), (ITEMS, FINES), (ITEMS[:2], CHARGES))
    heads = [f"第二十条第（{n}）项" for n in "一五六八"]
    text = table(*(block(head, *one) for head, one in zip(heads, blocks, strict=True)))
    judged = judge(text, {})
    later = [r for key, r in judged.read.items() if ".regulations." not in key]
    apart = [r for r in later if ".normative_documents." not in r.key.field]
    assert apart
    assert all(reading.value is None for reading in apart)
    first = [r.value for key, r in judged.read.items() if ".regulations." in key]
    assert first == [Decimal(1), Decimal(2), Decimal(3)]


@pytest.mark.parametrize(
    ("columns", "later", "gold"),
    [
        (FORMERLY, (DECISIONS, LICENSING), {"licensing.decisions": 11}),
        (
            MADE,
            (ITEMS, {"行政许可": "31 2 33", "其他对外管理服务事项": "41 0 43"}),
            {
                "licensing.items_previous": 31,
                "licensing.items_change": 2,
                "licensing.decisions": 33,
                "other_services.items_previous": 41,
                "other_services.items_change": 0,
                "other_services.decisions": 43,
            },
        ),
    ],
)
def test_each_block_of_a_mixed_table_is_of_the_form_its_heads_name(
    columns: tuple[str, ...],
    later: tuple[tuple[str, ...], Mapping[str, str]],
    gold: Mapping[str, int],
) -> None:
    """The first block of one year, the others of the other: each number in its own column."""
    text = table(
        block("第二十条第（一）项", columns, REGULATIONS), block("第二十条第（五）项", *later)
    )
    first, others = ("2019", "2021") if columns is FORMERLY else ("2021", "2019")
    names = ("newly_made", "newly_disclosed", "disclosed_total")
    names = names if columns is FORMERLY else ("made", "repealed", "valid")
    rows = [(row, name) for row in ("regulations", "normative_documents") for name in names]
    whole = {f"duties_{first}.{row}.{name}": n for n, (row, name) in enumerate(rows, 1)}
    whole |= {f"duties_{others}.{key}": value for key, value in gold.items()}
    judged = judge(text, whole)
    assert (judged.right, judged.wrong) == (len(whole), [])


@pytest.mark.parametrize("cell", [" | ", "\n"])
@pytest.mark.parametrize("above", ["", "三、收到和处理政府信息公开申请情况\n"])
@pytest.mark.parametrize("first", [0, 8, 12])
def test_a_page_that_begins_inside_the_table_is_read_by_its_rows(
    cell: str, above: str, first: int
) -> None:
    """A page of a PDF alone, its heads on the page before."""
    g = grid(random.Random(5))
    keys = list(g.labels)[first:]
    rows = [
        (GROUPS[key] + "\n" if key in GROUPS else "") + cell.join([g.labels[key], *g.row(key)])
        for key in keys
    ]
    text = above + "\n".join(rows) + "\n四、政府信息公开行政复议、行政诉讼情况\n"
    truth = {name: value for name, value in g.truth.items() if name.split(".")[1] in keys}
    judged = judge(text, truth)
    assert judged.wrong == []
    assert judged.right == len(truth)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("本年收费金额（单位：万元）", "35"),
        ("本年收费金额", "35"),
        ("本年收费金额（单位：元）", "350000"),
    ],
)
def test_an_amount_whose_unit_was_cut_is_asked(head: str, told: str) -> None:
    """The unit stands in the head or with the number; where neither tells, both are proposed."""
    text = table(
        block("第二十条第（一）项", MADE, REGULATIONS),
        block("第二十条第（八）项", (head,), {"行政事业性收费": told}),
    )
    reading = judge(text, {}).read["duties_2021.fees.amount"]
    if head == "本年收费金额":
        assert reading.value is None
        assert reading.damage == "number.unit-lost"
        assert [one.value for one in reading.candidates] == [Decimal(35), Decimal("0.0035")]
    else:
        assert reading.value == Decimal(told)
        assert reading.unit == ("元" if "：元" in head else "万元")


def test_nothing_collected_needs_no_unit() -> None:
    text = table(
        block("第二十条第（一）项", MADE, REGULATIONS),
        block("第二十条第（八）项", ("本年收费金额",), {"行政事业性收费": "0"}),
    )
    assert judge(text, {}).read["duties_2021.fees.amount"].value == 0


def test_a_last_page_is_read_by_its_one_row_and_its_run_of_values() -> None:
    """The last row of table 3 alone, and table 4 with heads that stand upright, letter by letter."""
    page = """P. 9
四、结转下年度继续办理 1 0 0 0 0 0 1
四、政府信息公开行政复议、行政诉讼情况
2020 年，我局依法有序公开政府信息，
行政复议 行政诉讼
未经复议直接起诉 复议后起诉
结 结 其 尚
果 果 他 未
总计 果 果 他 未 总 果 果 他 未 总
维 纠 结 审
维 纠 结 审 计 维 纠 结 审 计
持 正 果 结
1 2 3 4 10 0 0 0 5 5 0 0 0 0 0
五、存在的主要问题及改进情况
"""
    columns = ("natural_person", "commercial", "research", "social", "legal_service", "other_org")
    gold = {f"applications.carried_out.{c}": int(c == "natural_person") for c in columns}
    gold["applications.carried_out.total"] = 1
    rows = {"review": (1, 2, 3, 4, 10), "direct": (0, 0, 0, 5, 5), "after_review": (0, 0, 0, 0, 0)}
    results = ("upheld", "corrected", "other", "pending", "total")
    for row, values in rows.items():
        gold |= {f"disputes.{row}.{c}": n for c, n in zip(results, values, strict=True)}
    judged = judge(page, gold)
    assert (judged.right, judged.wrong) == (len(gold), [])
