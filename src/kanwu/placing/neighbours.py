"""Neighbours: where a quote can stand between those that were kept, and how much they tell of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kanwu.placing.alignment import Alignment
from kanwu.placing.form import SEAM, Form

_NEAR = 24
"""Units within which a neighbour must be kept on one side."""
_CALM = 80
"""Units on each side that stayed together where nothing is left to weigh but a copy elsewhere."""
_LETTERS, _FAR = 6, 400
"""A neighbourhood reaches to the sixth letter (digits alone tell nothing), or this many units."""
_ROOM = 40
"""Units that may have come in between, or gone, around one anchor."""
_MOST_OF = 1.6
"""So many letters of a neighbourhood to one that was kept are too many."""
WEAK, _BOTH, _ALONE = 0.35, 1.0, 0.8
"""Shares of a neighbourhood kept: on the weaker side, on both together, on one side alone."""


class Gap(NamedTuple):
    """Where the quote must stand: between its nearest neighbours that were kept."""

    old: tuple[int, int]
    """In units of the old text, around the quote."""
    new: tuple[int, int]
    left: int
    """Old units that are gone between the quote and its left neighbour."""
    right: int
    sides: str
    """`both`, or the one neighbour that it hangs on: `left`, `right`."""


class Bearing(NamedTuple):
    """How much of each neighbourhood was kept; None where the text ends before it says anything."""

    left: float | None
    right: float | None

    @property
    def shares(self) -> list[float]:
        """The sides that say something."""
        return [share for share in (self.left, self.right) if share is not None]

    @property
    def score(self) -> float:
        """From 0 to 1."""
        return round(sum(self.shares) / max(len(self.shares), 1), 4)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two texts and their alignment."""

    old: Form
    new: Form
    alignment: Alignment

    def calm(self, units: tuple[int, int]) -> bool:
        """Whether everything around units stayed together, as far as anything here looks."""
        code, (start, end) = self.old.code, units
        low, high = max(start - _CALM, 0), min(end + _CALM, len(code))
        return (
            0 < start < end < len(code)
            and self.alignment.whole(low, high)
            and (not low or _letters(code[start - _NEAR : start]) >= _LETTERS)
            and (high == len(code) or _letters(code[end : end + _NEAR]) >= _LETTERS)
            and code.find(SEAM, low, high) < 0
        )

    def gaps(self, units: tuple[int, int]) -> Iterator[Gap]:
        """The gap between the neighbours; where these were torn apart, one gap beside each."""
        sure = self.alignment.sure
        start, end = units
        left, right = self._beside(start - 1, -1), self._beside(end, 1)
        low = sure[left] + 1 if left is not None else None
        high = sure[right] if right is not None else None
        gone_left = start - 1 - left if left is not None else 0
        gone_right = right - end if right is not None else 0
        size = gone_left + end - start + gone_right
        # Where the old text ends, the end of the new one is the neighbour, or what came after it.
        if low is not None and self._ends(end):
            high, right = min(low + size + _ROOM, len(self.new.code)), end
        elif high is not None and self._ends(start - 1):
            low, left = max(high - size - _ROOM, 0), start - 1
        if low is not None and high is not None and low <= high <= low + size + _ROOM:
            assert left is not None
            assert right is not None
            yield Gap((left + 1, right), (low, high), gone_left, gone_right, "both")
            return
        if low is not None:
            assert left is not None
            reach = min(low + gone_left + end - start + _ROOM, len(self.new.code))
            yield Gap((left + 1, end), (low, reach), gone_left, 0, "left")
        if high is not None:
            assert right is not None
            reach = max(high - gone_right - (end - start) - _ROOM, 0)
            yield Gap((start, right), (reach, high), 0, gone_right, "right")

    def _beside(self, unit: int, step: int) -> int | None:
        """The nearest old unit, from one on, that was kept; none beyond a seam."""
        sure, code = self.alignment.sure, self.old.code
        for i in range(unit, unit + step * _NEAR, step):
            if not 0 <= i < len(code) or code[i] == SEAM:
                return None
            if sure[i] >= 0:
                return i
        return None

    def _ends(self, unit: int) -> bool:
        """Whether the old text, or what is known of it, ends at a unit."""
        code = self.old.code
        return not 0 <= unit < len(code) or code[unit] == SEAM

    def bearing(self, units: tuple[int, int], now: tuple[int, int]) -> Bearing:
        """How much of what stands beside old units stands beside new ones too."""
        (start, end), (now_start, now_end) = units, now
        return Bearing(
            self._kept(start - 1, -1, now_start - start), self._kept(end, 1, now_end - end)
        )

    def _kept(self, unit: int, step: int, offset: int) -> float | None:
        """The share of a neighbourhood that stands beside the new place too, at its distance."""
        sure, code = self.alignment.sure, self.old.code
        end = min(unit + _FAR, len(code)) if step > 0 else max(unit - _FAR, -1)
        units = gone = letters = gone_letters = 0
        for i in range(unit, end, step):
            c, now = code[i], sure[i]
            if c == SEAM:
                break
            units += 1
            lost = now < 0 or (now - i != offset and abs(now - i - offset) > _ROOM)
            if lost:
                gone += 1
            if c.isalpha():
                letters += 1
                gone_letters += lost
                if letters == _LETTERS:
                    break
        if not units:
            return None
        if (letters - gone_letters) * _MOST_OF < letters:
            return 0.0
        return (units - gone) / units

    def holds(
        self, bearing: Bearing, gap: Gap, units: tuple[int, int], now: tuple[int, int]
    ) -> bool:
        """Whether the neighbours speak for a place where the quote stands."""
        shares = bearing.shares
        if len(shares) == 2 and min(shares) >= WEAK and sum(shares) >= _BOTH:
            return True
        if not shares:
            return False
        best = max(shares)
        # It must stand right beside that side, or where the text ends on the other one.
        if best == bearing.left:
            beside = not gap.left and (now[0] == gap.new[0] or now[1] == len(self.new.code))
        else:
            beside = not gap.right and (now[1] == gap.new[1] or now[0] == 0)
        if best < _ALONE or not beside:
            return False
        # One side alone does not speak for what belongs to the row or sentence on the other.
        start, end = units
        leftward, rightward = (start, -1), (end, 1)
        own, other = (leftward, rightward) if best == bearing.left else (rightward, leftward)
        towards, away = self._break(*own, any_letter=True), self._break(*other, any_letter=False)
        return towards < away or (towards == away and (towards > 0 or min(shares) > 0))

    def _break(self, unit: int, step: int, *, any_letter: bool) -> int:
        """How well a sentence or row can begin between a quote and the next letter on one side.

        With `any_letter` false, that is the next letter which was not kept.
        """
        best = self.old.break_before(unit)
        i = unit if step > 0 else unit - 1
        for _ in range(_NEAR):
            if self._ends(i):
                break
            if self.old.code[i].isalpha() and (any_letter or self.alignment.sure[i] < 0):
                break
            i += step
            best = max(best, self.old.break_before(i if step > 0 else i + 1))
        return best


def _letters(words: str) -> int:
    return sum(map(str.isalpha, words))
