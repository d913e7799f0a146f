"""Seams: at the edge of a block that moved, one side speaks for a place and the other for another."""

from __future__ import annotations

from kanwu.placing.alignment import Alignment
from kanwu.placing.form import SEAM, Form

_NEAR = 24
"""Units of a row or sentence that are looked at on each side."""
_INSIDE = 12
"""Units that may have come in, or gone, inside one row or sentence of a text with moved blocks."""


def torn(old: Form, alignment: Alignment, units: tuple[int, int], now: tuple[int, int]) -> bool:
    """Whether some of the own row or sentence of units went elsewhere, and they stand at `now`.

    The row of a cell reaches left to its label, and right over the numbers that are not of the
    next label; a sentence reaches to where another can begin.
    """
    start, end = units
    left, right = now[0] - start, now[1] - end
    for i, j, _ in alignment.near(start - _NEAR, end + _NEAR):
        if not (-_INSIDE <= j - i - left <= _INSIDE and -_INSIDE <= j - i - right <= _INSIDE):
            break
    else:
        return False
    sure, code, numbers = alignment.sure, old.code, old.numbers
    letters = 0
    for i in range(start - 1, max(start - 1 - _NEAR, -1), -1):
        if code[i] == SEAM or (letters and old.begins(i + 1)):
            break
        letters += code[i].isalpha()
        if sure[i] >= 0 and abs(sure[i] - i - left) > _INSIDE:
            return True
    broken = False
    for i in range(end, min(end + _NEAR, len(code) - 1)):
        broken = broken or old.begins(i)
        if code[i] == SEAM or (broken and i not in numbers):
            break
        mark = not code[i].isalpha() and i not in numbers  # one full stop is as good as another
        if not mark and sure[i] >= 0 and abs(sure[i] - i - right) > _INSIDE:
            return not broken or i + 1 in numbers
    return False
