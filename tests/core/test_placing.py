"""Placing: an anchor is found again wherever its words went, or is said to be lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from kanwu.anchor import Ambiguous, Fixed, Found, Lost, Place, Stale, anchor
from kanwu.folds import fold
from kanwu.placing import Ask, place, says
from kanwu.reading import Value
from kanwu.source import Source, Span

REPORT = """松岭县白鹭镇人民政府2020年政府信息公开工作年度报告

一、总体情况
全镇主动公开政府信息412条，其中网站公开265条，微信公众号发布88条，公示栏张贴59条。
镇里举办业务培训3次，到场的干部和群众共120人次。2020年培训材料印发300份。

二、依申请公开情况
全年收到政府信息公开申请17件，上年结转2件，办结16件，结转下年度3件。
申请内容涉及征地补偿的9件，涉及低保评定的8件，都在法定期限内答复。

三、行政复议和行政诉讼
因政府信息公开被申请行政复议4件，被提起行政诉讼1件，均已审结。

四、存在的问题和改进
网站栏目更新不够及时，2020年下半年起改为每周更新一次；解读材料少，明年计划编写12篇。

松岭县白鹭镇人民政府
2021129
"""
NUMBER = re.compile(r"[0-9]+")


def source(text: str) -> Source:
    return Source("report", text, "utf-8")


def put(
    old: str, new: str, *quotes: str, corrected: Value | None = None, snapshot: bool = True
) -> list[Place]:
    """The places of quotes that stand once in the old text."""
    before = source(old)
    spans = [Span(old.index(quote), old.index(quote) + len(quote)) for quote in quotes]
    asks = [Ask(anchor(before, span), corrected) for span in spans]
    olds = {before.sha256: fold(before)} if snapshot else {}
    return place(asks, fold(source(new)), olds)


def words(found: Place, new: str) -> str:
    assert isinstance(found, (Found, Fixed, Stale)), found
    return new[found.span.start : found.span.end]


def every_number(old: str, new: str, snapshot: bool = True) -> list[tuple[str, Place]]:
    before = source(old)
    spans = [Span(*match.span()) for match in NUMBER.finditer(old)]
    olds = {before.sha256: fold(before)} if snapshot else {}
    places = place([Ask(anchor(before, span)) for span in spans], fold(source(new)), olds)
    return list(zip((before.quote(span) for span in spans), places, strict=True))


def rewrapped(text: str) -> str:
    return "\n".join(line[i : i + 19] for line in text.split("\n") for i in range(0, len(line), 19))


def wide(text: str) -> str:
    return text.translate({ord("0") + i: ord("０") + i for i in range(10)} | {ord("，"): ","})


def section_moved(text: str) -> str:
    first, second = text.index("二、"), text.index("三、")
    end = text.index("四、")
    return text[:first] + text[second:end] + text[first:second] + text[end:]


HARMLESS: dict[str, Callable[[str], str]] = {
    "rewrapped": rewrapped,
    "indented": lambda text: text.replace("\n", "\n\n　　"),
    "wide digits, narrow commas": wide,
    "traditional script": OpenCC("s2t.json").convert,
    "a paragraph inserted": lambda text: text.replace(
        "二、依", "今年新添了村务公开的专栏，村民看得更方便，来信也多了31封。\n\n二、依"
    ),
    "a section moved": section_moved,
    "a sentence deleted elsewhere": lambda text: text.replace("都在法定期限内答复", "已答复"),
    "words put between": lambda text: text.replace("主动公开", "一年里累计主动公开"),
}


@pytest.mark.parametrize("snapshot", [True, False], ids=["snapshot", "own words"])
@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_harmless_change_loses_no_number(change: Callable[[str], str], snapshot: bool) -> None:
    """Whatever leaves the numbers alone, each is found, and is the very same."""
    new = change(REPORT)
    for quote, found in every_number(REPORT, new, snapshot):
        assert isinstance(found, Found), (quote, found)
        assert fold(source(words(found, new))).folded.strip().replace("\n", "") == quote


def test_the_same_version_is_placed_exactly() -> None:
    """On the text it was made on, an anchor stands where it stood."""
    for quote, found in every_number(REPORT, REPORT):
        assert isinstance(found, Found)
        assert (found.moved, found.score, words(found, REPORT)) == (False, 1.0, quote)


def test_another_offset_is_moved() -> None:
    """Words put in before an anchor make it a moved one."""
    (found,) = put(REPORT, "（转载）\n" + REPORT, "412")
    assert isinstance(found, Found)
    assert found.moved


@pytest.mark.parametrize(
    ("before", "after"), [("88条", "188条"), ("88条", "89条"), ("88条", "88.5条"), ("88条", "8条")]
)
def test_another_number_at_the_place_is_stale(before: str, after: str) -> None:
    """A digit edited or added makes a third value: the place is told, and nothing is written."""
    new = REPORT.replace(before, after)
    (found,) = put(REPORT, new, "88")
    assert isinstance(found, Stale)
    assert words(found, new) == after[:-1]


def test_a_number_edited_nearby_disturbs_nothing() -> None:
    """The neighbour's change is the neighbour's own."""
    new = REPORT.replace("265条", "256条")
    for quote, found in every_number(REPORT, new):
        assert isinstance(found, Stale if quote == "265" else Found)


@pytest.mark.parametrize(
    "printed", ["2021年1月29日", "2021-01-29", "二〇二一年一月二十九日", "2021年01月29日"]
)
def test_a_date_mended_upstream_is_fixed(printed: str) -> None:
    """The corrected value counts however it is written."""
    new = REPORT.replace("2021129", printed)
    (found,) = put(REPORT, new, "2021129", corrected="2021-01-29")
    assert isinstance(found, Fixed)
    assert words(found, new) == printed


def test_a_date_of_another_year_is_not_fixed() -> None:
    """Day and month alone do not say the corrected date where another year stands before them."""
    (found,) = put(
        REPORT, REPORT.replace("2021129", "2012年1月29日"), "2021129", corrected="2021-01-29"
    )
    assert isinstance(found, Stale)


def test_a_number_mended_upstream_is_fixed() -> None:
    """So does a number, with its thousands set apart."""
    new = REPORT.replace("300份", "1,300份")
    (found,) = put(REPORT, new, "300", corrected=Decimal(1300))
    assert isinstance(found, Fixed)
    assert words(found, new) == "1,300"


def test_deleted_words_are_lost_though_others_look_alike() -> None:
    """A sentence that is gone is not found in its neighbour with the same number."""
    old = REPORT.replace("行政诉讼1件", "行政诉讼4件").replace("复议4件，", "复议4件。")
    new = old.replace("因政府信息公开被申请行政复议4件。", "")
    (found,) = put(old, new, "4件")
    assert isinstance(found, (Lost, Ambiguous))


def test_a_template_sentence_deleted_is_lost_and_its_sisters_are_found() -> None:
    """Of sentences alike, the one that is gone is told by where sentences begin."""
    lines = ["收到来信0件。", "收到来电0件。", "收到来访0件。", "收到网上留言0件。"]
    old = REPORT + "".join(lines)
    new = REPORT + "".join(lines[:1] + lines[2:])
    before = source(old)
    spans = [Span(m.start(1), m.end(1)) for m in re.finditer(r"收到(?:来|网)\D+(0)", old)]
    places = place(
        [Ask(anchor(before, span)) for span in spans],
        fold(source(new)),
        {before.sha256: fold(before)},
    )
    assert [type(one) for one in places] == [Found, Lost, Found, Found]


def test_one_zero_of_a_row_gone_is_ambiguous() -> None:
    """Of five equal cells one is gone: nobody can tell which."""
    old = REPORT + "\n复议结果 0 0 0 0 0 合计\n"
    new = REPORT + "\n复议结果 0 0 0 0 合计\n"
    zeros = [Span(i, i + 1) for i in range(len(REPORT), len(old)) if old[i] == "0"]
    before = source(old)
    for found in place(
        [Ask(anchor(before, span)) for span in zeros],
        fold(source(new)),
        {before.sha256: fold(before)},
    ):
        assert not isinstance(found, (Found, Fixed))


def test_a_cell_changed_among_zeros_leaves_the_others() -> None:
    """A cell that changed in place is told from the equal ones beside it."""
    old = REPORT + "\n复议结果 0 0 0 0 0 合计\n"
    new = REPORT + "\n复议结果 0 0 12 0 0 合计\n"
    kinds = [type(found) for quote, found in every_number(old, new) if quote == "0"]
    assert kinds == [Found, Found, Stale, Found, Found]


def test_a_paragraph_printed_twice_side_by_side_is_ambiguous() -> None:
    """Two copies fit equally; the words around them are not in doubt."""
    line = "因政府信息公开被申请行政复议4件，被提起行政诉讼1件，均已审结。\n"
    new = REPORT.replace(line, line * 2)
    four, other = put(REPORT, new, "4件", "412")
    assert isinstance(four, Ambiguous)
    assert isinstance(other, Found)


def test_a_paragraph_printed_again_elsewhere_is_found_at_its_own_place() -> None:
    """A copy at the end of the text does not draw the anchors away."""
    line = "因政府信息公开被申请行政复议4件，被提起行政诉讼1件，均已审结。\n"
    new = REPORT + "\n附：\n" + line
    (found,) = put(REPORT, new, "4件")
    assert isinstance(found, Found)
    assert found.span.start == REPORT.index("4件")


@pytest.mark.parametrize("snapshot", [True, False])
def test_the_report_of_another_year_is_another_document(snapshot: bool) -> None:
    """The same words with another year and other numbers: nothing is placed at all."""
    new = NUMBER.sub(lambda m: str(int(m[0]) + 1 if m[0] == "2020" else int(m[0]) * 3 + 1), REPORT)
    for _, found in every_number(REPORT, new, snapshot):
        assert found == Lost(other_document=True)


def test_another_text_is_another_document() -> None:
    """Nor is anything placed in a text about something else."""
    new = "村里修了一条新路，长412米，宽3米，明年再修88米。路灯17盏，都亮了。"
    for _, found in every_number(REPORT, new):
        assert found == Lost(other_document=True)


def test_a_blank_cell_stays_blank_or_not() -> None:
    """A place where nothing stood is found while nothing stands there."""
    row = "合计 | | 7 |\n"
    before = source(REPORT + row)
    at = before.text.index("| |") + 1
    asks = [Ask(anchor(before, Span(at, at)))]
    olds = {before.sha256: fold(before)}
    (same,) = place(asks, fold(source("注：\n" + REPORT + row)), olds)
    (filled,) = place(asks, fold(source(REPORT + row.replace("| |", "| 5 |"))), olds)
    assert isinstance(same, Found)
    assert isinstance(filled, Stale)


def test_an_anchor_edited_by_hand_is_placed_by_its_words() -> None:
    """A start that no longer fits the snapshot does not spoil the search."""
    before = source(REPORT)
    one = anchor(before, Span(REPORT.index("265"), REPORT.index("265") + 3))
    moved = type(one)(
        quote=one.quote, before=one.before, after=one.after, start=3, sha256=one.sha256
    )
    (found,) = place([Ask(moved)], fold(source("按：\n" + REPORT)), {before.sha256: fold(before)})
    assert isinstance(found, Found)
    assert words(found, "按：\n" + REPORT) == "265"


@settings(max_examples=40, deadline=None)
@given(
    at=st.integers(0, len(REPORT)),
    inserted=st.text(alphabet="桥灯船雨松石云路山水花鸟", max_size=30),
)
def test_a_distant_insertion_loses_nothing(at: int, inserted: str) -> None:
    """Words put in anywhere, but for inside a number, leave every number found."""
    at = next((m.end() for m in NUMBER.finditer(REPORT) if m.start() < at < m.end()), at)
    new = REPORT[:at] + inserted + REPORT[at:]
    for quote, found in every_number(REPORT, new):
        assert isinstance(found, Found)
        assert words(found, new) == quote


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(REPORT)), st.integers(0, 80))
def test_a_place_is_never_taken_for_another(start: int, length: int) -> None:
    """After any deletion, a number is at its own place or nowhere."""
    new = REPORT[:start] + REPORT[start + length :]
    for match, (_, found) in zip(NUMBER.finditer(REPORT), every_number(REPORT, new), strict=True):
        if isinstance(found, (Found, Fixed)):
            shift = 0 if match.end() <= start else length
            assert found.span.start == match.start() - shift


def test_values_are_compared_by_what_they_say() -> None:
    """A corrected value given as words is itself read."""
    assert says("12月31日", "2018-12-31")
    assert says("1,568", "1568")
    assert not says("2021年1月28日", "2021-01-29")
    assert not says("", Decimal(0))


ROWS = "".join(
    f"{label} {' '.join(cells)}\n"
    for label, cells in {
        "一、本年新收申请数量": "60012009",
        "二、上年结转申请数量": "10000001",
        "（一）予以公开": "30000003",
        "1.重复申请": "00000000",
        "2.信访举报投诉类申请": "10000001",
        "3.要求提供公开出版物": "00000000",
        "4.无正当理由大量反复申请": "00000000",
        "5.要求确认或重新出具已获取信息": "00000000",
        "（七）总计": "40000004",
        "四、结转下年度继续办理": "01000001",
    }.items()
)
TABLE = REPORT.replace("三、行政复议", f"{ROWS}\n三、行政复议")


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 40), st.integers(1, 8), st.integers(0, 40), st.booleans())
def test_lines_that_moved_take_their_numbers_along_or_lose_them(
    start: int, size: int, to: int, snapshot: bool
) -> None:
    """A row of zeros at the seam of a block is its own row, or nobody's."""
    lines = TABLE.splitlines(keepends=True)
    order = list(range(len(lines)))
    start = start % (len(order) - size)
    block = order[start : start + size]
    del order[start : start + size]
    at = to % (len(order) + 1)
    order[at:at] = block
    new = "".join(lines[i] for i in order)
    begins = {i: sum(len(lines[k]) for k in order[:n]) for n, i in enumerate(order)}
    for match, (_, found) in zip(
        NUMBER.finditer(TABLE), every_number(TABLE, new, snapshot), strict=True
    ):
        if isinstance(found, (Found, Fixed)):
            line = TABLE.count("\n", 0, match.start())
            own = match.start() - sum(len(one) for one in lines[:line])
            assert found.span.start == begins[line] + own


