"""After an upgrade it is told what changed: superfluous corrections, other outcomes, other values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.drift import Place, State, drift, state_of
from kanwu.errors import UsageError
from kanwu.reading import Key
from kanwu.workspace import open_workspace

SIGNED = Key("report.signed")
DOCUMENT = "documents/liping-2020.txt"


def kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """What the workspace says now, in a file."""
    capsys.readouterr()
    assert main(["extract", str(folder)]) == 0
    assert main(["replay", str(folder)]) == 0
    path = folder / "before.jsonl"
    path.write_text(capsys.readouterr().out, "utf-8")
    return path


def changes(
    folder: Path, since: Path, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, list[dict[str, object]]]:
    code = main(["replay", str(folder), "--since", str(since), "--lang", "en", *more])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def rewrite(folder: Path, old: str, new: str) -> None:
    text = (folder / DOCUMENT).read_text("utf-8")
    assert old in text
    (folder / DOCUMENT).write_text(text.replace(old, new), "utf-8")


def test_nothing_changed_is_nothing_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same documents, extractor and schema: no line, and all is well."""
    open_workspace(folder, "li").decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    assert changes(folder, kept(folder, capsys), capsys, "--strict") == (0, [])


def test_a_correction_that_the_machine_makes_superfluous(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was needed, and is no more: told, and no reason for alarm."""
    made = open_workspace(folder, "li").decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    since = kept(folder, capsys)
    rewrite(folder, "2021129", "2021年1月29日")
    code, (line,) = changes(folder, since, capsys, "--strict")
    assert code == 0
    assert (line["change"], line["correction"]) == ("redundant", made.id)
    assert (line["was"], line["now"]) == ("applied", "redundant")


def test_a_correction_that_fares_otherwise_and_a_value_nobody_decided(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are told, each with what it was; with --strict they are work."""
    made = open_workspace(folder, "li").decide("liping-2020", Key("disclosed.total"), "confirmed")
    since = kept(folder, capsys)
    rewrite(folder, "信息160条", "信息165条")
    rewrite(folder, "2021129", "2021年2月1日")
    code, lines = changes(folder, since, capsys, "--strict")
    told = {(line["change"], line["field"], line["was"], line["now"]) for line in lines}
    assert ("outcome", "disclosed.total", "applied", "stale") in told
    assert ("value", "report.signed", None, "2021-02-01") in told
    assert [line["correction"] for line in lines if line["change"] == "outcome"] == [made.id]
    assert all("→" in str(line["message"]) for line in lines)
    assert code == 1
    assert changes(folder, since, capsys)[0] == 0


def test_what_people_decided_meanwhile_is_no_drift(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A verdict made or taken back since changes values, and is not the machine's doing."""
    workspace = open_workspace(folder, "li")
    workspace.decide("liping-2020", Key("disclosed.total"), "absent")
    since = kept(folder, capsys)
    workspace.undo()
    workspace.decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    assert changes(folder, since, capsys) == (0, [])


def test_a_state_without_readings_compares_corrections_alone() -> None:
    """Only what was kept can be compared."""
    line = {"document": "a", "field": "f", "id": "c", "outcome": "applied"}
    then, now = (state_of([("", {**line, "outcome": kind})]) for kind in ("applied", "lost"))
    now.values[Place("a", "f", None, 0)] = 3
    assert [(c.kind, c.was, c.now) for c in drift(then, now)] == [("outcome", "applied", "lost")]


def test_the_second_value_of_a_field_is_compared_with_the_second() -> None:
    """Lines of one document, field and item count in their order."""

    def said(*values: int) -> State:
        line = {"document": "a", "field": "f", "item": None, "state": "read", "verdict": None}
        return state_of([("", {**line, "value": value}) for value in values])

    assert [(c.was, c.now) for c in drift(said(1, 2), said(1, 3))] == [(2, 3)]
    assert [(c.was, c.now) for c in drift(said(1), said(1, 3))] == [(None, 3)]
    assert [(c.was, c.now) for c in drift(said(1, 3), said(1))] == [(3, None)]


@pytest.mark.parametrize(
    ("text", "said"),
    [("nonsense", "no JSON object"), ("{}", "`document` is None"), ("[]", "no JSON object")],
)
def test_a_file_that_is_something_else_is_named_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    """The message names the line."""
    path = folder / "before.jsonl"
    good = json.dumps({"document": "a", "field": "f", "state": "read"})
    path.write_text(f"{good}\n{text}\n", "utf-8")
    assert main(["replay", str(folder), "--since", str(path)]) == 2
    err = capsys.readouterr().err
    assert "before.jsonl:2" in err
    assert said in err


def test_a_line_that_is_neither_is_told_so() -> None:
    """A queue line, for instance."""
    with pytest.raises(UsageError, match="neither"):
        state_of([("x:1", {"document": "a", "field": "f"})])
