"""Facts and Trial: settled readings as rules see them, and what one try of a rule gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kanwu.message import Message
from kanwu.reading import Key, Reading, Value
from kanwu.schema import Schema
from kanwu.text import Text

Outcome = Literal["pass", "fail", "unknown"]


class Proposal(Struct, frozen=True):
    """A value that would make a relation hold."""

    key: Key
    value: Value
    why: Message | Callable[[], Message]
    """What makes it hold, spelled out now or when it is asked for."""

    @property
    def reason(self) -> Message:
        """What makes it hold, spelled out."""
        return self.why if isinstance(self.why, Message) else self.why()


class Trial(Struct, frozen=True):
    """What one rule says of some readings."""

    outcome: Outcome
    keys: tuple[Key, ...]
    """The readings concerned, the most suspect first."""
    facts: Message | Callable[[], Message]
    """The arithmetic or comparison, spelled out now or when it is asked for."""
    proposed: tuple[Proposal, ...] | Callable[[], Iterable[Proposal]] = ()
    """Values that would make it hold, for readings concerned; told now or when they are asked for."""
    signs: Mapping[str, int] | None = None
    """Of a linear relation inside one table, the sign of each field, of which the first reading
    counts; so they sum to zero."""

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Values that would make it hold."""
        return self.proposed if isinstance(self.proposed, tuple) else tuple(self.proposed())

    @property
    def said(self) -> Message:
        """The arithmetic or comparison, spelled out."""
        return self.facts if isinstance(self.facts, Message) else self.facts()


class Last(Struct, frozen=True):
    """What the reports of one publisher for one year tell the report of the next."""

    documents: tuple[str, ...]
    values: Mapping[str, Decimal]
    """By field; where two reports of the year differ, nothing is known."""


class Facts(Struct, frozen=True):
    """The readings that rules may use: an absent one is none, an unreadable one is unknown."""

    schema: Schema
    readings: Mapping[str, tuple[Reading, ...]]
    """By field, in the order of the text."""
    exact: Mapping[str, Decimal]
    """The number of each field whose first reading is one, and says nothing of how exact it is."""
    last: Last | None = None
    """What the publisher's report of the year before tells."""
    narrower: Callable[[Key], bool] = lambda _: False
    """Whether a reading speaks of less than the whole: then it must equal nothing else."""
    addressed: tuple[date, ...] = ()
    """The days that the document's address or name holds."""
    text: Text | None = None
    """The document's text, for rules that ask what stands around a value."""
    before: Callable[[int], str] = lambda _: ""
    """What stands of the sentence before a place of the source, cut out once for all rules."""
    above: Callable[[int], str] = lambda _: ""
    """The last heading above a place of the source, looked for once in each line."""
    asked: Key | None = None
    """The only reading that anybody asks about: what a rule says of others need not be told."""

    def all(self, field: str) -> tuple[Reading, ...]:
        """Every reading of a field that stands in the document."""
        return self.readings.get(field, ())

    def first(self, field: str) -> Reading | None:
        """The first reading of a field."""
        readings = self.readings.get(field)
        return readings[0] if readings else None

    def each(self, field: str) -> Sequence[Reading]:
        """The readings of a field that a rule is tried on one by one: all, or the one asked about."""
        readings, asked = self.readings.get(field, ()), self.asked
        if asked is None or asked.field != field or len(readings) < 2:
            return readings
        return [reading for reading in readings if reading.key == asked]

    def of(self, key: Key) -> Reading | None:
        """The reading of a key."""
        for one in self.readings.get(key.field, ()):
            if one.key == key:
                return one
        return None

    def known(self, fields: Iterable[str]) -> list[Reading]:
        """The readings of these fields that have an exact value."""
        there = self.readings
        return [
            reading
            for field in fields
            for reading in there.get(field, ())
            if reading.value is not None and reading.qualifier is None
        ]

    def with_value(self, key: Key, value: Value) -> Facts:
        """The same facts, had one reading another value."""
        return self.with_readings(key.field, self.valued(key, value))

    def valued(self, key: Key, value: Value) -> tuple[Reading, ...]:
        """The readings of a field, had one of them another value."""
        return tuple(
            [
                replace(reading, value=value) if reading.key == key else reading
                for reading in self.readings[key.field]
            ]
        )

    def with_readings(self, field: str, readings: tuple[Reading, ...]) -> Facts:
        """The same facts, had a field these readings, of which there is one at least."""
        exact = {**self.exact}
        exact.pop(field, None)
        exact |= exact_of({field: readings})
        return replace(self, readings={**self.readings, field: readings}, exact=exact)

    def about(self, key: Key) -> Facts:
        """The same facts, where only what is said of one reading is asked for."""
        return replace(self, asked=key)


def exact_of(readings: Mapping[str, tuple[Reading, ...]]) -> dict[str, Decimal]:
    """The numbers that sums are made of (see `Facts.exact`)."""
    return {
        field: value
        for field, several in readings.items()
        if isinstance(value := several[0].value, Decimal) and several[0].qualifier is None
    }


def amount(reading: Reading) -> Decimal | None:
    """The number of a reading, in the unit of its field; None where it is unknown or no number."""
    return reading.value if isinstance(reading.value, Decimal) else None
