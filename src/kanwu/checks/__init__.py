"""Checks: settled readings → findings.

A rule is written in the schema; the check that tries it has one signature and answers pass, fail
or unknown. The same rules weigh the candidates of a garbled value: the value that they can all
live with comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kanwu.checks import agree, bounds, shares, sums
from kanwu.checks.doubts import doubts, settled_by_verdict
from kanwu.checks.facts import Facts, Trial, facts_of
from kanwu.checks.localise import Attempt, findings_of
from kanwu.checks.weighing import weigher
from kanwu.finding import Finding
from kanwu.replay import Replayed
from kanwu.schema import Rule, Schema
from kanwu.text import Text

Check = Callable[[Rule, Mapping[str, tuple[str, ...]], Facts], Iterator[Trial]]

CHECKS: Mapping[str, Check] = {
    "sum": sums.check_sum,
    "balance": sums.check_balance,
    "at-most": bounds.check_at_most,
    "at-most-sum": bounds.check_at_most_sum,
    "items-at-most": bounds.check_items_at_most,
    "range": bounds.check_range,
    "order": bounds.check_order,
    "year": bounds.check_year,
    "share": shares.check,
    "same": agree.check,
}


def check(replayed: Replayed, text: Text, schema: Schema) -> tuple[Finding, ...]:
    """The open findings of one document: what no verdict has settled, in the order of the text."""
    facts = facts_of(replayed.settled, schema)
    attempts = [
        Attempt(rule, trial)
        for rule in schema.rules
        for case in rule.cases
        for trial in CHECKS[rule.check](rule, case, facts)
    ]
    found = [
        *doubts(replayed, text, weigher(facts, attempts, attempt)),
        *findings_of(attempts, facts, attempt),
    ]
    verdicts = {
        one.reading.key: one.correction.verdict
        for one in replayed.settled
        if one.correction is not None
    }
    open_ones = [finding for finding in found if not settled_by_verdict(finding, verdicts)]
    return tuple(sorted(open_ones, key=lambda f: (f.spans[0].start if f.spans else -1, f.code)))


def attempt(field: str, facts: Facts) -> list[Attempt]:
    """Every rule about one field, tried on facts that may have been changed."""
    return [
        Attempt(rule, trial)
        for rule, case in facts.schema.rules_about.get(field, ())
        for trial in CHECKS[rule.check](rule, case, facts)
    ]
