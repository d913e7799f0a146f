"""Queue: the open items of all documents, and the place of the reviewer among them; it draws nothing.

One thread may read documents while another decides: `read` fills, `take_in` and what comes after
it belong to the screen.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Literal, NamedTuple, get_args

from kanwu.reading import Key
from kanwu.review import Review
from kanwu.splitting import number_of
from kanwu.waiting import lead_of
from kanwu.workspace import Workspace
from kanwu.workspace.bookmark import Bookmark, read_bookmark, write_bookmark
from kanwu_tui.digest import Digest, digest_of
from kanwu_tui.ordering import Order, order_of, ranking
from kanwu_tui.sifting import sift
from kanwu_tui.sight import Lead, Row, Sight, rows_of
from kanwu_tui.telling import value_of
from kanwu_tui.words import Words

REMEMBERED = 200
"""How many settled rows stay in view at most."""


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


class Queue:
    """What one reviewer works through, and where they are."""

    def __init__(self, workspace: Workspace, words: Words) -> None:
        self.workspace = workspace
        self.words = words
        self.rows: list[Row] = []
        """Every open item, in the order chosen."""
        self.shown: list[Row] = self.rows
        """Those that the filter keeps; the same list when there is no filter."""
        self.past: list[Row] = []
        """What this session settled, where it stood: it stays in view while the eye moves on."""
        self.query = ""
        self.order: Order = "doubt"
        """What comes first."""
        self.rank = ranking("doubt", workspace.schema)
        """What rows are sorted by."""
        self.row: Row | None = None
        """The item of the queue that the reviewer is at."""
        self.walked: Key | None = None
        """A reading of the same document, reached step by step, that is under review instead."""
        self.verified = 0
        """Readings that a verdict holds, in all documents read so far."""
        self.digests: dict[str, Digest] = {}
        """What is kept of each document read so far."""
        self.read_so_far = 0
        self._keeps: Callable[[Row], bool] | None = None
        self._numbers = {document: float(i) for i, document in enumerate(workspace.documents)}
        self._held: dict[str, list[Row]] = {}
        self._unreadable: set[str] = set()
        self._skips: dict[tuple[str, Lead], int] = {}
        self._fresh: dict[str, Review] = {}
        self._sight: Sight | None = None
        self._settled = 0
        self._marked: Bookmark | None = None
        self._lock = Lock()
        self._turn = workspace.index.turn

    def share(self, other: Queue) -> None:
        """Take turns with another desk on the same workspace, whose thread may still be reading."""
        self._lock = other._lock

    # --- reading documents ----------------------------------------------------------------------

    def read(self, document: str) -> None:
        """Review one document, in whichever thread; `take_in` brings it to the queue.

        One that cannot be read joins the workspace's problems.
        """
        with self._lock:
            found = [*self.workspace.reviews([document])]
            for review in found:
                review.raw.find_numbers()  # here, so that no key waits for it
            self._fresh.update((review.source.document, review) for review in found)
            if not found:
                self._unreadable.add(document)

    @property
    def unread(self) -> int:
        """Documents that cannot be read."""
        return len(self._unreadable)

    def take_in(self) -> None:
        """Bring what was read since to the queue; the reviewer stays where they are."""
        with self._lock:
            fresh, self._fresh = self._fresh, {}
        fresh = {name: review for name, review in fresh.items() if name not in self._held}
        if not fresh:
            return
        for review in fresh.values():
            self._hold(review)
            rows = self._held[review.source.document]
            self.rows.extend(rows)
            if self._keeps:
                self.shown.extend(row for row in rows if self._keeps(row))
        self._sort()
        self.read_so_far += len(fresh)
        if self.row is None and self.walked is None and not self._resumed() and self.shown:
            self.go_to(self.shown[0])

    def _hold(self, review: Review) -> None:
        document = review.source.document
        rows = rows_of(review, self._number(document), self.words)
        self._held[document] = [
            row._replace(rank=(self._skips.get((document, row.lead), 0), *row.rank[1:]))
            for row in rows
        ]
        before, now = self.digests.get(document), digest_of(review)
        self.verified += now.verified - (before.verified if before else 0)
        self.digests[document] = now

    def _number(self, document: str) -> float:
        """Where a document stands among all; the second of a file right after the first."""
        name, number = number_of(document)
        return self._numbers.get(document, self._numbers.get(name, 0) + number / 1000)

    def year(self, row: Row) -> str:
        """The year that a row's document reports on."""
        return self.digests[row.document].year

    def publisher(self, row: Row) -> str:
        """Whose report a row's document is."""
        return self.digests[row.document].publisher

    def whose(self, row: Row) -> str:
        """The reviewers whose verdicts a row is about."""
        return self.digests[row.document].whose.get(row.lead, "")

    def tallies(self) -> list[Tally]:
        """How far each document has come, most open first."""
        found = []
        for document in self.workspace.documents:
            state: Standing = "unreadable" if document in self._unreadable else "waiting"
            count = len(self._held.get(document, ()))
            digest = self.digests.get(document)
            verdicts = len(digest.fates) if digest else 0
            if digest:
                state = "open" if count else "finished" if verdicts else "clean"
            verified = digest.verified if digest else 0
            found.append(Tally(document, state, count, verdicts, verified))
        return sorted(found, key=lambda one: (-one.open, STANDINGS.index(one.state), one.document))

    def _again(self, document: str) -> Review:
        """Review a document after a verdict, and splice its items into the queue."""
        with self._lock:
            self._fresh.pop(document, None)
            review = self.workspace.review(document)
        before = self._held.get(document, [])
        for row in before:
            self._drop(row)
        if document not in self._held:
            self.read_so_far += 1
        self._hold(review)
        for row in self._held[document]:
            self._put(row)
        self._remember(before, review)
        self._sight = None
        return review

    def changed(self) -> list[str]:
        """The documents that another process found changed since this was last asked.

        In whichever thread; those that come while the desk is open are there the next time.
        """
        index = self.workspace.index
        turn, found = index.turn, index.since(self._turn)
        self._turn = turn
        with self._lock:
            known = self.workspace.has_read
            mine = (one for one in found if one in self._held or one in self._unreadable)
            return [one for one in mine if not known(one, found[one])]

    def follow(self, documents: Sequence[str]) -> None:
        """Read documents again that changed; the reviewer stays at the item, or at its place."""
        at, here, walked = self.index, self.row, self.walked
        for document in documents:
            with self._lock:
                self.workspace.let_go(document)
                found = [*self.workspace.reviews([document])]
            for row in self._held.pop(document, ()):
                self._drop(row)
            self._unreadable.discard(document)
            if not found:
                self._unreadable.add(document)
            for review in found:
                self._hold(review)
                for row in self._held[document]:
                    self._put(row)
                if here and here.document == document and walked not in review.by_key:
                    walked = None
        self._sight = None
        if here is None or here.document not in documents:
            return
        held = self._held.get(here.document, ())
        own = next((row for row in held if row.lead == here.lead), None)
        if own is not None:
            self.go_to(own, walked)
        else:
            self._settle_on(at)

    def _remember(self, before: list[Row], review: Review) -> None:
        """Keep the rows that a verdict settled; forget those that are open again."""
        document = review.source.document
        leads = {row.lead for row in self._held[document]}
        kept = [row for row in self.past if row.document != document or row.lead not in leads]
        for row in before:
            if row.lead not in leads:
                one = review.by_key.get(row.lead) if isinstance(row.lead, Key) else None
                said = value_of(one.reading.value, one.reading.unit) if one else row.words
                self._settled += 1
                place = row.rank[3] - 0.5 + self._settled * 1e-6  # between its neighbours, in order
                rank = (*row.rank[:3], place)
                kept.append(row._replace(rank=rank, shape="verified", words=" ".join(said.split())))
        self.past = sorted(kept[-REMEMBERED:], key=self.rank)

    def _drop(self, row: Row) -> None:
        for rows in (self.rows,) if self.shown is self.rows else (self.rows, self.shown):
            at = bisect_left(rows, self.rank(row), key=self.rank)
            if at < len(rows) and rows[at] == row:
                del rows[at]

    def _put(self, row: Row) -> None:
        insort(self.rows, row, key=self.rank)
        if self._keeps and self._keeps(row):
            insort(self.shown, row, key=self.rank)

    def _sort(self) -> None:
        """Bring all rows into the order chosen; groups are as large as they are now."""
        self.rank = ranking(self.order, self.workspace.schema, self.rows)
        for rows in (self.rows, self.past, *((self.shown,) if self._keeps else ())):
            rows.sort(key=self.rank)

    # --- where the reviewer was, and left -----------------------------------------------------------

    def resume(self, query: str = "") -> None:
        """Be where the reviewer left, as soon as that document is read; `query` filters instead."""
        self._marked = read_bookmark(self.workspace.root, self.workspace.reviewer)
        if self._marked:
            self.arrange(order_of(self._marked.order))
        if query or self._marked:
            self.filter(query or (self._marked.query if self._marked else ""))

    @property
    def reading_order(self) -> list[str]:
        """All documents, in the order to read them in: the one that was left comes first."""
        left = self._marked.document if self._marked else ""
        return sorted(self.workspace.documents, key=lambda document: document != left)

    def _resumed(self) -> bool:
        """Go to where the reviewer left; False where there is no such place (any more)."""
        mark = self._marked
        if mark is None or mark.document not in self._held:
            return False
        held = self._held[mark.document]
        own = next((row for row in held if row.lead == mark.lead), None)
        if own is not None and (self._keeps is None or self._keeps(own)):
            self.go_to(own)
            return True
        with self._lock:
            known = mark.lead in self.workspace.review(mark.document).by_key
        if known and isinstance(mark.lead, Key):
            self.go_to(self._stand_in(mark.document), mark.lead)
            return True
        return False

    def leave_mark(self) -> None:
        """Remember where the reviewer is, for the next time."""
        if self.row is None:
            return
        lead = self.walked or self.row.lead
        mark = Bookmark(self.row.document, lead, self.query, self.order)
        if mark != self._marked:
            self._marked = mark
            write_bookmark(self.workspace.root, self.workspace.reviewer, mark)

    # --- where the reviewer is --------------------------------------------------------------------

    @property
    def sight(self) -> Sight | None:
        """What is before the reviewer; None when there is nothing."""
        if self._sight is None and self.row is not None:
            with self._lock:
                review = self.workspace.review(self.row.document)
                before = self.workspace.before(review)
            lead = self.walked or self.row.lead
            item = next((item for item in review.queue if lead_of(item) == lead), None)
            self._sight = Sight(review, lead if isinstance(lead, Key) else None, item, before)
        return self._sight

    @property
    def index(self) -> int:
        """Where the current item stands, or would stand, in the queue shown."""
        if self.row is None:
            return 0
        return bisect_left(self.shown, self.rank(self.row), key=self.rank)

    def go_to(self, row: Row | None, walked: Key | None = None) -> None:
        """Put an item before the reviewer, or another reading of its document."""
        self.row, self.walked, self._sight = row, walked, None

    def step(self, by: int) -> None:
        """To the next item of the queue, or back; from a reading walked to, back to its item."""
        if not self.shown:
            return
        aside = self.walked is not None or not self._stands()
        at = self.index + by - (1 if aside and by > 0 else 0)
        self.go_to(self.shown[max(0, min(at, len(self.shown) - 1))])

    def walk(self, by: int) -> bool:
        """To the next reading of the same document, or back; False at its ends."""
        if self.sight is None:
            return False
        keys = told_keys(self.sight.review)
        here = keys.index(self.sight.key) if self.sight.key in keys else -1 if by > 0 else 0
        if not 0 <= here + by < len(keys):
            return False
        key = keys[here + by]
        own = next((row for row in self._held[self.sight.document] if row.lead == key), None)
        if own is not None and (self._keeps is None or self._keeps(own)):
            self.go_to(own)
        else:
            self.go_to(self.row, key)
        return True

    def filter(self, query: str) -> None:
        """Show only the items that a query keeps; all, where it is empty."""
        self.query = query.strip()
        self._keeps = sift(self.query, self.workspace.schema, self) if self.query else None
        self.shown = [row for row in self.rows if self._keeps(row)] if self._keeps else self.rows
        if self.walked is None and self.shown and not self._stands():
            self.go_to(self.shown[0])

    def arrange(self, order: Order) -> None:
        """Let the queue stand in another order; the reviewer stays at their item."""
        self.order = order
        self._sort()

    def count(self, query: str) -> int:
        """How many open items a query keeps."""
        if not query:
            return len(self.rows)
        return sum(map(sift(query, self.workspace.schema, self), self.rows))

    def _stand_in(self, document: str) -> Row:
        """A row to stand at in a document that may have no open item."""
        if self.row is not None and self.row.document == document:
            return self.row
        held = self._held[document]
        return (
            held[0]
            if held
            else Row((0, 0.0, self._number(document), -1), document, "", "read", "", ())
        )

    def _stands(self) -> bool:
        """Whether the current item is in the queue shown."""
        return self.shown[self.index : self.index + 1] == [self.row]

    def _settle_on(self, at: int) -> None:
        """To the item that now stands where the decided one stood; to the first after the last."""
        if at >= len(self.shown):
            at = 0
        self.go_to(self.shown[at] if self.shown else None)


def told_keys(review: Review) -> list[Key]:
    """The readings of a document that can be walked through: all that it says anything for."""
    return [
        one.reading.key
        for one in review.settled
        if not one.reading.silent or one.correction is not None
    ]
