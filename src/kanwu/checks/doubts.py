"""Doubts: what is wrong with a reading's own words, with its verdicts, or with a correction's place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kanwu.correction import Correction, Verdict
from kanwu.finding import Finding, Severity
from kanwu.folds.markup import untagged
from kanwu.message import Message, say
from kanwu.numeral import written
from kanwu.reading import Candidate, Key, Reading
from kanwu.replay import WORK, Outcome, Replayed, Settled, latest
from kanwu.text import UNREAD, Text

_SEVERITY: dict[str, Severity] = {"table.blank-cell": "warning", "table.label-lost": "warning"}
"""Damage is an error unless it stands here."""
_SAID = 60
"""So many characters of a reading's words are said in a sentence."""
_BEYOND: dict[str, str] = {kind: f"finding.text.{kind}" for kind in ("spam", "gloss", "ordinal")}
"""What a mark in the text says, by its kind; every other one is garbled words."""


def doubts(
    replayed: Replayed, text: Text, weigh: Callable[[Reading], tuple[Candidate, ...]]
) -> Iterator[Finding]:
    """Every doubt that needs no rule of the schema."""
    for one in replayed.settled:
        if one.reading.damage and not one.decided:
            yield _damaged(one.reading, weigh)
        if one.correction is not None and one.correction.verdict == "question":
            yield _questioned(one)
    for outcome in replayed.outcomes:
        if outcome.kind in WORK:
            yield _orphaned(outcome)
    for a, b in _contradictions(replayed):
        yield _contradicted(a, b)
    for repair in text.repairs:
        if repair.before == repair.after or UNREAD in repair.after:
            yield Finding(
                code=f"text.{repair.kind}",
                severity="note",
                message=say(_BEYOND.get(repair.kind, "finding.text"), words=repair.before),
                spans=(repair.span,),
            )


def settled_by_verdict(finding: Finding, verdicts: Mapping[Key, Verdict]) -> bool:
    """Whether a verdict has settled a finding about a relation.

    It has when the source itself is said to be wrong (`sic`), when the most suspect reading is
    confirmed, or when every reading concerned bears a verdict. An amended value is tried again.
    """
    if not finding.readings or finding.code.startswith(("verdict.", "replay.")):
        return False
    given = [verdicts.get(key) for key in finding.readings]
    if "sic" in given or given[0] in {"confirmed", "unreadable", "absent"}:
        return True
    return all(verdict is not None and verdict != "question" for verdict in given)


def _damaged(reading: Reading, weigh: Callable[[Reading], tuple[Candidate, ...]]) -> Finding:
    code = reading.damage or ""
    return Finding(
        code=code,
        severity=_SEVERITY.get(code, "error"),
        message=say(f"finding.{code}", words=_short(untagged(reading.quote))),
        readings=(reading.key,),
        spans=(reading.span,) if reading.span else (),
        candidates=weigh(reading) if reading.value is None else (),
    )


def _short(words: str) -> str:
    """Words in one line, and no longer than a sentence bears."""
    line = " ".join(words.split())
    return line if len(line) <= _SAID else f"{line[:_SAID]}…"


def _questioned(one: Settled) -> Finding:
    note = one.correction.note if one.correction else ""
    reviewer = one.correction.reviewer if one.correction else ""
    return Finding(
        code="verdict.question",
        severity="warning",
        message=say("finding.verdict.question", reviewer=reviewer, note=note),
        readings=(one.reading.key,),
        spans=(one.reading.span,) if one.reading.span else (),
    )


def _orphaned(outcome: Outcome) -> Finding:
    return Finding(
        code=f"replay.{outcome.kind}",
        severity="error",
        message=outcome.message,
        spans=(*((outcome.span,) if outcome.span else ()), *outcome.nearest),
        correction=outcome.correction.id,
    )


def _contradictions(replayed: Replayed) -> Iterator[tuple[Outcome, Outcome]]:
    """Two reviewers' latest verdicts on one reading that do not say the same."""
    for by_reviewer in latest(replayed.outcomes).values():
        first, *others = by_reviewer.values()
        for other in others:
            if first.said != other.said:
                yield first, other


def _told(correction: Correction) -> Message:
    value = "" if correction.value is None else f" {written(correction.value)}"
    verdict = say(f"verdict.{correction.verdict}")
    return Message(verdict.zh + value, verdict.en + value)


def _contradicted(a: Outcome, b: Outcome) -> Finding:
    one, other = a.correction, b.correction
    span = b.span or a.span
    return Finding(
        code="verdict.contradiction",
        severity="error",
        message=say(
            "finding.verdict.contradiction",
            first=one.reviewer,
            first_said=_told(one),
            second=other.reviewer,
            second_said=_told(other),
        ),
        readings=(b.key,) if b.key else (),
        spans=(span,) if span else (),
    )
