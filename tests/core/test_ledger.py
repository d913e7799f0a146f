"""The ledger: every number of a document is accounted for, and none is explained away."""

from __future__ import annotations

import random
import time
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from kanwu.errors import SchemaError
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.ledger import Entry, ledger
from kanwu.reading import Key
from kanwu.review import prepare, review
from kanwu.schema import Schema
from kanwu.schemafile import parse_schema
from kanwu.source import Source, Span
from kanwu.workspace import open_workspace
from kanwu.workspace.documents import load_schema
from kanwu.workspace.files import read_source

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases" / "ledger"
HEAD = "云岭市梨坪镇2020年政府信息公开工作年度报告\n\n"
SEEDS = ("seeds/*.txt", "samples/*.txt")
UNCLAIMED = {"003_7fa8235522526066": 1, "010": 21}
"""How many numbers of a real report nobody claims, at most; none of those that are not named."""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("zh-disclosure-report")


def cases(*names: str) -> list[Any]:
    rows = [
        row
        for name in names
        for row in tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    ]
    return [pytest.param(row, id=row["label"]) for row in rows]


def account(text: str, schema: Schema) -> tuple[Entry, ...]:
    return prepared(Source("a", text, "utf-8"), schema)


def prepared(source: Source, schema: Schema) -> tuple[Entry, ...]:
    raw = prepare(source, schema)
    return ledger(raw.text, raw.readings, schema)


def told(entry: Entry) -> str:
    by = entry.claimed_by or "-"
    return f"{entry.quote} {by.removeprefix('ignored:').replace('field:', '=')}"


@pytest.mark.parametrize("case", cases("synthetic", "negative"))
def test_every_number_goes_to_whom_it_belongs(case: dict[str, Any], schema: Schema) -> None:
    """Each rule takes what it is for, and leaves alone what a careful reader wants as data."""
    found = account(HEAD + case["text"], schema)
    assert [told(entry) for entry in found[1:]] == case["says"]
    assert told(found[0]) == "2020 =report.year"


def test_every_rule_has_a_case(schema: Schema) -> None:
    """A rule that no example shows is one that nobody has judged."""
    shown = {
        said.split()[-1]
        for name in ("synthetic", "negative")
        for row in tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
        for said in row["says"]
    }
    assert {rule.name for rule in schema.ignored} - shown - {"postcode", "page-date"} == set()


def test_numbers_that_a_field_reads_once_are_ignored_the_second_time(schema: Schema) -> None:
    """A second postcode and a second date of the page are explained by their rules."""
    found = account(
        HEAD + "发布时间：2021-02-08 更新时间：2021-03-01\n邮编099887\n来信邮编：099888。", schema
    )
    assert [told(entry) for entry in found[1:]] == [
        "2021-02-08 =report.published",
        "2021-03-01 page-date",
        "099887 =contact.postcode",
        "099888 postcode",
    ]


def test_no_digit_is_left_out_and_none_stands_twice(schema: Schema) -> None:
    """Whatever stands in a text, each of its digits lies in exactly one entry."""
    rng = random.Random(7)
    pieces = [
        "2020年", "1", "12,345", "1. 8%", "- 3 -\n", "、", "。", "\n", "条", "二十", "第", "（", "）",
        "３", "①", "年", "月", "日", "-", ":", " ", "主动公开政府信息", "《", "》", "〔", "〕", "号",
    ]  # fmt: skip
    for _ in range(400):
        text = HEAD * rng.randint(0, 1) + "".join(rng.choices(pieces, k=rng.randint(1, 40)))
        held = Counter(
            at for entry in account(text, schema) for at in range(entry.span.start, entry.span.end)
        )
        digits = [at for at, c in enumerate(text) if c.isdigit()]
        assert [at for at in digits if held[at] != 1] == [], text
        assert set(held.values()) <= {1}


def test_quotes_are_the_words_of_the_source(schema: Schema) -> None:
    """An entry points at the source's own characters, whatever was folded."""
    text = HEAD + "全年主動公開政府信息１６０條，網上公開信息８８條。\n①加強宣傳。"
    for entry in account(text, schema):
        assert text[entry.span.start : entry.span.end] == entry.quote
    assert "１６０ =disclosed.total" in [told(entry) for entry in account(text, schema)]


def test_kinds_are_told_by_what_stands_around(schema: Schema) -> None:
    """A number that no field reads still says whether it is a count, money, a share or a day."""
    text = HEAD + "花了35元，走访12户，涨了5%，近百分之八，2020年5月6日开张，得了7。"
    kinds = [entry.kind for entry in account(text, schema)]
    assert kinds == ["year", "money", "count", "percent", "percent", "date", "number"]


