"""Outgoing: one reviewed document → all of its rows in a release, and what is counted of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kanwu.agreement import Judged, judged
from kanwu.checks import attempt, facts_of, rivals
from kanwu.checks.facts import Facts
from kanwu.dataset import Held, Row, goes_out, held, origin, row
from kanwu.reading import Key
from kanwu.replay import Outcome, Settled, told_by
from kanwu.review import Review
from kanwu.sheet import Record
from kanwu.source import Source
from kanwu.wide import Wide


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What one document adds to a release."""

    values: tuple[Row, ...]
    withheld: tuple[Held, ...]
    document: Record
    """Its row in `documents`."""
    marks: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One document as it passes by on its way into a release."""

    document: str
    rows: Outgoing
    states: Mapping[str, int]
    """How many readings are in each state."""
    findings: Mapping[str, int]
    """How many open findings there are of each code."""
    outcomes: tuple[Outcome, ...]
    judged: tuple[Judged, ...]
    source: Source | None = None
    """None where it was not read again: only what marks values in their documents needs it."""


def passing(review: Review, wide: Wide, extractor: str, *, doubted: bool = False) -> Passing:
    """One document with all that a release takes of it (see `outgoing`)."""
    return Passing(
        document=review.source.document,
        rows=outgoing(review, wide, extractor, doubted=doubted),
        states=Counter(review.state(one.reading.key) for one in review.settled),
        findings=Counter(finding.code for finding in review.findings),
        outcomes=review.outcomes,
        judged=tuple(judged(review)),
        source=review.source,
    )


def outgoing(review: Review, wide: Wide, extractor: str, *, doubted: bool = False) -> Outgoing:
    """The rows of one document; `extractor` is kanwu with its version.

    What doubted a reading before its verdict is found by trying the rules about it once more on the
    document without any verdict.
    """
    common = origin(review.text, review.schema, extractor)
    before = _before(review)
    values: list[Row] = []
    withheld: list[Held] = []
    decided = []
    for one in review.settled:
        key = one.reading.key
        state = review.state(key)
        if state == "silent":
            continue
        decided.append((one, state))
        codes = list(dict.fromkeys(finding.code for finding in review.doubts.get(key, ())))
        if one.correction is not None:
            codes = list(dict.fromkeys((*codes, *before.get(key, ()))))
        if goes_out(one, state, doubted=doubted):
            values.append(row(common, one, state, codes))
        elif state == "doubted":
            withheld.append(held(common, one, "doubted", codes))
        elif one.correction is not None and one.correction.verdict == "absent":
            withheld.append(held(common, one, "absent", codes))
    document, marks = wide.rows(review.source.document, common.sha256, decided, doubted=doubted)
    return Outgoing(tuple(values), tuple(withheld), document, marks)


def _before(review: Review) -> Mapping[Key, tuple[str, ...]]:
    """The codes of what doubted each reading that a verdict holds now, before there was one."""
    held = [one for one in review.settled if one.correction is not None and one.machine is not None]
    if not held:
        return {}
    untouched = [Settled(reading=one, machine=one) for one in review.raw.readings]
    facts = facts_of(told_by(untouched), review.text, review.schema, review.last)
    return {one.reading.key: tuple(_codes(one, facts)) for one in held}


def _codes(one: Settled, facts: Facts) -> Iterator[str]:
    """What doubts a reading as the machine left it: its damage, its rivals, the rules that fail."""
    if one.machine is not None and one.machine.damage:
        yield one.machine.damage
    if one.machine is not None and one.machine.rivals:
        yield rivals.CODE
    for tried in attempt(one.reading.key, facts):
        if tried.trial.outcome == "fail" and tried.rule.severity != "note":
            yield tried.rule.name
