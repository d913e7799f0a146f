"""Scope: the readings that speak of less than the whole that is reported.

A sentence about the office alone tells another number than the table of the whole district, and
the course held on one day is not all courses of the year; that they differ is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from kanwu.reading import Key, Reading
from kanwu.replay import Settled
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.text import Text

_BACK = 160
"""How far back a sentence is read, in folded characters."""
_LINES, _HEADING = 60, 40
"""How many lines back a heading is looked for, and how much of it is read, in characters."""
_LAST_STOP = re.compile(r".*(?:[。;]|\n\s*\n|\.(?=\s))", re.DOTALL)


def narrower_of(settled: Sequence[Settled], text: Text, schema: Schema) -> Callable[[Key], bool]:
    """Whether, before a reading's value, the sentence names less than the whole; asked when it matters.

    Where the publisher's own name says the same, the body is the one that reports.
    """
    of = schema.series.of if schema.series else None

    @cache
    def known() -> tuple[dict[Key, Reading], list[str]]:
        readings = {one.reading.key: one.reading for one in settled}
        own = (r.value for r in readings.values() if r.key.field == of)
        return readings, [str(value) for value in own if value is not None]

    @cache
    def narrower(key: Key) -> bool:
        field = schema.fields.get(key.field)
        if field is None or field.kind not in {"count", "money"}:
            return False
        readings, names = known()
        span = readings[key].span
        if span is None:
            return False
        asked = [one for one in schema.narrower if not one.fields or field.key in one.fields]
        before = sentence_before(text, span.start) if asked else ""
        return any(
            not any(match[0] in name or pattern.search(name) for name in names)
            for one in asked
            for pattern in one.words
            for match in pattern.finditer(before)
        )

    return narrower


def heading_above(text: Text, start: int, heading: re.Pattern[str]) -> str:
    """The last heading up to a place of the source, without blanks; '' where there is none near."""
    at, _ = text.place(Span(start, start + 1))
    end = at
    for _ in range(_LINES):
        begin = text.folded.rfind("\n", 0, end) + 1
        line = "".join(text.folded[begin : begin + _HEADING].partition("\n")[0].split())
        if heading.match(line.lstrip("#*|")):
            return re.split(r"[。:,;]", line)[0]
        if begin == 0:
            break
        end = begin - 1
    return ""


def sentence_before(text: Text, start: int) -> str:
    """What stands of the sentence before a place of the source, without blanks."""
    at, _ = text.place(Span(start, start + 1))
    back = max(0, at - _BACK)
    stop = _LAST_STOP.match(text.folded, back, at)
    return "".join(text.folded[stop.end() if stop else back : at].split())
