"""The page on writing a schema is true: what it shows is what a new user gets."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from kanwu.cli import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "schema-walkthrough.md"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the walkthrough, as its first four steps leave it."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "schemas").mkdir()
    (tmp_path / "documents" / "elmbridge-2023.txt").write_text(blocks("text")[1], "utf-8")
    (tmp_path / "schemas" / "library-report.yaml").write_text(blocks("yaml")[-1], "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows(capsys: pytest.CaptureFixture[str], *command: str) -> list[dict[str, object]]:
    main([*command, "--format", "jsonl"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_small_schema_is_sound_and_a_slip_is_named_as_told(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Step 2: with its line and the hint that the page quotes."""
    file = library / "schemas" / "library-report.yaml"
    file.write_text(blocks("yaml")[0], "utf-8")
    assert main(["schema", "check", "schemas/library-report.yaml"]) == 0
    file.write_text(blocks("yaml")[0].replace("kind: count", "kind: cuont"), "utf-8")
    assert main(["schema", "check", "schemas/library-report.yaml"]) == 3
    said = " ".join(capsys.readouterr().err.split())
    quoted = re.findall(
        r"`(schemas/library-report\.yaml:.*?)`\nand `(.*?)`", PAGE.read_text("utf-8")
    )
    assert all(words in said for words in quoted[0])


def test_the_table_is_what_is_extracted(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Step 5: row by row; and every number of the document is accounted for."""
    assert main(["init", ".", "--schema", "library-report"]) == 0
    capsys.readouterr()
    shown = re.findall(
        r"^\| ([a-z._]+) \| (.*?) ?\| (.*?) ?\| (\w+) \|$", PAGE.read_text("utf-8"), re.M
    )
    told = [row for row in shown if row[0] != "field"]
    found = [
        tuple("" if row[k] is None else str(row[k]) for k in ("field", "item", "value", "state"))
        for row in rows(capsys, "extract")
    ]
    assert found == told
    assert [row for row in rows(capsys, "numbers") if row["claimed_by"] is None] == []
    assert rows(capsys, "schema", "show", "library-report")


def test_the_commands_lead_to_a_release(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Step 6: two decisions, nothing open, all values in the file."""
    assert main(["init", ".", "--schema", "library-report"]) == 0
    assert main(["check"]) == 1
    for line in re.findall(r"^kanwu (decide .*)$", PAGE.read_text("utf-8"), re.M):
        assert main(line.split()) == 0
    assert main(["check"]) == 0
    assert main(["export", "--to", "values.csv", "--as", "csv"]) == 0
    with (library / "values.csv").open(encoding="utf-8", newline="") as file:
        values = {row["field"]: row["value"] for row in csv.DictReader(file)}
    assert values["report.signed"] == "2024-02-14"
    assert values["visits.total"] == "61300"


def test_a_bare_file_in_a_workspace_is_read_with_the_workspaces_own_schema(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And outside one, which of the built-in schemas is meant is never guessed."""
    main(["init", ".", "--schema", "library-report"])
    capsys.readouterr()
    assert rows(capsys, "extract", "documents/elmbridge-2023.txt")[0]["value"] == 2023
    (library / "kanwu.toml").unlink()
    assert main(["extract", "documents/elmbridge-2023.txt"]) == 2
    assert "en-foi-report, zh-disclosure-report" in capsys.readouterr().err
