"""Replay: readings + corrections → settled readings, and an outcome for each correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kanwu.anchor import Ambiguous, Anchor, Fixed, Found, Lost, Place, Stale
from kanwu.correction import Correction, standing
from kanwu.folds import fold
from kanwu.message import Message, say
from kanwu.placing import Ask, bare, place
from kanwu.reading import Key, Reading, Value
from kanwu.schema import Schema
from kanwu.source import Source, Span
from kanwu.text import Text

OutcomeKind = Literal["applied", "moved", "redundant", "stale", "ambiguous", "lost"]
WORK: frozenset[OutcomeKind] = frozenset({"stale", "ambiguous", "lost"})
"""The outcomes that come back as items in the queue."""
_CELL = 3
"""Steps of a cell's path: table, row, column."""
_CONFIRMED = 0.9
"""The score of a cell whose field and words agree, whatever stands around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A reading with the verdict that holds it, if one does."""

    reading: Reading
    """The value as it stands after the verdict."""
    machine: Reading | None
    """What the extractor read there; None when only a reviewer found it."""
    correction: Correction | None = None

    @property
    def decided(self) -> bool:
        """Whether a verdict holds it; a question decides nothing."""
        return self.correction is not None and self.correction.verdict != "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one correction."""

    correction: Correction
    kind: OutcomeKind
    key: Key | None
    """The reading it holds now; None for stale, ambiguous and lost ones."""
    span: Span | None
    """Its place now; None when ambiguous or lost."""
    nearest: tuple[Span, ...]
    """Places that could have been meant, best first."""
    score: float
    message: Message


@dataclass(frozen=True, slots=True)
class Replayed:
    """All readings settled, and all outcomes."""

    settled: tuple[Settled, ...]
    outcomes: tuple[Outcome, ...]


def replay(
    readings: Sequence[Reading],
    corrections: Iterable[Correction],
    text: Text,
    schema: Schema,
    snapshots: Mapping[str, Source],
) -> Replayed:
    """Match corrections back on readings: structure first for tables, words first for prose.

    `snapshots` are the source versions that verdicts were made on, by SHA-256. Each standing
    correction gets one outcome, in order of time; where several hold one reading, the latest
    does. The order of `corrections` says nothing.
    """
    held = standing(corrections)
    if not held:
        return Replayed(tuple(Settled(reading=one, machine=one) for one in readings), ())
    slots = [_Slot(reading=one, machine=one, silent=one.silent) for one in readings]
    desk = _Desk(slots, text, schema)
    places = _places(held, text, snapshots)
    outcomes = [desk.settle(c, place) for c, place in zip(held, places, strict=True)]
    return Replayed(desk.settled(), tuple(outcomes))


def _places(held: Sequence[Correction], text: Text, snapshots: Mapping[str, Source]) -> list[Place]:
    asks = [Ask(_anchor(c), c.should_be if c.verdict == "sic" else c.value) for c in held]
    wanted = {ask.anchor.sha256 for ask in asks} - {text.source.sha256}
    olds = {version: fold(snapshots[version]) for version in wanted if version in snapshots}
    return place(asks, text, olds)


def _anchor(correction: Correction) -> Anchor:
    assert correction.anchor is not None, "only a withdrawal has no anchor"
    return correction.anchor


@dataclass(slots=True)
class _Slot:
    """A reading while verdicts are laid on it, the earliest first."""

    reading: Reading
    machine: Reading | None
    silent: bool = False
    """Whether the extractor found nothing there."""
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class _Hold:
    """A correction that has its reading."""

    slot: _Slot
    span: Span | None
    score: float
    kind: OutcomeKind | None = None
    """None where the offsets tell: applied or moved."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A correction for a person to look at."""

    kind: OutcomeKind
    span: Span | None = None
    nearest: tuple[Span, ...] = ()
    score: float = 0.0
    why: str = ""
    """Key of the sentence, where it is not that of the kind."""


