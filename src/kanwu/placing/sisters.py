"""Sisters: sentences and rows of one mould, of which only a few words or numbers are their own.

A sister that stands elsewhere can be all that is left of a sentence or row that is gone. She says
other words where that one had its own; so does one that was edited, but that one stands where it stood.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from kanwu.placing.alignment import Alignment
from kanwu.placing.form import SEAM, ZERO, Form

_REACH = 80
"""Units on each side that are looked at, as far as they are known."""
_FAR, _MOSTLY = 120, 0.6
"""Units on each side that must be alike, and how much, of 1, where one stands between its own."""
_LETTERS = 3
"""Letters on end in the place of which others stand, or that are gone from the own sentence."""
_NUMBERS, _ROOM = 2, 40
"""Numbers in the place of which others stand, more than stand there as they did; and the units
that may have come in between, or gone."""
_SENTENCE, _NAMED = 24, 6
"""Units of a sentence on each side that are looked for; letters that name one, whatever they replace."""
_TELLING = re.compile(f"(?!{ZERO})[\U000f0000-\U0010ffff](?![.、])")


class Sisters:
    """What is gone from an old text, where it could tell one sister from another."""

    __slots__ = ("_alignment", "_ends", "_gaps", "_new", "_old")

    def __init__(self, old: Form, new: Form, alignment: Alignment) -> None:
        self._old, self._new, self._alignment = old, new, alignment
        code = old.code
        self._gaps: list[tuple[int, int, int, int]] = []
        at = there = 0
        for i, j, n in (*alignment.runs, (len(code), len(new.code), 0)):
            if i > at and (i - at >= _LETTERS or j - there >= _LETTERS or not code[at:i].isalpha()):
                self._gaps.append((at, i, there, j))
            at, there = i + n, j + n
        self._ends = [end for _, end, _, _ in self._gaps]

    def contradict(self, units: tuple[int, int], now: tuple[int, int]) -> bool:
        """Whether what stands beside the place `now` of units contradicts what is known of them."""
        (start, end), code = units, self._old.code
        low, high = max(0, start - _REACH), min(end + _REACH, len(code))
        low = max(low, code.rfind(SEAM, low, start) + 1)
        beyond = code.find(SEAM, end, high)
        high = beyond if beyond >= 0 else high
        gone: list[str] = []
        for lowest, highest in ((low, start), (end, high)):
            for k in range(bisect_right(self._ends, lowest), len(self._gaps)):
                i, j, there, then = self._gaps[k]
                if i >= highest:
                    break
                closed = lowest < i and j < highest
                i, j = max(i, lowest), min(j, highest)
                words = code[i:j]
                told = j - i >= _LETTERS and _letters(words)
                other = (
                    closed
                    and then - there >= _LETTERS
                    and _replaced(words, self._new.code[there:then])
                )
                if (told and other) or ((told or other) and _own(self._old, units, (i, j), closed)):
                    return True
                if closed and (told or not words.isalpha()):
                    gone.append(words)
        others = _telling(gone) if gone else 0
        return others >= _NUMBERS and others > _telling(self._kept((low, high), units, now))

    def _kept(
        self, reach: tuple[int, int], units: tuple[int, int], now: tuple[int, int]
    ) -> list[str]:
        """What stands beside a place as it did, but for the units themselves."""
        return [
            self._old.code[max(i, lowest) : min(i + n, highest)]
            for lowest, highest, by in (
                (reach[0], units[0], now[0] - units[0]),
                (units[1], reach[1], now[1] - units[1]),
            )
            for i, j, n in self._alignment.near(lowest, highest)
            if abs(j - i - by) <= _ROOM
        ]


def foreign(old: Form, new: Form, units: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether the sentence or row at a place stood elsewhere in the old text, and not around units."""
    code, (start, end) = new.code, now
    low, high = max(start - _SENTENCE, 0), min(end + _SENTENCE, len(code))
    if not old.code.endswith(code[low:start], 0, units[0]):
        first = next((k for k in range(start, low, -1) if new.begins(k)), low)
        left = code[first:start]
        if not old.code.endswith(left, 0, units[0]) and _stood(old, left):
            return True
    if old.code.startswith(code[end:high], units[1]):
        return False
    last = next((k for k in range(end, high) if new.begins(k)), high)
    right = code[end:last]
    return not old.code.startswith(right, units[1]) and _stood(old, right)


def _stood(old: Form, words: str) -> bool:
    return sum(map(str.isalpha, words)) >= _NAMED and words in old.code


def stays(old: Form, new: Form, units: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether what stands farther away, on both sides, is still mostly the same."""
    (start, end), (start_now, end_now) = units, now
    return _mostly(
        old.code[max(0, start - _FAR) : start], new.code[max(0, start_now - _FAR) : start_now]
    ) and _mostly(old.code[end : end + _FAR], new.code[end_now : end_now + _FAR])


def _mostly(then: str, now: str) -> bool:
    return Levenshtein.normalized_similarity(then, now) >= _MOSTLY


def _replaced(gone: str, came: str) -> bool:
    """Whether other words stand there, and not one that was misread or put in."""
    letters = sum(map(str.isalpha, came))
    return letters >= (_LETTERS if _letters(gone) else _NAMED) and any(map(str.isalpha, gone))


def _own(form: Form, units: tuple[int, int], gap: tuple[int, int], closed: bool) -> bool:
    """Whether a gap begins in the clause or row of the quote: no break, but for one beside it.

    Where all is gone from there on, its sentence is gone and not only a part of it.
    """
    begins = form.break_before if closed else form.begins
    left = gap[1] <= units[0]
    between = range(units[0] - 1, gap[1] - 1, -1) if left else range(units[1], gap[0])
    letters = False
    for i in between:
        if letters and begins(i + left):
            return False
        letters = letters or form.code[i].isalpha()
    return not (letters and begins(gap[1] if left else gap[0]))


def _letters(words: str) -> bool:
    """Whether so many of them are letters that they are other words."""
    return sum(map(str.isalpha, words)) >= _LETTERS


def _telling(words: Sequence[str]) -> int:
    """How many numbers are neither in every second cell nor the count of a row."""
    return len(_TELLING.findall(SEAM.join(words)))
