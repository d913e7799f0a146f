"""Seeking: the phrases of a schema on one text, each tried only near the words it needs.

`occurrences` gives just what `pattern.finditer` gives, sooner: one pass over the text finds
what marks the words of all phrases, and a pattern is tried in the sentences that hold its own.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from operator import add

from kanwu.needle import ASIDE, END, SEEN, Needle

_BEYOND = SEEN + 2
"""So many characters more are shown to a pattern: what it may see, and that it takes no end for the last."""
_ALONE = 1
"""So many sentences between two regions are searched with them: sooner than to begin again."""
_SHORT = 32
"""A sentence shorter than this may be a line of a form."""
_ASIDE = re.compile(rf"[(](?=[^()\n]{{0,{ASIDE}}}[)])[^()\n{END}]*{END}[^()\n]*")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern, with what it needs to match."""

    pattern: re.Pattern[str]
    needs: tuple[int, ...] = ()
    """The sets of words of which one must be in the text each, by their numbers in `Marks`.
    Where that does not tell how far a match goes, there is none, and it is tried everywhere."""
    before: tuple[int, ...] = ()
    """How many ends of sentences at most a match has before each; none at all where each has none."""
    around: int = 0
    """With what it looks at behind itself a match goes over no more ends of sentences than this."""
    bits: int = 0
    """The sets of words, as the bits of a number."""
    told: str | None = None
    """The value that it tells in words; None where it has one in the group `value`."""
    onward: re.Pattern[str] | None = None
    """What it is behind the start of a text, where that is another pattern."""

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Its first match in text[start:end]."""
        if self.onward is None:
            return self.pattern.search(text, start, end)
        at_start = None if start else self.pattern.match(text, 0, end)
        return at_start or self.onward.search(text, start, end)

    def everywhere(self, text: str, start: int, end: int) -> Iterable[re.Match[str]]:
        """All its matches in text[start:end]."""
        if self.onward is None:
            return self.pattern.finditer(text, start, end)
        at_start = None if start else self.pattern.match(text, 0, end)
        if at_start is None:
            return self.onward.finditer(text, start, end)
        return chain([at_start], self.onward.finditer(text, at_start.end(), end))


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks the words of some phrases: two neighbouring characters of each, or its one, as a code."""

    words: Mapping[int, Sequence[int]]
    """Mark → the sets of words that it is of, each by its number."""
    bits: Mapping[int, int]
    """The same, as the bits of a number."""
    sets: int
    """How many sets of words there are."""
    every: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sought:
    """A text in which the marks of phrases were found."""

    text: str
    ends: Sequence[int]
    """Where sentences end: -1, each end of one, and the end of the text."""
    where: Sequence[int]
    """For each set of words the sentences that hold a mark of it, as the bits of a number."""
    lacking: int
    """The sets of words of which the text holds no mark, as the bits of a number."""


