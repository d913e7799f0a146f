"""Records: what the commands print, in the shapes of the contract (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kanwu.cli.output import Record
from kanwu.dataset import as_json
from kanwu.finding import Finding, Remedy
from kanwu.message import Language
from kanwu.reading import Candidate, Key
from kanwu.replay import Outcome
from kanwu.review import Review
from kanwu.source import Span
from kanwu.triage import Item
from kanwu.workspace.former import Proposal

if TYPE_CHECKING:
    from kanwu.ledger import Entry
    from kanwu.replay.spots import Spot


def reading(review: Review, key: Key, language: Language) -> Record:
    """A Reading line."""
    one = review.by_key[key]
    said = one.reading
    state = review.state(key)
    return {
        "document": review.source.document,
        "field": key.field,
        "item": key.item,
        "value": as_json(said.value),
        "kind": said.kind,
        "unit": said.unit,
        "qualifier": said.qualifier,
        "quote": said.quote,
        **_place(said.span),
        "state": state,
        "candidates": [candidate(c, language) for c in review.candidates(key)]
        if state == "doubted"
        else [],
        "findings": [finding.code for finding in review.doubts.get(key, ())],
        "verdict": one.correction.verdict if one.correction else None,
        "reviewer": one.correction.reviewer if one.correction else None,
    }


def candidate(one: Candidate, language: Language) -> Record:
    """A candidate of a reading, or an answer of `suggest`."""
    return {
        "value": as_json(one.value),
        "score": one.score,
        "reasons": [reason[language] for reason in one.reasons],
    }


def finding(document: str, one: Finding) -> Record:
    """A Finding line."""
    return {
        "document": document,
        "code": one.code,
        "severity": one.severity,
        "message": {"zh": one.message.zh, "en": one.message.en},
        "readings": [_key(key) for key in one.readings],
        "spans": [_place(span) for span in one.spans],
        "correction": one.correction,
        "sic": one.sic,
        "group": one.group,
        "remedies": [_remedy(remedy) for remedy in one.remedies],
    }


def entry(document: str, one: Entry) -> Record:
    """A ledger line."""
    return {
        "document": document,
        "quote": one.quote,
        **_place(one.span),
        "kind": one.kind,
        "claimed_by": one.claimed_by,
    }


def item(review: Review, one: Item, language: Language) -> Record:
    """A queue line."""
    first = one.findings[0]
    said = review.by_key[one.key].reading if one.key in review.by_key and one.key else None
    span = said.span if said else next(iter(first.spans), None)
    return {
        "document": one.document,
        "field": one.key.field if one.key else None,
        "item": one.key.item if one.key else None,
        "nth": one.key.nth if one.key else None,
        "value": as_json(said.value) if said else None,
        "quote": review.source.quote(span) if span else "",
        **_place(span),
        "severity": one.severity,
        "findings": [finding.code for finding in one.findings],
        "group": one.group,
        "sic": one.sic,
        "message": first.message[language],
        "candidates": [candidate(c, language) for c in one.candidates],
        "correction": first.correction,
        "places": spots(review, first.correction, language),
        "weight": round(one.weight, 3),
    }


def spot(review: Review, number: int, one: Spot, language: Language) -> Record:
    """A place for a correction that lost its own; the number is what takes it."""
    return {
        "place": number,
        **_place(one.span),
        "line": review.source.line(one.span.start),
        "quote": review.source.quote(one.span),
        "score": one.score,
        "reasons": [reason[language] for reason in one.reasons],
    }


def spots(review: Review, identity: str | None, language: Language) -> list[Record]:
    """The places for a correction, where it lost its own."""
    found = review.spots(identity) if identity else ()
    return [spot(review, number, one, language) for number, one in enumerate(found, 1)]


def proposal(one: Proposal, language: Language) -> Record:
    """A document that one which is gone may be by now."""
    return {"document": one.document, "score": one.score, "reasons": [one.why[language]]}


def outcome(
    one: Outcome,
    language: Language,
    review: Review | None = None,
    proposed: Sequence[Proposal] = (),
) -> Record:
    """An Outcome line; `review` is that of the document, or `proposed` what it may be by now."""
    correction = one.correction
    return {
        "document": correction.document,
        "id": correction.id,
        "reviewer": correction.reviewer,
        "field": correction.field,
        "item": correction.item,
        "verdict": correction.verdict,
        "was": correction.was,
        "value": as_json(correction.value),
        "outcome": one.kind,
        **_place(one.span),
        "score": round(one.score, 4),
        "nearest": [_place(span) for span in one.nearest],
        "places": spots(review, correction.id, language) if review else [],
        "proposed": [proposal(each, language) for each in proposed],
        "message": one.message[language],
    }


def _remedy(one: Remedy) -> Record:
    changes = [
        {**_key(c.key), "was": as_json(c.was), "value": as_json(c.value), "act": c.act}
        for c in one.changes
    ]
    return {"changes": changes, "score": one.score}


def _key(key: Key) -> Mapping[str, object]:
    return {"field": key.field, "item": key.item, "nth": key.nth}


def _place(span: Span | None) -> Record:
    return {"start": span.start if span else None, "end": span.end if span else None}
