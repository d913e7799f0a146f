"""A report's last year is the same publisher's report of the year before; nothing else is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.checks import check
from kanwu.checks.across import heard
from kanwu.checks.facts import Last
from kanwu.errors import SchemaError
from kanwu.folds import fold
from kanwu.reading import Candidate, Key, Reading
from kanwu.replay import Replayed, Settled
from kanwu.schemafile import parse_schema
from kanwu.source import Source, Span
from kanwu.workspace import Workspace, open_workspace
from kanwu.workspace.files import source_of

CARRIED_IN = Key("applications.carried_in.total")
SHOP = """schema: shop
version: 1
title: {zh: 店, en: Shop}
fields:
  t.of: {label: {zh: 店, en: shop}, kind: text, phrases: ["店(?P<value>[A-Z])"]}
  t.year: {label: {zh: 年, en: year}, kind: year, phrases: ["{Y}"]}
  t.opening: {label: {zh: 初, en: opening}, kind: count, phrases: ["初{N}"]}
  t.closing: {label: {zh: 末, en: closing}, kind: count, phrases: ["末{N}"]}
series: {of: t.of, year: t.year}
rules:
  - {name: stock, check: last-year, severity: error, this: t.opening, last: t.closing, why: {zh: 接续, en: goes on}}
"""
HEAD = " ".join(("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"))
ROWS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（七）总计",
    "四、结转下年度继续办理",
)


def report(
    year: int, new: int, before: str, out: int, publisher: str = "河湾市柳渡镇人民政府"
) -> str:
    came = int(before) if before.isdigit() else 0
    done = new + came - out
    first = (str(new), before, str(done), str(done), str(out))
    lines = [f"{label} {value} 0 0 0 0 0 {value}" for label, value in zip(ROWS, first, strict=True)]
    return "\n".join(
        [
            f"{publisher}{year}年政府信息公开工作年度报告",
            "",
            "三、收到和处理政府信息公开申请情况",
            "申请人情况",
            HEAD,
            *lines,
            "四、政府信息公开行政复议、行政诉讼情况",
            "未发生。",
            "",
        ]
    )


def workspace(folder: Path, **documents: str) -> Workspace:
    (folder / "documents" / "liping-2020.txt").unlink()
    for name, text in documents.items():
        (folder / "documents" / f"{name}.txt").write_text(text, "utf-8")
    return open_workspace(folder, "li")


def codes(one: Workspace) -> dict[str, list[str]]:
    return {
        review.source.document: [f.code for f in review.findings if "carried-over" in f.code]
        for review in one.reviews()
    }


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_what_was_carried_in_is_what_was_carried_out(folder: Path, first: str, second: str) -> None:
    """Both reports are named with their numbers, in whatever order they are read."""
    one = workspace(folder, **{first: report(2021, 9, "2", 3), second: report(2022, 8, "5", 1)})
    assert codes(one)[first] == []
    assert codes(one)[second] == ["carried-over-from-persons", "carried-over"]
    (told,) = [f for f in one.review(second).findings if f.code == "carried-over"]
    assert told.readings == (CARRIED_IN,)
    assert f"5 ≠ 3 ({first}: carried into next year: total)" in told.message.en
    assert told.candidates == ()  # 3 would break the sums of this report, which hold
    assert told.sic


def test_two_reports_that_agree_raise_nothing(folder: Path) -> None:
    """3 carried out, 3 carried in."""
    one = workspace(folder, a=report(2021, 9, "2", 3), b=report(2022, 8, "3", 1))
    assert codes(one) == {"a": [], "b": []}


@pytest.mark.parametrize(
    ("year", "publisher"), [(2020, "河湾市柳渡镇人民政府"), (2021, "河湾市石桥镇人民政府")]
)
def test_another_year_or_another_publisher_proves_nothing(
    folder: Path, year: int, publisher: str
) -> None:
    """Only consecutive years of one publisher follow each other."""
    one = workspace(folder, a=report(year, 9, "2", 3, publisher), b=report(2022, 8, "5", 1))
    assert codes(one) == {"a": [], "b": []}


def test_two_reports_of_one_year_that_differ_are_unknown(folder: Path) -> None:
    """An original and its correction: which of the two counts is not known."""
    same = {"a": report(2021, 9, "2", 3), "b": report(2022, 8, "5", 1)}
    one = workspace(folder, **same, c=report(2021, 9, "2", 4))
    assert codes(one) == {"a": [], "b": [], "c": []}


def test_two_reports_of_one_year_that_agree_count_once(folder: Path) -> None:
    """The same report published twice."""
    same = report(2021, 9, "2", 3)
    one = workspace(folder, a=same, b=report(2022, 8, "5", 1), c=same)
    assert codes(one)["b"] == ["carried-over-from-persons", "carried-over"]


def test_last_year_tells_which_of_two_cells_is_wrong(folder: Path) -> None:
    """The row says 5 + 0 = 3; last year carried out 3, so the total is right."""
    text = report(2022, 8, "3", 1).replace(f"{ROWS[1]} 3", f"{ROWS[1]} 13")
    one = workspace(folder, a=report(2021, 9, "2", 3), b=text)
    list(one.reviews())
    (told,) = [f for f in one.review("b").findings if f.code == "carried-over-from-persons"]
    assert told.candidates[0].value == 3
    assert told.candidates[0].score >= 0.9
    assert not told.sic


def test_last_year_speaks_for_a_candidate() -> None:
    """Of two things that words could mean, the one that last year's report says comes first."""
    schema = parse_schema(SHOP, "shop.yaml")
    words = Reading(
        key=Key("t.opening"),
        kind="count",
        quote="3 8",
        span=Span(0, 3),
        damage="number.space-inside",
        candidates=(Candidate(Decimal(38), 0.5), Candidate(Decimal(8), 0.5)),
    )
    replayed = Replayed((Settled(reading=words, machine=words),), ())
    text = fold(Source("shop-2", "3 8", "utf-8"))
    for closing in (8, 38):
        last = Last(("shop-1",), {"t.closing": Decimal(closing)})
        (found,) = check(replayed, text, schema, last)
        best, other = found.candidates
        assert best.value == closing
        assert f"{closing} = {closing} (shop-1: closing)" in best.reasons[-1].en
        assert other.reasons[-1].zh.startswith("✗")


