"""The damage corpus is honest, and a small piece of it keeps its floor."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from kanwu.workspace.documents import load_schema

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "damage"
NAMES = (
    "pieces",
    "tables",
    "indicators",
    "prose",
    "reports",
    "damages",
    "deciding",
    "corpus",
    "plain",
    "judge",
)
SEEDS = range(40)
FLOOR = {"found": 0.98, "first": 0.98, "precise": 0.92, "sound": 1.0}
"""What the first five reports must keep; a mending raises it."""


@pytest.fixture(scope="module")
def made() -> Iterator[dict[str, ModuleType]]:
    """The modules of the benchmark, which stand in no package."""
    sys.path.insert(0, str(FOLDER))
    try:
        yield {name: __import__(name) for name in NAMES}
    finally:
        sys.path.remove(str(FOLDER))
        for name in NAMES:
            sys.modules.pop(name, None)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_value_stands_at_its_place_and_every_sum_holds(
    made: dict[str, ModuleType], seed: int
) -> None:
    """A report says what its facts say: the words at each span, numbers among them, all ties."""
    report = made["reports"].report(seed)
    text = report.text()
    for piece, span in report.places():
        assert text[span.start : span.end] == made["pieces"].words_of(piece)
    for fact in report.facts:
        value = made["deciding"].value_of(fact.words)
        assert value is None or fact.kind == "date" or value == fact.value
    assert all(tie.holds(lambda fact: Decimal(fact.value)) for tie in report.ties)
    assert made["reports"].report(seed).text() == text


def test_all_eras_and_layouts_are_there(made: dict[str, ModuleType]) -> None:
    reports = [made["reports"].report(seed) for seed in range(150)]
    laid = {table.layout for report in reports for table in report.tables.values()}
    assert laid == set(made["tables"].LAYOUTS)
    named = {name for report in reports for name in report.tables}
    assert named == {"indicators_2014", "duties_2019", "duties_2021", "applications", "disputes"}
    assert {report.form for report in reports} == {"text", "markdown", "html"}
    assert any(not report.tables for report in reports)
    assert {tie.kind for report in reports for tie in report.ties} == {"sum", "same", "share"}


@pytest.mark.parametrize("grade", ["light", "medium", "heavy"])
def test_damage_is_where_it_says(made: dict[str, ModuleType], grade: str) -> None:
    """Each hurt fact has a place; outside the hurt facts and the traps nothing is new; always alike."""
    for seed in range(6):
        one = made["corpus"].damaged(seed, grade)
        words, places = one.words(), one.places()
        assert one.damages
        assert one.text == made["corpus"].damaged(seed, grade).text
        hurt = {fact for damage in one.damages for fact in damage.facts}
        for fact, span in places.items():
            assert one.text[span.start : span.end] == words[fact]
            assert fact in hurt or words[fact] == fact.words
        for damage in one.damages:
            around = damage.expect == "either"  # a unit or a mark beside the words is gone
            assert around or any(words[fact] != fact.words for fact in damage.facts)


def test_what_decides_is_worked_out_without_kanwu(made: dict[str, ModuleType]) -> None:
    deciding = made["deciding"]
    assert deciding.readings_of("2021129", (2021,)) == {"2021-01-29", "2021-12-09"}
    assert deciding.readings_of("202I年l月5日", (2021,)) == {"2021-01-05"}
    assert "286" in set(deciding.one_act_away("26"))
    assert {"52", "25", "252"} <= set(deciding.one_act_away("52")) | {"52"}


def test_the_first_reports_keep_their_floor(made: dict[str, ModuleType]) -> None:
    """Damage is found and repaired, sound places are left alone, and no wrong value goes undoubted."""
    judge, schema = made["judge"], load_schema("zh-disclosure-report")
    sound, hurt = judge.Tally(), judge.Tally()
    for seed in range(5):
        judge.count_clean(made["reports"].report(seed), schema, sound)
        for grade in made["corpus"].ACTS:
            judge.count_damaged(made["corpus"].damaged(seed, grade), schema, hurt)
    total = {
        name: sum(count for key, count in hurt.places.items() if key.endswith(f"/{name}"))
        for name in ("all", "found", "decidable", "first")
    }
    assert sound.clean_without_finding >= FLOOR["sound"] * sound.documents
    assert total["found"] >= FLOOR["found"] * total["all"]
    assert total["first"] >= FLOOR["first"] * total["decidable"]
    assert hurt.items - hurt.astray >= FLOOR["precise"] * hurt.items
    assert sound.wrong + hurt.wrong <= 0.003 * (sound.undoubted + hurt.undoubted)
