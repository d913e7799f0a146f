"""A verdict that lost its place is shown the likeliest ones, put to one of them, or retired."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.correction import standing
from kanwu.errors import CorrectionError, UsageError
from kanwu.reading import Key
from kanwu.source import Span
from kanwu.workspace import Workspace, open_workspace

TOTAL = Key("disclosed.total")
SIGNED = Key("report.signed")
DOCUMENT = "documents/liping-2020.txt"


def opened(folder: Path, reviewer: str = "li") -> Workspace:
    return open_workspace(folder, reviewer)


def rewrite(folder: Path, *changes: tuple[str, str]) -> str:
    text = (folder / DOCUMENT).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / DOCUMENT).write_text(text, "utf-8")
    return text


@pytest.fixture
def stale(folder: Path) -> tuple[Path, str]:
    """A workspace where somebody confirmed 160, and the document says 165 by now."""
    made = opened(folder).decide("liping-2020", TOTAL, "confirmed", note="counted")
    rewrite(folder, ("信息160条", "信息165条"))
    return folder, made.id


@pytest.fixture
def lost(folder: Path) -> tuple[Path, str]:
    """A workspace where the sentence that a verdict was made on stands elsewhere, reworded."""
    workspace = opened(folder)
    start = workspace.source("liping-2020").text.index("202048")
    workspace.decide(
        "liping-2020",
        Key("training.date"),
        "added",
        value="2020-04-08",
        span=Span(start, start + 6),
    )
    sentence = "202048，镇里培训了信息员。"
    rewrite(folder, (sentence, ""), ("行政诉讼案件。", "行政诉讼案件。新来的信息员于202048受训。"))
    (outcome,) = opened(folder).replay()
    assert outcome.kind in {"lost", "ambiguous"}
    return folder, outcome.correction.id


def test_the_likeliest_places_come_with_their_reasons(stale: tuple[Path, str]) -> None:
    """Where it stood, with what speaks for it and against it, in both languages."""
    folder, identity = stale
    review = opened(folder).review("liping-2020")
    first = review.spots(identity)[0]
    assert review.source.quote(first.span) == "165"
    assert first.score > 0.5
    assert any("165" in reason.en for reason in first.reasons)
    assert any("同一字段" in reason.zh for reason in first.reasons)
    scores = [spot.score for spot in review.spots(identity)]
    assert scores == sorted(scores, reverse=True)
    assert review.spots("no-such") == ()


def test_the_same_words_elsewhere_are_found(lost: tuple[Path, str]) -> None:
    """Though replay does not dare to take the place, it is offered."""
    folder, identity = lost
    review = opened(folder).review("liping-2020")
    assert review.source.quote(review.spots(identity)[0].span) == "202048"


def test_a_verdict_is_put_to_another_place(lost: tuple[Path, str]) -> None:
    """The new one says who, when and what it replaces; value, note and field are the old one's."""
    folder, identity = lost
    workspace = opened(folder, "wang")
    spot = workspace.review("liping-2020").spots(identity)[0]
    put = workspace.reanchor(identity, spot.span)
    assert (put.replaces, put.reviewer, put.value) == (identity, "wang", "2020-04-08")
    again = opened(folder)
    (outcome,) = again.replay()
    assert (outcome.kind, outcome.correction.id) == ("applied", put.id)
    assert again.review("liping-2020").by_key[Key("training.date")].reading.value == "2020-04-08"
    file = folder / "corrections" / "wang" / "liping-2020.toml"
    (block,) = tomllib.loads(file.read_text("utf-8"))["correction"]
    assert block["replaces"] == identity
    assert block["anchor"]["start"] == spot.span.start


def test_undo_brings_the_first_one_back_and_redo_sends_it_away(lost: tuple[Path, str]) -> None:
    """Putting a verdict elsewhere is a decision like any other, over restarts."""
    folder, identity = lost
    workspace = opened(folder, "wang")
    put = workspace.reanchor(identity, workspace.review("liping-2020").spots(identity)[0].span)
    assert opened(folder, "wang").undo() == put
    assert [c.id for c in standing(opened(folder).corrections("liping-2020"))] == [identity]
    assert opened(folder, "wang").redo() == put
    assert [c.id for c in standing(opened(folder).corrections("liping-2020"))] == [put.id]


