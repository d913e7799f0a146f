"""Waiting: the items of the queue as light as a list of millions needs them, in no language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec import Struct

from kanwu.dataset import goes_out
from kanwu.finding import Finding
from kanwu.folds.markup import untagged
from kanwu.message import Message
from kanwu.numeral import written
from kanwu.reading import Key, Reading
from kanwu.replay import Settled
from kanwu.review import Review
from kanwu.triage import QUESTION, SAMPLED, Item

Shape = Literal[
    "garbled",
    "differs",
    "missing",
    "percent",
    "question",
    "lost",
    "verified",
    "read",
    "silent",
]
"""What kind of doubt it is, or how a reading stands."""
RENAMED = "replay.renamed"
"""The code of a finding about verdicts that were made under another name."""
Said = Literal["", "at_least", "at_most", "approx", "quote", "blank", "silent", "message"]
Rank = tuple[float, str, int]
"""What orders the queue: the weight (negative: heavier first), the document, the place in its queue."""


class Waiting(Struct, frozen=True, gc=False):
    """One item of the queue."""

    rank: Rank
    key: Key | None
    """The reading to settle; None when it is about the document or a correction without a place."""
    lead: str
    """Without a key: what names the item inside its document; else empty."""
    shape: Shape
    words: str
    """What stands there: the value with its unit, else the words themselves; or nothing."""
    said: Said
    """What is to be said of the words: how exact the value is; or that they are quoted, that there is
    a blank or nothing at all; or that the message tells it."""
    message: Message | None
    """What tells it, where there are no words."""
    codes: tuple[str, ...]
    """Of its findings, worst first."""
    group: str
    """The group of the findings that would take the same kind of fix; empty for none."""
    reviewers: tuple[str, ...]
    """Those whose verdicts it is about."""

    @property
    def document(self) -> str:
        """The document that it is in."""
        return self.rank[1]


class Counts(NamedTuple):
    """How many readings of documents are in each state, and what a release would hold of them."""

    read: int = 0
    doubted: int = 0
    verified: int = 0
    silent: int = 0
    out: int = 0
    """Values that go out: verified, or read without a doubt."""
    verified_out: int = 0
    """Those of them that a verdict holds."""
    doubted_out: int = 0
    """Values that would go out besides, with those that are doubted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A document in brief: what waits in it, what is settled, and what others rest on."""

    series: tuple[str, int] | None
    """The publisher and the year, as far as both are read."""
    told: Mapping[str, Decimal]
    """What the publisher's report of the next year may rest on, by field."""
    asked: frozenset[str] = frozenset()
    """The fields of the report of the year before that may bear on it."""
    reports: str
    """The year that it reports on, as it is shown; empty where it does not say."""
    publisher: str = ""
    """Whose report it is, as it is shown; empty where it does not say."""
    verdicts: int
    """Corrections that stand, anybody's."""
    counts: Counts
    waiting: tuple[Waiting, ...]
    """In the order of its queue."""


def brief(review: Review, alone: Review | None = None) -> Brief:
    """A document in brief; `alone` is its review without last year's report, where that differs."""
    series = review.schema.series
    own = alone or review
    return Brief(
        series=own.place,
        told=own.told_next,
        asked=own.asked_of_last,
        reports=_said(review, series.year) if series else "",
        publisher=_said(review, series.of) if series else "",
        verdicts=len(review.outcomes),
        counts=_counts(review),
        waiting=tuple(_waiting(review)),
    )


def _said(review: Review, field: str) -> str:
    """What a document says for one field; empty where it says nothing."""
    one = review.by_key.get(Key(field))
    return written(one.reading.value) if one and one.reading.value is not None else ""


def _counts(review: Review) -> Counts:
    states = Counter[str]()
    read = silent = open_ones = out = verified = doubted = 0
    doubts = review.doubts
    for one in review.settled:
        reading = one.reading
        if one.correction is None:  # as nearly all are
            if reading.key in doubts:
                open_ones += 1
                doubted += reading.value is not None
            elif reading.span is None:
                silent += 1
            else:
                read += 1
                out += reading.value is not None
            continue
        state = review.state(reading.key)
        states[state] += 1
        if state == "doubted":
            doubted += goes_out(one, state, doubted=True)
        elif goes_out(one, state):
            out += 1
            verified += state == "verified"
    return Counts(
        read=states["read"] + read,
        doubted=states["doubted"] + open_ones,
        verified=states["verified"],
        silent=states["silent"] + silent,
        out=out,
        verified_out=verified,
        doubted_out=doubted,
    )


def lead_of(item: Item) -> Key | str:
    """What names an item inside its document."""
    first = item.findings[0]
    return item.key or first.correction or f"{first.code}:{first.spans}"


def shape_of(finding: Finding, review: Review) -> Shape:
    """What kind of doubt a finding is."""
    return _shape(finding, review.by_key.get)


def _shape(finding: Finding, known: Callable[[Key], Settled | None]) -> Shape:
    if finding.correction is not None:
        return "lost"
    if finding.code == QUESTION:
        return "question"
    if finding.code == SAMPLED:
        return "read"
    one = known(finding.readings[0]) if finding.readings else None
    if one is not None and one.reading.damage == finding.code:
        return "garbled" if one.reading.quote else "missing"
    for key in finding.readings:
        one = known(key)
        if key.field.endswith("percent") or (one is not None and one.reading.kind == "percent"):
            return "percent"
    return "differs" if finding.readings else "garbled"


def _waiting(review: Review) -> Iterator[Waiting]:
    """The queue of a document, in its order."""
    whose = _whose(review) if review.outcomes else {}
    known = review.by_key.get
    for place, item in enumerate(review.queue):
        key, findings = item.key, item.findings
        lead, first = key or lead_of(item), findings[0]
        one = known(key) if key else None
        codes = tuple([finding.code for finding in findings])
        telling = findings[codes.index(QUESTION)] if QUESTION in codes else first
        words, said = _stands_there(one.reading) if one else _quoted(first, review)
        yield Waiting(
            rank=(-item.weight, item.document, place),
            key=key,
            lead="" if isinstance(lead, Key) else lead,
            shape=_shape(telling, known),
            words=" ".join(words.split()),
            said=said,
            message=first.message if said == "message" else None,
            codes=codes,
            group=first.group if key else "",
            reviewers=whose.get(lead, ()),
        )


def _stands_there(reading: Reading) -> tuple[str, Said]:
    """What stands in the document: the value, else the words, else that it is blank."""
    if reading.value is not None:
        words = written(reading.value)
        if reading.unit and isinstance(reading.value, Decimal):
            words = f"{words} {reading.unit}"
        return words, reading.qualifier or ""
    if reading.quote.strip():
        return untagged(reading.quote), "quote"
    return "", "silent" if reading.silent else "blank"


def _quoted(finding: Finding, review: Review) -> tuple[str, Said]:
    for outcome in review.outcomes:
        if outcome.correction.id == finding.correction:
            return untagged(outcome.correction.was), "quote"
    if not finding.spans:
        return "", "message"
    return untagged(review.source.quote(finding.spans[0])), "quote"


def _whose(review: Review) -> dict[Key | str, tuple[str, ...]]:
    """By what names an item: the reviewers whose verdicts it is about."""
    found: dict[Key | str, dict[str, None]] = {}
    for outcome in review.outcomes:
        lead = outcome.key or outcome.correction.id
        found.setdefault(lead, {})[outcome.correction.reviewer] = None
    return {lead: tuple(names) for lead, names in found.items()}
