"""Any part of a queue of some thousands of items is what a list in memory would have there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kanwu.reading import Key
from kanwu.waiting import Brief, Counts, Shape, Waiting
from kanwu.workspace.cache import Cache
from kanwu.workspace.index import Index
from kanwu.workspace.kept import Told
from kanwu.workspace.pages import Chosen, Entry, Mark, Pages, entries

DOCUMENTS, MOST = 600, 9
SHAPES: tuple[Shape, ...] = ("garbled", "differs", "missing", "percent")


def told(chance: random.Random, number: int) -> Told:
    """A document of some items, made up."""
    document = f"{number % 7}/r{number:04}"
    waiting = tuple(
        Waiting(
            rank=(-chance.randrange(8) / 2, document, place),
            key=Key(f"f{chance.randrange(5)}", None, 0) if chance.random() < 0.9 else None,
            lead="",
            shape=chance.choice(SHAPES),
            words=f"{chance.randrange(50)} 件",
            said="",
            message=None,
            codes=(f"c{chance.randrange(3)}",),
            group=f"g{chance.randrange(4)}",
            reviewers=(),
        )
        for place in range(chance.randrange(MOST))
    )
    one = Brief(
        series=None, told={}, reports="2020", verdicts=0, counts=Counts(verified=2), waiting=waiting
    )
    return Told(document=document, file=f"{document}.txt", brief=one)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    chance = random.Random(7)
    index = Index(Cache(tmp_path))
    index.keep([told(chance, number) for number in range(DOCUMENTS)])
    yield index
    index.cache.close()


def whole(one: Entry) -> Mark:
    return "", one.rank, one.document, one.place


def by_field(one: Entry) -> Mark | None:
    return (one.field or "", one.rank, one.document, one.place) if one.shape != "missing" else None


def by_document(one: Entry) -> Mark:
    return "", 0.0, one.document, one.place


def by_words(one: Entry) -> Mark | None:
    return whole(one) if "7" in one.found and one.shape == "percent" else None


def nothing(_: Entry) -> Mark | None:
    return None


def marks(index: Index, choice: Callable[[Entry], Mark | None]) -> list[Mark]:
    found = (choice(one) for some in entries(index) for one in some)
    return sorted(mark for mark in found if mark is not None)


def ranks(found: list[Waiting]) -> list[tuple[str, int]]:
    return [(one.document, one.rank[2]) for one in found]


def same(pages: Pages, order: list[Mark]) -> None:
    """Every count and part is that of a list, from whichever place it was counted last."""
    chance = random.Random(3)
    assert pages.count == len(order)
    for _ in range(60):
        if order and chance.random() < 0.8:
            mark = chance.choice(order)
            assert pages.before(mark) == order.index(mark)
            mark = (*mark[:3], mark[3] - 0.5)
            assert pages.before(mark) == sum(one < mark for one in order)
        without = chance.sample(order, min(len(order), chance.randrange(5)))
        left = [mark for mark in order if mark not in without]
        start, limit = chance.randrange(len(order) + 3), chance.randrange(60)
        expected = [(mark[2], mark[3]) for mark in left[start : start + limit]]
        assert ranks(pages.part(start, limit, without)) == expected


def test_the_whole_queue(index: Index) -> None:
    """Counted from anywhere, forth and back, with items left out."""
    assert index.count() > 2000
    same(Pages(index), marks(index, whole))


@pytest.mark.parametrize("choice", [whole, by_field, by_document, by_words, nothing])
def test_what_was_chosen(index: Index, choice: Callable[[Entry], Mark | None]) -> None:
    """In the order that it was chosen for, when all was looked through; and before, what was found."""
    pages = Chosen(index, choice)
    steps = pages.fill()
    first = next(steps)
    assert 0 < first < DOCUMENTS
    assert not pages.complete
    assert pages.count <= len(marks(index, choice))
    assert [*steps][-1] == DOCUMENTS
    assert pages.complete
    same(pages, marks(index, choice))


def test_who_chose_last_is_answered(index: Index) -> None:
    """What was still being looked through for somebody else is left, and adds nothing."""
    first = Chosen(index, whole)
    steps = first.fill()
    next(steps)
    second = Chosen(index, by_words)
    assert [*steps] == []
    assert [*second.fill()]
    same(second, marks(index, by_words))


def test_one_document_alone(index: Index) -> None:
    """Nothing else is looked at."""
    pages = Chosen(index, whole, "3/r0010")
    assert [*pages.fill()] == []
    same(pages, [mark for mark in marks(index, whole) if mark[2] == "3/r0010"])


@pytest.mark.parametrize("choice", [None, by_field, by_words])
def test_a_document_that_changes(
    index: Index, choice: Callable[[Entry], Mark | None] | None
) -> None:
    """Its items go and others come; what was counted is brought up to date, not counted again."""
    pages = Pages(index) if choice is None else Chosen(index, choice)
    if isinstance(pages, Chosen):
        assert [*pages.fill()]
    chance = random.Random(11)
    for number in chance.sample(range(DOCUMENTS), 40):
        order = marks(index, choice or whole)
        pages.before(chance.choice(order))
        one = told(chance, number)
        before = pages.within(one.document)
        index.keep([one])
        pages.choose(one.document)
        pages.shift(before, pages.within(one.document))
        same(pages, marks(index, choice or whole))


def test_counts_of_all_documents(index: Index) -> None:
    """Totals, groups and what a habit fits are those of the items."""
    every = [one for some in entries(index) for one in some]
    totals = index.totals()
    assert (totals.documents, totals.open, totals.verified) == (
        DOCUMENTS,
        len(every),
        2 * DOCUMENTS,
    )
    group = [one for one in every if one.group == "g1"]
    assert index.how_many_alike("g1") == index.sizes()["g1"] == len(group)
    assert len(index.alike("g1", 5)) == index.how_many_alike("g1", 5) == 5
    assert ranks(index.alike("g1")) == [(m[2], m[3]) for m in sorted(map(whole, group))]
    fits = sorted(whole(one) for one in every if one.field == "f2" and one.codes == "c1")
    assert index.how_many_doubted("f2", "c1") == len(fits)
    assert index.how_many_doubted("f2", "c1", 2) == min(2, len(fits))
    assert ranks(index.doubted("f2", "c1")) == [(m[2], m[3]) for m in fits]
    assert index.how_many_doubted("f2", "c") == index.how_many_alike("") == 0


def test_another_database_stands_in(index: Index) -> None:
    """Where the cache is lost under way, what was chosen is empty, and nothing breaks."""
    pages = Chosen(index, whole)
    assert [*pages.fill()]
    index.cache.aside(("INSERT INTO temp.nowhere VALUES (1)", [()]))
    assert not index.cache.lasting
    pages.choose("3/r0010")
    pages.forget()
    assert (pages.count, pages.part(0, 9)) == (0, [])
