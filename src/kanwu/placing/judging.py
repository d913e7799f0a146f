"""Judging: from an alignment to the place of one anchor, or to a refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from kanwu import dates, numeral
from kanwu.anchor import Ambiguous, Fixed, Found, Lost, Place, Stale
from kanwu.placing.alignment import Alignment
from kanwu.placing.doubts import Doubts, Sight
from kanwu.placing.form import NUMERAL, Form, unmarked
from kanwu.placing.meaning import says
from kanwu.placing.neighbours import WEAK, Gap, Neighbours
from kanwu.reading import Value
from kanwu.source import Span

_FIRM = 0.5
"""The share on either side for a place whose words are neither the old nor the corrected ones."""
_CLOSE = 3
"""Units beside the quote that may be gone for such a place."""
_NEAREST = 3
"""Places that are named where none is taken."""
_TOKEN = re.compile(rf"{dates.TOKEN}|{numeral.TOKEN}")


class Quoted(NamedTuple):
    """A quote that is looked for."""

    span: Span
    """In the old text, or what is known of it."""
    start: int
    """Where it stood in the old source."""
    corrected: Value | None
    """The value that would show that upstream has mended it."""


class Words(NamedTuple):
    """A run of characters of one text, and the run of units that it touches."""

    start: int
    end: int
    units: tuple[int, int]


class View(NamedTuple):
    """A place where the quote stands, unless it is doubted."""

    sight: Sight
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Judge:
    """Two texts and their alignment."""

    old: Form
    new: Form
    alignment: Alignment
    neighbours: Neighbours
    doubts: Doubts

    def places(self, asked: Sequence[Quoted]) -> list[Place]:
        """Where quotes stand, in their order; each step is taken for all of them before the next."""
        quotes = [_words(self.old, *self.old.place(one.span)) for one in asked]
        seen = self._seen(quotes, asked)
        doubted = self.doubts.among(
            [one.sight for views in seen for one in views if isinstance(one, View)]
        )
        return [
            self._settled(quote, [self._taken(one, ask.start, doubted) for one in views])
            for quote, ask, views in zip(quotes, asked, seen, strict=True)
        ]

    def _seen(
        self, quotes: Sequence[Words], asked: Sequence[Quoted]
    ) -> list[list[View | Place | None]]:
        """What stands in each gap where a quote may be."""
        calm = [self._mapped(one) if self.neighbours.calm(one.units) else None for one in quotes]
        seen: list[list[View | Place | None]] = [
            [View(Sight(quote.units, here.units, True), self._span(here), 1.0)] if here else []
            for quote, here in zip(quotes, calm, strict=True)
        ]
        gaps = [
            (k, gap)
            for k, (quote, here) in enumerate(zip(quotes, calm, strict=True))
            if not here
            for gap in self.neighbours.gaps(quote.units)
        ]
        standing = [self._standing(quotes[k], gap) for k, gap in gaps]
        for (k, gap), (found, told) in zip(gaps, standing, strict=True):
            seen[k].append(self._in_gap(quotes[k], gap, asked[k], found, told))
        return seen

    def _settled(self, quote: Words, places: Sequence[Place | None]) -> Place:
        """The one place of a quote, by what stands in each gap."""
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

    # --- what stands there -----------------------------------------------------------------------

    def _in_gap(
        self, quote: Words, gap: Gap, ask: Quoted, found: Sequence[Words], told: bool
    ) -> View | Place | None:
        if quote.start == quote.end:
            return self._blank(quote, gap, ask)
        if found and not told:
            return Ambiguous(tuple(self._span(one) for one in found[:_NEAREST]), 0.5)
        if found:
            here = found[0]
            bearing = self.neighbours.bearing(quote.units, here.units)
            if not self.neighbours.holds(bearing, gap, quote.units, here.units):
                return None
            sight = Sight(quote.units, here.units, False)
            return View(sight, self._span(here), bearing.score)
        return self._changed(quote, gap, ask.corrected)

    def _taken(
        self, one: View | Place | None, start: int, doubted: AbstractSet[Sight]
    ) -> Place | None:
        """A view, after all of them were doubted; any other place as it is."""
        if not isinstance(one, View):
            return one
        if one.sight in doubted:
            return Ambiguous((one.span,), one.score)
        return Found(one.span, one.score, moved=one.span.start != start)

    def _span(self, here: Words) -> Span:
        return self.new.span(here.start, here.end)

    def _standing(self, quote: Words, gap: Gap) -> tuple[list[Words], bool]:
        """Where the quote stands in the gap, and whether it can be told which place is its own."""
        if quote.start == quote.end:
            return [], True
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
        if now < 0:
            return None
        if last - first > 1 and any(sure[k] != now + k - first for k in range(first + 1, last)):
            return None
        start = self.new.units[now] + quote.start - self.old.units[first]
        end = self.new.units[now + last - first] + quote.end - self.old.units[last]
        here = Words(start, end, (now, now + last - first))
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
        then, now = self.old.chars[slice(*own)], form.chars[start:end]
        return (then == now or unmarked(then) == unmarked(now)) and self.old.tails(
            *own
        ) == form.tails(start, end)

    def _changed(self, quote: Words, gap: Gap, corrected: Value | None) -> Place | None:
        """The place between kept neighbours where other words stand by now."""
        if gap.sides != "both" or gap.new[0] == gap.new[1]:
            return None
        low, high = (self.new.units[unit] for unit in gap.new)
        bearing = self.neighbours.bearing(quote.units, gap.new)
        if min(bearing.shares, default=0) < WEAK:
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

    def _blank(self, quote: Words, gap: Gap, ask: Quoted) -> Place | None:
        """A place where nothing stood: still blank only between the very neighbours it had."""
        if gap.sides != "both" or gap.left or gap.right:
            return None
        if gap.new[0] != gap.new[1]:
            return self._changed(quote, gap, ask.corrected)
        here = self.new.units[gap.new[0]]
        bearing = self.neighbours.bearing(quote.units, self.new.units_of(here, here))
        if min(bearing.shares, default=0) < _FIRM:
            return None
        span = self.new.span(here, here)
        return Found(span, bearing.score, moved=span.start != ask.start)

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
