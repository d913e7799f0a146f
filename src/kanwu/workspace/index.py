"""Index: the queue of all documents in its order, by pages; what it is asked, SQLite answers.

It holds what was known when each document was last read; `Workspace.refresh` brings it up to date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

from kanwu.message import Message
from kanwu.reading import Key
from kanwu.waiting import Rank, Said, Shape, Waiting
from kanwu.workspace.cache import Row
from kanwu.workspace.kept import Kept, Problem, folded

_COLUMNS = "rank, document, place, field, item, nth, lead, shape, words, said, zh, en, codes, grp, reviewers"
_UP = "(rank, document, place) < (?, ?, ?)"
_DOWN = "(rank, document, place) > (?, ?, ?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a filter: it keeps an item of which any of these holds; none, where nothing is said.

    A text must stand in the item's, in whatever case; one of the values must be the item's own.
    """

    text: str = ""
    """In the document's id, in the words, or in a code."""
    document: str = ""
    reviewer: str = ""
    documents: Collection[str] = ()
    fields: Collection[str] = ()
    items: Collection[str] = ()
    shapes: Collection[Shape] = ()
    codes: Collection[str] = ()
    groups: Collection[str] = ()
    reports: str = ""
    """What the year that the document reports on begins with."""


Sift = Sequence[Term]
"""A filter: every term must hold; the empty one keeps all."""


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


class Index(Kept):
    """The queue, and how far each document has come."""

    def count(self, sift: Sift = ()) -> int:
        """How many items a filter keeps."""
        where, values = _where(sift)
        return _number(self.cache.read(f"SELECT count(*) FROM item WHERE {where}", *values))

    def page(
        self,
        sift: Sift = (),
        *,
        after: Rank | None = None,
        before: Rank | None = None,
        limit: int = 200,
    ) -> list[Waiting]:
        """The items that come next after a rank, or last before one, in the order of the queue."""
        where, values = _where(sift)
        order = "rank, document, place"
        if after is not None:
            where, values = f"{where} AND {_DOWN}", [*values, *after]
        if before is not None:
            where, values = f"{where} AND {_UP}", [*values, *before]
        if before is not None and after is None:
            order = "rank DESC, document DESC, place DESC"
        rows = self.cache.read(
            f"SELECT {_COLUMNS} FROM item WHERE {where} ORDER BY {order} LIMIT ?", *values, limit
        )
        found = [_waiting(row) for row in rows]
        return found[::-1] if "DESC" in order else found

    def at(self, number: int, sift: Sift = ()) -> Waiting | None:
        """The item of a number, from 0; None where there are not so many."""
        where, values = _where(sift)
        rows = self.cache.read(
            f"SELECT {_COLUMNS} FROM item WHERE (document, place) = (SELECT document, place FROM item "
            f"WHERE {where} ORDER BY rank, document, place LIMIT 1 OFFSET ?)",
            *values,
            number,
        )
        return _waiting(rows[0]) if rows else None

    def position(self, rank: Rank, sift: Sift = ()) -> int:
        """How many items that a filter keeps come before a rank."""
        where, values = _where(sift)
        query = f"SELECT count(*) FROM item WHERE {where} AND {_UP}"
        return _number(self.cache.read(query, *values, *rank))

    def of(self, document: str) -> list[Waiting]:
        """The items of one document."""
        query = f"SELECT {_COLUMNS} FROM item WHERE document = ? ORDER BY place"
        return [_waiting(row) for row in self.cache.read(query, document)]

    def alike(self, group: str) -> list[Waiting]:
        """The items of one group, in the order of the queue."""
        query = f"SELECT {_COLUMNS} FROM item WHERE grp = ? ORDER BY rank, document, place"
        return [_waiting(row) for row in self.cache.read(query, group)]

    def codes(self) -> list[str]:
        """All codes that items of the queue have."""
        rows = self.cache.read("SELECT DISTINCT codes FROM item")
        return sorted({code for row in rows for code in str(row[0]).split()})

    def fields(self) -> list[tuple[str, str | None]]:
        """The fields, with their items, that readings in the queue are of."""
        rows = self.cache.read("SELECT DISTINCT field, item FROM item WHERE field IS NOT NULL")
        return [(str(field), cast("str | None", item)) for field, item in rows]

    # --- documents ------------------------------------------------------------------------------------

    @property
    def documents(self) -> int:
        """How many documents have been read, those that cannot be among them."""
        return _number(self.cache.read("SELECT count(*) FROM document"))

    @property
    def verified(self) -> int:
        """Readings that a verdict holds, in all documents."""
        return _number(self.cache.read("SELECT coalesce(sum(verified), 0) FROM document"))

    def tallies(self, offset: int = 0, limit: int = -1) -> list[Tally]:
        """How far documents have come, the most open first."""
        query = (
            "SELECT id, open, verdicts, verified, reports, problem FROM document "
            "ORDER BY open DESC, verdicts, id LIMIT ? OFFSET ?"
        )
        return [_tally(row) for row in self.cache.read(query, limit, offset)]

    def tally(self, document: str) -> Tally | None:
        """How far a document has come; None where it was not read yet."""
        query = "SELECT id, open, verdicts, verified, reports, problem FROM document WHERE id = ?"
        rows = self.cache.read(query, document)
        return _tally(rows[0]) if rows else None

    def parts(self) -> list[tuple[str, str]]:
        """The documents that stood in a file behind its first, each with that file."""
        query = "SELECT id, file FROM document WHERE id LIKE '%#%' AND problem IS NULL"
        return [(str(document), str(file)) for document, file in self.cache.read(query)]

    def file(self, document: str) -> str | None:
        """Where a document was when it was last read."""
        rows = self.cache.read("SELECT file FROM document WHERE id = ?", document)
        return str(rows[0][0]) if rows else None


def _where(sift: Sift) -> tuple[str, list[object]]:
    tests: list[str] = []
    values: list[object] = []
    for term in sift:
        told = [*_conditions(term)]
        tests.append(f"({' OR '.join(test for test, _ in told) or '0'})")
        values += (value for _, value in told)
    return " AND ".join(tests) or "1", values


def _conditions(term: Term) -> Iterator[tuple[str, str]]:
    """What a term asks, each with the one value that is put in its place."""
    if term.text:
        yield "instr(found, ?)", folded(term.text)
    for column, text in (("document", term.document), ("reviewers", term.reviewer)):
        if text:
            yield f"{column} LIKE ? ESCAPE '\\'", f"%{_literal(text)}%"
    for column, those in (
        ("document", term.documents),
        ("field", term.fields),
        ("item", term.items),
        ("shape", term.shapes),
        ("grp", term.groups),
    ):
        if those:
            yield f"{column} IN (SELECT value FROM json_each(?))", json.dumps([*those])
    if term.codes:
        has = "instr(' ' || codes || ' ', ' ' || value || ' ')"
        yield f"EXISTS (SELECT 1 FROM json_each(?) WHERE {has})", json.dumps([*term.codes])
    if term.reports:
        year = f"{_literal(term.reports)}%"
        yield "document IN (SELECT id FROM document WHERE reports LIKE ? ESCAPE '\\')", year


def _literal(text: str) -> str:
    return re.sub(r"[\\%_]", r"\\\g<0>", text)


def _number(rows: Sequence[Row]) -> int:
    return cast(int, rows[0][0])


def _waiting(row: Row) -> Waiting:
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
