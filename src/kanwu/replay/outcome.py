"""Outcome and Settled: what became of a correction, and of a reading under its verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from msgspec import Struct

from kanwu.correction import Correction
from kanwu.message import Message, say
from kanwu.numeral import written
from kanwu.reading import Key, Reading
from kanwu.source import Span

OutcomeKind = Literal["applied", "moved", "redundant", "stale", "ambiguous", "lost"]
WORK: frozenset[OutcomeKind] = frozenset({"stale", "ambiguous", "lost"})
"""The outcomes that come back as items in the queue."""


class Settled(Struct, frozen=True, gc=False):
    """A reading with the verdict that holds it, if one does; as light as every cell needs it."""

    reading: Reading
    """The value as it stands after the verdict."""
    machine: Reading | None
    """What the extractor read there; None when only a reviewer found it."""
    correction: Correction | None = None

    @property
    def decided(self) -> bool:
        """Whether a verdict holds it; a question decides nothing."""
        return self.correction is not None and self.correction.verdict != "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one correction."""

    correction: Correction
    kind: OutcomeKind
    key: Key | None = None
    """The reading it holds now; None for stale, ambiguous and lost ones."""
    span: Span | None = None
    """Its place now; None when ambiguous or lost."""
    nearest: tuple[Span, ...] = ()
    """Places that could have been meant, best first."""
    score: float = 0.0
    now: str = ""
    """The words that stand at its place now."""
    why: str = ""
    """Key of the sentence that tells it, where it is not that of the kind."""

    @property
    def said(self) -> tuple[str, str]:
        """What the verdict comes to: a value, however it was reached, or none and why."""
        verdict, value = self.correction.verdict, self.correction.value
        reached = verdict in {"confirmed", "amended", "added"}
        return "value" if reached else verdict, "" if value is None else written(value)

    @property
    def gone(self) -> bool:
        """Whether there is no such document any more."""
        return self.why == "outcome.document-missing"

    @property
    def message(self) -> Message:
        """What became of it, in words."""
        return say(
            self.why or f"outcome.{self.kind}",
            was=self.correction.was,
            now=self.now,
            count=len(self.nearest),
            document=self.correction.document,
        )


@dataclass(frozen=True)
class Replayed:
    """All readings settled, and all outcomes."""

    settled: tuple[Settled, ...]
    """In the order of the schema, silent fields among them."""
    outcomes: tuple[Outcome, ...]
    """One for each standing correction."""

    @cached_property
    def spoken(self) -> Sequence[Settled]:
        """Those of which the document, another tool or a reviewer says anything: most fields are silent."""
        return [
            one
            for one in self.settled
            if (reading := one.reading).span is not None
            or reading.value is not None
            or reading.damage
            or reading.rivals
            or one.correction is not None
        ]

    @cached_property
    def told(self) -> Mapping[str, tuple[Reading, ...]]:
        """What the document tells, by field (see `told_by`)."""
        return told_by(self.spoken)

    @cached_property
    def by_key(self) -> Mapping[Key, Settled]:
        """The settled readings by their keys."""
        return {one.reading.key: one for one in self.settled}


def told_by(settled: Iterable[Settled]) -> Mapping[str, tuple[Reading, ...]]:
    """The readings that stand in the document or have a value, by field, in the order given; none
    that a verdict calls absent."""
    found: dict[str, tuple[Reading, ...]] = {}
    several: dict[str, list[Reading]] = {}
    for one in settled:
        reading, correction = one.reading, one.correction
        if correction is not None and correction.verdict == "absent":
            continue
        if reading.span is not None or reading.value is not None:
            field = reading.key.field
            if field in found:
                several.setdefault(field, [*found[field]]).append(reading)
            else:
                found[field] = (reading,)
    return found | {field: tuple(readings) for field, readings in several.items()}


def latest(outcomes: Iterable[Outcome]) -> Mapping[Key, Mapping[str, Outcome]]:
    """Each reviewer's latest verdict on each reading; a question decides nothing.

    `outcomes` are those of one document, in order of time, as `replay` gives them.
    """
    found: dict[Key, dict[str, Outcome]] = {}
    for outcome in outcomes:
        if outcome.key is not None and outcome.correction.verdict != "question":
            found.setdefault(outcome.key, {})[outcome.correction.reviewer] = outcome
    return found
