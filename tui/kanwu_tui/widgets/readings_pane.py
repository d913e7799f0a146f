"""The readings of the document: everything it says, each with its state."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from kanwu.reading import Key
from kanwu.review import Review
from kanwu_tui.cells import Bit, Line, cut, pad
from kanwu_tui.sight import Sight, told_keys
from kanwu_tui.telling import SIGNS, field_of, item_of, name_of, stands_there, state_of
from kanwu_tui.widgets.lines import Frame, LinesPane
from kanwu_tui.words import Words


def readings_lines(
    review: Review, key: Key | None, words: Words, cells: int
) -> tuple[list[Line], int]:
    """One line a reading, under the names of their tables; and which line the key stands on."""
    lines: list[Line] = []
    at, above = 0, ""
    for one in told_keys(review):
        group = _group(one, review, words)
        if group and group != above:
            lines.append(Line((Bit(f"  {cut(group, cells - 2)}", "quiet"),)))
        above = group
        if one == key:
            at = len(lines)
        lines.append(_line(one, review, words, cells, chosen=one == key))
    silent = len(review.schema.fields.keys() - {key.field for key in told_keys(review)})
    if silent:
        lines.append(Line((Bit(f"  {words('readings.silent', count=silent)}", "quiet"),)))
    return lines, at


def _group(key: Key, review: Review, words: Words) -> str:
    """What stands above a reading: its table, or the field that it is one item of."""
    table = review.schema.tables.get(key.field.partition(".")[0])
    if table is not None:
        return words.of(table.label)
    return field_of(key.field, review.schema, words) if key.item else ""


def _line(key: Key, review: Review, words: Words, cells: int, *, chosen: bool) -> Line:
    state = state_of(key, review)
    told = " ".join(stands_there(review.by_key[key].reading, words).split())
    name_cells = max(8, (cells - 5) * 13 // 20)
    schema = review.schema
    name = item_of(key.item, schema, words) if key.item else name_of(key, schema, words)
    if _group(key, review, words):
        name = f" {name}"
    bits = (
        Bit("▸ " if chosen else "  ", "strong"),
        Bit(pad(SIGNS[state], 2), state),
        Bit(pad(name, name_cells), "strong" if chosen else ""),
        Bit(" "),
        Bit(cut(told, cells - name_cells - 5), state if state != "read" else ""),
    )
    return Line(bits, "row" if chosen else "")


class ReadingsPane(LinesPane, can_focus=True):
    """The readings of the document under review."""

    def __init__(self, words: Words, beside: Widget, *, id: str) -> None:
        super().__init__(id=id)
        self._words, self._beside = words, beside
        self._sight: Sight | None = None
        self._lines: tuple[list[Line], int] = ([], 0)
        self._cells = 0
        self._top: int | None = None
        self._follow = True

    def show(self, sight: Sight | None) -> None:
        """Show the readings of a document, the one under review in view."""
        same = self._sight and sight and self._sight.document == sight.document
        self._sight, self._cells = sight, 0
        if not same:
            self._top = None
        self._follow = True
        self.redraw()

    def scroll(self, pages: int = 0, rows: int = 0) -> None:
        """Move the lines, by pages or by rows."""
        room = max(1, self.size.height - 1)
        by = pages * max(1, room - 1) + rows
        self._top = max(0, min((self._top or 0) + by, len(self._lines[0]) - room))
        self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The part of the readings around the one under review, or where it was scrolled to."""
        joint = self._beside.region.y - self.region.y
        frame = Frame("┬" if self.region.x else "", self.has_focus, joint)
        inside = frame.room(cells)
        sight = self._sight
        if sight is None:
            return frame.around(
                [Bit(self._words("title.readings"), "quiet")], [], [Line()] * height, cells
            )
        if self._cells != inside:
            self._lines = readings_lines(sight.review, sight.key, self._words, inside)
            self._cells = inside
        lines, at = self._lines
        room = height - 1
        if self._top is None or (self._follow and not self._top <= at < self._top + room):
            self._top = at - room // 2
        self._top, self._follow = max(0, min(self._top, len(lines) - room)), False
        shown = lines[self._top : self._top + height - 1]
        shown += [Line()] * (height - 1 - len(shown))
        count = Bit(str(len(told_keys(sight.review))), "quiet")
        return frame.around([Bit(self._words("title.readings"), "title")], [count], shown, cells)
