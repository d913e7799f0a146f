"""Replay: verdicts hold the reading they were made for, or say why they do not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace
from replaying import BLANK, CELL, REPORT, Bench, held, kinds

from kanwu.replay import Outcome
from kanwu.schema import Schema
from kanwu.workspace.documents import load_schema


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("zh-disclosure-report")


@pytest.fixture
def bench(schema: Schema) -> Bench:
    return Bench(schema)


def test_without_corrections_readings_pass_through(bench: Bench) -> None:
    """What nobody judged is as the machine read it."""
    replayed = bench.on()
    assert replayed.outcomes == ()
    assert [one.reading for one in replayed.settled] == list(bench.readings)
    assert all(one.machine is one.reading and one.correction is None for one in replayed.settled)


def test_each_verdict_has_its_effect(bench: Bench) -> None:
    """The seven verdicts that hold, on the text they were made on."""
    bench.say("confirmed", "disclosed.total")
    bench.say("amended", "report.signed", "2021-01-29")
    bench.say("sic", "disclosed.by_subject", item="政策文件", should_be=Decimal(41))
    bench.say("absent", "disclosed.by_subject.percent", item="政策文件")
    bench.say("unreadable", "disclosed.by_subject", item="财政信息")
    bench.say("question", CELL)
    bench.say("added", "disclosed.noticeboards", Decimal(96), at=bench.words("96"))
    replayed = bench.on()
    assert kinds(replayed) == ["applied"] * 7
    values = [
        held(replayed, o.key.field, o.key.item).reading.value for o in replayed.outcomes if o.key
    ]
    assert values == [Decimal(160), "2021-01-29", Decimal(40), None, None, Decimal(5), Decimal(96)]
    signed = held(replayed, "report.signed")
    assert signed.reading.damage is None
    assert signed.reading.candidates
    assert signed.machine == bench.reading("report.signed")


def test_an_added_reading_takes_the_place_of_the_silence(bench: Bench) -> None:
    """A field that somebody found words for is silent no more, and stands in the schema's order."""
    bench.say("added", "disclosed.noticeboards", Decimal(96), at=bench.words("96"))
    replayed = bench.on()
    found = [one for one in replayed.settled if one.reading.key.field == "disclosed.noticeboards"]
    assert [(one.reading.quote, one.machine) for one in found] == [("96", None)]
    order = [bench.schema.order[one.reading.key.field] for one in replayed.settled]
    assert order == sorted(order)


def test_a_second_value_of_a_field_gets_a_key_of_its_own(bench: Bench) -> None:
    """An added value beside one that was read does not take its key."""
    bench.say("added", "disclosed.total", Decimal(96), at=bench.words("96"))
    replayed = bench.on()
    assert held(replayed, "disclosed.total").reading.value == Decimal(160)
    assert held(replayed, "disclosed.total", nth=1).reading.value == Decimal(96)


