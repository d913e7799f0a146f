"""Tables whose cells have nothing between them: laid out again, parted by their sums, else doubted."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import product

import pytest
from grids import SCHEMA, Grid, grid, judge
from shapes import SURE

from kanwu.extractors import extract
from kanwu.extractors.cells import Cell
from kanwu.extractors.cuts import cuts
from kanwu.extractors.glued import unglued
from kanwu.extractors.names import in_order
from kanwu.extractors.parting import parted
from kanwu.extractors.rows import Row, Run
from kanwu.folds import fold
from kanwu.reading import Reading
from kanwu.source import Source, Span

TABLE_2 = (
    "二、主动公开政府信息情况\n第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数"
    "规章{0}行政规范性文件{1}第二十条第（五）项信息内容本年处理决定数量行政许可{2}"
    "第二十条第（六）项信息内容本年处理决定数量行政处罚{3}行政强制{4}"
    "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费{5}\n"
)
TABLE_4 = (
    "四、政府信息公开行政复议、行政诉讼情况行政复议行政诉讼"
    + "结果维持结果纠正其他结果尚未审结总计"
    + "未经复议直接起诉复议后起诉"
    + "结果维持结果纠正其他结果尚未审结总计" * 2
    + "{}五、存在的主要问题及改进情况白鹭渡的渡口没有公告栏。\n"
)


ROWS = ("review", "direct", "after_review")
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def source(text: str) -> Source:
    return Source("x", text, "utf-8")


def cells(text: str) -> dict[str, Reading]:
    """The readings of tables that stand somewhere, by field."""
    found = extract(fold(source(text)), SCHEMA)
    return {r.key.field: r for r in found if r.span and r.key.field.split(".")[0] in SCHEMA.tables}


def report(second: tuple[str, ...] = ("000", "102", "415", "38", "6", "3.5")) -> str:
    """Tables 2 to 4 of a made-up report, each in one line."""
    table = grid(random.Random(4))
    third = SURE["nothing between cells"](table, random.Random(0)).split("\n四、")[0]
    return f"{TABLE_2.format(*second)}{third}\n{TABLE_4.format('10102200313300011')}"


def damaged(table: Grid, rng: random.Random, wrong: int) -> Grid:
    """The table with so many wrong digits, as a source prints them: the sums hold no more."""
    printed = {row: dict(values) for row, values in table.cells.items()}
    for _ in range(wrong):
        row, column = rng.choice(list(printed)), rng.choice(list(table.columns))
        digits = str(printed[row][column])
        at = rng.randrange(len(digits))
        other = rng.choice([d for d in "123456789" if d != digits[at]])
        printed[row][column] = int(digits[:at] + other + digits[at + 1 :])
    return Grid(table.labels, table.columns, printed)


@pytest.mark.parametrize("wrong", [1, 2])
def test_a_wrong_digit_makes_no_other_cut_sure(wrong: int) -> None:
    """The row's own sum then tells a wrong cut, or none: what the columns contradict is doubted."""
    right = of = 0
    for seed, sep in product(
        range(8), ("nothing between cells", "nothing between heading and cells")
    ):
        rng = random.Random(seed)
        table = damaged(grid(rng), rng, wrong)
        judged = judge(SURE[sep](table, rng), table.truth)
        assert judged.wrong == []
        right, of = right + judged.right, of + len(table.truth)
    assert right > 0.75 * of


@pytest.mark.parametrize("shape", [name for name in SURE if name.startswith("nothing between")])
def test_a_subtotal_of_organisations_is_a_column_too(shape: str) -> None:
    """The header tells that there are eight columns, though it has nothing between its names."""
    for seed in range(3):
        rng = random.Random(seed)
        table = grid(rng, subtotal=True)
        judged = judge(SURE[shape](table, rng), table.truth)
        assert judged.wrong == []
        assert judged.right == len(table.truth)


def test_each_value_stands_where_its_digits_do() -> None:
    text = report()
    for one in cells(text).values():
        assert one.span is not None
        if one.value is not None:
            assert text[one.span.start : one.span.end] == one.quote
            assert one.value == Decimal(one.quote)


def test_values_of_one_column_are_all_their_digits() -> None:
    read = cells(report())
    told = {
        "duties_2021.licensing.decisions": "415",
        "duties_2021.punishment.decisions": "38",
        "duties_2021.coercion.decisions": "6",
        "duties_2021.fees.amount": "3.5",
    }
    assert {field: read[field].quote for field in told} == told


