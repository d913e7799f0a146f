"""Replay: readings + corrections → settled readings, and an outcome for each correction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kanwu.correction import Correction
from kanwu.message import Message
from kanwu.reading import Key, Reading
from kanwu.source import Span

OutcomeKind = Literal["applied", "moved", "redundant", "stale", "ambiguous", "lost"]
WORK: frozenset[OutcomeKind] = frozenset({"stale", "ambiguous", "lost"})
"""The outcomes that come back as items in the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A reading with the verdict that holds it, if one does."""

    reading: Reading
    """The value as it stands after the verdict."""
    machine: Reading | None
    """What the extractor read there; None when only a reviewer found it."""
    correction: Correction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one correction."""

    correction: Correction
    kind: OutcomeKind
    key: Key | None
    """The reading it holds now; None for stale, ambiguous and lost ones."""
    span: Span | None
    """Its place now; None when ambiguous or lost."""
    nearest: tuple[Span, ...]
    """Places that could have been meant, best first."""
    score: float
    message: Message


@dataclass(frozen=True, slots=True)
class Replayed:
    """All readings settled, and all outcomes."""

    settled: tuple[Settled, ...]
    outcomes: tuple[Outcome, ...]
