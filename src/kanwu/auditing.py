"""Auditing: a random sample of what nobody doubted and nobody looked at, and what it came to.

Which values are drawn depends on the seed and on what names each of them, and on nothing else: the
same seed draws the same from the same documents, in whatever order they are read.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from math import ceil
from operator import itemgetter
from typing import Literal

from kanwu.binomial import at_most
from kanwu.finding import Finding
from kanwu.message import Message, say
from kanwu.numeral import written
from kanwu.reading import Key, Reading
from kanwu.review import Review
from kanwu.triage import SAMPLED

Ruling = Literal["right", "wrong", "open", "gone"]
"""What became of a sampled value: `gone` where the document no longer holds what was drawn."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """One value that was drawn, as the machine read it then."""

    document: str
    key: Key
    value: str
    """As it is written: 160, 2021-01-29."""
    quote: str
    """The words that it was read from."""


@dataclass(frozen=True, kw_only=True)
class Audit:
    """A sample, and how it was drawn."""

    name: str
    schema: str
    kanwu: str
    """The version that had read the values."""
    seed: int
    confidence: float
    """How surely the error rate is at most what the report says, between 0 and 1."""
    population: int
    """How many values it was drawn from."""
    sampled: tuple[Sampled, ...]
    """In the order in which they were drawn."""

    def of(self, document: str) -> Sequence[Sampled]:
        """What was drawn from one document."""
        return self._by_document.get(document, ())

    @cached_property
    def _by_document(self) -> Mapping[str, list[Sampled]]:
        found: dict[str, list[Sampled]] = {}
        for one in self.sampled:
            found.setdefault(one.document, []).append(one)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What an audit came to."""

    audit: Audit
    counts: Mapping[Ruling, int]

    @property
    def settled(self) -> int:
        """How many of the sampled values somebody has judged."""
        return self.counts["right"] + self.counts["wrong"]

    @property
    def rate(self) -> float | None:
        """The share of wrong values among those that were judged; None where none was."""
        return self.counts["wrong"] / self.settled if self.settled else None

    @property
    def upper(self) -> float:
        """The error rate is at most this, at the audit's confidence (Clopper–Pearson)."""
        return at_most(self.counts["wrong"], self.settled, self.audit.confidence)

    @property
    def message(self) -> Message:
        """What it tells, in a sentence; that it tells little, where some were not judged."""
        if not self.settled:
            return say("audit.nothing", count=len(self.audit.sampled))
        told = say(
            "audit.told",
            settled=self.settled,
            wrong=self.counts["wrong"],
            upper=f"{ceil(10_000 * self.upper) / 100:.2f}",  # a bound is rounded up
            confidence=f"{100 * self.audit.confidence:g}",
            population=self.audit.population,
        )
        left = len(self.audit.sampled) - self.settled
        more = say("audit.left", count=left, gone=self.counts["gone"]) if left else Message("", "")
        return Message(told.zh + more.zh, told.en + more.en)


def eligible(review: Review) -> Iterator[Sampled]:
    """The values of one document that the machine read, nobody doubts and nobody has decided."""
    for one in review.settled:
        key, value = one.reading.key, one.reading.value
        if value is not None and one.correction is None and review.state(key) == "read":
            yield Sampled(review.source.document, key, written(value), one.reading.quote)


def draw(values: Iterable[Sampled], size: int, seed: int) -> tuple[tuple[Sampled, ...], int]:
    """At most `size` of the values, each set as likely as any other, and how many there were.

    Each value has its lot, a hash of the seed and its name, and the lowest lots are drawn.
    """
    count = 0

    def lots() -> Iterator[tuple[bytes, Sampled]]:
        nonlocal count
        for one in values:
            count += 1
            yield _lot(one, seed), one

    drawn = nsmallest(size, lots(), key=itemgetter(0))
    return tuple(one for _, one in drawn), count


def _lot(one: Sampled, seed: int) -> bytes:
    named = "\0".join(
        (str(seed), one.document, one.key.field, one.key.item or "", str(one.key.nth))
    )
    return hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest()


def asked(name: str, sampled: Sequence[Sampled], readings: Iterable[Reading]) -> Iterator[Finding]:
    """What an audit asks of one document: a note for each sampled value that still stands there.

    It doubts nothing, so that the value goes out as it did; but it waits in the queue.
    """
    wanted = {one.key: one for one in sampled}
    for reading in readings:
        one = wanted.get(reading.key)
        if one is not None and one.quote == reading.quote:
            yield Finding(
                code=SAMPLED,
                severity="note",
                message=say("finding.audit.sampled", name=name),
                readings=(reading.key,),
                spans=(reading.span,) if reading.span else (),
            )


def rule(one: Sampled, review: Review) -> Ruling:
    """What the verdicts on a document say of one sampled value.

    It was wrong where a verdict leaves another value, or none. `sic` says that it was read as it is
    printed, so it was right. A question, or two reviewers who say otherwise, leave it open.
    """
    found = review.by_key.get(one.key)
    if found is None:
        return "gone"
    decided = found.correction if found.decided else None
    words = decided.was if decided else found.reading.quote
    if words != one.quote:
        return "gone"
    if decided is None or review.state(one.key) != "verified":
        return "open"
    value = found.reading.value
    return "right" if value is not None and written(value) == one.value else "wrong"


def rulings(sampled: Iterable[Sampled], review: Review) -> Counter[Ruling]:
    """What the verdicts say of the sampled values of one document, counted."""
    return Counter(rule(one, review) for one in sampled)


def audited(audit: Audit, counts: Mapping[Ruling, int]) -> Audited:
    """What an audit came to; sampled values of documents that were not looked at are gone."""
    found: dict[Ruling, int] = {"right": 0, "wrong": 0, "open": 0, **counts}
    found["gone"] = len(audit.sampled) - found["right"] - found["wrong"] - found["open"]
    return Audited(audit=audit, counts=found)
