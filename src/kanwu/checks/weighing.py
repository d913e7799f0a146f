"""Weighing: the rules of the schema as evidence for and against the candidates of one reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log

from kanwu.candidate import AGAINST, FOR, Bearing, Meaning, weigh
from kanwu.checks.attempts import Attempt, Trying
from kanwu.checks.facts import Facts, Proposal, Trial
from kanwu.checks.localise import Filled
from kanwu.message import Message, say
from kanwu.reading import Candidate, Key, Reading
from kanwu.schema import Rule

_PROPOSED, _SOLVED = 2.0, 0.5
"""What a value costs that nothing in the words proposes, but one relation does, or all together."""

_USUAL = 1.2
"""How much it weighs that a value is what is usual."""
_MANY = 200
"""A field that is told more often than this is weighed by its words alone: it would be tried with
each of its values against all others."""
_WORTH_A_KEY = 0.002
"""The score below which a candidate that is not the first is no help to anybody."""


def weigher(
    facts: Facts, attempts: Sequence[Attempt], filled: Mapping[Key, Filled], trying: Trying
) -> Callable[[Reading], tuple[Candidate, ...]]:
    """A function that ranks what a reading could be, by its words and by every rule about it.

    `filled` are the values that the relations of a table, solved together, leave open to no doubt.
    """
    proposed: dict[Key, list[Proposal]] = {}
    for one in attempts:
        for proposal in one.trial.proposals:
            proposed.setdefault(proposal.key, []).append(proposal)

    def meanings(reading: Reading) -> list[Meaning]:
        found = {
            candidate.value: Meaning(
                candidate.value, -log(max(candidate.score, 1e-6)), candidate.reasons
            )
            for candidate in reading.candidates
        }
        if not reading.candidates:
            for proposal in proposed.get(reading.key, ()):
                known = found.get(proposal.value)
                reasons = (*(known.reasons if known else ()), proposal.reason)
                found[proposal.value] = Meaning(
                    proposal.value, _PROPOSED, tuple(dict.fromkeys(reasons))
                )
        solved = filled.get(reading.key)
        if solved is not None:
            known = found.get(solved.value)
            cost = min(known.cost, _SOLVED) if known else _SOLVED
            proof = say("reason.solved", total=solved.total)
            found[solved.value] = Meaning(
                solved.value, cost, (*(known.reasons if known else ()), proof)
            )
        return list(found.values())

    def weighed(reading: Reading) -> tuple[Candidate, ...]:
        ranked: list[tuple[Meaning, list[Bearing]]] = []
        key = reading.key
        alone = len(facts.all(key.field)) > _MANY
        tried = trying(key, facts)
        for meaning in meanings(reading):
            tries = [
                one
                for one in (() if alone else tried(meaning.value))
                if key in one.trial.keys and one.trial.outcome != "unknown"
            ]
            tries.sort(key=lambda one: one.rule.prior)
            bearings = [_bearing(one.rule, one.trial) for one in tries]
            ranked.append((meaning, bearings))
        ranked_best_first = weigh(ranked)
        return tuple(
            one for i, one in enumerate(ranked_best_first) if i == 0 or one.score >= _WORTH_A_KEY
        )

    return weighed


def _bearing(rule: Rule, trial: Trial) -> Bearing:
    holds, why = trial.outcome == "pass", rule.why
    sign = "✓" if holds else "✗"
    weights = (_USUAL, _USUAL / float(rule.odds)) if rule.prior else (FOR, AGAINST)
    return Bearing(
        weights[0] if holds else weights[1],
        Message(f"{sign} {why.zh}：{trial.said.zh}", f"{sign} {why.en}: {trial.said.en}"),
    )
