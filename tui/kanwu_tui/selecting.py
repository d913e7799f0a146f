"""Selecting: words of a text chosen by keys, a character, a word or a line at a time; it draws nothing."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kanwu.source import Span


class Selection:
    """What is chosen of a text: where the eye is, and where it was held."""

    def __init__(self, text: str, here: Span, stops: Sequence[Span]) -> None:
        self.text = text
        self.here = here
        """The character or the word that the eye is on."""
        self.held: Span | None = None
        """Where the choice begins, once it is held; it reaches from there to the eye."""
        self._stops = sorted(stops)

    @property
    def span(self) -> Span:
        """The words that are chosen."""
        if self.held is None:
            return self.here
        return Span(min(self.held.start, self.here.start), max(self.held.end, self.here.end))

    @property
    def words(self) -> str:
        """Those words themselves."""
        return self.text[self.span.start : self.span.end]

    def hold(self) -> None:
        """Begin the choice here; where it is held already, let go of it."""
        self.held = self.here if self.held is None else None

    def step(self, by: int) -> None:
        """To the next character that is no line break, or back."""
        at = self.here.end if by > 0 else self.here.start - 1
        while 0 <= at < len(self.text) and self.text[at] in "\r\n":
            at += by
        if 0 <= at < len(self.text):
            self.here = Span(at, at + 1)

    def word(self, by: int) -> None:
        """To the next number or word, or back."""
        at = self.here.end if by > 0 else self.here.start - 1
        while 0 <= at < len(self.text) and not _class(self.text[at]):
            at += by
        if 0 <= at < len(self.text):
            self.here = run_at(self.text, at)

    def stop(self, by: int) -> None:
        """To the next number that nobody read, or back; around the end to the other one."""
        if not self._stops:
            return
        starts = [span.start for span in self._stops]
        at = (
            bisect_left(starts, self.here.end)
            if by > 0
            else bisect_right(starts, self.here.start - 1) - 1
        )
        self.here = self._stops[at % len(self._stops)]

    def jump(self, offset: int) -> None:
        """To the character at an offset."""
        at = max(0, min(offset, len(self.text) - 1))
        self.here = Span(at, at + 1)


def run_at(text: str, at: int) -> Span:
    """The number or the word around an offset: characters of one class, with the marks inside a number.

    >>> run_at("全年1,568条", 3), run_at("占37.0%。", 1), run_at("全年1,568条", 0)
    (Span(start=2, end=7), Span(start=1, end=6), Span(start=0, end=2))
    """
    kind = "digit" if _same(text, at, "digit") else _class(text[at])
    start, end = at, at + 1
    while start > 0 and _same(text, start - 1, kind):
        start -= 1
    while end < len(text) and _same(text, end, kind):
        end += 1
    return Span(start, end)


def _same(text: str, at: int, kind: str) -> bool:
    """Whether a character goes on with a run: of its class, or a mark between two digits."""
    if _class(text[at]) == kind:
        return True
    if kind != "digit":
        return False
    if text[at] in "%％‰":
        return at > 0 and _class(text[at - 1]) == "digit"
    between = 0 < at < len(text) - 1 and text[at] in ".,．，-/"
    return between and _class(text[at - 1]) == _class(text[at + 1]) == "digit"


def _class(character: str) -> str:
    """What kind of word a character belongs to; empty for marks and blanks."""
    category = unicodedata.category(character)
    if category == "Nd":
        return "digit"
    if category == "Lo":
        return "sign"
    return "letter" if category[0] in "LN" else ""
