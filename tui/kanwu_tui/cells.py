"""Cells: characters ↔ terminal cells. The one place that knows how wide a character is.

It also knows how Chinese text is broken into lines: a wide character is never split, a line
never begins with a closing mark (kinsoku), and a run of digits is kept whole where it can be.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from rich.cells import get_character_cell_size

CUT = "…"
"""Stands where something was cut off."""
UNSEEN = "·"
"""Stands for a character without a width, where a value under review holds one."""
FILLER = "\ue000"
"""Follows a character that takes one cell more than Textual thinks; it is never sent."""
NOT_FIRST = frozenset("。，、；：？！）》”’」』】〕〉％%,.;:?!)]}…·")
"""What a line never begins with."""
NOT_LAST = frozenset("（《“‘「『【〔〈([{")
"""What a line never ends with."""


class Bit(NamedTuple):
    """Some characters in one style; `style` is a name that the style sheet knows, or empty."""

    text: str
    style: str = ""


class Line(NamedTuple):
    """One line of the screen: its bits from left to right, and a style that lies under them all."""

    bits: tuple[Bit, ...] = ()
    under: str = ""

    @property
    def text(self) -> str:
        """The characters without their styles."""
        return "".join(bit.text for bit in self.bits)


class Row(NamedTuple):
    """One visual row of a text: half-open offsets into it."""

    start: int
    end: int


_ambiguous: Literal[1, 2] = 1


def draw_ambiguous(cells: Literal[1, 2]) -> None:
    """Take “, pinyin and all else that Unicode leaves open for so many cells, as the terminal does."""
    global _ambiguous  # one process draws on one terminal
    _ambiguous = cells
    face.cache_clear()
    _measured.cache_clear()
    is_ambiguous.cache_clear()
    fit.cache_clear()


def draws_wide() -> bool:
    """Whether the terminal draws anything two cells wide that is commonly one."""
    return _ambiguous == 2


@lru_cache(8192)
def is_ambiguous(character: str) -> bool:
    """Whether the terminal draws two cells wide what is commonly one."""
    return (
        _ambiguous == 2
        and unicodedata.east_asian_width(character) == "A"
        and get_character_cell_size(character) == 1
    )


@lru_cache(8192)
def face(character: str) -> tuple[str, int]:
    """What the screen shows for a character, and how many cells that takes.

    Blanks of every kind are blanks; what has no width of its own is not shown; what cannot be
    printed is a dot. Where “ is two cells wide, a filler stands behind it; lines and blocks, which
    have to be narrow, are drawn in ASCII there.
    """
    if character == "\u3000":
        return character, 2
    if character == FILLER:
        return "", 0
    if _ambiguous == 2 and (drawn := _plainly(character)):
        return drawn, 1
    if is_ambiguous(character):
        return character + FILLER, 2
    category = unicodedata.category(character)
    if character.isspace():
        return ("", 0) if character in "\r\n\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029" else (" ", 1)
    if category in {"Cs", "Co", "Cn"}:
        return "·", 1
    width = get_character_cell_size(character)
    if category in {"Cc", "Cf"} or width <= 0:
        return "", 0
    return character, width


def narrow(character: str) -> str:
    """What stands for a character that is two cells wide where there is room for one.

    >>> narrow("“"), narrow("│"), narrow("ǎ"), narrow("○")
    ('"', '|', 'a', '?')
    """
    if character in "“”":
        return '"'
    base = _plainly(character) or unicodedata.normalize("NFKD", character)[0]
    return base if base.isascii() else "?"


def _plainly(character: str) -> str:
    """A line or a block in ASCII; empty for anything else."""
    if not "\u2500" <= character <= "\u259f":
        return ""
    if character in "▐▌":
        return "[" if character == "▐" else "]"
    if character in "─━┄┅┈┉╌╍═▔▁":
        return "-"
    if character in "│┃┆┇┊┋╎╏║▏▕":
        return "|"
    return "+" if character < "\u2580" else "#"


def hidden(character: str) -> bool:
    """Whether a character that is no line break shows nothing: a zero-width blank inside a number."""
    return not character.isspace() and not face(character)[0]


def shown(text: str, unseen: str = "") -> str:
    """A text as the screen shows it; `unseen` stands for each character without a width.

    >>> shown("1\u200b8\u00a0条\u0007", "·")
    '1·8 条·'
    """
    return _measured(text)[0] if not unseen else "".join(face(c)[0] or unseen for c in text)


def width(text: str) -> int:
    """How many cells a shown text takes.

    >>> width("2021年"), width("a，b")
    (6, 4)
    """
    return _measured(text)[1]


@lru_cache(2048)
def _measured(text: str) -> tuple[str, int]:
    """A text as the screen shows it, and its cells; as many are kept as some fifty pages show."""
    faces = [face(c) for c in text]
    told = "".join(shown for shown, _ in faces)
    return text if told == text else told, sum(cells for _, cells in faces)


def cut(text: str, cells: int, *, left: bool = False) -> str:
    """A shown text in at most so many cells; a mark stands where it was cut.

    >>> cut("盘州市乌蒙镇", 7), cut("reports/wumeng-2020", 9, left=True), cut("短", 4)
    ('盘州市…', '…eng-2020', '短')
    """
    text = shown(text)
    if width(text) <= cells:
        return text
    if cells <= 0:
        return ""
    kept: list[str] = []
    room = cells - width(CUT)
    for c in reversed(text) if left else text:
        room -= face(c)[1]
        if room < 0:
            break
        kept.append(c)
    return CUT + "".join(reversed(kept)) if left else "".join(kept) + CUT


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """A text in exactly so many cells, cut with a mark or filled with blanks.

    >>> pad("年报", 6), pad("7", 3, right=True), pad("年报", 3)
    ('年报  ', '  7', '年…')
    """
    text = cut(text, cells)
    blank = " " * (cells - width(text))
    return blank + text if right else text + blank


@lru_cache(2048)
def fit(line: Line, cells: int) -> Line:
    """A line in exactly so many cells, cut with a mark or filled with blanks."""
    bits: list[Bit] = []
    room = cells
    total = sum(width(bit.text) for bit in line.bits)
    if total > cells:
        room -= width(CUT)
    for bit in line.bits:
        text = shown(bit.text)
        wide = width(text)
        if wide > room:
            kept = _head(text, room)
            bits.append(Bit(kept + (CUT if total > cells else ""), bit.style))
            room -= width(kept)
            total = cells
            break
        room -= wide
        if text:
            bits.append(Bit(text, bit.style))
    if room > 0:
        bits.append(Bit(" " * room))
    return Line(tuple(bits), line.under)


def _head(text: str, cells: int) -> str:
    kept = 0
    for c in text:
        cells -= face(c)[1]
        if cells < 0:
            break
        kept += 1
    return text[:kept]


def rule(cells: int, left: Iterable[Bit] = (), right: Iterable[Bit] = ()) -> Line:
    """A horizontal rule with words at its left and right; the left words are cut first."""
    tail = [*right]
    room = cells - sum(width(bit.text) for bit in tail)
    head: list[Bit] = []
    for bit in left:
        text = cut(bit.text, max(0, room))
        room -= width(text)
        head.append(Bit(text, bit.style))
    return Line((*head, Bit("─" * max(0, room), "rule"), *tail))


def wrap(
    text: str,
    cells: int,
    start: int = 0,
    end: int | None = None,
    extra: Mapping[int, int] | None = None,
    keep: tuple[int, int] = (0, 0),
) -> list[Row]:
    """Break text[start:end], one paragraph, into rows of at most so many cells.

    `extra` gives characters, by offset, cells more than their own (the marks around a highlight);
    the characters from `keep[0]` to `keep[1]` stay on one row where they can.

    >>> [(r.start, r.end) for r in wrap("政府信息公开。", 12)]
    [(0, 5), (5, 7)]
    >>> [(r.start, r.end) for r in wrap("各类信息占37.0%。", 14)]
    [(0, 5), (5, 11)]
    """
    stop = len(text) if end is None else end
    more = extra or {}
    rows: list[Row] = []
    first, used, i = start, 0, start
    while i < stop:
        wide = face(text[i])[1] + more.get(i, 0)
        while used + wide > cells and i > first:
            at = _break(text, first, i, cells, keep)
            rows.append(Row(first, at))
            first = at
            used = sum(face(text[k])[1] + more.get(k, 0) for k in range(first, i))
        used += wide
        i += 1
    rows.append(Row(first, stop))
    return rows


def _break(text: str, first: int, i: int, cells: int, keep: tuple[int, int]) -> int:
    """Where to break a row that began at `first` and is full before `i`."""
    near = range(i, max(first, i - cells // 2 - 1), -1)
    allowed = [
        at
        for at in near
        if text[at] not in NOT_FIRST
        and text[at - 1] not in NOT_LAST
        and not (text[at] == " " and text[at + 1 : at + 2] in NOT_FIRST)  # "23.3 %" stays whole
    ]
    whole = (
        at
        for at in allowed
        if not (_run(text[at]) and _run(text[at - 1])) and not keep[0] < at < keep[1]
    )
    return next(whole, allowed[0] if allowed else i)


def _run(c: str) -> bool:
    return c.isascii() and (c.isalnum() or c in "-./%_")


def paragraph(text: str, cells: int, style: str = "", under: str = "") -> list[Line]:
    """A shown text as whole lines, wrapped; nothing is cut."""
    text = shown(text)
    return [
        Line((Bit(text[row.start : row.end], style),), under) for row in wrap(text, max(2, cells))
    ]


def hang(head: Sequence[Bit], text: str, cells: int, style: str = "") -> list[Line]:
    """A text that hangs beside its head: the head on the first line, blanks under it after."""
    indent = sum(width(bit.text) for bit in head)
    lines = paragraph(text, cells - indent, style)
    return [
        Line((*head, *line.bits) if i == 0 else (Bit(" " * indent), *line.bits))
        for i, line in enumerate(lines)
    ]


def row_of(rows: Sequence[Row], offset: int) -> int:
    """The index of the row that an offset stands on."""
    return max(0, bisect_right(rows, offset, key=lambda row: row.start) - 1)
