"""The queue: what is doubted, the worst first. A column where there is room, else a strip of one line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter

from kanwu.schema import Schema
from kanwu.waiting import RENAMED
from kanwu_tui.cells import Bit, Line, cut, pad, width
from kanwu_tui.ordering import Order
from kanwu_tui.sight import Row
from kanwu_tui.telling import SIGNS, name_of
from kanwu_tui.widgets.lines import Frame, LinesPane
from kanwu_tui.words import Words


@dataclass(frozen=True, slots=True)
class QueueView:
    """What the queue shows."""

    rows: Sequence[Row]
    past: Sequence[Row]
    """What was settled meanwhile, to stand between the others."""
    index: int
    """Where the reviewer is."""
    here: bool
    """Whether the item at the index is under review, and not a reading walked to from it."""
    query: str
    total: int
    """How many items there are without the filter."""
    schema: Schema
    order: Order = "doubt"
    rank: Callable[[Row], tuple[object, ...]] = attrgetter("rank")
    """What the rows are sorted by."""
    through: float = 1.0
    """How much of all items was looked through for the filter or the order, 0 to 1."""

    @property
    def length(self) -> int:
        """How many rows there are, settled ones among them."""
        return len(self.rows) + len(self.past)

    @property
    def place(self) -> int:
        """Where the reviewer is among all rows."""
        if not self.rows:
            return len(self.past)
        return self.index + bisect_left(self.past, self.rank(self.rows[self.index]), key=self.rank)

    def window(self, top: int, count: int) -> list[Row]:
        """Some of all rows, from the `top`th on."""
        if not self.rows:
            return [*self.past[top : top + count]]
        place = self.place
        first = max(0, self.index - max(0, place - top))
        last = max(self.index, self.index + top + count - place)
        rows = self.rows[first : last + 1]
        merged = list(merge(rows, self.past, key=self.rank))
        begin = merged.index(rows[self.index - first]) - (place - top)
        return merged[max(0, begin) : max(0, begin + count)]


def queue_lines(
    view: QueueView, words: Words, cells: int, height: int, top: int, frame: Frame
) -> list[Line]:
    """The queue as a column, from the `top`th item."""
    inside = frame.room(cells)
    chosen = view.place - top if view.rows else -1
    lines = [
        _row(row, view.schema, words, inside, ("▸ " if view.here else "▹ ") if i == chosen else "")
        for i, row in enumerate(view.window(top, height - 1))
    ]
    title = [Bit(words("title.queue"), "title")]
    if not view.query:
        title.append(Bit(f" · {words(f'order.{view.order}')}", "quiet"))
    if view.query:
        title.append(Bit(f" /{view.query}", "strong"))
    place = f"{view.index + 1}/{len(view.rows)}" if view.rows else "0"
    if view.query:
        place += f" ({view.total})"
    if view.through < 1:
        place += f" …{int(100 * view.through)} %"
    return frame.around(title, [Bit(place, "quiet")], lines, cells)


def _row(row: Row, schema: Schema, words: Words, inside: int, pointer: str) -> Line:
    """One item; with a pointer, the one that the reviewer is at."""
    chosen = bool(pointer)
    name_cells = max(8, (inside - 5) * 12 // 20)
    settled = row.shape == "verified"
    bits = [
        Bit(pointer or "  ", "strong"),
        Bit(pad(SIGNS[row.shape], 2), "quiet" if settled else "strong" if chosen else row.shape),
        Bit(
            pad(_named(row, schema, words), name_cells),
            "strong" if chosen else "quiet" if settled else "",
        ),
        Bit(" "),
        Bit(cut(row.words, inside - name_cells - 5), "" if chosen else "quiet"),
    ]
    return Line(tuple(bits), "row" if chosen else "")


def _named(row: Row, schema: Schema, words: Words) -> str:
    if RENAMED in row.codes:
        return words("item.renamed")
    if isinstance(row.lead, str):
        return words("item.orphan" if row.shape == "lost" else "item.document")
    return name_of(row.lead, schema, words)


def strip_line(view: QueueView, words: Words, cells: int) -> Line:
    """The queue as one line: where the reviewer is, the item, and the ones after it."""
    if not view.rows:
        return Line((Bit(f" {words('title.queue')} 0", "quiet"),))
    place = f" {view.index + 1}/{len(view.rows)} "
    bits = [Bit(place, "quiet")]
    if view.query:
        bits.append(Bit(f"/{view.query} ", "strong"))
    room = cells - sum(width(bit.text) for bit in bits)
    for i, row in enumerate(view.rows[view.index : view.index + 9]):
        name = _named(row, view.schema, words)
        text = f" {name} {cut(row.words, 16)}" if i == 0 else f" {name}"
        sign = SIGNS[row.shape]
        need = width(text) + 2 + width(sign)
        if i and need > room:
            break
        pointer = ("▸" if view.here else "▹") if i == 0 else " "
        bits += [
            Bit(pointer, "strong"),
            Bit(sign, row.shape),
            Bit(cut(text, room - 2 - width(sign)) + " ", "strong" if i == 0 else "quiet"),
        ]
        room -= need
    return Line(tuple(bits))


class QueuePane(LinesPane, can_focus=True):
    """The queue, in whichever shape there is room for."""

    def __init__(self, words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self._words = words
        self._view: QueueView | None = None
        self._top = 0

    def show(self, view: QueueView) -> None:
        """Show a queue."""
        self._view = view
        self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The part of the queue around the item under review."""
        view = self._view
        if view is None:
            return []
        if height == 1:
            return [strip_line(view, self._words, cells)]
        room = height - 1
        margin = min(2, (room - 1) // 2)
        place = view.place
        if not self._top <= place - margin < self._top + room - 2 * margin:
            self._top = place - margin if place > self._top else place + margin + 1 - room
        self._top = max(0, min(self._top, view.length - room))
        frame = Frame(focused=self.has_focus)
        return queue_lines(view, self._words, cells, height, self._top, frame)
