"""The queue holds each doubt once, under its most suspect open reading, the worst first."""

from __future__ import annotations

from pathlib import Path

from kanwu.reading import Key
from kanwu.triage import groups
from kanwu.workspace import open_workspace

SIGNED, TRAINED = Key("report.signed"), Key("training.date")


def leads(folder: Path, reviewer: str = "li") -> list[Key | None]:
    return [item.key for item in open_workspace(folder, reviewer).queue()]


def test_what_cannot_be_read_comes_before_what_disagrees(folder: Path) -> None:
    """A garbled date is heavier than a share that does not fit."""
    document = folder / "documents" / "liping-2020.txt"
    document.write_text(document.read_text("utf-8").replace("占25%", "占28%"), "utf-8")
    found = leads(folder)
    assert found[:2] == [TRAINED, SIGNED]
    assert found[2] is not None
    assert found[2].field == "disclosed.by_subject.percent"


def test_a_question_waits_behind_what_nobody_has_seen(folder: Path) -> None:
    """It stays open, for a second person, with its note."""
    workspace = open_workspace(folder, "li")
    workspace.decide("liping-2020", TRAINED, "question", note="4 月还是 8 日?")
    assert leads(folder) == [SIGNED, TRAINED]
    review = open_workspace(folder, "wang").review("liping-2020")
    assert review.state(TRAINED) == "doubted"
    (item,) = [item for item in review.queue if item.key == TRAINED]
    assert any("4 月还是 8 日?" in finding.message.zh for finding in item.findings)


def test_two_reviewers_who_disagree_are_a_doubt(folder: Path) -> None:
    """Contradicting verdicts come back to the queue; the same value by another verdict does not."""
    li, wang = open_workspace(folder, "li"), open_workspace(folder, "wang")
    li.decide("liping-2020", TRAINED, "amended", value="2020-04-08")
    open_workspace(folder, "wang").decide("liping-2020", TRAINED, "confirmed")
    assert leads(folder) == [SIGNED]
    wang.decide("liping-2020", TRAINED, "amended", value="2020-04-18")
    assert leads(folder) == [SIGNED, TRAINED]
    review = open_workspace(folder, "li").review("liping-2020")
    (finding,) = review.doubts[TRAINED]
    assert finding.code == "verdict.contradiction"
    assert "改为 2020-04-18" in finding.message.zh
    assert "amended to 2020-04-08" in finding.message.en
    assert review.state(TRAINED) == "doubted"


def test_alike_items_of_all_documents_are_a_group(folder: Path, report: str) -> None:
    """The same damage of the same field, whatever its digits; another field's is another group."""
    other = report.replace("202048", "2020712").replace("2021129", "2021年1月29日")
    (folder / "documents" / "liping-b.txt").write_text(other, "utf-8")
    found = groups(open_workspace(folder, "li").queue())
    assert {group: [item.document for item in items] for group, items in found.items()} == {
        "date:separators-lost:training.date": ["liping-2020", "liping-b"],
        "date:separators-lost:report.signed": ["liping-2020"],
    }


def test_a_relation_is_grouped_by_the_act_that_its_remedy_undoes(folder: Path) -> None:
    """A count that lost a digit is no group with one that gained one."""
    document = folder / "documents" / "liping-2020.txt"
    text = document.read_text("utf-8").replace("120条，占75%", "12条，占75%")
    document.write_text(text.replace("202048，", "").replace("2021129", ""), "utf-8")
    (item,) = open_workspace(folder, "li").queue()
    assert item.group == "count:share-fits/digit-lost:disclosed.by_subject"
    assert item.candidates[0].value == 120
