"""Checks: settled readings → findings.

A rule is written in the schema; the check that tries it has one signature and answers pass, fail
or unknown. The same rules weigh the candidates of a garbled value: the value that they can all
live with comes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from msgspec.structs import replace

from kanwu.checks import across, agree, around, bounds, calendar, growth, shares, sums
from kanwu.checks.attempts import Attempt, Trying
from kanwu.checks.calendar import addressed
from kanwu.checks.doubts import doubts, settled_by_verdict
from kanwu.checks.facts import Facts, Last, Trial, exact_of
from kanwu.checks.failing import findings_of
from kanwu.checks.grouping import grouped_by
from kanwu.checks.localise import localise
from kanwu.checks.once import Once
from kanwu.checks.printed import sic_of
from kanwu.checks.rivals import disagreements
from kanwu.checks.scope import headings, narrower_of, sentence_before
from kanwu.checks.together import together
from kanwu.checks.weighing import weigher
from kanwu.finding import Finding
from kanwu.reading import Key, Reading, Value
from kanwu.replay import Replayed
from kanwu.rule import LAST_YEAR, SIDES, Case, Rule
from kanwu.schema import Schema
from kanwu.text import Text

Check = Callable[[Rule, Case, Facts], Iterable[Trial]]

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
    "whole": agree.check_whole,
    "last-year": across.check,
    "growth": growth.check,
    "usual": calendar.check_usual,
    "address": calendar.check_address,
    "words": around.check_words,
    "told-year": around.check_told_year,
}
_BESIDE: Mapping[str, Callable[[Case, Facts, Key], bool]] = {
    "same": agree.told_beside,
    "share": shares.told_beside,
}
"""Whether there is something beside a reading that these checks could hold it against."""
_SEVERAL = {"same", "whole"}
"""The checks that say nothing where there is one reading."""


def check(
    replayed: Replayed, text: Text, schema: Schema, last: Last | None = None
) -> tuple[Finding, ...]:
    """The open findings of one document: what no verdict has settled, in the order of the text.

    `last` is what the publisher's report of the year before tells; without it, no rule that asks
    for it is tried.
    """
    facts = facts_of(replayed.told, text, schema, last)
    attempts = _tried(_speaking(facts), facts)
    localised = localise(attempts, facts, attempt)
    tried = trying(facts)
    failing = findings_of(attempts, facts, localised, attempt, tried)
    found = [
        *doubts(replayed, text, weigher(facts, attempts, localised.filled, tried)),
        *sic_of(failing, replayed.by_key, text),
        *disagreements(replayed.spoken),
        *together(replayed.settled, text, schema),
    ]
    if not found:
        return ()
    if replayed.outcomes:
        verdicts = {
            one.reading.key: one.correction.verdict
            for one in replayed.settled
            if one.correction is not None
        }
        found = [finding for finding in found if not settled_by_verdict(finding, verdicts)]
    found.sort(key=lambda f: (f.spans[0].start if f.spans else -1, f.code))
    group = grouped_by(replayed.by_key, schema)
    return tuple([replace(finding, group=group(finding)) for finding in found])


def _speaking(facts: Facts) -> list[tuple[Rule, Case]]:
    """The cases that may say something of a document: what they need is there."""
    told = facts.readings
    there = frozenset(told if facts.last is None else [*told, LAST_YEAR])
    again = {field for field, several in told.items() if len(several) > 1}
    return [
        (rule, case)
        for rule, case, needed, left, right in facts.schema.cases
        if needed <= there
        and not left.isdisjoint(there)
        and (right is left or not right.isdisjoint(there))
        and (rule.check not in _SEVERAL or len(left & there) > 1 or not left.isdisjoint(again))
    ]


def facts_of(
    readings: Mapping[str, tuple[Reading, ...]],
    text: Text,
    schema: Schema,
    last: Last | None = None,
) -> Facts:
    """What rules may use of one document, given what it tells by field (see `told_by`)."""
    before = Once(partial(sentence_before, text)).__getitem__
    return Facts(
        schema,
        readings,
        exact_of(readings),
        last,
        narrower_of(readings, before, schema),
        addressed(text.source),
        text,
        before,
        headings(text, schema.heading),
    )


def attempt(key: Key, facts: Facts) -> list[Attempt]:
    """What every rule says of one reading, on facts that may have been changed."""
    return _tried(facts.schema.rules_about.get(key.field, ()), facts.about(key))


def trying(facts: Facts) -> Trying:
    """What every rule says of one reading, had it a value."""
    spoken_of = sums.spoken_of(facts)
    readings, exact = {**facts.readings}, {**facts.exact}
    changed = replace(facts, readings=readings, exact=exact)

    def tried_with(
        cases: Iterable[tuple[Rule, Case]], about: Facts, field: str, several: tuple[Reading, ...]
    ) -> list[Attempt]:
        """What these rules say, had a field other readings: the facts are changed as long as it takes."""
        own, number = readings[field], exact.pop(field, None)
        readings[field] = several
        exact.update(exact_of({field: several}))
        try:
            return _tried(cases, about)
        finally:
            readings[field] = own
            exact.pop(field, None)
            if number is not None:
                exact[field] = number

    def rules_of(key: Key) -> Callable[[Value], list[Attempt]] | None:
        cases: list[tuple[Rule, Case]] = []
        several = facts.all(key.field)
        first = not several or several[0].key == key
        for rule, case in facts.schema.rules_about.get(key.field, ()):
            if facts.last is None and LAST_YEAR in case:
                continue
            sides = SIDES.get(rule.check)
            if sides is not None:
                speaks = first and key.field in spoken_of((case[sides[0]], case[sides[1]]))
            else:
                beside = _BESIDE.get(rule.check)
                speaks = beside is None or beside(case, facts, key)
            if speaks:
                cases.append((rule, case))
        if not cases:
            return None
        about = changed.about(key)
        return lambda value: tried_with(cases, about, key.field, about.valued(key, value))

    return Once(rules_of).__getitem__


def _tried(cases: Iterable[tuple[Rule, Case]], facts: Facts) -> list[Attempt]:
    """What each try of a rule gave; held against a number of less than the whole, one that fails is unknown."""
    tried: list[Attempt] = []
    asked = facts.asked
    for rule, case in cases:
        for trial in CHECKS[rule.check](rule, case, facts):
            if asked is not None and asked not in trial.keys:
                continue
            if (
                trial.outcome == "fail"
                and len(trial.keys) > 1
                and any(map(facts.narrower, trial.keys))
            ):
                tried.append(Attempt(rule, replace(trial, outcome="unknown", proposed=())))
            else:
                tried.append(Attempt(rule, trial))
    return tried
