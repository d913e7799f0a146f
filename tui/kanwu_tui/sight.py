"""Sight: what is before the reviewer at one moment, and the queue's light rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import intern
from typing import NamedTuple

from kanwu.correction import Correction
from kanwu.finding import Finding
from kanwu.folds.markup import untagged
from kanwu.ledger import Entry
from kanwu.reading import Candidate, Key, Reading, Value
from kanwu.replay import Settled, Spot
from kanwu.review import Review
from kanwu.source import Span
from kanwu.triage import QUESTION, Item
from kanwu.waiting import RENAMED, Shape, lead_of, shape_of
from kanwu_tui.neighbours import Neighbours, neighbours_of
from kanwu_tui.telling import stands_there
from kanwu_tui.words import Words

Lead = Key | str
"""What names an item inside its document: its reading, or the doubt that has none."""


class Row(NamedTuple):
    """One item of the queue, as light as a list of a million needs it."""

    rank: tuple[int, float, float, float]
    """Times skipped, weight (negative: heavier first), document, place in its queue; unique."""
    document: str
    lead: Lead
    shape: Shape
    words: str
    """What stands there, shown whole."""
    codes: tuple[str, ...]
    group: str = ""
    """The group of the findings that would take the same kind of fix; empty for none."""


def rows_of(review: Review, number: float, words: Words) -> Iterator[Row]:
    """The rows of one document, the `number`th of the workspace."""
    for place, item in enumerate(review.queue):
        one = review.by_key.get(item.key) if item.key else None
        said = stands_there(one.reading, words) if one else _quoted(item.findings[0], review, words)
        yield Row(
            rank=(0, -item.weight, number, place),
            document=review.source.document,
            lead=lead_of(item),
            shape=shape_of(_telling(item.findings), review),
            words=" ".join(said.split()),
            codes=tuple(finding.code for finding in item.findings),
            group=intern(item.group) if item.key else "",
        )


def _telling(findings: Sequence[Finding]) -> Finding:
    """The finding that an item is known by: a question that somebody asked, else the worst."""
    return next((one for one in findings if one.code == QUESTION), findings[0])


def _quoted(finding: Finding, review: Review, words: Words) -> str:
    for outcome in review.outcomes:
        if outcome.correction.id == finding.correction:
            return untagged(outcome.correction.was)
    if finding.code == RENAMED:
        return finding.message[words.language]
    return untagged(review.source.quote(finding.spans[0])) if finding.spans else ""


@dataclass(frozen=True)
class Sight:
    """A reading, an orphaned correction or a doubt about a document, with all that is known of it."""

    review: Review
    key: Key | None
    """The reading under review; None for a correction without a place, or the document itself."""
    item: Item | None
    """The item of the queue; None for a reading that nothing in the queue is about."""
    before: Review | None = None
    """The publisher's report of the year before, where there is one."""

    @property
    def document(self) -> str:
        """The document it stands in."""
        return self.review.source.document

    @property
    def settled(self) -> Settled | None:
        """The reading with its verdict."""
        return self.review.by_key.get(self.key) if self.key else None

    @property
    def reading(self) -> Reading | None:
        """The reading as it stands."""
        return self.settled.reading if self.settled else None

    @property
    def machine_value(self) -> Value | None:
        """What the extractor read there, before any verdict."""
        machine = self.settled.machine if self.settled else None
        return machine.value if machine else None

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What doubts it, worst first."""
        if self.item:
            return self.item.findings
        return self.review.doubts.get(self.key, ()) if self.key else ()

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The values of the digit keys, at most nine."""
        if self.key is None:
            return ()
        found = self.item.candidates if self.item else self.review.candidates(self.key)
        return found[:9]

    @cached_property
    def orphan(self) -> Correction | None:
        """The correction that found no place, when it is about one."""
        identity = self.item.findings[0].correction if self.item and not self.key else None
        found = (o.correction for o in self.review.outcomes if o.correction.id == identity)
        return next(found, None)

    @property
    def renamed(self) -> bool:
        """Whether it is about verdicts that were made under another name."""
        return bool(self.item) and self.findings[0].code == RENAMED

    @cached_property
    def spots(self) -> tuple[Spot, ...]:
        """The places of the digit keys, for a correction that found none, best first."""
        return self.review.spots(self.orphan.id) if self.orphan else ()

    @cached_property
    def span(self) -> Span | None:
        """The words under review; for a correction without a place, the likeliest place."""
        if self.reading is not None:
            return self.reading.span
        spans = self._spans
        return spans[0] if spans else None

    @cached_property
    def _spans(self) -> tuple[Span, ...]:
        """The words that its findings speak of; for a correction without a place, where it might go."""
        spans = (*(spot.span for spot in self.spots), *(s for f in self.findings for s in f.spans))
        return tuple(dict.fromkeys(spans))

    @cached_property
    def unclaimed(self) -> tuple[Entry, ...]:
        """The numbers of the document that no field reads and no rule explains."""
        return tuple(entry for entry in self.review.ledger if entry.claimed_by is None)

    @cached_property
    def neighbours(self) -> Neighbours | None:
        """The row and the column around it, where it is a cell of a table."""
        return neighbours_of(self.key, self.review) if self.key else None

    @cached_property
    def concerned(self) -> tuple[Span, ...]:
        """The other words that its findings speak of."""
        return tuple(span for span in self._spans if span != self.span)