@dataclass(frozen=True, slots=True)
class _Desk:
    """The readings of one document, and what is laid on them."""

    slots: list[_Slot]
    text: Text
    schema: Schema

    def settle(self, correction: Correction, place: Place) -> Outcome:
        """Lay one correction on its reading, if it has one."""
        found = self._find(correction, place)
        if isinstance(found, _Hold):
            kind = _kind(correction, found)
            value = _value(correction, found.slot)
            if isinstance(value, _Open):
                found = _Open("stale", found.span, score=found.score)
            else:
                settled = replace(found.slot.reading, value=value)
                if correction.verdict in {"amended", "added"}:
                    settled = replace(settled, damage=None)
                found.slot.reading, found.slot.correction = settled, correction
                return self._outcome(correction, kind, found.slot.reading.key, found)
        return self._outcome(correction, found.kind, None, found)

    def settled(self) -> tuple[Settled, ...]:
        """All readings, in the order of the schema and the text."""
        order = self.schema.order
        added = {slot.reading.key.field for slot in self.slots if slot.machine is None}
        kept = [
            slot
            for slot in self.slots
            if not (slot.reading.silent and slot.reading.key.field in added)
            or slot.correction is not None
        ]
        kept.sort(
            key=lambda s: (
                order.get(s.reading.key.field, len(order)),
                s.reading.span.start if s.reading.span else -1,
            )
        )
        return tuple(
            Settled(reading=s.reading, machine=s.machine, correction=s.correction) for s in kept
        )

    # --- which reading ---------------------------------------------------------------------------

    def _find(self, correction: Correction, place: Place) -> _Hold | _Open:
        if correction.field not in self.schema.order:
            return _Open("lost", why="outcome.field-gone")
        if isinstance(place, Lost) and place.other_document:
            return _Open("lost", why="outcome.other-document")
        if not bare(_anchor(correction).quote):
            return self._find_blank(correction)
        slot = self._cell(correction)
        if slot is not None:
            return self._find_cell(correction, place, slot)
        return self._find_words(correction, place)

    def _of(self, correction: Correction) -> list[_Slot]:
        return [s for s in self.slots if s.reading.key[:2] == correction.key]

    def _cell(self, correction: Correction) -> _Slot | None:
        """The reading of a table's cell, which its field alone names."""
        if correction.field in self.schema.fields:
            return None
        found = [s for s in self._of(correction) if s.machine is not None and not s.silent]
        one = found[0] if len(found) == 1 else None
        return one if one and len(one.reading.path) == _CELL else None

    def _find_blank(self, correction: Correction) -> _Hold | _Open:
        """A blank cell or a silent field: its field alone says where it is."""
        slots = self._of(correction)
        still = [s for s in slots if s.silent or (s.machine and not bare(s.machine.quote))]
        if still:
            span = still[0].machine.span if still[0].machine else None
            kind = _told(correction, still[0]) or "applied"
            return _Hold(still[0], span, 1.0, kind)
        if not slots:
            return _Open("lost")
        for slot in slots:
            if _told(correction, slot) == "redundant":
                return _Hold(slot, slot.reading.span, 1.0, "redundant")
        spans = tuple(s.reading.span for s in slots if s.reading.span)
        if len(spans) > 1:
            return _Open("ambiguous", nearest=spans)
        return _Open("stale", spans[0] if spans else None)

    def _find_cell(self, correction: Correction, place: Place, slot: _Slot) -> _Hold | _Open:
        """The field leads, and the words that it prints now confirm."""
        machine = slot.machine
        assert machine is not None
        span = machine.span
        score = place.score
        if bare(machine.quote) == bare(_anchor(correction).quote):
            return _Hold(slot, span, max(score, _CONFIRMED))
        if _told(correction, slot) == "redundant":
            return _Hold(slot, span, max(score, _CONFIRMED))
        if isinstance(place, Found):
            if span and place.span.overlaps(span):
                return _Hold(slot, place.span, score)
            # The words stand where they stood, and it is the machine that looks elsewhere by now.
            if score >= _CONFIRMED and correction.verdict in {"amended", "added"}:
                return _Hold(slot, span, score)
        return _Open("stale", span, score=score)

    def _find_words(self, correction: Correction, place: Place) -> _Hold | _Open:
        """The words lead, and a reading of the same field confirms, or is made there."""
        match place:
            case Found(span, score) | Fixed(span, score):
                return self._at(correction, span, score) or self._make(correction, place)
            case Stale(span, score):
                slot = self._over(correction, span)
                if slot and _told(correction, slot) == "redundant":
                    return _Hold(slot, slot.reading.span, score)
                return _Open("stale", span, score=score)
            case Ambiguous(spans, score):
                held = [hold for one in spans if (hold := self._at(correction, one, score))]
                if len(held) == 1:
                    return held[0]
                return _Open("ambiguous", nearest=spans, score=score)
            case Lost(nearest, score):
                return _Open("lost", nearest=nearest, score=score)

    def _at(self, correction: Correction, span: Span, score: float) -> _Hold | None:
        slot = self._over(correction, span)
        return _Hold(slot, span, score) if slot else None

    def _over(self, correction: Correction, span: Span) -> _Slot | None:
        """The reading of the same field and item that shares most with a span."""
        found = [
            (min(here.end, span.end) - max(here.start, span.start), -i)
            for i, slot in enumerate(self.slots)
            if slot.reading.key[:2] == correction.key
            and (here := slot.reading.span)
            and here.overlaps(span)
        ]
        return self.slots[-max(found)[1]] if found else None

    # --- where no reading stands -----------------------------------------------------------------

    def _make(self, correction: Correction, place: Found | Fixed) -> _Hold | _Open:
        """A reading at words that the extractor does not read as this field, or not any more."""
        verdict = correction.verdict
        silent = next((s for s in self._of(correction) if s.silent), None)
        if verdict == "absent":
            # The false reading is gone by itself: the verdict says what the machine says now.
            if silent is not None:
                return _Hold(silent, place.span, place.score, "redundant")
            return _Open("redundant", place.span, score=place.score)
        if verdict == "question" or (verdict in {"confirmed", "sic"} and correction.value is None):
            return _Open("stale", place.span, score=place.score)
        reading = Reading(
            key=silent.reading.key if silent else self._free_key(correction),
            kind=self.schema.kinds[correction.field],
            unit=self.schema.units[correction.field],
            quote=self.text.source.quote(place.span),
            span=place.span,
            path=_anchor(correction).path,
        )
        if silent is None:
            silent = _Slot(reading=reading, machine=None)
            self.slots.append(silent)
        silent.reading, silent.machine = reading, None
        return _Hold(silent, place.span, place.score)

    def _free_key(self, correction: Correction) -> Key:
        taken = [slot.reading.key.nth for slot in self._of(correction)]
        return Key(*correction.key, max(taken, default=-1) + 1)

    # --- what is told of it ----------------------------------------------------------------------

    def _outcome(
        self, correction: Correction, kind: OutcomeKind, key: Key | None, found: _Hold | _Open
    ) -> Outcome:
        why = found.why if isinstance(found, _Open) and found.why else f"outcome.{kind}"
        now = self.text.source.quote(found.span) if found.span else ""
        nearest = found.nearest if isinstance(found, _Open) else ()
        return Outcome(
            correction=correction,
            kind=kind,
            key=key,
            span=found.span,
            nearest=nearest,
            score=round(found.score, 4),
            message=say(why, was=correction.was, now=now, count=len(nearest)),
        )


