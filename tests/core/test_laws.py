"""The laws of replay: what holds whatever was decided, and whatever became of the document."""

from __future__ import annotations

import random
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from replaying import CELL, REPORT, Bench

from kanwu.checks import check
from kanwu.correction import Correction, Verdict, standing
from kanwu.folds import fold
from kanwu.reading import Key
from kanwu.replay import WORK, Replayed
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.workspace import open_workspace
from kanwu.workspace.documents import load_schema


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("zh-disclosure-report")


VERDICTS: list[Verdict] = ["confirmed", "amended", "sic", "absent", "unreadable", "question"]
FIELDS = [
    ("disclosed.total", None),
    ("disclosed.by_subject", "政策文件"),
    ("disclosed.by_subject", "财政信息"),
    (CELL, None),
    ("applications.carried_in.total", None),
]
choices = st.lists(
    st.tuples(st.sampled_from(VERDICTS), st.sampled_from(FIELDS), st.integers(0, 300)), max_size=8
)
Choices = list[tuple[Verdict, tuple[str, str | None], int]]


def decided(schema: Schema, chosen: Choices) -> Bench:
    bench = Bench(schema)
    for n, (verdict, (field, item), value) in enumerate(chosen):
        amount = Decimal(value) if verdict == "amended" else None
        bench.say(verdict, field, amount, item=item, by=("li", "wang")[n % 2])
    return bench


def seen(replayed: Replayed) -> list[tuple[str, str, Key | None, Span | None]]:
    return [(o.correction.id, o.kind, o.key, o.span) for o in replayed.outcomes]


@settings(max_examples=25, deadline=None)
@given(chosen=choices, data=st.data())
def test_the_order_of_corrections_says_nothing(
    schema: Schema, chosen: Choices, data: st.DataObject
) -> None:
    """Replay is the same whatever order the files were read in, and however often it is done."""
    bench = decided(schema, chosen)
    shuffled = data.draw(st.permutations(bench.made))
    once = bench.on()
    assert bench.on(corrections=shuffled) == once == bench.on()
    assert [o.correction for o in once.outcomes] == bench.made


@settings(max_examples=25, deadline=None)
@given(chosen=choices)
def test_each_correction_has_one_outcome_and_each_reading_stays(
    schema: Schema, chosen: Choices
) -> None:
    """Nothing is lost on the way, and what no verdict holds is as it was read."""
    bench = decided(schema, chosen)
    replayed = bench.on()
    assert [outcome.correction.id for outcome in replayed.outcomes] == [c.id for c in bench.made]
    assert [one.machine for one in replayed.settled] == list(bench.readings)
    assert all(one.reading == one.machine for one in replayed.settled if one.correction is None)


@settings(max_examples=25, deadline=None)
@given(chosen=choices)
def test_replaying_on_what_was_settled_changes_no_value(schema: Schema, chosen: Choices) -> None:
    """Replaying twice is replaying once."""
    bench = decided(schema, [c for c in chosen if c[0] == "amended"])
    once = bench.on()
    again = bench.on(readings=[one.reading for one in once.settled])
    assert [one.reading for one in again.settled] == [one.reading for one in once.settled]
    assert [one.correction for one in again.settled] == [one.correction for one in once.settled]


@settings(max_examples=25, deadline=None)
@given(chosen=choices, inserted=st.text(alphabet="桥灯船雨松石云路山水花鸟。", max_size=40))
def test_an_edit_elsewhere_changes_no_outcome(
    schema: Schema, chosen: Choices, inserted: str
) -> None:
    """Words put in at the end of the text leave every outcome as it was."""
    bench = decided(schema, chosen)
    text = REPORT.replace("开放时间", inserted + "开放时间")
    assert seen(bench.on(text)) == seen(bench.on())


