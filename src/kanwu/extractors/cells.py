"""Cells: lines of a flattened table → cells, with what lies between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from kanwu.folds.flow import PAGE_NUMBER

_UNIT = r"(?:万元|亿元|人次|件次|条次|[条件项个份次宗起篇元名人户%])"
NUMBER = re.compile(
    rf"(?P<value>(?:[+\-↑↓]|增加?|减少?)?\d+(?:,\d{{3}})*(?:\.\d+)?(?:[万亿](?!元))?)(?P<after>[余多])?(?P<unit>{_UNIT})?"
)
"""A cell that holds a number, without its blanks."""
GARBLED = re.compile(r"[OoIl]|(?=\D*\d)[\dOoIl]{2,18}")
"""A cell that holds a number in which letters took the places of digits."""
UNIT = re.compile(_UNIT)
"""A cell that holds a unit and nothing else, or the end of one."""
_INSIDE = 3
"""So many cells further on a bracket may be closed."""
NOT_APPLICABLE = re.compile(r"[/\-—－]+|无|不适用|N/A")
_TOKEN = re.compile(r"(?<!\S)\d{1,3}[.,] \d{3}(?!\S)|\S+")
"""What no blank parts; thousands whose mark a blank follows are one: 8, 420."""
_RULE = re.compile(r"[\s|:\-—]*")
_DASHES = re.compile(r"[-—]{3,}")
"""What stands in the place of the unit and the value of a row that only heads others."""
_DASH = ("-", "=")
_UNDERLINE = re.compile(r"(?=[-= ]*(?:---|===))(?:-+|=+)(?: +(?:-+|=+))+")
"""A rule over or under the rows of a table, drawn column by column."""
_NUMBERS = re.compile(r"\d \d")
_LONE_TAB = re.compile(r"(?<!\t)\t(?:\t\t)*(?!\t)")
"""Tabs that are no pairs."""
_OPEN_ROW = re.compile(r"^ *[^ |\n][^|\n]*\|(?:[^|\n]*\|)+[^|\n]*[^ |\n] *$", re.MULTILINE)
"""Three cells or more, of which neither the first begins with a bar nor the last ends with one."""
_SEVERAL = 3
"""On fewer lines a pair may be a blank cell between two others."""
_ORDINAL = re.compile(r"\d{1,2}[.、]?")


class Cell(Struct, frozen=True, gc=False):
    """One cell: words without blanks, and where they stand in the folded text."""

    words: str
    start: int
    end: int
    gap: int
    """Newlines between it and the cell before; 1 where a page ends between them."""
    row: int | None
    """The line it was explicitly marked out on, by bars or tabs; None when it was not."""
    is_value: bool
    """Whether it holds a number or a mark for none."""
    joined: bool = False
    """Whether it shares what is marked out with the cell before: a blank alone is between them."""
    turned: bool = False
    """Whether the number of a page stands between it and the cell before."""

    @property
    def is_label(self) -> bool:
        """Whether it holds words that are no value."""
        return not self.is_value and bool(self.words)

    def widened(self, words: str, end: int) -> Cell:
        """The same cell with more words, and where it ends then."""
        return replace(self, words=words, end=end, is_value=_is_value(words))


@lru_cache(1024)
def _is_value(words: str) -> bool:
    kinds = (NUMBER, NOT_APPLICABLE, GARBLED)
    return any(kind.fullmatch(words) for kind in kinds)


def words_of(found: Iterable[Cell]) -> tuple[str, ...]:
    """The words of each cell."""
    return tuple([cell.words for cell in found])


def cells(folded: str, start: int, end: int) -> list[Cell]:
    """The cells of folded[start:end], in the order of the text; page numbers are none."""
    found: list[Cell] = []
    taken = _taker(*_marks(folded, start, end))
    gap, at, turned, opened = 0, start, False, False
    for number, line in enumerate(folded[start:end].split("\n")):
        if not line:
            gap += 1
            at += 1
            continue
        apart = taken(line)
        if apart is None:
            turned = True
        elif apart.pieces:
            row = number if apart.explicit else None
            newlines = 1 if turned else gap
            for words, first, last, value, joined in apart.pieces:
                found.append(
                    Cell(words, at + first, at + last, newlines, row, value, joined, turned)
                )
                newlines, turned = 0, False
            gap = 0
            opened = opened or apart.opened
        gap += 1
        at += len(line) + 1
    return list(_closed(found)) if opened else found


def _marks(folded: str, start: int, end: int) -> tuple[str, bool]:
    """What parts cells in folded[start:end]: a tab, or two where they stand in pairs on all of several
    lines; and whether a bar at the end of a line closes its last cell, as it does unless a line of
    cells has no bar at its ends: then it parts a blank cell."""
    tab, closed = "\t", True
    if folded.find("\t\t", start, end) >= 0 and not _LONE_TAB.search(folded, start, end):
        lines = folded[start:end].split("\n")
        tab = "\t\t" if sum("\t" in line for line in lines) >= _SEVERAL else "\t"
    if folded.find("|", start, end) >= 0:
        closed = not _OPEN_ROW.search(folded, start, end)
    return tab, closed


@dataclass(frozen=True, slots=True)
class Apart:
    """A line taken apart."""

    pieces: Sequence[tuple[str, int, int, bool, bool]]
    """The words of each cell without blanks, where they stand in the line, whether they are a
    value, and whether joined."""
    explicit: bool
    """Whether bars or tabs mark the cells out."""
    opened: bool = False
    """Whether a label in it opens a bracket and does not close it."""


_EMPTY = Apart((), explicit=False)


@cache
def _taker(tab: str, closed: bool) -> Callable[[str], Apart | None]:
    """What takes a line apart. (For `tab` and `closed` see `_marks`.)"""

    @lru_cache(1024)  # most lines of a form recur in every document
    def taken(line: str) -> Apart | None:
        return _apart(line, tab, closed)

    return taken


def _apart(line: str, tab: str, closed: bool) -> Apart | None:
    """The cells of a line; None where it only numbers a page."""
    if PAGE_NUMBER.fullmatch(_squeezed(line)):
        return None
    if line.lstrip()[:1] in _DASH and _UNDERLINE.fullmatch(line.strip()):
        return _EMPTY
    pieces, explicit = _pieces(line, tab, closed)
    if not explicit:
        pieces = [
            (first, last) for first, last in pieces if not _DASHES.fullmatch(line, first, last)
        ]
    ends = [last for _, last in pieces]
    cut = [
        (
            words := _squeezed(line[first:last]),
            first,
            last,
            _is_value(words),
            explicit and line[end:first] == " ",
        )
        for (first, last), end in zip(pieces, [0, *ends], strict=False)
    ]
    opened = any(not value and _open(words) for words, _, _, value, _ in cut)
    return Apart(cut, explicit, opened)


def _closed(found: Sequence[Cell]) -> Iterator[Cell]:
    """The same cells; a number inside the brackets of a label is a part of it, and no value."""
    i = 0
    while i < len(found):
        cell, end = found[i], i + 1
        if "(" in cell.words and cell.is_label and _open(cell.words):
            ahead = range(i + 2, min(i + 1 + _INSIDE, len(found)))
            end = next((j + 1 for j in ahead if _closes(found[i : j + 1])), end)
            if any(one.is_value for one in found[i:end]):
                words = "".join(one.words for one in found[i:end])
                cell = cell.widened(words, found[end - 1].end)
            else:
                end = i + 1
        yield cell
        i = end


def _closes(run: Sequence[Cell]) -> bool:
    """Whether the last cell closes a bracket that the first one opened, on one line where marked."""
    closed = not run[-1].is_value and not _open("".join(one.words for one in run))
    return closed and run[0].row == run[-1].row


def _open(words: str) -> bool:
    return words.count("(") > words.count(")")


def unpadded(found: Sequence[Cell], columns: int) -> list[Cell]:
    """The same cells without those of columns that a cell of the header only reaches over.

    A header whose words are just one more than the columns tells which cells of its line are
    padding; where a line of the same width holds words there, they stay.
    """
    if "" not in [cell.words for cell in found]:
        return list(found)
    lines = [list(line) for row, line in groupby(found, lambda cell: cell.row) if row is not None]
    for head in lines:
        worded = [cell for cell in head if cell.words]
        if len(head) == len(worded) or len(worded) != columns + 1:
            continue
        if not all(cell.is_label for cell in worded):
            continue
        alike = [line for line in lines if len(line) == len(head)]
        pads = [i for i in range(1, len(head)) if not any(line[i].words for line in alike)]
        if len(head) - len(pads) == columns + 1:
            gone = {line[i] for line in alike for i in pads}
            return [cell for cell in found if cell not in gone]
    return list(found)


def unrepeated(found: Sequence[Cell], columns: int) -> list[Cell]:
    """The same cells; what is told again for each column that a merged cell spans is left out.

    The lowest names over the columns tell which are one: the same stands over all of them, and in
    every row below. Only where as many columns are left as the form has.
    """
    valued = next((i for i, cell in enumerate(found) if cell.is_value), 0)
    over = found[valued].row if valued else None
    if over is None:
        return list(found)
    rows = [cell.row for cell in found[:valued] if cell.row not in (None, over)]
    head = [cell.words for cell in found[:valued] if cell.row in rows[-1:]]
    again = [i for i, words in enumerate(head) if i and words and words == head[i - 1]]
    if not again or len(head) - len(again) != columns + 1:
        return list(found)
    gone: set[Cell] = set()
    for row, group in groupby(found, lambda cell: cell.row):
        line = list(group)
        if row is not None and len(line) == len(head):
            if any(line[i].words != line[i - 1].words for i in again):
                return list(found)
            gone.update(line[i] for i in again)
    return [cell for cell in found if cell not in gone]


def _squeezed(words: str) -> str:
    return "".join(words.split())


def _pieces(line: str, tab: str, closed: bool) -> tuple[list[tuple[int, int]], bool]:
    """Where the cells of a line stand, and whether bars or tabs mark them out."""
    if "|" in line:
        pieces = [] if _RULE.fullmatch(line) else _split(line, "|", closed)
        if _NUMBERS.search(line):
            pieces = [one for cell in pieces for one in _apart_where_numbers(line, *cell)]
        filled = [(first, last) for first, last in pieces if first < last]
        alone = len(filled) == 1 and not line.startswith("|")  # a bar after each cell on its line
        return (filled, False) if alone else (pieces, True)
    if "\t" in line.strip() or tab * 2 in line:
        return [piece for cell in _split(line, tab) for piece in _words(line, *cell)], True
    return (list(_words(line, 0, len(line))), False) if line.strip() else ([], False)


def _apart_where_numbers(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The numbers of a marked-out cell that holds nothing else, where blanks part them; else the cell."""
    if line[start:end].replace(" ", "").isdigit():
        yield from _words(line, start, end)
    else:
        yield start, end