def test_what_is_not_asked_of_last_year_changes_nothing(folder: Path) -> None:
    """A report without its own half of a relation asks nothing of the year before; another asks for
    what that relation needs, and hears nothing else of it."""
    none = report(2022, 8, "5", 1).replace(f"{ROWS[1]} 5 0 0 0 0 0 5\n", "")
    one = workspace(folder, a=report(2021, 9, "2", 3), b=none, c=report(2022, 8, "5", 1))
    first, silent, asking = one.reviews()
    assert silent.asked_of_last == frozenset()
    assert "applications.carried_out.total" in asking.asked_of_last
    whole = Last(("a",), {**first.told_next, "duties_2021.rules.valid": Decimal(4)})
    for other in (silent, asking):
        told = heard(whole, other.asked_of_last)
        assert one.beside(other.source, other.raw, told).findings == (
            one.beside(other.source, other.raw, whole).findings
        )
    assert heard(whole, silent.asked_of_last) is None
    assert told is not None
    assert "duties_2021.rules.valid" not in told.values


def test_a_verdict_on_last_year_is_heard_this_year(folder: Path) -> None:
    """Amending what was carried out settles what was carried in."""
    one = workspace(folder, a=report(2021, 9, "2", 3), b=report(2022, 8, "5", 1))
    assert codes(one)["b"]
    for field in ("natural_person", "total"):
        one.decide("a", Key(f"applications.carried_out.{field}"), "sic")
    assert codes(one)["b"] == []


@pytest.mark.parametrize(
    ("told", "codes"),
    [("14.3", []), ("14.2", []), ("14.28", []), ("41.3", ["growth-told"]), ("13", ["growth-told"])],
)
def test_growth_is_that_over_last_years_report(folder: Path, told: str, codes: list[str]) -> None:
    """From 7 to 8 is 14.28… %, rounded or cut off; the report that says so is named."""
    prose = f"\n全年共收到政府信息公开申请8件，同比增长{told}%。\n\n三、"
    text = report(2022, 8, "3", 1).replace("\n三、", prose, 1)
    one = workspace(folder, a=report(2021, 7, "2", 3), b=text)
    list(one.reviews())
    found = [f for f in one.review("b").findings if f.code == "growth-told"]
    assert [f.code for f in found] == codes
    assert all("/ 7 = 14" in f.message.en and "(a)" in f.message.en for f in found)


def test_a_rule_for_last_year_needs_a_series() -> None:
    """The schema must say which documents follow each other."""
    text = (
        "schema: s\nversion: 1\ntitle: {zh: 一, en: s}\nfields:\n"
        "  a.b: {label: {zh: 数, en: b}, kind: count, phrases: ['数{N}']}\n"
        "rules:\n  - {name: r, check: last-year, severity: error, this: a.b, last: a.b,"
        " why: {zh: 同, en: same}}\n"
    )
    with pytest.raises(SchemaError, match="last year"):
        parse_schema(text, "s.yaml")


def test_each_document_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading ahead for last year's report reads nothing twice, and forgets nothing it kept."""
    one = workspace(folder, b=report(2021, 9, "2", 3), a=report(2022, 8, "5", 1))
    read: list[str] = []
    monkeypatch.setattr(
        "kanwu.workspace.source_of", lambda *told: (read.append(told[2]), source_of(*told))[1]
    )
    assert codes(one)["a"] == ["carried-over-from-persons", "carried-over"]
    list(one.reviews())
    assert read == ["a", "b"]
    passing = {r.source.document: len(r.findings) for r in one.reviews()}
    assert passing == {r.source.document: len(r.findings) for r in one.reviews()}
    assert read == ["a", "b"]
