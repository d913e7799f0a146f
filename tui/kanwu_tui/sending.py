"""Sending: of each new picture of the screen, only the cells that the terminal does not show yet.

Textual sends whole runs of a widget, each with all of its styles; here the terminal's picture is
remembered, and what goes out is the shortest way from that picture to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import get_character_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from kanwu_tui.cells import FILLER, is_ambiguous, narrow

NEAR = 4
"""So many unchanged cells between two changed ones are sent again, since a jump costs more."""
LONG = 10
"""So many blanks are erased rather than sent."""
_BOLD, _DIM, _ITALIC, _UNDERLINE, _REVERSE, _STRIKE = (1 << i for i in range(6))
_ON = {_BOLD: "1", _DIM: "2", _ITALIC: "3", _UNDERLINE: "4", _REVERSE: "7", _STRIKE: "9"}
_OFF = {
    _BOLD: "22",
    _DIM: "22",
    _ITALIC: "23",
    _UNDERLINE: "24",
    _REVERSE: "27",
    _STRIKE: "29",
}
_SHOWS = _UNDERLINE | _REVERSE | _STRIKE
"""What can be seen of a blank, besides its ground."""


class Look(NamedTuple):
    """What a cell looks like, as codes of the terminal."""

    attributes: int = 0
    colour: str = ""
    """`38;5;12`; empty for the terminal's own."""
    ground: str = ""


PLAIN = Look()
Cell = tuple[str, Look]
UNKNOWN: Cell = ("?", Look(-1))
"""A cell of which it is not known what the terminal shows."""
REST: Cell = ("", PLAIN)
"""The right half of a wide character."""


def fills_what_it_erases() -> bool:
    """Whether the terminal is known to (`bce` in terminfo)."""
    try:
        import curses
    except ImportError:  # on Windows
        return False
    try:
        curses.setupterm()
    except (curses.error, OSError, ValueError):  # nothing is known of it, or there is none
        return False
    return curses.tigetflag("bce") == 1


class Written(CompositorUpdate):
    """An update that is written already, as the codes of the terminal."""

    def __init__(self, codes: str) -> None:
        self._codes = codes

    def render_segments(self, console: Console) -> str:  # noqa: ARG002
        """The codes."""
        return self._codes


