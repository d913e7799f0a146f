"""Between two releases, every change is told once, with what is behind it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.comparing import Page, compare
from kanwu.errors import UsageError
from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace

SIGNED = Key("report.signed")


@pytest.fixture
def one(folder: Path) -> Workspace:
    return open_workspace(folder, "li")


def released(workspace: Workspace, name: str, form: str = "datapackage") -> Path:
    to = workspace.root / "releases" / name
    open_workspace(workspace.root, "li").export(str(to), form)  # type: ignore[arg-type]
    return to


def changes(capsys: pytest.CaptureFixture[str], old: Path, new: Path) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["diff", str(old), str(new), "--as", "json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["changes"]
    return found


@pytest.mark.parametrize("form", ["datapackage", "csv", "jsonl"])
def test_a_verdict_is_behind_a_new_value(
    one: Workspace, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    """With its id, the reviewer and the note; the same release against itself has no change."""
    suffix = "" if form == "datapackage" else f".{form}"
    old = released(one, f"old{suffix}", form)
    assert changes(capsys, old, old) == []
    made = one.decide("liping-2020", SIGNED, "amended", value="2021-01-29", note="发布在后")
    (found,) = changes(capsys, old, released(one, f"new{suffix}", form))
    assert (found["change"], found["field"]) == ("new", "report.signed")
    assert (found["old"], found["new"]) == (None, "2021-01-29")
    assert (found["cause"], found["correction"]) == ("correction", made.id)
    assert found["rules"] == ["date.separators-lost"]
    assert "li" in found["why"]["en"]  # type: ignore[index]
    assert "发布在后" in found["why"]["zh"]  # type: ignore[index]


def test_changed_taken_back_and_taken_off(
    one: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second verdict changes a value, a withdrawal changes it back, absent makes it go."""
    first = released(one, "1")
    made = one.decide("liping-2020", Key("disclosed.total"), "amended", value=Decimal(161))
    second = released(one, "2")
    (found,) = changes(capsys, first, second)
    assert (found["change"], found["old"], found["new"]) == ("changed", "160", "161")
    assert found["correction"] == made.id
    one.undo()
    (found,) = changes(capsys, second, released(one, "3"))
    assert (found["cause"], found["correction"]) == ("withdrawn", made.id)
    gone = one.decide("liping-2020", Key("disclosed.total"), "absent")
    (found,) = changes(capsys, first, released(one, "4"))
    assert (found["change"], found["new"], found["correction"]) == ("gone", None, gone.id)


def test_a_changed_document_and_the_rule_that_doubts_it_now(
    one: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a new version of the document broke is gone, and the rule is named."""
    old = released(one, "old")
    document = one.root / "documents" / "liping-2020.txt"
    document.write_text(document.read_text("utf-8").replace("120条", "1200条"), "utf-8")
    found = changes(capsys, old, released(one, "new"))
    assert {entry["cause"] for entry in found} == {"source"}
    broken = [entry for entry in found if entry["change"] == "gone"]
    assert broken
    assert all(entry["rules"] for entry in broken)
    assert all(str(entry["rules"][0]) in entry["why"]["en"] for entry in broken)  # type: ignore[index]


def test_documents_and_versions(one: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """A document that came, one that went, a schema and an extractor of another version."""
    old = released(one, "old")
    document = one.root / "documents" / "liping-2020.txt"
    document.rename(document.with_name("renamed.txt"))
    found = changes(capsys, old, released(one, "new"))
    assert {(entry["document"], entry["change"]) for entry in found} == {
        ("liping-2020", "gone"),
        ("renamed", "new"),
    }
    assert {entry["cause"] for entry in found} == {"document"}
    for name, was, now in (("schema", "s 1", "s 2"), ("extractor", "kanwu 1", "kanwu 2")):
        same = {"document": "a", "sha256": "0", "schema": "s 1", "extractor": "kanwu 1"}
        line = {"field": "x.y", "item": "", "nth": "0", "value": "1"}
        before = Page(**{**same, name: was}, values=[line])  # type: ignore[arg-type]
        after = Page(**{**same, name: now}, values=[{**line, "value": "2"}])  # type: ignore[arg-type]
        (change,) = compare([before], [after])
        assert change.cause == name
        assert now in change.why.en


def test_one_more_among_several_is_one_more() -> None:
    """Values that are the same are paired, so that what follows does not shift."""

    def page(*values: str) -> Page:
        lines = [
            {"field": "t.d", "item": "", "nth": str(n), "value": v} for n, v in enumerate(values)
        ]
        return Page(document="a", sha256="0", schema="s 1", extractor="kanwu 1", values=lines)

    (change,) = compare([page("2", "3", "4")], [page("1", "2", "3", "4")])
    assert (change.kind, change.new) == ("new", "1")
    (change,) = compare([page("2", "3", "4")], [page("2", "9", "4")])
    assert (change.kind, change.old, change.new) == ("changed", "3", "9")
    with pytest.raises(UsageError, match="out of order"):
        list(compare([], [page("1"), page("1")]))


def test_markdown_is_a_changelog(one: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """Headings with counts, a table with what is behind each, in the language asked for."""
    old = released(one, "2026-1")
    one.decide("liping-2020", SIGNED, "amended", value="2021-01-29", note="a | b")
    new = released(one, "2026-2")
    capsys.readouterr()
    assert main(["diff", str(old), str(new), "--as", "markdown", "--lang", "zh"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("## 从 2026-1 到 2026-2\n")
    assert "### 新增 1 个" in page
    assert "| liping-2020 report.signed |  | 2021-01-29 | li " in page
    assert "a \\| b |" in page
    assert main(["diff", str(old), str(new), "--as", "table", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "2021-01-29" in out
    assert "0 changed, 1 new, 0 gone" in err


def test_what_is_no_release_is_named(one: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without a package of ours, a file with other columns: exit 3, and what would be right."""
    good = released(one, "good")
    other = one.root / "other.csv"
    other.write_text("a,b\n1,2\n", "utf-8")
    for bad in (one.root, other, one.root / "nowhere.csv", one.root / "kanwu.toml"):
        assert main(["diff", str(good), str(bad)]) == 3
        assert "kanwu export" in capsys.readouterr().err
