"""The source: the document's own words, those under review marked and in the middle."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from kanwu.source import Span
from kanwu_tui.cells import UNSEEN, Bit, Line, Row, hidden, row_of, shown, width, wrap
from kanwu_tui.sight import Sight
from kanwu_tui.telling import UNCLAIMED
from kanwu_tui.view import View, view_of
from kanwu_tui.widgets.lines import Frame, LinesPane
from kanwu_tui.words import Words

LONGEST = 4000
"""A line of more characters is laid out in pieces, so that one without an end costs nothing."""
OPEN, CLOSE = "▐", "▌"
EDGE = 3
"""So near to the first or last row the words under review may come; then they go to the middle."""


class Spot(NamedTuple):
    """One visual row of a page: the paragraph, and the row in it."""

    paragraph: int
    row: int


class Page:
    """A text laid out in rows of some cells, as far as it is looked at."""

    def __init__(self, text: str, cells: int, marked: Span | None) -> None:
        self.text = text
        self.cells = max(4, cells)
        self.marked = marked
        self._starts = _starts(text)
        self._extra = _extra(marked, text)
        self._keep = (marked.start, marked.end) if marked is not None else (0, 0)
        self._rows: dict[int, list[Row]] = {}

    def rows(self, paragraph: int) -> list[Row]:
        """The rows of one paragraph."""
        if paragraph not in self._rows:
            start, end = self._bounds(paragraph)
            self._rows[paragraph] = wrap(self.text, self.cells, start, end, self._extra, self._keep)
        return self._rows[paragraph]

    def spot(self, offset: int) -> Spot:
        """The row that an offset stands on."""
        paragraph = max(0, bisect_right(self._starts, offset) - 1)
        return Spot(paragraph, row_of(self.rows(paragraph), offset))

    def move(self, spot: Spot, by: int) -> Spot:
        """So many rows down, or up; no farther than the text goes."""
        paragraph, row = spot.paragraph, spot.row + by
        while row < 0 and paragraph > 0:
            paragraph -= 1
            row += len(self.rows(paragraph))
        while row >= len(self.rows(paragraph)) and paragraph < len(self._starts) - 1:
            row -= len(self.rows(paragraph))
            paragraph += 1
        return Spot(paragraph, max(0, min(row, len(self.rows(paragraph)) - 1)))

    def below(self, spot: Spot) -> Iterator[Row]:
        """The rows from a spot to the end."""
        for paragraph in range(spot.paragraph, len(self._starts)):
            rows = self.rows(paragraph)
            yield from rows[spot.row if paragraph == spot.paragraph else 0 :]

    def top(self, offset: int, height: int) -> Spot:
        """The first row on a page of some height that has an offset in its middle."""
        return self.within(self.move(self.spot(offset), -((height - 1) // 2)), height)

    def within(self, spot: Spot, height: int) -> Spot:
        """The same row, or one before it that leaves no blank page below the end."""
        last = Spot(len(self._starts) - 1, len(self.rows(len(self._starts) - 1)) - 1)
        return min(spot, self.move(last, 1 - height))

    def _bounds(self, paragraph: int) -> tuple[int, int]:
        following = self._starts[paragraph + 1 : paragraph + 2]
        return self._starts[paragraph], following[0] if following else len(self.text)


@lru_cache(4)
def _starts(text: str) -> list[int]:
    """Where each line begins; a very long line begins several times."""
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    pieces: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        pieces.extend(range(start, max(end, start + 1), LONGEST))
    return pieces


def _extra(marked: Span | None, text: str) -> Mapping[int, int]:
    """The cells that the marks on the words under review take, by offset."""
    if marked is None or not text:
        return {}
    if not marked.size:
        return {min(marked.start, len(text) - 1): 2}
    unseen = width(UNSEEN)
    extra = {at: unseen for at in range(marked.start, marked.end) if hidden(text[at])}
    for at in (marked.start, marked.end - 1):
        extra[at] = extra.get(at, 0) + 1
    return extra


def text_lines(page: Page, rows: Sequence[Row], painted: Iterable[tuple[Span, str]]) -> list[Line]:
    """Some rows of a page, each character in the last style painted over it."""
    if not rows:
        return []
    first, last = rows[0].start, rows[-1].end
    styles = [""] * (last - first)
    for span, style in painted:
        start, end = max(span.start, first), min(span.end, last)
        if start < end:
            styles[start - first : end - first] = [style] * (end - start)
    return [
        Line(tuple(_row(page, row, styles[row.start - first : row.end - first]))) for row in rows
    ]


def _row(page: Page, row: Row, styles: Sequence[str]) -> Iterator[Bit]:
    """The runs of one style in a row, and the marks around the words under review."""
    text = page.text
    start, end = (page.marked.start, page.marked.end) if page.marked is not None else (-1, -1)
    at = row.start
    for style, run in groupby(styles):
        stop = at + len([*run])
        while at < stop:
            cut = min((edge for edge in (start, end) if at < edge < stop), default=stop)
            if at == start:
                yield Bit(OPEN if start < end else OPEN + CLOSE, "edge")
            words = text[at:cut]
            if start <= at < end:
                words = "".join(UNSEEN if hidden(c) else c for c in words)
            yield Bit(shown(words), style)
            if cut == end > start:
                yield Bit(CLOSE, "edge")
            at = cut
    if start == end == row.end == len(text):
        yield Bit(OPEN + CLOSE, "edge")


def _painted(
    sight: Sight, view: View, marked: Span | None, seen: Span
) -> Iterator[tuple[Span, str]]:
    """The marks in view: numbers that nobody read, all readings lightly, what the doubts concern,
    the words under review; a whole passage under review lies below what else stands in it.
    """
    review = sight.review
    passage = sight.reading is not None and sight.reading.kind == "passage"
    if marked is not None and passage:
        yield marked, "mark"
    for entry in sight.unclaimed:
        span = view.place(entry.span)
        if span.overlaps(seen):
            yield span, "at-unclaimed"
    for one in review.settled:
        if one.reading.span is None or one.reading.kind == "passage":
            continue
        span = view.place(one.reading.span)
        if span.overlaps(seen):
            yield span, f"at-{review.state(one.reading.key)}"
    for span in sight.concerned:
        yield view.place(span), "concerned"
    if marked is not None and not passage:
        yield marked, "mark"


def source_lines(
    sight: Sight, page: Page, top: Spot, words: Words, cells: int, height: int, frame: Frame
) -> list[Line]:
    """The source pane: the document's name, and its words from a row on."""
    rows = [row for row, _ in zip(page.below(top), range(height - 1), strict=False)]
    view = view_of(sight.review.source)
    title = [Bit(sight.document, "title"), Bit(f"  {words('title.source')}", "quiet")]
    if not rows:
        return frame.around(title, [], [], cells)
    seen = Span(rows[0].start, rows[-1].end)
    lines = text_lines(page, rows, _painted(sight, view, page.marked, seen))
    total = view.line(max(0, len(view.text.rstrip("\n")) - 1))
    reach = f"{view.line(seen.start)}–{view.line(max(seen.start, seen.end - 1))}/{total}"
    count = len(sight.unclaimed)
    said = f"{UNCLAIMED} {words('title.unclaimed', count=count)}  "
    note = [Bit(said, "at-unclaimed")] if count else []
    right = [*note, Bit(words("title.lines", lines=reach), "quiet")]
    return frame.around(title, right, lines, cells)


