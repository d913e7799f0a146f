"""Kept: what the cache holds of each document, and whether it still holds."""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, cast

from msgspec import MsgspecError, Struct, msgpack

from kanwu.checks.across import heard, last_of
from kanwu.checks.facts import Last
from kanwu.errors import KanwuError, SourceError
from kanwu.message import Message
from kanwu.waiting import Brief, Counts, Waiting
from kanwu.workspace.cache import LATEST, Cache, Row, Statement
from kanwu.workspace.stamps import stamp


class Problem(NamedTuple):
    """What is wrong with a document, as it is kept (see `KanwuError`)."""

    place: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str


class Known(NamedTuple):
    """What is kept of a document, but for its items and lines."""

    mark: str
    """The state of its file when it was last read: size, time and number; empty where that is unsure."""
    content: bytes
    """The stamp of the file's bytes; empty where they could not be read."""
    stamp: bytes
    """The stamp of all that its items rest on, but for last year's report."""
    problem: Problem | None
    last: bytes
    """The stamp of what last year's report told it."""
    series: tuple[str, int] | None
    named: str
    """What it says of itself (see `former.named`); empty where it cannot be read."""


class Told(Struct, frozen=True, kw_only=True):
    """What reading one document came to."""

    document: str
    file: str
    """Its file, below the workspace, or its address."""
    more: bool = False
    """Whether it was found just now, behind the first in its file."""
    mark: str = ""
    content: bytes = b""
    base: bytes = b""
    """The stamp of all that its lines rest on."""
    stamp: bytes = b""
    named: str = ""
    """What it says of itself (see `former.named`); empty where it cannot be read."""
    brief: Brief | None = None
    """None where it cannot be read."""
    last: bytes = b""
    """The stamp of what last year's report told it; empty where there was none."""
    items: bool = True
    """Whether its items were asked for too."""
    lines: bytes | None = None
    """What is printed of it, compressed; None where nothing is to be printed."""
    plain: bytes | None = None
    """The same as it is, where that goes no further than the process that read it."""
    problem: Problem | None = None


def trouble_of(error: KanwuError) -> Problem:
    """What is wrong, as it is kept."""
    hint_zh = error.told("zh").partition(error.briefly("zh"))[2].removeprefix("\n")
    return Problem(error.place, error.briefly("zh"), error.briefly("en"), hint_zh, error.hint)


def error_of(problem: Problem) -> KanwuError:
    """What is wrong, as it is told."""
    what = Message(problem.zh, problem.en)
    return SourceError(problem.place, what, Message(problem.hint_zh, problem.hint_en))


def last_stamp(last: Last | None, asked: Iterable[str]) -> bytes:
    """The stamp of what last year's report tells of the fields asked for; empty where it tells nothing."""
    last = heard(last, asked)
    return stamp(last.documents, sorted(last.values.items())) if last else b""


