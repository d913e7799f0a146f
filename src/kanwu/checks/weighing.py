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

_WORTH_A_KEY = 0.01
"""The score below which a candidate that is not the first is no help to anybody."""


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
        ranked_best_first = weigh(ranked)
        return tuple(
            one for i, one in enumerate(ranked_best_first) if i == 0 or one.score >= _WORTH_A_KEY
        )

    return weighed


def _bearing(why: Message, trial: Trial) -> Bearing:
    holds = trial.outcome == "pass"
    sign = "✓" if holds else "✗"
    return Bearing(
        FOR if holds else AGAINST,
        Message(f"{sign} {why.zh}：{trial.facts.zh}", f"{sign} {why.en}: {trial.facts.en}"),
    )