def test_a_cell_for_every_number_of_a_table(schema: Schema) -> None:
    """Rows of several values give one entry each, claimed by their cells."""
    workspace = open_workspace(ROOT, "nobody")
    review = workspace.review("yanluo-2025")
    fields = Counter(entry.claimed_by for entry in review.ledger)
    assert sum(n for by, n in fields.items() if by and by.startswith("field:applications.")) > 150


def test_the_samples_hide_no_number() -> None:
    """Of all numbers in the ten samples, at most three in a hundred are unclaimed, and all are shown."""
    workspace = open_workspace(ROOT, "nobody")
    shares = {}
    for one in workspace.reviews():
        unclaimed = [entry for entry in one.ledger if entry.claimed_by is None]
        shares[one.source.document] = (len(unclaimed), len(one.ledger))
    assert len(shares) >= 10
    assert sum(n for n, _ in shares.values()) <= 0.03 * sum(n for _, n in shares.values()), shares


def test_the_seeds_hide_no_number(shared: Path, schema: Schema) -> None:
    """Of the numbers of the real reports at most two in a hundred are unclaimed, and all are shown."""
    files = [file for pattern in SEEDS for file in sorted(shared.glob(pattern))]
    assert len(files) == 9
    numbers = 0
    for file in files:
        source = read_source(file, file.stem, str(file))
        found = prepared(source, schema)
        unclaimed = [entry for entry in found if entry.claimed_by is None]
        most = UNCLAIMED.get(file.stem, 0)
        assert len(unclaimed) <= most, (file.stem, [told(e) for e in unclaimed])
        numbers += len(found)
        held = {at for entry in found for at in range(entry.span.start, entry.span.end)}
        assert [at for at, c in enumerate(source.text) if c.isdecimal() and at not in held] == []
    assert sum(UNCLAIMED.values()) <= 0.02 * numbers


def wrongly_ignored(gold: Path, found: tuple[Entry, ...]) -> list[tuple[str, str]]:
    """The facts read by hand whose words a rule explains away."""
    facts = yaml.safe_load(gold.read_text("utf-8"))["facts"]
    places = [Span(fact["start"], fact["end"]) for fact in facts if fact["start"] is not None]
    return [
        (gold.stem, told(entry))
        for entry in found
        if (entry.claimed_by or "").startswith("ignored:")
        and any(entry.span.overlaps(place) for place in places)
    ]


def test_no_rule_explains_away_a_fact_of_the_samples() -> None:
    """What was read by hand in the samples is claimed by a field, or unclaimed: never ignored."""
    workspace = open_workspace(ROOT, "nobody")
    golds = {file.stem: file for file in (ROOT / "tests" / "golden").glob("*.yaml")}
    reviews = [one for one in workspace.reviews() if one.source.document in golds]
    assert len(reviews) >= 10
    for one in reviews:
        assert wrongly_ignored(golds[one.source.document], one.ledger) == []


def test_no_rule_explains_away_a_fact_of_the_seeds(shared: Path, schema: Schema) -> None:
    """The same, for the real reports."""
    for file in sorted((shared / "seeds").glob("*.txt")):
        found = prepared(read_source(file, file.stem, str(file)), schema)
        assert wrongly_ignored(shared / "seeds" / "gold" / f"{file.stem}.yaml", found) == []


def test_verdicts_change_the_account(folder: Path) -> None:
    """A value added claims its number; a reading called absent gives its number back."""
    file = folder / "documents" / "liping-2020.txt"
    file.write_text(file.read_text("utf-8").replace("镇里培训", "走访61户，镇里培训"), "utf-8")
    workspace = open_workspace(folder, "li")
    before = workspace.review("liping-2020")
    (lost,) = [entry for entry in before.ledger if entry.claimed_by is None]
    assert lost.quote == "61"
    key = Key("reading.visitors")
    workspace.decide("liping-2020", key, "added", value=Decimal(61), span=lost.span)
    by = {entry.quote: entry.claimed_by for entry in workspace.review("liping-2020").ledger}
    assert by["61"] == "field:reading.visitors"
    workspace.decide("liping-2020", Key("disclosed.total"), "absent")
    by = {entry.quote: entry.claimed_by for entry in workspace.review("liping-2020").ledger}
    assert by["160"] is None


def test_a_schema_without_rules_ignores_nothing() -> None:
    """The code knows no document family: without rules every number not read is unclaimed."""
    bare = parse_schema(
        "schema: bare\nversion: 1\ntitle: {zh: 空, en: bare}\nfields:\n"
        "  a.b: {label: {zh: 数, en: number}, kind: count, phrases: ['n={N}']}\n",
        "bare.yaml",
    )
    text = fold(Source("a", "see n=12 and section 3, call 555-1234", "utf-8"))
    found = ledger(text, extract(text, bare), bare)
    assert [told(entry) for entry in found] == ["12 =a.b", "3 -", "555 -", "1234 -"]


