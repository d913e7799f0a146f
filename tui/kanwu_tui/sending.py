"""Sending: of each new picture of the screen, only the cells that the terminal does not show yet.

Textual sends whole runs of a widget, each with all of its styles; here the terminal's picture is
remembered, and what goes out is the shortest way from that picture to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import ne, sub
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from kanwu_tui.cells import FILLER, draws_wide, is_ambiguous, narrow
from kanwu_tui.looks import PLAIN, SHOWS, Look, bare, look_of, reach, turn

NEAR = 10
"""Over no more unchanged cells than this may it be cheaper to send them again than to jump."""
FAR = 4
"""Words are looked for no farther from where they stood, to be pushed there rather than sent."""
WORTH = 10
"""More cells than this must be spared, or the push is not worth its codes."""
_FAR = (*range(1, FAR + 1), *range(-1, -FAR - 1, -1))
_JUMP = 4
"""Bytes of a jump in a row."""
LONG = 10
"""So many blanks are erased rather than sent."""
Cell = tuple[str, Look]
UNKNOWN: Cell = ("?", Look(-1))
"""A cell of which it is not known what the terminal shows."""
REST: Cell = ("", PLAIN)
"""The right half of a wide character."""


class Able(NamedTuple):
    """What a terminal can do besides writing where it is told to."""

    fill: bool = False
    """What it erases takes the ground that it writes on (`bce` in terminfo)."""
    push: bool = False
    """It can insert and delete cells in a row (`ich` and `dch`)."""


_UNABLE = Able()


def able() -> Able:
    """What the terminal is known to do."""
    try:
        import curses
    except ImportError:  # on Windows
        return Able()
    try:
        curses.setupterm()
    except (curses.error, OSError, ValueError):  # nothing is known of it, or there is none
        return Able()
    codes = [curses.tigetstr(name) for name in ("ich", "dch")]
    return Able(
        curses.tigetflag("bce") == 1,
        all(code is not None and code.startswith(b"\x1b[") for code in codes),
    )


class Written(CompositorUpdate):
    """An update that is written already, as the codes of the terminal."""

    def __init__(self, codes: str) -> None:
        self._codes = codes

    def render_segments(self, console: Console) -> str:  # noqa: ARG002
        """The codes."""
        return self._codes


class Painted(CompositorUpdate):
    """An update that is no more than some lines, each with its row and its first column."""

    def __init__(self, lines: Sequence[tuple[int, int, Strip]]) -> None:
        self.lines = lines


class Sent:
    """What the terminal shows, and what it is able to do."""

    def __init__(self, able: Able = _UNABLE) -> None:
        self._able = able
        self._rows: list[list[Cell]] = []
        self._size = (0, 0)

    def forget(self) -> None:
        """Know nothing of what the terminal shows, so that all of it is sent."""
        self._size = (0, 0)

    def knows(self, size: tuple[int, int]) -> bool:
        """Whether it is known what a terminal of this size shows."""
        return size == self._size

    def news(self, update: CompositorUpdate, size: tuple[int, int], console: Console) -> str:
        """What to write so that the terminal shows an update, too; empty where it does."""
        width, height = size
        if not self.knows(size):
            self._size = size
            self._rows = [[UNKNOWN] * width for _ in range(height)]
        touched: dict[int, list[Cell]] = {}
        system = console._color_system
        for y, x, strip in _pieces(update):
            if 0 <= y < height and x < width:
                row = touched.setdefault(y, [*self._rows[y]])
                cells = _cells(strip, system)[: width - x]
                row[x : x + len(cells)] = cells
        pen = _Pen(width, self._able)
        for y in sorted(touched):
            if touched[y] != self._rows[y]:
                pen.draw(y, self._rows[y], touched[y])
                self._rows[y] = touched[y]
        return pen.end()


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The rows and columns of an update, with what stands there from left to right."""
    if isinstance(update, Painted):
        yield from update.lines
    elif isinstance(update, LayoutUpdate):
        for y, line in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in line:
                yield y, x, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, start, end in update.spans:
            chops = zip(update.chop_ends[y], update.chops[y].items(), strict=False)
            for stop, (column, chop) in chops:
                if chop is not None and column <= end and stop > start:
                    yield y, column, chop


