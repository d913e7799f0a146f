"""Seeking: the phrases of a schema on one text, each tried only near the words it needs.

`occurrences` gives just what `pattern.finditer` gives, sooner: one pass over the text finds
what marks the words of all phrases, and a pattern is tried in the sentences that hold its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import add

from kanwu.needle import BREAKS, Needle

_BEYOND = 2
"""So many characters more are shown to a pattern, that it takes no end of a sentence for the last."""
_SHORT = 32
"""A sentence shorter than this may be a line of a form."""
_BREAK = re.compile(f"[{BREAKS}]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern, with what it needs to match."""

    pattern: re.Pattern[str]
    needle: Needle
    marks: Sequence[frozenset[str]]
    """For each set of words that it needs: two neighbouring characters of each word, or its one."""
    told: str | None = None
    """The value that it tells in words; None where it has one in the group `value`."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A text in which the marks of phrases were found."""

    text: str
    ends: Sequence[int]
    """Where sentences end: -1, each end of one, and the end of the text."""
    where: Mapping[str, Sequence[int]]
    """Mark → the sentences that it stands in, rising; one that stands nowhere is missing."""

    _known: dict[frozenset[str], Sequence[int]] = field(default_factory=dict)
    """What `sentences` has answered: many phrases need the same words."""

    def may_hold(self, one: Phrase) -> bool:
        """Whether there is a mark of each set of words that a phrase needs."""
        return all(map(self.sentences, one.marks))

    def sentences(self, marks: frozenset[str]) -> Sequence[int]:
        """The sentences that hold one of the marks, rising."""
        known = self._known.get(marks)
        if known is None:
            where = self.where
            found = [where[mark] for mark in marks & where.keys()]
            known = sorted(set().union(*found)) if len(found) > 1 else found[0] if found else ()
            self._known[marks] = known
        return known


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
        Phrase(pattern, needle, [frozenset(mark[word] for word in words) for words in sets], told)
        for (pattern, told), needle, sets in zip(patterns, known, needed, strict=True)
    ]


def marks_of(some: Iterable[Phrase]) -> frozenset[str]:
    """Every mark of the phrases."""
    return frozenset(mark for one in some for marks in one.marks for mark in marks)


def _pairs(word: str) -> Sequence[str]:
    return list(map(add, word, word[1:])) or [word]


def seek(text: str, marks: frozenset[str]) -> Sought:
    """Every mark that the text holds."""
    ends = [-1, *(match.start() for match in _BREAK.finditer(text)), len(text)]
    found: dict[str, list[int]] = {}
    for i, (before, end) in enumerate(pairwise(ends)):
        if end - before > 1:
            sentence = text[before + 1 : end]
            for mark in (_usual if end - before < _SHORT else _held)(sentence, marks):
                found.setdefault(mark, []).append(i)
    return Sought(text, ends, found)


def _held(sentence: str, marks: frozenset[str]) -> frozenset[str]:
    """The marks that a sentence holds."""
    pairs = marks.intersection(map(add, sentence, sentence[1:]))
    return pairs.union(marks.intersection(sentence))


_usual = lru_cache(1 << 14)(_held)  # the short lines of a form recur in every document


def occurrences(
    one: Phrase, sought: Sought, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """The matches in text[start:end], as `pattern.finditer(text, start, end)` gives them."""
    pattern, needle, text = one.pattern, one.needle, sought.text
    end = len(text) if end is None else min(end, len(text))
    if not one.marks or needle.breaks is None or needle.ahead is None:
        yield from pattern.finditer(text, start, end)
        return
    sentences, *others = map(sought.sentences, one.marks)
    for other in others:
        sentences = _near(sentences, other, needle.breaks)
    ends = sought.ends
    around = needle.breaks + needle.ahead
    done = start
    for first, last in _regions(sentences, around + needle.breaks):
        at = max(done, ends[max(first - needle.breaks, 0)] + 1)
        if at > end:
            return
        stop = min(end, ends[min(last + 1 + around, len(ends) - 1)] + _BEYOND)
        while match := pattern.search(text, at, stop):
            if match.start() > ends[last + 1]:
                break
            yield match
            at = done = match.end() + (match.start() == match.end())


def _near(sentences: Sequence[int], others: Sequence[int], reach: int) -> Sequence[int]:
    """Those sentences that have one of the others within so many sentences of them."""
    if not reach:
        also = set(others)
        return [sentence for sentence in sentences if sentence in also]
    return [
        sentence
        for sentence in sentences
        if (i := bisect_left(others, sentence - reach)) < len(others)
        and others[i] <= sentence + reach
    ]


def _regions(sentences: Sequence[int], around: int) -> Iterator[tuple[int, int]]:
    """The first and last sentence of each region to search; near ones are searched together."""
    if not sentences:
        return
    first = last = sentences[0]
    for sentence in sentences:
        if sentence - last > around:
            yield first, last
            first = sentence
        last = sentence
    yield first, last
