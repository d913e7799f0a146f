"""Seeking: the phrases of a schema on one text, each tried only near the words it needs.

`occurrences` gives just what `pattern.finditer` gives, sooner: one pass over the text finds
what marks the words of all phrases, and a pattern is tried in the sentences that hold its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import add

from kanwu.needle import BREAKS, Needle

_BEYOND = 2
"""So many characters more are shown to a pattern, that it takes no end of a sentence for the last."""
_SHORT = 32
"""A sentence shorter than this may be a line of a form."""
_BREAK = re.compile(f"[{BREAKS}]")


Words = frozenset[str]
"""The marks of a set of words of which one must stand in a match: two neighbouring characters of
each word, or its one."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern, with what it needs to match."""

    pattern: re.Pattern[str]
    needle: Needle
    needs: frozenset[Words]
    """One mark of each of these must be in the text."""
    told: str | None = None
    """The value that it tells in words; None where it has one in the group `value`."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Every mark of some phrases."""

    every: frozenset[str]
    words: Mapping[str, Sequence[Words]]
    """Mark → the sets of words that it is of."""


class Sentences(dict[Words, frozenset[int]]):
    """Words → the sentences that hold a mark of them, worked out when first asked."""

    def __init__(self, where: Mapping[str, Sequence[int]]) -> None:
        """From each mark to the sentences that it stands in; one that stands nowhere is missing."""
        super().__init__()
        self._where = where

    def __missing__(self, words: Words) -> frozenset[int]:
        where = self._where
        found = frozenset().union(*[where[mark] for mark in words if mark in where])
        self[words] = found
        return found


@dataclass(frozen=True, slots=True)
class Sought:
    """A text in which the marks of phrases were found."""

    text: str
    ends: Sequence[int]
    """Where sentences end: -1, each end of one, and the end of the text."""
    held: Set[Words]
    """The sets of words of which the text holds a mark."""
    sentences: Sentences

    def may_hold(self, one: Phrase) -> bool:
        """Whether there is a mark of each set of words that a phrase needs."""
        return one.needs <= self.held


def phrases(
    patterns: Sequence[tuple[re.Pattern[str], str | None]], needles: Mapping[str, Needle]
) -> list[Phrase]:
    """Patterns, with the value that each tells in words, and what each needs.

    Of each word that pair of characters marks it that is in fewest words of them all.
    """
    known = [needles[pattern.pattern] for pattern, _ in patterns]
    needed = [[words for words in (one.words, *one.also) if words] for one in known]
    every = {word for sets in needed for words in sets for word in words}
    spread = Counter(pair for word in every for pair in _pairs(word))
    mark = {word: min(_pairs(word), key=spread.__getitem__) for word in every}
    return [
        Phrase(
            pattern, needle, frozenset(frozenset(map(mark.__getitem__, one)) for one in sets), told
        )
        for (pattern, told), needle, sets in zip(patterns, known, needed, strict=True)
    ]


def marks_of(some: Iterable[Phrase]) -> Marks:
    """Every mark of the phrases."""
    sets: dict[str, list[Words]] = {}
    for words in frozenset().union(*(one.needs for one in some)):
        for mark in words:
            sets.setdefault(mark, []).append(words)
    return Marks(frozenset(sets), sets)


def _pairs(word: str) -> Sequence[str]:
    return list(map(add, word, word[1:])) or [word]


def seek(text: str, marks: Marks) -> Sought:
    """Every mark that the text holds."""
    ends = [-1, *(match.start() for match in _BREAK.finditer(text)), len(text)]
    every = marks.every
    found: dict[str, list[int]] = {}
    for i, (before, end) in enumerate(pairwise(ends)):
        if end - before > 1:
            sentence = text[before + 1 : end]
            for mark in (_usual if end - before < _SHORT else _held)(sentence, every):
                found.setdefault(mark, []).append(i)
    held = frozenset().union(*map(marks.words.__getitem__, found))
    return Sought(text, ends, held, Sentences(found))


def _held(sentence: str, marks: frozenset[str]) -> frozenset[str]:
    """The marks that a sentence holds."""
    pairs = marks.intersection(map(add, sentence, sentence[1:]))
    return pairs.union(marks.intersection(sentence))


_usual = lru_cache(1 << 14)(_held)  # the short lines of a form recur in every document


def occurrences(
    one: Phrase, sought: Sought, start: int = 0, end: int | None = None
) -> list[re.Match[str]]:
    """The matches in text[start:end], as `pattern.finditer(text, start, end)` gives them."""
    needle, text, ends = one.needle, sought.text, sought.ends
    end = len(text) if end is None else min(end, len(text))
    breaks = needle.breaks
    if not one.needs or breaks is None or needle.ahead is None:
        return list(one.pattern.finditer(text, start, end))
    around = breaks + needle.ahead
    sentences = _near(map(sought.sentences.__getitem__, one.needs), breaks)
    search, most = one.pattern.search, len(ends) - 1
    found: list[re.Match[str]] = []
    for first, last in _regions(sentences, around + breaks):
        at = max(start, ends[max(first - breaks, 0)] + 1)
        if at > end:
            break
        stop = min(end, ends[min(last + 1 + around, most)] + _BEYOND)
        while (match := search(text, at, stop)) and match.start() <= ends[last + 1]:
            found.append(match)
            at = start = match.end() + (match.start() == match.end())
    return found


def _near(several: Iterable[frozenset[int]], reach: int) -> Sequence[int]:
    """The sentences of one set that have one of each other within so many of them, rising."""
    if not reach:
        return sorted(frozenset.intersection(*several))
    first, *others = sorted(several, key=len)
    near = sorted(first)
    for other in map(sorted, others):
        near = [i for i in near if bisect_left(other, i - reach) < bisect_right(other, i + reach)]
    return near


def _regions(sentences: Sequence[int], around: int) -> Sequence[tuple[int, int]]:
    """The first and last sentence of each region to search; near ones are searched together."""
    if len(sentences) < 2:
        return [(i, i) for i in sentences]
    breaks = [i for i, (one, after) in enumerate(pairwise(sentences), 1) if after - one > around]
    return [(sentences[i], sentences[j - 1]) for i, j in pairwise([0, *breaks, len(sentences)])]
