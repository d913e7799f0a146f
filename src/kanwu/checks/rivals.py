"""Rivals: what other extractors read otherwise, for a person to settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kanwu.finding import Finding
from kanwu.folds.markup import untagged
from kanwu.message import say
from kanwu.numeral import written
from kanwu.reading import Candidate, Reading
from kanwu.replay import Settled

CODE = "import.disagreement"
_AGAINST, _ALONE = 0.3, 0.5
"""The score of a rival's value against a value of ours, and where we have none."""


def disagreements(settled: Iterable[Settled]) -> Iterator[Finding]:
    """A finding for each reading that another extractor reads otherwise, until a verdict holds it."""
    for one in [one for one in settled if one.reading.rivals]:
        if not one.decided:
            yield _finding(one.reading)


def _finding(reading: Reading) -> Finding:
    score = _ALONE if reading.value is None else _AGAINST
    told = "; ".join(f"{one.extractor}: {written(one.value)}" for one in reading.rivals)
    ours = written(reading.value) if reading.value is not None else "?"
    candidates: dict[object, Candidate] = {}
    for one in reading.rivals:
        reason = say("reason.rival", extractor=one.extractor, words=untagged(one.quote))
        candidates.setdefault(one.value, Candidate(one.value, score, (reason,)))
    places = (reading.span, *(one.span for one in reading.rivals))
    return Finding(
        code=CODE,
        severity="warning",
        message=say("finding.import.disagreement", ours=ours, theirs=told),
        readings=(reading.key,),
        spans=tuple(dict.fromkeys(place for place in places if place is not None)),
        candidates=tuple(candidates.values()),
    )
