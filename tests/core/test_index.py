"""The queue's index answers what a queue built in memory would, by pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.reading import Key
from kanwu.triage import Item
from kanwu.waiting import Waiting, lead_of
from kanwu.workspace import Workspace, open_workspace

Named = tuple[str, Key | str]


@pytest.fixture
def here(years: Path) -> Workspace:
    one = open_workspace(years, "li")
    list(one.refresh())
    return one


def named(row: Waiting) -> Named:
    return row.document, row.key or row.lead


def item(one: Item) -> Named:
    return one.document, lead_of(one)


def queue(years: Path) -> list[Named]:
    return [item(one) for one in open_workspace(years, "li").queue()]


def test_pages_forth_and_back_are_the_queue(here: Workspace, years: Path) -> None:
    """Page by page, from either end or from the middle, the items come in the queue's order."""
    whole = queue(years)
    assert len(whole) == here.index.count() > 5
    rows = here.index.page()
    assert [named(row) for row in rows] == whole
    for number, row in enumerate(rows):
        assert here.index.page(after=row.rank, limit=2) == rows[number + 1 : number + 3]
        assert here.index.page(before=row.rank, limit=2) == rows[max(0, number - 2) : number]


def test_a_verdict_is_in_the_index_at_once(here: Workspace, years: Path) -> None:
    """After a verdict its document's rows are new, and nothing else was read."""
    row = here.index.of("liping-2020")[0]
    assert row.key is not None
    before = here.index.count()
    here.decide("liping-2020", row.key, "unreadable")
    here.renew("liping-2020")
    assert row.key not in [one.key for one in here.index.of("liping-2020")]
    assert here.index.count() < before
    tally = here.index.tally("liping-2020")
    assert tally is not None
    assert (tally.verdicts, tally.verified) == (1, 1)
    assert here.index.verified == 1
    assert [named(row) for row in here.index.page()] == queue(years)
    again = open_workspace(years, "li")
    assert not [one for one in again.refresh() if one.read]


def test_what_an_extraction_kept_is_in_the_queue_when_it_is_asked_for(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its items wait to be put to their places; those of a document that was settled since do not."""
    assert main(["extract", str(years)]) == 0
    capsys.readouterr()
    one = open_workspace(years, "li")
    assert one.index.cache.read("SELECT * FROM item") == []
    key = one.review("liping-2020").queue[0].key
    assert key is not None
    one.decide("liping-2020", key, "unreadable")
    one.renew("liping-2020")
    assert ("liping-2020", key) not in [named(row) for row in one.index.page()]
    assert [named(row) for row in one.index.page()] == queue(years)
    assert one.index.cache.read("SELECT * FROM later") == []
    assert not [told for told in open_workspace(years).refresh() if told.read]


def test_documents_by_how_much_is_open(here: Workspace, years: Path) -> None:
    """The most open first, by pages; one that cannot be read is among them, with its reason."""
    (years / "documents" / "void.txt").write_text("", "utf-8")
    again = open_workspace(years, "li")
    list(again.refresh())
    tallies = again.index.tallies()
    assert [one.open for one in tallies] == sorted((one.open for one in tallies), reverse=True)
    assert {one.document for one in tallies} == set(again.documents)
    assert len(tallies) == again.index.documents
    assert again.index.tallies(offset=2, limit=3) == tallies[2:5]
    (void,) = [one for one in tallies if one.problem]
    assert void.document == "void"
    assert void.problem is not None
    assert "empty" in void.problem.en
    assert {one.reports for one in tallies} == {"", "2020", "2021", "2022"}


def test_refreshing_tells_what_was_read_again(here: Workspace, years: Path) -> None:
    """One document changed, one went, one came: they are told, and the year after one of them."""
    documents = years / "documents"
    text = (
        (documents / "2020-0.txt").read_text("utf-8").replace(" 2 0", " 3 0").replace("0 2", "0 3")
    )
    (documents / "2020-0.txt").write_text(text, "utf-8")
    (documents / "2022-1.txt").unlink()
    (documents / "new.txt").write_text((documents / "liping-2020.txt").read_text("utf-8"), "utf-8")
    again = open_workspace(years, "li")
    told = [one.document for one in again.refresh() if one.read]
    assert sorted(told) == ["2020-0", "2021-0", "2022-1", "new"]
    assert again.index.of("2022-1") == []
    assert [named(row) for row in again.index.page()] == queue(years)


def test_without_a_usable_folder_the_index_is_in_memory(years: Path) -> None:
    """The same answers, and a word about why nothing is kept."""
    (years / ".kanwu").write_text("a file")
    one = open_workspace(years, "li")
    list(one.refresh())
    assert "is not used" in str(one.index.cache.trouble)
    assert [named(row) for row in one.index.page()] == queue(years)
