"""What is put together out of the cache is what reading every document gives."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kanwu.agreement import agreements
from kanwu.cli import main, records
from kanwu.cli.output import json_line
from kanwu.errors import WorkspaceError
from kanwu.workspace import Workspace, open_workspace, running
from kanwu.workspace.running import printed, refresh
from kanwu.workspace.telling import agreeing, all_judged, exporting, passed

SAMPLES = Path(__file__).resolve().parents[2]


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """The sample documents with what two reviewers decided of them, and a question more."""
    for name in ("documents", "corrections"):
        shutil.copytree(SAMPLES / name, tmp_path / name)
    shutil.copy(SAMPLES / "kanwu.toml", tmp_path)
    (tmp_path / "documents" / "empty.txt").write_text("", "utf-8")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.mark.parametrize("doubted", [False, True])
def test_a_release_out_of_the_cache_is_the_one_out_of_the_reviews(
    doubted: bool,
    samples: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """File by file, the page about methods with its counts among them; the second time nothing is read."""
    open_workspace(samples, "lin").draw("spring", 5, confidence=0.9, seed=7)
    direct = open_workspace(samples)
    direct.export(str(samples / "direct"), "datapackage", doubted=doubted)
    words = ["export", str(samples), "--to", str(samples / "cached")]
    words += ["--include", "doubted"] if doubted else []
    told = []
    for _ in range(2):
        assert main(words) == 3
        told.append(capsys.readouterr().err)
        assert files(samples / "cached") == files(samples / "direct")
        monkeypatch.setattr(running, "prepare", None)  # from here on, nothing is read
    assert told[0] == told[1]
    assert "empty.txt" in told[0]


def test_outcomes_and_agreement_are_those_of_the_reviews(
    samples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Line by line, with and without what was kept; also where a document is gone."""
    direct = open_workspace(samples)
    outcomes = "".join(json_line(records.outcome(one, "en")) for one in direct.replay())
    apart = [*agreements(direct.judged())]
    for _ in range(2):
        assert main(["replay", str(samples), "--lang", "en"]) == 3
        assert capsys.readouterr().out == outcomes
        here = open_workspace(samples)
        judged = all_judged(told(here, agreeing()), here.corrections)
        assert [*agreements(judged)] == apart
    (samples / "documents" / "baimian-2018.txt").unlink()
    main(["replay", str(samples), "--lang", "en"])
    assert "lost" in capsys.readouterr().out


def told(here: Workspace, printing: running.Printing) -> list[tuple[str, bytes]]:
    for _ in refresh(here, printing=printing):
        pass
    return [*printed(here, here.documents, printing.name)]


def test_a_verdict_that_nobody_knows_is_no_guess(samples: Path) -> None:
    """Where somebody decides while all is put together, that is said, and nothing is made."""
    here = open_workspace(samples)
    lines = told(here, exporting(doubted=False))
    with pytest.raises(WorkspaceError, match="decided anew"):
        list(passed(lines, lambda _: ()))
