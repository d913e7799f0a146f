"""What correction files say is kept in the cache: the same verdicts, and no file parsed twice."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.anchor import Anchor
from kanwu.correction import Correction
from kanwu.correctionfile import dump, dump_header, parse
from kanwu.reading import Key
from kanwu.workspace import errata, open_workspace, verdicts

OLD = 10**9
"""A time so long ago that a file of it is known by its state."""


def corrections() -> list[Correction]:
    """One of every shape."""
    at = datetime(2026, 3, 1, 8, 0, 0, 123000, tzinfo=UTC)
    anchor = Anchor(
        quote="1 60", before="信息", after='条"\n', start=7, path=("a", "b"), sha256="f0"
    )
    common = {"document": "d", "reviewer": "li", "field": "disclosed.total", "anchor": anchor}
    return [
        Correction(id="1", verdict="amended", at=at, was="1 60", value=Decimal("160"), **common),
        Correction(id="2", verdict="amended", at=at, value=Decimal("1.50"), item="甲", **common),
        Correction(id="3", verdict="sic", at=at, value="2021", should_be="2021-01", **common),
        Correction(
            id="4",
            verdict="question",
            at=at.astimezone(timezone(timedelta(hours=8))),
            note="看 \\ 图",
            rule="r",
            batch="b",
            replaces="1",
            **common,
        ),
        Correction(id="5", document="d", reviewer="li", verdict="withdrawn", at=at, of="4"),
    ]


def file_of(known: list[Correction]) -> str:
    return dump_header("d", "zh-disclosure-report") + "".join("\n" + dump(one) for one in known)


def test_what_is_kept_is_what_the_file_says() -> None:
    """To the last digit, since stamps are made of it, too."""
    parsed = parse(file_of(corrections()), "x", "li")
    kept = verdicts.packed("x", "m", "li", parsed)
    assert kept.corrections == parsed
    assert repr(kept.corrections) == repr(parsed)
    assert kept.turning
    assert datetime.fromisoformat(kept.latest) == max(one.at for one in parsed)


def decided(folder: Path) -> Path:
    """A workspace with one verdict, in a file that was written long ago."""
    open_workspace(folder, "li").decide("liping-2020", Key("report.signed"), "unreadable")
    path = folder / "corrections" / "li" / "liping-2020.toml"
    os.utime(path, (OLD, OLD))
    return path


def test_a_file_that_has_not_changed_is_not_parsed_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for by document, reviewer or id is there all the same."""
    decided(folder)
    first = open_workspace(folder, "li").errata.by("li")
    with monkeypatch.context() as patch:
        patch.setattr(errata, "parse", None)
        assert open_workspace(folder).errata.of("liping-2020") == tuple(first)
        assert open_workspace(folder).errata.find(first[0].id) == first[0]
        assert open_workspace(folder).errata.turns_of("li") == first
        assert open_workspace(folder).errata.documents == {"liping-2020"}
        again = open_workspace(folder, "li").errata
        assert again.moment("li") > first[0].at
        assert again.by("wang") == []
    open_workspace(folder, "li").undo()
    assert [one.verdict for one in open_workspace(folder).errata.of("liping-2020")] == [
        "unreadable",
        "withdrawn",
    ]


@pytest.mark.parametrize("change", ["longer", "later", "gone", "torn"])
def test_a_file_that_changed_is_parsed_again(folder: Path, change: str) -> None:
    """Whatever tells it: its length or its time; one that is gone says nothing any more."""
    path = decided(folder)
    assert open_workspace(folder).errata.of("liping-2020")[0].verdict == "unreadable"
    text = path.read_text("utf-8")
    match change:
        case "longer":
            path.write_text(text.replace("unreadable", "absent"), "utf-8")
        case "later":
            path.write_text(text.replace("unreadable", "unreadable"[::-1]), "utf-8")
            os.utime(path, (OLD, OLD + 1))
        case "gone":
            path.unlink()
        case "torn":
            path.write_text(text[:-20], "utf-8")
    again = open_workspace(folder).errata
    found = [one.verdict for one in again.of("liping-2020")]
    assert found == (["absent"] if change == "longer" else [])
    assert bool(again.problems) == (change in {"later", "torn"})
    assert bool(open_workspace(folder).errata.problems) == bool(again.problems)


def test_a_file_of_another_document_is_named_each_time(folder: Path) -> None:
    """It is read, and what is wrong with it is not forgotten for having been read once."""
    path = decided(folder)
    path.rename(path.with_name("other.toml"))
    for _ in range(2):
        again = open_workspace(folder).errata
        assert [problem.place for problem in again.problems] == ["corrections/li/other.toml:2"]
        assert len(again.of("liping-2020")) == 1
