"""Weighing: the rules of the schema as evidence for and against the candidates of one reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import log

from kanwu.candidate import AGAINST, FOR, Bearing, Meaning, weigh
from kanwu.checks.attempts import Attempt, Trying
from kanwu.checks.facts import Facts, Proposal, Trial
from kanwu.checks.localise import Filled
from kanwu.message import Message, say
from kanwu.reading import Candidate, Key, Reading
from kanwu.rule import Rule

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
    proposing = [one.trial for one in attempts if one.trial.proposed]
    by_words: dict[int, tuple[Candidate, ...]] = {}

    def meanings(reading: Reading) -> list[Meaning]:
        found = {
            candidate.value: Meaning(
                candidate.value, -log(max(candidate.score, 1e-6)), candidate.reasons
            )
            for candidate in reading.candidates
        }
        if not reading.candidates:
            for proposal in _proposals(reading.key, proposing):
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
        key = reading.key
        tried = trying(key) if len(facts.all(key.field)) <= _MANY else None
        if tried is not None:
            return _ranked([(one, _bearings(tried(one.value))) for one in meanings(reading)])
        told = reading.candidates
        if not told or key in filled:
            return _ranked([(one, ()) for one in meanings(reading)])
        if id(told) not in by_words:  # the cells of a run share what they could be
            by_words[id(told)] = _ranked([(one, ()) for one in meanings(reading)])
        return by_words[id(told)]

    return weighed


def _proposals(key: Key, trials: Iterable[Trial]) -> Iterator[Proposal]:
    """What relations propose for a reading."""
    for trial in trials:
        if key in trial.keys:
            yield from (one for one in trial.proposals if one.key == key)


def _ranked(weighed: Sequence[tuple[Meaning, Sequence[Bearing]]]) -> tuple[Candidate, ...]:
    """The candidates that are worth a key, best first."""
    ranked = weigh(weighed)
    return (*ranked[:1], *[one for one in ranked[1:] if one.score >= _WORTH_A_KEY])


def _bearings(attempts: Iterable[Attempt]) -> Sequence[Bearing]:
    """What the rules that hold or fail say, those of what is usual last."""
    tries = [one for one in attempts if one.trial.outcome != "unknown"]
    if len(tries) > 1:
        tries.sort(key=lambda one: one.rule.prior)
    return [_bearing(one.rule, one.trial) for one in tries]


def _bearing(rule: Rule, trial: Trial) -> Bearing:
    holds, why, said = trial.outcome == "pass", rule.why, trial.said
    sign = "✓" if holds else "✗"
    weights = (_USUAL, _USUAL / float(rule.odds)) if rule.prior else (FOR, AGAINST)
    return Bearing(
        weights[0] if holds else weights[1],
        Message(f"{sign} {why.zh}：{said.zh}", f"{sign} {why.en}: {said.en}"),
    )
