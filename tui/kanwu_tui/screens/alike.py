"""Alike: the readings with the same damage in all documents, each to be ticked or vetoed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import ModalScreen

from kanwu_tui.cells import Bit, Line, cut, pad
from kanwu_tui.fixing import Fix
from kanwu_tui.widgets.lines import Frame, LinesPane
from kanwu_tui.words import Words

TICKED, VETOED, NONE = "[x]", "[ ]", " - "
"""Marks that any terminal has, and a screen reader says."""


class FixesPane(LinesPane, can_focus=True):
    """The fixes, as many as fit."""

    def __init__(self, fixes: Sequence[Fix], words: Words) -> None:
        super().__init__(id="fixes")
        self._fixes, self._words = fixes, words
        self.ticked = {i for i, fix in enumerate(fixes) if fix.sure}
        self.at = 0
        self._top = 0

    def move(self, rows: int) -> None:
        """Go to another row."""
        self.at = max(0, min(self.at + rows, len(self._fixes) - 1))
        self.redraw()

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

    @property
    def page(self) -> int:
        """Rows that fit."""
        return max(1, self.size.height - 3)

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The rows around the one that the reviewer is at."""
        room = max(1, height - 3)
        self._top = max(self.at - room + 1, min(self._top, self.at))
        frame = Frame()
        inside = frame.room(cells)
        rows = [
            self._row(i, inside) for i in range(self._top, min(self._top + room, len(self._fixes)))
        ]
        blank = [Line()] * (room - len(rows))
        said = self._words("same.count", ticked=len(self.ticked), all=len(self._fixes))
        keys = Line((Bit(cut(self._words("same.keys"), inside), "quiet"),))
        title = [Bit(self._words("same.title"), "title")]
        return frame.around(title, [Bit(said, "strong")], [*rows, *blank, Line(), keys], cells)

    def _row(self, i: int, inside: int) -> Line:
        fix, here = self._fixes[i], i == self.at
        mark = NONE if fix.decision is None else TICKED if i in self.ticked else VETOED
        score = f"{round(fix.score * 100):>3} %" if fix.decision else "     "
        room = max(20, inside - 2 - len(mark) - len(score) - 7)
        where, name, words = room * 4 // 16, room * 5 // 16, room * 3 // 16
        bits = (
            Bit("▸ " if here else "  ", "strong"),
            Bit(f"{mark} ", "key" if i in self.ticked else "quiet"),
            Bit(pad(fix.document, where) + " ", "quiet"),
            Bit(pad(fix.name, name) + " "),
            Bit(pad(fix.words, words), "mark" if here else ""),
            Bit(" → " if fix.told else "   ", "quiet"),
            Bit(pad(fix.told, room - where - name - words), "strong"),
            Bit(f" {score}", "quiet"),
        )
        return Line(bits, "row" if here else "")


class AlikeScreen(ModalScreen[list[Fix] | None]):
    """Answers the fixes that stayed ticked; None when the reviewer leaves it."""

    CSS_PATH = "alike.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("enter", "apply", id="alike.apply", show=False),
        Binding("space,x", "tick", id="alike.tick", show=False),
        Binding("a", "tick_all", id="alike.all", show=False),
        Binding("down,j", "move(1)", id="alike.down", show=False),
        Binding("up,k", "move(-1)", id="alike.up", show=False),
        Binding("pagedown", "page(1)", id="alike.page-down", show=False),
        Binding("pageup", "page(-1)", id="alike.page-up", show=False),
        Binding("escape,q,f5", "dismiss(None)", id="alike.leave", show=False),
    ]

    def __init__(self, fixes: Sequence[Fix], words: Words) -> None:
        super().__init__()
        self._fixes, self._words = fixes, words

    def compose(self) -> ComposeResult:
        """One pane."""
        yield FixesPane(self._fixes, self._words)

    @property
    def _pane(self) -> FixesPane:
        return self.query_one(FixesPane)

    def action_apply(self) -> None:
        """Answer what is ticked; with nothing ticked there is nothing to do."""
        chosen = [self._fixes[i] for i in sorted(self._pane.ticked)]
        self.dismiss(chosen or None)

    def action_tick(self) -> None:
        """Tick or veto the row."""
        self._pane.toggle()

    def action_tick_all(self) -> None:
        """Tick all, or none."""
        self._pane.toggle_all()

    def action_move(self, rows: int) -> None:
        """Go to another row."""
        self._pane.move(rows)

    def action_page(self, pages: int) -> None:
        """Go a page on or back."""
        self._pane.move(pages * self._pane.page)
