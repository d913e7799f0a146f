"""Imported: what other tools extracted, joined with our own readings.

An extraction that says what we say bears us out; one that says something else is a rival, and a
finding; one that we have nothing of is a reading of its own. From there on it is doubted, checked,
corrected and replayed like any other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from msgspec.structs import replace

from kanwu.reading import VERBATIM, Key, Qualifier, Reading, Rival, Value
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.text import Text
from kanwu.wording import says, told

Status = Literal["kept", "moved", "found", "ambiguous", "lost"]
"""What became of the place an extraction was given: it holds its words; the words stand elsewhere;
no place was given, and one was found; several places fit equally; the words stand nowhere."""
UNGROUNDED: frozenset[Status] = frozenset({"ambiguous", "lost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The place that the other tool gave, as it gave it."""

    start: int | None = None
    end: int | None = None
    status: str | None = None
    """The tool's own word for it: `match_exact`, `match_fuzzy`, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """One value that another tool extracted from one document, as it is kept in the workspace."""

    extractor: str
    document: str
    name: str
    """What the tool calls the field."""
    field: str
    """The field that it is here; the tool's own name where the schema has none."""
    item: str | None = None
    value: Value | None = None
    """As given; None where only words were given, which are the value then."""
    unit: str | None = None
    qualifier: Qualifier | None = None
    quote: str = ""
    """The words that it was read from; empty where the tool gave none."""
    given: Given = Given()
    span: Span | None = None
    """Where it stands in the source; None for what is ambiguous or lost."""
    status: Status = "lost"
    sha256: str = ""
    """The source version that the span is of."""
    extra: Mapping[str, object] = dataclasses.field(default_factory=dict)
    """All else that the tool said of it."""


def merge(
    readings: Sequence[Reading], extractions: Iterable[Extraction], text: Text, schema: Schema
) -> tuple[Reading, ...]:
    """Our readings with those of other extractors, in the schema's order.

    Extractions of fields that the schema does not have stay out.
    """
    by_name: dict[tuple[str, str, str | None], list[Reading]] = {}
    taken = [one.span for one in readings if one.span is not None and one.kind not in VERBATIM]
    for one in extractions:
        if one.field in schema.kinds:
            key = (one.extractor, one.field, one.item)
            by_name.setdefault(key, []).append(_reading(one, text, schema, taken))
    if not by_name:
        return tuple(readings)
    merged = list(readings)
    for (_, name, item), theirs in by_name.items():
        _join(merged, name, item, theirs)
    order = {id(one): i for i, one in enumerate(merged)}
    return tuple(sorted(merged, key=lambda one: (schema.order[one.key.field], order[id(one)])))


def _join(merged: list[Reading], name: str, item: str | None, theirs: list[Reading]) -> None:
    """Lay what one extractor says of one field and item on what is there."""
    every = [i for i, one in enumerate(merged) if one.key[:2] == (name, item) and not _mute(one)]
    ours = list(every)
    left: list[Reading] = []
    for their in theirs:
        same = [i for i in ours if their.value is not None and merged[i].value == their.value]
        if same:
            at = min(same, key=lambda i: _distance(merged[i], their))
            ours.remove(at)
            merged[at] = replace(merged[at], agreed=(*merged[at].agreed, their.extractor))
        elif not any(_again(their, one) for one in (*left, *(merged[i] for i in every))):
            left.append(their)
    for their in left:
        if ours:
            at = min(ours, key=lambda i: _distance(merged[i], their))
            ours.remove(at)
            if their.value is not None:
                rival = Rival(
                    extractor=their.extractor,
                    value=their.value,
                    quote=their.quote,
                    span=their.span,
                )
                merged[at] = replace(merged[at], rivals=(*merged[at].rivals, rival))
            continue
        silent = [i for i, one in enumerate(merged) if one.key[:2] == (name, item) and _mute(one)]
        if silent:
            merged[silent[0]] = replace(their, key=merged[silent[0]].key)
        else:
            taken = [one.key.nth for one in merged if one.key[:2] == (name, item)]
            merged.append(replace(their, key=Key(name, item, max(taken, default=-1) + 1)))


def _again(their: Reading, one: Reading) -> bool:
    """Whether a tool only says once more what is there: it read the document twice, or in pieces."""
    return their.value == one.value and (their.value is not None or their.span == one.span)


def _mute(one: Reading) -> bool:
    """Whether nobody has read anything; an imported value without a place is something."""
    return one.silent and not one.extractor


def _distance(one: Reading, other: Reading) -> int:
    """How far two readings stand from each other; far, where one stands nowhere."""
    if one.span is None or other.span is None:
        return 10**9
    return abs(one.span.start - other.span.start)


def _reading(one: Extraction, text: Text, schema: Schema, taken: Sequence[Span]) -> Reading:
    """A reading of what a tool extracted, with what is to be doubted if it stands alone.

    `taken` is where we read something: words that are something else to us are doubted.
    """
    kind = schema.kinds[one.field]
    value, qualifier = valued(one, schema)
    quote = text.source.quote(one.span) if one.span else one.quote
    damage = None
    if one.span is None:
        damage = "import.ungrounded"
    elif value is None:
        damage = "import.unread"
    elif not says(_folded(one.span, text), value, one.field, schema):
        damage = "import.not-in-words"
    elif kind not in VERBATIM and any(one.span.overlaps(other) for other in taken):
        damage = "import.read-otherwise"
    return Reading(
        key=Key(one.field, one.item),
        kind=kind,
        value=value,
        unit=unit(one, schema),
        qualifier=qualifier,
        quote=quote,
        span=one.span,
        damage=damage,
        path=_path(one.field, schema),
        extractor=one.extractor,
    )


def _folded(span: Span, text: Text) -> str:
    start, end = text.place(span)
    return text.folded[start:end]


def valued(one: Extraction, schema: Schema) -> tuple[Value | None, Qualifier | None]:
    """The value of an extraction in the unit of its field; None where it reads as none.

    A number of another unit (3.5, 万元) is one of the field's (35000, 元), unless it is that already.
    """
    words = one.quote if one.value is None else str(one.value)
    value, qualifier = told(words, schema.kinds[one.field])
    known = schema.fields.get(one.field)
    many = known.units.get(unit(one, schema) or "") if known else None
    if many and isinstance(value, Decimal) and (one.value is None or words in one.quote):
        value *= many
    return value, one.qualifier or qualifier


def unit(one: Extraction, schema: Schema) -> str | None:
    """The unit of an extraction: as given, else as its words have it, else that of the field."""
    known = schema.fields.get(one.field)
    names = sorted(known.units, key=len, reverse=True) if known and not one.unit else []
    written = next((name for name in names if name in one.quote), None)
    return one.unit or written or schema.units[one.field]


def _path(name: str, schema: Schema) -> tuple[str, ...]:
    """The structural place of a cell of a table."""
    table = schema.tables.get(name.partition(".")[0])
    for key, row, column in table.cells() if table else ():
        if key == name:
            return (table.key, row.key, column.key) if table else ()
    return ()