def phrases(
    patterns: Sequence[tuple[re.Pattern[str], str | None]],
    needles: Mapping[str, Needle],
    onward: Mapping[str, re.Pattern[str]],
) -> tuple[list[Phrase], Marks]:
    """Patterns, with the value that each tells in words, what each needs, and what it is further on.

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
        marked: dict[int, int] = {}
        for words, ends in zip(sets, needle.before, strict=False):
            number = numbers.setdefault(frozenset(map(mark.__getitem__, words)), len(numbers))
            marked[number] = min(ends, marked.get(number, ends))
        bits = sum(1 << number for number in marked)
        breaks, ahead = needle.breaks, needle.ahead
        later = onward.get(pattern.pattern)
        if breaks is None or ahead is None:
            made.append(Phrase(pattern, bits=bits, told=told, onward=later))
        else:
            before = tuple(marked.values()) if any(marked.values()) else ()
            made.append(Phrase(pattern, tuple(marked), before, breaks + ahead, bits, told, later))
    of_mark: dict[int, list[int]] = {}
    for marks, number in numbers.items():
        for code in map(_code, marks):
            of_mark.setdefault(code, []).append(number)
    every_set = {code: sum(1 << number for number in several) for code, several in of_mark.items()}
    return made, Marks(of_mark, every_set, len(numbers), frozenset(of_mark))


def _pairs(word: str) -> Sequence[str]:
    return list(map(add, word, word[1:])) or [word]


def seek(text: str, marks: Marks) -> Sought:
    """Every mark that the text holds."""
    sentences = _ASIDE.sub(_without_end, text).replace(END, "\n").split("\n")
    ends = [*accumulate(map(len, sentences), lambda end, length: end + length + 1, initial=-1)]
    found: dict[int, int] = {}
    for i, sentence in enumerate(sentences):
        if sentence:
            own = 1 << i
            held = (_of_line if len(sentence) < _SHORT else _marks)(sentence, marks.every)
            for mark in held:
                found[mark] = found.get(mark, 0) | own
    where = [0] * marks.sets
    present = 0
    for mark, lie in found.items():
        for words in marks.words[mark]:
            where[words] |= lie
        present |= marks.bits[mark]
    return Sought(text, ends, where, present ^ ((1 << marks.sets) - 1))


def _without_end(aside: re.Match[str]) -> str:
    """An aside in which no sentence ends, as long."""
    return aside[0].replace(END, " ")


def _codes(text: str) -> Iterator[int]:
    """The characters of a text and its pairs of neighbours as numbers, which are looked up much sooner."""
    coded = text.encode("utf-32-le", "surrogatepass")
    pairs = len(coded) & ~7, len(coded) - 4 & ~7
    return chain(
        array("I", coded), array("Q", coded[: pairs[0]]), array("Q", coded[4 : 4 + pairs[1]])
    )


def _code(mark: str) -> int:
    """A mark as a number: of its one character, or of its pair."""
    return [*_codes(mark)][-1]


def _marks(sentence: str, marks: frozenset[int]) -> frozenset[int]:
    """The marks that a sentence holds."""
    return marks.intersection(_codes(sentence))


@lru_cache(1024)
def _of_line(line: str, marks: frozenset[int]) -> frozenset[int]:
    """The marks that a short line holds: those of a form recur in every document.

    More than so many, here and in other rooms, would be slower to find in memory than to work out again.
    """
    return _marks(line, marks)


def occurrences(
    several: Iterable[Phrase], sought: Sought, start: int = 0, end: int | None = None
) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """The matches of one phrase after another in text[start:end], as `pattern.finditer(text, start, end)`
    gives them: each when it is asked for."""
    text, ends, where, lacking = sought.text, sought.ends, sought.where, sought.lacking
    most = len(ends) - 1
    if end is None or end > len(text):
        end = len(text)
    for one in several:
        if one.bits & lacking:
            continue
        if not one.needs:
            for found in one.everywhere(text, start, end):
                yield one, found
            continue
        if not (sentences := _begun(one, where)):
            continue
        search = one.search if one.onward else one.pattern.search
        around, begin = one.around, start
        for first, last in _regions(sentences, around + _ALONE):
            at = ends[first] + 1
            if at < begin:
                at = begin
            if at > end:
                break
            until = ends[last + 1]
            beyond = last + 1 + around
            stop = ends[beyond if beyond < most else most] + _BEYOND
            if stop > end:
                stop = end
            while at <= until and (match := search(text, at, stop)) and match.start() <= until:
                yield one, match
                at = begin = match.end() + (match.start() == match.end())


def _begun(one: Phrase, where: Sequence[int]) -> int:
    """The sentences in which a match may begin, its end with each: where each set of words stands near."""
    begun = -1
    if not one.before:
        for words in one.needs:
            begun &= where[words]
        return begun
    for words, before in zip(one.needs, one.before, strict=True):
        begun &= _with_earlier(where[words], before)
        if not begun:
            break
    return begun


def _with_earlier(sentences: int, before: int) -> int:
    """These sentences, with so many before each."""
    if before >= sentences.bit_length():
        return (1 << sentences.bit_length()) - 1
    reached = 0
    while reached < before:
        step = min(before - reached, reached + 1)
        sentences |= sentences >> step
        reached += step
    return sentences


def _regions(sentences: int, around: int) -> list[tuple[int, int]]:
    """The first and last sentence of each region to search; near ones are searched together."""
    regions: list[tuple[int, int]] = []
    first = last = sentences.bit_length() - 1
    sentences ^= 1 << last
    while sentences:  # from the end on: the highest bit is found soonest
        i = sentences.bit_length() - 1
        sentences ^= 1 << i
        if first - i > around:
            regions.append((first, last))
            last = i
        first = i
    regions.append((first, last))
    return regions[::-1]
