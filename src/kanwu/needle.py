"""Needle: the words without which a pattern cannot match, read from its parsed form.

Most phrases of a schema name something that most sentences do not; `seeking` tries a pattern only
near the words it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import product
from math import fsum
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import cast

from msgspec import Struct

from kanwu.opening import Parsed

END = "。"
"""What ends a sentence, as the end of a line does, but in an aside."""
ASIDE = 60
"""A pair of brackets around no more characters than this, none a bracket or the end of a line, is an aside."""
SEEN = 8
"""So many characters behind the end of a match, no more, are seen for nothing."""
_CODES = frozenset(map(ord, "\n" + END))
_WORDS = 48
"""A pattern that needs one of more words than this is tried everywhere."""
_MOST = 4
"""No more sets of words than this are looked for: the others tell little more."""
_RARER = 20.0
"""A word is taken to be so much rarer than one of a character less."""
_SET = 8
"""A set of characters no larger than this is spelled out."""
_TIMES = 3
"""What is repeated no more often than this is spelled out."""
_NOTHING = frozenset([""])
"""What an operation takes in that only looks."""
_UNTOLD = 1 << 32
"""So many ends of sentences, where there may be any number."""
_Needed = tuple[frozenset[str], int]
"""Words of which one is in every match, and how many ends of sentences may lie before it."""
_CLASSES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


class Needle(Struct, frozen=True, gc=False):
    """What a pattern needs."""

    words: frozenset[str]
    """One of these is in every match; empty when nothing is known."""
    also: tuple[frozenset[str], ...]
    """One of each of these is in every match as well."""
    before: tuple[int, ...]
    """For each of these, `words` first: no more ends of sentences than this lie before one in a match."""
    breaks: int | None
    """A match holds no more ends of sentences than this; None when it may hold any number."""
    ahead: int | None
    """What it looks at more than `SEEN` characters after itself goes on beyond no more of them than this."""


def needle_of(pattern: re.Pattern[str]) -> Needle:
    """What a pattern needs.

    >>> sorted(needle_of(re.compile("(?:公示|公告)栏[0-9]{1,4}个")).words)
    ['公告栏', '公示栏']
    """
    plain = _plain(pattern)
    parsed = _parsed(pattern)
    found: dict[frozenset[str], int] = {}
    for words, before in _all_needed(parsed) if plain else ():
        found[words] = min(before, found.get(words, before))
    needed: list[frozenset[str]] = []
    for words in sorted(found, key=_worth, reverse=True):
        if not any(_imply(other, words) and found[other] <= found[words] for other in needed):
            needed.append(words)
    needed = needed[:_MOST] or [frozenset()]
    return Needle(
        needed[0],
        tuple(needed[1:]),
        tuple(found.get(words, 0) for words in needed),
        _breaks(parsed) if plain else None,
        _ahead(parsed) if plain else None,
    )


def few_words(pattern: re.Pattern[str]) -> frozenset[str]:
    """The fewest words of which one is in every match; none when nothing is known.

    >>> sorted(few_words(re.compile("(?:博彩|赌场)(?:网站|平台)?")))
    ['博彩', '赌场']
    """
    found = [words for words, _ in _all_needed(_parsed(pattern))] if _plain(pattern) else []
    return max(found, key=lambda words: (-len(words), _worth(words)), default=frozenset())


def _parsed(pattern: re.Pattern[str]) -> Parsed:
    """The parsed form of a pattern."""
    return cast(Parsed, _parser.parse(pattern.pattern, pattern.flags))


def _plain(pattern: re.Pattern[str]) -> bool:
    """Whether no flag makes its characters stand for others."""
    return pattern.flags & ~re.UNICODE == 0


def _imply(words: frozenset[str], others: frozenset[str]) -> bool:
    """Whether one of the others stands wherever one of the words does."""
    return all(any(other in word for other in others) for word in words)


def _worth(words: frozenset[str]) -> tuple[float, list[str]]:
    """Long words are better than short ones, few than many: what seldom stands in a text is."""
    return -fsum(_RARER ** -len(word) for word in words), sorted(words)


def _needed(parsed: Parsed) -> _Needed | None:
    """The best words of which one must stand in a match."""
    return max(_all_needed(parsed), key=lambda one: _worth(one[0]), default=None)


def _all_needed(parsed: Parsed) -> list[_Needed]:
    """Sets of words of which each has one in every match."""
    found: list[_Needed] = []
    run: list[frozenset[str]] = []
    before = 0
    for (code, argument), most in zip([*parsed, (None, None)], [*_mosts(parsed), 0], strict=True):
        found += [(words, before + ends) for words, ends in _inner(code, argument)]
        if several := _spelled(code, argument):
            run.append(several)
            continue
        found += [(words, before) for words in _told(run)]
        run = []
        before += _UNTOLD if most is None else most
    return found


def _told(run: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The best words of which one stands where a run of operations takes in what it spells."""
    found: list[frozenset[str]] = []
    for first, several in enumerate(run):
        spelled = several
        for following in [*run[first + 1 :], None]:
            if all(map(_tells, spelled)):
                found.append(_shortest(spelled))
            if following is None or len(spelled) * len(following) > _WORDS:
                break
            spelled = frozenset(map("".join, product(spelled, following)))
    return [max(found, key=_worth)] if found else []


