"""Choosing: which items the queue shows and in which order, asked of the index; it draws nothing.

Where there are many documents, one thread looks their items through while another decides: `fill`
is for the first, all else belongs to the screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from kanwu.workspace import Workspace
from kanwu.workspace.pages import AT_ONCE, Chosen, Entry, Mark, Pages, entries
from kanwu_tui.ordering import Order, Ordering
from kanwu_tui.rows import Rows
from kanwu_tui.sifting import Test, only_document, sift
from kanwu_tui.sight import Lead, Row, row_of
from kanwu_tui.words import Words

AT_HAND = 40
"""Documents that are kept as they were read."""
Standing = Literal["open", "unreadable", "waiting", "finished", "clean"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


class Tally(NamedTuple):
    """How far one document has come."""

    document: str
    state: Standing
    """`finished`: verdicts settled all there was; `clean`: there was nothing to settle."""
    open: int
    """Items of the queue."""
    verdicts: int
    """Verdicts that stand, anybody's."""
    verified: int
    """Readings that a verdict holds."""


class Choosing:
    """The items of all documents, and those of them that are shown."""

    def __init__(self, workspace: Workspace, words: Words) -> None:
        self.workspace = workspace
        workspace.indexed = True
        workspace.hold(AT_HAND)
        self.words = words
        self.order: Order = "doubt"
        """What comes first."""
        self.query = ""
        self.rows = Rows(
            Pages(workspace.index), Ordering("doubt", workspace.schema, {}), self.words
        )
        """Every open item, the most doubtful first."""
        self.shown = self.rows
        """Those that the filter keeps, in the order chosen; the same where nothing is chosen."""
        self.totals = workspace.index.totals()
        """How far all documents have come that have been read."""
        self._filling: Iterator[int] | None = None
        self._looked_through = 0
        self._through = True
        """Whether all that the filter keeps is shown."""
        self._skips: dict[tuple[str, Lead], int] = {}

    @property
    def documents(self) -> int:
        """How many documents there are, as far as that is known."""
        return self.workspace.count if self.workspace.listed else self.totals.documents

    @property
    def unread(self) -> int:
        """Documents that cannot be read."""
        return self.totals.unreadable

    @property
    def verified(self) -> int:
        """Readings that a verdict holds, in all documents read so far."""
        return self.totals.verified

    def of(self, document: str) -> list[Row]:
        """The open items of one document."""
        found = self.workspace.index.of(document)
        rows = [row_of(one, 0, self.words) for one in found]
        return [self._after_skips(row) for row in rows] if self._skips else rows

    def _after_skips(self, row: Row) -> Row:
        times = self._skips.get((row.document, row.lead), 0)
        return row._replace(rank=(times, *row.rank[1:]))

    def _put_off(self, document: str) -> None:
        """Let what was skipped of a document stand at the end."""
        skipped = [row for row in self.of(document) if row.rank[0]]
        for rows in (self.rows,) if self.shown is self.rows else (self.rows, self.shown):
            rows.put_off(document, skipped)

    def _show_chosen(self, first: str | None) -> None:
        """Show the items that the filter keeps, in the order chosen; those of one document first.

        Where there are many documents, they are looked through elsewhere (see `fill`).
        """
        index, schema = self.workspace.index, self.workspace.schema
        self._filling, self.shown, self._looked_through = None, self.rows, 0
        if self.query or self.order != "doubt":
            sizes = index.sizes() if self.order == "group" else {}
            ordering = Ordering(self.order, schema, sizes)
            only = only_document(self.query) if self.query else None
            if only is not None and index.tally(only) is None:
                only = None
            keeps = self._test(self.query)

            def choice(one: Entry) -> Mark | None:
                return ordering.of_entry(one) if keeps(one) else None

            pages = Chosen(index, choice, only)
            self.shown = Rows(pages, ordering, self.words)
            self._filling = pages.fill()
            if only is not None or self.totals.documents <= AT_ONCE:
                for _ in self._filling:
                    pass
                self._filling = None
            elif first is not None:
                pages.choose(first)
        self._through = self._filling is None
        for document in {document for document, _ in self._skips}:
            self._put_off(document)

    def _test(self, query: str) -> Test:
        """Which items a query keeps."""
        if not query:
            return lambda _: True
        return sift(query, self.workspace.schema, self.workspace.index.says)

    @property
    def filling(self) -> bool:
        """Whether items are still to be looked through for the filter, or for the order."""
        return self._filling is not None

    @property
    def through(self) -> float:
        """How much of all items was looked through for the filter, 0 to 1."""
        if self._filling is None or not self.totals.documents:
            return 1.0
        return min(1.0, self._looked_through / self.totals.documents)

    def fill(self) -> bool:
        """Look through some more items, in whichever thread; whether there are more.

        `take_in` shows what was found.
        """
        filling = self._filling
        if filling is None:
            return False
        done = next(filling, None)
        if self._filling is filling:
            self._filling = filling if done is not None else None
            self._looked_through = done or 0
        return done is not None

    def counts(self, queries: Sequence[str]) -> list[int]:
        """How many open items each of some queries keeps."""
        tests = [self._test(query) for query in queries]
        found = [0] * len(tests)
        for some in entries(self.workspace.index):
            for i, keeps in enumerate(tests):
                found[i] += sum(map(keeps, some))
        return found

    def rank(self, row: Row) -> tuple[object, ...]:
        """What rows are sorted by."""
        return self.shown.rank(row)

    def tallies(self) -> list[Tally]:
        """How far each document has come, most open first."""
        found: list[Tally] = []
        for one in self.workspace.index.tallies():
            state: Standing = "finished" if one.verdicts else "clean"
            state = "unreadable" if one.problem else "open" if one.open else state
            found.append(Tally(one.document, state, one.open, one.verdicts, one.verified))
        known = {one.document for one in found}
        waiting = (one for one in self.workspace.documents if one not in known)
        found += (Tally(one, "waiting", 0, 0, 0) for one in waiting)
        return sorted(found, key=lambda one: (-one.open, STANDINGS.index(one.state), one.document))
