"""Unclaimed: the numbers of the ledger that nobody has read and no rule explains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kanwu.finding import Finding
from kanwu.folds.markup import untagged
from kanwu.ledger import Entry
from kanwu.message import say

CODE = "number.unclaimed"


def unclaimed(ledger: Iterable[Entry]) -> Iterator[Finding]:
    """A note for each unclaimed number: it doubts no reading, and waits in no queue."""
    for entry in ledger:
        if entry.claimed_by is None:
            yield Finding(
                code=CODE,
                severity="note",
                message=say(f"finding.{CODE}", words=untagged(entry.quote)),
                spans=(entry.span,),
            )
