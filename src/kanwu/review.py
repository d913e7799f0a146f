"""Review: the whole flow for one document, as one pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from kanwu.checks import check
from kanwu.checks.across import asked_of_last, place_of, told_next
from kanwu.checks.effects import Effects
from kanwu.checks.facts import Last
from kanwu.correction import Correction
from kanwu.extractors import extract
from kanwu.finding import Finding
from kanwu.folds import fold
from kanwu.reading import Candidate, Key, Reading, State
from kanwu.replay import Ground, Outcome, Replayed, Settled, replay
from kanwu.schema import Schema
from kanwu.source import Source
from kanwu.splitting import split
from kanwu.text import Text
from kanwu.triage import Item, triage

if TYPE_CHECKING:
    from kanwu.grounding import Grounds
    from kanwu.imported import Extraction
    from kanwu.ledger import Entry, Numbers
    from kanwu.replay.spots import Spot


@dataclass(frozen=True)
class Raw:
    """What does not depend on corrections, computed once and kept."""

    text: Text
    readings: tuple[Reading, ...]
    schema: Schema

    @cached_property
    def ground(self) -> Ground:
        """The readings as verdicts are laid on them."""
        return Ground(self.readings, self.schema)

    @property
    def own(self) -> Grounds:
        """What the words of other tools are looked for in."""
        from kanwu.grounding import Grounds  # only here: most documents are read by no other tool

        return Grounds(self.text, self.schema, self.readings, self.numbers)

    @cached_property
    def numbers(self) -> Numbers:
        """Every number of the text, looked for when first asked for."""
        from kanwu.ledger import numbers_of  # only here: most documents are asked for no ledger

        return numbers_of(self.text, self.schema)

    def find_numbers(self) -> None:
        """Look for the numbers now, in the thread that has the time."""
        _ = self.numbers


@dataclass(frozen=True)
class Review:
    """One document with everything known about it."""

    source: Source
    text: Text
    schema: Schema
    replayed: Replayed
    findings: tuple[Finding, ...]
    """The open ones: no verdict has settled them."""
    queue: tuple[Item, ...]
    raw: Raw
    last: Last | None = None
    """What the publisher's report of the year before tells, where it was told."""

    @property
    def settled(self) -> tuple[Settled, ...]:
        """The readings under the verdicts that hold them (see `Replayed`)."""
        return self.replayed.settled

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of each standing correction."""
        return self.replayed.outcomes

    @cached_property
    def ledger(self) -> tuple[Entry, ...]:
        """The account of every number; a reading that a verdict calls absent claims none."""
        from kanwu.ledger import ledger  # only here, as `numbers_of`

        told = (
            one.reading
            for one in self.settled
            if one.correction is None or one.correction.verdict != "absent"
        )
        return ledger(self.text, told, self.schema, self.raw.numbers)

    @property
    def by_key(self) -> Mapping[Key, Settled]:
        """The settled readings by their keys."""
        return self.replayed.by_key

    @cached_property
    def doubts(self) -> Mapping[Key, tuple[Finding, ...]]:
        """Each doubted reading's open findings (notes doubt nothing)."""
        found: dict[Key, tuple[Finding, ...]] = {}
        for finding in self.findings:
            if finding.severity != "note":
                for key in finding.doubted:
                    known = found.get(key)
                    found[key] = (*known, finding) if known else (finding,)
        return found

    @cached_property
    def place(self) -> tuple[str, int] | None:
        """The publisher and the year, as far as both are read."""
        return place_of(self.replayed, self.schema)

    @cached_property
    def told_next(self) -> Mapping[str, Decimal]:
        """What the report of the next year may rest on, by field."""
        return told_next(self.replayed, self.doubts, self.schema)

    @cached_property
    def asked_of_last(self) -> frozenset[str]:
        """The fields of the report of the year before that may bear on this one."""
        return asked_of_last(self.replayed, self.schema)

    def state(self, key: Key) -> State:
        """`verified` when a verdict holds, else `doubted`, `silent` or `read`."""
        one = self.by_key[key]
        if one.decided:
            return "doubted" if self._contradicted(key) else "verified"
        if key in self.doubts:
            return "doubted"
        return "silent" if one.reading.silent else "read"

    def _contradicted(self, key: Key) -> bool:
        return any(f.code == "verdict.contradiction" for f in self.doubts.get(key, ()))

    @cached_property
    def _proposed(self) -> Mapping[Key, tuple[Candidate, ...]]:
        """The candidates of each item of the queue, by its reading."""
        return {item.key: item.candidates for item in self.queue if item.key is not None}

    def spots(self, identity: str) -> tuple[Spot, ...]:
        """Where a correction that lost its place could be put, best first; none for any other."""
        from kanwu.replay.spots import spots  # only here: it brings the placing

        found = [one for one in self.outcomes if one.correction.id == identity]
        return spots(found[0], self.text, self.raw.readings) if found else ()

    def effects(self, key: Key) -> Effects:
        """What the rules would say of a reading, had it another value."""
        return Effects(key, self.settled, self.text, self.schema, self.last)

    def candidates(self, key: Key) -> tuple[Candidate, ...]:
        """What the reading could be, best first: from the queue, else what the words alone tell."""
        return self.candidates_of(self.by_key[key].reading, self.doubts.get(key, ()))

    def candidates_of(self, reading: Reading, doubts: Sequence[Finding]) -> tuple[Candidate, ...]:
        """What a reading that has these doubts could be (see `candidates`)."""
        key = reading.key
        if proposed := self._proposed.get(key):
            return proposed
        for finding in doubts:
            if found := finding.candidates_for(key):
                return found
        return reading.candidates


def prepare(source: Source, schema: Schema, extractions: Sequence[Extraction] = ()) -> Raw:
    """Fold and extract: all that corrections do not change.

    Of a file that holds several documents, that is the first (see `split`). What other tools
    extracted joins our own readings; what they read in another version of the document is looked
    for in this one.
    """
    text = fold(split(source, schema)[0])
    raw = Raw(text, extract(text, schema), schema)
    if not extractions:
        return raw
    from kanwu.grounding import placed  # only here, as `Grounds`
    from kanwu.imported import merge

    return Raw(text, merge(raw.readings, placed(extractions, raw.own), text, schema), schema)


def review(
    source: Source,
    schema: Schema,
    corrections: Sequence[Correction] = (),
    snapshots: Mapping[str, Source] | None = None,
    raw: Raw | None = None,
    last: Last | None = None,
    more: Sequence[Finding] = (),
) -> Review:
    """Source + schema + corrections → everything a reviewer sees of one document.

    `snapshots` are the source versions that verdicts were made on, by SHA-256; without one the
    anchor's own words must do. `raw` saves folding and extracting again. `last` is what the
    publisher's report of the year before tells, `more` what the workspace doubts or asks beyond
    that.
    """
    raw = raw or prepare(source, schema)
    replayed = replay(raw.ground, corrections, raw.text, schema, snapshots or {})
    findings = (*check(replayed, raw.text, schema, last), *_open(more, replayed.settled))
    queue = triage(source.document, replayed, findings)
    return Review(raw.text.source, raw.text, schema, replayed, findings, queue, raw, last)


def _open(more: Sequence[Finding], settled: Sequence[Settled]) -> list[Finding]:
    """What is asked of readings, as long as they are there and no verdict holds them."""
    if not any(one.readings for one in more):
        return list(more)
    decided = {one.reading.key: one.decided for one in settled}
    waiting = {key for key, done in decided.items() if not done}
    return [one for one in more if not one.readings or not waiting.isdisjoint(one.readings)]
