"""Lines: the readings of a document as JSON lines, of which most differ in a few places only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from json.encoder import encode_basestring

from kanwu.cli import records
from kanwu.cli.output import Record, json_line, json_of
from kanwu.dataset import as_json
from kanwu.message import Language
from kanwu.reading import Candidate, Value
from kanwu.review import Review

_VARIED = ("document", "value", "quote", "start", "end")
_MOST = 20_000
"""Pieces that are remembered: schemas have hundreds of fields, items of any name may come."""
_PIECES: dict[tuple[object, ...], Sequence[str]] = {}
"""What stands around those in the line of a reading that nobody decided, and around its candidates
where it is doubted."""


def reading_lines(one: Review, said: Language) -> str:
    """The lines of one document: made where it is read, so that workers hand over only text."""
    head = json_line({"document": one.source.document}).removesuffix("}\n")
    lines: list[str] = []
    """Each without the head, which all of them begin with."""
    if len(_PIECES) > _MOST:
        _PIECES.clear()
    doubts, known = one.doubts.get, _PIECES.get
    spelled: dict[int, tuple[object, str]] = {}
    """Candidates as JSON by their identity, with themselves, so that it stays theirs: the cells of a
    torn row share them."""
    for reading, _, correction in one.settled:
        key, span = reading.key, reading.span
        apart = span is None and (reading.value is not None or reading.quote)
        if correction is not None or apart:  # an imported value may have no place
            lines.append(json_line(records.reading(one, key, said)).removeprefix(head))
            continue
        alike: tuple[object, ...]
        alike = (key.field, key.item, span is None, reading.kind, reading.unit, reading.qualifier)
        if found := doubts(key):
            alike = (*alike, *[finding.code for finding in found])
        pieces = known(alike)
        if pieces is None:
            varied = {*(_VARIED if span else ("document",)), *(("candidates",) if found else ())}
            _, *pieces = _around(records.reading(one, key, said), varied)
            pieces[-1] += "\n"
            _PIECES[alike] = pieces
        if span is None:
            line = pieces[0]
        else:
            line = (
                f"{pieces[0]}{_told(reading.value)}{pieces[1]}{encode_basestring(reading.quote)}"
                f"{pieces[2]}{span.start}{pieces[3]}{span.end}{pieces[4]}"
            )
        if found:
            candidates = one.candidates(key)
            if id(candidates) not in spelled:
                spelled[id(candidates)] = candidates, _candidates(candidates, said)
            line += spelled[id(candidates)][1] + pieces[-1]
        lines.append(line)
    return head + head.join(lines) if lines else ""


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
