"""Printed so: whether a relation fails because the source itself is wrong.

Where every number concerned is read well, no single act of damage would make the relation hold,
and no several failures together point at one cell, the likeliest account is that it was printed
so; the verdict to offer first is sic. (Of 206 relations in five published tables two fail, both
alone in their row, and both by the publisher: a total left at zero beside its parts.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from kanwu.checks import slips
from kanwu.finding import Finding
from kanwu.message import Message, say
from kanwu.reading import Key
from kanwu.replay import Settled
from kanwu.source import Span
from kanwu.text import Text

_HARMLESS = frozenset({"gloss", "ordinal"})
"""Repairs that leave the numbers beside them as they were."""
_NEAR = 12
"""So many characters from a number, damage is near it."""


def sic_of(
    findings: Sequence[Finding], known: Mapping[Key, Settled], text: Text
) -> Iterator[Finding]:
    """The findings of rules, those marked whose first offer is that it is printed so."""
    if not findings:
        return
    told = say("finding.sic")
    damaged = [repair.span for repair in text.mended if repair.kind not in _HARMLESS]
    for finding in findings:
        if finding.severity != "note" and _printed_so(finding, known, damaged):
            message = Message(finding.message.zh + told.zh, finding.message.en + told.en)
            yield replace(finding, message=message, sic=True)
        else:
            yield finding


def _printed_so(finding: Finding, known: Mapping[Key, Settled], damaged: list[Span]) -> bool:
    if finding.pinned or not all(
        key in known and _read_well(known[key], damaged) for key in finding.readings
    ):
        return False
    return not any(slips.near(c.act) for remedy in finding.remedies for c in remedy.changes)


def _read_well(one: Settled, damaged: list[Span]) -> bool:
    """Whether the words are whole, nothing near them is damaged, and nobody has amended them."""
    reading, span = one.reading, one.reading.span
    if reading.value is None or reading.damage or reading.candidates or span is None:
        return False
    if one.machine is None or one.machine.value != reading.value:
        return False
    around = Span(max(0, span.start - _NEAR), span.end + _NEAR)
    return not any(around.overlaps(other) for other in damaged)
