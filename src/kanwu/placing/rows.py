"""Rows: which cell of a run of cells is which, where nothing but numbers stands around.

A `0` among zeros has no words of its own. It is the same cell only as far as its row says so: where
nothing came into the row or went, or where what did is fenced off from it by another value.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from kanwu.placing.alignment import Alignment
from kanwu.placing.form import SEAM, ZERO, Form

_NUMBER = "[\U000f0000-\U0010ffff]"
_MARKS = "-/"
"""What can stand in an empty cell."""
_RULES = "|│┃¦"
"""What rules a line between cells."""
_ROW = re.compile(rf"{_NUMBER}(?:[{_MARKS}{_RULES}]*{_NUMBER})*")
_UNRULED = str.maketrans("", "", _RULES)
_COUNTED = frozenset(".、)）")
"""What follows the number that a label begins with."""
_LABEL = 24
"""Units beyond its ends in which a row must have kept a letter."""
_COME = 400
"""Units that may have come into a row, or between it and its label."""
_LONG = 24
"""Cells of a row in which one fence is not enough: a table that was taken down column by column."""

_TOLD = 2
"""Numbers of a row, other than nought, that tell it from others of its name."""


class Rows:
    """The rows of an old text, as they stand in a new one."""

    __slots__ = ("_alignment", "_ends", "_new", "_now", "_old", "_ruled", "_starts", "_sure")

    def __init__(self, old: Form, new: Form, alignment: Alignment) -> None:
        self._old, self._new = old, new
        self._alignment, self._sure = alignment, alignment.sure
        self._ruled = any(rule in old.code for rule in _RULES)
        found = [match.span() for match in _ROW.finditer(old.code)]
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]
        self._now: dict[int, tuple[Sequence[int], str] | None] = {}

    def same_cell(self, units: tuple[int, int], now: tuple[int, int]) -> bool:
        """Whether old units that stand at new ones are the cell of their row that they were.

        Units that stand in no row are.
        """
        first, end = units
        row = bisect_right(self._starts, first) - 1
        if row < 0 or self._ends[row] <= first:
            return True
        code, start, stop = self._old.code, self._starts[row], self._ends[row]
        cut = code[start - 1 : start] == SEAM, code[stop : stop + 1] == SEAM
        if self._alignment.whole(start - 1, stop + 1) and not any(cut):
            return True
        if row not in self._now:
            self._now[row] = self._cells(start, stop)
        cells = self._now[row]
        if cells is None:
            return False
        before, after = code[start:first], code[end:stop]
        if self._ruled:
            before, after = before.translate(_UNRULED), after.translate(_UNRULED)
        places, values = cells
        before_now = values[: bisect_left(places, now[0])]
        after_now = values[bisect_left(places, now[1]) :]
        if all(cut) or (any(cut) and len(before) + len(after) > _LONG):
            return False  # nobody knows how far it is from the ends
        if cut[0]:
            before_now = before_now[len(before_now) - len(before) :]
        if cut[1]:
            after_now = after_now[: len(after)]
        return _same(code[first:end], (before, after), (before_now, after_now))

    def told_otherwise(self, units: tuple[int, int]) -> bool:
        """Whether most of the numbers that tell the row of units from others are not there any more."""
        first, end = units
        row = bisect_right(self._starts, first) - 1
        if row < 0 or self._ends[row] <= first:
            return False
        code, numbers = self._old.code, self._old.numbers
        telling = [
            k
            for k in range(self._starts[row], self._ends[row])
            if not first <= k < end and k in numbers and code[k] != ZERO
        ]
        gone = sum(self._sure[k] < 0 for k in telling)
        return gone >= _TOLD and 2 * gone > len(telling)

    def _cells(self, start: int, end: int) -> tuple[Sequence[int], str] | None:
        """The new units that are cells of a row, and their values; None where it is torn.

        A number within words that came in is no cell.
        """
        low, high = self._beside(start, -1), self._beside(end, 1)
        if low is None or high is None or self._runs_on(low) or self._runs_on(high):
            return None
        low_now = self._sure[low] if low >= 0 else -1
        high_now = self._sure[high] if high < len(self._sure) else len(self._new.code)
        if not low_now < high_now <= low_now + high - low + _COME:
            return None
        own = {*self._sure[start:end]}
        values = {*self._old.code[start:end]}
        kept = {*self._sure[low : high + 1]}
        code, numbers = self._new.code, self._new.numbers
        cells: list[int] = []
        came: list[int] = []
        words = False
        for k in range(low_now + 1, high_now + 1):
            if k in kept or k == high_now:
                if not words:
                    cells += came
                elif (
                    came
                    and not values.isdisjoint((code[came[0]], code[came[-1]]))
                    and (came[0] - 1 in kept or came[-1] + 1 == k)
                ):
                    return None  # a row that came in, and nobody knows where it ends
                came, words = [], False
                if k in own:
                    cells.append(k)
            elif k in numbers or code[k] in _MARKS:
                came.append(k)
            else:
                words = words or code[k].isalpha()
        cells = [k for k in cells if code[k] not in _RULES]
        return cells, "".join([code[k] for k in cells])

    def _runs_on(self, unit: int) -> bool:
        """Whether a unit beyond a row is a cell of the next one, as its label is gone."""
        numbers, code = self._old.numbers, self._old.code
        return unit in numbers and code[unit + 1 : unit + 2] not in _COUNTED

    def _beside(self, unit: int, step: int) -> int | None:
        """The nearest unit beyond an end of a row that was kept, or the end of the text."""
        i = unit - 1 if step < 0 else unit
        code = self._old.code
        for _ in range(_LABEL):
            if not 0 <= i < len(code) or self._sure[i] >= 0:
                return i
            i += step
        return None


def _same(own: str, then: tuple[str, str], now: tuple[str, str]) -> bool:
    """Whether a cell that prints `own` is the same one, by what stands before and after it."""
    if then == now:
        return True
    if _replaced((then[0] + own + then[1], len(then[0])), (now[0] + own + now[1], len(now[0]))):
        return False
    sizes, sizes_now = [*map(len, then)], [*map(len, now)]
    if sum(sizes) != sum(sizes_now) and own not in "".join((*then, *now)):
        return True
    if sizes == sizes_now:
        pairs = [*zip(then[0] + then[1], now[0] + now[1], strict=True)]
        # A value that went here and came there has moved, and taken others along.
        gone, come = {a for a, b in pairs if a != b}, {b for a, b in pairs if a != b}
        if gone.isdisjoint(come):
            return True
    (before, after), (before_now, after_now) = then, now
    if len(before) + len(after) > _LONG:
        return False
    return (before == before_now and _fenced(own, after, after_now)) or (
        after == after_now and _fenced(own, before[::-1], before_now[::-1])
    )


def _replaced(then: tuple[str, int], now: tuple[str, int]) -> bool:
    """Whether a row is explained as well by cells that went or came, the one that is asked among them.

    Each side is a row and the place of the cell in it; one stretch of cells went, or came.
    """
    (longer, at), (shorter, _) = (then, now) if len(then[0]) > len(now[0]) else (now, then)
    more = len(longer) - len(shorter)
    return more > 0 and any(
        longer[:start] + longer[start + more :] == shorter
        for start in range(max(at - more + 1, 0), min(at, len(shorter)) + 1)
    )


def _fenced(own: str, then: str, now: str) -> bool:
    """Whether another value stands, then and now, between a cell and the first change beside it."""
    for a, b in zip(then, now, strict=False):
        if a != b:
            return False
        if a != own:
            return True
    return False
