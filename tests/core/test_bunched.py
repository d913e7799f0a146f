"""Tables whose pieces stand apart: labels in bunches, rows after other blocks, padding, bare rows."""

from __future__ import annotations

from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.message import say
from kanwu.reading import Reading
from kanwu.source import Form, Source
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")
HEADING = "三、收到和处理政府信息公开申请情况\n"
ROWS = (
    ("一、本年新收政府信息公开申请数量", "41 3 0 0 0 0 44"),
    ("二、上年结转政府信息公开申请数量", "2 0 0 0 0 0 2"),
    ("（一）予以公开", "9 1 0 0 0 0 10"),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "4 0 0 0 0 0 4"),
    ("1.属于国家秘密", "0 0 0 0 0 0 0"),
    ("2.其他法律行政法规禁止公开", "1 0 0 0 0 0 1"),
    ("3.危及“三安全一稳定”", "0 0 0 0 0 0 0"),
    ("4.保护第三方合法权益", "2 0 0 0 0 0 2"),
    ("5.属于三类内部事务信息", "3 0 0 0 0 0 3"),
    ("6.属于四类过程性信息", "0 0 0 0 0 0 0"),
    ("7.属于行政执法案卷", "0 1 0 0 0 0 1"),
    ("8.属于行政查询事项", "5 0 0 0 0 0 5"),
    ("1.本机关不掌握相关政府信息", "7 1 0 0 0 0 8"),
    ("2.没有现成信息需要另行制作", "6 0 0 0 0 0 6"),
    ("3.补正后申请内容仍不明确", "0 0 0 0 0 0 0"),
    ("1.信访举报投诉类申请", "0 0 0 0 0 0 0"),
    ("2.重复申请", "1 0 0 0 0 0 1"),
    ("3.要求提供公开出版物", "0 0 0 0 0 0 0"),
    ("4.无正当理由大量反复申请", "0 0 0 0 0 0 0"),
    ("5.要求行政机关确认或重新出具已获取信息", "0 0 0 0 0 0 0"),
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1 0 0 0 0 0 1"),
    (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "0 0 0 0 0 0 0",
    ),
    ("3.其他", "2 0 0 0 0 0 2"),
    ("（七）总计", "41 3 0 0 0 0 44"),
    ("四、结转下年度继续办理", "2 0 0 0 0 0 2"),
)
NAMES = {
    "partial": 3,
    "denied_internal": 8,
    "denied_process": 9,
    "denied_admin_query": 11,
    "unable_not_held": 12,
    "unable_needs_creation": 13,
    "unable_unclear": 14,
    "unprocessed_petition": 15,
    "unprocessed_confirm": 19,
    "other_not_corrected": 20,
    "other_fee_unpaid": 21,
    "other_rest": 22,
}


def found(text: str, start: str, form: Form = "text") -> dict[str, Reading]:
    return {
        reading.key.field.removeprefix(start): reading
        for reading in extract(fold(Source("x", text, "utf-8", form)), SCHEMA)
        if reading.key.field.startswith(start) and reading.span is not None
    }


def shown(text: str, start: str, form: Form = "text") -> dict[str, str]:
    """What is read without a doubt."""
    return {
        key: str(reading.value)
        for key, reading in found(text, start, form).items()
        if reading.damage is None and reading.value is not None
    }


