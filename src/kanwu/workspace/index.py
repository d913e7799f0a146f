"""Index: the queue of all documents in its order, by pages; what it is asked, SQLite answers.

It holds what was known when each document was last read; `Workspace.refresh` brings it up to date.
"""

from __future__ import annotations

import json
from typing import NamedTuple, cast

from kanwu.message import Message
from kanwu.reading import Key
from kanwu.waiting import Counts, Rank, Said, Shape, Waiting
from kanwu.workspace.cache import Row
from kanwu.workspace.kept import Kept, Problem

COLUMNS = ", ".join(
    f"item.{name}"
    for name in (
        *("rank", "document", "place", "field", "item", "nth", "lead", "shape", "words", "said"),
        *("zh", "en", "codes", "grp", "reviewers"),
    )
)
"""What `waiting_of` makes an item of."""
_ORDER = "rank, document, place"
_UP = "(rank, document, place) < (?, ?, ?)"
_DOWN = "(rank, document, place) > (?, ?, ?)"
_TALLY = "SELECT id, open, verdicts, verified, reports, problem FROM document"


class Tally(NamedTuple):
    """How far one document has come."""

    document: str
    open: int
    """Items of the queue."""
    verdicts: int
    """Corrections that stand, anybody's."""
    verified: int
    """Readings that a verdict holds."""
    reports: str
    """The year that it reports on."""
    problem: Problem | None
    """Why it cannot be read."""


class Totals(NamedTuple):
    """How far all documents have come that have been read."""

    documents: int
    """Those that cannot be read among them."""
    unreadable: int
    open: int
    verified: int


