"""Prompt: one line to type on, and what it would mean; the pane that it stands in draws it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Generic, TypeVar

from kanwu_tui.cells import Bit, Line, cut, paragraph, width
from kanwu_tui.typed import Typed
from kanwu_tui.words import Words

Answer = TypeVar("Answer")


class Prompt(ABC, Generic[Answer]):
    """Asks for one line."""

    def __init__(self, words: Words, title: str, text: str, hint: str) -> None:
        self.words = words
        self.line = Typed(text)
        self._title = title
        self.hint, self.wrong = hint, False
        self._more: Sequence[str] = ()
        self.changed()

    def say(self, hint: str, *, wrong: bool = False) -> None:
        """Tell what the line would mean, or why it means nothing."""
        self.hint, self.wrong = hint, wrong

    def tell(self, lines: Sequence[str]) -> None:
        """More lines below, each cut where there is no room."""
        self._more = lines

    def changed(self) -> None:
        """The line is another, or is there: say what it means now."""

    def move(self, by: int) -> None:
        """To another row, where there are rows to choose from."""

    @abstractmethod
    def answer(self, text: str) -> Answer | None:
        """What a line means; None when it cannot be meant, after `say`."""

    def more(self, height: int) -> Sequence[str]:
        """What stands below, in so many rows."""
        return self._more[:height]

    def lines(self, cells: int, height: int) -> tuple[list[Line], int]:
        """The title, the line beside it, what it would mean; and the cell of the caret in the first."""
        title = cut(self._title, max(12, cells * 3 // 5))
        lead = width(title) + 2
        typed, caret = self.line.bits(max(4, cells - lead))
        lines = [Line((Bit(title, "key"), Bit("  "), *typed), "row")]
        style = "refused" if self.wrong else "quiet"
        for hint in filter(None, self.hint.split("\n")):
            lines += paragraph(hint, cells, style, "row")
        more = self.more(max(0, height - len(lines)))
        lines += [Line((Bit(cut(line, cells)),), "row") for line in more]
        return lines[:height], lead + caret


class Picking(Prompt[Answer], Generic[Answer]):
    """Asks for one row of several: some letters leave those that have them, the arrows choose."""

    count = 0
    """How many rows there are."""
    at = 0
    """The row that the pointer is at."""

    @abstractmethod
    def row(self, i: int) -> str:
        """What a row says."""

    def move(self, by: int) -> None:
        """To another of the rows."""
        self.at = max(0, min(self.at + by, self.count - 1))

    def more(self, height: int) -> Sequence[str]:
        """The rows around the pointer."""
        top = max(0, min(self.at - height // 2, self.count - height))
        shown = range(top, min(top + height, self.count))
        return [f"{'▸' if i == self.at else ' '} {self.row(i)}" for i in shown]
