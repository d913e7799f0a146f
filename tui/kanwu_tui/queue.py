"""Queue: the open items of all documents, and the place of the reviewer among them; it draws nothing.

What is open stands in the workspace's index; here is what one reviewer does with it. All of it belongs
to the thread of the screen.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from kanwu.correction import Correction
from kanwu.errors import KanwuError
from kanwu.reading import Key
from kanwu.review import Review
from kanwu.waiting import RENAMED, lead_of
from kanwu.workspace import Workspace
from kanwu.workspace.bookmark import Bookmark, marked_at, read_bookmark, write_bookmark
from kanwu.workspace.kept import error_of
from kanwu_tui.following import Following
from kanwu_tui.ordering import Order, order_of
from kanwu_tui.sight import Lead, Row, Sight, stood_at, stood_of, told_keys
from kanwu_tui.telling import value_of
from kanwu_tui.words import Words

AHEAD = 4
"""So many items from the one before the reviewer on have their documents at hand."""
REMEMBERED = 200
"""How many settled rows stay in view at most."""


class Queue(Following):
    """What one reviewer works through, and where they are."""

    def __init__(self, workspace: Workspace, words: Words) -> None:
        super().__init__(workspace, words)
        self.past: list[Row] = []
        """What this session settled, where it stood: it stays in view while the eye moves on."""
        self.row: Row | None = None
        """The item of the queue that the reviewer is at."""
        self.walked: Key | None = None
        """A reading of the same document, reached step by step, that is under review instead."""
        self._found: Row | None = None
        """Where a filter that is not through yet led the reviewer."""
        self._sight: Sight | None = None
        self._settled = 0
        self._marked: Bookmark | None = None
        self._behind: Row | None = None
        """Who comes back goes on behind it, as long as they have not gone elsewhere."""

    def begin_again(self) -> None:
        """Forget what the index told."""
        self._made, self.complete = self.workspace.index.cache.made, False
        self._count_again()
        self._choose()

    def take_in(self) -> None:
        """Bring what was read since to the queue; the reviewer stays at the item, or at its place."""
        with self._lock:
            touched, self._touched = self._touched, set()
            self._sure -= touched
        if touched:
            for document in touched:
                self.shown.pages.choose(document)
            self._count_again()
            for document in touched.intersection(document for document, _ in self._skips):
                self._put_off(document)
        if not self._through:
            self._through = self.shown.pages.complete
            self.shown.pages.forget()
            for document in {document for document, _ in self._skips}:
                self._put_off(document)
        here = self.row
        if here is None and self.walked is None:
            if not self._resumed() and self.shown:
                self._lead_to(self._first)
        elif here is not None and here is self._found and self.walked is None and self.shown:
            self._lead_to(self._first)
        elif here is not None and here.document in touched:
            self._stay()

    def _count_again(self) -> None:
        self.totals = self.workspace.index.totals()
        self.shown.pages.forget()
        self.rows.pages.forget(self.totals.open)

    def _stay(self) -> None:
        """Stay at an item whose document may be another now; at its place, where it is gone."""
        here, walked = self.row, self.walked
        own = self._same(here) if here is not None else None
        if own is None:
            self._settle_on(self.index)
            return
        if walked is not None:
            with suppress(KanwuError):
                walked = walked if walked in self._review(own.document).by_key else None
        self.go_to(own, walked)

    def _same(self, row: Row) -> Row | None:
        """An item as it stands now; None where it does no more."""
        return next((one for one in self.of(row.document) if one.lead == row.lead), None)

    @property
    def _first(self) -> Row:
        """Where who comes back begins: behind what they settled last, else with the first."""
        at = self.shown.place(self._behind) if self._behind is not None else 0
        return self.shown[at if at < len(self.shown) else 0]

    def _lead_to(self, row: Row) -> None:
        """To the first item; as long as not all is looked through, a better one may come."""
        behind = self._behind
        if row != self.row:
            self.go_to(row)
        if self.shown.pages.complete:
            self._found = self._behind = None
        else:
            self._found, self._behind = self.row, behind

    def _again(self, document: str) -> Review:
        """Review a document after a verdict, and bring the queue up to date with it."""
        index = self.workspace.index
        before = self.of(document)
        parts = {rows.pages: rows.pages.within(document) for rows in (self.rows, self.shown)}
        tally = index.tally(document)
        with self._lock:
            review = self.workspace.renew(document)
            self._sure.add(document)
            self._own.add(document)
        now = index.tally(document)
        for pages, part in parts.items():
            pages.choose(document)
            pages.shift(part, pages.within(document))
        if tally is None or now is None or tally.problem:
            self._count_again()
        else:
            self.totals = self.totals._replace(
                open=self.totals.open + now.open - tally.open,
                verified=self.totals.verified + now.verified - tally.verified,
            )
        if any(one == document for one, _ in self._skips):
            self._put_off(document)
        self._remember(before, self.of(document), review)
        self._sight = None
        return review

    def follow(self, documents: Sequence[str]) -> None:
        """Take in documents that changed; the reviewer stays at the item, or at its place."""
        with self._lock:
            self.workspace.look_for(documents)
            for document in documents:
                self.workspace.let_go(document)
                tally = self.workspace.index.tally(document)
                if tally is not None and tally.problem:
                    self.workspace.unread(document, error_of(tally.problem))
            self._touched.update(documents)
        self.take_in()

    def _remember(self, before: list[Row], after: list[Row], review: Review) -> None:
        """Keep the rows that a verdict settled; forget those that are open again."""
        document = review.source.document
        leads = {row.lead for row in after}
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

    # --- where the reviewer was, and left -----------------------------------------------------------

    def resume(self, query: str = "") -> None:
        """Be where the reviewer left, as soon as that document is read; `query` filters instead."""
        self._marked = read_bookmark(self.workspace.root, self.workspace.reviewer)
        if self._marked:
            self.order = order_of(self._marked.order)
        self.first = self._marked.document if self._marked else ""
        self.query = (query or (self._marked.query if self._marked else "")).strip()
        self._show_chosen(self._marked.document if self._marked else None)

    def _resumed(self) -> bool:
        """Go to where the reviewer left; False where there is no such place (any more).

        A desk that was killed could not say where it was next: then the reviewer is where what they
        decided last would have led them.
        """
        mark = self._marked
        tally = self.workspace.index.tally(mark.document) if mark else None
        if mark is None or tally is None or tally.problem:
            return False
        here, stood = self.workspace, mark.stood
        row = stood_at(mark.document, stood) if stood else self._stand_in(mark.document)
        last, marked = here.errata.last_of(here.reviewer), marked_at(here.root, here.reviewer)
        since = last if last is not None and last.at.timestamp() > marked else None
        verdict, holds = self._turned(since) if since is not None else (None, True)
        try:
            if verdict is not None and not holds:
                self._return_to(verdict)
                return self.row is not None
            review = self._review(mark.document)
        except KanwuError:
            return False
        own = next((one for one in self.of(mark.document) if one.lead == mark.lead), None)
        key = mark.lead if isinstance(mark.lead, Key) and mark.lead in review.by_key else None
        held = review.by_key[key].correction if key is not None else None
        new = held is not None and (held.at.timestamp() > marked or held == verdict)
        if own is not None and own in self.shown:
            self.go_to(own)
        elif self.query != mark.query:
            return False
        elif key is not None and not new:
            self.go_to(self._same(row) or row, key)
        else:
            self._move_on(row, key if key != row.lead else None)
            if self.walked is None and not self.shown.pages.complete:
                self._found, self._behind = self.row, row
        return self.row is not None

    def _turned(self, correction: Correction) -> tuple[Correction, bool]:
        """What somebody decided or took back, and whether it holds by that."""
        holds = True
        while correction.verdict == "withdrawn" and not correction.note:
            correction, holds = self.workspace.correction(correction.of), not holds
        return correction, holds

    def leave_mark(self) -> None:
        """Remember where the reviewer is, for the next time."""
        row = self.row
        if row is None:
            return
        lead = self.walked or row.lead
        mark = Bookmark(row.document, lead, self.query, self.order, stood_of(row))
        if mark != self._marked:
            self._marked = mark
            write_bookmark(self.workspace.root, self.workspace.reviewer, mark)

    # --- where the reviewer is --------------------------------------------------------------------

    @property
    def sight(self) -> Sight | None:
        """What is before the reviewer; None when there is nothing."""
        while self._sight is None and self.row is not None:
            row = self.row
            try:
                review = self._review(row.document)
                with self._lock:
                    before = self.workspace.before(review)
            except KanwuError:
                self._without(row.document)
                continue
            if row.document in self._touched:  # the index had it otherwise
                self.take_in()
                continue
            lead = self.walked or row.lead
            item = next((item for item in review.queue if lead_of(item) == lead), None)
            self._sight = Sight(review, lead if isinstance(lead, Key) else None, item, before)
        return self._sight

    def _without(self, document: str) -> None:
        """A document that cannot be read (any more) leaves the queue, and is named."""
        with self._lock:
            try:
                self.read(document)
            except KanwuError:
                self.workspace.index.forget([document])
            self._touched.add(document)
        if self.workspace.index.of(document):
            self.workspace.index.forget([document])
        self.walked = None
        self.take_in()

    @property
    def next_document(self) -> str | None:
        """The first document of the next items that is not at hand; None where all are."""
        at = self.index
        for document in dict.fromkeys(row.document for row in self.shown[at : at + AHEAD]):
            ready = document in self._sure and self.workspace.at_hand(document)
            if not ready and document not in self._unready:
                return document
        return None

    @property
    def index(self) -> int:
        """Where the current item stands, or would stand, in the queue shown."""
        return self.shown.place(self.row) if self.row is not None else 0

    def go_to(self, row: Row | None, walked: Key | None = None) -> None:
        """Put an item before the reviewer, or another reading of its document."""
        self.row, self.walked = row, walked
        self._sight = self._found = self._behind = None

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
        own = next((row for row in self.of(self.sight.document) if row.lead == key), None)
        if own is not None and own in self.shown:
            self.go_to(own)
        else:
            self.go_to(self.row, key)
        return True

    def filter(self, query: str) -> None:
        """Show only the items that a query keeps; all, where it is empty."""
        self.query = query.strip()
        self._choose()

    def arrange(self, order: Order) -> None:
        """Let the queue stand in another order; the reviewer stays at their item."""
        self.order = order
        self._choose()

    def fill_up(self) -> None:
        """Look all items through here, however long that takes, and take in what was found."""
        while self.fill():
            pass
        self.take_in()

    def _choose(self) -> None:
        """Show what is chosen; the reviewer stays where that is shown, too."""
        self._show_chosen(self.row.document if self.row is not None else None)
        self.past.sort(key=self.rank)
        if self.walked is None and self.shown and not self._stands():
            self._lead_to(self.shown[0])
        elif self._filling is not None and not self._stands():
            self._found = self.row

    def _stand_in(self, document: str) -> Row:
        """A row to stand at in a document that may have no open item."""
        if self.row is not None and self.row.document == document:
            return self.row
        for row in self.of(document):
            return row
        return Row((0, 0.0, document, -1), document, "", "read", "", ())

    def _stands(self) -> bool:
        """Whether the current item is in the queue shown."""
        return self.row in self.shown

    def _move_on(self, row: Row, walked: Key | None = None) -> None:
        """After a verdict: on in the document while walking through it, else on in the queue."""
        same = self._same(row) if walked is not None else None
        if same is not None:
            self.go_to(same, walked)
            self.walk(1)
        else:
            self._settle_on(self.shown.place(row))

    def _return_to(self, correction: Correction) -> None:
        """To the reading that a verdict was about."""
        if not self.workspace.holds(correction.document):
            return
        review = self._review(correction.document)
        start = correction.anchor.start if correction.anchor else 0
        alike = [one.reading for one in review.settled if one.reading.key[:2] == correction.key]
        alike.sort(key=lambda reading: abs((reading.span.start if reading.span else 0) - start))
        rows = self.of(correction.document)
        leads: list[Lead] = [alike[0].key] if alike else []
        leads.append(correction.id)
        name = correction.verdict in {"renamed", "distinct"}
        own = next(
            (row for row in rows if row.lead in leads or (name and RENAMED in row.codes)), None
        )
        if own is not None:
            self.go_to(own)
        elif alike:
            self.go_to(self._stand_in(correction.document), alike[0].key)
        else:
            self._settle_on(self.index)

    def _settle_on(self, at: int) -> None:
        """To the item that now stands where the decided one stood; to the first after the last."""
        if at >= len(self.shown):
            at = 0
        self.go_to(self.shown[at] if self.shown else None)
