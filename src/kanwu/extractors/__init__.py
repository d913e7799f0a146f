"""Extractors: Text + Schema → Readings.

Each extractor has one signature, `Page, Schema → Readings`, and reads one shape of writing. The
later ones see what the earlier ones claimed, so that no number is read as two things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from msgspec.structs import replace

from kanwu.extractors import form, label, listing, table
from kanwu.extractors.page import Page, page
from kanwu.reading import Key, Reading
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.text import Text

EXTRACTORS: Mapping[str, Callable[[Page, Schema], Iterable[Reading]]] = {
    "table": table.read,
    "label": label.read,
    "listing": listing.read,
}


def extract(text: Text, schema: Schema) -> tuple[Reading, ...]:
    """Every reading of a text, in the schema's order; fields it says nothing of are silent."""
    one = page(text, schema)
    spoilt = sorted([repair.span for repair in text.mended if repair.kind == "spam"])
    found: list[Reading] = []
    new: list[Reading] = []
    for read in EXTRACTORS.values():
        one = one.claim(
            span
            for reading in new
            if (span := reading.span) is not None and reading.kind != "passage"
        )
        new = _sound(read(one, schema), spoilt)
        found.extend(new)
    found.extend(form.read(one, schema, found))
    return _numbered(found, schema)


@lru_cache(16)
def _silent(schema: Schema) -> Mapping[str, Sequence[Reading]]:
    """The readings of every field where a document says nothing of it, in the schema's order: one
    where it is asked for."""
    asked = {*schema.fields, *(f for x in schema.listings for f in (x.field, x.percent))}
    return {
        field: (Reading(key=Key(field), kind=schema.kinds[field]),) if field in asked else ()
        for field in schema.order
    }


def _sound(readings: Iterable[Reading], spoilt: Sequence[Span]) -> list[Reading]:
    """The readings without those inside an advertisement; one that holds some has no value."""
    if not spoilt:
        return list(readings)
    kept = []
    for reading in readings:
        over = [one for one in spoilt if reading.span and reading.span.overlaps(one)]
        if not over:
            kept.append(reading)
        elif reading.span and not any(_inside(reading.span, one) for one in over):
            kept.append(replace(reading, value=None, damage="text.spam", candidates=()))
    return kept


def _inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def _numbered(readings: Sequence[Reading], schema: Schema) -> tuple[Reading, ...]:
    """Readings in order, the second one of a field and item numbered 1, and so on; silent ones between."""
    of_field: dict[str, list[Reading]] = {}
    again: set[str] = set()
    for reading in readings:
        field = reading.key.field
        if field in of_field:
            of_field[field].append(reading)
            again.add(field)
        else:
            of_field[field] = [reading]
    for field in again:
        of_field[field] = _in_order(of_field[field])
    return tuple(chain.from_iterable({**_silent(schema), **of_field}.values()))


def _in_order(several: Sequence[Reading]) -> list[Reading]:
    """The readings of one field as the text has them, the second of an item numbered 1."""
    seen: dict[str | None, int] = {}
    numbered = []
    for reading in sorted(several, key=lambda r: -1 if r.span is None else r.span.start):
        field, item = reading.key.field, reading.key.item
        nth = seen.get(item, 0)
        numbered.append(replace(reading, key=Key(field, item, nth)) if nth else reading)
        seen[item] = nth + 1
    return numbered
