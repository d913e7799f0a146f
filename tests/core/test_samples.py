"""The sample workspace: its corrections hold on its documents, and the demo plays on a copy of it."""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from kanwu.demo import play, private_copy
from kanwu.replay import WORK
from kanwu.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[2]
DAMAGE = {
    "date.separators-lost",
    "date.period-run",
    "number.space-inside",
    "table.blank-cell",
    "table.label-lost",
    "applicants-add-up",
    "share-fits",
    "subject-within-total",
    "years-agree",
    "text.byte-shift",
}
"""What the ten documents bear at least."""


def test_the_samples_corrections_hold() -> None:
    """Every verdict in the repository finds its place: same, moved, or mended upstream by now."""
    workspace = open_workspace(ROOT, "nobody")
    outcomes = list(workspace.replay())
    assert workspace.problems == []
    kinds = Counter(outcome.kind for outcome in outcomes)
    assert not set(kinds) & WORK
    assert {"applied", "moved", "redundant"} <= set(kinds)
    assert {outcome.correction.reviewer for outcome in outcomes} >= {"chen", "lin"}
    for outcome in outcomes:
        assert outcome.key is not None
        review = workspace.review(outcome.correction.document)
        settled = review.by_key[outcome.key]
        if outcome.correction.verdict == "amended":
            assert settled.reading.value == outcome.correction.value
            assert review.state(outcome.key) == "verified"


def test_the_samples_bear_every_kind_of_damage() -> None:
    """Ten documents, and each doubt that the first set of checks knows, before any verdict."""
    workspace = open_workspace(ROOT, "nobody")
    assert len(workspace.documents) >= 8
    codes: set[str] = set()
    kinds: set[str] = set()
    for review in workspace.reviews():
        kinds |= {repair.kind for repair in review.text.repairs}
        codes |= {finding.code for finding in review.findings}
        codes |= {s.machine.damage for s in review.settled if s.machine and s.machine.damage}
    assert DAMAGE - codes - {"text.byte-shift"} == set()
    assert {"byte-shift", "gloss", "script", "radical"} <= kinds


def test_the_headless_demo_does_the_whole_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Extract, queue, decide, undo and redo, scrape anew, replay, export: on a private copy."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = {path: path.read_bytes() for path in (ROOT / "corrections").rglob("*.toml")}
    assert play("zh") == 0
    out = capsys.readouterr().out
    assert "moved" in out
    (exported,) = tmp_path.glob("*/releases/values.csv")
    with exported.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert str(exported) in out
    assert {row["verdict"] for row in rows} >= {"", "amended", "sic"}
    assert "demo" in {row["reviewer"] for row in rows}
    assert "doubted" not in {row["state"] for row in rows}
    assert {path: path.read_bytes() for path in (ROOT / "corrections").rglob("*.toml")} == before


def test_each_copy_is_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two demos never meet."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert private_copy() != private_copy()
