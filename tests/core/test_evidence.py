"""What else a document says puts the right meaning of damaged words first, and says why."""

from __future__ import annotations

import pytest
from grids import SCHEMA

from kanwu.reading import Candidate, Key
from kanwu.review import review
from kanwu.source import Source

REPORT = """云岭市梨坪镇2020年政府信息公开工作年度报告

{head}

一、主动公开政府信息情况

全年主动公开政府信息160条。

云岭市梨坪镇人民政府

{tail}
"""
ADDRESS = "来源：http://www.liping.example.cn/zwgk/{}/t{}_77.html"


def best(field: str, head: str, tail: str, name: str = "liping") -> Candidate:
    source = Source(name, REPORT.format(head=head, tail=tail), "utf-8")
    return review(source, SCHEMA).candidates(Key(field))[0]


@pytest.mark.parametrize(
    ("field", "head", "tail", "value", "why"),
    [
        ("report.signed", "发布日期：2021-02-08", "2021129", "2021-01-29", "signed before it is published"),
        ("report.signed", "统计期限为2020年1月1日至2020年12月31日。", "202015", "2020-01-05", "year"),
        ("report.signed", "", "2021111", "2021-01-11", "due at the end of January or March"),
        ("report.signed", "", "201年1月13日", "2021-01-13", "signed in its year or the next"),
        ("report.published", "发布日期：2021125", "2021年1月20日", "2021-01-25", "signed before it is published"),
        ("report.period_start", "统计期限为202011至20201231。", "", "2020-01-01", "first of January"),
        ("report.period_end", "统计期限为202011日至1231日。", "", "2020-12-31", "last of December"),
        ("report.signed", "发布日期：2021-02-08", "2012年1月29日", "2021-01-29", "two digits swapped"),
        ("report.period_end", "统计期限为2020年1月1日至2002年12月31日。", "", "2020-12-31", "fits the report year"),
    ],
)  # fmt: skip
def test_other_dates_and_the_year_decide(
    field: str, head: str, tail: str, value: str, why: str
) -> None:
    """The period lies in the year, a signature after it and before the publication."""
    first = best(field, head, tail)
    assert first.value == value
    assert any(why in reason.en for reason in first.reasons)


@pytest.mark.parametrize("printed", ["2061年1月29日", "2061-01-29"])
def test_a_year_that_is_yet_to_come_is_doubted(printed: str) -> None:
    """No report is of 2061; of 2016 with its digits swapped, it is."""
    text = REPORT.replace("2020", "2015").format(head="", tail=printed)
    made = review(Source("liping", text, "utf-8"), SCHEMA)
    reading = made.by_key[Key("report.signed")].reading
    assert (reading.value, reading.damage) == (None, "date.far-year")
    assert made.candidates(Key("report.signed"))[0].value == "2016-01-29"


@pytest.mark.parametrize("day", ["2021-01-11", "2021-11-01"])
def test_the_address_of_the_page_speaks(day: str) -> None:
    """Both readings of 2021111 are days; the one in the address comes first."""
    digits = day.replace("-", "")
    first = best("report.signed", ADDRESS.format(digits[:6], digits), "2021111")
    assert first.value == day
    assert first.score > 0.8
    assert any(f"{day} in the address" in reason.en for reason in first.reasons)


@pytest.mark.parametrize("day", ["2021-01-11", "2021-11-01"])
def test_the_name_of_the_file_speaks(day: str) -> None:
    """A page that is kept under the day of its publication."""
    assert best("report.signed", "", "2021111", f"pages/liping-{day}").value == day


def test_what_is_usual_raises_no_finding() -> None:
    """Late, from another month and day, and all the same what stands there."""
    text = REPORT.format(head="统计期限为2020年2月3日至2020年11月30日。", tail="2020年12月28日")
    assert [f.code for f in review(Source("a", text, "utf-8"), SCHEMA).findings] == []