class Index(Kept):
    """The queue, and how far each document has come."""

    def count(self) -> int:
        """How many items there are."""
        return self.totals().open

    def page(
        self, *, after: Rank | None = None, before: Rank | None = None, limit: int = 200
    ) -> list[Waiting]:
        """The items that come next after a rank, or last before one, in the order of the queue."""
        tests = [test for test, rank in ((_DOWN, after), (_UP, before)) if rank is not None]
        last = before is not None and after is None
        order = "rank DESC, document DESC, place DESC" if last else _ORDER
        rows = self.items(
            f"SELECT {COLUMNS} FROM item WHERE {' AND '.join(tests) or 1} ORDER BY {order} LIMIT ?",
            *(after or ()),
            *(before or ()),
            limit,
        )
        found = [waiting_of(row) for row in rows]
        return found[::-1] if last else found

    def of(self, document: str) -> list[Waiting]:
        """The items of one document."""
        query = f"SELECT {COLUMNS} FROM item WHERE document = ? ORDER BY place"
        return [waiting_of(row) for row in self.items(query, document)]

    def alike(self, group: str, limit: int = -1) -> list[Waiting]:
        """The items of one group, in the order of the queue."""
        return self._first("grp = ? AND grp <> ''", limit, group)

    def how_many_alike(self, group: str, most: int = -1) -> int:
        """How many items a group has; no more than so many are counted, where that is not negative."""
        return self._count_of("grp = ? AND grp <> ''", most, group)

    def doubted(self, field: str, code: str, limit: int = -1) -> list[Waiting]:
        """The items of one field whose worst finding has this code, in the order of the queue."""
        return self._first(_DOUBTED, limit, field, code, code)

    def how_many_doubted(self, field: str, code: str, most: int = -1) -> int:
        """How many items of one field have a worst finding of this code; counted as `how_many_alike`."""
        return self._count_of(_DOUBTED, most, field, code, code)

    def sizes(self) -> dict[str, int]:
        """How many items each group has."""
        rows = self.items("SELECT grp, count(*) FROM item WHERE grp <> '' GROUP BY grp")
        return {str(group): cast(int, count) for group, count in rows}

    def _count_of(self, where: str, most: int, *values: object) -> int:
        query = f"SELECT count(*) FROM (SELECT 1 FROM item WHERE {where} LIMIT ?)"
        return cast(int, self.items(query, *values, most)[0][0])

    def _first(self, where: str, limit: int, *values: object) -> list[Waiting]:
        query = f"SELECT {COLUMNS} FROM item WHERE {where} ORDER BY {_ORDER} LIMIT ?"
        return [waiting_of(row) for row in self.items(query, *values, limit)]

    def items(self, query: str, *values: object) -> list[Row]:
        """The rows that a query finds among the items of all documents."""
        self.sort_in()
        self.cache.order()
        return self.cache.read(query, *values)

    # --- documents ------------------------------------------------------------------------------------

    def totals(self) -> Totals:
        """How far all documents have come."""
        query = "SELECT count(*), total(unreadable), total(open), total(verified) FROM document"
        return Totals(*(int(cast(float, one)) for one in self.cache.read(query)[0]))

    @property
    def documents(self) -> int:
        """How many documents have been read, those that cannot be among them."""
        return self.totals().documents

    @property
    def verified(self) -> int:
        """Readings that a verdict holds, in all documents."""
        return self.totals().verified

    def tallies(self, offset: int = 0, limit: int = -1) -> list[Tally]:
        """How far documents have come, the most open first."""
        query = f"{_TALLY} ORDER BY open DESC, verdicts, id LIMIT ? OFFSET ?"
        return [_tally(row) for row in self.cache.read(query, limit, offset)]

    def tally(self, document: str) -> Tally | None:
        """How far a document has come; None where it was not read yet."""
        rows = self.cache.read(f"{_TALLY} WHERE id = ?", document)
        return _tally(rows[0]) if rows else None

    def next_documents(self, after: str, limit: int) -> list[str]:
        """The ids of the documents that come after one; after an empty one, the first."""
        query = "SELECT id FROM document WHERE id > ? ORDER BY id LIMIT ?"
        return [str(row[0]) for row in self.cache.read(query, after, limit)]

    def says(self, document: str) -> tuple[str, str]:
        """Whose report a document is and the year of it, as shown; empty where it does not say."""
        rows = self.cache.read("SELECT whose, reports FROM document WHERE id = ?", document)
        return (str(rows[0][0]), str(rows[0][1])) if rows else ("", "")

    def counts(self, first: str, last: str) -> tuple[Counts, int]:
        """What the readings of documents from one id to another are, and in how many nothing is open."""
        sums = ", ".join(f"total({name})" for name in Counts._fields)
        where = "WHERE id BETWEEN ? AND ?"
        query = f"SELECT {sums}, total(open = 0 AND unreadable = 0) FROM document {where}"
        *found, finished = (int(cast(float, one)) for one in self.cache.read(query, first, last)[0])
        return Counts(*found), finished

    def shapes(self, first: str, last: str) -> dict[tuple[Shape, str], int]:
        """How many items of documents from one id to another are of each shape and with which codes."""
        query = (
            "SELECT shape, codes, count(*) FROM item WHERE document BETWEEN ? AND ? GROUP BY 1, 2"
        )
        rows = self.items(query, first, last)
        return {(cast(Shape, shape), str(codes)): cast(int, n) for shape, codes, n in rows}

    def parts(self) -> list[tuple[str, str]]:
        """The documents that stood in a file behind its first, each with that file."""
        query = "SELECT id, file FROM document WHERE id LIKE '%#%' AND problem IS NULL"
        return [(str(document), str(file)) for document, file in self.cache.read(query)]

    def file(self, document: str) -> str | None:
        """Where a document was when it was last read."""
        rows = self.cache.read("SELECT file FROM document WHERE id = ?", document)
        return str(rows[0][0]) if rows else None


_DOUBTED = "field = ? AND codes >= ? AND codes < ? || '!'"
"""The code alone or with others behind a blank, which is what comes before an exclamation mark."""


def waiting_of(row: Row) -> Waiting:
    """An item out of its columns."""
    (
        rank,
        document,
        place,
        field,
        item,
        nth,
        lead,
        shape,
        words,
        said,
        zh,
        en,
        codes,
        group,
        whose,
    ) = row
    return Waiting(
        rank=(cast(float, rank), str(document), cast(int, place)),
        key=Key(str(field), cast("str | None", item), cast(int, nth)) if field else None,
        lead=str(lead),
        shape=cast(Shape, shape),
        words=str(words),
        said=cast(Said, said),
        message=Message(str(zh), str(en)) if zh is not None else None,
        codes=tuple(str(codes).split()),
        group=str(group),
        reviewers=tuple(str(whose).split()),
    )


def _tally(row: Row) -> Tally:
    document, count, verdicts, verified, reports, problem = row
    return Tally(
        str(document),
        cast(int, count),
        cast(int, verdicts),
        cast(int, verified),
        str(reports),
        Problem(*json.loads(str(problem))) if problem else None,
    )