def test_a_confirmed_value_keeps_its_value_over_other_words(stale: tuple[Path, str]) -> None:
    """Whoever puts it there says that the value holds though other words stand there."""
    folder, identity = stale
    workspace = opened(folder)
    put = workspace.reanchor(identity, workspace.review("liping-2020").spots(identity)[0].span)
    assert (put.verdict, put.value, put.was, put.note) == ("amended", 160, "165", "counted")
    settled = opened(folder).review("liping-2020").by_key[TOTAL]
    assert (settled.reading.value, settled.machine and settled.machine.value) == (160, 165)


def test_a_place_where_it_would_not_hold_is_refused(folder: Path) -> None:
    """`sic` is about the words that are printed: where others stand nothing is written."""
    made = opened(folder).decide("liping-2020", TOTAL, "sic", should_be=Decimal(161))
    rewrite(folder, ("信息160条", "信息165条"))
    workspace = opened(folder)
    (outcome,) = workspace.replay()
    assert outcome.span is not None
    before = (folder / "corrections" / "li" / "liping-2020.toml").read_bytes()
    with pytest.raises(CorrectionError, match="would not hold"):
        workspace.reanchor(made.id, outcome.span)
    assert (folder / "corrections" / "li" / "liping-2020.toml").read_bytes() == before
    with pytest.raises(UsageError, match="no such correction"):
        workspace.reanchor("no-such", outcome.span)


def test_no_place_is_offered_in_another_document(folder: Path) -> None:
    """The report of another year under the old name: there is nothing to put a verdict to."""
    made = opened(folder).decide("liping-2020", TOTAL, "confirmed")
    changes = [("2020", "2021"), ("2021-02-08", "2022-02-09"), ("2021129", "2022118")]
    changes += [
        ("160", "273"),
        ("40条", "91条"),
        ("120条", "182条"),
        ("25%", "33%"),
        ("75%", "67%"),
    ]
    rewrite(folder, *changes)
    workspace = opened(folder)
    (outcome,) = workspace.replay()
    assert outcome.why == "outcome.other-document"
    assert workspace.review("liping-2020").spots(made.id) == ()


# --- on the command line -------------------------------------------------------------------------


def run(
    capsys: pytest.CaptureFixture[str], *words: str
) -> tuple[int, list[dict[str, object]], str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, [json.loads(line) for line in out.splitlines() if line[:1] == "{"], out + err


def test_replay_and_the_queue_tell_the_places(
    stale: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """What can be taken stands beside what was lost."""
    folder, identity = stale
    code, (row,), _ = run(capsys, "replay", str(folder), "--strict")
    assert code == 1
    places = row["places"]
    assert isinstance(places, list)
    assert places[0]["quote"] == "165"
    _, items, _ = run(capsys, "queue", str(folder))
    (item,) = [one for one in items if one["correction"] == identity]
    assert item["places"] == places


def test_one_command_puts_a_verdict_to_a_place(
    stale: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """List the places, take one, and replay is content."""
    folder, identity = stale
    _, places, _ = run(capsys, "reanchor", identity, "--workspace", str(folder))
    assert [place["place"] for place in places] == list(range(1, len(places) + 1))
    code, _, said = run(
        capsys, "reanchor", identity, "--place", "1", "--workspace", str(folder), "--as", "wang"
    )
    assert (code, "as wang" in said) == (0, True)
    assert run(capsys, "replay", str(folder), "--strict")[0] == 0
    code, _, said = run(capsys, "reanchor", identity, "--place", "99", "--workspace", str(folder))
    assert (code, "no place 99" in said) == (2, True)


def test_words_name_a_place_too(lost: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    """For a place that is not in the list."""
    folder, identity = lost
    words = ["reanchor", identity, "--quote", "202048", "--workspace", str(folder)]
    assert run(capsys, *words)[0] == 0
    assert [one.kind for one in opened(folder).replay()] == ["applied"]


def test_one_command_retires_a_verdict(
    stale: tuple[Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """It is taken back with a reason, and undo brings it again."""
    folder, identity = stale
    words = ["retire", identity, "--note", "recounted", "--as", "wang", "--workspace", str(folder)]
    assert run(capsys, *words)[0] == 0
    assert run(capsys, "replay", str(folder), "--strict")[:2] == (0, [])
    assert opened(folder, "wang").undo() is not None
    assert [one.correction.id for one in opened(folder).replay()] == [identity]
