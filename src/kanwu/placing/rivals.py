"""Rivals: whether the words that an anchor remembers stand as well somewhere else.

Where the old text is at hand, the whole of it decides between two places. Where only the words
around each anchor are remembered, they must stand at one place clearly better than anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from kanwu.placing.form import SEAM, Form

_AROUND = 24
"""Units on each side that are compared."""
_CORE = 2
"""Units on each side of the quote that a rival must have as they were."""
_MOST = 50
"""Rivals that are looked at."""
_MARGIN = 0.05
"""How much likelier a place must be, of 1, than every other one."""


def rivalled(old: Form, new: Form, units: tuple[int, int], here: int) -> bool:
    """Whether units of what is remembered stand elsewhere nearly as well as from `here` on.

    The cells of the same row are no rivals: which of them it is, their number tells.
    """
    start, end = units
    before = old.code[max(0, start - _AROUND) : start].rpartition(SEAM)[2]
    after = old.code[end : end + _AROUND].partition(SEAM)[0]
    own = _alike(new, here, before, old.code[start:end], after)
    core = before[-_CORE:] + old.code[start:end] + after[:_CORE]
    lead = len(before[-_CORE:])
    return any(
        _alike(new, at + lead, before, old.code[start:end], after) > own - _MARGIN
        for at in _places(new.code, core)
        if abs(at + lead - here) >= _AROUND // 2
    )


def _places(code: str, words: str) -> Iterator[int]:
    at = code.find(words)
    for _ in range(_MOST):
        if at < 0:
            return
        yield at
        at = code.find(words, at + 1)


def _alike(new: Form, at: int, before: str, quote: str, after: str) -> float:
    end = at + len(quote)
    now = new.code[max(0, at - len(before)) : at] + new.code[end : end + len(after)]
    return Levenshtein.normalized_similarity(before + after, now)
