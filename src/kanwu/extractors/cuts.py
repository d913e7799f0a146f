"""Cuts: digits that were several numbers → the ways to part them.

A scraper that puts nothing between the cells of a table leaves `34029904513511` of a row. As many
digits as columns can be parted in one way only; where there are more, the sum of the row tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kanwu.schema import Relation

Cut = tuple[tuple[int, int], ...]
"""Where each number begins and ends in the digits, in the order of the columns."""
_LONGEST = 9
"""No number of a table has more digits."""
_MOST = 20_000
"""So many steps are taken to look for a cut; digits that take more are left whole."""


class _TooManyError(Exception):
    """There are more ways than anybody could choose from."""


def cuts(digits: str, keys: Sequence[str], relations: Sequence[Relation]) -> Sequence[Cut]:
    """The ways to part digits into a number for each field key that no relation among them contradicts.

    None begins with a naught that is not all of it. An empty list where there is no such way, or
    where there are too many to look at.
    """
    return _cuts(digits, len(keys), _sums(tuple(keys), tuple(relations)))


@lru_cache(256)  # the rows of a form recur in every document
def _sums(keys: Sequence[str], relations: Sequence[Relation]) -> tuple[_Sum, ...]:
    """The relations among the field keys of a row alone, by their columns."""
    place = {key: i for i, key in enumerate(keys)}
    row = place.keys()
    sums = []
    for left, right in relations:
        if row >= {*left, *right}:
            sides = tuple(place[key] for key in left), tuple(place[key] for key in right)
            sums.append(_Sum(*sorted(sides, key=max)))
    return tuple(sums)


@lru_cache(1024)  # most rows of most tables are zeros, or nearly so
def _cuts(digits: str, columns: int, sums: tuple[_Sum, ...]) -> Sequence[Cut]:
    try:
        return sorted(_Parting(digits, sums).ways(columns))
    except _TooManyError:
        return []


@dataclass(frozen=True, slots=True)
class _Sum:
    """Numbers, by their columns, that make up what others make up."""

    parts: tuple[int, ...]
    whole: tuple[int, ...]
    """The last column of both is one of these."""


class _Parting:
    """One search for the ways to part digits, from the last number to the first: a row's sum is its last."""

    def __init__(self, digits: str, sums: Sequence[_Sum]) -> None:
        self.digits = digits
        self.sums = sums
        self.steps = 0

    def ways(self, columns: int) -> Iterator[Cut]:
        if len(self.digits) >= columns:
            yield from self._before(len(self.digits), columns, {}, ())

    def _before(self, end: int, column: int, values: dict[int, int], done: Cut) -> Iterator[Cut]:
        """The ways that end in these values, by their columns, whose digits begin at `end`."""
        if column == 0:
            yield done
            return
        column -= 1
        least, most, rest = self._bounds(column, values)
        most_before = column * (_LONGEST if rest is None else len(str(max(rest, 0))))
        first = min(end - 1, most_before)
        for start in range(first, max(column, end - _LONGEST) - 1, -1):
            self.steps += 1
            if self.steps > _MOST:
                raise _TooManyError
            value = int(self.digits[start:end])
            if value > most:
                break
            if value < least or (self.digits[start] == "0" and end - start > 1):
                continue
            if rest is not None and rest - value >= 10 ** (start - column + 1) + 9 * column:
                continue  # the longest number that the digits before can hold is too small
            told = {**values, column: value}
            yield from self._before(start, column, told, ((start, end), *done))

    def _bounds(self, column: int, values: dict[int, int]) -> tuple[int, int, int | None]:
        """The least and the most that a number may be, by the sums that it is a part of.

        Also what it and all before it make up together, where a sum tells.
        """
        least, most, rest = 0, 10**_LONGEST, None
        for one in self.sums:
            if column in one.parts and all(i in values for i in one.whole):
                left = sum(values[i] for i in one.whole)
                left -= sum(values[i] for i in one.parts if i in values)
                most = min(most, left)
                if column == min(one.parts):
                    least = max(least, left)
                if column == sum(i < column for i in one.parts):
                    rest = left
        return least, most, rest