@settings(max_examples=25, deadline=None)
@given(chosen=choices)
def test_what_holds_is_what_was_decided(schema: Schema, chosen: Choices) -> None:
    """Each reading has the value of the last verdict on it, and says whose it is."""
    bench = decided(schema, chosen)
    replayed = bench.on()
    told = {outcome.correction.id: outcome for outcome in replayed.outcomes}
    for one in replayed.settled:
        if one.correction is None:
            continue
        assert told[one.correction.id].key == one.reading.key
        if one.correction.verdict in {"amended", "confirmed", "sic"}:
            assert one.reading.value == one.correction.value
        elif one.correction.verdict in {"absent", "unreadable"}:
            assert one.reading.value is None


def withdrawn(bench: Bench) -> list[Correction]:
    """Every verdict, and one that takes it back, the latest first."""
    undone = list(bench.made)
    for one in reversed(bench.made):
        bench.say("withdrawn", of=one.id)
    return [*undone, *bench.made[len(undone) :]]


@settings(max_examples=25, deadline=None)
@given(chosen=choices)
def test_undoing_everything_is_the_raw_extraction(schema: Schema, chosen: Choices) -> None:
    """As if nobody had decided anything; and redoing everything is as if nobody had undone."""
    bench = decided(schema, chosen)
    before = bench.on()
    count = len(bench.made)
    raw = bench.on(corrections=withdrawn(bench))
    assert raw.outcomes == ()
    assert [one.reading for one in raw.settled] == list(bench.readings)
    for one in bench.made[count : 2 * count]:
        bench.say("withdrawn", of=one.id)
    again = bench.on()
    assert again.settled == before.settled
    assert seen(again) == seen(before)


PIECES = REPORT.split("\n\n")
edits = st.lists(
    st.tuples(st.sampled_from(["drop", "double", "swap", "digit"]), st.integers(0, 10_000)),
    max_size=4,
)


