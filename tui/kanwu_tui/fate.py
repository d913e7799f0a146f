"""Fate: what became of one verdict, as far as a list needs it."""

from __future__ import annotations

from typing import NamedTuple, Self

from kanwu.replay import Outcome, OutcomeKind


class Fate(NamedTuple):
    """What became of one verdict."""

    kind: OutcomeKind
    correction: str
    """Its id."""

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """What is kept of an outcome."""
        return cls(outcome.kind, outcome.correction.id)
