"""Label: values that prose names with a phrase of the schema, or tells in words."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from kanwu import dates, numeral
from kanwu.candidate import Meaning, weigh
from kanwu.extractors.page import Page, clear, unit_lost
from kanwu.extractors.questions import questions, sought
from kanwu.extractors.seeking import Phrase, Sought, occurrences
from kanwu.message import say
from kanwu.reading import VERBATIM, Key, Kind, Qualifier, Reading, Value
from kanwu.schema import Field, Schema
from kanwu.source import Span

HEAD, TAIL = 1200, 900
"""How many flowing characters count as the head and the tail of a document."""
_LAST_STOP = re.compile(r".*(?:[。;\n]|\.(?= ))", re.DOTALL)
_APART: frozenset[Kind] = VERBATIM | {"date", "year"}
"""The kinds that may be read where an earlier extractor read something."""
_SENTENCE = 160
"""How far back a sentence is read, in flowing characters."""


def read(page: Page, schema: Schema) -> Iterator[Reading]:
    """The readings of every field that has phrases."""
    here = sought(page.flow.folded, schema)
    end = len(here.text)
    parts = {"any": (0, end), "head": (0, min(end, HEAD)), "tail": (max(0, end - TAIL), end)}
    first: dict[str, Span] = {}
    for field, phrases, bits in questions(schema).fields:
        if bits & here.lacking == bits or (field.inside and field.inside not in first):
            continue
        within = page.flow.place(first[field.inside]) if field.inside else parts[field.within]
        taken: list[Span] = []
        for match, told in _matches(here, field, phrases, schema.denied, *within):
            reading = _reading(page, field, match, told)
            span = reading.span
            if span is None or not clear(span, taken):
                continue
            if told is None and field.kind not in _APART and not page.free(span):
                continue
            insort(taken, span)
            first.setdefault(field.key, span)
            yield reading
            if field.share_item and told is None:
                yield from _share(page, schema, field.share_item, match.end())


def _matches(
    here: Sought,
    field: Field,
    several: Sequence[Phrase],
    denied: Sequence[re.Pattern[str]],
    start: int,
    end: int,
) -> list[tuple[re.Match[str], str | None]]:
    """The matches that count, in the order of the phrases, with the value told where it is in words."""
    found: list[tuple[re.Match[str], str | None]] = []
    chosen: Phrase | None = None
    for one, match in occurrences(several, here, start, end):
        if field.take == "last" and chosen and chosen is not one:
            break
        if _meant(here.text, field, match, denied):
            found.append((match, one.told))
            chosen = one
            if field.take == "first":
                break
    if chosen and field.take == "last":
        return found[-1:] if chosen.told is None else found[:1]
    return found


def _meant(
    flow: str, field: Field, match: re.Match[str], denied: Sequence[re.Pattern[str]]
) -> bool:
    """Whether nothing earlier in the sentence makes the match another thing, or none at all."""
    told = "value" not in match.re.groupindex
    number = None if told or field.kind in _APART else numeral.parse(match["value"])
    against = field.unless if number is None or number.value != 1 else (*field.unless, *denied)
    if not against:
        return True
    at = match.start(0 if told else "value")
    back = max(0, at - _SENTENCE)
    stop = _LAST_STOP.match(flow, back, at)
    before = flow[stop.end() if stop else back : at]
    return not any(pattern.search(before) for pattern in against)


def _reading(page: Page, field: Field, match: re.Match[str], told: str | None) -> Reading:
    groups = match.groupdict()
    unit = groups.get("unit") or field.unit
    if told is not None:
        place = match.span("quote" if "quote" in groups else 0)
        span = page.flow.span(*place)
        return Reading(
            key=Key(field.key),
            kind=field.kind,
            value=_constant(told),
            unit=field.unit,
            quote=page.text.source.quote(span),
            span=span,
        )
    place = match.span("value")
    for side, end in enumerate(("run_start", "run_end")):
        if end in groups:
            return _of_run(page, field, place, side)
    reading = page.read(
        Key(field.key),
        field.kind,
        place,
        unit="%" if field.kind == "percent" else unit,
        qualifier=qualifier(page.flow.folded, match, groups),
        path=(field.within,) if field.within != "any" else (),
    )
    told_unit = field.kind != "money" or groups.get("unit")
    return reading if told_unit else unit_lost(reading, match["value"])


def qualifier(
    flow: str, match: re.Match[str], groups: Mapping[str, str | None]
) -> Qualifier | None:
    """What the words around a number, and those after its unit (150条左右), say of it; `groups` are
    those of the match, by their names."""
    after = groups.get("after") or ""
    if not after and groups.get("unit"):
        beyond = numeral.BEYOND.match(flow, match.end("unit"))
        after = beyond[0] if beyond else ""
    return numeral.qualifier(groups.get("before") or "", after)


def _of_run(page: Page, field: Field, place: tuple[int, int], side: int) -> Reading:
    """One end (0 start, 1 end) of a period whose dates are glued into one run of digits."""
    span = page.flow.span(*place)
    words = page.flow.folded[slice(*place)]
    why = (say("garble.period"),)
    ends = [
        Meaning(start if side == 0 else end, cost, why) for start, end, cost in dates.periods(words)
    ]
    return Reading(
        key=Key(field.key),
        kind=field.kind,
        quote=page.text.source.quote(span),
        span=span,
        damage="date.period-run",
        candidates=weigh((end, ()) for end in ends),
    )


def _constant(told: str) -> Value:
    try:
        return Decimal(told)
    except InvalidOperation:
        return told


def _share(page: Page, schema: Schema, item: str, at: int) -> Iterator[Reading]:
    """The percentage that follows a count, under the item that the count goes by."""
    for listing in schema.listings:
        match = listing.share.match(page.flow.folded, at)
        if match:
            yield page.read(Key(listing.percent, item), "percent", match.span("value"), unit="%")
            return
