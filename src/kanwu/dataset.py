"""Dataset: settled readings → rows that carry their provenance.

What goes out stands in the sheet `values`, one row a value; what is held back, and why, in
`withheld`, without its value.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Literal, get_args

from kanwu.correction import UNANCHORED, VERDICTS
from kanwu.reading import Kind, Qualifier, Reading, State, Value
from kanwu.replay import Settled
from kanwu.schema import Schema
from kanwu.sheet import Record, Sheet, Type, column, sheet
from kanwu.source import Source, Span
from kanwu.text import Repair, Text

Gate = Literal["verified", "doubted"]
"""What goes out: what is verified or undoubted; or also what somebody still doubts."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
HELD = ("doubted", "absent")
"""Why a reading is held back: nobody has settled its doubt, or a reviewer calls it no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value with where it comes from; a column a field, in this order."""

    document: str
    field: str
    item: str | None
    nth: int
    """0 for the first reading of this field and item in the document, then 1, 2, …"""
    value: Value | None
    """None for a value that a reviewer found unreadable."""
    number: Decimal | None
    """The value, where it is a number."""
    date: str | None
    """The value, where it is a date given to the day."""
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
    doubts: str | None
    """Codes of the findings and rules that doubt it, or that doubted it before the verdict."""
    extractor: str | None
    """What read it, kanwu with its version, and what else read the same; None where only a
    reviewer found it."""
    repairs: str | None
    """The kinds of the repairs that its words needed before they could be read."""
    sha256: str
    """Of the source's characters as UTF-8."""
    schema: str
    schema_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A reading that does not go out, without its value; a column a field, in this order."""

    document: str
    field: str
    item: str | None
    nth: int
    why: str
    """One of `HELD`."""
    doubts: str | None
    verdict: str | None
    reviewer: str | None
    at: str | None
    correction: str | None
    start: int | None
    end: int | None


COLUMNS: tuple[str, ...] = tuple(one.name for one in fields(Row))
_cells = attrgetter(*COLUMNS)
HELD_COLUMNS: tuple[str, ...] = tuple(one.name for one in fields(Held))
_held_cells = attrgetter(*HELD_COLUMNS)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the values of one document come from: all that its rows have in common."""

    source: Source
    schema: Schema
    sha256: str
    extractor: str
    """The name and version of kanwu, for what kanwu read itself."""
    repairs: tuple[Repair, ...]
    """By their starts."""
    longest: int
    """Source characters of the longest repair."""

    def repaired(self, span: Span | None) -> str | None:
        """The kinds of the repairs that touch a span, in alphabetical order."""
        if span is None or not self.repairs:
            return None
        found: set[str] = set()
        at = bisect_left(self.repairs, span.start - self.longest, key=lambda one: one.span.start)
        while at < len(self.repairs) and self.repairs[at].span.start < span.end:
            if self.repairs[at].span.overlaps(span):
                found.add(self.repairs[at].kind)
            at += 1
        return " ".join(sorted(found)) or None


def origin(text: Text, schema: Schema, extractor: str) -> Origin:
    """What the rows of one document have in common; `extractor` is kanwu with its version."""
    repairs = tuple(sorted(text.repairs, key=lambda one: one.span))
    longest = max((one.span.size for one in repairs), default=0)
    return Origin(text.source, schema, text.source.sha256, extractor, repairs, longest)


def row(origin: Origin, one: Settled, state: State, doubts: Sequence[str] = ()) -> Row:
    """The row of one settled reading that goes out."""
    reading, correction, machine = one.reading, one.correction, one.machine
    value = reading.value
    changed = machine is not None and machine.value != value
    return Row(
        document=origin.source.document,
        field=reading.key.field,
        item=reading.key.item,
        nth=reading.key.nth,
        value=value,
        number=value if isinstance(value, Decimal) else None,
        date=day(reading.kind, value),
        kind=reading.kind,
        unit=reading.unit,
        qualifier=reading.qualifier,
        quote=reading.quote,
        start=reading.span.start if reading.span else None,
        end=reading.span.end if reading.span else None,
        state=state,
        verdict=correction.verdict if correction else None,
        reviewer=correction.reviewer if correction else None,
        at=moment(one),
        note=(correction.note or None) if correction else None,
        should_be=correction.should_be if correction else None,
        was=machine.value if changed and machine else None,
        correction=correction.id if correction else None,
        doubts=" ".join(doubts) or None,
        extractor=_readers(machine, origin.extractor) if machine else None,
        repairs=origin.repaired(reading.span),
        sha256=origin.sha256,
        schema=origin.schema.name,
        schema_version=origin.schema.version,
    )


def _readers(machine: Reading, ours: str) -> str:
    """Every extractor that read the same, the one whose reading it is first."""
    return "; ".join((machine.extractor or ours, *machine.agreed))


def held(origin: Origin, one: Settled, why: str, doubts: Sequence[str] = ()) -> Held:
    """The row of one settled reading that does not go out; `why` is one of `HELD`."""
    reading, correction = one.reading, one.correction
    return Held(
        document=origin.source.document,
        field=reading.key.field,
        item=reading.key.item,
        nth=reading.key.nth,
        why=why,
        doubts=" ".join(doubts) or None,
        verdict=correction.verdict if correction else None,
        reviewer=correction.reviewer if correction else None,
        at=moment(one),
        correction=correction.id if correction else None,
        start=reading.span.start if reading.span else None,
        end=reading.span.end if reading.span else None,
    )


def moment(one: Settled) -> str | None:
    """When a reading was decided, ISO 8601, UTC."""
    return one.correction.at.isoformat().replace("+00:00", "Z") if one.correction else None


def day(kind: Kind, value: Value | None) -> str | None:
    """A date that is given to the day, ISO 8601; None for any other value.

    >>> day("date", "2021-01-29"), day("date", "2021-01"), day("text", "2021-01-29")
    ('2021-01-29', None, None)
    """
    told = kind == "date" and isinstance(value, str) and _DAY.fullmatch(value)
    return str(value) if told else None


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


@cache
def values_sheet() -> Sheet:
    """The long table: one row a value."""
    types: dict[str, Type] = {"number": "number", "date": "date", "at": "datetime"}
    types |= dict.fromkeys(("value", "should_be", "was"), "any")
    types |= dict.fromkeys(("nth", "start", "end", "schema_version"), "integer")
    categories = {
        "kind": get_args(Kind),
        "qualifier": get_args(Qualifier),
        "state": ("read", "doubted", "verified"),
        "verdict": tuple(one for one in VERDICTS if one not in UNANCHORED | {"absent"}),
    }
    return sheet(
        "values",
        [column(name, types.get(name, "string"), categories.get(name, ())) for name in COLUMNS],
    )


@cache
def withheld_sheet() -> Sheet:
    """What does not go out, and why: one row a reading, without its value."""
    columns = []
    for one in fields(Held):
        match one.name:
            case "nth" | "start" | "end":
                columns.append(column(one.name, "integer"))
            case "at":
                columns.append(column(one.name, "datetime"))
            case "why":
                columns.append(column(one.name, categories=HELD))
            case _:
                columns.append(column(one.name))
    return sheet("withheld", columns)


def record(one: Row) -> Record:
    """A row as cells, in the order of `COLUMNS`."""
    cells: Record = _cells(one)
    return cells


def held_record(one: Held) -> Record:
    """A withheld row as cells, in the order of its sheet."""
    cells: Record = _held_cells(one)
    return cells


def as_json(value: object) -> object:
    """A value as JSON has it: numbers as numbers, all else as it is."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
