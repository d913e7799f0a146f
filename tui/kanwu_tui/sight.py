"""Sight: what is before the reviewer at one moment, and the queue's light rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kanwu.correction import Correction
from kanwu.finding import Finding
from kanwu.ledger import Entry
from kanwu.reading import Candidate, Key, Reading, Value
from kanwu.replay import Settled
from kanwu.replay.spots import Spot
from kanwu.review import Review
from kanwu.source import Span
from kanwu.triage import Item
from kanwu.waiting import RENAMED, Shape, Waiting
from kanwu.workspace.bookmark import Stood
from kanwu_tui.cells import UNSEEN, shown
from kanwu_tui.neighbours import Neighbours, neighbours_of
from kanwu_tui.telling import cut_inside
from kanwu_tui.words import Words

Lead = Key | str
"""What names an item inside its document: its reading, or the doubt that has none."""


class Row(NamedTuple):
    """One item of the queue, as a list shows it."""

    rank: tuple[int, float, str, float]
    """Times skipped, weight (negative: heavier first), document, place in its queue; unique."""
    document: str
    lead: Lead
    shape: Shape
    words: str
    """What stands there, shown whole."""
    codes: tuple[str, ...]
    group: str = ""
    """The group of the findings that would take the same kind of fix; empty for none."""


def row_of(one: Waiting, skipped: int, words: Words) -> Row:
    """An item as a list shows it, after it was skipped so many times."""
    return Row(
        rank=(skipped, *one.rank),
        document=one.document,
        lead=one.key or one.lead,
        shape=one.shape,
        words=" ".join(_said(one, words).split()),
        codes=one.codes,
        group=one.group,
    )


def stood_of(row: Row) -> Stood:
    """What is remembered of where an item stands."""
    _, weight, _, place = row.rank
    return Stood(row.lead, weight, place, row.shape, row.codes, row.group)


def stood_at(document: str, stood: Stood) -> Row:
    """An item where it stood, without its words."""
    rank = (0, stood.weight, document, stood.place)
    return Row(rank, document, stood.lead, stood.shape, "", stood.codes, stood.group)


def _said(one: Waiting, words: Words) -> str:
    """What stands there, in the reviewer's language."""
    match one.said:
        case "":
            return cut_inside(one.words)
        case "quote":
            return shown(one.words, UNSEEN)
        case "message":
            return one.message[words.language] if one.message else ""
        case "blank" | "silent":
            return words(f"value.{one.said}")
        case exactness:
            return words(f"qualifier.{exactness}", value=one.words)


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
        return any(finding.code == RENAMED for finding in self.findings)

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


def told_keys(review: Review) -> list[Key]:
    """The readings of a document that can be walked through: all that it says anything for."""
    return [
        one.reading.key
        for one in review.settled
        if not one.reading.silent or one.correction is not None
    ]
