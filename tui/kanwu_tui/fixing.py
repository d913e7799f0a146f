"""Fixing: what would settle one finding of a group, for a reviewer to tick or to veto."""

from __future__ import annotations

from dataclasses import dataclass

from kanwu.review import Review
from kanwu.triage import Item
from kanwu.workspace.deciding import Alike
from kanwu_tui.telling import name_of, stands_there, value_of
from kanwu_tui.words import Words

_SURE = 0.9
"""A first candidate that scores this much is ticked from the start."""


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
    """How likely that is, 0 to 1."""
    decision: Alike | None
    """None where there is nothing to propose."""

    @property
    def sure(self) -> bool:
        """Whether it is ticked before the reviewer looks."""
        return self.decision is not None and self.score >= _SURE


def fix_of(item: Item, review: Review, words: Words) -> Fix:
    """The fix of one item of the queue: its first candidate; `sic`, where that is offered first."""
    if item.key is None:
        raise ValueError("only a reading can be fixed")
    one = review.by_key[item.key]
    decision, told, score = None, "", 0.0
    if item.sic and one.reading.value is not None:
        decision, told, score = Alike(item.document, item.key, "sic"), words("verdict.sic"), 1.0
    elif item.candidates:
        first = item.candidates[0]
        decision = Alike(item.document, item.key, "amended", first.value)
        told, score = value_of(first.value, one.reading.unit), first.score
    return Fix(
        document=item.document,
        name=name_of(item.key, review.schema, words),
        words=" ".join(stands_there(one.reading, words).split()),
        told=told,
        score=score,
        decision=decision,
    )
