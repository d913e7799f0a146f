"""History: what the reviewer decided, latest first; any of it can be taken back, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.binding import Binding

from kanwu.correction import Correction
from kanwu.workspace.deciding import Decided
from kanwu_tui.cells import Bit, Line, cut, pad, width
from kanwu_tui.screens.listed import Listed
from kanwu_tui.widgets.list_pane import ListPane
from kanwu_tui.words import Words

Told = Callable[[Correction], str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A decision of the history, and what is wanted of it."""

    correction: Correction
    turn: bool
    """Whether it is to be withdrawn, or to hold again; else the reviewer wants to go there."""


class HistoryPane(ListPane):
    """One line a decision."""

    def __init__(self, history: Sequence[Decided], told: Told, words: Words) -> None:
        super().__init__(words, id="history")
        self.history, self._told = history, told
        self._held = sum(one.holds for one in history)
        self._longest = max((width(one.correction.document) for one in history), default=0)

    @property
    def count(self) -> int:
        """How many decisions there are."""
        return len(self.history)

    @property
    def title(self) -> str:
        """What the list is of."""
        return self.words("history.title")

    @property
    def right(self) -> str:
        """How many of them hold."""
        return self.words("history.count", held=self._held, all=len(self.history))

    @property
    def keys(self) -> str:
        """What the keys do; that there is nothing yet, where there is nothing."""
        return self.words("history.keys" if self.history else "history.empty")

    def row(self, i: int, cells: int) -> Line:
        """A decision: whether it holds, when it was made, of what, and what it says."""
        one, here = self.history[i], i == self.at
        mark = self.words("history.withdrawn")
        state = width(mark) + 4
        at = f"{one.correction.at.astimezone():%m-%d %H:%M}"
        document = min(self._longest, cells // 4)
        room = cells - 2 - state - len(at) - 2 - document - 2
        bits = (
            Bit("▸ " if here else "  ", "strong"),
            Bit(
                pad("✓" if one.holds else f"− {mark}", state),
                "verified" if one.holds else "refused",
            ),
            Bit(f"{at}  ", "quiet"),
            Bit(f"{pad(one.correction.document, document)}  ", "quiet"),
            Bit(cut(self._told(one.correction), room), "" if one.holds else "quiet"),
        )
        return Line(bits, "row" if here else "")


class HistoryScreen(Listed[Chosen]):
    """Answers a decision, to go to or to turn."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "choose(False)", id="decisions.go", show=False),
        Binding("backspace,z", "choose(True)", id="decisions.turn", show=False),
        Binding("f10,v", "dismiss(None)", id="decisions.leave", show=False),
    ]

    def __init__(self, history: Sequence[Decided], told: Told, words: Words, at: int = 0) -> None:
        self._history = HistoryPane(history, told, words)
        self._history.at = max(0, min(at, len(history) - 1))
        super().__init__(self._history)

    def action_choose(self, turn: bool) -> None:
        """Answer the decision that the reviewer is at."""
        found = self._history.history
        self.dismiss(Chosen(found[self._history.at].correction, turn) if found else None)
