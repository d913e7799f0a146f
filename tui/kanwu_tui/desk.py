"""Desk: the queue, the place in it, and what each decision does to both; it draws nothing.

One thread may read documents while another decides: `read` fills, `take_in` and the verbs after
it belong to the screen.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable
from threading import Lock
from typing import Literal, NamedTuple

from kanwu.correction import Correction, Verdict
from kanwu.reading import Key, Value
from kanwu.review import Review
from kanwu.workspace import Workspace
from kanwu_tui.sifting import sift
from kanwu_tui.sight import Lead, Row, Sight, lead_of, rows_of
from kanwu_tui.telling import value_of, verdict_of
from kanwu_tui.words import Words

REMEMBERED = 200
"""How many settled rows stay in view at most."""


class Said(NamedTuple):
    """What the desk answers to a key, in words."""

    text: str
    kind: Literal["done", "note", "refused"] = "done"


class Desk:
    """What one reviewer works through."""

    def __init__(self, workspace: Workspace, words: Words) -> None:
        self.workspace = workspace
        self.words = words
        self.rows: list[Row] = []
        """Every open item, the heaviest first."""
        self.shown: list[Row] = self.rows
        """Those that the filter keeps; the same list when there is no filter."""
        self.past: list[Row] = []
        """What this session settled, where it stood: it stays in view while the eye moves on."""
        self.query = ""
        self.row: Row | None = None
        """The item of the queue that the reviewer is at."""
        self.walked: Key | None = None
        """A reading of the same document, reached step by step, that is under review instead."""
        self.verified = 0
        """Readings that a verdict holds, in all documents read so far."""
        self.read_so_far = 0
        self.unread = 0
        """Documents that cannot be read."""
        self._keeps: Callable[[Row], bool] | None = None
        self._numbers = {document: i for i, document in enumerate(workspace.documents)}
        self._held: dict[str, list[Row]] = {}
        self._verified: dict[str, int] = {}
        self._skips: dict[tuple[str, Lead], int] = {}
        self._fresh: dict[str, Review] = {}
        self._sight: Sight | None = None
        self._settled = 0
        self._lock = Lock()

    # --- reading documents ----------------------------------------------------------------------

    def read(self, document: str) -> None:
        """Review one document, in whichever thread; `take_in` brings it to the queue.

        One that cannot be read joins the workspace's problems.
        """
        with self._lock:
            found = [*self.workspace.reviews([document])]
            for review in found:
                review.raw.find_numbers()  # here, so that no key waits for it
            self._fresh.update((document, review) for review in found)
            self.unread += not found

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
        self.rows.sort()
        if self._keeps:
            self.shown.sort()
        self.read_so_far += len(fresh)
        if self.row is None and self.walked is None and self.shown:
            self.go_to(self.shown[0])

    def _hold(self, review: Review) -> None:
        document = review.source.document
        rows = rows_of(review, self._numbers[document], self.words)
        self._held[document] = [
            row._replace(rank=(self._skips.get((document, row.lead), 0), *row.rank[1:]))
            for row in rows
        ]
        count = sum(1 for one in review.settled if review.state(one.reading.key) == "verified")
        self.verified += count - self._verified.get(document, 0)
        self._verified[document] = count

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
        self.past = sorted(kept[-REMEMBERED:])

    def _drop(self, row: Row) -> None:
        for rows in (self.rows,) if self.shown is self.rows else (self.rows, self.shown):
            at = bisect_left(rows, row)
            if at < len(rows) and rows[at] == row:
                del rows[at]

    def _put(self, row: Row) -> None:
        insort(self.rows, row)
        if self._keeps and self._keeps(row):
            insort(self.shown, row)

    # --- where the reviewer is --------------------------------------------------------------------

    @property
    def sight(self) -> Sight | None:
        """What is before the reviewer; None when there is nothing."""
        if self._sight is None and self.row is not None:
            with self._lock:
                review = self.workspace.review(self.row.document)
            lead = self.walked or self.row.lead
            item = next((item for item in review.queue if lead_of(item) == lead), None)
            self._sight = Sight(review, lead if isinstance(lead, Key) else None, item)
        return self._sight

    @property
    def index(self) -> int:
        """Where the current item stands, or would stand, in the queue shown."""
        return bisect_left(self.shown, self.row) if self.row is not None else 0

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
        self._keeps = sift(self.query, self.workspace.schema) if self.query else None
        self.shown = [row for row in self.rows if self._keeps(row)] if self._keeps else self.rows
        if self.walked is None and self.shown and not self._stands():
            self.go_to(self.shown[0])

    # --- deciding ---------------------------------------------------------------------------------

    def accept(self) -> Said:
        """Take the reading as shown."""
        sight = self.sight
        if sight is None or sight.reading is None:
            return Said(self.words("said.no-reading"), "refused")
        value = sight.reading.value
        if value is None and sight.reading.silent:
            return Said(self.words("said.silent"), "refused")
        if value is None:
            return Said(self.words("said.no-value"), "refused")
        return self.take(value)

    def choose(self, digit: int) -> Said:
        """Take a candidate by its digit key."""
        candidates = self.sight.candidates if self.sight else ()
        if not 1 <= digit <= len(candidates):
            return Said(self.words("said.no-candidate", digit=digit), "refused")
        return self.take(candidates[digit - 1].value)

    def take(self, value: Value) -> Said:
        """Give the reading a value; where the words already say it, that confirms them."""
        sight = self.sight
        if sight is None or sight.reading is None:
            return Said(self.words("said.no-reading"), "refused")
        if value == sight.machine_value == sight.reading.value:
            return self.decide("confirmed")
        return self.decide("amended", value)

    def decide(self, verdict: Verdict, value: Value | None = None, note: str = "") -> Said:
        """Write a verdict on the reading under review, and move on.

        Raises:
            KanwuError: It could not be written; nothing has changed.
        """
        sight = self.sight
        if sight is None or sight.key is None or sight.reading is None:
            return Said(self.words("said.no-reading"), "refused")
        if verdict == "sic" and sight.reading.value is None:
            return Said(self.words("said.no-value"), "refused")
        with self._lock:
            made = self.workspace.decide(sight.document, sight.key, verdict, value=value, note=note)
        self._move_on(sight)
        return Said(self.words("said.decided", verdict=self._told(made)))

    def retire(self) -> Said:
        """Take back a correction that lost its place."""
        sight = self.sight
        if sight is None or sight.orphan is None:
            return Said(self.words("said.no-reading"), "refused")
        orphan = sight.orphan
        with self._lock:
            self.workspace.withdraw(orphan.id, note="retired")
        self._move_on(sight)
        return Said(self.words("said.retired", verdict=self._told(orphan)))

    def skip(self) -> Said:
        """Leave the item for later: it comes back at the end of the queue."""
        row = self.row
        if row is None or self.walked is not None or not self._stands():
            self.step(1)
            return Said(self.words("said.next"), "note")
        at = self.index
        self._skips[row.document, row.lead] = row.rank[0] + 1
        later = row._replace(rank=(row.rank[0] + 1, *row.rank[1:]))
        held = self._held[row.document]
        held[held.index(row)] = later
        self._drop(row)
        self._put(later)
        self.go_to(self.shown[min(at, len(self.shown) - 1)])
        return Said(self.words("said.skipped"), "note")

    def undo(self) -> Said:
        """Take back the reviewer's latest verdict, and go back to it."""
        with self._lock:
            undone = self.workspace.undo()
        if undone is None:
            return Said(self.words("said.nothing-to-undo"), "note")
        review = self._again(undone.document)
        self._return_to(undone, review)
        return Said(self.words("said.undone", verdict=self._told(undone)))

    def redo(self) -> Said:
        """Let the verdict hold again that was taken back last."""
        with self._lock:
            redone = self.workspace.redo()
        if redone is None:
            return Said(self.words("said.nothing-to-redo"), "note")
        at = self.index
        self._again(redone.document)
        self._settle_on(at)
        return Said(self.words("said.redone", verdict=self._told(redone)))

    def _told(self, correction: Correction) -> str:
        return verdict_of(correction, self.workspace.schema, self.words)

    def _stands(self) -> bool:
        """Whether the current item is in the queue shown."""
        at = self.index
        return at < len(self.shown) and self.shown[at] == self.row

    def _move_on(self, sight: Sight) -> None:
        """After a verdict: on in the document while walking through it, else on in the queue."""
        at, came_from = self.index, self.row
        walking = self.walked is not None
        self._again(sight.document)
        if walking and came_from is not None:
            held = self._held.get(came_from.document, ())
            same = next((row for row in held if row.lead == came_from.lead), None)
            if same is not None:
                self.go_to(same, sight.key)
                self.walk(1)
                return
        self._settle_on(at)

    def _settle_on(self, at: int) -> None:
        """To the item that now stands where the decided one stood; to the first after the last."""
        if at >= len(self.shown):
            at = 0
        self.go_to(self.shown[at] if self.shown else None)

    def _return_to(self, correction: Correction, review: Review) -> None:
        """To the reading that a verdict was about."""
        start = correction.anchor.start if correction.anchor else 0
        alike = [one.reading for one in review.settled if one.reading.key[:2] == correction.key]
        alike.sort(key=lambda reading: abs((reading.span.start if reading.span else 0) - start))
        rows = self._held[correction.document]
        leads: list[Lead] = [alike[0].key] if alike else []
        leads.append(correction.id)
        own = next((row for row in rows if row.lead in leads), None)
        if own is not None:
            self.go_to(own)
        elif alike:
            self.go_to(self._stand_in(correction.document), alike[0].key)
        else:
            self._settle_on(self.index)

    def _stand_in(self, document: str) -> Row:
        """A row to stand at in a document that may have no open item."""
        if self.row is not None and self.row.document == document:
            return self.row
        held = self._held[document]
        return (
            held[0]
            if held
            else Row((0, 0.0, self._numbers[document], -1), document, "", "read", "", ())
        )


def told_keys(review: Review) -> list[Key]:
    """The readings of a document that can be walked through: all that it says anything for."""
    return [
        one.reading.key
        for one in review.settled
        if not one.reading.silent or one.correction is not None
    ]
