"""Grounding: where the words of another tool's extraction stand in the source.

A place that a tool gives is a claim: offsets into Chinese text are often missing, or count something
else. So the words are looked for; where they stand more than once, what is read there, the unit and
the item beside it, the place given and the order of the extractions tell which is meant. Where they
do not, none is taken: a value at the wrong place is worse than one at none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise

from kanwu.imported import Extraction, Status, valued
from kanwu.ledger import Numbers
from kanwu.reading import VERBATIM, Reading, Value
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.text import Text
from kanwu.wording import bare, says, tight

_MOST = 2000
"""Places that are looked at; words that stand more often tell nothing."""
_BESIDE = 40
"""So many folded characters before a number may name its item."""
_LONG = 5
"""Words of so many characters are not found by chance at the very place that was given."""
_ENOUGH = 3
"""So many extractions in the order of the text show that a tool keeps to it."""
_NEARLY = 0.9
"""So large a part of a tool's offsets holds its words, where they can be believed."""


@dataclass(frozen=True)
class Grounds:
    """A text with what is known of it, in which words are looked for."""

    text: Text
    schema: Schema
    readings: Sequence[Reading]
    """Our own."""
    numbers: Numbers

    @cached_property
    def _packed(self) -> tuple[str, Sequence[int]]:
        """The folded text without blanks, and where each of its characters stands in the folded text."""
        kept = [i for i, c in enumerate(self.text.folded) if not c.isspace()]
        return tight(self.text.folded), kept

    @cached_property
    def _owners(self) -> dict[Span, set[tuple[str, str | None]]]:
        """What we read at each place."""
        found: dict[Span, set[tuple[str, str | None]]] = {}
        for one in self.readings:
            if one.span is not None and one.span.size:
                found.setdefault(one.span, set()).add(one.key[:2])
        return found

    def places(self, one: Extraction) -> list[Span]:
        """Every place where the words of an extraction stand; without words, where its value does."""
        if one.quote.strip():
            found = _occurrences(one.quote, self.text.source.text)
            exact = [at for at in found if self.text.source.holds(one.quote, at)]
            if exact:
                return [Span(at, at + len(one.quote)) for at in exact]
            packed, kept = self._packed
            words = bare(one.quote)
            found = _occurrences(words, packed) if words else iter(())
            return [self.text.span(kept[at], kept[at + len(words) - 1] + 1) for at in found]
        value, _ = valued(one, self.schema)
        return self._told(one, value) if value is not None else []

    def _told(self, one: Extraction, value: Value) -> list[Span]:
        """The numbers and dates that say a value; for words, where they stand."""
        if self.schema.kinds[one.field] in VERBATIM:
            return self.places(replace(one, quote=str(value)))
        return [
            Span(token.starts[0], token.ends[-1])
            for token in self.numbers.tokens
            if says(token.words, value, one.field, self.schema)
        ]

    def own(self, one: Extraction, places: Sequence[Span]) -> list[Span]:
        """The places that we read as the same field and item, those of the same value first of all."""
        value, _ = valued(one, self.schema)
        ours = [r for r in self.readings if r.key[:2] == (one.field, one.item) and r.span]
        same = [r for r in ours if value is not None and r.value == value]
        for readings in (same, ours):
            found = [
                place for place in places if any(r.span and _touch(r.span, place) for r in readings)
            ]
            if found:
                return found
        return []

    def fitting(self, one: Extraction, places: Sequence[Span]) -> tuple[list[Span], bool]:
        """The places that nothing speaks against, and whether the unit or the item speaks for them.

        Against a place speaks another reading there, and a rule that its number is no data.
        """
        key = (one.field, one.item)
        left = [p for p in places if not any(p.overlaps(no) for no in self._ignored)]
        left = [p for p in left if key in self._owners.get(p, {key})] or left
        unit, item = bare(one.unit or ""), bare(one.item or "")
        counted = [p for p in left if unit and self._after(p).startswith(unit)]
        left = counted or left
        named = [p for p in left if item and item in self._before(p)]
        return named or left, bool(counted or named)

    @cached_property
    def _ignored(self) -> list[Span]:
        """The numbers that rules of the schema call no data: of lists, laws, telephones."""
        return [span for rule, span, _ in self.numbers.ignorable if rule.near is None]

    def _after(self, place: Span) -> str:
        """What stands right behind a place."""
        _, end = self.text.place(place)
        return tight(self.text.folded[end : end + _BESIDE])

    def _before(self, place: Span) -> str:
        """What stands before a place, as far as it may name an item."""
        start, _ = self.text.place(place)
        return tight(self.text.folded[max(0, start - _BESIDE) : start])


