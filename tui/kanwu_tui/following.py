"""Following: what the index tells of the documents is as they are now; it draws nothing.

One thread may read documents while another decides: what is here may be called in any of them, and
what came of it is told by `news`.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import RLock

from kanwu.errors import KanwuError
from kanwu.review import Review
from kanwu.waiting import brief
from kanwu.workspace import Workspace
from kanwu.workspace.kept import error_of
from kanwu.workspace.running import Result
from kanwu_tui.choosing import Choosing
from kanwu_tui.words import Words


class Following(Choosing):
    """The documents, and the index of what is open in them."""

    def __init__(self, workspace: Workspace, words: Words) -> None:
        super().__init__(workspace, words)
        self.first = ""
        """The document to read before all others."""
        self.looked_at = 0
        """Documents that were looked at since the desk opened, whether they had changed or not."""
        self.complete = False
        """Whether that were all."""
        self._touched: set[str] = set()
        """The documents whose items may be others than are shown."""
        self._sure: set[str] = set()
        """The documents whose items in the index are known to be those of their review."""
        self._unready: set[str] = set()
        """The documents that could not be read ahead."""
        self._own: set[str] = set()
        """The documents that this desk brought up to date in the index since it last looked there."""
        self._lock = RLock()
        self._turn = workspace.index.turn
        self._made = workspace.index.cache.made

    def share(self, other: Following) -> None:
        """Take turns with another desk on the same workspace, whose thread may still be reading."""
        self._lock = other._lock

    def read(self, document: str) -> None:
        """Bring the index up to date with one document, in whichever thread; see `take_in`."""
        for _ in self._looked(self.workspace.refresh([document])):
            pass

    def refresh(self) -> Iterator[int]:
        """Bring the index up to date with all documents, in whichever thread; how many were looked at.

        `take_in` brings them to the queue. One that cannot be read joins the workspace's problems.
        """
        self.looked_at = 0
        if self.first in self.workspace.documents:
            self.read(self.first)
            self.looked_at = 0
        yield from self._looked(self.workspace.refresh())
        self._turn = self.workspace.index.turn
        self.complete = True

    def _looked(self, results: Iterator[Result]) -> Iterator[int]:
        while True:
            with self._lock:
                result = next(results, None)
                if result is None:
                    return
                if result.read:
                    self._touched.add(result.document)
                if result.problem:
                    self.workspace.unread(result.document, error_of(result.problem))
            self.looked_at += 1
            yield self.looked_at

    @property
    def news(self) -> bool:
        """Whether there is something to take in."""
        return bool(self._touched)

    @property
    def lost(self) -> bool:
        """Whether another database had to stand in for the index: all must be read again."""
        return self._made != self.workspace.index.cache.made

    def changed(self) -> list[str]:
        """The documents that another process found changed, or new, since this was last asked.

        In whichever thread.
        """
        if not self.complete:
            return []
        index = self.workspace.index
        turn = index.turn
        found = index.since(self._turn) if turn != self._turn else {}
        self._turn = turn
        with self._lock:
            own, self._own = self._own, set()
            here = self.workspace
            others = (one for one in found if one not in own or here.at_hand(one))
            return [one for one in others if not here.has_read(one, found[one])]

    def _review(self, document: str) -> Review:
        """A document as it is now; where the index has it otherwise, that is mended first."""
        with self._lock:
            review = self.workspace.review(document)
            if document in self._sure:
                return review
            self._sure.add(document)
            if [*brief(review).waiting] == self.workspace.index.of(document):
                return review
            review = self.workspace.renew(document)
            self._touched.add(document)
            self._sure.add(document)
        return review

    def prepare(self, document: str) -> None:
        """Read a document, in whichever thread, so that no key waits for it."""
        try:
            with self._lock:
                review = self._review(document)
                review.raw.find_numbers()
                self.workspace.before(review)
        except KanwuError:  # it is told when somebody comes to it
            self._unready.add(document)
