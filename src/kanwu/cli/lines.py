"""Lines: the readings of a document as JSON lines, of which most differ in a few places only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring

from kanwu.cli import records
from kanwu.cli.output import json_line, json_of
from kanwu.dataset import as_json
from kanwu.message import Language
from kanwu.review import Review

_VARIED = frozenset(("value", "quote", "start", "end"))
_MOST = 20_000
"""Pieces that are remembered: schemas have hundreds of fields, items of any name may come."""
_PIECES: dict[tuple[object, ...], tuple[str, ...]] = {}
"""What stands around those, after the document, in the line of a reading that nobody doubts or decided."""


def reading_lines(one: Review, said: Language) -> str:
    """The lines of one document: made where it is read, so that workers hand over only text."""
    head = json_line({"document": one.source.document}).removesuffix("}\n")
    lines: list[str] = []
    if len(_PIECES) > _MOST:
        _PIECES.clear()
    doubts, known = one.doubts, _PIECES.get
    for reading, _, correction in one.settled:
        key, span = reading.key, reading.span
        if correction is not None or key in doubts:
            lines.append(json_line(records.reading(one, key, said)))
            continue
        alike = (key.field, key.item, span is None, reading.kind, reading.unit, reading.qualifier)
        pieces = known(alike)
        if pieces is None:
            pieces = _PIECES[alike] = _around(records.reading(one, key, said))
        if span is None:
            lines += head, pieces[0]
            continue
        before, quote, start, end, after = pieces
        value = reading.value
        if not isinstance(value, Decimal) or not (told := str(value)).isdigit():
            told = json_of(as_json(value))  # nearly all are whole numbers
        lines += (
            head,
            f"{before}{told}{quote}{encode_basestring(reading.quote)}"
            f"{start}{span.start}{end}{span.end}{after}",
        )
    return "".join(lines)


def _around(record: Mapping[str, object]) -> tuple[str, ...]:
    """What stands around what varies; the whole line, where the document is silent."""
    varied = _VARIED if record["start"] is not None else frozenset[str]()
    pieces = [""]
    for name, told in record.items():
        if name != "document":
            pieces[-1] += f", {json_of(name)}: "
            if name in varied:
                pieces.append("")
            else:
                pieces[-1] += json_of(told)
    pieces[-1] += "}\n"
    return tuple(pieces)
