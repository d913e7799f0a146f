"""Triage: findings → queue, the most doubtful and most influential first.

An item is one thing for a reviewer to settle: a reading with everything that doubts it, or a
correction that did not find its place again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from kanwu.finding import Finding, Severity
from kanwu.reading import Candidate, Key
from kanwu.replay import Replayed, Settled

WEIGHT: Mapping[Severity, float] = {"error": 3.0, "warning": 2.0, "note": 1.0}
QUESTION = "verdict.question"
SAMPLED = "audit.sampled"
"""The note of an audit, which doubts nothing, and waits to be looked at all the same."""
_ASKED = 0.4
"""What a question weighs of its doubt: it waits for a second person, behind what nobody has seen."""


class Item(Struct, frozen=True, kw_only=True, gc=False):
    """One thing to settle."""

    document: str
    key: Key | None
    """The reading to settle; None when it is about the document or an orphaned correction."""
    findings: tuple[Finding, ...]
    """What doubts it, worst first; never empty."""
    candidates: tuple[Candidate, ...]
    """Values to take, best first: the digit keys."""
    weight: float
    """Higher comes first."""

    @property
    def severity(self) -> Severity:
        """The worst of its findings."""
        return self.findings[0].severity

    @property
    def group(self) -> str:
        """The group of its worst finding."""
        return self.findings[0].group

    @property
    def sic(self) -> bool:
        """Whether the verdict to offer first is that it is printed so."""
        return all(finding.sic for finding in self.findings)


def triage(document: str, replayed: Replayed, findings: Iterable[Finding]) -> tuple[Item, ...]:
    """The queue of one document: each open finding stands under its most suspect open reading."""
    waiting = [
        finding
        for finding in findings
        if finding.severity != "note" or finding.correction or finding.code == SAMPLED
    ]
    if not waiting:
        return ()
    readings = replayed.by_key
    grouped: dict[Key | str, list[Finding]] = {}
    for finding in waiting:
        grouped.setdefault(_lead(finding, readings), []).append(finding)
    ranked: list[tuple[float, int, int, Item]] = []
    for nth, (lead, doubts) in enumerate(grouped.items()):
        one = readings.get(lead) if isinstance(lead, Key) else None
        item = _item(document, lead, doubts, one)
        ranked.append((-item.weight, _place(item, one), nth, item))
    ranked.sort()
    return tuple([item for _, _, _, item in ranked])


def groups(items: Iterable[Item]) -> Mapping[str, tuple[Item, ...]]:
    """The items of all documents that bear the same damage and would take the same fix.

    By their group, in the order given; those of one item only are among them.
    """
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.group, []).append(item)
    return {group: tuple(alike) for group, alike in found.items()}


def _lead(finding: Finding, readings: Mapping[Key, Settled]) -> Key | str:
    if finding.correction or not finding.readings:
        return finding.correction or f"{finding.code}:{finding.spans}"
    for key in finding.readings:
        one = readings.get(key)
        if one is not None and not one.decided:
            return key
    return finding.readings[0]


def _item(document: str, lead: Key | str, doubts: list[Finding], one: Settled | None) -> Item:
    if len(doubts) > 1:
        doubts = sorted(doubts, key=lambda finding: -WEIGHT[finding.severity])
    key = lead if isinstance(lead, Key) else None
    told = [finding.candidates_for(key) if key else finding.candidates for finding in doubts]
    weight = WEIGHT[doubts[0].severity] + 0.25 * (len(doubts) - 1)
    if one is not None and one.reading.value is None:
        weight += 1.0
    if QUESTION in [finding.code for finding in doubts]:
        weight *= _ASKED
    return Item(
        document=document,
        key=key,
        findings=tuple(doubts),
        candidates=_ranked(told) if any(told) else (),
        weight=weight,
    )


def _ranked(told: Iterable[tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
    """What several findings propose, best first, each value once."""
    best: dict[str, Candidate] = {}
    for candidates in told:
        for candidate in candidates:
            value = str(candidate.value)
            best[value] = _joined(best[value], candidate) if value in best else candidate
    return tuple(sorted(best.values(), key=lambda c: -c.score))


def _joined(known: Candidate, more: Candidate) -> Candidate:
    """Two findings that propose one value bear each other out, unless one proof is behind both."""
    reasons = tuple(dict.fromkeys(known.reasons + more.reasons))
    if known.reasons[:1] == more.reasons[:1]:
        return Candidate(known.value, max(known.score, more.score), reasons)
    score = 1 - (1 - known.score) * (1 - more.score)
    return Candidate(known.value, round(min(score, 0.99), 4), reasons)


def _place(item: Item, one: Settled | None) -> int:
    if one is not None:
        return one.reading.span.start if one.reading.span else 0
    spans = item.findings[0].spans
    return spans[0].start if spans else 0
