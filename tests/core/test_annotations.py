"""A gate in somebody's CI: findings stand beside their lines, in the words that code hosts read."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from kanwu.cli import main
from kanwu.cli.annotations import Annotation, github, gitlab
from kanwu.reading import Key
from kanwu.triage import SAMPLED
from kanwu.workspace import open_workspace

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.delenv("CI_PROJECT_DIR", raising=False)
    monkeypatch.chdir(folder)
    return folder


def said(capsys: pytest.CaptureFixture[str], host: str, *more: str) -> tuple[int, str]:
    code = main(["check", "--annotate", host, "--lang", "en", *more])
    return code, capsys.readouterr().out


def commands(out: str) -> list[tuple[str, dict[str, str], str]]:
    """What GitHub reads: the level, the properties and the message, unescaped."""
    found = []
    for line in out.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        told = dict(part.split("=", 1) for part in match[2].split(","))
        found.append((match[1], {k: unquote(v) for k, v in told.items()}, unquote(match[3])))
    return found


def test_github_shows_each_error_at_its_words(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line and columns are those of the words; the exit code is that of the check."""
    code, out = said(capsys, "github")
    assert code == 1
    found = commands(out)
    by_code = {told["title"]: (level, told, message) for level, told, message in found}
    level, told, message = by_code["date.separators-lost"]
    lines = (here / told["file"]).read_text("utf-8").split("\n")
    words = {
        lines[int(told["line"]) - 1][int(told["col"]) - 1 : int(told["endColumn"])]
        for _, told, _ in found
        if told["title"] == "date.separators-lost"
    }
    assert (level, told["file"]) == ("error", "documents/liping-2020.txt")
    assert words == {"202048", "2021129"}
    assert "2021129" in message or "202048" in message


def test_what_is_settled_is_not_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once all is settled the gate is open: nothing is printed, exit 0. A sample is no error."""
    one = open_workspace(here, "li")
    one.draw("spring", 3, confidence=0.95, seed=1)
    assert any(finding.code == SAMPLED for finding in one.review("liping-2020").findings)
    one.decide("liping-2020", Key("report.signed"), "amended", value="2021-01-29")
    one.decide("liping-2020", Key("training.date"), "unreadable")
    assert said(capsys, "github") == (0, "")
    code, out = said(capsys, "gitlab")
    assert (code, json.loads(out)) == (0, [])


def test_warnings_do_not_shut_the_gate(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question is a warning: told, and the exit is 0."""
    one = open_workspace(here, "li")
    one.decide("liping-2020", Key("report.signed"), "amended", value="2021-01-29")
    one.decide("liping-2020", Key("training.date"), "unreadable")
    one.decide("liping-2020", Key("disclosed.total"), "question", note="第一行\n100%: 第二行, 对吗")
    code, out = said(capsys, "github")
    ((level, told, message),) = commands(out)
    assert (code, level, told["title"]) == (0, "warning", "verdict.question")
    assert "第一行\n100%: 第二行, 对吗" in message


def test_gitlab_knows_a_finding_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its fingerprint stays when lines come before it, no two are alike, and its line moves."""
    _, before = said(capsys, "gitlab")
    document = here / "documents" / "liping-2020.txt"
    document.write_text("\n\n" + document.read_text("utf-8"), "utf-8")
    _, after = said(capsys, "gitlab")
    old, new = ({one["fingerprint"]: one for one in json.loads(out)} for out in (before, after))
    assert len(old) == len(json.loads(before)) > 1
    assert old.keys() == new.keys()
    for mark, one in old.items():
        line = one["location"]["lines"]["begin"]
        assert new[mark]["location"]["lines"]["begin"] == line + 2
        assert one["location"]["path"] == "documents/liping-2020.txt"
        assert one.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}


def test_paths_are_told_from_the_repository(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the host says that it is, and not where the job stands."""
    monkeypatch.setenv("GITHUB_WORKSPACE", str(here.parent))
    monkeypatch.chdir(here / "documents")
    _, out = said(capsys, "github")
    assert {told["file"] for _, told, _ in commands(out)} == {
        f"{here.name}/documents/liping-2020.txt"
    }


def test_what_has_no_line_has_none() -> None:
    """GitHub is told the file alone; GitLab, which asks for a line, the first."""
    one = Annotation(
        path="a, b:1%.pdf", start=None, end=None, severity="error", code="x", message="m", mark="k"
    )
    assert list(github([one])) == ["::error file=a%2C b%3A1%25.pdf,title=x::m\n"]
    first, second = json.loads("".join(gitlab([one, one])))
    assert first["location"] == {"path": "a, b:1%.pdf", "lines": {"begin": 1}}
    assert first["fingerprint"] != second["fingerprint"]


def test_a_contradiction_is_an_error_for_the_gate(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two reviewers who disagree are told at the words, and the gate is shut."""
    for name, value in (("li", 161), ("wang", 162)):
        one = open_workspace(here, name)
        one.decide("liping-2020", Key("disclosed.total"), "amended", value=Decimal(value))
    code, out = said(capsys, "github")
    found = {told["title"]: message for _, told, message in commands(out)}
    assert code == 1
    assert "li says amended to 161, wang says amended to 162" in found["verdict.contradiction"]


def test_a_file_that_cannot_be_read_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A torn correction at its line, an empty document by its name; exit 3."""
    (here / "corrections" / "li").mkdir(parents=True)
    torn = 'format = 1\ndocument = "liping-2020"\nschema = \n'
    (here / "corrections" / "li" / "liping-2020.toml").write_text(torn, "utf-8")
    (here / "documents" / "empty.txt").write_text("", "utf-8")
    code, out = said(capsys, "github")
    found = {told["file"]: told for _, told, _ in commands(out) if told["title"] == "file"}
    assert code == 3
    assert found["corrections/li/liping-2020.toml"]["line"] == "3"
    assert "line" not in found["documents/empty.txt"]


def test_it_does_not_go_with_rows(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows and annotations are two things: usage, exit 2."""
    assert said(capsys, "github", "--format", "jsonl") == (2, "")


def test_the_recipes_of_the_page_run_these_commands() -> None:
    """They are YAML, and every `kanwu` line of them is one that can be typed."""
    from kanwu.cli.parser import build

    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    recipes = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, re.S)]
    github_steps = recipes[0]["jobs"]["check"]["steps"]
    lines = [step["run"] for step in github_steps if "run" in step] + recipes[1]["check"]["script"]
    typed = [line.split(" > ")[0].split()[1:] for line in lines if line.startswith("kanwu ")]
    assert len(typed) == 3
    for words in typed:
        assert build().parse_args(words).run
