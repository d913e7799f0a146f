"""Settling: each correction is laid on its reading, or it is said why it has none."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from kanwu.anchor import Ambiguous, Anchor, Fixed, Found, Lost, Place, Stale
from kanwu.correction import Correction
from kanwu.placing import bare
from kanwu.reading import Key, Reading, Value
from kanwu.replay.ground import Ground, rank
from kanwu.replay.outcome import Outcome, OutcomeKind, Settled
from kanwu.source import Source, Span

_CELL = 3
"""Steps of a cell's path: table, row, column."""
_ROW = 30
"""Characters within which the words may point at another cell of the row that a field names."""
_STAYED = 0.8
"""The score of words whose neighbours on both sides are mostly the same."""
_CONFIRMED = 0.9
"""The score of a cell whose field and words agree, whatever stands around it."""


def anchor_of(correction: Correction) -> Anchor:
    """The anchor, which every verdict on a reading has."""
    assert correction.anchor is not None, "only a verdict on a reading is replayed"
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


@dataclass(slots=True)
class Desk:
    """The readings of one document, and what is laid on them."""

    ground: Ground
    source: Source
    _touched: dict[int, _Slot] = field(default_factory=dict)
    """The readings that a verdict is about, by where they stand."""
    _added: list[_Slot] = field(default_factory=list)
    """Those that only verdicts found words for, but for what takes the place of a silence."""
    _cells: list[Span] | None = None
    """What the cells are read from, gathered when first asked for."""

    def settle(self, correction: Correction, place: Place) -> Outcome:
        """Lay one correction on its reading, if it has one."""
        found = self._find(correction, place)
        if isinstance(found, _Open):
            return self._left(correction, found)
        kind = _kind(correction, found)
        slot = found.slot
        value = _value(correction, slot)
        if isinstance(value, _Open):
            return self._left(correction, _Open("stale", found.span, score=found.score))
        mends = correction.verdict in {"amended", "added"} and slot.reading.damage is not None
        if mends:
            slot.reading = replace(slot.reading, value=value, damage=None)
        elif value is not slot.reading.value:
            slot.reading = replace(slot.reading, value=value)
        slot.correction = correction
        return Outcome(
            correction=correction,
            kind=kind,
            key=slot.reading.key,
            span=found.span,
            score=round(found.score, 4),
            now=self.source.quote(found.span) if found.span else "",
        )

    def settled(self) -> tuple[Settled, ...]:
        """All readings, in the order of the schema and the text."""
        kept = [*self.ground.settled]
        for i, slot in self._touched.items():
            kept[i] = Settled(slot.reading, slot.machine, slot.correction)
        new = [Settled(one.reading, one.machine, one.correction) for one in self._added]
        spoken = {one.reading.key.field for one in new}
        spoken |= {s.reading.key.field for s in self._touched.values() if s.machine is None}
        if spoken:
            kept = [
                one
                for one in (*kept, *new)
                if not (one.reading.silent and one.reading.key.field in spoken)
                or one.correction is not None
            ]
            kept.sort(key=lambda one: rank(one.reading, self.ground.schema))
        return tuple(kept)

    # --- which reading ---------------------------------------------------------------------------

    def _find(self, correction: Correction, place: Place) -> _Hold | _Open:
        if correction.field not in self.ground.schema.order:
            return _Open("lost", why="outcome.field-gone")
        if isinstance(place, Lost) and place.other_document:
            return _Open("lost", why="outcome.other-document")
        if not bare(anchor_of(correction).quote):
            return self._find_blank(correction)
        slot = self._cell(correction)
        if slot is not None:
            return self._find_cell(correction, place, slot)
        return self._find_words(correction, place)

    def _of(self, correction: Correction) -> list[_Slot]:
        """The readings of the same field and item, those that verdicts added at the end."""
        readings, item = self.ground.readings, correction.item
        found: list[_Slot] = []
        for i in self.ground.of(correction.field):
            one = readings[i]
            if one.key.item == item:
                slot = self._touched.get(i)
                if slot is None:
                    slot = self._touched[i] = _Slot(one, one, one.silent)
                found.append(slot)
        key = correction.key
        return found + [slot for slot in self._added if slot.reading.key[:2] == key]

    def _cell(self, correction: Correction) -> _Slot | None:
        """The reading of a table's cell, which its field alone names."""
        if correction.field in self.ground.schema.fields:
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
        found = place.span if isinstance(place, (Found, Fixed)) else None
        there = span and found and found.overlaps(span)
        same = bare(machine.quote) == bare(anchor_of(correction).quote)
        if there or not (found or self._shared(span)):
            if same or _told(correction, slot) == "redundant":
                if span and isinstance(place, Ambiguous) and _elsewhere(place, span):
                    return _Open("ambiguous", nearest=(*place.spans, span), score=score)
                return _Hold(slot, span, max(score, _CONFIRMED))
            return _Hold(slot, found, score) if found else _Open("stale", span, score=score)
        if found is None:  # several cells are read from the same words: which of them has them?
            return _Open("stale", span, score=score)
        # The words stand where they stood, and it is the machine that looks elsewhere by now.
        if score >= _CONFIRMED and correction.verdict in {"amended", "added"}:
            return _Hold(slot, found, score)
        if same:
            spans = (found, span) if span else (found,)
            return _Open("ambiguous", nearest=spans, score=score)
        return _Open("stale", span, score=score)

    def _shared(self, span: Span | None) -> bool:
        """Whether more than one cell is read from a span, or from words that reach into it."""
        if span is None:
            return False
        if self._cells is None:
            cells = (one for one in self.ground.readings if len(one.path) == _CELL)
            self._cells = [one.span for one in cells if one.span]
        return sum(one == span or one.overlaps(span) for one in self._cells) > 1

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
        slots = self._of(correction)
        found = [
            (min(here.end, span.end) - max(here.start, span.start), -i)
            for i, slot in enumerate(slots)
            if (here := slot.reading.span) and here.overlaps(span)
        ]
        return slots[-max(found)[1]] if found else None

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
            kind=self.ground.schema.kinds[correction.field],
            unit=self.ground.schema.units[correction.field],
            quote=self.source.quote(place.span),
            span=place.span,
            path=anchor_of(correction).path,
        )
        if silent is None:
            silent = _Slot(reading=reading, machine=None)
            self._added.append(silent)
        silent.reading, silent.machine = reading, None
        return _Hold(silent, place.span, place.score)

    def _free_key(self, correction: Correction) -> Key:
        taken = [slot.reading.key.nth for slot in self._of(correction)]
        return Key(*correction.key, max(taken, default=-1) + 1)

    # --- what is told of it ----------------------------------------------------------------------

    def _left(self, correction: Correction, found: _Open) -> Outcome:
        return Outcome(
            correction=correction,
            kind=found.kind,
            span=found.span,
            nearest=found.nearest,
            score=round(found.score, 4),
            now=self.source.quote(found.span) if found.span else "",
            why=found.why,
        )


def _elsewhere(place: Ambiguous, span: Span) -> bool:
    """Whether the words all but stayed in other rows than the one that a field is read in."""
    (one, *others) = place.spans
    return not others and place.score >= _STAYED and abs(one.start - span.start) > _ROW


def _kind(correction: Correction, hold: _Hold) -> OutcomeKind:
    told = hold.kind or _told(correction, hold.slot)
    if told:
        return told
    still = hold.span is None or hold.span.start == anchor_of(correction).start
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
