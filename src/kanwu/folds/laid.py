"""Laid: the characters of a page as they are laid out, each with the source characters behind it."""

from __future__ import annotations

import re

from kanwu.text import counted

Place = tuple[int, int]
"""A half-open run of source characters."""

_WORD = re.compile(r"[^ \t\n\r\f]+")
_LINE = re.compile(r"[^\n]+|\n")
_APART = re.compile(r"[\n|\t]")
_TOGETHER = str.maketrans("\n|\t", " ¦ ")
"""What must not stand in a cell of a table that is laid in lines, and what does instead."""


class Laid:
    """A stretch of laid-out text; grows at its end, and its places only rise.

    A piece of it that is as long as its place stands in the source as it is; any other has one place
    for all of its characters.
    """

    __slots__ = ("_blank", "_seam", "fresh", "pieces", "places")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        """None of them is empty."""
        self.places: list[Place] = []
        self.fresh = True
        """Whether nothing stands on the last line yet."""
        self._blank: Place | None = None
        self._seam = True
        """Whether only tags that set no number apart stand since the last character."""

    @property
    def words(self) -> str:
        """The characters."""
        return "".join(self.pieces)

    @property
    def size(self) -> int:
        """How many characters they are."""
        return sum(map(len, self.pieces))

    def bounds(self) -> tuple[list[int], list[int]]:
        """Where the source characters behind each character start and end."""
        starts: list[int] = []
        ends: list[int] = []
        for piece, (start, end) in zip(self.pieces, self.places, strict=True):
            size = len(piece)
            if size == end - start:
                starts += counted(start, end)
                ends += counted(start + 1, end + 1)
            else:
                starts += [start] * size
                ends += [end] * size
        return starts, ends

    def run(self, source: str, start: int, end: int) -> None:
        """Lay source characters as they are, each run of blanks as one."""
        at = start
        while word := _WORD.search(source, at, end):
            first, last = place = word.span()
            if first > at:
                self.blank((at, first))
            self.put(word[0], place)
            at = last
            if at == end:
                return
        if at < end:
            self.blank((at, end))

    def kept(self, source: str, start: int, end: int) -> None:
        """Lay source characters with their blanks and line breaks."""
        for line in _LINE.finditer(source, start, end):
            if line[0] == "\n":
                self.turn(line.span())
            else:
                self.put(line[0], line.span())

    def put(self, words: str, place: Place) -> None:
        """Lay characters that stand at this place in the source, or that it stands for."""
        if self._blank is not None:
            self._put_blank(self._blank)
        elif self._seam and words[0].isdigit() and self.pieces and self.pieces[-1][-1].isdigit():
            self._close_seam(place[0])
        self._seam = True
        self.fresh = False
        self.pieces.append(words)
        self.places.append(place)

    def blank(self, place: Place) -> None:
        """A blank, unless one stands there or the line begins or ends here."""
        if not self.fresh and self._blank is None:
            self._blank = place

    def turn(self, place: Place) -> None:
        """End the line, unless nothing stands on it."""
        self._blank = None
        if not self.fresh:
            self.pieces.append("\n")
            self.places.append(place)
            self._seam = self.fresh = True

    def part(self) -> None:
        """Say that what follows is no part of a number before it: a raised footnote mark."""
        self._seam = False

    def add(self, other: Laid) -> None:
        """Lay another stretch after this one."""
        if other.pieces:
            if self._blank is not None:
                self._put_blank(self._blank)
            self._seam = True
            self.pieces += other.pieces
            self.places += other.places
            self.fresh = other.fresh

    def put_on_one_line(self) -> None:
        """Make its line breaks blanks, and its bars such as part no cells."""
        while self.pieces and self.pieces[-1] == "\n":
            self.pieces.pop()
            self.places.pop()
        if any(map(_APART.search, self.pieces)):
            self.pieces = [piece.translate(_TOGETHER) for piece in self.pieces]
        self.fresh = not self.pieces

    def _put_blank(self, place: Place) -> None:
        """Lay the blank that waits, now that something follows it."""
        self.pieces.append(" ")
        self.places.append(place)
        self._blank = None

    def _close_seam(self, start: int) -> None:
        """Lengthen the last place to where the next digit starts, past the tags in between.

        Word processors change the font inside a number: 1</span><span>036 is not torn.
        """
        last = self.pieces[-1]
        first, end = self.places[-1]
        if end < start:
            if len(last) == end - first > 1:
                self.pieces[-1:] = last[:-1], last[-1]
                self.places[-1:] = (first, end - 1), (end - 1, start)
            else:
                self.places[-1] = first, start
