"""Alike: the readings with the same damage in all documents, each to be ticked or vetoed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding

from kanwu_tui.cells import Bit, Line, pad, shown, width
from kanwu_tui.fixing import Fix
from kanwu_tui.grouping import OFFERED
from kanwu_tui.habit import FIRST, Habit
from kanwu_tui.screens.listed import Listed
from kanwu_tui.widgets.list_pane import ListPane
from kanwu_tui.words import Words

TICKED, VETOED, NONE = "[x]", "[ ]", " - "
"""Marks that any terminal has, and a screen reader says."""


class FixesPane(ListPane):
    """The fixes, as many as fit."""

    def __init__(self, fixes: Sequence[Fix], habit: Habit, words: Words) -> None:
        super().__init__(words, id="fixes")
        self._fixes, self._habit = fixes, habit
        self.ticked = {i for i, fix in enumerate(fixes) if fix.sure}
        said = [(width(shown(fix.words)), width(shown(fix.told))) for fix in fixes]
        self._longest = [max(column, default=0) for column in zip(*said, strict=True)]
        """The cells of the longest words, and of the longest value: they are shown whole where that can be."""

    @property
    def count(self) -> int:
        """How many fixes there are."""
        return len(self._fixes)

    @property
    def title(self) -> str:
        """What the list is of."""
        if self._habit.fix == FIRST:
            return self.words("same.title")
        return self.words("same.learned", count=OFFERED)

    @property
    def right(self) -> str:
        """How many are ticked."""
        return self.words("same.count", ticked=len(self.ticked), all=len(self._fixes))

    @property
    def keys(self) -> str:
        """What the keys do."""
        return self.words("same.keys")

    def toggle(self) -> None:
        """Tick the row, or veto it, and go on."""
        if self._fixes[self.at].decision is not None:
            self.ticked ^= {self.at}
        self.move(1)

    def toggle_all(self) -> None:
        """Tick every row that has a fix; none, where all are ticked."""
        fixed = {i for i, fix in enumerate(self._fixes) if fix.decision is not None}
        self.ticked = set() if self.ticked == fixed else fixed
        self.redraw()

    def row(self, i: int, cells: int) -> Line:
        """A fix: its tick, where it is, what stands there, what would."""
        fix, here = self._fixes[i], i == self.at
        mark = NONE if fix.decision is None else TICKED if i in self.ticked else VETOED
        score = f"{round(fix.score * 100):>3} %" if fix.score else "     "
        room = max(20, cells - 2 - len(mark) - len(score) - 7)
        words, told = (min(one, room // 3) for one in self._longest)
        where = (room - words - told) * 4 // 9
        name = room - words - told - where
        bits = (
            Bit("▸ " if here else "  ", "strong"),
            Bit(f"{mark} ", "key" if i in self.ticked else "quiet"),
            Bit(pad(fix.document, where) + " ", "quiet"),
            Bit(pad(fix.name, name) + " "),
            Bit(pad(fix.words, words), "mark" if here else ""),
            Bit(" → " if fix.told else "   ", "quiet"),
            Bit(pad(fix.told, told), "strong"),
            Bit(f" {score}", "quiet"),
        )
        return Line(bits, "row" if here else "")


class AlikeScreen(Listed[list[Fix]]):
    """Answers the fixes that stayed ticked; None when the reviewer leaves it."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "apply", id="alike.apply", show=False),
        Binding("space,x", "tick", id="alike.tick", show=False),
        Binding("a", "tick_all", id="alike.all", show=False),
        Binding("f5", "dismiss(None)", id="alike.leave", show=False),
    ]

    def __init__(self, fixes: Sequence[Fix], habit: Habit, words: Words) -> None:
        self._fixes, self._ticks = fixes, FixesPane(fixes, habit, words)
        super().__init__(self._ticks)

    def action_apply(self) -> None:
        """Answer what is ticked, which may be nothing."""
        self.dismiss([self._fixes[i] for i in sorted(self._ticks.ticked)])

    def action_tick(self) -> None:
        """Tick or veto the row."""
        self._ticks.toggle()

    def action_tick_all(self) -> None:
        """Tick all, or none."""
        self._ticks.toggle_all()