class Sent:
    """What the terminal shows; `fills` where what it erases takes the ground that it writes on."""

    def __init__(self, *, fills: bool = False) -> None:
        self._fills = fills
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
        pen = _Pen(width, fills=self._fills)
        for y in sorted(touched):
            pen.draw(y, self._rows[y], touched[y])
            self._rows[y] = touched[y]
        return pen.end()


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The rows and columns of an update, with what stands there from left to right."""
    if isinstance(update, LayoutUpdate):
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
        look = look_of(style, system) if style else PLAIN
        for c in text:
            if " " < c < "\x7f":
                cells.append((c, look))
            elif c == " ":
                cells.append((c, _blank(look)))
            elif c == FILLER:
                cells.append(REST)
            else:
                _add(cells, c, look)
    for i, (c, look) in enumerate(cells):
        if c and is_ambiguous(c[0]) and cells[i + 1 : i + 2] != [REST]:
            cells[i] = (narrow(c[0]), look)
    return cells


def _add(cells: list[Cell], c: str, look: Look) -> None:
    wide = get_character_cell_size(c)
    if wide == 0 and cells:
        at = -2 if cells[-1] is REST and len(cells) > 1 else -1
        cells[at] = (cells[at][0] + c, cells[at][1])
    elif wide:
        cells.append((c, look))
        cells.extend([REST] * (wide - 1))


@lru_cache(4096)
def _blank(look: Look) -> Look:
    """The part of a look that can be seen of a blank."""
    if look.attributes & _SHOWS:
        return look
    return Look(0, "", look.ground)


@lru_cache(4096)
def look_of(style: Style, system: ColorSystem | None) -> Look:
    """A style in the codes of a terminal with so many colours; none where it has none.

    >>> look_of(Style.parse("bold red"), ColorSystem.STANDARD)
    Look(attributes=1, colour='31', ground='')
    """
    told = (style.bold, style.dim, style.italic, style.underline, style.reverse, style.strike)
    attributes = sum(bit for bit, on in zip(_ON, told, strict=True) if on)
    if system is None:
        return Look(attributes)
    colour = style.color.downgrade(system).get_ansi_codes() if style.color else ()
    ground = style.bgcolor.downgrade(system).get_ansi_codes(False) if style.bgcolor else ()
    own = (("39",), ("49",))
    return Look(
        attributes,
        "" if colour in own else ";".join(colour),
        "" if ground in own else ";".join(ground),
    )


@lru_cache(4096)
def turn(old: Look, new: Look) -> str:
    """The shortest code after which the terminal writes in another look.

    >>> turn(Look(1, "31"), Look(1, "32")), turn(Look(1, "31"), PLAIN), turn(PLAIN, PLAIN)
    ('\\x1b[32m', '\\x1b[m', '')
    """
    if old == new:
        return ""
    afresh = ["0", *_of(new.attributes, _ON)]
    afresh += [code for code in (new.colour, new.ground) if code]
    lost = old.attributes & ~new.attributes
    gained = new.attributes & ~old.attributes
    if lost & (_BOLD | _DIM):  # one code takes away both
        gained |= new.attributes & (_BOLD | _DIM)
    changed = [*dict.fromkeys(_of(lost, _OFF)), *_of(gained, _ON)]
    if old.colour != new.colour:
        changed.append(new.colour or "39")
    if old.ground != new.ground:
        changed.append(new.ground or "49")
    if new == PLAIN:
        return "\x1b[m"
    return min((f"\x1b[{';'.join(codes)}m" for codes in (changed, afresh)), key=len)


def _of(attributes: int, codes: dict[int, str]) -> list[str]:
    return [code for bit, code in codes.items() if attributes & bit]


class _Pen:
    """Writes the cells that changed, in as few bytes as it can."""

    def __init__(self, width: int, *, fills: bool) -> None:
        self._width, self._fills = width, fills
        self._out: list[str] = []
        self._look = PLAIN
        self._at = (-1, -1)
        """Where the terminal's cursor stands, as far as that is known."""

    def draw(self, y: int, old: Sequence[Cell], new: Sequence[Cell]) -> None:
        """Write what differs in one row."""
        at = 0
        while at < self._width:
            if old[at] == new[at]:
                at += 1
                continue
            start = at - 1 if new[at] is REST and at else at
            end = self._end(old, new, at)
            self._run(y, start, new[start:end])
            at = end

    def _end(self, old: Sequence[Cell], new: Sequence[Cell], at: int) -> int:
        """Where a run of changed cells ends; what is between two near ones belongs to it."""
        end = at
        while at < self._width and at - end <= NEAR:
            at += 1
            if at <= self._width and old[at - 1] != new[at - 1]:
                end = at
        while end < self._width and new[end] is REST:
            end += 1
        return end

    def _run(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        at, stop = 0, len(cells)
        while at < stop:
            c, look = cells[at]
            if c == " " and not look.attributes and (self._fills or not look.ground):
                blanks = 1
                while at + blanks < stop and cells[at + blanks] == cells[at]:
                    blanks += 1
                if blanks >= LONG:
                    self._move(y, x + at)
                    self._erase(blanks, look, last=x + at + blanks == self._width)
                    at += blanks
                    continue
            self._move(y, x + at)
            if c != " " or look != _blank(self._look):
                self._out.append(turn(self._look, look))
                self._look = look
            self._out.append(c)
            at += 1
            while at < stop and cells[at] is REST:
                at += 1
            self._at = (y, x + at)

    def _erase(self, blanks: int, look: Look, *, last: bool) -> None:
        """Blank so many cells from here on, or the rest of the row; of a look only the ground counts."""
        if not self._look.attributes & _SHOWS:
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
