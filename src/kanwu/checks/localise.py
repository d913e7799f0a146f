"""Localise: failed rules → findings, the reading that is most likely wrong named first.

A cell that stands in every failed relation, and whose change would mend them all without
breaking another, is the first suspect (after Fellegi and Holt 1976, for one error at a time).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kanwu.checks.facts import Facts, Proposal, Trial
from kanwu.finding import Finding
from kanwu.message import say
from kanwu.reading import Candidate, Key
from kanwu.schema import Rule
from kanwu.source import Span

_ALONE, _MENDS_ALL = 0.45, 0.9
"""The score of a value that mends one relation, and of the only one that mends several."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule and what one try of it gave."""

    rule: Rule
    trial: Trial


def findings_of(
    attempts: Sequence[Attempt], facts: Facts, attempt: Callable[[str, Facts], list[Attempt]]
) -> list[Finding]:
    """A finding for each failed try."""
    failed = [one for one in attempts if one.trial.outcome == "fail"]
    spans = {r.key: r.span for readings in facts.readings.values() for r in readings}
    return [_finding(one, _ranked(one, failed, facts, attempt), spans) for one in failed]


def _ranked(
    one: Attempt,
    failed: Sequence[Attempt],
    facts: Facts,
    attempt: Callable[[str, Facts], list[Attempt]],
) -> list[tuple[int, Proposal]]:
    """The proposals of a failed try that break nothing else, by how many failures they mend."""
    found: list[tuple[int, Proposal]] = []
    for proposal in one.trial.proposals:
        involved = sum(proposal.key in other.trial.keys for other in failed)
        after = attempt(proposal.key.field, facts.with_value(proposal.key, proposal.value))
        if not any(a.trial.outcome == "fail" and proposal.key in a.trial.keys for a in after):
            found.append((involved, proposal))
    order = {key: i for i, key in enumerate(one.trial.keys)}
    return sorted(found, key=lambda entry: (-entry[0], order[entry[1].key]))


def _finding(
    one: Attempt, ranked: Sequence[tuple[int, Proposal]], spans: dict[Key, Span | None]
) -> Finding:
    rule, trial = one.rule, one.trial
    keys = list(trial.keys)
    candidates: tuple[Candidate, ...] = ()
    if ranked:
        mends, best = ranked[0]
        keys.remove(best.key)
        keys.insert(0, best.key)
        alone = mends > 1 and (len(ranked) == 1 or ranked[1][0] < mends)
        candidates = tuple(
            Candidate(
                proposal.value, _MENDS_ALL if alone and i == 0 else _ALONE, (proposal.reason,)
            )
            for i, (_, proposal) in enumerate(ranked)
            if proposal.key == best.key
        )
    return Finding(
        code=rule.name,
        severity=rule.severity,
        message=say("finding.rule", why=rule.why, facts=trial.facts),
        readings=tuple(keys),
        spans=tuple(span for key in keys if (span := spans.get(key)) is not None),
        candidates=candidates,
    )
