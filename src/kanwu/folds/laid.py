"""Laid: the characters of a page as they are laid out, each with the source characters behind it."""

from __future__ import annotations

import re

from kanwu.text import counted

Place = tuple[int, int]
"""A half-open run of source characters."""

_WORD = re.compile(r"[^ \t\n\r\f]+")
_LINE = re.compile(r"[^\n]+|\n")
_APART = re.compile(r"[\n|\t]")
"""What must not stand in a cell of a table that is laid in lines."""


class Laid:
    """A stretch of laid-out text; grows at its end, and its places only rise."""

    __slots__ = ("_blank", "_seam", "ends", "fresh", "pieces", "starts")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.fresh = True
        """Whether nothing stands on the last line yet."""
        self._blank: Place | None = None
        self._seam = True
        """Whether only tags that set no number apart stand since the last character."""

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def words(self) -> str:
        """The characters."""
        return "".join(self.pieces)

    def run(self, source: str, start: int, end: int) -> None:
        """Lay source characters as they are, each run of blanks as one."""
        at = start
        while word := _WORD.search(source, at, end):
            first, last = word.span()
            if first > at:
                self.blank((at, first))
            self._as_it_is(word[0], first, last)
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
                self._as_it_is(line[0], *line.span())

    def put(self, words: str, place: Place) -> None:
        """Lay characters that all have this place."""
        if words:
            start, end = place
            self._before(words, start)
            self.pieces.append(words)
            self.starts += [start] * len(words)
            self.ends += [end] * len(words)

    def blank(self, place: Place) -> None:
        """A blank, unless one stands there or the line begins or ends here."""
        if not self.fresh and self._blank is None:
            self._blank = place

    def turn(self, place: Place) -> None:
        """End the line, unless nothing stands on it."""
        self._blank = None
        if not self.fresh:
            self.put("\n", place)
            self.fresh = True

    def part(self) -> None:
        """Say that what follows is no part of a number before it: a raised footnote mark."""
        self._seam = False

    def add(self, other: Laid) -> None:
        """Lay another stretch after this one."""
        if other.starts:
            self._before("", other.starts[0])
            self.pieces += other.pieces
            self.starts += other.starts
            self.ends += other.ends
            self.fresh = other.fresh

    def on_one_line(self) -> Laid:
        """The same stretch without its line breaks; itself, where it has none and no bars."""
        words = self.words
        if not _APART.search(words):
            self.pieces = [words]
            return self
        one = Laid()
        stretch = words.rstrip("\n")
        one.pieces = [stretch.replace("\n", " ").replace("|", "¦").replace("\t", " ")]
        one.starts, one.ends = self.starts[: len(stretch)], self.ends[: len(stretch)]
        one.fresh = not stretch
        return one

    def _as_it_is(self, words: str, start: int, end: int) -> None:
        """Lay the source characters [start, end), which these are."""
        self._before(words, start)
        self.pieces.append(words)
        self.starts += counted(start, end)
        self.ends += counted(start + 1, end + 1)

    def _before(self, words: str, start: int) -> None:
        """Lay the blank that waits; close the seam that tags leave within a number."""
        if self._blank is not None:
            place, self._blank = self._blank, None
            self.pieces.append(" ")
            self.starts.append(place[0])
            self.ends.append(place[1])
        elif (
            self._seam
            and words[:1].isdigit()
            and self.pieces
            and self.pieces[-1][-1:].isdigit()
            and self.ends[-1] < start
        ):
            # Word processors change the font inside a number: 1</span><span>036 is not torn.
            self.ends[-1] = start
        self._seam = True
        self.fresh = False
