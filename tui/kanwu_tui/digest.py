"""Digest: the little that the desk keeps of each document, however many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from sys import intern
from typing import NamedTuple

from kanwu.dataset import goes_out
from kanwu.reading import Key, State
from kanwu.replay import Outcome, OutcomeKind
from kanwu.review import Review
from kanwu_tui.sight import Lead


class Fate(NamedTuple):
    """What became of one verdict, as far as a list needs it."""

    kind: OutcomeKind
    correction: str
    """Its id."""


class Digest(NamedTuple):
    """One document, after its verdicts."""

    publisher: str
    """Whose report it is; empty where it does not say."""
    year: str
    """The year that it reports on; empty where it does not say."""
    states: Mapping[State, int]
    """How many readings are in each state."""
    out: int
    """Values that a release holds: verified, or read without a doubt."""
    verified_out: int
    """Those of them that a verdict holds."""
    doubted: int
    """Values that it would hold besides, with those that are doubted."""
    whose: Mapping[Lead, str]
    """By what names an item: the reviewers whose verdicts it is about."""
    fates: tuple[Fate, ...]

    @property
    def verified(self) -> int:
        """Readings that a verdict holds."""
        return self.states.get("verified", 0)


def digest_of(review: Review) -> Digest:
    """What is kept of a document when its review is forgotten."""
    series = review.schema.series
    states: Counter[State] = Counter()
    out = verified = doubted = 0
    for one in review.settled:
        state = review.state(one.reading.key)
        states[state] += 1
        going = goes_out(one, state)
        out += going
        verified += going and state == "verified"
        doubted += state == "doubted" and goes_out(one, state, doubted=True)
    return Digest(
        publisher=_said(review, series.of) if series else "",
        year=_said(review, series.year) if series else "",
        states=dict(states),
        out=out,
        verified_out=verified,
        doubted=doubted,
        whose=_whose(review),
        fates=tuple(map(fate_of, review.outcomes)),
    )


def fate_of(outcome: Outcome) -> Fate:
    """What is kept of an outcome."""
    return Fate(outcome.kind, outcome.correction.id)


def _said(review: Review, field: str) -> str:
    """What a document says for one field; empty where it says nothing."""
    one = review.by_key.get(Key(field))
    return intern(str(one.reading.value)) if one and one.reading.value is not None else ""


def _whose(review: Review) -> dict[Lead, str]:
    found: dict[Lead, dict[str, None]] = {}
    for outcome in review.outcomes:
        lead = outcome.key or outcome.correction.id
        found.setdefault(lead, {})[outcome.correction.reviewer] = None
    return {lead: " ".join(names) for lead, names in found.items()}