class Kept:
    """The documents in the cache."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def known(self, documents: Sequence[str]) -> dict[str, Known]:
        """What is kept of these documents."""
        rows = self.cache.read(
            "SELECT document.id, mark, content, stamp, problem, last, publisher, year, named "
            "FROM json_each(?) AS asked JOIN document ON document.id = asked.value",
            json.dumps(documents),
        )
        return {
            str(one): Known(
                str(mark),
                cast(bytes, content),
                cast(bytes, stamped),
                Problem(*json.loads(str(problem))) if problem else None,
                cast(bytes, last),
                (str(publisher), cast(int, year)) if publisher else None,
                str(named),
            )
            for one, mark, content, stamped, problem, last, publisher, year, named in rows
        }

    def named(self) -> list[tuple[str, str]]:
        """The documents that can be read, each with what it says of itself (see `former.named`)."""
        rows = self.cache.read("SELECT id, named FROM document WHERE named <> '' ORDER BY id")
        return [(str(document), str(said)) for document, said in rows]

    def lines(self, documents: Sequence[str], what: str) -> dict[str, tuple[bytes, bytes]]:
        """The stamp and the compressed lines of these documents, as far as they are kept."""
        rows = self.cache.read(
            "SELECT document, stamp, data FROM json_each(?) AS asked "
            "JOIN lines ON document = asked.value AND what = ?",
            json.dumps(documents),
            what,
        )
        return {str(one[0]): (cast(bytes, one[1]), cast(bytes, one[2])) for one in rows}

    def marked(self, marks: Iterable[tuple[str, str]]) -> None:
        """Note the new state of files whose bytes are what they were: mark and document."""
        if rows := list(marks):
            self.cache.write([("UPDATE document SET mark = ? WHERE id = ?", rows)])

    def keep(self, found: Sequence[Told], what: str = "", *, later: bool = False) -> None:
        """Keep what was read; documents of the year after may have to be looked at again.

        `later`: its items go to their places when they are asked for (see `sort_in`).
        """
        if not found:
            return
        full = [one for one in found if one.items]
        before = self._series([one.document for one in full])
        after: dict[Row, None] = {}
        rows = [_document(one) for one in full]
        for row in rows:
            now, was = row[_SERIES], before.get(str(row[0]), (None, None, None))
            if was != now:
                known = {one[:2] for one in (was, now) if one[0] is not None}
                after.update(((p, cast(int, y) + 1), None) for p, y in known)
        asked = {one.brief.asked for one in full if one.brief and one.brief.asked}
        items = [(one.document, one.brief.waiting) for one in full if one.brief]
        statements: list[Statement] = [
            (
                "INSERT OR IGNORE INTO asked VALUES (?, ?)",
                [(_asked(one), " ".join(one)) for one in asked],
            ),
            (_DOCUMENT, rows),
            ("DELETE FROM gone WHERE id = ?", [(one.document,) for one in full]),
            ("DELETE FROM item WHERE document = ?", [(one.document,) for one in full]),
            ("DELETE FROM later WHERE document = ?", [(one.document,) for one in full]),
            (_LATER, [(d, _encoded(some)) for d, some in items] if later else []),
            (_ITEM, [] if later else [_item(one) for _, some in items for one in some]),
            (_UNSURE, list(after)),
            (
                "INSERT OR REPLACE INTO lines VALUES (?, ?, ?, ?)",
                [
                    (one.document, what, one.base, one.lines)
                    for one in found
                    if one.lines is not None
                ],
            ),
        ]
        self.cache.write(statements)

    def sort_in(self) -> None:
        """Put the items that were kept for later to their places, where the queue finds them."""
        while self.cache.read("SELECT 1 FROM later LIMIT 1"):
            self.cache.move(_LATER_FIRST, _sorted_in)

    def forget(self, documents: Iterable[str]) -> None:
        """Let go of documents that are there no more."""
        gone: list[Row] = [(document,) for document in documents]
        if not gone:
            return
        before = self._series([str(row[0]) for row in gone])
        after = [(p, y + 1) for p, y, _ in before.values() if p is not None]  # type: ignore[operator]
        self.cache.write(
            [
                ("DELETE FROM item WHERE document = ?", gone),
                ("DELETE FROM later WHERE document = ?", gone),
                ("DELETE FROM lines WHERE document = ?", gone),
                (f"INSERT OR REPLACE INTO gone VALUES (?, 1 + {LATEST})", gone),
                ("DELETE FROM document WHERE id = ?", gone),
                (_UNSURE, after),
            ]
        )

    def others(self, documents: Sequence[str]) -> list[str]:
        """The documents that are kept, and are none of these."""
        known = {str(one[0]) for one in self.cache.read("SELECT id FROM document")}
        return sorted(known.difference(documents))

    @property
    def turn(self) -> int:
        """What grows whenever a document is kept, or goes."""
        return cast(int, self.cache.read(f"SELECT {LATEST}")[0][0])

    def since(self, turn: int) -> dict[str, bytes]:
        """The documents that were kept after a turn, whoever read them, with the stamps of their bytes;
        those that went, with an empty one."""
        rows = self.cache.read(
            "SELECT id, content FROM document WHERE turn > ?1 UNION ALL "
            "SELECT id, x'' FROM gone WHERE turn > ?1 ORDER BY id",
            turn,
        )
        return {str(one): cast(bytes, content) for one, content in rows}

    def last(self, series: tuple[str, int] | None) -> Last | None:
        """What the reports of the year before tell, as far as documents are kept."""
        return last_of(self.told_before([series])[series]) if series else None

    def told_before(
        self, series: Collection[tuple[str, int]]
    ) -> dict[tuple[str, int], dict[str, Mapping[str, Decimal]]]:
        """For each publisher and year, what each report of the year before tells, by its id."""
        found: dict[tuple[str, int], dict[str, Mapping[str, Decimal]]] = {one: {} for one in series}
        rows = self.cache.read(
            "SELECT publisher, year, document.id, told FROM json_each(?) AS asked JOIN document "
            "ON publisher = json_extract(asked.value, '$[0]') "
            "AND year = json_extract(asked.value, '$[1]') - 1 WHERE told IS NOT NULL",
            json.dumps([*found]),
        )
        for publisher, year, one, told in rows:
            found[str(publisher), cast(int, year) + 1][str(one)] = _loaded(str(told))
        return found

    def unsure(self) -> list[tuple[str, Last | None]]:
        """The documents that were read with something else of last year's than what is known by now.

        Those for which it is the same are sure from here on.
        """
        rows = self.cache.read(
            "SELECT id, publisher, year, fields, last FROM document "
            "LEFT JOIN asked ON asked.stamp = document.asked WHERE unsure"
        )
        sure: list[Row] = []
        wrong: list[tuple[str, Last | None]] = []
        for one, publisher, year, asked, stamped in rows:
            rests = publisher and asked
            last = self.last((str(publisher), cast(int, year))) if rests else None
            if last_stamp(last, str(asked or "").split()) == stamped:
                sure.append((one,))
            else:
                wrong.append((str(one), last))
        self.cache.write([("UPDATE document SET unsure = 0 WHERE id = ?", sure)])
        return wrong

    def _series(self, documents: Sequence[str]) -> Mapping[str, Row]:
        rows = self.cache.read(
            "SELECT document.id, publisher, year, told FROM json_each(?) AS asked "
            "JOIN document ON document.id = asked.value",
            json.dumps(documents),
        )
        return {str(one[0]): one[1:] for one in rows}


_UNSURE = "UPDATE document SET unsure = 1 WHERE publisher = ? AND year = ? AND unsure = 0"
_DOCUMENT = f"INSERT OR REPLACE INTO document VALUES ({', '.join('?' * 25)}, 1 + {LATEST})"
_SERIES = slice(6, 9)
"""Where the publisher, the year and what the next year may rest on stand in the row of a document."""
_NONE = bytearray()
"""Stands for None in the row of an item: sqlite3 takes a long time to find that None needs no adapter."""
_OR_NULL = "nullif(?, x'')"
_ITEM = (
    f"INSERT INTO item VALUES (?, ?, ?, ?, {_OR_NULL}, ?, ?, ?, ?, ?, {_OR_NULL}, {_OR_NULL}, "
    "?, ?, ?, ?)"
)

_LATER = "INSERT INTO later VALUES (?, ?)"
_LATER_FIRST = "SELECT document, data FROM later ORDER BY document LIMIT 256"
_encoded = msgpack.Encoder().encode


def _sorted_in(rows: Sequence[Row]) -> list[Statement]:
    try:
        items = [msgpack.decode(cast(bytes, data), type=tuple[Waiting, ...]) for _, data in rows]
    except MsgspecError as error:
        raise sqlite3.DatabaseError("items are damaged") from error
    return [
        (_ITEM, [_item(one) for some in items for one in some]),
        ("DELETE FROM later WHERE document = ?", [row[:1] for row in rows]),
    ]


def _document(one: Told) -> Row:
    brief = one.brief
    publisher, year = (brief.series if brief else None) or (None, None)
    return (
        one.document,
        one.file,
        one.mark,
        one.content,
        one.stamp,
        json.dumps(one.problem, ensure_ascii=False) if one.problem else None,
        publisher,
        year,
        _dumped(brief.told) if brief else None,
        _asked(brief.asked) if brief else b"",
        one.last,
        one.named,
        int(brief is not None),
        brief.reports if brief else "",
        len(brief.waiting) if brief else 0,
        brief.verdicts if brief else 0,
        int(one.problem is not None),
        brief.publisher if brief else "",
        *(brief.counts if brief else Counts()),
    )


@lru_cache(maxsize=1024)
def _asked(fields: frozenset[str]) -> bytes:
    """What a set of fields goes by: few sets serve all documents, so they are kept once."""
    return stamp(sorted(fields)) if fields else b""


def _item(one: Waiting) -> Row:
    field, item, nth = one.key or (None, None, None)
    message, codes = one.message, " ".join(one.codes)
    return (
        *one.rank,
        field,
        _NONE if item is None else item,
        nth,
        one.lead,
        one.shape,
        one.words,
        one.said,
        message.zh if message else _NONE,
        message.en if message else _NONE,
        codes,
        one.group,
        " ".join(one.reviewers),
        folded(f"{one.rank[1]} {one.words} {codes}"),
    )


def folded(text: str) -> str:
    """A text in one width and one case, as it is looked for.

    >>> folded("Ｌuoxia １７")
    'luoxia 17'
    """
    return unicodedata.normalize("NFKC", text).casefold()


def _dumped(told: Mapping[str, Decimal]) -> str:
    return json.dumps({field: str(value) for field, value in told.items()})


def _loaded(told: str) -> dict[str, Decimal]:
    return {field: Decimal(value) for field, value in json.loads(told).items()}
