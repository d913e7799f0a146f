"""Dataset: settled readings → rows that carry their provenance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from kanwu.numeral import plain
from kanwu.reading import Reading, State, Value
from kanwu.replay import Settled
from kanwu.schema import Schema
from kanwu.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value with where it comes from; a column a field, in this order."""

    document: str
    field: str
    item: str | None
    value: Value | None
    """None for a value that a reviewer found unreadable."""
    kind: str
    unit: str | None
    qualifier: str | None
    quote: str
    """The source's own words."""
    start: int | None
    """Code points into the source as decoded, half-open."""
    end: int | None
    state: State
    verdict: str | None
    reviewer: str | None
    at: str | None
    """When it was decided, ISO 8601, UTC."""
    note: str | None
    should_be: Value | None
    """For `sic`: what would have been right."""
    was: Value | None
    """What the machine had read where a verdict changed it."""
    correction: str | None
    """The id of the correction."""
    sha256: str
    """Of the source's characters as UTF-8."""
    schema: str
    schema_version: int


COLUMNS: tuple[str, ...] = tuple(one.name for one in fields(Row))


def row(source: Source, schema: Schema, one: Settled, state: State) -> Row:
    """The row of one settled reading."""
    reading, correction = one.reading, one.correction
    changed = one.machine is not None and one.machine.value != reading.value
    return Row(
        document=source.document,
        field=reading.key.field,
        item=reading.key.item,
        value=reading.value,
        kind=reading.kind,
        unit=reading.unit,
        qualifier=reading.qualifier,
        quote=reading.quote,
        start=reading.span.start if reading.span else None,
        end=reading.span.end if reading.span else None,
        state=state,
        verdict=correction.verdict if correction else None,
        reviewer=correction.reviewer if correction else None,
        at=correction.at.isoformat().replace("+00:00", "Z") if correction else None,
        note=(correction.note or None) if correction else None,
        should_be=correction.should_be if correction else None,
        was=one.machine.value if changed and one.machine else None,
        correction=correction.id if correction else None,
        sha256=source.sha256,
        schema=schema.name,
        schema_version=schema.version,
    )


def goes_out(one: Settled, state: State, *, doubted: bool = False) -> bool:
    """Whether a reading belongs to a release: verified, or read without a doubt.

    What is absent or silent is no value. A value that cannot be read goes out empty, with its
    verdict. With `doubted`, values that somebody still doubts go out too, marked by their state.
    """
    reading: Reading = one.reading
    if state == "silent" or (one.correction and one.correction.verdict == "absent"):
        return False
    if state == "doubted":
        return doubted and reading.value is not None
    unreadable = one.correction is not None and one.correction.verdict == "unreadable"
    return reading.value is not None or unreadable


def cells(row: Row) -> Iterator[str]:
    """A row as CSV cells, in the order of `COLUMNS`; empty where there is nothing."""
    for name in COLUMNS:
        value = getattr(row, name)
        yield "" if value is None else text(value)


def text(value: object) -> str:
    """A value as it is written: numbers without exponent."""
    return plain(value) if isinstance(value, Decimal) else str(value)


def as_json(value: object) -> object:
    """A value as JSON has it: numbers as numbers, all else as it is."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
