"""Seeking: the phrases of a schema on one text, each tried only near the words it needs.

`occurrences` gives just what `pattern.finditer` gives, sooner: one pass over the text finds the
words of all phrases (Aho and Corasick's way), and a pattern is tried in the sentences that hold its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from kanwu.needle import ASIDE, END, SEEN, Needle

_BEYOND = SEEN + 2
"""So many characters more are shown to a pattern: what it may see, and that it takes no end for the last."""
_STOP = "\n"
"""Where a sentence ends, in a text made ready for its words to be found."""
_ALONE = 1
"""So many sentences between two regions are searched with them: sooner than to begin again."""
_ASIDE = re.compile(rf"[(](?=[^()\n]{{0,{ASIDE}}}[)])[^()\n{END}]*{END}[^()\n]*")
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half a character, which a broken file may hold."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One pattern, with what it needs to match."""

    pattern: re.Pattern[str]
    needs: tuple[int, ...] = ()
    """The sets of words of which one must be in the text each, by their numbers in `Words`.
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
class Words:
    """The words of some phrases, and what finds them all in one pass."""

    automaton: AhoCorasick
    """It finds ends of sentences as well."""
    sets: Mapping[str, tuple[Sequence[int], int]]
    """For each word the sets of words that it is of, by their numbers, and as the bits of a number."""
    count: int
    """How many sets there are."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A text in which the words of phrases were found."""

    text: str
    ends: Sequence[int]
    """Where sentences end: -1, each end of one, and the end of the text."""
    where: Sequence[int]
    """For each set of words the sentences that hold one of it, as the bits of a number."""
    lacking: int
    """The sets of words of which the text holds none, as the bits of a number."""


def phrases(
    patterns: Sequence[tuple[re.Pattern[str], str | None]],
    needles: Mapping[str, Needle],
    onward: Mapping[str, re.Pattern[str]],
) -> tuple[list[Phrase], Words]:
    """Patterns, with the value that each tells in words, what each needs, and what it is further on."""
    known = [needles[pattern.pattern] for pattern, _ in patterns]
    needed = [[words for words in (one.words, *one.also) if words] for one in known]
    numbers: dict[frozenset[str], int] = {}
    made = []
    for (pattern, told), needle, sets in zip(patterns, known, needed, strict=True):
        marked: dict[int, int] = {}
        for words, ends in zip(sets, needle.before, strict=False):
            number = numbers.setdefault(words, len(numbers))
            marked[number] = min(ends, marked.get(number, ends))
        bits = sum(1 << number for number in marked)
        breaks, ahead = needle.breaks, needle.ahead
        later = onward.get(pattern.pattern)
        if breaks is None or ahead is None:
            made.append(Phrase(pattern, bits=bits, told=told, onward=later))
        else:
            before = tuple(marked.values()) if any(marked.values()) else ()
            made.append(Phrase(pattern, tuple(marked), before, breaks + ahead, bits, told, later))
    of_word: dict[str, list[int]] = {}
    for words, number in numbers.items():
        for word in words:
            of_word.setdefault(word, []).append(number)
    automaton = AhoCorasick(
        [*of_word, _STOP],
        matchkind=MatchKind.Standard,
        store_patterns=True,
        implementation=Implementation.ContiguousNFA,
    )
    sets_of = {
        word: (several, sum(1 << one for one in several)) for word, several in of_word.items()
    }
    return made, Words(automaton, sets_of, len(numbers))


def seek(text: str, words: Words) -> Sought:
    """Every word that the text holds."""
    marked = _ASIDE.sub(_without_end, text).replace(END, _STOP)
    ends = [*accumulate([len(sentence) + 1 for sentence in marked.split(_STOP)], initial=-1)]
    try:
        held = words.automaton.find_matches_as_strings(marked, overlapping=True)
    except UnicodeEncodeError:
        whole = _HALF.sub("\ufffd", marked)
        held = words.automaton.find_matches_as_strings(whole, overlapping=True)
    found: dict[str, int] = defaultdict(int)  # few of the words stand in one text
    sentence = 1
    for word in held:  # each ends behind the one before, or where it does
        if word == _STOP:
            sentence <<= 1
        else:
            found[word] |= sentence
    where = [0] * words.count
    present = 0
    for word, lie in found.items():
        several, bits = words.sets[word]
        for number in several:
            where[number] |= lie
        present |= bits
    return Sought(text, ends, where, present ^ ((1 << words.count) - 1))


def _without_end(aside: re.Match[str]) -> str:
    """An aside in which no sentence ends, as long."""
    return aside[0].replace(END, " ")


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
        onward = (one.onward or one.pattern).search
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
            search = onward if at else one.search
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
