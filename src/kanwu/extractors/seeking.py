"""Seeking: the phrases of a schema on one text, each tried only near the words it needs.

`occurrences` gives just what `pattern.finditer` gives, sooner: one pass over the text finds
what marks the words of all phrases, and a pattern is tried in the sentences that hold its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise
from operator import add, and_

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
    needs: tuple[int, ...]
    """The sets of words of which one must be in the text each, by their numbers in `Marks`."""
    bits: int
    """The same, as the bits of a number."""
    told: str | None = None
    """The value that it tells in words; None where it has one in the group `value`."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks the words of some phrases: two neighbouring characters of each, or its one."""

    words: Mapping[str, Sequence[int]]
    """Mark → the sets of words that it is of, each by its number."""
    sets: int
    """How many sets of words there are."""
    every: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """A text in which the marks of phrases were found."""

    text: str
    ends: Sequence[int]
    """Where sentences end: -1, each end of one, and the end of the text."""
    where: Sequence[int]
    """For each set of words the sentences that hold a mark of it, as the bits of a number."""
    held: int
    """The sets of words of which the text holds a mark, as the bits of a number."""

    def of(self, several: Sequence[Phrase]) -> list[Phrase]:
        """The phrases for which the text holds a mark of each set of words that they need."""
        held = self.held
        return [one for one in several if one.bits & held == one.bits]


def phrases(
    patterns: Sequence[tuple[re.Pattern[str], str | None]], needles: Mapping[str, Needle]
) -> tuple[list[Phrase], Marks]:
    """Patterns, with the value that each tells in words, and what each needs.

    Of each word that pair of characters marks it that is in fewest words of them all.
    """
    known = [needles[pattern.pattern] for pattern, _ in patterns]
    needed = [[words for words in (one.words, *one.also) if words] for one in known]
    every = {word for sets in needed for words in sets for word in words}
    spread = Counter(pair for word in every for pair in _pairs(word))
    mark = {word: min(_pairs(word), key=spread.__getitem__) for word in every}
    numbers: dict[frozenset[str], int] = {}
    made = []
    for (pattern, told), needle, sets in zip(patterns, known, needed, strict=True):
        marked = dict.fromkeys(frozenset(map(mark.__getitem__, words)) for words in sets)
        needs = tuple(numbers.setdefault(words, len(numbers)) for words in marked)
        made.append(Phrase(pattern, needle, needs, sum(1 << words for words in needs), told))
    words: dict[str, list[int]] = {}
    for marks, number in numbers.items():
        for one in marks:
            words.setdefault(one, []).append(number)
    return made, Marks(words, len(numbers), frozenset(words))


def _pairs(word: str) -> Sequence[str]:
    return list(map(add, word, word[1:])) or [word]


def seek(text: str, marks: Marks) -> Sought:
    """Every mark that the text holds."""
    ends = [-1, *(match.start() for match in _BREAK.finditer(text)), len(text)]
    every = marks.every
    found: dict[str, int] = {}
    for i, (before, end) in enumerate(pairwise(ends)):
        if end - before > 1:
            sentence, own = text[before + 1 : end], 1 << i
            for mark in (_usual if end - before < _SHORT else _held)(sentence, every):
                found[mark] = found.get(mark, 0) | own
    where = [0] * marks.sets
    for mark, sentences in found.items():
        for words in marks.words[mark]:
            where[words] |= sentences
    held = sum(1 << words for words, sentences in enumerate(where) if sentences)
    return Sought(text, ends, where, held)


def _held(sentence: str, marks: frozenset[str]) -> frozenset[str]:
    """The marks that a sentence holds."""
    pairs = marks.intersection(map(add, sentence, sentence[1:]))
    return pairs.union(marks.intersection(sentence))


_usual = lru_cache(1024)(_held)
"""The same, of short lines: those of a form recur in every document. More than so many, here and in
other rooms, would be slower to find in memory than to work out again."""


def occurrences(
    one: Phrase, sought: Sought, start: int = 0, end: int | None = None
) -> list[re.Match[str]]:
    """The matches in text[start:end], as `pattern.finditer(text, start, end)` gives them."""
    text, ends, breaks, ahead = sought.text, sought.ends, one.needle.breaks, one.needle.ahead
    end = len(text) if end is None else min(end, len(text))
    if not one.needs or breaks is None or ahead is None:
        return list(one.pattern.finditer(text, start, end))
    where = sought.where
    if breaks:
        sentences = _near([where[words] for words in one.needs], breaks)
    else:
        sentences = -1
        for words in one.needs:
            sentences &= where[words]
    if not sentences:
        return []
    around = breaks + ahead
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


def _near(several: Sequence[int], reach: int) -> int:
    """The sentences of one set that have one of each other within so many of them."""
    first, *others = sorted(several, key=int.bit_count)
    return reduce(and_, (_spread(other, reach) for other in others), first)


def _spread(sentences: int, reach: int) -> int:
    """The sentences that have one of these within so many of them."""
    reached = 0
    while reached < reach:
        step = min(reach - reached, 2 * reached + 1)
        sentences |= sentences << step | sentences >> step
        reached += step
    return sentences


def _regions(sentences: int, around: int) -> Iterator[tuple[int, int]]:
    """The first and last sentence of each region to search; near ones are searched together."""
    first = last = -1
    while sentences:
        i = (sentences & -sentences).bit_length() - 1
        sentences &= sentences - 1
        if first < 0:
            first = i
        elif i - last > around:
            yield first, last
            first = i
        last = i
    if first >= 0:
        yield first, last
