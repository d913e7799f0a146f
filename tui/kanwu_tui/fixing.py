"""Fixing: what would settle one finding of a group, for a reviewer to tick or to veto."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast, get_args

from msgspec.structs import replace

from kanwu.correction import Verdict
from kanwu.reading import Candidate, Key
from kanwu.replay import Settled
from kanwu.review import Review
from kanwu.triage import QUESTION, Item
from kanwu.workspace.deciding import Alike
from kanwu_tui.habit import FIRST
from kanwu_tui.telling import name_of, stands_there, value_of
from kanwu_tui.words import Words

_SURE = 0.9
"""A first candidate that scores this much is ticked from the start; what was learned, or asked of a
second person, never is."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One reading of a group, with the verdict that it would get."""

    document: str
    name: str
    words: str
    """What stands there."""
    told: str
    """The value it would have, or what the verdict says."""
    score: float
    """How likely that is, 0 to 1; 0 where nobody can tell."""
    decision: Alike | None
    """None where there is nothing to propose."""
    sure: bool = False
    """Whether it is ticked before the reviewer looks."""


def fixes_of(item: Item, review: Review, words: Words, fix: str = FIRST) -> Iterator[Fix]:
    """What settles one item of the queue: one fix, or one for each reading that it doubts alike."""
    yield _fix(item, review, words, fix)
    for finding in item.findings:
        for key, candidates in zip(finding.readings, finding.each, strict=False):
            if key != item.key and key not in finding.spared:
                beside = replace(item, key=key, findings=(finding,), candidates=candidates)
                yield _fix(beside, review, words, fix)


def _fix(item: Item, review: Review, words: Words, fix: str) -> Fix:
    """The fix of one reading, as a habit has it.

    The first is its first candidate, or `sic` where that is offered first.
    """
    if item.key is None:
        raise ValueError("only a reading can be fixed")
    one = review.by_key[item.key]
    decision, told, score = _proposed(item, item.key, one, words, fix)
    asked = any(finding.code == QUESTION for finding in item.findings)
    return Fix(
        document=item.document,
        name=name_of(item.key, review.schema, words),
        words=" ".join(stands_there(one.reading, words).split()),
        told=told,
        score=score,
        decision=decision,
        sure=decision is not None and fix == FIRST and score >= _SURE and not asked,
    )


def _proposed(
    item: Item, key: Key, one: Settled, words: Words, fix: str
) -> tuple[Alike | None, str, float]:
    """The decision, what it says, and how likely it is."""
    value = one.reading.value
    if fix == FIRST and item.sic and value is not None:
        return Alike(item.document, key, "sic"), words("verdict.sic"), 1.0
    if fix in get_args(Verdict):
        if value is None and fix in {"sic", "confirmed"}:
            return None, "", 0.0
        told = words(f"verdict.{fix}")
        if fix == "confirmed":
            told = f"{told} {value_of(value, one.reading.unit)}"
        return Alike(item.document, key, cast(Verdict, fix)), told, 0.0
    if fix.startswith("times "):
        if not isinstance(value, Decimal):
            return None, "", 0.0
        more = value * Decimal(fix.removeprefix("times "))
        return Alike(item.document, key, "amended", more), value_of(more, one.reading.unit), 0.0
    chosen = _candidate(item.candidates, fix)
    if chosen is None:
        return None, "", 0.0
    told = value_of(chosen.value, one.reading.unit)
    return Alike(item.document, key, "amended", chosen.value), told, chosen.score


def _candidate(candidates: Sequence[Candidate], fix: str) -> Candidate | None:
    at = 1 if fix == FIRST else int(fix.removeprefix("candidate "))
    return candidates[at - 1] if at <= len(candidates) else None
