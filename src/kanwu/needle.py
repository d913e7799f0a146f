"""Needle: the words without which a pattern cannot match, read from its parsed form.

Most phrases of a schema name something that most sentences do not; `seeking` tries a pattern only
near the words it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import cast

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
_SET = 8
"""A set of characters no larger than this is spelled out."""
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


@dataclass(frozen=True, slots=True)
class Needle:
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
    plain = pattern.flags & ~re.UNICODE == 0
    parsed = cast(Parsed, _parser.parse(pattern.pattern, pattern.flags))
    found: dict[frozenset[str], int] = {}
    for words, before in _all_needed(parsed) if plain else ():
        found[words] = min(before, found.get(words, before))
    needed = sorted(found, key=_worth, reverse=True)[:_MOST] or [frozenset()]
    return Needle(
        needed[0],
        tuple(needed[1:]),
        tuple(found.get(words, 0) for words in needed),
        _breaks(parsed) if plain else None,
        _ahead(parsed) if plain else None,
    )


def _worth(words: frozenset[str]) -> tuple[int, int, list[str]]:
    """Long words are better than short ones, few than many."""
    return min(map(len, words)), -len(words), sorted(words)


def _needed(parsed: Parsed) -> _Needed | None:
    """The best words of which one must stand in a match."""
    return max(_all_needed(parsed), key=lambda one: _worth(one[0]), default=None)


def _all_needed(parsed: Parsed) -> list[_Needed]:
    """Sets of words of which each has one in every match."""
    found: list[_Needed] = []
    run: list[Sequence[str]] = []
    before = 0
    for (code, argument), most in zip([*parsed, (None, None)], [*_mosts(parsed), 0], strict=True):
        letters = _letters(code, argument)
        if letters and _CODES.isdisjoint(map(ord, letters)):
            run.append(letters)
            continue
        found += [(words, before) for words in _spelled(run) if all(map(_tells, words))]
        run = []
        found += [(words, before + ends) for words, ends in _inner(code, argument)]
        before += _UNTOLD if most is None else most
    return found


def _tells(word: str) -> bool:
    """Whether a word tells a place: it is more than one mark or digit, and lies in one sentence."""
    return (len(word) > 1 or word.isalpha()) and _CODES.isdisjoint(map(ord, word))


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


def _inner(code: object, argument: object) -> list[_Needed]:
    """The sets of words that a group, a choice or a repetition needs."""
    if code is op.SUBPATTERN:
        return _all_needed(cast("tuple[object, object, object, Parsed]", argument)[3])
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
        words = frozenset(word for one in choices if one for word in one[0])
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
    opened, closed = (op.LITERAL, ord("(")), (op.LITERAL, ord(")"))
    around = [(None, None), *parsed, (None, None)]
    for before, (code, argument), after in zip(around, parsed, around[2:], strict=False):
        aside = before == opened and after == closed and _stays_inside(code, argument)
        yield 0 if aside else _most(code, argument)


def _stays_inside(code: object, argument: object) -> bool:
    """Whether an operation repeats what may stand in an aside, no more often."""
    if code not in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        return False
    _, times, inner = cast("tuple[int, int, Parsed]", argument)
    kind, members = inner[0]
    if times > ASIDE or len(inner) > 1 or kind is not op.IN:
        return False
    few = cast(Parsed, members)
    return few[0][0] is op.NEGATE and {(op.LITERAL, ord(one)) for one in "()\n"} <= {*few}


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
