"""Lines: the readings of a document as JSON lines, of which most differ in a few places only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from json.encoder import encode_basestring

from kanwu.cli import records
from kanwu.cli.output import Record, json_line, json_of
from kanwu.dataset import as_json
from kanwu.message import Language
from kanwu.reading import Candidate, Reading, Value
from kanwu.review import Review
from kanwu.workspace.packing import encoded

_VARIED = ("value", "quote", "start", "end")
_MOST = 20_000
"""Pieces that are remembered: schemas have hundreds of fields, items of any name may come."""
_SHAPES: dict[tuple[object, ...], tuple[bytes, bytes]] = {}
"""The line of a reading that nobody decided, as `%` fills it: from behind the document to where its
candidates stand if it is doubted, and from behind them."""
_SILENT: dict[int, tuple[Reading, bytes]] = {}
"""The lines of readings by their identity, with themselves, so that it stays theirs: all documents
share the reading of a field that they say nothing of."""


def reading_lines(one: Review, said: Language) -> bytes:
    """The lines of one document: made where it is read, so that workers hand over only bytes."""
    head = json_line({"document": one.source.document}).removesuffix("}\n")
    lines: list[bytes] = []
    """Each without the head, which all of them begin with."""
    for remembered in (_SHAPES, _SILENT):
        if len(remembered) > _MOST:
            remembered.clear()
    doubts, known = one.doubts.get, _SHAPES.get
    spelled: dict[int, tuple[object, bytes]] = {}
    """Candidates as JSON by their identity, with themselves, so that it stays theirs: the cells of a
    torn row share them."""
    for own in one.settled:
        reading = own.reading
        key, span, value = reading.key, reading.span, reading.value
        found = doubts(key)
        apart = span is None and (value is not None or reading.quote)
        if own.correction is not None or apart:  # an imported value may have no place
            lines.append(encoded(json_line(records.reading(one, key, said)).removeprefix(head)))
            continue
        if span is None and not found and (silent := _SILENT.get(id(reading))):
            lines.append(silent[1])
            continue
        alike: tuple[object, ...] = key, span is None, reading.kind, reading.unit, reading.qualifier
        if found:
            alike = (*alike, *[finding.code for finding in found])
        shape = known(alike)
        if shape is None:
            record = records.reading(one, key, said)
            shape = _shape(record, placed=span is not None, doubted=bool(found))
            _SHAPES[alike] = shape
        line, end = shape
        if span is not None:
            quote = encoded(encode_basestring(reading.quote))
            line %= encoded(_told(value)), quote, span.start, span.end
        if found:
            candidates = one.candidates(key)
            if id(candidates) not in spelled:
                spelled[id(candidates)] = candidates, encoded(_candidates(candidates, said))
            line += spelled[id(candidates)][1] + end
        elif span is None:
            _SILENT[id(reading)] = reading, line
        lines.append(line)
    begins = encoded(head)
    return begins + begins.join(lines) if lines else b""


def _shape(record: Record, *, placed: bool, doubted: bool) -> tuple[bytes, bytes]:
    """What stands around that in the line of a record (see `_SHAPES`); that of a silent one is whole."""
    varied = ["document", *(_VARIED if placed else ()), *(["candidates"] if doubted else ())]
    _, *pieces = _around(record, varied)
    pieces[-1] += "\n"
    if placed:
        told = [one.replace("%", "%%") for one in pieces[: len(_VARIED) + 1]]
        pieces[: len(told)] = ["{}%b{}%b{}%d{}%d{}".format(*told)]
    return encoded(pieces[0]), encoded("".join(pieces[1:]))


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
    """Candidates as JSON has them; most have no reasons."""
    value, score, reasons, end = _CANDIDATE
    told = (
        f"{value}{_told(one.value)}{score}{one.score!r}{reasons}"
        f"[{', '.join([encode_basestring(reason[said]) for reason in one.reasons])}]{end}"
        for one in found
    )
    return f"[{', '.join(told)}]"


_CANDIDATE = _around(records.candidate(Candidate("", 0.0), "zh"), ("value", "score", "reasons"))
"""What stands around what varies in a candidate."""


def _told(value: Value | None) -> str:
    """A value as JSON has it; nearly all are whole numbers."""
    if isinstance(value, Decimal):
        told = str(value)
        return told if told.isdigit() else repr(as_json(value))
    return "null" if value is None else encode_basestring(value)