def test_as_many_digits_as_columns_part_in_one_way() -> None:
    read = cells(report())
    row = [
        read[f"duties_2021.normative_documents.{c}"].value for c in ("made", "repealed", "valid")
    ]
    assert row == [1, 0, 2]


def test_digits_that_no_sum_parts_are_doubted() -> None:
    """2011 in three columns is 2, 0, 11 or 20, 1, 1: each column has both ways, and no value."""
    read = cells(report(("000", "2011", "415", "38", "6", "3.5")))
    made = read["duties_2021.normative_documents.made"]
    assert made.value is None
    assert made.damage == "table.short-row"
    assert sorted(one.value for one in made.candidates) == [2, 20]
    valid = read["duties_2021.normative_documents.valid"]
    assert sorted(one.value for one in valid.candidates) == [1, 11]
    assert valid.quote == "11"


def test_a_row_without_digits_makes_the_next_one_doubtful() -> None:
    """行政处罚行政强制38: nobody knows whose the 38 is, or whether it is two numbers."""
    read = cells(report(("000", "102", "415", "", "38", "3.5")))
    assert read["duties_2021.coercion.decisions"].value is None
    assert "duties_2021.punishment.decisions" not in read


def test_rows_without_names_part_by_their_sums() -> None:
    read = cells(report())
    rows = {row: "".join(read[f"disputes.{row}.{c}"].quote for c in RESULTS) for row in ROWS}
    assert rows == {"review": "10102", "direct": "2003133", "after_review": "00011"}


def test_a_row_that_stands_there_twice_is_parted_by_its_own_digits() -> None:
    """One in digits alone, one in cells: what parts the one says nothing of the other."""
    table = SCHEMA.tables["applications"]
    columns = in_order(tuple(c for c in table.blocks[0].columns if not c.optional))
    part = table.blocks[0].rows[3]
    laid = unglued(fold(source(report())), SCHEMA)
    start = laid.folded.index("\t", laid.folded.index("部分公开")) + 1
    digits = laid.folded[start : laid.folded.index("\n", start)]
    cell = Cell(digits, start, start + len(digits), 0, None, is_value=True)
    naught = Cell("0", start, start + 1, 0, None, is_value=True)
    rows = [Row(Run((), cells, 0), part) for cells in ((cell,), (naught,), (naught,) * 7)]
    made = parted(laid, SCHEMA, table, columns, rows)
    assert "".join(one.words for one in made[0].run.values) == digits
    assert made[1:] == rows[1:]


def test_nothing_is_put_into_a_text_without_such_tables() -> None:
    """Long numbers behind words are no rows: telephones, visits, the numbers of licences."""
    text = fold(source("热线电话12345678，备案号20990031，访问量7654321次，行政许可5件。\n" * 9))
    assert unglued(text, SCHEMA) is text


def test_what_is_put_in_stands_nowhere_in_the_source() -> None:
    text = fold(source(report()))
    laid = unglued(text, SCHEMA)
    assert "".join(laid.folded.split()) == "".join(text.folded.split())
    at = laid.folded.index("\t")
    assert laid.starts[at] == laid.ends[at]
    start = laid.folded.index("行政许可")
    assert laid.quote(start, start + 4) == "行政许可"
    assert laid.quote(start, start + 8) == "行政许可415"


def test_a_naught_begins_no_longer_number() -> None:
    assert cuts("1010", ["a", "b"], ()) == [((0, 2), (2, 4)), ((0, 3), (3, 4))]


def test_a_cut_holds_the_sum_of_its_row() -> None:
    whole = (("a", "b", "c"), ("total",))
    assert cuts("310334", ["a", "b", "c", "total"], [whole]) == [((0, 2), (2, 3), (3, 4), (4, 6))]
    assert cuts("9119", ["a", "b", "c", "total"], [whole]) == []


def test_digits_that_part_in_too_many_ways_are_left_whole() -> None:
    assert cuts("1" * 60, [str(i) for i in range(12)], ()) == []


def test_span_of_put_in_characters_is_empty() -> None:
    text = fold(source("一二")).insert([(1, "\t")])
    assert text.folded == "一\t二"
    assert text.span(1, 2) == Span(1, 1)
    assert text.place(Span(1, 2)) == (2, 3)
    assert text.place(Span(0, 1)) == (0, 1)
