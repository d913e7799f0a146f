"""Grouping: the same damage elsewhere, what a reviewer did with it, and one decision for all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from kanwu.correction import Correction
from kanwu.workspace import Workspace
from kanwu_tui.fixing import Fix, fixes_of
from kanwu_tui.habit import FIRST, Habit
from kanwu_tui.queue import Queue
from kanwu_tui.said import Said
from kanwu_tui.sight import Row, row_of
from kanwu_tui.words import Words
from kanwu_tui.work import AtOnce, Stopped, Work

GATHERED = 1000
"""No more items are gone through together: nobody would look at them."""
COUNTED = 9999
"""No more are counted while a key waits for its answer: of a million, that takes longer than all else."""
OFFERED = 3
"""After so many fixes of one kind the others of that kind are offered."""


class Grouping(Queue):
    """What would take the same fix as what is before the reviewer, or as what they did before."""

    def __init__(self, workspace: Workspace, words: Words) -> None:
        super().__init__(workspace, words)
        self._habits: Counter[Habit] = Counter()
        self._offered: tuple[Habit, Row | None] | None = None

    @property
    def group(self) -> str:
        """The group of the item before the reviewer; empty where it has none."""
        item = self.sight.item if self.sight else None
        return item.group if item and item.key else ""

    @property
    def habit(self) -> Habit | None:
        """What F5 would do: what was just offered, what was learned of this item, or its group."""
        if self._offered is not None and self._offered[1] == self.row:
            return self._offered[0]
        learned = [
            (count, habit)
            for habit, count in self._habits.items()
            if count >= OFFERED and self.row is not None and habit.fits(self.row)
        ]
        if learned and self.walked is None:
            return max(learned)[1]
        return Habit(self.group, "", "", FIRST) if self.group else None

    def learn(self, habit: Habit | None, said: Said) -> Said:
        """After every third fix of a kind: how many more there are, which F5 then lists."""
        self._offered = None
        if habit is None:
            return said
        self._habits[habit] += 1
        more = 0 if self._habits[habit] % OFFERED else self.how_many_alike(habit, COUNTED + 1)
        if not more:
            return said
        count = str(more) if more <= COUNTED else f"{COUNTED}+"
        self._offered = habit, self.row
        which = "said.more-alike" if habit.fix == FIRST else "said.more-learned"
        return said._replace(text=f"{said.text}   {self.words(which, count=count)}")

    def how_many_alike(self, habit: Habit, most: int = -1) -> int:
        """How many items would take a fix; no more than so many are counted, by default all."""
        index = self.workspace.index
        if habit.fix == FIRST:
            return index.how_many_alike(habit.group, most)
        return index.how_many_doubted(habit.field, habit.code, most)

    def rows_alike(self, habit: Habit) -> list[Row]:
        """The items that would take a fix, here first; of very many, the first in the queue."""
        index = self.workspace.index
        if habit.fix == FIRST:
            found = index.alike(habit.group, GATHERED)
        else:
            found = index.doubted(habit.field, habit.code, GATHERED)
        rows = [row_of(one, 0, self.words) for one in found]
        here = [row for row in rows if self._is_here(row)]
        if not here and self.row is not None and habit.fits(self.row):
            here = [self.row]
        return here + [row for row in rows if not self._is_here(row)]

    def alike(self, work: Work | None = None) -> list[Fix]:
        """What the fix would be wherever there is the same damage, here first.

        Raises:
            Stopped: The reviewer did not want to wait.
        """
        habit = self.habit
        if habit is None:
            return []
        rows = self.rows_alike(habit)
        return self.fixes(habit, rows, work or AtOnce())

    def fixes(self, habit: Habit, rows: Sequence[Row], work: Work) -> list[Fix]:
        """What the fix would be for each of some items.

        Raises:
            Stopped: The reviewer did not want to wait.
        """
        found: list[Fix] = []
        for done, row in enumerate(rows):
            work.tell(done, len(rows))
            with self._lock:
                review = self.workspace.review(row.document)
            here = (item for item in review.queue if item.key == row.lead)
            found += [one for item in here for one in fixes_of(item, review, self.words, habit.fix)]
        return found

    def _is_here(self, row: Row) -> bool:
        here = self.row
        return here is not None and (row.document, row.lead) == (here.document, here.lead)

    def settle_alike(self, rule: str, fixes: Sequence[Fix], work: Work | None = None) -> Said:
        """Give each of these readings its fix, as one decision.

        Stopped, those before stand; undo takes back all that was done.

        Raises:
            KanwuError: One could not be written; those before it stand, and undo takes them back.
        """
        work = work or AtOnce()
        made = list[Correction]()
        chosen = [one.decision for one in fixes if one.decision]
        deciding = self.workspace.decide_alike(rule, chosen)
        stopped = False
        try:
            for done in range(len(chosen)):
                work.tell(done, len(chosen))
                with self._lock:
                    made.append(next(deciding))
        except Stopped:
            stopped = True
        finally:
            self._bring(made, work)
            work.here(self._stay)
        said = "said.alike-stopped" if stopped else "said.alike"
        return Said(self.words(said, count=len(made), all=len(chosen)))

    def _bring(self, made: Sequence[Correction], work: Work) -> None:
        """Bring what was decided to the queue."""
        for document in dict.fromkeys(one.document for one in made):
            if self.workspace.holds(document):
                with self._lock:
                    self.workspace.review(document)  # in this thread, so that the screen's need not
                work.here(partial(self._again, document))
