"""Scope: the readings that speak of less than the whole that is reported.

A sentence about the office alone tells another number than the table of the whole district, and
the course held on one day is not all courses of the year; that they differ is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from kanwu.checks.once import Once
from kanwu.reading import Key, Reading
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.text import Text

_BACK = 160
"""How far back a sentence is read, in folded characters."""
_LINES, _HEADING = 60, 40
"""How many lines back a heading is looked for, and how much of it is read, in characters."""
_LAST_STOP = re.compile(r".*(?:[。;]|\n\s*\n|\.(?=\s))", re.DOTALL)


def narrower_of(
    readings: Mapping[str, Sequence[Reading]], before: Callable[[int], str], schema: Schema
) -> Callable[[Key], bool]:
    """Whether, `before` a reading's value, the sentence names less than the whole; asked when it matters.

    Where the publisher's own name says the same, the body is the one that reports.
    """
    publishers = readings.get(schema.series.of, ()) if schema.series else ()
    names = [str(one.value) for one in publishers if one.value is not None]

    def narrower(key: Key) -> bool:
        patterns = schema.narrowing.get(key.field)
        if not patterns:
            return False
        own = next((one for one in readings.get(key.field, ()) if one.key == key), None)
        if own is None or own.span is None:
            return False
        words = before(own.span.start)
        return any(
            not any(match[0] in name or pattern.search(name) for name in names)
            for pattern in patterns
            for match in pattern.finditer(words)
        )

    return Once(narrower).__getitem__


def headings(text: Text, heading: re.Pattern[str]) -> Callable[[int], str]:
    """A function that gives the last heading up to a place of the source, without blanks; '' where
    there is none near."""
    folded = text.folded

    def heading_of(begin: int) -> str:
        for _ in range(_LINES):
            line = "".join(folded[begin : begin + _HEADING].partition("\n")[0].split())
            if heading.match(line.lstrip("#*|")):
                return re.split(r"[。:,;]", line)[0]
            if begin == 0:
                break
            begin = folded.rfind("\n", 0, begin - 1) + 1
        return ""

    above = Once(heading_of)

    def of(start: int) -> str:
        at, _ = text.place(Span(start, start + 1))
        return above[folded.rfind("\n", 0, at) + 1]

    return of


def sentence_before(text: Text, start: int) -> str:
    """What stands of the sentence before a place of the source, without blanks."""
    at, _ = text.place(Span(start, start + 1))
    back = max(0, at - _BACK)
    stop = _LAST_STOP.match(text.folded, back, at)
    return "".join(text.folded[stop.end() if stop else back : at].split())