CHANGES = {
    "rewrapped": lambda text: text.replace("。其中，", "。\n其中，").replace("分送", "分\n送"),
    "indented": lambda text: text.replace("\n\n", "\n\n　　"),
    "wide": lambda text: text.replace("160", "１６０").replace("2021129", "２０２１１２９"),
    "a paragraph inserted": lambda text: text.replace(
        "二、收到", "村务公开栏每月更新，群众满意，来信称赞的有31人。\n\n二、收到"
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("kept", [True, False], ids=["snapshot", "own words"])
def test_verdicts_survive_harmless_changes(bench: Bench, change, kept: bool) -> None:  # type: ignore[no-untyped-def]
    """An edit elsewhere changes no value."""
    bench.say("confirmed", "disclosed.total")
    bench.say("amended", "report.signed", "2021-01-29")
    bench.say("amended", CELL, Decimal(6))
    bench.say("amended", BLANK, Decimal(7))
    bench.say("added", "disclosed.noticeboards", Decimal(96), at=bench.words("96"))
    replayed = bench.on(change(REPORT), snapshots=None if kept else {})
    assert set(kinds(replayed)) <= {"applied", "moved"}
    assert held(replayed, "disclosed.total").reading.value == Decimal(160)
    assert held(replayed, "report.signed").reading.value == "2021-01-29"
    assert held(replayed, CELL).reading.value == Decimal(6)
    assert held(replayed, BLANK).reading.value == Decimal(7)
    assert held(replayed, "disclosed.noticeboards").reading.value == Decimal(96)


def test_a_value_mended_upstream_is_redundant(bench: Bench) -> None:
    """The machine reads the corrected value itself, and the verdict still holds it."""
    bench.say("amended", "report.signed", "2021-01-29")
    bench.say("amended", CELL, Decimal(6))
    bench.say("amended", BLANK, Decimal(7))
    text = REPORT.replace("2021129", "2021年1月29日").replace("| 5 | 2 |", "| 6 | 2 |")
    replayed = bench.on(text.replace("| 0 |  |", "| 0 | 7 |"))
    assert kinds(replayed) == ["redundant"] * 3
    assert held(replayed, "report.signed").correction == bench.made[0]


def test_a_third_value_is_stale(bench: Bench) -> None:
    """Words that are neither the old nor the corrected ones are left to a person."""
    bench.say("confirmed", "disclosed.total")
    bench.say("amended", CELL, Decimal(6))
    bench.say("amended", BLANK, Decimal(7))
    text = REPORT.replace("160条", "1160条").replace("| 5 | 2 |", "| 15 | 2 |")
    replayed = bench.on(text.replace("| 0 |  |", "| 0 | 9 |"))
    assert kinds(replayed) == ["stale"] * 3
    assert all(one.correction is None for one in replayed.settled)
    assert held(replayed, "disclosed.total").reading.value == Decimal(1160)
    assert "160" in replayed.outcomes[0].message.zh
    assert "1160" in replayed.outcomes[0].message.en


LAYOUTS = {"tabs": ("\t", ""), "a line a cell": ("\n", ""), "blanks": ("  ", "-")}


@pytest.mark.parametrize(("between", "blank"), LAYOUTS.values(), ids=LAYOUTS.keys())
def test_a_cell_is_found_by_its_field_however_the_table_lies(
    bench: Bench, between: str, blank: str
) -> None:
    """Another extractor lays the table out anew: the field leads, and the words confirm."""
    bench.say("amended", CELL, Decimal(6))
    lines = [
        between.join(cell.strip() or blank for cell in line.strip("|").split("|"))
        if line.startswith("|")
        else line
        for line in REPORT.splitlines()
    ]
    replayed = bench.on("\n".join(lines))
    assert kinds(replayed) == ["moved"]
    assert held(replayed, CELL).reading.value == Decimal(6)
    assert held(replayed, CELL).reading.quote == "5"


def test_a_deleted_sentence_loses_its_verdict(bench: Bench) -> None:
    """No place, no reading: it is for a person to see."""
    bench.say("added", "disclosed.noticeboards", Decimal(96), at=bench.words("96"))
    replayed = bench.on(REPORT.replace("镇里另印了手册96本，分送各村。", ""))
    assert kinds(replayed) == ["lost"]
    assert replayed.outcomes[0].key is None


def test_another_document_takes_no_verdict(bench: Bench) -> None:
    """Next year's report under the old name: all is lost, and it is said why."""
    bench.say("confirmed", "disclosed.total")
    bench.say("amended", CELL, Decimal(6))
    bench.say("amended", BLANK, Decimal(7))
    text = (
        REPORT.replace("2020", "2021").replace("2021-02", "2022-02").replace("2021129", "2022118")
    )
    for old, new in {"160": "273", "40": "91", "120": "182", "25%": "33%", "75%": "67%"}.items():
        text = text.replace(old, new)
    replayed = bench.on(text)
    assert kinds(replayed) == ["lost"] * 3
    assert all("不是当时那份文件" in one.message.zh for one in replayed.outcomes)


def test_a_changed_extractor_keeps_the_verdict(bench: Bench) -> None:
    """Same text, other reading: what a person said of these words still holds."""
    bench.say("amended", "report.signed", "2021-01-29")
    bench.say("amended", "disclosed.total", Decimal(161))
    fewer = [r for r in bench.readings if r.key.field != "report.signed"]
    fewer = [
        replace(r, value=Decimal(16), damage="number.garbled")
        if r.key.field == "disclosed.total"
        else r
        for r in fewer
    ]
    replayed = bench.on(readings=fewer)
    assert kinds(replayed) == ["applied", "applied"]
    signed = held(replayed, "report.signed")
    assert (signed.reading.value, signed.machine) == ("2021-01-29", None)
    assert held(replayed, "disclosed.total").reading.value == Decimal(161)


def test_a_confirmed_value_that_is_read_otherwise_now_is_stale(bench: Bench) -> None:
    """A confirmation was about one value: another from the same words wants a person."""
    bench.say("confirmed", "disclosed.total")
    other = [
        replace(r, value=Decimal(1)) if r.key.field == "disclosed.total" else r
        for r in bench.readings
    ]
    assert kinds(bench.on(readings=other)) == ["stale"]


def test_a_silent_field_is_placed_by_its_name(bench: Bench) -> None:
    """`absent` on silence holds while the document is silent, and is stale when it speaks."""
    bench.say("absent", "staff.total")
    silent = bench.on()
    assert kinds(silent) == ["applied"]
    assert held(silent, "staff.total").correction == bench.made[0]
    text = REPORT.replace("由党政办承担", "由党政办承担，配备工作人员3名")
    speaking = bench.on(text)
    if not held(speaking, "staff.total").reading.silent:
        assert kinds(speaking) == ["stale"]


def test_the_latest_of_several_verdicts_holds(bench: Bench) -> None:
    """All of them get an outcome on the same reading; the latest settles it."""
    bench.say("amended", "report.signed", "2021-12-09")
    bench.say("amended", "report.signed", "2021-01-29")
    bench.say("question", "report.signed", by="wang")
    replayed = bench.on()
    assert kinds(replayed) == ["applied"] * 3
    assert len({outcome.key for outcome in replayed.outcomes}) == 1
    signed = held(replayed, "report.signed")
    assert signed.correction == bench.made[2]
    assert signed.reading.value == "2021-01-29"


def test_a_confirmation_of_an_amended_value_keeps_it(bench: Bench) -> None:
    """A second person agrees with the first; without the first, somebody must look again."""
    bench.say("amended", "report.signed", "2021-01-29")
    bench.say("confirmed", "report.signed", "2021-01-29", by="wang")
    both = bench.on()
    assert held(both, "report.signed").reading.value == "2021-01-29"
    assert kinds(bench.on(corrections=bench.made[1:])) == ["stale"]


def test_two_people_add_the_same_words(bench: Bench) -> None:
    """One reading comes of it, held by the later one."""
    bench.say("added", "disclosed.noticeboards", Decimal(96), at=bench.words("96"))
    bench.say("added", "disclosed.noticeboards", Decimal(69), at=bench.words("96本"), by="wang")
    replayed = bench.on()
    found = [one for one in replayed.settled if one.reading.key.field == "disclosed.noticeboards"]
    assert [one.reading.value for one in found] == [Decimal(69)]


def test_a_field_that_the_schema_dropped_is_lost(bench: Bench) -> None:
    """A verdict on a field of an older schema is kept, and listed."""
    bench.say("added", "disclosed.pigeons", Decimal(96), at=bench.words("96"))
    assert kinds(bench.on()) == ["lost"]


def test_outcomes_read_well_in_both_languages(bench: Bench) -> None:
    """Every outcome can be said."""
    bench.say("confirmed", "disclosed.total")
    outcome: Outcome = bench.on().outcomes[0]
    assert "160" in outcome.message.zh
    assert "160" in outcome.message.en
