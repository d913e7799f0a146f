"""Spots: where a verdict that lost its place could be put, with what speaks for each place.

Replay takes a place only where nothing else can be meant; here a person chooses, so places are
offered that it would never take, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz import fuzz

from kanwu.anchor import Anchor, anchor
from kanwu.correction import Correction, new_id
from kanwu.message import Message, say
from kanwu.placing import bare, says
from kanwu.placing.form import Form, form
from kanwu.reading import Reading, Value
from kanwu.replay.outcome import WORK, Outcome
from kanwu.replay.settling import anchor_of
from kanwu.source import Source, Span
from kanwu.text import Text

MOST = 9
"""A digit key for each."""
_AROUND = 16
"""Characters on each side that are compared."""
_WORDS, _FIELD, _AROUND_IT = 0.4, 0.25, 0.35
"""What the same words, a reading of the same field and the same neighbours weigh."""
_LEAST = 0.3
"""The score below which a place is not worth a look."""
_MANY = 200
"""Places with the same words that are looked at: a `0` stands everywhere."""
_ELSEWHERE = frozenset({"outcome.other-document", "outcome.field-gone", "outcome.document-missing"})
"""Outcomes that no place in this document mends."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that a verdict could be put to."""

    span: Span
    score: float
    """0 to 1."""
    reasons: tuple[Message, ...]


def spots(outcome: Outcome, text: Text, readings: Iterable[Reading]) -> tuple[Spot, ...]:
    """The places for a verdict that replay could not place, best first, at most nine.

    None for one that found its place, or whose document or field is another by now.
    """
    if outcome.kind not in WORK or outcome.why in _ELSEWHERE:
        return ()
    correction = outcome.correction
    told = anchor_of(correction)
    value = correction.should_be if correction.verdict == "sic" else correction.value
    own = [one.span for one in readings if one.key[:2] == correction.key and one.span]
    here = form(text)
    known = (*((outcome.span,) if outcome.span else ()), *outcome.nearest)
    found = [
        _weighed(told, value, span, own, here)
        for span in dict.fromkeys([*known, *own, *_same_words(told, here)])
    ]
    found = [one for one in found if one.score >= _LEAST or one.span in known]
    found.sort(key=lambda one: (-one.score, one.span))
    return tuple(_apart(found))[:MOST]


def _same_words(told: Anchor, here: Form) -> Iterator[Span]:
    words = bare(told.quote)
    at = here.chars.find(words) if words else -1
    for _ in range(_MANY):
        if at < 0:
            return
        end = at + len(words)
        if here.tails(at, end) == ("", ""):
            yield here.span(at, end)
        at = here.chars.find(words, end)


def _weighed(
    told: Anchor, value: Value | None, span: Span, own: Iterable[Span], here: Form
) -> Spot:
    """One place, with what speaks for and against it."""
    words = here.text.source.quote(span)
    reasons: list[Message] = []
    score = 0.0
    if bare(words) == bare(told.quote):
        score += _WORDS
        reasons.append(say("spot.same-words"))
    elif value is not None and says(words, value):
        score += _WORDS
        reasons.append(say("spot.corrected-words"))
    else:
        reasons.append(say("spot.other-words", now=" ".join(words.split())))
    if any(one == span or one.overlaps(span) for one in own):
        score += _FIELD
        reasons.append(say("spot.same-field"))
    start, end = here.place(span)
    share = _alike(bare(told.before)[-_AROUND:], here.chars[max(0, start - _AROUND) : start])
    share += _alike(bare(told.after)[:_AROUND], here.chars[end : end + _AROUND])
    reasons.append(say("spot.neighbours", share=round(50 * share)))
    return Spot(span, round(score + _AROUND_IT * share / 2, 4), tuple(reasons))


def _alike(then: str, now: str) -> float:
    return fuzz.ratio(then, now) / 100 if then or now else 1.0


def _apart(found: Iterable[Spot]) -> Iterator[Spot]:
    """Without those that share words with a better one."""
    taken: list[Span] = []
    for one in found:
        if not any(one.span == other or one.span.overlaps(other) for other in taken):
            taken.append(one.span)
            yield one


def put_to(
    correction: Correction,
    source: Source,
    span: Span,
    reading: Reading | None,
    reviewer: str,
    at: datetime,
) -> Correction:
    """The same verdict at another place, by whoever puts it there; it replaces the first.

    `reading` is what is read there now. What was confirmed about other words than stand there is
    `amended`: the value stays the person's.
    """
    place = anchor(source, span, reading.path if reading else anchor_of(correction).path)
    verdict = correction.verdict
    if verdict == "confirmed" and (reading is None or reading.value != correction.value):
        verdict = "amended" if correction.value is not None else verdict
    return replace(
        correction,
        id=new_id(reviewer, at),
        document=source.document,
        reviewer=reviewer,
        verdict=verdict,
        at=at,
        was=place.quote,
        replaces=correction.id,
        anchor=place,
    )
