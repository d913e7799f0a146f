"""Commands that tell how good it is: agree, audit."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Iterator
from math import ceil, floor

from kanwu.agreement import CONFIDENCE, Agreement, Judged, agreements
from kanwu.auditing import Audit, Audited
from kanwu.binomial import needed
from kanwu.cli import records
from kanwu.cli.output import Record, emit, language, note
from kanwu.cli.reviewing import problems
from kanwu.cli.running import told_of_all
from kanwu.dataset import as_json
from kanwu.errors import UsageError
from kanwu.message import Language, say
from kanwu.triage import SAMPLED
from kanwu.workspace import Workspace, open_workspace
from kanwu.workspace.deciding import meant
from kanwu.workspace.telling import agreeing, all_judged

_SEEDS = 2**32


def agree(chosen: argparse.Namespace) -> int:
    """Print how far reviewers agree, or the readings on which they do not."""
    one = open_workspace(chosen.workspace)
    said = language(chosen.lang, one.settings.language)
    judged = all_judged(told_of_all(one, agreeing(), chosen), one.corrections)
    apart = [reading for reading in judged if not reading.agreed]
    if chosen.disagreements:
        emit(
            (_disagreement(reading) for reading in apart),
            chosen.format,
            ("document", "field", "item", "said"),
        )
    else:
        emit(
            (_agreement(row) for row in agreements(judged)),
            chosen.format,
            ("field", "reviewers", "readings", "same_value", "same", "at_least", "alpha", "kappa"),
        )
    if not judged:
        note(say("agree.none")[said])
    else:
        told = say(
            "agree.told", readings=len(judged), apart=len(apart), confidence=100 * CONFIDENCE
        )
        note(told[said])
    return problems(one)


def audit(chosen: argparse.Namespace) -> int:
    """Draw a sample, print what is left of one, or print what the audits came to."""
    one = open_workspace(chosen.workspace)
    said = language(chosen.lang, one.settings.language)
    asked = {"--size": chosen.size, "--bound": chosen.bound, "--seed": chosen.seed}
    given = [word for word, value in asked.items() if value is not None]
    if chosen.report:
        if given:
            raise UsageError("--report", f"does not go with {given[0]}")
        _report(one, chosen, said)
        return problems(one)
    if chosen.name is None:
        raise UsageError("NAME", "is needed: what the audit is called", "Or ask for --report.")
    if chosen.size is not None or chosen.bound is not None:
        _draw(one, chosen)
    elif given or chosen.confidence is not None:
        raise UsageError(given[0] if given else "--confidence", "goes with --size or --bound")
    _left(one, _audit(one, chosen.name), chosen.format, said)
    return problems(one)


def _draw(one: Workspace, chosen: argparse.Namespace) -> None:
    confidence = 0.95 if chosen.confidence is None else chosen.confidence
    for word, share in (("--confidence", confidence), ("--bound", chosen.bound)):
        if share is not None and not 0 < share < 1:
            raise UsageError(word, f"is {share:g}", "It is a share between 0 and 1: 0.95, 0.01.")
    if chosen.size is not None and chosen.bound is not None:
        raise UsageError("--size", "does not go with --bound", "Say how many, or how sure.")
    size = chosen.size if chosen.bound is None else needed(chosen.bound, confidence)
    if size < 1:
        raise UsageError("--size", f"is {size}", "It is a whole number from 1.")
    seed = secrets.randbelow(_SEEDS) if chosen.seed is None else chosen.seed
    made = one.draw(chosen.name, size, confidence=confidence, seed=seed)
    note(
        f"drawn: {len(made.sampled)} of {made.population} values, seed {seed} "
        f"→ audits/{made.name}.toml"
    )
    if len(made.sampled) < size:
        note(f"that is all there are; {size} were asked for")


def _audit(one: Workspace, name: str) -> Audit:
    found = one.audits.get(name)
    if found is None:
        known = [audit.name for audit in one.audits]
        hint = meant(name, known) or "To draw it: --size N, or --bound SHARE."
        raise UsageError(name, "there is no such audit", hint)
    return found


def _left(one: Workspace, audit: Audit, form: str | None, said: Language) -> None:
    """Print the sampled values that wait for a verdict, as the queue does."""
    counts = one.audited(audit).counts

    def rows() -> Iterator[Record]:
        for value in audit.sampled:
            if not one.holds(value.document):
                continue
            review = one.review(value.document)
            for item in review.queue:
                asked = any(finding.code == SAMPLED for finding in item.findings)
                if asked and item.key == value.key:
                    yield records.item(review, item, said)

    emit(rows(), form, ("document", "field", "item", "value", "quote"))
    note(", ".join(f"{count} {ruling}" for ruling, count in counts.items()))


def _report(one: Workspace, chosen: argparse.Namespace, said: Language) -> None:
    audits = [_audit(one, chosen.name)] if chosen.name else list(one.audits)
    emit(
        (_audited(one.audited(audit)) for audit in audits),
        chosen.format,
        ("audit", "sampled", "right", "wrong", "open", "gone", "rate", "upper", f"message.{said}"),
    )
    if not audits:
        note("nothing has been audited yet: kanwu audit NAME --size N")


def _agreement(one: Agreement) -> Record:
    return {
        "field": one.field,
        "reviewers": list(one.reviewers),
        "readings": one.readings,
        "same_value": one.same_value,
        "same": one.same,
        "share": round(one.same / one.readings, 4),
        "at_least": floor(one.at_least * 10_000) / 10_000,  # a bound is rounded to the safe side
        "alpha": None if one.alpha is None else round(one.alpha, 4),
        "kappa": None if one.kappa is None else round(one.kappa, 4),
    }


def _disagreement(one: Judged) -> Record:
    verdicts = [outcome.correction for outcome in one.by.values()]
    return {
        "document": one.document,
        "field": one.key.field,
        "item": one.key.item,
        "nth": one.key.nth,
        "said": [
            f"{outcome.correction.reviewer}: {' '.join(part for part in outcome.said if part)}"
            for outcome in one.by.values()
        ],
        "verdicts": [
            {
                "reviewer": verdict.reviewer,
                "verdict": verdict.verdict,
                "value": as_json(verdict.value),
                "correction": verdict.id,
            }
            for verdict in verdicts
        ],
    }


def _audited(one: Audited) -> Record:
    return {
        "audit": one.audit.name,
        "seed": one.audit.seed,
        "population": one.audit.population,
        "sampled": len(one.audit.sampled),
        **{str(ruling): count for ruling, count in one.counts.items()},
        "rate": None if one.rate is None else round(one.rate, 4),
        "upper": ceil(one.upper * 10_000) / 10_000 if one.settled else None,
        "confidence": one.audit.confidence,
        "message": {"zh": one.message.zh, "en": one.message.en},
    }
