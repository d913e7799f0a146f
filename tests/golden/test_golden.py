"""Whole documents with the readings expected. The floors below only rise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.reading import Candidate, Key, Reading, Value
from kanwu.replay import Replayed, Settled
from kanwu.workspace.documents import load_schema
from kanwu.workspace.files import read_source

HERE = Path(__file__).parent
DOCUMENTS = HERE.parents[1] / "documents"
OURS = sorted(path.stem for path in HERE.glob("*.yaml"))
SEEDS = [
    "000_4d7f99457f3e130b",
    "001_991ae62c2104bae0",
    "002_66a783b882825013",
    "003_7fa8235522526066",
    "004_94de009200cc93a0",
]
FLOOR = 1.0
"""The share of facts read right, or proposed first, at the exact place."""

Fact = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """One document with its facts, and what was read and doubted."""

    facts: Sequence[Fact]
    readings: Sequence[Reading]
    best: Mapping[Key, Sequence[Candidate]]
    """What is proposed for a reading, best first."""
    doubted: frozenset[Key]

    def at(self, fact: Fact) -> Reading | None:
        """The reading of a fact's field at its exact place."""
        name = (fact["field"], fact.get("item"))
        place = (fact["start"], fact["end"])
        for reading in self.readings:
            span = reading.span
            if span and name == reading.key[:2] and place == (span.start, span.end):
                return reading
        return None

    def said(self, reading: Reading) -> Value | None:
        """Its value, or what is proposed for it first."""
        if reading.value is not None:
            return reading.value
        candidates = self.best.get(reading.key) or reading.candidates
        return candidates[0].value if candidates else None


@cache
def judged(text: Path, gold: Path) -> Judged:
    facts = yaml.safe_load(gold.read_text("utf-8"))["facts"]
    schema = load_schema("zh-disclosure-report")
    folded = fold(read_source(text, text.stem, text.name))
    readings = extract(folded, schema)
    settled = tuple(Settled(reading=reading, machine=reading) for reading in readings)
    best: dict[Key, Sequence[Candidate]] = {}
    doubted: set[Key] = set()
    for finding in check(Replayed(settled, ()), folded, schema):
        doubted.update(finding.readings if finding.severity != "note" else ())
        if finding.readings and finding.candidates:
            best.setdefault(finding.readings[0], finding.candidates)
    return Judged(facts, readings, best, frozenset(doubted))


@pytest.fixture(params=[*OURS, *SEEDS])
def document(request: pytest.FixtureRequest) -> Judged:
    name: str = request.param
    if name in OURS:
        return judged(next(DOCUMENTS.glob(f"{name}.*")), HERE / f"{name}.yaml")
    seeds = request.getfixturevalue("shared") / "seeds"
    return judged(seeds / f"{name}.txt", seeds / "gold" / f"{name}.yaml")


def same(value: Value | None, fact: Fact) -> bool:
    if isinstance(value, Decimal):
        return value == Decimal(str(fact["value"]))
    return str(value) == str(fact["value"])


def test_facts_are_read_or_proposed(document: Judged) -> None:
    """Every fact has its value, or that value is the first proposed, at exactly its words."""
    found = [(fact, document.at(fact)) for fact in document.facts]
    wrong = [
        (fact["field"], fact.get("item"), fact["value"], reading and document.said(reading))
        for fact, reading in found
        if reading is None or not same(document.said(reading), fact)
    ]
    assert 1 - len(wrong) / len(found) >= FLOOR, wrong


def test_damage_is_doubted(document: Judged) -> None:
    """A garbled fact never becomes a value by itself, and its truth is proposed first."""
    for fact in document.facts:
        if fact.get("garbled"):
            reading = document.at(fact)
            assert reading is not None, fact
            assert reading.value is None, fact
            assert reading.key in document.doubted, fact
            assert same(document.best[reading.key][0].value, fact), fact


def test_qualifiers_are_kept(document: Judged) -> None:
    """92余 is not 92."""
    for fact in document.facts:
        reading = document.at(fact)
        assert reading is None or reading.qualifier == fact.get("qualifier"), fact


def test_no_wrong_value_is_beyond_doubt(document: Judged) -> None:
    """A reading of a field with facts is one of them, or some finding doubts it."""
    truths: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in document.facts:
        truths.setdefault((fact["field"], fact.get("item")), []).append(fact)
    for reading in document.readings:
        known = truths.get((reading.key.field, reading.key.item))
        if known is None or reading.value is None or reading.key in document.doubted:
            continue
        assert any(same(reading.value, fact) for fact in known), reading
