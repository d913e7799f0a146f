"""Typed: one line that somebody types, and where the caret stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from textual import events

from kanwu_tui.cells import Bit, width

_WORD = re.compile(r"\w+\W*|\W+")


class Typed:
    """A line of text with a caret; all of it is marked until something is typed or moved."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = len(text)
        """The character that the caret stands before."""
        self.marked = bool(text)
        """Whether what is typed next takes the place of all."""

    def insert(self, words: str) -> None:
        """Write words where the caret stands; of several lines, the first."""
        said = "".join(c for c in words.split("\n")[0].replace("\t", " ") if c.isprintable())
        if self.marked:
            self.text, self.at = "", 0
        self.text = self.text[: self.at] + said + self.text[self.at :]
        self.at += len(said)
        self.marked = False

    def key(self, event: events.Key) -> bool:
        """Do what a key does to a line; False for a key that does nothing to one."""
        if event.key in _MOVES:
            self.at = _MOVES[event.key](self.text, self.at)
        elif event.key in _CUTS:
            other = _CUTS[event.key](self.text, self.at)
            first, last = (0, len(self.text)) if self.marked else sorted((self.at, other))
            self.text, self.at = self.text[:first] + self.text[last:], first
        elif event.is_printable and event.character is not None:
            self.insert(event.character)
        else:
            return False
        self.marked = False
        return True

    def bits(self, cells: int) -> tuple[list[Bit], int]:
        """The part of the line around the caret in so many cells; and the cell of the caret."""
        first = 0
        while width(self.text[first : self.at]) > cells - 2:
            first += 1
        before, under = self.text[first : self.at], self.text[self.at : self.at + 1] or " "
        place = width(before)
        after, left = "", cells - place - width(under)
        for c in self.text[self.at + 1 :]:
            if width(after + c) > left:
                break
            after += c
        blank = Bit(" " * (left - width(after)), "bar")
        return [
            Bit(before, "caret" if self.marked else "bar"),
            Bit(under, "caret"),
            Bit(after, "bar"),
            blank,
        ], place


def _word_before(text: str, at: int) -> int:
    ends = [match.start() for match in _WORD.finditer(text[:at])]
    return ends[-1] if ends else 0


def _word_after(text: str, at: int) -> int:
    found = _WORD.match(text, at)
    return found.end() if found else len(text)


_Move = Callable[[str, int], int]
_BACK: _Move = lambda text, at: max(0, at - 1)  # noqa: E731, ARG005
_ON: _Move = lambda text, at: min(len(text), at + 1)  # noqa: E731
_FIRST: _Move = lambda text, at: 0  # noqa: E731, ARG005
_LAST: _Move = lambda text, at: len(text)  # noqa: E731, ARG005
_MOVES: Mapping[str, _Move] = {
    **{"left": _BACK, "right": _ON, "home": _FIRST, "end": _LAST},
    **{"ctrl+a": _FIRST, "ctrl+e": _LAST},
    **{"ctrl+left": _word_before, "ctrl+right": _word_after},
}
_CUTS: Mapping[str, _Move] = {
    **{"backspace": _BACK, "delete": _ON, "ctrl+d": _ON, "ctrl+h": _BACK},
    **{"ctrl+w": _word_before, "ctrl+u": _FIRST, "ctrl+k": _LAST},
}
