"""Turning: what was decided is taken back, or holds again; nothing is ever destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kanwu.correction import Correction
from kanwu_tui.grouping import Grouping
from kanwu_tui.said import Said
from kanwu_tui.telling import verdict_of
from kanwu_tui.work import AtOnce, Stopped, Work


class Turning(Grouping):
    """Undo and redo, of decisions of any size."""

    def undoable(self) -> Sequence[Correction]:
        """The verdicts that undo would take back."""
        with self._lock:
            return self.workspace.undoable()

    def redoable(self) -> Sequence[Correction]:
        """The withdrawals that redo would take back."""
        with self._lock:
            return self.workspace.redoable()

    def undo(self, work: Work | None = None) -> Said:
        """Take back the reviewer's latest decision, and go back to it.

        Stopped, what was taken back until then is; undo goes on with the others.

        Raises:
            KanwuError: It could not be written; what was taken back before is.
        """
        work, decided = work or AtOnce(), self.undoable()
        if not decided:
            return Said(self.words("said.nothing-to-undo"), "note")
        undone = self._take_back(decided, work)
        if undone:
            work.here(partial(self._return_to, undone[0]))
        return self._told_turned("undone", undone, decided)

    def redo(self, work: Work | None = None) -> Said:
        """Let the decision hold again that was taken back last.

        Raises:
            KanwuError: It could not be written; what holds again before does.
        """
        work, decided = work or AtOnce(), self.redoable()
        if not decided:
            return Said(self.words("said.nothing-to-redo"), "note")
        redone = self._take_back(decided, work)
        work.here(self._stay)
        return self._told_turned("redone", redone, decided)

    def _take_back(self, decided: Sequence[Correction], work: Work) -> list[Correction]:
        """Withdraw several verdicts, or withdrawals, one after the other; those that were."""
        found: list[Correction] = []
        taking = self.workspace.take_back(decided)
        try:
            for done in range(len(decided)):
                work.tell(done, len(decided))
                with self._lock:
                    found.append(next(taking))
        except Stopped:
            pass
        finally:
            self._bring(found, work)
        return found

    def _told_turned(
        self, how: str, turned: Sequence[Correction], decided: Sequence[Correction]
    ) -> Said:
        if not turned:
            return Said(self.words("said.stopped"), "note")
        if len(turned) < len(decided):
            counts = {"count": len(turned), "all": len(decided)}
            return Said(self.words(f"said.{how}-stopped", **counts))
        return Said(self.words(f"said.{how}", verdict=self._told_all(turned)))

    def _about(self, correction: Correction) -> Correction:
        """The verdict that a withdrawal takes back; any other itself."""
        taken_back = correction.verdict == "withdrawn"
        return self.workspace.correction(correction.of) if taken_back else correction

    def _told_all(self, decided: Sequence[Correction]) -> str:
        """What one decision said: its verdict, or how many there are and the first."""
        first = self.told(decided[0])
        if len(decided) == 1:
            return first
        return self.words("said.together", count=len(decided), first=first)

    def told(self, correction: Correction) -> str:
        """What a verdict says, in a line; of a withdrawal, what it takes back."""
        if correction.verdict == "withdrawn":
            return self.words("history.retired", verdict=self.told(self._about(correction)))
        return verdict_of(correction, self.workspace.schema, self.words)
