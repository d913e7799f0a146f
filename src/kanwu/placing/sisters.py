"""Sisters: sentences and rows of one mould, of which only a few words or numbers are their own.

A sister that stands elsewhere can be all that is left of a sentence or row that is gone. She says
other words where that one had its own; so does one that was edited, but that one stands where it stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from kanwu.placing.alignment import Alignment
from kanwu.placing.form import SEAM, ZERO, Form

_REACH = 80
"""Units on each side that are looked at, as far as they are known."""
_FAR, _MOSTLY = 120, 0.6
"""Units on each side that must be alike, and how much, of 1, where one stands between its own."""
_LETTERS = 3
"""Letters on end in the place of which others stand, or none of the own sentence."""
_NUMBERS = 2
"""Numbers in the place of which others stand."""
_TELLING = re.compile(f"(?!{ZERO})[\U000f0000-\U0010ffff](?![.、])")


def sister(old: Form, new: Form, alignment: Alignment, units: tuple[int, int]) -> bool:
    """Whether what stands beside the place of units contradicts what is known of them."""
    (start, end), code, sure = units, old.code, alignment.sure
    low, high = max(0, start - _REACH), min(end + _REACH, len(code))
    low = max(low, code.rfind(SEAM, low, start) + 1)
    beyond = code.find(SEAM, end, high)
    high = beyond if beyond >= 0 else high
    gone: list[str] = []
    for lowest, highest in ((low, start), (end, high)):
        for i, j in _gaps(alignment, lowest, highest):
            words = code[i:j]
            closed = lowest < i and j < highest
            if j - i < _LETTERS or not _letters(words):
                if closed and not words.isalpha():
                    gone.append(words)
            elif (closed and _letters(new.code[sure[i - 1] + 1 : sure[j]])) or _own(
                old, units, (i, j)
            ):
                return True
            elif closed:
                gone.append(words)
    others = _telling(SEAM.join(gone))
    return others >= _NUMBERS and 2 * others > _telling(code[low:start]) + _telling(code[end:high])


def stays(old: Form, new: Form, units: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether what stands farther away, on both sides, is still mostly the same."""
    sides = (
        (old.code[max(0, units[0] - _FAR) : units[0]], new.code[max(0, now[0] - _FAR) : now[0]]),
        (old.code[units[1] : units[1] + _FAR], new.code[now[1] : now[1] + _FAR]),
    )
    return all(Levenshtein.normalized_similarity(a, b) >= _MOSTLY for a, b in sides)


def _gaps(alignment: Alignment, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The stretches of old units that are gone."""
    for i, _, n in alignment.near(low, high):
        if i > low:
            yield low, i
        low = i + n
    if low < high:
        yield low, high


def _own(form: Form, units: tuple[int, int], gap: tuple[int, int]) -> bool:
    """Whether a gap begins in the sentence or row of the quote: no break, but for one beside it."""
    left = gap[1] <= units[0]
    between = range(units[0] - 1, gap[1] - 1, -1) if left else range(units[1], gap[0])
    letters = False
    for i in between:
        if letters and form.break_before(i + left):
            return False
        letters = letters or form.code[i].isalpha()
    return not (letters and form.break_before(gap[1] if left else gap[0]))


def _letters(words: str) -> bool:
    """Whether so many of them are letters that they are other words."""
    return len(words) >= _LETTERS and sum(map(str.isalpha, words)) >= _LETTERS


def _telling(words: str) -> int:
    """How many numbers are neither in every second cell nor the count of a row."""
    return len(_TELLING.findall(words))
