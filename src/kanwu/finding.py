"""Finding: a doubt about readings, with its reason in both languages."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from kanwu.message import Message
from kanwu.reading import Candidate, Key, Value
from kanwu.source import Span

Act = Literal[
    "digit-lost",
    "digit-doubled",
    "point-lost",
    "digits-swapped",
    "digit-added",
    "digit-misread",
    "digit-changed",
    "cells-swapped",
    "row-shifted",
]
"""What happens to a number on its way."""
Severity = Literal["error", "warning", "note"]


class Change(Struct, frozen=True, gc=False):
    """One reading that would have another value."""

    key: Key
    was: Value
    value: Value
    act: Act | None
    """The act of damage that makes the printed value of this one; None where no single one does."""


class Remedy(Struct, frozen=True, gc=False):
    """A smallest set of changes after which every relation holds."""

    changes: tuple[Change, ...]
    score: float
    """0 to 1: how likely it is among all remedies, these and none of these."""


class Finding(Struct, frozen=True, kw_only=True, gc=False):
    """One doubt of one check: what, how bad, why, about which readings."""

    code: str
    """`date.separators-lost`, or the name of the schema's rule: `applicants-add-up`."""
    severity: Severity
    message: Message
    readings: tuple[Key, ...] = ()
    """The readings concerned, the most suspect first."""
    spans: tuple[Span, ...] = ()
    """The source words concerned, in the order of `readings`, or of the text where there are none."""
    candidates: tuple[Candidate, ...] = ()
    """Values for the most suspect reading that would settle the doubt, best first."""
    each: tuple[tuple[Candidate, ...], ...] = ()
    """Where several readings are doubted alike: values for each, in the order of `readings`."""
    spared: frozenset[Key] = frozenset()
    """The readings concerned that are not doubted: whatever would settle it leaves them as they are."""
    correction: str | None = None
    """The id of the correction that the finding is about, for outcomes of replay."""
    remedies: tuple[Remedy, ...] = ()
    """What would make the relation hold, and every other that hangs together with it: all that is
    equally small, the likeliest first."""
    pinned: bool = False
    """Whether several failures point at one remedy and no other."""
    sic: bool = False
    """Whether everything concerned is read well, and the verdict to offer first is that it is
    printed so: the source itself does not add up."""
    group: str = ""
    """What kind of value bears what act of damage where: findings that would take the same fix
    share it (`date:separators-lost:report.signed`)."""

    @property
    def doubted(self) -> tuple[Key, ...]:
        """The readings that may be wrong, the most suspect first."""
        if not self.spared:
            return self.readings
        return tuple(key for key in self.readings if key not in self.spared)

    def candidates_for(self, key: Key) -> tuple[Candidate, ...]:
        """Values for a reading concerned, best first: for the most suspect one, or in a remedy."""
        if self.readings and self.readings[0] == key:
            return self.candidates
        if self.each and key in self.readings:
            return self.each[self.readings.index(key)]
        found: dict[Value, float] = {}
        for remedy in self.remedies:
            for change in remedy.changes:
                if change.key == key:
                    found[change.value] = found.get(change.value, 0.0) + remedy.score
        ranked = sorted(found.items(), key=lambda entry: -entry[1])
        return tuple(Candidate(value, round(score, 4), (self.message,)) for value, score in ranked)