def _cells(strip: Iterable[Segment], system: ColorSystem | None) -> list[Cell]:
    cells: list[Cell] = []
    for text, style, _ in strip:
        while text and cells and not get_character_cell_size(text[0]):
            _join(cells, text[0])
            text = text[1:]
        cells += _piece(text, style, system)
    if draws_wide():
        for i, (c, look) in enumerate(cells):
            if c and is_ambiguous(c[0]) and cells[i + 1 : i + 2] != [REST]:
                cells[i] = (narrow(c[0]), look)
    return cells


@lru_cache(1024)
def _piece(text: str, style: Style | None, system: ColorSystem | None) -> tuple[Cell, ...]:
    """Some words in one style, the same cells each time: what is the same is compared the faster."""
    cells: list[Cell] = []
    look = look_of(style, system) if style else PLAIN
    for c in text:
        if " " < c < "\x7f":
            cells.append((c, look))
        elif c == " ":
            cells.append((c, bare(look)))
        elif c == FILLER:
            cells.append(REST)
        else:
            wide = get_character_cell_size(c)
            if wide:
                cells.append((c, look))
                cells.extend([REST] * (wide - 1))
            elif cells:
                _join(cells, c)
    return tuple(cells)


def _join(cells: list[Cell], c: str) -> None:
    """Put a character without a width to the one before it."""
    at = -2 if cells[-1] is REST and len(cells) > 1 else -1
    cells[at] = (cells[at][0] + c, cells[at][1])


class _Push(NamedTuple):
    """Words pushed along a row."""

    row: Sequence[Cell]
    """What the terminal shows then."""
    codes: Sequence[tuple[int, int, str]]
    """Where how many cells are inserted or deleted."""
    wrong: int
    """Cells that are still to be sent."""


def _best(gains: Sequence[int]) -> tuple[int, int, int]:
    """The stretch with the largest sum: the sum, where it begins, where it ends.

    >>> _best([-1, 2, -1, 3, -2, 1])
    (4, 1, 4)
    """
    best, start, stop = 0, 0, 0
    here, begin = 0, 0
    for at, gain in enumerate(gains):
        if here <= 0:
            here, begin = 0, at
        here += gain
        if here > best:
            best, start, stop = here, begin, at + 1
    return best, start, stop


def _torn(row: Sequence[Cell], at: int) -> bool:
    """Whether a cut before a cell goes through a character, or there is no such cell."""
    return not 0 <= at <= len(row) or (at < len(row) and row[at] is REST)


