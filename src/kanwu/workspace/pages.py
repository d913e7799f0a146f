"""Pages: the queue in the order of one's choice, any part of it without the rest.

`Pages` are all items as the index has them in order, the most doubtful first. `Chosen` are those that
somebody chose, in whatever order: a temporary table, filled bit by bit. Both hold one place, from
which they count, so that the next part costs the same in a queue of any length.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import NamedTuple, cast
from weakref import WeakKeyDictionary

from kanwu.reading import Key
from kanwu.waiting import Shape, Waiting
from kanwu.workspace.cache import CHOSEN, Row
from kanwu.workspace.index import COLUMNS, Index, waiting_of

Mark = tuple[str, float, str, float]
"""Where an item stands: what its order goes by first, its weight (negative: heavier first), its
document, its place in the queue of that."""
AT_ONCE = 250
"""Documents that are looked through in one go: some hundredths of a second."""


class Entry(NamedTuple):
    """An item as it is stored: what a choice among millions can afford to look at."""

    rank: float
    document: str
    place: int
    field: str | None
    item: str | None
    lead: str
    shape: Shape
    codes: str
    group: str
    reviewers: str
    found: str
    """The document's id, the words and the codes, folded."""

    @property
    def named(self) -> Key | str:
        """What names it inside its document, but for which of several it is."""
        return Key(self.field, self.item) if self.field else self.lead


_ENTRY = (
    "rank, document, place, field, item, lead, shape, codes, grp, reviewers, found FROM item WHERE"
)