def _shortest(words: Set[str]) -> frozenset[str]:
    """The words that hold none of the others: one of them stands where any stands."""
    return frozenset(
        one for one in words if not any(other in one for other in words if other != one)
    )


def _tells(word: str) -> bool:
    """Whether a word tells a place: it is more than one mark or digit."""
    return len(word) > 1 or word.isalpha()


def _spelled(code: object, argument: object) -> frozenset[str] | None:
    """What one operation may take in, where it is little and lies in one sentence."""
    if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
        return _NOTHING
    if code is op.LITERAL:
        return None if argument in _CODES else frozenset([chr(cast(int, argument))])
    if code is op.IN:
        members = cast(Parsed, argument)
        few = len(members) <= _SET and all(kind is op.LITERAL for kind, _ in members)
        if not few or any(value in _CODES for _, value in members):
            return None
        return frozenset(chr(cast(int, value)) for _, value in members)
    if code is op.SUBPATTERN:
        _, more, less, inner = cast("tuple[object, int, int, Parsed]", argument)
        return None if more or less else _all_spelled(inner)
    if code is op.ATOMIC_GROUP:
        return _all_spelled(cast(Parsed, argument))
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, times, inner = cast("tuple[int, int, Parsed]", argument)
        if times > _TIMES:
            return None
        each = [_all_spelled([*inner] * many) for many in range(least, times + 1)]
        return _together(each)
    if code is op.BRANCH:
        return _together(map(_all_spelled, cast("tuple[None, list[Parsed]]", argument)[1]))
    return None


def _all_spelled(parsed: Parsed) -> frozenset[str] | None:
    """What some operations may take in one after the other."""
    spelled = _NOTHING
    for code, argument in parsed:
        several = _spelled(code, argument)
        if several is None or len(spelled) * len(several) > _WORDS:
            return None
        spelled = frozenset(map("".join, product(spelled, several)))
    return spelled


