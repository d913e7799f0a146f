"""Correction: one verdict of one reviewer on one reading, and which of many still stand.

Nothing is ever unsaid: undo is one more verdict, `withdrawn`, and a verdict that was put to another
place is one more, too, which `replaces` the first. How they stand in a file is in `correctionfile`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from kanwu.anchor import Anchor
from kanwu.reading import Value

Verdict = Literal[
    "confirmed",
    "amended",
    "sic",
    "added",
    "absent",
    "unreadable",
    "question",
    "withdrawn",
    "renamed",
    "distinct",
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
UNANCHORED: frozenset[Verdict] = frozenset({"withdrawn", "renamed", "distinct"})
"""Those about another verdict, or a document as a whole: they have no field and no anchor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One verdict of one reviewer."""

    id: str
    """`20261122T101500.123Z-reviewer1-7f3a`: sorts by time, unique among reviewers."""
    document: str
    reviewer: str
    verdict: Verdict
    at: datetime
    """When it was decided, UTC."""
    field: str = ""
    """Empty for `withdrawn`, `renamed` and `distinct`, which are about no reading."""
    item: str | None = None
    was: str = ""
    """The words as they were printed, which are the anchor's quote."""
    value: Value | None = None
    """For `amended` and `added`: what the words say, or said before they were damaged."""
    should_be: Value | None = None
    """For `sic`: what would have been right."""
    note: str = ""
    of: str = ""
    """For `withdrawn`: the id of the verdict taken back; for `renamed`: the document's former name;
    for `distinct`: the name of the document that this one is not."""
    replaces: str = ""
    """The id of the verdict that this one puts to another place; empty for most."""
    rule: str = ""
    """The group of alike findings whose one fix this is a part of; empty for a verdict of its own."""
    batch: str = ""
    """What the verdicts share that one key made together, and that undo takes back together."""
    anchor: Anchor | None = None
    """None only for `withdrawn`, `renamed` and `distinct`."""

    @property
    def takes_back(self) -> bool:
        """Whether it says of another verdict that it holds no more, or holds again."""
        return self.verdict == "withdrawn" or bool(self.replaces)

    @property
    def key(self) -> tuple[str, str | None]:
        """The field and item it speaks of."""
        return self.field, self.item


def new_id(reviewer: str, at: datetime) -> str:
    """A correction's id: the moment, the reviewer, and a random tail."""
    moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.") + f"{at.microsecond // 1000:03d}Z"
    return f"{moment}-{reviewer}-{secrets.token_hex(2)}"


def when(correction: Correction) -> tuple[datetime, str]:
    """What corrections are ordered by: the moment, and the id where two have the same."""
    return correction.at, correction.id


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """The verdicts on readings that hold, in order of time: none withdrawn, none replaced.

    A withdrawal can itself be withdrawn (that is redo). Each chain ends in the past, so going
    backwards in time decides it: a verdict stands unless a standing one takes it back.
    """
    return [c for c in holding(corrections) if c.verdict not in UNANCHORED]


def on_names(corrections: Iterable[Correction]) -> list[Correction]:
    """What each reviewer said last of whether a document bore a name, as far as it stands."""
    said = (c for c in holding(corrections) if c.verdict in {"renamed", "distinct"})
    return [*{(c.document, c.of, c.reviewer): c for c in said}.values()]


def holding(corrections: Iterable[Correction]) -> list[Correction]:
    """What nobody has taken back, in order of time, withdrawals among it; each id once."""
    done: set[str] = set()
    kept: list[Correction] = []
    for correction in sorted(corrections, key=when, reverse=True):
        if correction.id in done:
            continue
        done.add(correction.id)
        if correction.verdict == "withdrawn":
            done.add(correction.of)
        elif correction.replaces:
            done.add(correction.replaces)
        kept.append(correction)
    return kept[::-1]


def together(one: Correction, corrections: Iterable[Correction]) -> list[Correction]:
    """The standing decisions, of the same reviewer, that one key made with this one, in order."""
    if not one.batch:
        return [one]
    return [c for c in holding(corrections) if (c.reviewer, c.batch) == (one.reviewer, one.batch)]


def undoable(corrections: Iterable[Correction], reviewer: str) -> Correction | None:
    """The reviewer's latest standing decision: what undo takes back; None when there is none.

    A withdrawal that says why is a decision too (an orphan retired); a bare one is an undo.
    """
    mine = [
        c
        for c in holding(corrections)
        if c.reviewer == reviewer and (c.verdict != "withdrawn" or c.note)
    ]
    return mine[-1] if mine else None


def redoable(corrections: Iterable[Correction], reviewer: str) -> Correction | None:
    """The reviewer's latest standing withdrawal, unless they decided anew after it."""
    mine = sorted((c for c in corrections if c.reviewer == reviewer), key=when)
    taken_back: set[str] = set()
    for correction in reversed(mine):
        if correction.id in taken_back:
            continue
        if correction.verdict != "withdrawn" or correction.note:
            return None
        if _is_withdrawal(correction.of, mine):
            taken_back.add(correction.of)
            continue
        return correction
    return None


def _is_withdrawal(identity: str, corrections: Sequence[Correction]) -> bool:
    """Whether it names an undo: a bare withdrawal, so that what names it is a redo."""
    return any(c.id == identity and c.verdict == "withdrawn" and not c.note for c in corrections)
