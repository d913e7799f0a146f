"""Rules answer pass, fail or unknown; a failure names its suspect, and the value that would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from kanwu.checks import check
from kanwu.finding import Finding
from kanwu.folds import fold
from kanwu.reading import Key, Qualifier, Reading, Value
from kanwu.replay import Replayed, Settled
from kanwu.schema import Schema
from kanwu.schemafile import parse_schema
from kanwu.source import Source, Span

SCHEMA = """schema: shop
version: 1
title: {zh: 店, en: Shop}
fields:
  t.total: {label: {zh: 总数, en: total}, kind: count, phrases: ["总{N}"]}
  t.other: {label: {zh: 又一总数, en: other total}, kind: count, phrases: ["又{N}"]}
  t.item: {label: {zh: 分项, en: item}, kind: count, phrases: ["分{N}"]}
  t.share: {label: {zh: 占比, en: share}, kind: percent, phrases: ["占{P}"]}
  t.year: {label: {zh: 年度, en: year}, kind: year, phrases: ["{Y}"]}
  t.first: {label: {zh: 始, en: first}, kind: date, phrases: ["始{D}"]}
  t.last: {label: {zh: 止, en: last}, kind: date, phrases: ["止{D}"]}
tables:
  g:
    label: {zh: 表, en: grid}
    kind: count
    begins: ["表"]
    columns:
      a: {label: {zh: 甲, en: a}, names: ["甲"]}
      b: {label: {zh: 乙, en: b}, names: ["乙"]}
      sum: {label: {zh: 计, en: sum}, names: ["计"]}
    rows:
      x: {label: {zh: 一, en: x}, names: ["一"]}
      y: {label: {zh: 二, en: y}, names: ["二"]}
      z: {label: {zh: 三, en: z}, names: ["三"], optional: true}
      all: {label: {zh: 合, en: all}, names: ["合"]}
rules:
  - {name: rows, check: sum, severity: error, total: g.*.sum, parts: [g.*.a, g.*.b], why: {zh: 行, en: rows}}
  - {name: columns, check: sum, severity: error, total: g.all.*, parts: [g.x.*, g.y.*, g.z.*], why: {zh: 列, en: columns}}
  - {name: part, check: at-most, severity: error, part: t.item, whole: t.total, why: {zh: 部分, en: part}}
  - {name: items, check: items-at-most, severity: warning, items: t.item, wholes: [t.total], why: {zh: 诸项, en: items}}
  - {name: shares, check: share, severity: warning, percent: t.share, part: t.item, wholes: [t.total], why: {zh: 占, en: shares}}
  - {name: twice, check: same, severity: error, fields: [t.total, t.other], why: {zh: 同, en: twice}}
  - {name: ordered, check: order, severity: warning, earlier: t.first, later: t.last, why: {zh: 序, en: ordered}}
  - {name: in-year, check: year, severity: warning, dates: [t.last], year: t.year, offsets: [0, 1], why: {zh: 年, en: in year}}
  - {name: few, check: range, severity: note, fields: [t.other], at_most: 500, why: {zh: 少, en: few}}
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return parse_schema(SCHEMA, "shop.yaml")


def readings(schema: Schema, *told: tuple[str, object]) -> list[Reading]:
    """Readings in the order told: `field` or `field:item`; None is a blank."""
    found: list[Reading] = []
    for at, (name, value) in enumerate(told):
        field, _, item = name.partition(":")
        qualifier: Qualifier | None = None
        if isinstance(value, str) and value.endswith("余"):
            qualifier, value = "at_least", value[:-1]
        nth = sum(one.key[:2] == (field, item or None) for one in found)
        kind = schema.kinds[field]
        said: Value | None = None
        if value is not None:
            said = str(value) if kind == "date" else Decimal(str(value))
        found.append(
            Reading(
                key=Key(field, item or None, nth),
                kind=kind,
                value=said,
                qualifier=qualifier,
                quote=str(value),
                span=Span(at, at + 1),
            )
        )
    return found