class SourcePane(LinesPane, can_focus=True):
    """The words of one document."""

    def __init__(self, words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self._words = words
        self._sight: Sight | None = None
        self._page: Page | None = None
        self._top = Spot(0, 0)
        self._offset = 0
        self._last: tuple[str, int, int] | None = None

    def show(self, sight: Sight | None) -> None:
        """Show the words under review in the middle of their document."""
        if self._page is not None:
            self._offset = self._page.rows(self._top.paragraph)[self._top.row].start
        self._sight, self._page = sight, None
        self.redraw()

    def scroll(self, pages: int = 0, rows: int = 0) -> None:
        """Move the text, by pages or by rows."""
        if self._page is not None:
            height = max(1, self.size.height - 1)
            by = pages * max(1, height - 2) + rows
            self._top = self._page.within(self._page.move(self._top, by), height)
            self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The page around the words under review, or where it was scrolled to."""
        frame = Frame("┬" if self.region.x else "", self.has_focus)
        sight = self._sight
        if sight is None:
            return frame.around(
                [Bit(self._words("title.source"), "quiet")], [], [Line()] * height, cells
            )
        inside = frame.room(cells)
        if self._page is None or self._page.cells != inside:
            self._page = self._turn(sight, inside, height - 1)
        else:
            self._top = self._page.within(self._top, height - 1)
        lines = source_lines(sight, self._page, self._top, self._words, cells, height, frame)
        return lines + frame.around([], [], [Line()] * height, cells)[1 : height - len(lines) + 1]

    def _turn(self, sight: Sight, inside: int, height: int) -> Page:
        """Lay out the words; they stay where they are when those under review are well in view."""
        source = sight.review.source
        view = view_of(source)
        marked = view.place(sight.span) if sight.span is not None else None
        page = Page(view.text, inside, marked)
        span = marked or (view.place(sight.concerned[0]) if sight.concerned else Span(0, 0))
        middle = (span.start + max(span.start, span.end - 1)) // 2
        if self._last == (source.document, inside, height):
            top = page.within(page.spot(self._offset), height)
            edge = min(EDGE, height // 4)
            if page.move(top, edge) <= page.spot(middle) <= page.move(top, height - edge):
                self._top = top
                return page
        self._top = page.top(middle, height)
        self._last = source.document, inside, height
        return page
