"""Lines: the readings of a document as JSON lines, of which most differ in a few places only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from json.encoder import encode_basestring

from kanwu.cli import records
from kanwu.cli.output import Record, json_line, json_of
from kanwu.dataset import as_json
from kanwu.message import Language, Message
from kanwu.reading import Candidate, Reading, Value
from kanwu.review import Review
from kanwu.workspace.packing import encoded

_VARIED = ("value", "quote", "start", "end")
_MOST = 20_000
"""Pieces that are remembered: schemas have hundreds of fields, items of any name may come."""
_SHAPES: dict[tuple[object, ...], bytes] = {}
"""The line of a reading that nobody decided, as `%` fills it, from behind the document on."""
_SILENT: dict[int, tuple[Reading, bytes]] = {}
"""The lines of readings by their identity, with themselves, so that it stays theirs: all documents
share the reading of a field that they say nothing of."""
_REASONS: dict[tuple[Language, tuple[Message, ...]], str] = {}
"""The reasons of candidates as JSON: few are told of most."""


def reading_lines(one: Review, said: Language) -> bytes:
    """The lines of one document: made where it is read, so that workers hand over only bytes."""
    head = json_line({"document": one.source.document}).removesuffix("}\n")
    begins = encoded(head).replace(b"%", b"%%")
    lines: list[bytes] = []
    """As `%` fills them all together, each without the head, which all of them begin with."""
    slots: list[object] = []
    """What they are filled with."""
    for remembered in (_SHAPES, _SILENT, _REASONS):
        if len(remembered) > _MOST:
            remembered.clear()
    doubts, known, known_silent = one.doubts.get, _SHAPES.get, _SILENT.get
    spelled: dict[int, tuple[object, bytes]] = {}
    """Candidates as JSON by their identity, with themselves, so that it stays theirs: the cells of a
    torn row share them."""
    for own in one.settled:
        reading = own.reading
        key, span = reading.key, reading.span
        found = doubts(key)
        free = span is None and found is None and own.correction is None
        if free and (silent := known_silent(id(reading))):
            lines.append(silent[1])
            continue
        value = reading.value
        apart = span is None and (value is not None or reading.quote)
        if own.correction is not None or apart:  # an imported value may have no place
            whole = json_line(records.reading(one, key, said)).removeprefix(head)
            lines.append(b"%b")
            slots.append(encoded(whole))
            continue
        codes = tuple([finding.code for finding in found]) if found else ()
        alike = key, span is None, reading.kind, reading.unit, reading.qualifier, codes
        line = known(alike)
        if line is None:
            record = records.reading(one, key, said)
            line = _SHAPES[alike] = _shape(record, placed=span is not None, doubted=bool(found))
        if span is not None:
            quote = encoded(encode_basestring(reading.quote))
            slots += encoded(_told(value)), quote, span.start, span.end
        if found:
            candidates = one.candidates_of(reading, found)
            if not candidates:
                slots.append(b"[]")
            else:
                if id(candidates) not in spelled:
                    spelled[id(candidates)] = candidates, encoded(_candidates(candidates, said))
                slots.append(spelled[id(candidates)][1])
        elif span is None:
            _SILENT[id(reading)] = reading, line
        lines.append(line)
    return (begins + begins.join(lines)) % tuple(slots) if lines else b""


def _shape(record: Record, *, placed: bool, doubted: bool) -> bytes:
    """The line of a record as `%` fills it, from behind the document on (see `_SHAPES`)."""
    varied = ["document", *(_VARIED if placed else ()), *(["candidates"] if doubted else ())]
    slots = iter(("%b", "%b", "%d", "%d", "%b") if placed else ("%b",))
    _, first, *pieces = [piece.replace("%", "%%") for piece in _around(record, varied)]
    return encoded(first + "".join(next(slots) + piece for piece in pieces) + "\n")


def _around(record: Record, varied: Collection[str]) -> Sequence[str]:
    """What stands around what varies."""
    pieces = ["{"]
    for name, told in record.items():
        pieces[-1] += f"{json_of(name)}: "
        if name in varied:
            pieces.append("")
        else:
            pieces[-1] += json_of(told)
        pieces[-1] += ", "
    pieces[-1] = pieces[-1].removesuffix(", ") + "}"
    return pieces


def _candidates(found: Sequence[Candidate], said: Language) -> str:
    """Candidates as JSON has them."""
    value, score, reasons, end = _CANDIDATE
    told: list[str] = []
    for one in found:
        alike = said, one.reasons
        why = _REASONS.get(alike)
        if why is None:
            why = ", ".join([encode_basestring(reason[said]) for reason in one.reasons])
            _REASONS[alike] = why
        told.append(f"{value}{_told(one.value)}{score}{one.score!r}{reasons}[{why}]{end}")
    return f"[{', '.join(told)}]"


_CANDIDATE = _around(records.candidate(Candidate("", 0.0), "zh"), ("value", "score", "reasons"))
"""What stands around what varies in a candidate."""


def _told(value: Value | None) -> str:
    """A value as JSON has it; nearly all are whole numbers."""
    if isinstance(value, Decimal):
        told = str(value)
        return told if told.isdigit() else repr(as_json(value))
    return "null" if value is None else encode_basestring(value)
