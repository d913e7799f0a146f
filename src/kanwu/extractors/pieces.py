"""Pieces: columns that stand in pieces, those of several columns in turns, told by their sums.

A tool that joins what is near prints the broad numbers of the first and the last rows apart from
the columns under and over them. Each column is then up to three pieces: its first rows, those in
the middle and its last ones. The first pieces stand in the order of the columns, and so do the
middle and the last ones; how these three take turns, the sums of each column tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from kanwu.extractors.balance import Number

_ENDS = 4
"""Fewer rows than this are torn off at an end of a column."""
_STEPS = 20_000
"""So many columns are tried; a table that leaves more is open: most of it is zeros."""

Heights = tuple[int, int, int]
"""Rows in the first, the middle and the last piece of a column."""
Sum = tuple[tuple[int, ...], tuple[int, ...]]
"""Rows of a column that add to the same as others."""


@dataclass(frozen=True, slots=True)
class Strip:
    """The values of a table in the order of the text, and the sums that hold in its columns."""

    numbers: Sequence[Number | None]
    tall: int
    sums: Sequence[tuple[Sum, ...]]
    """Those of each column, in the order in which the columns are printed."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the pieces of a column stand, told by the pieces of others before them."""

    middle: int
    """So many first pieces stand before its middle one."""
    last: tuple[int, int]
    """So many first and middle pieces stand before its last one."""
    starts: tuple[int, int, int]
    """The value that each of its pieces begins with."""


def parted(strip: Strip) -> list[list[int]]:
    """Which value stands in each cell, column by column, in every way that no sum contradicts.

    None where a column has no sum of its own, or where there are too many ways to try.
    """
    if not all(strip.sums):
        return []
    found: list[list[int]] = []
    steps = 0
    for upper, lower in product(range(_ENDS), repeat=2):
        heights = (upper, strip.tall - upper - lower, lower)
        if not (upper or lower) or heights[1] < 1:
            continue
        for columns in _further(_Sums(strip, heights), ()):
            steps += 1
            if steps > _STEPS:
                return []
            if columns is not None:
                found.append([i for column in columns for i in _cells(column, heights)])
    return found


def _cells(column: _Column, heights: Heights) -> Iterator[int]:
    for at, high in zip(column.starts, heights, strict=True):
        yield from range(at, at + high)


class _Sums:
    """What the pieces of a column add to its sums, each told once."""

    def __init__(self, strip: Strip, heights: Heights) -> None:
        self.wide = len(strip.sums)
        self.heights = heights
        self._numbers = strip.numbers
        alike: dict[Sequence[Sum], dict[tuple[int, int], Sequence[Number] | None]] = {}
        self._told = [alike.setdefault(sums, {}) for sums in strip.sums]
        self._signs = [[_signs(one, strip.tall) for one in sums] for sums in strip.sums]

    def hold(self, c: int, column: _Column) -> bool:
        """Whether no sum of column `c` fails; one with a part that is no number tells nothing."""
        told = self._told[c]
        parts: list[Sequence[Number]] = []
        for kind, at in enumerate(column.starts):
            if (kind, at) not in told:
                told[kind, at] = self._added(c, kind, at)
            part = told[kind, at]
            if part is None:
                return True
            parts.append(part)
        return not any(map(sum, zip(*parts, strict=True)))

    def _added(self, c: int, kind: int, at: int) -> Sequence[Number] | None:
        row = sum(self.heights[:kind])
        numbers = [one for one in self._numbers[at : at + self.heights[kind]] if one is not None]
        if len(numbers) < self.heights[kind]:
            return None
        added = (zip(signs[row:], numbers, strict=False) for signs in self._signs[c])
        return [sum([sign * one for sign, one in pairs]) for pairs in added]


def _signs(one: Sum, tall: int) -> list[int]:
    """1 for each row on the left of a sum, -1 for each on its right, 0 for any other."""
    left, right = one
    return [(row in left) - (row in right) for row in range(tall)]


def _further(sums: _Sums, before: tuple[_Column, ...]) -> Iterator[tuple[_Column, ...] | None]:
    """The ways to go on after some columns; None for each one that is tried."""
    c = len(before)
    if c == sums.wide:
        yield before
        return
    for column in _columns(sums.heights, before, sums.wide):
        yield None
        if sums.hold(c, column):
            yield from _further(sums, (*before, column))


def _columns(heights: Heights, before: Sequence[_Column], wide: int) -> Iterator[_Column]:
    """Where the next column may stand: no piece before that of the column before it."""
    upper, middle, lower = heights
    c = len(before)
    first = c * upper
    first += middle * sum([one.middle <= c for one in before])
    first += lower * sum([one.last[0] <= c for one in before])
    least = max([c + 1, *(one.middle for one in before[-1:])]) if upper else wide
    past = lower * sum([one.last[1] <= c for one in before])
    for tops in range(least, wide + 1):
        if any(tops < p if c >= q else tops > p for p, q in (one.last for one in before)):
            continue
        mid = tops * upper + c * middle + past
        for last in _lasts(before, c, tops, wide) if lower else [(wide, wide)]:
            low = last[0] * upper + last[1] * middle + c * lower
            yield _Column(tops, last, (first, mid, low))


def _lasts(before: Sequence[_Column], c: int, tops: int, wide: int) -> Iterator[tuple[int, int]]:
    """So many first and middle pieces may stand before the last one of column `c`."""
    p, q = before[-1].last if before else (0, 0)
    for middles in range(max(q, c + 1), wide + 1):
        for firsts in range(max(p, tops), wide + 1):
            yield firsts, middles
