"""Documents: how far each has come; the way to the items of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from textual.binding import Binding

from kanwu_tui.cells import Bit, Line, pad, width
from kanwu_tui.choosing import Standing, Tally
from kanwu_tui.screens.listed import Listed
from kanwu_tui.widgets.bars import progress_bar
from kanwu_tui.widgets.list_pane import ListPane
from kanwu_tui.words import Words

_SIGNS: Mapping[Standing, tuple[str, str]] = {
    "open": ("○", "question"),
    "unreadable": ("!", "refused"),
    "waiting": (" ", "quiet"),
    "finished": ("✓", "verified"),
    "clean": ("·", "read"),
}
"""The sign of a standing, and its style; the word stands beside it."""
_COLUMNS = ("open", "verdicts", "verified")


_ROOMY = 76
"""Fewer cells than this hold no word beside the sign, and no bar."""
_BAR = 8


def _settled(one: Tally) -> str:
    """How much of what there was to settle is settled."""
    total = one.open + one.verified
    share = one.verified / total if total else 1.0
    return f"▕{progress_bar(share, _BAR)}▏"


class TalliesPane(ListPane):
    """One line a document."""

    def __init__(self, tallies: Sequence[Tally], words: Words) -> None:
        super().__init__(words, id="tallies")
        self.tallies = tallies
        self._counts = Counter(one.state for one in tallies)

    @property
    def count(self) -> int:
        """How many documents there are."""
        return len(self.tallies)

    @property
    def title(self) -> str:
        """What the list is of."""
        return self.words("documents.title")

    @property
    def right(self) -> str:
        """How many there are of each standing."""
        counts = self._counts
        return " · ".join(
            f"{self.words(f'standing.{state}')} {counts[state]}"
            for state in _SIGNS
            if counts[state]
        )

    @property
    def keys(self) -> str:
        """What the keys do."""
        return self.words("documents.keys")

    def head(self, cells: int) -> Line:
        """What the numbers are."""
        names = [self.words(f"column.{name}") for name in _COLUMNS]
        bits = [Bit(pad("", self._wide(cells)), "quiet")]
        bits += [Bit(pad(name, self._each, right=True), "quiet") for name in names]
        return Line(tuple(bits))

    def row(self, i: int, cells: int) -> Line:
        """A document: its standing, its name, its numbers."""
        one, here = self.tallies[i], i == self.at
        sign, style = _SIGNS[one.state]
        told = self.words(f"standing.{one.state}")
        state = max(width(self.words(f"standing.{state}")) for state in _SIGNS) + 2
        if cells < _ROOMY:
            told, state = "", 0
        bar = _BAR + 2 if cells >= _ROOMY else 0
        name = self._wide(cells) - state - bar - 4
        known = one.state not in {"waiting", "unreadable"}
        numbers = (one.open, one.verdicts, one.verified) if known else ("", "", "")
        bits = [
            Bit("▸ " if here else "  ", "strong"),
            Bit(f"{sign} {pad(told, state)}", style),
            Bit(pad(one.document, name), "strong" if here else ""),
        ]
        if bar:
            bits.append(Bit(_settled(one) if known else " " * bar, "quiet"))
        bits += [
            Bit(
                pad(str(number), self._each, right=True), "strong" if j == 0 and number else "quiet"
            )
            for j, number in enumerate(numbers)
        ]
        return Line(tuple(bits), "row" if here else "")

    @property
    def _each(self) -> int:
        return 2 + max(width(self.words(f"column.{name}")) for name in _COLUMNS)

    def _wide(self, cells: int) -> int:
        return cells - self._each * len(_COLUMNS)


class DocumentsScreen(Listed[str]):
    """Answers the document whose items the reviewer wants to see."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "choose", id="tallies.choose", show=False),
        Binding("f3", "dismiss(None)", id="tallies.leave", show=False),
    ]

    def __init__(self, tallies: Sequence[Tally], words: Words) -> None:
        self._tallies = TalliesPane(tallies, words)
        super().__init__(self._tallies)

    def action_choose(self) -> None:
        """Answer the document that the reviewer is at."""
        found = self._tallies.tallies
        self.dismiss(found[self._tallies.at].document if found else None)
