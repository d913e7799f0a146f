"""Judging: from an alignment to the place of one anchor, or to a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kanwu import dates, numeral
from kanwu.anchor import Ambiguous, Fixed, Found, Lost, Place, Stale
from kanwu.placing.alignment import Alignment
from kanwu.placing.form import NUMERAL, SEAM, Form
from kanwu.placing.meaning import says
from kanwu.placing.rivals import rivalled
from kanwu.placing.rows import Rows
from kanwu.placing.seams import torn
from kanwu.placing.sisters import Sisters, foreign, stays
from kanwu.reading import Value
from kanwu.source import Span

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
_WEAK, _BOTH, _ALONE = 0.35, 1.0, 0.8
"""Shares of a neighbourhood kept: on the weaker side, on both together, on one side alone."""
_FIRM = 0.5
"""The share on either side for a place whose words are neither the old nor the corrected ones."""
_CLOSE = 3
"""Units beside the quote that may be gone for such a place."""
_NEAREST = 3
"""Places that are named where none is taken."""
_TOKEN = re.compile(rf"{dates.TOKEN}|{numeral.TOKEN}")


class Words(NamedTuple):
    """A run of characters of one text, and the run of units that it touches."""

    start: int
    end: int
    units: tuple[int, int]


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
class Judge:
    """Two texts and their alignment."""

    old: Form
    new: Form
    alignment: Alignment
    rows: Rows
    sisters: Sisters
    came: str | None
    """What is `fresh`; None where only what its anchors remember is known of the old text."""

    def place(self, span: Span, start: int, corrected: Value | None) -> Place:
        """The place of the quote at `span` of the old text, which stood at `start` of its source."""
        quote = _words(self.old, *self.old.place(span))
        here = self._mapped(quote) if self._calm(quote.units) else None
        if here is not None:
            return self._taken(quote.units, here, start, 1.0, calm=True)
        places = [self._in_gap(quote, gap, start, corrected) for gap in self._gaps(quote.units)]
        if len(places) == 1:
            return places[0] or self._nowhere(quote)
        sure = [one for one in places if isinstance(one, (Found, Fixed))]
        if len({one.span for one in sure}) == 1:
            return sure[0]
        if sure:
            return Ambiguous(tuple(one.span for one in sure), sure[0].score)
        for kind in (Ambiguous, Stale):
            for one in places:
                if isinstance(one, kind):
                    return one
        return self._nowhere(quote)

    def _calm(self, units: tuple[int, int]) -> bool:
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

    # --- where to look ---------------------------------------------------------------------------

    def _gaps(self, units: tuple[int, int]) -> Iterator[Gap]:
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

    # --- what stands there -----------------------------------------------------------------------

    def _in_gap(self, quote: Words, gap: Gap, start: int, corrected: Value | None) -> Place | None:
        if quote.start == quote.end:
            return self._blank(quote, gap, start, corrected)
        found, told = self._standing(quote, gap)
        if found and not told:
            return Ambiguous(tuple(self._span(one) for one in found[:_NEAREST]), 0.5)
        if found:
            bearing = self._bearing(quote.units, found[0].units)
            if not self._holds(bearing, gap, quote.units):
                return None
            return self._taken(quote.units, found[0], start, bearing.score)
        return self._changed(quote, gap, corrected)

    def _taken(
        self, units: tuple[int, int], here: Words, start: int, score: float, *, calm: bool = False
    ) -> Place:
        span = self._span(here)
        if self._doubted(units, here.units, calm):
            return Ambiguous((span,), score)
        return Found(span, score, moved=span.start != start)

    def _span(self, here: Words) -> Span:
        return self.new.span(here.start, here.end)

    def _standing(self, quote: Words, gap: Gap) -> tuple[list[Words], bool]:
        """Where the quote stands in the gap, and whether it can be told which place is its own."""
        here = self._mapped(quote)
        if here is not None:
            return [here], True
        new = self._occurrences(self.new, quote, gap.new)
        old = self._occurrences(self.old, quote, gap.old)
        if gap.sides == "both" and len(old) == len(new) and quote in old:
            return [new[old.index(quote)]], True
        return new, len(new) == 1 >= len(old)  # of two that stood there, either may be gone

    def _mapped(self, quote: Words) -> Words | None:
        """Where the alignment itself has laid the quote, whole."""
        first, last = quote.units
        sure = self.alignment.sure
        now = sure[first]
        if now < 0 or any(sure[unit] != now + unit - first for unit in range(first + 1, last)):
            return None
        start = self.new.units[now] + quote.start - self.old.units[first]
        here = Words(start, start + quote.end - quote.start, (now, now + last - first))
        return here if self._equal(quote, self.new, here.start, here.end) else None

    def _occurrences(self, form: Form, quote: Words, units: tuple[int, int]) -> list[Words]:
        words = self.old.chars[quote.start : quote.end]
        low, high = form.units[units[0]], form.units[units[1]]
        found: list[Words] = []
        at = form.chars.find(words, low, high)
        while at >= 0:
            end = at + len(words)
            if self._equal(quote, form, at, end):
                found.append(_words(form, at, end))
            at = form.chars.find(words, at + 1, high)
        return found

    def _equal(self, quote: Words, form: Form, start: int, end: int) -> bool:
        """Whether the quote stands there, in digits or words of the same whole number."""
        own = quote.start, quote.end
        same = self.old.chars[slice(*own)] == form.chars[start:end]
        return same and self.old.tails(*own) == form.tails(start, end)

    def _doubted(self, units: tuple[int, int], now: tuple[int, int], calm: bool) -> bool:
        """Whether it may be another cell, its row was torn, or its words stand elsewhere as well."""
        if not self.rows.same_cell(units, now):
            return True
        if not calm:
            if self.alignment.moved and torn(self.old, self.alignment, units, now):
                return True
            # What was edited where it stood is no sister.
            known = self.came is not None and stays(self.old, self.new, units, now)
            if known and foreign(self.old, self.new, units, now):
                return True
            if not known and self.sisters.contradict(units, now):
                return True
            if self.came is None and self.rows.told_otherwise(units):
                return True
        return rivalled(self.old, self.new, units, now[0], self.came)

    def _changed(self, quote: Words, gap: Gap, corrected: Value | None) -> Place | None:
        """The place between kept neighbours where other words stand by now."""
        if gap.sides != "both" or gap.new[0] == gap.new[1]:
            return None
        low, high = (self.new.units[unit] for unit in gap.new)
        bearing = self._bearing(quote.units, gap.new)
        if min(bearing.shares, default=0) < _WEAK:
            return None
        if corrected is not None:
            mended = [here for here in self._tokens(low, high) if self._says(here, corrected)]
            if mended:
                spans = tuple(dict.fromkeys(self.new.span(*here) for here in mended))
                if len(mended) > 1 and not all(a.overlaps(spans[0]) for a in spans):
                    return Ambiguous(spans[:_NEAREST], bearing.score)
                return Fixed(spans[0], bearing.score)
        if min(bearing.shares) < _FIRM or max(gap.left, gap.right) > _CLOSE:
            return None
        numbers = [m.span() for m in NUMERAL.finditer(self.new.chars, low, high)]
        if not NUMERAL.search(self.old.chars, quote.start, quote.end):
            numbers = []
        elif not numbers:
            return None
        here = numbers[0] if len(numbers) == 1 else (low, high)
        return Stale(self.new.span(*here), bearing.score)

    def _tokens(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """What could say a value: the whole gap, with the mark after it, or a date or number in it."""
        yield low, high
        if high < len(self.new.chars):
            yield low, high + 1
        for match in _TOKEN.finditer(self.new.chars, low, high):
            yield match.span()

    def _says(self, here: tuple[int, int], value: Value) -> bool:
        """Whether whole words say a value: the 12月31日 of another year does not."""
        part = self.new.chars[here[0] - 1 : here[0]] in {"年", "月"}
        whole = self.new.tails(*here) == ("", "") and not part
        return whole and says(self.new.chars[slice(*here)], value)

    def _blank(self, quote: Words, gap: Gap, start: int, corrected: Value | None) -> Place | None:
        """A place where nothing stood: still blank only between the very neighbours it had."""
        if gap.sides != "both" or gap.left or gap.right:
            return None
        if gap.new[0] != gap.new[1]:
            return self._changed(quote, gap, corrected)
        here = self.new.units[gap.new[0]]
        bearing = self._bearing(quote.units, self.new.units_of(here, here))
        if min(bearing.shares, default=0) < _FIRM:
            return None
        span = self.new.span(here, here)
        return Found(span, bearing.score, moved=span.start != start)

    # --- what speaks for it ----------------------------------------------------------------------

    def _bearing(self, units: tuple[int, int], now: tuple[int, int]) -> Bearing:
        (start, end), (now_start, now_end) = units, now
        return Bearing(
            self._kept(start - 1, -1, now_start - start), self._kept(end, 1, now_end - end)
        )

    def _kept(self, unit: int, step: int, offset: int) -> float | None:
        """The share of a neighbourhood that stands beside the new place too, at its distance."""
        sure, code = self.alignment.sure, self.old.code
        least, most = offset - _ROOM, offset + _ROOM
        gone = gone_letters = letters = 0
        i, end = unit, min(unit + _FAR, len(code)) if step > 0 else max(unit - _FAR, -1)
        while i != end and letters < _LETTERS:
            c, now = code[i], sure[i]
            if c == SEAM:
                break
            alpha = c.isalpha()
            letters += alpha
            if now < 0 or not least <= now - i <= most:
                gone += 1
                gone_letters += alpha
            i += step
        units = abs(i - unit)
        if not units:
            return None
        if (letters - gone_letters) * _MOST_OF < letters:
            return 0.0
        return (units - gone) / units

    def _holds(self, bearing: Bearing, gap: Gap, units: tuple[int, int]) -> bool:
        """Whether the neighbours speak for a place where the quote stands."""
        shares = bearing.shares
        if not shares:
            return False
        if len(shares) == 2 and min(shares) >= _WEAK and sum(shares) >= _BOTH:
            return True
        beside = {bearing.left: gap.left, bearing.right: gap.right}
        best = max(shares)
        if best < _ALONE or beside[best]:
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

    # --- where it might have gone ----------------------------------------------------------------

    def _nowhere(self, quote: Words) -> Lost:
        """Lost, with the places nearest in the order of the text where the same words stand."""
        if quote.end - quote.start < 2:
            return Lost()
        expected = quote.start * len(self.new.chars) // max(len(self.old.chars), 1)
        found = self._occurrences(self.new, quote, (0, len(self.new.code)))
        near = sorted(found, key=lambda here: (abs(here.start - expected), here))[:_NEAREST]
        return Lost(tuple(map(self._span, near)))


def _words(form: Form, start: int, end: int) -> Words:
    return Words(start, end, form.units_of(start, end))


def _letters(words: str) -> int:
    return sum(map(str.isalpha, words))