class Pages:
    """All items of the queue, the most doubtful first."""

    table, key = "item", "rank, document, place"
    """Where they stand in order, and by what."""
    complete = True
    """Whether all items have been looked at."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._made = index.cache.made
        self._count: int | None = None
        self._from: tuple[Mark | None, int] = (None, 0)

    @property
    def count(self) -> int:
        """How many items there are."""
        self._look()
        if self._count is None:
            self._count = self._counted()
        return self._count

    def _counted(self) -> int:
        return self.index.count()

    def forget(self, count: int | None = None) -> None:
        """Count again, since items came or went; how many there are may be known."""
        self._count, self._from = count, (None, 0)

    def _look(self) -> None:
        """Where another database had to stand in, nothing that was counted holds."""
        if self._made != self.index.cache.made:
            self._made = self.index.cache.made
            self.forget()

    def before(self, mark: Mark) -> int:
        """How many items stand before a place; it is counted from this place on."""
        self._look()
        here, at = self._from
        if here is None:
            at = self._between(None, mark)
        elif here != mark:
            at += self._between(here, mark) if here < mark else -self._between(mark, here)
        self._from = mark, at
        return at

    def part(self, start: int, limit: int, without: Sequence[Mark] = ()) -> list[Waiting]:
        """Some items from the `start`th on, where those at some places do not count."""
        self._look()
        mark, at = self._from
        at -= sum(one < mark for one in without) if mark is not None else 0
        found: list[Waiting] = []
        if start < at:
            count = min(limit, at - start)
            found = self._cut("<", "DESC", mark, without, count, at - start - count)[::-1]
        if limit > len(found):
            skipped = max(0, start - at)
            found += self._cut(">=", "", mark, without, limit - len(found), skipped)
        return found

    def within(self, document: str) -> tuple[int, int]:
        """How many items of a document there are, and how many of them before the place counted from."""
        mark = self._from[0]
        test = f"({self.key}) < ({self._slots})" if mark is not None else "0"
        query = f"SELECT count(*), total({test}) FROM {self.table} WHERE document = ?"
        (row,) = self.index.items(query, *self._values(mark), document)
        return cast(int, row[0]), int(cast(float, row[1]))

    def shift(self, before: tuple[int, int], after: tuple[int, int]) -> None:
        """Bring the counts up to date after the items of a document changed (see `within`)."""
        mark, at = self._from
        self._from = mark, at + after[1] - before[1]
        if self._count is not None:
            self._count += after[0] - before[0]

    def choose(self, document: str) -> None:
        """Look again which items of a document stand here: of the whole queue, all."""

    # --- how it is asked ------------------------------------------------------------------------------

    @property
    def _slots(self) -> str:
        return ", ".join("?" * len(self.key.split(", ")))

    def _values(self, mark: Mark | None) -> Sequence[object]:
        return () if mark is None else mark[-len(self.key.split(", ")) :]

    def _between(self, first: Mark | None, last: Mark) -> int:
        """How many stand at one place or behind it, and before another."""
        tests = [f"({self.key}) < ({self._slots})"]
        if first is not None:
            tests.append(f"({self.key}) >= ({self._slots})")
        query = f"SELECT count(*) FROM {self.table} WHERE {' AND '.join(tests)}"
        values = (*self._values(last), *self._values(first))
        return cast(int, self.index.items(query, *values)[0][0])

    def _cut(
        self,
        side: str,
        way: str,
        mark: Mark | None,
        without: Sequence[Mark],
        limit: int,
        offset: int,
    ) -> list[Waiting]:
        names = self.key.split(", ")
        tests = [f"({self.key}) {side} ({self._slots})"] if mark is not None else ["1"]
        values = [*self._values(mark)]
        if without:
            tests.append(
                "(document, place) NOT IN (SELECT json_extract(value, '$[0]'), "
                "json_extract(value, '$[1]') FROM json_each(?))"
            )
            values.append(json.dumps([[document, place] for _, _, document, place in without]))
        inner = ", ".join(f"{name} {way}" for name in names)
        outer = ", ".join(f"here.{name} {way}" for name in names)
        rows = self.index.items(
            f"SELECT {COLUMNS} FROM (SELECT {self.key} FROM {self.table} WHERE {' AND '.join(tests)} "
            f"ORDER BY {inner} LIMIT ? OFFSET ?) AS here "
            "CROSS JOIN item ON item.document = here.document AND item.place = here.place "
            f"ORDER BY {outer}",
            *values,
            limit,
            offset,
        )
        return [waiting_of(row) for row in rows]


Choice = Callable[[Entry], Mark | None]
"""Where an item stands; None where it was not chosen."""


class Chosen(Pages):
    """The items that were chosen, in their order; one such table at a time."""

    table, key = "temp.chosen", "one, rank, document, place"

    def __init__(self, index: Index, choice: Choice, document: str | None = None) -> None:
        """Choose among all items, or among those of one document."""
        super().__init__(index)
        self._choice = choice
        self._only = document
        self.complete = False
        self._begin()

    def _begin(self) -> None:
        """An empty table."""
        with _ONE:
            _LAST[self.index] = self
            self.index.cache.aside(*((statement, [()]) for statement in CHOSEN))

    def _counted(self) -> int:
        return cast(int, self.index.cache.read("SELECT count(*) FROM temp.chosen")[0][0])

    def fill(self) -> Iterator[int]:
        """Look all items through, bit by bit; how many documents have been by then."""
        last, done = "", 0
        if self._only is not None:
            self.choose(self._only)
        while self._only is None and (some := self.index.next_documents(last, AT_ONCE)):
            found = self._entries("document > ? AND document <= ?", last, some[-1])
            with _ONE:
                if _LAST.get(self.index) is not self:  # others were chosen meanwhile
                    return
                self.index.cache.aside((_INSERT, found))
            last, done = some[-1], done + len(some)
            yield done
        self.complete = True
        self.forget()

    def choose(self, document: str) -> None:
        """Look again which items of a document are chosen."""
        found = self._entries("document = ?", document)
        self.index.cache.aside(
            ("DELETE FROM temp.chosen WHERE document = ?", [(document,)]), (_INSERT, found)
        )

    def _entries(self, where: str, *values: str) -> list[Row]:
        rows = self.index.items(f"SELECT {_ENTRY} {where}", *values)
        marks = (self._choice(Entry._make(row)) for row in rows)
        return [mark for mark in marks if mark is not None]


_ONE = Lock()
_LAST: WeakKeyDictionary[Index, Chosen] = WeakKeyDictionary()
"""Whose the table of an index is."""
_INSERT = "INSERT OR REPLACE INTO temp.chosen VALUES (?, ?, ?, ?)"


def entries(index: Index) -> Iterator[list[Entry]]:
    """All items, some documents' at a time."""
    last = ""
    while some := index.next_documents(last, AT_ONCE):
        query = f"SELECT {_ENTRY} document > ? AND document <= ?"
        rows = index.items(query, last, some[-1])
        yield [Entry._make(row) for row in rows]
        last = some[-1]
