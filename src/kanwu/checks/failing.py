"""Failing: failed tries of rules → findings, the reading that is most likely wrong named first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import exp

from kanwu.checks import slips
from kanwu.checks.attempts import Attempt, Retry, Trying
from kanwu.checks.facts import Facts, Proposal
from kanwu.checks.localise import Localised, Located
from kanwu.finding import Change, Finding, Remedy
from kanwu.message import Message, say
from kanwu.numeral import written
from kanwu.reading import Candidate, Key, Value
from kanwu.schema import Schema
from kanwu.source import Span

_MENDS = 4.0
"""How much likelier a change is for each further relation that it mends."""
_ELSE = 0.05
"""The weight left for what nobody proposes."""
_LISTED = 4
"""So many remedies are spelled out in a sentence."""


_Ranked = tuple[int, Proposal, Change | None]
"""How many failures a proposal mends, the proposal, and what it changes."""


def findings_of(
    attempts: Sequence[Attempt], facts: Facts, localised: Localised, retry: Retry, trying: Trying
) -> list[Finding]:
    """A finding for each failed try."""
    failed = [one for one in attempts if one.trial.outcome == "fail" and not one.rule.prior]
    if not failed:
        return []
    failing = Counter(key for one in failed for key in set(one.trial.keys))
    several = list(dict.fromkeys(localised.located.values()))
    found = []
    for one in failed:
        located = localised.located.get(one.trial.keys) if one.trial.signs else None
        located = located or _explained(one, several, facts, retry)
        if located is not None:
            found.append(_located(one, located, failing, facts))
        else:
            found.append(_finding(one, _ranked(one, failing, facts, trying), failing, facts))
    leads = {finding.readings[0] for finding in found}
    for one in failed:
        located = localised.located.get(one.trial.keys)
        if located in several and len(located.remedies) == 1:
            several.remove(located)
            for change in located.remedies[0].changes:
                if change.key not in leads:  # what blank cells hide: no relation of it fails
                    found.append(_located(one, located, failing, facts, change.key))
    return found


def _spans(keys: Iterable[Key], facts: Facts) -> tuple[Span, ...]:
    """Where the words of readings stand."""
    found = (facts.of(key) for key in keys)
    return tuple(one.span for one in found if one is not None and one.span is not None)


def _explained(
    one: Attempt, several: Iterable[Located], facts: Facts, retry: Retry
) -> Located | None:
    """What was located in a table, if its likeliest remedy also mends this relation beyond it."""
    for located in several:
        changed = facts
        changes = located.remedies[0].changes
        for change in changes:
            changed = changed.with_value(change.key, change.value)
        for change in changes:
            if change.key in one.trial.keys and any(
                again.rule is one.rule and again.trial.outcome == "pass"
                for again in retry(change.key, changed)
                if set(again.trial.keys) == set(one.trial.keys)
            ):
                return located
    return None


# --- a relation of a table, solved together with the others ------------------------------------------


def _located(
    one: Attempt,
    located: Located,
    failing: Mapping[Key, int],
    facts: Facts,
    lead: Key | None = None,
) -> Finding:
    """Of two wrong cells in a relation, that comes first which stands in fewer other failures.

    `lead` is put before all where it is given.
    """
    own = set(one.trial.keys)
    suspects = [
        change.key
        for remedy in located.remedies
        for change in sorted(remedy.changes, key=lambda change: failing[change.key])
        if change.key in own
    ]
    keys = tuple(dict.fromkeys([*((lead,) if lead else ()), *suspects, *one.trial.keys]))
    changed = {change.key for remedy in located.remedies for change in remedy.changes}
    proof = _proof(located, facts.schema)
    told = Message(one.trial.said.zh + proof.zh, one.trial.said.en + proof.en)
    return Finding(
        code=one.rule.name,
        severity=one.rule.severity,
        message=say("finding.rule", why=one.rule.why, facts=told),
        readings=keys,
        spans=_spans(keys, facts),
        candidates=_candidates(keys[0], one, located, facts.schema),
        remedies=located.remedies,
        pinned=located.pinned,
        spared=frozenset(own - changed) if suspects else frozenset(),
    )


def _proof(located: Located, schema: Schema) -> Message:
    """Which relations fail, and what makes all of them hold."""
    told = [_told(remedy, schema) for remedy in located.remedies[:_LISTED]]
    counts = {"failed": located.failed, "total": located.total, "count": len(located.remedies)}
    more = "…" if len(located.remedies) > _LISTED else ""
    listed = Message("；".join(t.zh for t in told) + more, "; ".join(t.en for t in told) + more)
    if located.total == 1:
        return say("remedy.of-one", remedies=listed)
    if len(located.remedies) == 1:
        return say("remedy.only", remedy=listed, **counts)
    return say("remedy.several", remedies=listed, **counts)


def _told(remedy: Remedy, schema: Schema, but: Key | None = None) -> Message:
    changes = [c for c in remedy.changes if c.key != but]
    names = [schema.labels[c.key.field] for c in changes]
    values = [f"{written(c.was)} → {written(c.value)}" for c in changes]
    pairs = list(zip(names, values, strict=True))
    return Message(
        "、".join(f"{name.zh} {value}" for name, value in pairs),
        ", ".join(f"{name.en} {value}" for name, value in pairs),
    )


def _candidates(key: Key, one: Attempt, located: Located, schema: Schema) -> tuple[Candidate, ...]:
    """The values that a cell takes in the remedies, best first."""
    found: dict[Value, tuple[float, tuple[Message, ...]]] = {}
    arithmetic = {p.value: p for p in one.trial.proposals if p.key == key}
    for remedy in located.remedies:
        for change in (change for change in remedy.changes if change.key == key):
            score, reasons = found.get(change.value, (0.0, ()))
            if not reasons:
                reasons = _reasons(change, remedy, located, schema)
                if change.value in arithmetic:
                    reasons = (*reasons, arithmetic[change.value].reason)
            found[change.value] = score + remedy.score, reasons
    ranked = sorted(found.items(), key=lambda entry: -entry[1][0])
    return tuple(
        Candidate(value, round(min(score, 0.99), 4), reasons) for value, (score, reasons) in ranked
    )


def _reasons(
    change: Change, remedy: Remedy, located: Located, schema: Schema
) -> tuple[Message, ...]:
    counts = {"failed": located.failed, "total": located.total}
    reasons = [act_told(change)]
    if len(remedy.changes) > 1:
        others = _told(remedy, schema, change.key)
        reasons.insert(0, say("reason.proof-with", others=others, **counts))
    elif located.total > 1:
        reasons.insert(0, say("reason.proof", **counts))
    if len(located.remedies) > 1:
        reasons.append(say("reason.not-only", count=len(located.remedies) - 1))
    return tuple(reasons)


def act_told(change: Change) -> Message:
    """Which act of damage makes the printed value of the one meant, or that none does."""
    printed, meant = written(change.was), written(change.value)
    return say(f"slip.{change.act or 'none'}", printed=printed, meant=meant)


# --- a relation on its own ---------------------------------------------------------------------------


def _ranked(
    one: Attempt, failing: Mapping[Key, int], facts: Facts, trying: Trying
) -> list[_Ranked]:
    """The proposals of a failed try that break nothing else, by how many failures they mend."""
    found: list[tuple[int, Proposal]] = []
    for proposal in one.trial.proposals:
        tried = trying(proposal.key)
        after = tried(proposal.value) if tried is not None else ()
        if not any(a.trial.outcome == "fail" and not a.rule.prior for a in after):
            found.append((failing[proposal.key], proposal))
    printed = {p.key: own.value for _, p in found if (own := facts.of(p.key)) is not None}
    order = {key: i for i, key in enumerate(one.trial.keys)}
    ranked = [(mends, p, _change(p, printed.get(p.key))) for mends, p in found]
    ranked.sort(key=lambda e: (-e[0], slips.cost(e[2].act if e[2] else None), order[e[1].key]))
    return ranked


def _change(proposal: Proposal, printed: Value | None) -> Change | None:
    """The proposal as a change of what is printed; None where nothing is."""
    if printed is None:
        return None
    act = slips.act_between(printed, proposal.value)
    return Change(proposal.key, printed, proposal.value, act)


def _finding(
    one: Attempt,
    ranked: Sequence[_Ranked],
    failing: Mapping[Key, int],
    facts: Facts,
) -> Finding:
    """`failing` counts the failures that each reading stands in: that in most is the suspect."""
    keys = sorted(one.trial.keys, key=lambda key: -failing[key])
    weights = [
        exp(-slips.cost(change.act if change else None)) * _MENDS**mends
        for mends, _, change in ranked
    ]
    total = sum(weights) + _ELSE * max(weights, default=0.0)
    scored = [(round(w / total, 4), entry) for w, entry in zip(weights, ranked, strict=True)]
    alone = bool(ranked) and ranked[0][0] > 1 and all(r[0] < ranked[0][0] for r in ranked[1:])
    spared: frozenset[Key] = frozenset()
    if ranked:
        keys.remove(ranked[0][1].key)
        keys.insert(0, ranked[0][1].key)
        best = ranked[0][2]
        if best and best.act and not one.trial.signs:  # one act of damage accounts for all of it
            spared = frozenset(keys) - {proposal.key for _, proposal, _ in ranked}
    return Finding(
        code=one.rule.name,
        severity=one.rule.severity,
        message=say("finding.rule", why=one.rule.why, facts=one.trial.said),
        readings=tuple(keys),
        spans=_spans(keys, facts),
        candidates=tuple(
            Candidate(
                proposal.value,
                score,
                (proposal.reason, *((act_told(change),) if change and change.act else ())),
            )
            for score, (_, proposal, change) in scored
            if proposal.key == keys[0]
        ),
        remedies=tuple(Remedy((change,), score) for score, (_, _, change) in scored if change),
        pinned=alone,
        spared=spared,
    )
