"""Opening: the characters that a match can begin with, read from a pattern's parsed form.

`re` leaps from one such character to the next where it sees them at once. Behind a look at what stands
before, or where one choice begins with a class, it does not see them, and tries the pattern everywhere:
most phrases of a schema are so. `compile_pattern` tells it.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import cast

Parsed = Sequence[tuple[object, object]]
"""What the parser of `re` makes of a pattern: operations with their arguments."""
_LATER = r"(?!\A)"
"""What a pattern begins with that never matches at the start of a text."""
_WIDE = 1000
"""A range of more characters than this tells nothing: nearly all that is written lies in it."""
_MASK, _CHARSET = 2, 5
"""Where compiled code says what is known of the beginning, and where the characters stand."""
Compiled = tuple[int, "array[int]", int, Mapping[str, int], tuple[str | None, ...]]
"""A pattern's flags, its code, how many groups it has, the place of each name and the name of each place."""
Members = tuple[tuple[object, object], ...]
"""Characters, as a set in a pattern has them."""


def compile_pattern(words: str) -> re.Pattern[str]:
    """What `re.compile` makes of a pattern; its searches find the same, sooner.

    Raises:
        re.error: It is no pattern.
    """
    return put_together(words, *compiled(words))


def either(several: Iterable[str]) -> re.Pattern[str]:
    """Several patterns as one, which is found where any of them is; nowhere where there are none.

    Raises:
        re.error: One of them is no pattern.
    """
    return compile_pattern("|".join(f"(?:{one})" for one in several) or "(?!)")


def onward(pattern: re.Pattern[str]) -> re.Pattern[str] | None:
    """The same pattern for anywhere but the start of a text, where that lets searches leap further.

    What may stand at the start (`^`) often begins with any character there, and with few elsewhere.
    """
    if pattern.flags != re.UNICODE:
        return None
    parsed = cast(Parsed, _parser.parse(pattern.pattern))
    anywhere, later = _openings(parsed, later=False), _openings(parsed, later=True)
    if later is None or (anywhere is not None and set(anywhere) == set(later)):
        return None
    return compile_pattern(_LATER + pattern.pattern)


def compiled(words: str) -> Compiled:
    """What `compile_pattern` makes a pattern of.

    Raises:
        re.error: It is no pattern.
    """
    parsed = _parser.parse(words)
    _made_atomic(parsed)
    flags: int = parsed.state.flags
    code: list[int] = _compiler._code(parsed, flags)
    known = op.SRE_INFO_PREFIX | op.SRE_INFO_CHARSET
    least, _ = parsed.getwidth()  # a search that leaps would find nothing again and again
    if least > 0 and flags == re.UNICODE and code[0] == op.INFO and not code[_MASK] & known:
        members = _openings(cast(Parsed, parsed), later=words.startswith(_LATER))
        if members is not None:
            charset: list[int] = []
            _compiler._compile_charset(_compiler._optimize_charset(members)[0], flags, charset)
            code[_CHARSET:_CHARSET] = charset
            code[_MASK] |= op.SRE_INFO_CHARSET
            code[1] += len(charset)
    places = cast("dict[str, int]", parsed.state.groupdict)
    names: list[str | None] = [None] * parsed.state.groups
    for name, place in places.items():
        names[place] = name
    return flags, array("I", code), parsed.state.groups - 1, places, tuple(names)


def _made_atomic(parsed: _parser.SubPattern) -> None:
    """Make a possessive repeat of several things one that is atomic, in place: it matches the same.

    Before Python 3.11.5, `re` forgets some matches of the former (gh-106052).
    """
    for i, (code, argument) in enumerate(parsed.data):
        for one in _inside(argument):
            _made_atomic(one)
        if code is op.POSSESSIVE_REPEAT and not _compiler._simple(argument[2]):
            repeat = _parser.SubPattern(parsed.state, [(op.MAX_REPEAT, argument)])
            parsed.data[i] = op.ATOMIC_GROUP, repeat


def _inside(argument: object) -> Iterator[_parser.SubPattern]:
    """The patterns in the argument of an operation."""
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for one in argument:
            yield from _inside(one)


def put_together(
    words: str,
    flags: int,
    code: array[int],
    groups: int,
    places: Mapping[str, int],
    names: tuple[str | None, ...],
) -> re.Pattern[str]:
    """A pattern, of what it was compiled to."""
    made = _compiler._sre.compile(words, flags, code.tolist(), groups, places, names)
    return cast("re.Pattern[str]", made)


def _openings(parsed: Parsed, later: bool) -> Members | None:
    """The characters of which one begins every match; None where that may be any, or none at all.

    `later` says that no match begins at the start of the text.
    """
    members, empty = _first(parsed, later)
    return None if empty else members


def _first(parsed: Parsed, later: bool) -> tuple[Members | None, bool]:
    """What the first character may be, and whether it may be none; None for any."""
    found: Members = ()
    seen: Members | None = None
    for code, argument in parsed:
        if code is op.ASSERT:
            ahead, inner = cast("tuple[int, Parsed]", argument)
            looked, nothing = _first(inner, later)
            if ahead > 0 and not nothing and looked is not None and not found:
                seen = looked  # whatever follows begins with one of these
        elif code is op.AT and argument is op.AT_BEGINNING and later and not found:
            return (), False
        elif code not in (op.ASSERT_NOT, op.AT):
            members, empty = _of(code, argument, later)
            if members is None:
                return seen, seen is None and empty
            found += members
            if not empty:
                return found, False
    return (found, True) if seen is None else (seen, False)


def _of(code: object, argument: object, later: bool) -> tuple[Members | None, bool]:
    """The same, of one operation."""
    if code is op.LITERAL:
        return ((code, argument),), False
    if code is op.IN:
        return _told(cast(Members, tuple(cast(Sequence[tuple[object, object]], argument)))), False
    if code is op.FAILURE:
        return (), False
    if code is op.SUBPATTERN:
        _, added, removed, inner = cast("tuple[object, int, int, Parsed]", argument)
        return (None, True) if added or removed else _first(inner, later)
    if code is op.ATOMIC_GROUP:
        return _first(cast(Parsed, argument), later)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        least, _, inner = cast("tuple[int, int, Parsed]", argument)
        members, empty = _first(inner, later)
        return members, empty or not least
    if code is op.BRANCH:
        every = [_first(one, later) for one in cast("tuple[None, list[Parsed]]", argument)[1]]
        nothing = any(empty for _, empty in every)
        if any(members is None for members, _ in every):
            return None, nothing
        return tuple(one for members, _ in every for one in members or ()), nothing
    return None, True


def _told(members: Members) -> Members | None:
    """The characters of a set, where they are few enough to tell something."""
    for kind, value in members:
        if kind is op.RANGE:
            first, last = cast("tuple[int, int]", value)
            if last - first > _WIDE:
                return None
        elif kind is not op.LITERAL and value is not op.CATEGORY_DIGIT:
            return None
    return members
