"""A list: whole lines, one of them the reviewer's, as many as fit around it."""

from __future__ import annotations

from collections.abc import Sequence

from kanwu_tui.cells import Bit, Line
from kanwu_tui.widgets.lines import Frame, LinesPane, key_lines
from kanwu_tui.words import Words


class ListPane(LinesPane, can_focus=True):
    """The common ground of lists; what a row says is for each to tell."""

    def __init__(self, words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self.words = words
        self.at = 0
        self._top = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def row(self, i: int, cells: int) -> Line:
        """One row in so many cells."""
        raise NotImplementedError

    @property
    def title(self) -> str:
        """What stands above the list."""
        raise NotImplementedError

    @property
    def right(self) -> str:
        """What stands above it at the right."""
        raise NotImplementedError

    @property
    def keys(self) -> str:
        """What the keys do, for the last line."""
        raise NotImplementedError

    def head(self, cells: int) -> Line | None:  # noqa: ARG002
        """The names of the columns; None for a list that needs none."""
        return None

    @property
    def page(self) -> int:
        """Rows that fit."""
        cells, height = self.size
        return self._room(height, key_lines(self.keys, Frame().room(cells)))

    def move(self, rows: int) -> None:
        """Go to another row; no farther than there are any."""
        self.at = max(0, min(self.at + rows, self.count - 1))
        self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The rows around the one that the reviewer is at."""
        frame = Frame()
        inside = frame.room(cells)
        head, keys = self.head(inside), key_lines(self.keys, inside)
        room = max(1, self._room(height, keys) - (head is not None))
        self._top = max(self.at - room + 1, min(self._top, self.at))
        shown = range(self._top, min(self._top + room, self.count))
        rows = [self.row(i, inside) for i in shown]
        lines = [*([head] if head is not None else []), *rows, *[Line()] * (room - len(rows))]
        title, right = [Bit(self.title, "title")], [Bit(self.right, "strong")]
        return frame.around(title, right, [*lines, Line(), *keys], cells)

    @staticmethod
    def _room(height: int, keys: Sequence[Line]) -> int:
        return max(1, height - 2 - len(keys))
