"""Replay: what became of every verdict on the documents as they are now; the way to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from textual.binding import Binding

from kanwu.correction import Correction
from kanwu.replay import OutcomeKind
from kanwu_tui.cells import Bit, Line, cut, pad, width
from kanwu_tui.fate import Fate
from kanwu_tui.screens.listed import Listed
from kanwu_tui.widgets.list_pane import ListPane
from kanwu_tui.words import Words

SIGNS: Mapping[OutcomeKind, tuple[str, str]] = {
    "lost": ("↯", "lost"),
    "ambiguous": ("?", "missing"),
    "stale": ("≠", "differs"),
    "moved": ("→", "question"),
    "redundant": ("=", "read"),
    "applied": ("✓", "verified"),
}
"""The sign of an outcome, and its style; the word stands beside it. What needs work comes first."""


class FatesPane(ListPane):
    """One line a verdict."""

    def __init__(
        self,
        fates: Sequence[Fate],
        find: Callable[[str], Correction],
        told: Callable[[Correction], str],
        words: Words,
    ) -> None:
        super().__init__(words, id="fates")
        kinds = [*SIGNS]
        self.fates = sorted(fates, key=lambda one: kinds.index(one.kind))
        self._find, self._told = find, told
        self._counts = Counter(one.kind for one in fates)

    @property
    def count(self) -> int:
        """How many verdicts there are."""
        return len(self.fates)

    @property
    def title(self) -> str:
        """What the list is of."""
        return self.words("replay.title")

    @property
    def right(self) -> str:
        """How many came to what."""
        return " · ".join(
            f"{self.words(f'fate.{kind}')} {self._counts[kind]}"
            for kind in SIGNS
            if self._counts[kind]
        )

    @property
    def keys(self) -> str:
        """What the keys do; that there is nothing yet, where there is nothing."""
        return self.words("replay.keys" if self.fates else "history.empty")

    def row(self, i: int, cells: int) -> Line:
        """A verdict: what became of it, who made it, of what, and what it says."""
        one, here = self.fates[i], i == self.at
        sign, style = SIGNS[one.kind]
        correction = self._find(one.correction)
        state = max(width(self.words(f"fate.{kind}")) for kind in SIGNS)
        document, reviewer = cells // 5, cells // 9
        room = cells - 4 - state - 2 - reviewer - 2 - document - 2
        bits = (
            Bit("▸ " if here else "  ", "strong"),
            Bit(f"{sign} {pad(self.words(f'fate.{one.kind}'), state)}  ", style),
            Bit(f"{pad(correction.reviewer, reviewer)}  ", "quiet"),
            Bit(f"{pad(correction.document, document)}  ", "quiet"),
            Bit(cut(self._told(correction), room), "strong" if here else ""),
        )
        return Line(bits, "row" if here else "")


class ReplayScreen(Listed[str]):
    """Answers the id of the verdict that the reviewer wants to go to."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "choose", id="fates.go", show=False),
        Binding("r,percent_sign", "dismiss(None)", id="fates.leave", show=False),
    ]

    def __init__(self, pane: FatesPane) -> None:
        super().__init__(pane)
        self._fates = pane

    def action_choose(self) -> None:
        """Answer the verdict that the reviewer is at."""
        found = self._fates.fates
        self.dismiss(found[self._fates.at].correction if found else None)
