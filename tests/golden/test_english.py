"""A second family, in another language, out of YAML alone: English freedom-of-information reports."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.ledger import ledger
from kanwu.reading import Candidate, Key, Reading
from kanwu.replay import Replayed, Settled
from kanwu.source import decode
from kanwu.workspace.documents import load_schema

HERE = Path(__file__).parent / "en"
NAMES = sorted(path.stem for path in HERE.glob("*.yaml"))
Fact = Mapping[str, Any]


@cache
def read(name: str) -> tuple[list[Fact], list[Reading], dict[Key, tuple[Candidate, ...]]]:
    """Facts, readings, and the doubted readings with what is proposed for each."""
    facts = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))["facts"]
    text = fold(decode((HERE / f"{name}.txt").read_bytes(), name))
    schema = load_schema("en-foi-report")
    readings = [r for r in extract(text, schema) if r.span is not None]
    settled = tuple(Settled(reading=r, machine=r) for r in readings)
    doubted: dict[Key, tuple[Candidate, ...]] = {}
    for finding in check(Replayed(settled, ()), text, schema):
        for i, key in enumerate(finding.readings if finding.severity != "note" else ()):
            doubted[key] = doubted.get(key) or (finding.candidates if i == 0 else ())
    return facts, readings, doubted


def at(fact: Fact, readings: list[Reading]) -> Reading:
    """The reading of a fact at exactly its words."""
    wanted = (fact["field"], fact.get("item"), fact["start"], fact["end"])
    found = [r for r in readings if r.span and (*r.key[:2], r.span.start, r.span.end) == wanted]
    assert len(found) == 1, fact
    return found[0]


def same(value: object, fact: Fact) -> bool:
    if isinstance(value, Decimal):
        return value == Decimal(str(fact["value"]))
    return str(value) == str(fact["value"])


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_is_read_and_nothing_else(name: str) -> None:
    """Each fact has its value, its qualifier and its place; no reading is without a fact."""
    facts, readings, doubted = read(name)
    assert len(facts) > 50
    for fact in facts:
        reading = at(fact, readings)
        assert reading.qualifier == fact.get("qualifier"), fact
        if fact.get("garbled"):
            assert reading.value is None, fact
            assert same(doubted[reading.key][0].value, fact), fact
        else:
            assert same(reading.value, fact), fact
    assert len(readings) == len(facts)


@pytest.mark.parametrize("name", NAMES)
def test_every_damage_is_doubted(name: str) -> None:
    """A blank in a date, a total that does not add up, a percentage with its digits turned round."""
    facts, readings, doubted = read(name)
    damaged = [fact for fact in facts if fact.get("garbled") or fact.get("wrong")]
    assert len(damaged) >= 2
    assert [fact for fact in damaged if at(fact, readings).key not in doubted] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_unaccounted_for(name: str) -> None:
    """The ledger claims or ignores all but a few, and ignores no fact."""
    facts, readings, _ = read(name)
    text = fold(decode((HERE / f"{name}.txt").read_bytes(), name))
    entries = ledger(text, readings, load_schema("en-foi-report"))
    assert sum(entry.claimed_by is None for entry in entries) <= 0.03 * len(entries)
    claimed = {
        (entry.span.start, entry.span.end)
        for entry in entries
        if (entry.claimed_by or "").startswith("ignored:")
    }
    assert not claimed & {(fact["start"], fact["end"]) for fact in facts}


def test_what_only_looks_like_an_answer_is_none() -> None:
    """Targets, other years and other bodies' numbers are no facts of the report."""
    words = (
        "Annual Freedom of Information Report 2021\n"
        "Last year 310 requests were received. We expect that 400 requests will be received.\n"
        "Our target is 95% within the statutory limit. Since 2005 the Board has received 9,000 requests."
    )
    schema = load_schema("en-foi-report")
    readings = extract(fold(decode(words.encode(), "x")), schema)
    assert {r.key.field for r in readings if r.span} == {"report.year"}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("The Board received 1, 234 requests.", None),
        ("The Board received 1 234 requests.", None),
        ("In 2021, 345 requests were received.", "345"),
        ("The Board received forty-two requests.", "42"),
        ("The Board received no requests.", "0"),
    ],
)
def test_numbers_as_english_writes_them(words: str, shown: str | None) -> None:
    """A blank inside a number is damage; a year before a comma is no part of one."""
    readings = extract(fold(decode(words.encode(), "x")), load_schema("en-foi-report"))
    (reading,) = (r for r in readings if r.key.field == "requests.received" and r.span)
    assert (reading.value and str(reading.value)) == shown or str(reading.value) == shown
    assert (reading.damage is not None) == (shown is None)
