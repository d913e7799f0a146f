"""The same report as another site or another extractor gives it, and another report that looks alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from msgspec.structs import replace
from replaying import CELL, REPORT, Bench, held, kinds

from kanwu.anchor import Found, Lost, Place, anchor
from kanwu.folds import fold
from kanwu.placing import Ask, place
from kanwu.reading import Reading
from kanwu.schema import Schema
from kanwu.source import Form, Source, Span
from kanwu.workspace.documents import load_schema

FORM = """二、主动公开政府信息情况
第二十条第（一）项
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数
规章 | 0 | 0 | 0
行政规范性文件 | 0 | 0 | 0
第二十条第（五）项
信息内容 | 本年处理决定数量
行政许可 | 0
第二十条第（六）项
信息内容 | 本年处理决定数量
行政处罚 | 0
行政强制 | 0
三、收到和处理政府信息公开申请情况
申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计
一、本年新收政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0
二、上年结转政府信息公开申请数量 | 0 | 0 | 0 | 0 | 0 | 0 | 0
"""
ORCHARD = f"""云岭市梨坪镇政府信息公开工作年度报告
一、总体情况
镇里把果园补贴的名单贴在村口，又在集市上念了两遍，看不清字的老人也都听到了。来问路费怎么报的人最多，
窗口的小赵抄了一张价目表，挂在秤的旁边。雨季过后重修了公示栏，换上有檐的木框，纸不再泡烂。
{FORM}四、存在的问题
年轻人多在外地，留下的人不爱看网页；来年打算请放映队在开演前读一段。
"""
HARBOUR = f"""沧屿县渔港管理处政府信息公开工作年度报告
一、总体情况
码头的泊位表每天早上写在黑板上，渔船出港前都来看一眼。冷库租金调价以前开过一场听证，记录放在值班室任人翻阅。
处里新买的打印机一直卡纸，所以夏天的通知大多是手写的。
{FORM}四、存在的问题
外来船只语言不通，黑板上的字认不全，准备添几幅图画。
"""
PAGE = "".join(
    f'<tr class="row odd"><td style="width:32%;border:1px solid #ccc">{label}</td>'
    f'<td style="width:8%;text-align:center"><span class="num">{number}</span></td></tr>\n'
    for label, number in {
        "发到各户的果园补贴": 31,
        "修桥用掉的石料": 204,
        "新装的太阳能路灯": 17,
        "清淤的水渠和池塘": 8,
        "坐校车上学的孩子": 56,
    }.items()
)


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("zh-disclosure-report")


def placed(old: Source, new: Source, *, snapshot: bool = True) -> list[Place]:
    """The places of every number."""
    spans = [Span(*match.span()) for match in re.finditer(r"(?<![:#\d])\d+(?![\d%px])", old.text)]
    asks = [Ask(anchor(old, span)) for span in spans]
    return place(asks, fold(new), {old.sha256: fold(old)} if snapshot else {})


def text(words: str, form: Form = "text") -> Source:
    return Source("report", words, "utf-8", form)


def test_another_office_on_the_same_form_is_another_document() -> None:
    """Most words of both are those of the form, and every number is a nought."""
    for old, new in ((ORCHARD, HARBOUR), (HARBOUR, ORCHARD)):
        assert {*placed(text(old), text(new))} == {Lost(other_document=True)}


@pytest.mark.parametrize("half", [slice(0, 300), slice(130, None)], ids=["head", "tail"])
def test_a_part_of_a_report_is_the_same_report(half: slice) -> None:
    """What a site cut off is lost; what it kept is found."""
    found = placed(text(ORCHARD), text(ORCHARD[half]))
    assert not any(isinstance(one, Lost) and one.other_document for one in found)
    assert sum(isinstance(one, Found) for one in found) > len(found) // 3
    back = placed(text(ORCHARD[half]), text(ORCHARD))
    assert all(isinstance(one, Found) for one in back[1:-1])


def test_a_table_laid_out_anew_is_the_same_report() -> None:
    """All labels first, then the cells: little is in its place, but the words are the same."""
    numbers = re.compile(r" \| (\d)")
    apart = numbers.sub("", ORCHARD) + "\n".join(numbers.findall(ORCHARD))
    head, table, tail = re.split("(二、.*(?=四、))", apart, flags=re.DOTALL)
    moved = tail + table + head
    assert Lost(other_document=True) not in placed(text(ORCHARD), text(moved))


def test_numbers_of_a_page_are_found_in_its_plain_text_by_their_own_words() -> None:
    """Beside each number of a page stand only tags: what is remembered reaches over them."""
    page = text(f"<!DOCTYPE html><table>{PAGE}</table>以上由村里的会计整理", "html")
    plain = re.sub("<[^>]+>", "", PAGE) + "以上由村里的会计整理"
    spans = [Span(*match.span("n")) for match in re.finditer(r'num">(?P<n>\d+)', page.text)]
    found = place([Ask(anchor(page, span)) for span in spans], fold(text(plain)), {})
    assert [plain[one.span.start : one.span.end] for one in found if isinstance(one, Found)] == [
        page.quote(span) for span in spans
    ]


Misreading = Callable[[Reading, Reading], Reading]
NEXT = "applications.new_received.commercial"
NEW = REPORT.replace("| 5 | 2 |", "| 5 | 5 |")


def misread(bench: Bench, change: Misreading) -> list[Reading]:
    """The readings of a text whose row has two equal cells, with the first cell read otherwise."""
    read = Bench(bench.schema, NEW)
    first, second = read.reading(CELL), read.reading(NEXT)
    return [change(first, second) if one is first else one for one in read.readings]


def at_the_next_cell(first: Reading, second: Reading) -> Reading:
    return replace(first, span=second.span)


def test_an_amendment_goes_to_its_words_where_the_machine_reads_another_cell(bench: Bench) -> None:
    """The field is the one that was amended, and its place is where the words still stand."""
    bench.say("amended", CELL, Decimal(6))
    replayed = bench.on(NEW, misread(bench, at_the_next_cell))
    assert [one.span and one.span.start for one in replayed.outcomes] == [NEW.index("5 | 5")]
    assert held(replayed, CELL).reading.value == Decimal(6)


def test_a_confirmation_does_not_follow_the_machine_to_another_cell(bench: Bench) -> None:
    """The same value elsewhere was not what the person confirmed."""
    bench.say("confirmed", CELL)
    assert kinds(bench.on(NEW, misread(bench, at_the_next_cell))) == ["ambiguous"]


@pytest.mark.parametrize("reach", [1, 5], ids=["the same words", "words that reach farther"])
def test_a_cell_that_is_read_from_the_words_of_another_proves_nothing(
    bench: Bench, reach: int
) -> None:
    """Two fields from one place, and the own words gone: it is for a person to see."""
    bench.say("amended", CELL, Decimal(6))
    new = REPORT.replace("| 5 | 2 |", "| 5 | 5 | 5 | 2 |")
    start = new.index("5 | 5 | 2")
    spans = {CELL: Span(start, start + 1), NEXT: Span(start, start + reach)}
    read = [
        replace(one, span=span, quote=new[span.start : span.end])
        if (span := spans.get(one.key.field))
        else one
        for one in Bench(bench.schema, new).readings
    ]
    assert kinds(bench.on(new, read)) == ["stale"]


@pytest.fixture
def bench(schema: Schema) -> Bench:
    return Bench(schema)