def _words(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The cells that blanks alone keep apart: each value is one, words that follow words are one.

    A number before words is their ordinal (`1 、重复申请`), not a value, when a mark says so.
    """
    if not line[start:end].strip():
        yield start, end
        return
    label: tuple[int, int] | None = None
    tokens = list(_TOKEN.finditer(line, start, end))
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        ordinal = _ORDINAL.fullmatch(token[0]) and after and after[0][0] in ".、"
        if not ordinal and _is_value(token[0]):
            if label:
                yield label
            yield token.span()
            label = None
        else:
            label = (label[0] if label else token.start(), token.end())
    if label:
        yield label


def _split(line: str, mark: str, closed: bool = True) -> list[tuple[int, int]]:
    """The cells between marks, blank ones too; bars at both ends of a line make none."""
    first = len(line) - len(line.lstrip(" ")) if mark == "|" else 0
    last = len(line.rstrip(" "))
    if mark == "|":
        opened = line.startswith("|", first)
        first += opened
        last -= (closed or opened) and line[first:last].endswith("|")
    pieces: list[tuple[int, int]] = []
    at = first
    for part in line[first:last].split(mark):
        left = len(part) - len(part.lstrip())
        pieces.append((at + min(left, len(part)), at + max(len(part.rstrip()), left)))
        at += len(part) + len(mark)
    return pieces