class _Pen:
    """Writes the cells that changed, in as few bytes as it can."""

    def __init__(self, width: int, able: Able) -> None:
        self._width, self._able = width, able
        self._out: list[str] = []
        self._look = PLAIN
        self._at = (-1, -1)
        """Where the terminal's cursor stands, as far as that is known."""

    def draw(self, y: int, old: Sequence[Cell], new: Sequence[Cell]) -> None:
        """Write what differs in one row."""
        if self._able.push:
            old = self._pushed(y, old, new)
        differs, at = [*map(ne, old, new), True], 0
        while (at := differs.index(True, at)) < self._width:
            start = at - 1 if new[at] is REST and at else at
            end = self._end(old, new, at)
            self._run(y, start, new[start:end])
            at = end

    def _pushed(self, y: int, old: Sequence[Cell], new: Sequence[Cell]) -> Sequence[Cell]:
        """The row after words that only moved in it were pushed to their places.

        Cells are deleted at one end of them and inserted at the other, so that all else stays; what
        the terminal makes of the inserted ones does not matter, since they are sent.
        """
        differs = [*map(ne, old, new)]
        wrong = sum(differs)
        pushes = (self._push(old, new, differs, far) for far in _FAR) if wrong > WORTH else ()
        found = min(
            (one for one in pushes if one is not None), key=lambda one: one.wrong, default=None
        )
        if found is None or wrong - found.wrong <= WORTH:
            return old
        for at, count, code in found.codes:
            self._move(y, at)
            self._out.append(f"\x1b[{count}{code}")
        return found.row

    def _push(
        self, old: Sequence[Cell], new: Sequence[Cell], differs: Sequence[bool], far: int
    ) -> _Push | None:
        """What comes of pushing the words that stand so many cells from where they stood."""
        width, count = self._width, abs(far)
        gone = [True] * count
        if far > 0:
            moved = [*map(ne, old[far:], new), *gone]
        else:
            moved = [*gone, *map(ne, old, new[count:])]
        gains = [*map(sub, differs, moved)]
        if gains.count(1) <= WORTH:  # no stretch of them can be worth more
            return None
        gain, first, last = _best(gains)
        if gain <= WORTH:
            return None
        gap = [UNKNOWN] * count
        start, stop = (first, last) if far > 0 else (first - count, last - count)
        while start < stop and any(map(_torn, (old, old), (start, start + max(0, far)))):
            start += 1
        if far > 0:
            while start < stop and stop + far < width and _torn(old, stop + far):
                stop -= 1
            row = [*old[:start], *old[start + far : stop + far], *gap, *old[stop + far :]]
            codes = [(start, count, "P"), (stop, count, "@")]
            if stop + far >= width:
                del codes[1]
        else:
            while start < stop and (_torn(old, stop) or _torn(old, stop + count)):
                stop -= 1
            row = [*old[:start], *gap, *old[start:stop], *old[stop + count :]]
            codes = [(stop, count, "P"), (start, count, "@")]
            if stop + count >= width:
                del codes[0]
        row = [*row[:width], *gap][:width]
        return _Push(row, codes, sum(map(ne, row, new)))

    def _end(self, old: Sequence[Cell], new: Sequence[Cell], at: int) -> int:
        """Where a run of changed cells ends; what is between belongs to it, where a jump costs more."""
        end = at
        while at < self._width and at - end <= NEAR:
            at += 1
            if at <= self._width and old[at - 1] != new[at - 1]:
                if at - 1 > end and self._dear(new, end, at - 1):
                    break
                end = at
        while end < self._width and new[end] is REST:
            end += 1
        return end

    @staticmethod
    def _dear(new: Sequence[Cell], start: int, stop: int) -> bool:
        """Whether cells between two changed ones cost more than a jump over them."""
        before, after = new[start - 1][1], new[stop][1]
        look, cost = before, 0
        for c, own in new[start:stop]:
            if c and (c != " " or own != bare(look)):
                cost += len(turn(look, own))
                look = own
            cost += len(c.encode())
        return cost + len(turn(look, after)) > _JUMP + len(turn(before, after))

    def _run(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        at, stop = 0, len(cells)
        while at < stop:
            c, look = cells[at]
            if c == " " and not look.attributes and (self._able.fill or not look.ground):
                blanks = 1
                while at + blanks < stop and cells[at + blanks] == cells[at]:
                    blanks += 1
                if blanks >= LONG:
                    self._move(y, x + at)
                    self._erase(blanks, look, last=x + at + blanks == self._width)
                    at += blanks
                    continue
            self._move(y, x + at)
            if c != " " or look != bare(self._look):
                code, self._look = reach(self._look, look)
                self._out.append(code)
            self._out.append(c)
            at += 1
            while at < stop and cells[at] is REST:
                at += 1
            self._at = (y, x + at)

    def _erase(self, blanks: int, look: Look, *, last: bool) -> None:
        """Blank so many cells from here on, or the rest of the row; of a look only the ground counts."""
        if not self._look.attributes & SHOWS:
            look = self._look._replace(ground=look.ground)
        self._out += [turn(self._look, look), "\x1b[K" if last else f"\x1b[{blanks}X"]
        self._look = look

    def _move(self, y: int, x: int) -> None:
        """Bring the cursor to a place."""
        if self._at == (y, x):
            return
        by = x - self._at[1]
        if self._at[0] == y and by > 0 and self._at[1] < self._width:
            self._out.append("\x1b[C" if by == 1 else f"\x1b[{by}C")
        elif x == 0:
            self._out.append("\r\n" if self._at[0] == y - 1 >= 0 else f"\x1b[{y + 1}H")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H")
        self._at = (y, x)

    def end(self) -> str:
        """All that there is to write; the terminal's look is plain after it."""
        self._out.append(turn(self._look, PLAIN))
        return "".join(self._out)