def _kind(correction: Correction, hold: _Hold) -> OutcomeKind:
    told = hold.kind or _told(correction, hold.slot)
    if told:
        return told
    still = hold.span is None or hold.span.start == _anchor(correction).start
    return "applied" if still else "moved"


def _told(correction: Correction, slot: _Slot) -> OutcomeKind | None:
    """`redundant` where the machine reads what the verdict says anyway."""
    machine = slot.machine
    if machine is None or machine.value is None:
        return None
    if correction.verdict in {"amended", "added"}:
        return "redundant" if _same(machine.value, correction.value) else None
    if correction.verdict == "sic" and not _same(machine.value, correction.value):
        return "redundant" if _same(machine.value, correction.should_be) else None
    return None


def _value(correction: Correction, slot: _Slot) -> Value | _Open | None:
    """The value that a verdict leaves; _Open where it was about another value than is read now."""
    machine, now = slot.machine, slot.reading.value
    match correction.verdict:
        case "amended" | "added":
            return correction.value
        case "absent" | "unreadable":
            return None
        case "confirmed" | "sic":
            read = machine.value if machine else None
            if correction.verdict == "sic" and _told(correction, slot):
                return read
            if correction.value is None:
                return read if machine else now
            fresh = machine is None and now is None
            agreed = fresh or _same(correction.value, read) or _same(correction.value, now)
            return correction.value if agreed else _Open("stale")
        case _:
            return now


def _same(a: Value | None, b: Value | None) -> bool:
    return a is not None and b is not None and (a == b or str(a) == str(b))
