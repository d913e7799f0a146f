"""Needle: the words without which a pattern cannot match, so that it is tried only near them.

Most phrases of a schema name something that most paragraphs do not. `occurrences` gives just what
`pattern.finditer` gives, sooner. What a pattern needs is read from its parsed form.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import cast

_WORDS = 48
"""A pattern that needs one of more words than this is tried everywhere."""
_SET = 8
"""A set of characters no larger than this is spelled out."""
_NEWLINE = 10
_BEYOND = 3
"""So many paragraphs more are shown to a pattern, that it takes none of their ends for the last."""
Parsed = Sequence[tuple[object, object]]
"""What the parser of `re` makes of a pattern: operations with their arguments."""


@dataclass(frozen=True, slots=True)
class Needle:
    """What a pattern needs."""

    words: frozenset[str]
    """One of these is in every match; empty when nothing is known."""
    also: frozenset[str]
    """One of these is in every match as well; empty when nothing more is known."""
    newlines: int | None
    """A match holds no more newlines than this; None when it may hold any number."""
    ahead: int | None
    """What it looks at after itself holds no more than this."""


def occurrences(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """The matches in text[start:end], as `pattern.finditer(text, start, end)` gives them."""
    end = len(text) if end is None else min(end, len(text))
    needle = needle_of(pattern)
    if not needle.words or needle.newlines is None or needle.ahead is None:
        if not needle.words or any(text.find(word, start, end) >= 0 for word in needle.words):
            yield from pattern.finditer(text, start, end)
        return
    breaks = _breaks(text)
    around = needle.newlines + needle.ahead + _BEYOND
    done = start
    for first, last in _regions(_paragraphs(needle, text), around):
        at = max(done, breaks[max(first - needle.newlines, 0)] + 1)
        stop = min(end, breaks[min(last + around, len(breaks) - 1)])
        while match := pattern.search(text, at, stop):
            if match.start() > breaks[last + 1]:
                break
            yield match
            at = done = match.end() + (match.start() == match.end())


def _regions(paragraphs: Sequence[int], around: int) -> Iterator[tuple[int, int]]:
    """The first and the last paragraph of each region to search; near ones are searched together."""
    first = last = None
    for paragraph in paragraphs:
        if first is None or last is None:
            first = paragraph
        elif paragraph - last > around:
            yield first, last
            first = paragraph
        last = paragraph
    if first is not None and last is not None:
        yield first, last


def _paragraphs(needle: Needle, text: str) -> Sequence[int]:
    """The paragraphs that a match may begin its words in, counted by the newlines before them."""
    found = _holding_any(text, needle.words)
    if needle.also and found and needle.newlines is not None:
        reach = needle.newlines
        near = {p + d for p in _holding_any(text, needle.also) for d in range(-reach, reach + 1)}
        return [paragraph for paragraph in found if paragraph in near]
    return found


@lru_cache(1024)
def _holding_any(text: str, words: frozenset[str]) -> Sequence[int]:
    """The paragraphs that hold one of the words."""
    return sorted({paragraph for word in words for paragraph in _holding(text, word)})


@lru_cache(1024)
def _holding(text: str, word: str) -> Sequence[int]:
    """The paragraphs that a word begins in."""
    breaks = _breaks(text)
    found: list[int] = []
    at = text.find(word)
    while at >= 0:
        found.append(bisect_left(breaks, at) - 1)
        at = text.find(word, max(at + 1, breaks[found[-1] + 1]))
    return found


@lru_cache(8)
def _breaks(text: str) -> Sequence[int]:
    """Where paragraphs end: -1, each newline, and the end of the text."""
    return [-1, *(match.start() for match in re.finditer("\n", text)), len(text)]


@lru_cache(4096)
def needle_of(pattern: re.Pattern[str]) -> Needle:
    """What a pattern needs.

    >>> sorted(needle_of(re.compile("(?:公示|公告)栏[0-9]{1,4}个")).words)
    ['公告栏', '公示栏']
    """
    plain = pattern.flags & ~re.UNICODE == 0
    parsed = cast(Parsed, _parser.parse(pattern.pattern, pattern.flags))
    words, also = _best(parsed) if plain else (frozenset[str](), frozenset[str]())
    return Needle(
        words,
        also,
        _newlines(parsed) if plain else None,
        _ahead(parsed) if plain else None,
    )


def _best(parsed: Parsed) -> tuple[frozenset[str], frozenset[str]]:
    """The two best sets of words of which each has one in every match."""
    none: frozenset[str] = frozenset()
    best, second, *_ = [*sorted(set(_all_needed(parsed)), key=_worth, reverse=True), none, none]
    return best, second


def _worth(words: frozenset[str]) -> tuple[int, int, list[str]]:
    """Long words are better than short ones, few than many."""
    return min(map(len, words)), -len(words), sorted(words)


def _needed(parsed: Parsed) -> frozenset[str] | None:
    """The best words of which one must stand in a match."""
    return max(_all_needed(parsed), key=_worth, default=None)


def _all_needed(parsed: Parsed) -> list[frozenset[str]]:
    """Sets of words of which each has one in every match."""
    found: list[frozenset[str]] = []
    run: list[Sequence[str]] = []
    for code, argument in [*parsed, (None, None)]:
        letters = _letters(code, argument)
        if letters:
            run.append(letters)
            continue
        found += [words for words in _spelled(run) if not any(map(str.isspace, words))]
        run = []
        found += _inner(code, argument)
    return found


def _letters(code: object, argument: object) -> Sequence[str]:
    """The characters that one operation may stand for, when they are few."""
    if code is op.LITERAL:
        return [chr(cast(int, argument))]
    if code is op.IN:
        members = cast(Parsed, argument)
        if len(members) <= _SET and all(kind is op.LITERAL for kind, _ in members):
            return [chr(cast(int, value)) for _, value in members]
    return ()


def _spelled(run: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """The words that a run of characters spells; its longest piece that spells few."""
    best: frozenset[str] | None = None
    for first in range(len(run)):
        count = 1
        for last in range(first, len(run)):
            count *= len(run[last])
            if count > _WORDS:
                break
            if best is None or last + 1 - first > len(next(iter(best))):
                best = frozenset("".join(word) for word in product(*run[first : last + 1]))
    return [best] if best else []


def _inner(code: object, argument: object) -> list[frozenset[str]]:
    """The sets of words that a group, a choice or a repetition needs."""
    if code is op.SUBPATTERN:
        return _all_needed(cast("tuple[object, object, object, Parsed]", argument)[3])
    if code is op.ATOMIC_GROUP:
        return _all_needed(cast(Parsed, argument))
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, inner = cast("tuple[int, int, Parsed]", argument)
        return _all_needed(inner) if least else []
    if code is op.BRANCH:
        choices = [_needed(one) for one in cast("tuple[None, list[Parsed]]", argument)[1]]
        words = frozenset(word for one in choices if one for word in one)
        return [words] if all(choices) and len(words) <= _WORDS else []
    return []


def _newlines(parsed: Parsed) -> int | None:
    """The most newlines that a match may hold."""
    total = 0
    for code, argument in parsed:
        most = _most(code, argument)
        if most is None:
            return None
        total += most
    return total


def _most(code: object, argument: object) -> int | None:
    """The most newlines that one operation may take in."""
    if code is op.LITERAL:
        return int(argument == _NEWLINE)
    if code is op.NOT_LITERAL:
        return int(argument != _NEWLINE)
    if code is op.IN:
        return int(_holds_newline(cast(Parsed, argument)))
    if code is op.SUBPATTERN:
        return _newlines(cast("tuple[object, object, object, Parsed]", argument)[3])
    if code is op.ATOMIC_GROUP:
        return _newlines(cast(Parsed, argument))
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        _, times, inner = cast("tuple[int, int, Parsed]", argument)
        most = _newlines(inner)
        return most and (None if times is op.MAXREPEAT else most * times)
    if code is op.BRANCH:
        counts = [_newlines(one) for one in cast("tuple[None, list[Parsed]]", argument)[1]]
        return None if None in counts else max(count or 0 for count in counts)
    return 0 if code in (op.AT, op.ANY, op.ASSERT, op.ASSERT_NOT) else None


def _holds_newline(members: Parsed) -> bool:
    """Whether a set of characters has the newline."""
    negated = members[0][0] is op.NEGATE
    spaces = (op.CATEGORY_SPACE, op.CATEGORY_NOT_DIGIT, op.CATEGORY_NOT_WORD)
    named = any(
        (kind is op.LITERAL and value == _NEWLINE)
        or (
            kind is op.RANGE
            and cast("tuple[int, int]", value)[0] <= _NEWLINE <= cast("tuple[int, int]", value)[1]
        )
        or (kind is op.CATEGORY and value in spaces)
        for kind, value in members
    )
    return named != negated


def _ahead(parsed: Parsed) -> int | None:
    """The most newlines that a pattern looks at beyond what it takes in."""
    most = 0
    for code, argument in parsed:
        for count in _aheads(code, argument):
            if count is None:
                return None
            most = max(most, count)
    return most


def _aheads(code: object, argument: object) -> Iterator[int | None]:
    if code in (op.ASSERT, op.ASSERT_NOT):
        inner = cast("tuple[int, Parsed]", argument)[1]
        count, further = _newlines(inner), _ahead(inner)
        yield None if count is None or further is None else count + further
    elif code is op.SUBPATTERN:
        yield _ahead(cast("tuple[object, object, object, Parsed]", argument)[3])
    elif code is op.ATOMIC_GROUP:
        yield _ahead(cast(Parsed, argument))
    elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        yield _ahead(cast("tuple[int, int, Parsed]", argument)[2])
    elif code is op.BRANCH:
        yield from (_ahead(one) for one in cast("tuple[None, list[Parsed]]", argument)[1])