def ground(extractions: Sequence[Extraction], where: Grounds) -> list[Extraction]:
    """The extractions of one tool from one document, each with its place in the source, or with none.

    They are taken in the order in which the tool gave them.
    """
    open_places = [
        where.places(one) if one.field in where.schema.kinds else [] for one in extractions
    ]
    chosen: list[Span | None] = []
    left: list[list[Span]] = []
    for one, places in zip(extractions, open_places, strict=True):
        place, rest = _choose(one, places, where)
        chosen.append(place)
        left.append(rest)
    if _trusted(extractions, open_places, chosen):
        for i, one in enumerate(extractions):
            given = _given(one)
            chosen[i] = chosen[i] or (given if given in left[i] else None)
    _by_order(chosen, left)
    sha256 = where.text.source.sha256
    return [
        replace(one, span=place, status=_status(one, place, places), sha256=sha256)
        for one, place, places in zip(extractions, chosen, left, strict=True)
    ]


def placed(extractions: Sequence[Extraction], where: Grounds) -> list[Extraction]:
    """Extractions with their places in this version of the source; the tools one after another."""
    sha256 = where.text.source.sha256
    found: list[Extraction] = []
    for _, group in groupby(extractions, key=lambda one: one.extractor):
        theirs = list(group)
        known = all(one.sha256 == sha256 for one in theirs)
        found += theirs if known else ground(theirs, where)
    return found


def _choose(one: Extraction, places: list[Span], where: Grounds) -> tuple[Span | None, list[Span]]:
    """The place that is meant, or the places that it could be."""
    if not places or len(places) > _MOST:
        return None, []
    own, long = where.own(one, places), len(one.quote) >= _LONG
    left, told = (own, True) if own else where.fitting(one, places)
    # That all other places are something else is no proof that this one is meant.
    if len(left) == 1 and (told or long or len(places) == 1):
        return left[0], []
    given = _given(one)
    return (given, []) if given in left and (own or long) else (None, left)


def _trusted(
    extractions: Sequence[Extraction],
    places: Sequence[Sequence[Span]],
    chosen: Sequence[Span | None],
) -> bool:
    """Whether a tool's offsets can be believed where nothing else tells.

    Nearly all of them hold their words, they come in the order of the text, each number at its own
    place, and none contradicts what we know. Offsets that only point at the first words alike do not.
    """
    given = [_given(one) for one in extractions]
    said = [i for i, place in enumerate(given) if place is not None]
    held = [i for i in said if given[i] in places[i]]
    if len(held) < max(_ENOUGH, _NEARLY * len(said)):
        return False
    if any(chosen[i] not in {None, given[i]} for i in held):
        return False
    numbers = [i for i in held if not any(c.isalpha() for c in extractions[i].quote)]
    return all(p < q for i, j in pairwise(numbers) if (p := given[i]) and (q := given[j]))


def _by_order(chosen: list[Span | None], left: list[list[Span]]) -> None:
    """Settle what lies between two settled ones, where the tool keeps to the order of the text."""
    known = [place for place in chosen if place is not None]
    if len(known) < _ENOUGH or any(a > b for a, b in pairwise(known)):
        return
    for i, places in enumerate(left):
        if chosen[i] is None and places:
            low = next((p.end for p in reversed(chosen[:i]) if p is not None), 0)
            high = next((p.start for p in chosen[i + 1 :] if p is not None), None)
            between = [
                place
                for place in places
                if place.start >= low and (high is None or place.end <= high)
            ]
            if len(between) == 1:
                chosen[i] = between[0]


def _status(one: Extraction, place: Span | None, places: Sequence[Span]) -> Status:
    if place is None:
        return "ambiguous" if places else "lost"
    if one.given.start is None:
        return "found"
    return "kept" if place == _given(one) else "moved"


def _given(one: Extraction) -> Span | None:
    start, end = one.given.start, one.given.end
    return Span(start, end) if start is not None and end is not None and 0 <= start <= end else None


def _touch(a: Span, b: Span) -> bool:
    return a.overlaps(b) or a == b


def _occurrences(words: str, text: str) -> Iterator[int]:
    """Every place of words in a text; digits are never part of a longer number."""
    head, tail = words[0].isdigit(), words[-1].isdigit()
    at, found = text.find(words), 0
    while at >= 0 and found <= _MOST:
        end = at + len(words)
        inside = (head and _joins(text[max(0, at - 2) : at][::-1])) or (
            tail and _joins(text[end : end + 2])
        )
        if not inside:
            found += 1
            yield at
        at = text.find(words, at + 1)


def _joins(beside: str) -> bool:
    """Whether the characters right beside a digit, the nearest first, go on with its number."""
    return bool(re.match(r"\d|[.,，]\d", beside))