RULES = """schema: clinic
version: 1
title: {zh: 门诊, en: clinic}
fields:
  report.year: {label: {zh: 年度, en: year}, kind: year, phrases: ["{Y}年"]}
counted:
  count: ["{N}人次"]
ignored:
  page-number:
    label: {zh: 页码, en: page number}
    on: lines
    patterns: ["- [0-9] -"]
  year:
    label: {zh: 年度, en: year}
    near: report.year
    offsets: [-1, 0]
    patterns: ["[0-9]{4}(?=年)"]
"""


@pytest.mark.parametrize(
    ("wrong", "right", "line", "said"),
    [
        ("  count: [", "  cuont: [", 7, 'Did you mean "count"?'),
        ("{N}人次", "[0-9]人次", 7, "captures no value"),
        ("  page-number:", "  Page:", 10, "no name of a rule"),
        ("on: lines", "on: line", 11, 'Did you mean "lines"?'),
        ('"- [0-9] -"', '"[0-9]*"', 12, "matches nothing"),
        ('"- [0-9] -"', '"- [0-9 -"', 12, "no regular expression"),
        ("near: report.year", "near: report.yaer", 15, 'Did you mean "report.year"?'),
        ("    near: report.year\n", "", 14, 'has "offsets" and no "near"'),
        ("    label: {zh: 页码, en: page number}\n", "", 10, 'has no "label"'),
    ],
)
def test_mistakes_in_rules_are_named(wrong: str, right: str, line: int, said: str) -> None:
    """A rule that cannot be meant is named with its line, and what would be right."""
    assert parse_schema(RULES, "clinic.yaml").ignored[1].offsets == (Decimal(-1), Decimal(0))
    with pytest.raises(SchemaError) as error:
        parse_schema(RULES.replace(wrong, right, 1), "clinic.yaml")
    assert error.value.place == f"clinic.yaml:{line}"
    assert said in str(error.value)


@pytest.mark.parametrize("piece", ["1", "一个", "(1)", "0-", "路1", "。1", "1,", "《1", "a1."])
def test_no_rule_backtracks(piece: str, schema: Schema) -> None:
    """Twice the text takes about twice the time, whatever it is made of."""

    def seconds(n: int) -> float:
        source = Source("a", (piece * n)[:n], "utf-8")
        one = fold(source)
        start = time.process_time()
        ledger(one, (), schema)
        return time.process_time() - start

    long, short = (min(seconds(n) for _ in range(3)) for n in (20_000, 10_000))
    assert long < 5 * short + 0.1


def test_the_review_keeps_its_ledger(report: str, schema: Schema) -> None:
    """It is worked out once, and what it rests on once for all verdicts."""
    raw = prepare(Source("a", report, "utf-8"), schema)
    one = review(raw.text.source, schema, (), raw=raw)
    assert one.ledger is one.ledger
    assert one.raw.numbers is review(raw.text.source, schema, (), raw=raw).raw.numbers
    assert [told(entry) for entry in one.ledger if entry.claimed_by is None] == []


def test_a_chapter_read_as_words_claims_no_number(schema: Schema) -> None:
    """What stands in it is claimed by who reads it, or nobody: a whole chapter accounts for none."""
    text = HEAD + "六、其他需要报告的事项\n收取信息处理费120元。另有7样东西。\n"
    raw = prepare(Source("a", text, "utf-8"), schema)
    assert any(one.key.field == "text.other_matters" and one.value for one in raw.readings)
    by = {one.quote: one.claimed_by for one in ledger(raw.text, raw.readings, schema)}
    assert by["120"] == "field:fees.charged"
    assert by["7"] is None


def test_the_account_is_made_again_when_a_claim_changes(report: str, schema: Schema) -> None:
    """The same claims give the same account; fewer give what they would give by themselves."""
    raw = prepare(Source("a", report, "utf-8"), schema)
    all_of_them = ledger(raw.text, raw.readings, schema, raw.numbers)
    assert ledger(raw.text, raw.readings, schema, raw.numbers) is all_of_them
    half = raw.readings[len(raw.readings) // 2 :]
    fewer = ledger(raw.text, half, schema, raw.numbers)
    assert fewer == ledger(raw.text, half, schema)
    assert fewer != all_of_them
    assert ledger(raw.text, raw.readings, schema, raw.numbers) == all_of_them
