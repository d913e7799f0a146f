"""Records: what the commands print, in the shapes of the contract (docs/commands.md)."""

from __future__ import annotations

from collections.abc import Mapping

from kanwu.cli.output import Record
from kanwu.dataset import as_json
from kanwu.finding import Finding
from kanwu.ledger import Entry
from kanwu.message import Language
from kanwu.reading import Candidate, Key
from kanwu.replay import Outcome
from kanwu.review import Review
from kanwu.source import Span
from kanwu.triage import Item


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
        "message": first.message[language],
        "candidates": [candidate(c, language) for c in one.candidates],
        "correction": first.correction,
        "weight": round(one.weight, 3),
    }


def outcome(one: Outcome, language: Language) -> Record:
    """An Outcome line."""
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
        "message": one.message[language],
    }


def _key(key: Key) -> Mapping[str, object]:
    return {"field": key.field, "item": key.item, "nth": key.nth}


def _place(span: Span | None) -> Record:
    return {"start": span.start if span else None, "end": span.end if span else None}
