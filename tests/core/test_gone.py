"""What is gone from a text, where words of the same mould are left: nothing is put on them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from replaying import START
from test_sisters import END, LETTERS, PROSE, places

from kanwu.anchor import Ambiguous, Fixed, Found, anchor_reading
from kanwu.correction import Correction
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.replay.ground import Ground
from kanwu.replay.settling import Desk
from kanwu.source import Source, Span
from kanwu.workspace.documents import load_schema

KINDS = ("规划计划", "资金使用", "统计数据")
CLAUSES = {one: f"“{one}”信息1条，占全部的1. 8 %；" for one in KINDS}
TABLE = """办理结果\n1.举报投诉 86 1 0 0 0 87\n2.重复提出 26 1 0 0 0 27\n3.索要刊物 0 0 0 0 0 0\n"""


@pytest.mark.parametrize("snapshot", [True, False])
@pytest.mark.parametrize("gone", KINDS)
def test_a_clause_that_is_gone_is_not_found_in_its_twins(gone: str, snapshot: bool) -> None:
    """Three names are told the same number, with a blank after its point; one of them is deleted."""
    first, last = "其中，“机构设置”信息9条，占全部的16. 4 %；", "“通知公告”信息11条，占20 %。\n"
    old = PROSE + first + "".join(CLAUSES.values()) + last + LETTERS + END
    new = old.replace(CLAUSES[gone], "")
    (place,) = places(old, new, "8 %", after=gone, snapshot=snapshot)
    assert not isinstance(place, (Found, Fixed))


@pytest.mark.parametrize("snapshot", [True, False])
def test_of_two_copies_side_by_side_neither_is_taken(snapshot: bool) -> None:
    """A date again beside itself, with more behind it: either of them may be the new one."""
    date, tail = "2017年2月14日\n", "分享到各处\n打印本页\n关闭窗口\n"
    old = PROSE + LETTERS + "村民委员会办公室\n" + date + tail
    new = PROSE + LETTERS + "村民委员会办公室\n" + date + date + END + tail
    (place,) = places(old, new, "2017", snapshot=snapshot)
    assert isinstance(place, Ambiguous)


def test_a_sentence_goes_on_after_its_comma() -> None:
    """A block moved away from a year, and another one that goes on as it did stands there now."""
    first = "2023年，镇里的码头修了新路，运货的船多了三成，夜里也点着灯。\n"
    second = "2023年，镇里的学堂添了书架，借书的人排到门外，星期天也不关门。\n"
    old = PROSE + first + LETTERS + second + END
    new = PROSE + second + LETTERS + first + END
    (place,) = places(old, new, "2023")
    assert not isinstance(place, (Found, Fixed)) or place.span.start == new.index(first)


@pytest.mark.parametrize(
    ("new", "quote", "after"),
    [
        (TABLE.replace("2.重复提出 26 1 0 0 0 27", "2.重复提出 39 0 0 0 0 40"), "0", "26 1 "),
        (TABLE.replace("1.举报投诉 86 1 0 0 0 87\n2.重复", "1.反映情况和建议"), "26", "2.重"),
    ],
    ids=["other numbers", "other label"],
)
def test_without_the_old_text_another_row_of_the_name_is_not_taken(
    new: str, quote: str, after: str
) -> None:
    """Other numbers all along a row, or another label before it, are another row's own."""
    old = PROSE + TABLE + LETTERS + END
    (place,) = places(old, PROSE + new + LETTERS + END, quote, after=after, snapshot=False)
    assert not isinstance(place, (Found, Fixed))


def test_a_field_read_in_rows_far_from_its_words_is_not_sure() -> None:
    """The words may stand in one place, and the field is read at the same words in quite another."""
    labels = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
    kinds = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计"
    rows = "\n".join(f"| {label} |{' 0 |' * 7}" for label in labels)
    text = f"收到和处理政府信息公开申请情况\n| 申请人情况 | {kinds} |\n{rows}\n{PROSE * 3}"
    schema, source = load_schema("zh-disclosure-report"), Source("a", text, "utf-8")
    readings = extract(fold(source), schema)
    cell = next(one for one in readings if one.key.field == "applications.carried_in.commercial")
    assert cell.span is not None
    made = Correction(
        id="c", document="a", reviewer="li", verdict="amended", at=START, was="0",
        field=cell.key.field, value=Decimal(3), anchor=anchor_reading(source, cell),
    )  # fmt: skip
    for offset, kind in ((4, "applied"), (90, "ambiguous")):
        at = cell.span.start + offset
        outcome = Desk(Ground(readings, schema), source).settle(
            made, Ambiguous((Span(at, at + 1),), 0.9)
        )
        assert outcome.kind == kind
