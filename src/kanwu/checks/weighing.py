"""Weighing: the rules of the schema as evidence for and against the candidates of one reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from kanwu.candidate import AGAINST, FOR, Bearing, Meaning, weigh
from kanwu.checks.facts import Facts, Trial
from kanwu.checks.localise import Attempt
from kanwu.message import Message
from kanwu.reading import Candidate, Key, Reading, Value

_PROPOSED = 2.0
"""What a value costs that only a relation proposes, and nothing in the words."""


def weigher(
    facts: Facts,
    attempts: Sequence[Attempt],
    attempt: Callable[[str, Facts], list[Attempt]],
) -> Callable[[Reading], tuple[Candidate, ...]]:
    """A function that ranks what a reading could be, by its words and by every rule about it."""
    proposed: dict[Key, list[tuple[Value, Message]]] = {}
    for one in attempts:
        for proposal in one.trial.proposals:
            proposed.setdefault(proposal.key, []).append((proposal.value, proposal.reason))

    def weighed(reading: Reading) -> tuple[Candidate, ...]:
        found = {
            candidate.value: Meaning(
                candidate.value, -log(max(candidate.score, 1e-6)), candidate.reasons
            )
            for candidate in reading.candidates
        }
        for value, reason in proposed.get(reading.key, ()):
            if value not in found and not reading.candidates:
                found[value] = Meaning(value, _PROPOSED, (reason,))
        ranked = []
        for meaning in found.values():
            changed = facts.with_value(reading.key, meaning.value)
            bearings = [
                _bearing(one.rule.why, one.trial)
                for one in attempt(reading.key.field, changed)
                if reading.key in one.trial.keys and one.trial.outcome != "unknown"
            ]
            ranked.append((meaning, bearings))
        return weigh(ranked)

    return weighed


def _bearing(why: Message, trial: Trial) -> Bearing:
    holds = trial.outcome == "pass"
    sign = "✓" if holds else "✗"
    return Bearing(
        FOR if holds else AGAINST,
        Message(f"{sign} {why.zh}: {trial.facts.zh}", f"{sign} {why.en}: {trial.facts.en}"),
    )