def test_a_cell_whose_row_slid_by_one_is_not_its_neighbour() -> None:
    """`6 4` became `4 8`: the 4 that stands there now is another cell."""
    row = "危及安全稳定 6 4 -2\n"
    old, new = REPORT + row, REPORT + row.replace("6 4", "4 8")
    before = source(old)
    at = old.index("4 -2")
    (found,) = place(
        [Ask(anchor(before, Span(at, at + 1)))], fold(source(new)), {before.sha256: fold(before)}
    )
    assert not isinstance(found, (Found, Fixed))


def test_what_is_remembered_must_stand_at_one_place_only() -> None:
    """Without the old text, what is printed twice is two places; with it, the order tells."""
    first, end = REPORT.index("一、总体"), REPORT.index("三、行政")
    new = REPORT.replace("四、存在", f"{REPORT[first:end]}四、存在")
    kept, *_ = put(REPORT, new, "120", "412", "4件", "2021129")
    alone, *_ = put(REPORT, new, "120", "412", "4件", "2021129", snapshot=False)
    assert isinstance(kept, Found)
    assert kept.span.start == REPORT.index("120")
    assert isinstance(alone, Ambiguous)


def test_one_side_alone_does_not_speak_for_the_row_of_another() -> None:
    """The row above the next label is gone, and the one before it ends with the same zeros."""
    old, new = TABLE, TABLE.replace("4.无正当理由大量反复申请 0 0 0 0 0 0 0 0\n", "")
    start = old.index("4.无正当")
    before = source(old)
    spans = [Span(m.start(), m.end()) for m in NUMBER.finditer(old, start + 2, old.index("5.要求"))]
    asks = [Ask(anchor(before, span)) for span in spans]
    for olds in ({before.sha256: fold(before)}, {}):
        for found in place(asks, fold(source(new)), olds):
            assert not isinstance(found, (Found, Fixed))