def bar(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n"


def table(bare: dict[int, str], lost: int | None = None) -> str:
    """Table 3 in bars; `bare` rows lost their labels, which stand before the rows told."""
    lines = [HEADING]
    for i, (label, cells) in enumerate(ROWS):
        lines.append(bare.get(~i, ""))
        if i == lost:
            continue
        lines.append(bar(*([] if i in bare else [label]), *cells.split()))
    return "".join(lines)


def test_rows_without_labels_stand_between_those_with_labels() -> None:
    """However their labels are bunched and broken, each row has its own values."""
    text = table(
        {
            3: "",
            5: "",
            ~4: "（二）部分公开（区分处理的，只\n计这一情形，不计其他情形）\n2.其他法律行政法规禁\n止公开\n",
            8: "",
            12: "",
            ~8: "（三）不\n予公开\n5.属于三类内部事务信\n息\n1.本机关不掌握相关政\n府信息\n",
            13: "",
            14: "",
            ~13: "（四）无2.没有现成信息需要另\n法提供行制作\n3.补正后申请内容仍不\n明确\n",
            19: "",
            20: "",
            21: "",
            ~19: "5.要求行政机关确认或\n重新出具已获取信息\n1.申请人无正当理由逾\n期不补正、行政机关不\n再处理其申请\n",
            ~21: "（六）其\n他处理\n2.申请人逾期未按收费\n通知要求缴纳费用\n1\n",
        }
    )
    cells = found(text, "applications.")
    for row, i in NAMES.items():
        first, *_, total = ROWS[i][1].split()
        assert str(cells[f"{row}.natural_person"].value) == first, row
        assert str(cells[f"{row}.total"].value) == total, row
    why = cells["unable_not_held.total"].candidates[0].reasons
    assert why == (say("table.bunched"),)


def test_a_row_too_few_leaves_them_open() -> None:
    """Three rows of the form and two of values: none of them is read without a doubt."""
    said = shown(table({12: "", 13: "", 14: ""}, lost=13), "applications.")
    assert said["denied_admin_query.total"] == "5"
    assert said["unprocessed_repeat.total"] == "1"
    assert not {f"{row}.total" for row in NAMES if row.startswith("unable")} & set(said)


def test_a_row_stands_in_its_own_block_wherever_it_is_printed() -> None:
    """Rows of the first item after the last one, whose own value stays."""
    text = (
        "第二十条第（一）项\n第二十条第（五）项\n信息内容 本年处理决定数量\n行政许可 31\n"
        "第二十条第（八）项\n信息内容 本年收费金额（单位：万元）\n行政事业性收费 4\n"
        + bar("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
        + "|---|---|---|---|\n"
        + bar("规章", "1", "2", "3")
        + bar("行政规范性文件", "7", "0", "25")
    )
    assert shown(text, "duties_2021.") == {
        "regulations.made": "1",
        "regulations.repealed": "2",
        "regulations.valid": "3",
        "normative_documents.made": "7",
        "normative_documents.repealed": "0",
        "normative_documents.valid": "25",
        "licensing.decisions": "31",
        "fees.amount": "4",
    }


WIDE = """<p>第二十条第（一）项</p><table>
<tr><td>信息内容</td><td>本年新制作数量</td><td colspan="2">本年新公开数量</td><td>对外公开总数量</td></tr>
<tr><td>规章</td><td>{}</td><td colspan="2">{}</td><td>{}</td></tr>
<tr><td>规范性文件</td><td>11</td><td colspan="2">10</td><td>52</td></tr></table>"""


def test_a_cell_that_reaches_over_two_columns_is_one() -> None:
    """What lies under a wide cell of the header is padding, and no value is missing."""
    said = shown(WIDE.format("4", "3", "88"), "duties_2019.", "html")
    assert said["regulations.newly_disclosed"] == "3"
    assert said["regulations.disclosed_total"] == "88"
    assert said["normative_documents.newly_made"] == "11"


def test_padding_is_none_where_words_stand() -> None:
    """A blank under a name of the header stays a blank cell."""
    said = shown(WIDE.format("4", "", "88"), "duties_2019.", "html")
    assert "regulations.newly_disclosed" not in said
    assert said["regulations.newly_made"] == "4"
    assert said["regulations.disclosed_total"] == "88"


def test_the_disputes_in_one_row_under_a_torn_header() -> None:
    """Fifteen numbers in the order of the form, whatever is left of the words above them."""
    text = (
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议行政诉讼\n未经复议直接起诉复议后起诉\n"
        "结果结果其他尚未\n维持纠正结果审结维持纠正结果审结\n"
        + bar("维持", "纠正", "结果", "审结", "总计")
        + "|---|---|---|---|---|\n"
        + bar(*["8", "1", "2", "3", "14", "4", "0", "1", "0", "5", "2", "0", "0", "6", "8"])
    )
    said = shown(text, "disputes.")
    assert len(said) == 15
    assert (said["review.upheld"], said["review.total"]) == ("8", "14")
    assert (said["direct.total"], said["after_review.pending"]) == ("5", "6")


def test_a_table_of_which_no_block_is_named_is_no_table() -> None:
    """Its columns stand there, but on a line with others, so that no block begins with them."""
    text = "二、主动公开政府信息情况\n信息内容 本年新制作数量 本年新公开数量 对外公开总数量\n规章 3 4 5\n"
    readings = extract(fold(Source("x", text, "utf-8")), SCHEMA)
    assert all(r.quote or r.value is None for r in readings)