def _together(each: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """What either of some choices may take in."""
    spelled: set[str] = set()
    for several in each:
        if several is None:
            return None
        spelled |= several
    return frozenset(spelled) if len(spelled) <= _WORDS else None


def _inner(code: object, argument: object) -> list[_Needed]:
    """The sets of words that a group, a choice or a repetition needs."""
    if code is op.SUBPATTERN:
        _, more, less, inner = cast("tuple[object, int, int, Parsed]", argument)
        return [] if more or less else _all_needed(inner)
    if code is op.ATOMIC_GROUP:
        return _all_needed(cast(Parsed, argument))
    if code is op.ASSERT:  # what must stand before or behind, in the same sentence
        _, beside = cast("tuple[int, Parsed]", argument)
        return _all_needed(beside) if _breaks(beside) == 0 else []
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, inner = cast("tuple[int, int, Parsed]", argument)
        return _all_needed(inner) if least else []
    if code is op.BRANCH:
        choices = [_needed(one) for one in cast("tuple[None, list[Parsed]]", argument)[1]]
        words = _shortest({word for one in choices if one for word in one[0]})
        before = max((one[1] for one in choices if one), default=0)
        return [(words, before)] if all(choices) and len(words) <= _WORDS else []
    return []


def _breaks(parsed: Parsed) -> int | None:
    """The most ends of sentences that a match may hold."""
    total = 0
    for most in _mosts(parsed):
        if most is None:
            return None
        total += most
    return total


def _mosts(parsed: Parsed) -> Iterator[int | None]:
    """The most ends of sentences that each operation may take in."""
    inside = _aside(parsed)
    for i, (code, argument) in enumerate(parsed):
        yield 0 if i in inside else _most(code, argument)


def _aside(parsed: Parsed) -> set[int]:
    """The operations that take in what stands in an aside, and no more, by their numbers."""
    found: set[int] = set()
    within: list[int] | None = None
    width = 0
    for i, (code, argument) in enumerate(parsed):
        if code is op.LITERAL and argument == ord("("):
            within, width = [], 0
        elif within is not None and code is op.LITERAL and argument == ord(")"):
            found.update(within)
            within = None
        elif within is not None:
            most = _most_inside(code, argument)
            width += ASIDE + 1 if most is None else most
            within = [*within, i] if width <= ASIDE else None
    return found


def _most_inside(code: object, argument: object) -> int | None:
    """The most characters that an operation takes in, where none is a bracket or the end of a line."""
    if several := _spelled(code, argument):
        return None if any(set("()") & {*one} for one in several) else max(map(len, several))
    if code not in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return None
    _, times, inner = cast("tuple[int, int, Parsed]", argument)
    kind, members = inner[0]
    if len(inner) > 1 or kind is not op.IN:
        return None
    few = cast(Parsed, members)
    apart = few[0][0] is op.NEGATE and {(op.LITERAL, ord(one)) for one in "()\n"} <= {*few}
    return times if apart else None


def _most(code: object, argument: object) -> int | None:
    """The most ends of sentences that one operation may take in."""
    if code is op.LITERAL:
        return int(argument in _CODES)
    if code in (op.NOT_LITERAL, op.ANY):
        return 1
    if code is op.IN:
        return int(_holds_break(cast(Parsed, argument)))
    if code is op.SUBPATTERN:
        return _breaks(cast("tuple[object, object, object, Parsed]", argument)[3])
    if code is op.ATOMIC_GROUP:
        return _breaks(cast(Parsed, argument))
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        _, times, inner = cast("tuple[int, int, Parsed]", argument)
        most = _breaks(inner)
        return most and (None if times is op.MAXREPEAT else most * times)
    if code is op.BRANCH:
        counts = [_breaks(one) for one in cast("tuple[None, list[Parsed]]", argument)[1]]
        return None if None in counts else max(count or 0 for count in counts)
    return 0 if code in (op.AT, op.ASSERT, op.ASSERT_NOT) else None


def _holds_break(members: Parsed) -> bool:
    """Whether a set of characters has one that ends a sentence."""
    named = {code for code in _CODES for kind, value in members if _names(kind, value, code)}
    return named < _CODES if members[0][0] is op.NEGATE else bool(named)


def _names(kind: object, value: object, code: int) -> bool:
    """Whether a member of a set is, or spans, a character; of a class of them, whether it may."""
    if kind is op.RANGE:
        first, last = cast("tuple[int, int]", value)
        return first <= code <= last
    if kind is op.CATEGORY:
        return bool(re.match(_CLASSES[value], chr(code)))
    return kind is op.LITERAL and value == code


def _ahead(parsed: Parsed, seen: int = SEEN) -> int | None:
    """The most ends of sentences that a pattern looks past, beyond what it takes in and `seen` characters."""
    most = 0
    for code, argument in parsed:
        for count in _aheads(code, argument, seen):
            if count is None:
                return None
            most = max(most, count)
    return most


def _aheads(code: object, argument: object, seen: int) -> Iterator[int | None]:
    if code in (op.ASSERT, op.ASSERT_NOT):
        side, inner = cast("tuple[int, Parsed]", argument)
        width = _width(inner) if side > 0 else 0
        count = _breaks(inner) if width > seen else 0
        further = _ahead(inner, seen if width > seen else seen - width)
        yield None if count is None or further is None else count + further
    elif code is op.SUBPATTERN:
        yield _ahead(cast("tuple[object, object, object, Parsed]", argument)[3], seen)
    elif code is op.ATOMIC_GROUP:
        yield _ahead(cast(Parsed, argument), seen)
    elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        yield _ahead(cast("tuple[int, int, Parsed]", argument)[2], seen)
    elif code is op.BRANCH:
        yield from (_ahead(one, seen) for one in cast("tuple[None, list[Parsed]]", argument)[1])


def _width(parsed: Parsed) -> int:
    """The most characters that a pattern takes in."""
    return int(cast("_parser.SubPattern", parsed).getwidth()[1])
