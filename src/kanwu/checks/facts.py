"""Facts and Trial: settled readings as rules see them, and what one try of a rule gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from kanwu.message import Message
from kanwu.reading import Key, Reading, Value
from kanwu.replay import Settled
from kanwu.schema import Schema

Outcome = Literal["pass", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that would make a relation hold."""

    key: Key
    value: Value
    reason: Message


@dataclass(frozen=True, slots=True)
class Trial:
    """What one rule says of some readings."""

    outcome: Outcome
    keys: tuple[Key, ...]
    """The readings concerned, the most suspect first."""
    facts: Message
    """The arithmetic or comparison, spelled out."""
    proposals: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The readings that rules may use: an absent one is none, an unreadable one is unknown."""

    schema: Schema
    readings: Mapping[str, tuple[Reading, ...]]
    """By field, in the order of the text."""

    def all(self, field: str) -> tuple[Reading, ...]:
        """Every reading of a field that stands in the document."""
        return self.readings.get(field, ())

    def first(self, field: str) -> Reading | None:
        """The first reading of a field."""
        return next(iter(self.all(field)), None)

    def known(self, fields: Iterable[str]) -> Iterator[Reading]:
        """The readings of these fields that have an exact value."""
        for field in fields:
            for reading in self.all(field):
                if reading.value is not None and reading.qualifier is None:
                    yield reading

    def with_value(self, key: Key, value: Value) -> Facts:
        """The same facts, had one reading another value."""
        changed = tuple(
            replace(reading, value=value) if reading.key == key else reading
            for reading in self.readings[key.field]
        )
        return Facts(self.schema, {**self.readings, key.field: changed})


def facts_of(settled: Iterable[Settled], schema: Schema) -> Facts:
    """What rules may use of the settled readings."""
    found: dict[str, list[Reading]] = {}
    for one in settled:
        gone = one.correction is not None and one.correction.verdict == "absent"
        if not gone and not (one.reading.silent and one.reading.value is None):
            found.setdefault(one.reading.key.field, []).append(one.reading)
    return Facts(schema, {field: tuple(readings) for field, readings in found.items()})


def amount(reading: Reading) -> Decimal | None:
    """The number of a reading, in the unit of its field; None where it is unknown or no number."""
    return reading.value if isinstance(reading.value, Decimal) else None
