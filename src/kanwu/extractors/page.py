"""Page: what every extractor reads from: the text as it lies, and as it flows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from kanwu import dates, numeral
from kanwu.candidate import POINTED, Evidence, TokenKind, meanings, weigh
from kanwu.folds import Flow, flow
from kanwu.message import say
from kanwu.reading import VERBATIM, Candidate, Key, Kind, Qualifier, Reading, Value
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.text import Text

_LAST_STOP = re.compile(r".*(?:[。;\n]|\.(?= ))", re.DOTALL)
_DATED = re.compile(rf"{dates.TOKEN}|{dates.YEAR}")
_BACK = 200
"""How far back a sentence is read, in flowing characters."""
_START = attrgetter("start")
_PADDED = re.compile(r"[+-]?0\d")
"""A naught before a number: a digit may be lost there, or two numbers run together."""


class Page(Struct, frozen=True):
    """One document in front of the extractors."""

    text: Text
    """As it lies: lines and blanks kept, for tables."""
    flow: Flow
    """As it flows: soft wraps joined, blanks gone, for prose."""
    claimed: tuple[Span, ...] = ()
    """What earlier extractors read, in order, none of it twice."""

    def claim(self, spans: Iterable[Span]) -> Page:
        """The same page with more of it read."""
        new = [span for span in spans if span.start < span.end]
        if not new:
            return self
        merged: list[Span] = []
        end = 0
        for span in sorted([*self.claimed, *new], key=_START):
            if span.start < end:
                span = Span(merged.pop().start, max(span.end, end))
            merged.append(span)
            end = span.end
        return replace(self, claimed=tuple(merged))

    def free(self, span: Span) -> bool:
        """Whether no earlier extractor read any of it."""
        return clear(span, self.claimed)

    def read(
        self,
        key: Key,
        kind: Kind,
        place: tuple[int, int],
        *,
        unit: str | None = None,
        qualifier: Qualifier | None = None,
        path: tuple[str, ...] = (),
    ) -> Reading:
        """What the flowing words at a place say, or what they could say."""
        span = self.flow.span(*place)
        value, damage, candidates = self._value(kind, place, span)
        return Reading(
            key=key,
            kind=kind,
            value=value,
            unit=unit,
            qualifier=qualifier,
            quote=self.text.source.quote(span),
            span=span,
            damage=damage,
            candidates=candidates,
            path=path,
        )

    def _value(
        self, kind: Kind, place: tuple[int, int], span: Span
    ) -> tuple[Value | None, str | None, tuple[Candidate, ...]]:
        words = self.flow.folded[slice(*place)]
        if kind in VERBATIM:
            return words, None, ()
        if kind == "year":
            return Decimal(words), None, ()
        if kind == "date":
            value = dates.parse(words)
            if value is not None and dates.likely(value):
                return value, None, ()
            year, sound = self._year_before(place[0])
            value = value or dates.parse(words, year if sound else None)
            if value is not None and dates.likely(value):
                return value, None, ()
            found = meanings(words, "date", Evidence(report_year=year))
            spaced = re.search(r"\d\s+\d", words)
            code = "date.space-inside" if spaced else "date.separators-lost"
            code = "date.far-year" if value else code
            code = code if found else "date.impossible"
            return None, code, weigh((meaning, ()) for meaning in found)
        laid = self.text.place(span)
        return number(self.text.folded[slice(*laid)], kind, torn(self.text, *laid))

    def _year_before(self, at: int) -> tuple[int | None, bool]:
        """The year of the date before in the same sentence, and whether that date is sound."""
        back = max(0, at - _BACK)
        stop = _LAST_STOP.match(self.flow.folded, back, at)
        before = self.flow.folded[stop.end() if stop else back : at]
        found = [m[0] for m in _DATED.finditer(before)]
        for words in reversed(found):
            sound = dates.parse(words)
            if sound:
                return int(sound[:4]), True
            years = [split.year for split in dates.splits(words) if split.year]
            if (
                years
            ):  # where all ways to read it say one year, that is sound though its days are not
                return years[0], len(set(years)) == 1
        return None, False


def clear(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span shares no character with any of the others, which rise and do not overlap."""
    i = bisect_left(others, span.end, key=_START)
    return i == 0 or others[i - 1].end <= span.start


@lru_cache(1024)
def number(
    words: str, kind: Kind, is_torn: bool = False
) -> tuple[Value | None, str | None, tuple[Candidate, ...]]:
    """The value of a number's words, or its damage and what it could be."""
    bare = words.removesuffix("%").strip() if kind == "percent" else words
    sound = numeral.parse(bare)
    token: TokenKind = "amount" if kind == "money" else "percent" if kind == "percent" else "count"
    pointed = token == "count" and POINTED.fullmatch(bare)
    padded = _PADDED.match(bare)
    whole = sound is not None and not sound.qualifier and not (is_torn or pointed or padded)
    if sound is not None and whole and _fits(sound.value, kind):
        return sound.value, None, ()
    found = meanings(words, token)
    blank = is_torn or re.search(r"\d\s|\s\d|[.,]\s", bare)
    code = "number.space-inside" if blank else "number.garbled"
    code = code if words else "number.lost"
    return None, code, weigh((meaning, ()) for meaning in found)


def unit_lost(reading: Reading, words: str) -> Reading:
    """An amount whose words tell no unit, with what it may be; nothing is nothing in any unit."""
    value = reading.value
    if not isinstance(value, Decimal) or not value:
        return reading
    several = _in_units(value, words, reading.unit)
    return replace(reading, value=None, damage="number.unit-lost", candidates=several)


def _in_units(value: Decimal, words: str, unit: str | None) -> tuple[Candidate, ...]:
    """What an amount without its unit may be in `unit`: written so, or in its myriads or parts.

    Words that tell a myriad themselves (3.5万) leave only the smaller unit to say.
    """
    larger = unit is not None and unit[0] in numeral.MYRIADS
    other = value / numeral.MYRIAD if larger else value * numeral.MYRIAD
    as_asked = Candidate(value, 0.6, (say("reason.unit-as-asked", unit=unit or ""),))
    said = say("reason.unit-other", value=numeral.plain(other), unit=unit or "")
    if words[-1] not in numeral.MYRIADS:
        return as_asked, Candidate(other, 0.38, (said,))
    return (Candidate(other, 0.9, (said,)),) if larger else (replace(as_asked, score=0.9),)


def _fits(value: Decimal, kind: Kind) -> bool:
    """Whether a value of this kind can be so: only what is signed may be negative, counts are whole."""
    whole = kind in {"money", "percent"} or numeral.whole(value)
    return kind == "signed" or (whole and value >= 0)


def torn(text: Text, start: int, end: int) -> bool:
    """Whether the source has characters without width between two digits of folded [start, end)."""
    starts, ends = text.starts, text.ends
    if isinstance(starts, range) or end - start < 2 or ends[end - 1] - starts[start] == end - start:
        return False
    return any(
        starts[i + 1] > ends[i] and text.folded[i : i + 2].isdigit() for i in range(start, end - 1)
    )


def page(text: Text, schema: Schema) -> Page:
    """A document laid out for reading."""
    return Page(text, flow(text, schema.heading))
