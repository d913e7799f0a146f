"""Cuts: digits that were several numbers → the ways to part them.

A scraper that puts nothing between the cells of a table leaves `34029904513511` of a row. As many
digits as columns can be parted in one way only; where there are more, the sum of the row tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kanwu.schema import Relation

Cut = tuple[tuple[int, int], ...]
"""Where each number begins and ends in the digits, in the order of the columns."""
_LONGEST = 9
"""No number of a table has more digits."""
_MOST = 20_000
"""So many steps are taken to look for a cut; digits that take more are left whole."""


class _TooManyError(Exception):
    """There are more ways than anybody could choose from."""


def cuts(digits: str, keys: Sequence[str], relations: Sequence[Relation]) -> list[Cut]:
    """The ways to part digits into a number for each field key that no relation among them contradicts.

    None begins with a naught that is not all of it. An empty list where there is no such way, or
    where there are too many to look at.
    """
    row = set(keys)
    inner = [one for one in relations if row.issuperset(one[0]) and row.issuperset(one[1])]
    place = {key: i for i, key in enumerate(keys)}
    closing: dict[int, list[Relation]] = {}
    for one in inner:
        closing.setdefault(max(place[key] for side in one for key in side), []).append(one)
    try:
        return list(_Parting(digits, keys, closing).ways())
    except _TooManyError:
        return []


class _Parting:
    """One search for the ways to part digits."""

    def __init__(
        self, digits: str, keys: Sequence[str], closing: Mapping[int, Sequence[Relation]]
    ) -> None:
        self.digits = digits
        self.keys = keys
        self.closing = closing
        """The relations of which a number, by its index, is the last."""
        self.steps = 0

    def ways(self) -> Iterator[Cut]:
        if len(self.digits) >= len(self.keys):
            yield from self._from(0, {}, ())

    def _from(self, at: int, values: Mapping[str, int], done: Cut) -> Iterator[Cut]:
        """The ways that begin with these values, whose digits end at `at`."""
        left = len(self.keys) - len(done)
        if not left:
            if at == len(self.digits):
                yield done
            return
        key = self.keys[len(done)]
        for end in self._ends(at, left):
            self.steps += 1
            if self.steps > _MOST:
                raise _TooManyError
            told = {**values, key: int(self.digits[at:end])}
            if all(_holds(told, one) for one in self.closing.get(len(done), ())):
                yield from self._from(end, told, (*done, (at, end)))

    def _ends(self, at: int, left: int) -> Sequence[int]:
        """Where the number that begins at `at` may end, so that `left` numbers find digits."""
        last = len(self.digits) - left + 1
        if left == 1:
            whole = last - at <= _LONGEST and (last - at == 1 or self.digits[at] != "0")
            return [last] if whole else []
        return range(at + 1, min(last, at + (1 if self.digits[at] == "0" else _LONGEST)) + 1)


def _holds(values: Mapping[str, int], relation: Relation) -> bool:
    left, right = (sum(values[key] for key in side) for side in relation)
    return left == right