def findings(schema: Schema, *told: tuple[str, object]) -> Sequence[Finding]:
    settled = tuple(Settled(reading=one, machine=one) for one in readings(schema, *told))
    return check(Replayed(settled, ()), fold(Source("a", "x" * 99, "utf-8")), schema)


GRID = [
    ("g.x.a", 3), ("g.x.b", 4), ("g.x.sum", 7),
    ("g.y.a", 10), ("g.y.b", 20), ("g.y.sum", 30),
    ("g.all.a", 13), ("g.all.b", 24), ("g.all.sum", 37),
]  # fmt: skip


def test_a_sound_table_raises_nothing(schema: Schema) -> None:
    """Rows and columns add up; a row that the form leaves out counts nothing."""
    assert findings(schema, *GRID) == ()


@pytest.mark.parametrize("wrong", range(len(GRID)))
def test_one_wrong_cell_is_named_with_its_value(schema: Schema, wrong: int) -> None:
    """The cell in every failed relation comes first in each finding, with what it should be."""
    name, right = GRID[wrong]
    table = [(n, v + 5 if n == name else v) for n, v in GRID]
    found = findings(schema, *table)
    assert found
    for one in found:
        assert one.readings[0].field == name
        assert one.candidates[0].value == right
        assert one.candidates[0].score >= 0.9


def test_blank_is_unknown_not_zero(schema: Schema) -> None:
    """A relation with a blank operand proves nothing."""
    assert findings(schema, *[(n, None if n == "g.x.a" else v) for n, v in GRID]) == ()


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ([("t.total", 594), ("t.item:a", 1568)], ["part"]),
        ([("t.total", "92余"), ("t.item:a", 1568)], []),
        ([("t.total", 100), ("t.item:a", 60), ("t.item:b", 50)], ["items"]),
        ([("t.total", 100), ("t.item:a", 60), ("t.item:b", 30)], []),
        ([("t.total", 100), ("t.item:a", "60余"), ("t.item:b", 50)], []),
        ([("t.total", 88), ("t.other", 127)], ["twice"]),
        ([("t.total", 88), ("t.other", 88)], []),
        ([("t.total", "300余"), ("t.other", 318)], []),
        ([("t.total", "300余"), ("t.other", 127)], ["twice"]),
        ([("t.total", "300余"), ("t.other", "120余")], ["twice"]),
        ([("t.other", 501)], ["few"]),
        ([("t.first", "2021-01-29"), ("t.last", "2021-01-28")], ["ordered"]),
        ([("t.first", "2021-01-29"), ("t.last", "2021-01")], []),
        ([("t.year", 2020), ("t.last", "2021-01-29")], []),
        ([("t.year", 2020), ("t.last", "2022-01-29")], ["in-year"]),
        ([("t.year", 2020), ("t.last", None)], []),
    ],
)
def test_bounds_agreement_and_dates(
    schema: Schema, told: list[tuple[str, object]], codes: list[str]
) -> None:
    """What fails, and what proves nothing."""
    assert [one.code for one in findings(schema, *told)] == codes


@pytest.mark.parametrize(
    ("share", "codes"),
    [("14.5", []), ("14.54", []), ("14.55", []), ("14.8", ["shares"]), ("15", []), ("14", [])],
)
def test_a_share_is_rounded_or_cut_off(schema: Schema, share: str, codes: list[str]) -> None:
    """8 of 55 is 14.545… %: both ways of writing it are right, 14.8 is not."""
    found = findings(schema, ("t.total", 55), ("t.item:a", 8), ("t.share:a", share))
    assert [one.code for one in found] == codes
    if codes:
        assert found[0].candidates[0].value == Decimal("14.5")


def test_the_base_of_shares_is_what_the_siblings_agree_on(schema: Schema) -> None:
    """40 is 45 % and 48 is 55 % of their 88, not of the 160 told before."""
    told = [
        ("t.total", 160),
        ("t.item:a", 40),
        ("t.share:a", 45),
        ("t.item:b", 48),
        ("t.share:b", 55),
    ]
    assert findings(schema, *told) == ()