def edited(text: str, changes: list[tuple[str, int]]) -> str:
    """A text after some rough changes: paragraphs gone, doubled, swapped, digits put in."""
    for kind, seed in changes:
        chance = random.Random(seed)
        parts = text.split("\n")
        i, j = chance.randrange(len(parts)), chance.randrange(len(parts))
        if kind == "drop":
            parts[i] = parts[i][: len(parts[i]) // 2]
        elif kind == "double":
            parts.insert(j, parts[i])
        elif kind == "swap":
            parts[i], parts[j] = parts[j], parts[i]
        else:
            at = chance.randrange(len(parts[i]) + 1)
            parts[i] = parts[i][:at] + chance.choice("0123456789") + parts[i][at:]
        text = "\n".join(parts)
    return text


@settings(max_examples=60, deadline=None)
@given(chosen=choices, changes=edits, kept=st.booleans())
def test_a_verdict_holds_only_over_its_own_words(
    schema: Schema, chosen: Choices, changes: list[tuple[str, int]], kept: bool
) -> None:
    """Whatever became of the text: where a verdict holds, the words are those it was made on."""
    bench = decided(schema, chosen)
    replayed = bench.on(edited(REPORT, changes), snapshots=None if kept else {})
    assert [o.correction for o in replayed.outcomes] == bench.made
    for outcome in replayed.outcomes:
        if outcome.kind in WORK:
            assert outcome.key is None
        if outcome.kind in {"applied", "moved"} and outcome.span and outcome.correction.was:
            assert outcome.now.split() == outcome.correction.was.split()


@settings(max_examples=25, deadline=None)
@given(chosen=choices, changes=edits)
def test_replay_on_a_changed_text_is_steady(
    schema: Schema, chosen: Choices, changes: list[tuple[str, int]]
) -> None:
    """Shuffled or again, it comes to the same; and no verdict depends on the others but in time."""
    bench = decided(schema, chosen)
    text = edited(REPORT, changes)
    once = bench.on(text)
    assert bench.on(text, corrections=bench.made[::-1]) == once


paragraphs = st.sampled_from([i for i in range(1, len(PIECES)) if "|" not in PIECES[i]])


@settings(max_examples=25, deadline=None)
@given(
    chosen=choices, at=paragraphs, words=st.text(alphabet="桥灯船雨松石云路山水花鸟。", min_size=1)
)
def test_a_paragraph_put_in_anywhere_changes_no_value(
    schema: Schema, chosen: Choices, at: int, words: str
) -> None:
    """Verdicts follow their words, and what they say stays."""
    bench = decided(schema, chosen)
    before, after = bench.on(), bench.on("\n\n".join([*PIECES[:at], words, *PIECES[at:]]))
    assert not {o.kind for o in after.outcomes} & WORK
    values = [
        {s.reading.key: s.reading.value for s in one.settled if s.correction}
        for one in (before, after)
    ]
    assert values[0] == values[1]


@settings(max_examples=25, deadline=None)
@given(first=st.integers(0, 3), second=st.integers(0, 3), place=st.sampled_from(FIELDS))
def test_verdicts_that_contradict_each_other_are_a_finding(
    schema: Schema, first: int, second: int, place: tuple[str, str | None]
) -> None:
    """Two people, two values: somebody must look; two people, one value: nobody must."""
    bench = Bench(schema)
    bench.say("amended", place[0], Decimal(first), item=place[1], by="li")
    bench.say("amended", place[0], Decimal(second), item=place[1], by="wang")
    found = check(bench.on(), fold(bench.source), schema)
    doubted = [one for one in found if one.code == "verdict.contradiction"]
    assert len(doubted) == (first != second)
    assert all(key[:2] == place for one in doubted for key in one.readings)


turns = st.lists(st.tuples(st.sampled_from(["say", "undo", "replace"]), st.integers(0, 9)))


@given(turns=turns)
def test_of_any_log_the_order_says_nothing_and_each_take_back_can_be_taken_back(
    schema: Schema, turns: list[tuple[str, int]]
) -> None:
    """Verdicts, withdrawals and verdicts put elsewhere, in any order, each of any earlier one."""
    bench = Bench(schema)
    for kind, n in turns:
        earlier = bench.made[n % len(bench.made)].id if bench.made else ""
        if kind == "say" or not earlier:
            bench.say("unreadable", "disclosed.total")
        elif kind == "undo":
            bench.say("withdrawn", of=earlier)
        else:
            bench.say("unreadable", "disclosed.total", replaces=earlier)
    held_now = standing(bench.made)
    assert standing(bench.made[::-1]) == held_now
    assert standing([*bench.made, *bench.made]) == held_now
    if held_now:
        bench.say("withdrawn", of=held_now[-1].id)
        bench.say("withdrawn", of=bench.made[-1].id)
        assert standing(bench.made) == held_now


def test_folders_merged_in_any_order_are_one_state(folder: Path, tmp_path: Path) -> None:
    """What two people decided apart comes together as it would have in one place."""
    homes = [tmp_path / name for name in ("one", "other")]
    for home, reviewer, value in zip(
        homes, ("li", "wang"), ("2021-01-29", "2021-12-09"), strict=True
    ):
        shutil.copytree(folder, home, ignore=shutil.ignore_patterns("one", "other"))
        workspace = open_workspace(home, reviewer)
        workspace.decide("liping-2020", Key("report.signed"), "amended", value=value)
        workspace.decide("liping-2020", Key("disclosed.total"), "confirmed")
    copies = {
        home: shutil.copytree(home / "corrections", tmp_path / f"{home.name}-copy")
        for home in homes
    }
    shutil.copytree(copies[homes[1]], homes[0] / "corrections", dirs_exist_ok=True)
    shutil.copytree(copies[homes[0]], homes[1] / "corrections", dirs_exist_ok=True)
    one, other = (open_workspace(home, "zhou").review("liping-2020") for home in homes)
    assert one.settled == other.settled
    assert one.outcomes == other.outcomes
    assert one.findings == other.findings
    assert any(finding.code == "verdict.contradiction" for finding in one.findings)
