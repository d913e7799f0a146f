"""How far reviewers agree is counted honestly: nothing is told where there is nothing to tell."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.agreement import Agreement, agreements, alpha, kappa
from kanwu.cli import main
from kanwu.reading import Key
from kanwu.workspace import open_workspace

TOTAL, YEAR, SIGNED = Key("disclosed.total"), Key("report.year"), Key("report.signed")
FINANCE = Key("disclosed.by_subject", "财政信息")
DOCUMENT = "liping-2020"


def told(folder: Path) -> list[Agreement]:
    return list(agreements(open_workspace(folder).judged()))


def rows(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[list[dict[str, object]], str]:
    assert main(words) == 0
    out, err = capsys.readouterr()
    return [json.loads(line) for line in out.splitlines()], err


def test_alpha_is_that_of_the_published_example() -> None:
    """Four observers, twelve units, some labels missing: nominal 0.743 (Krippendorff 2011, example C)."""
    observers = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )
    units = [
        [label for label in unit if label is not None] for unit in zip(*observers, strict=True)
    ]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_kappa_is_that_of_a_worked_example() -> None:
    """20 and 15 of 50 alike: observed 0.7, by chance 0.5, so 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


@pytest.mark.parametrize("units", [[], [("a",)], [("a", "a"), ("a", "a")]])
def test_no_coefficient_where_chance_cannot_be_told(units: list[tuple[str, ...]]) -> None:
    """No unit with two labels, or one label only: None, and not 1."""
    assert alpha(units) is None


def test_one_reviewer_agrees_with_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No row at all, and a word why."""
    open_workspace(folder, "li").decide(DOCUMENT, TOTAL, "confirmed")
    found, err = rows(capsys, "agree", str(folder), "--format", "jsonl", "--lang", "en")
    assert found == []
    assert "nothing can be said" in err


def test_the_same_value_is_agreement_however_it_was_reached(folder: Path) -> None:
    """Amending and then confirming come to the same; a question and what was taken back say nothing."""
    li, wang = open_workspace(folder, "li"), open_workspace(folder, "wang")
    li.decide(DOCUMENT, SIGNED, "amended", value="2021-01-29")
    li.decide(DOCUMENT, YEAR, "question")
    li.decide(DOCUMENT, FINANCE, "absent")
    li.undo()
    wang = open_workspace(folder, "wang")
    wang.decide(DOCUMENT, SIGNED, "confirmed")
    wang.decide(DOCUMENT, YEAR, "confirmed")
    wang.decide(DOCUMENT, FINANCE, "confirmed")
    everything, field = told(folder)
    assert (everything.field, everything.readings, everything.same) == (None, 1, 1)
    assert everything.reviewers == field.reviewers == ("li", "wang")
    assert everything.alpha is None
    assert everything.at_least == pytest.approx(0.05)
    assert field.field == "report.signed"


def test_values_and_verdicts_are_counted_apart(folder: Path) -> None:
    """A printed error that only one of them saw leaves the same value, and is no agreement."""
    open_workspace(folder, "li").decide(DOCUMENT, TOTAL, "sic", should_be=Decimal(161))
    wang = open_workspace(folder, "wang")
    wang.decide(DOCUMENT, TOTAL, "confirmed")
    everything, _ = told(folder)
    assert (everything.readings, everything.same_value, everything.same) == (1, 1, 0)


def test_pairs_are_told_apart(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of three reviewers each pair has its row, on what those two settled; who differs is listed."""
    for name in ("li", "wang"):
        one = open_workspace(folder, name)
        one.decide(DOCUMENT, TOTAL, "confirmed")
        one.decide(DOCUMENT, FINANCE, "confirmed")
    zhao = open_workspace(folder, "zhao")
    zhao.decide(DOCUMENT, TOTAL, "amended", value=Decimal(161))
    found, err = rows(capsys, "agree", str(folder), "--format", "jsonl", "--lang", "en")
    pairs = {tuple(row["reviewers"]): row for row in found if row["field"] is None}  # type: ignore[arg-type]
    assert pairs["li", "wang", "zhao"]["kappa"] is None
    assert (pairs["li", "wang"]["readings"], pairs["li", "wang"]["share"]) == (2, 1.0)
    assert (pairs["wang", "zhao"]["readings"], pairs["wang", "zhao"]["share"]) == (1, 0.0)
    assert [row["field"] for row in found][-2:] == ["disclosed.total", "disclosed.by_subject"]
    assert "2 readings were settled by two or more; on 1 they differ" in err
    (apart,), _ = rows(capsys, "agree", str(folder), "--disagreements", "--format", "jsonl")
    assert (apart["document"], apart["field"]) == (DOCUMENT, "disclosed.total")
    assert apart["said"] == ["li: value 160", "wang: value 160", "zhao: value 161"]


def test_a_release_tells_of_agreement_when_there_is_any(folder: Path) -> None:
    """The methods page has the counts, in both languages; without a second reviewer it has none."""
    open_workspace(folder, "li").decide(DOCUMENT, TOTAL, "confirmed")
    to = folder / "releases" / "a"
    open_workspace(folder).export(str(to))
    assert "Agreement" not in (to / "methods.en.md").read_text("utf-8")
    open_workspace(folder, "wang").decide(DOCUMENT, TOTAL, "confirmed")
    open_workspace(folder).export(str(to))
    assert "| li, wang | 1 | 1 | 1 | 5.0 % | – | – |" in (to / "methods.en.md").read_text("utf-8")
    assert "审核人之间的一致" in (to / "methods.zh.md").read_text("utf-8")
