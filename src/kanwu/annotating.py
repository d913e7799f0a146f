"""Annotating: the values of a release as annotations on their documents, for other tools.

Label Studio gets tasks with predictions (what a machine read) and annotations (what a reviewer
decided); the W3C's Web Annotation model gets one annotation a value. Offsets count code points.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from kanwu.dataset import Row, as_json
from kanwu.sheet import written
from kanwu.source import Source

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""So many characters on each side of a quote tell it from others like it."""


def label_studio(source: Source, rows: Sequence[Row]) -> Mapping[str, object]:
    """One task: the text, a prediction a machine, an annotation a reviewer.

    Each value is a region with the field as its label, and a text area with the value; `meta.kanwu`
    holds its row, so that importing it again loses nothing.
    """
    machines: dict[str, list[Mapping[str, object]]] = {}
    reviewers: dict[str, list[Mapping[str, object]]] = {}
    for i, row in enumerate(rows):
        if row.extractor is not None:
            read = row.was if row.was is not None else row.value
            if read is not None:
                machines.setdefault(row.extractor, []).extend(_results(row, f"m{i}", written(read)))
        if row.reviewer is not None:
            value = "" if row.value is None else written(row.value)
            reviewers.setdefault(row.reviewer, []).extend(_results(row, f"r{i}", value))
    return {
        "data": {"text": source.text, "document": source.document, "sha256": source.sha256},
        "predictions": [
            {"model_version": name, "result": results} for name, results in machines.items()
        ],
        "annotations": [
            {"completed_by": {"email": name}, "result": results}
            for name, results in reviewers.items()
        ],
    }


def _results(row: Row, identity: str, value: str) -> Iterator[Mapping[str, object]]:
    """The region of a value, where it stands somewhere, and its text area."""
    common = {"id": identity, "to_name": "text"}
    own = {name: as_json(one) for name, one in asdict(row).items() if one is not None}
    meta = {"text": [row.note]} if row.note else {}
    place = {"start": row.start, "end": row.end, "text": row.quote} if row.start is not None else {}
    if place:
        yield {
            **common,
            "from_name": "label",
            "type": "labels",
            "value": {**place, "labels": [row.field]},
            "meta": {**meta, "kanwu": {**own, "value": value}},
        }
    yield {
        **common,
        "from_name": "value",
        "type": "textarea",
        "value": {**place, "text": [value]},
        "meta": {"kanwu": {**own, "value": value}},
    }


def web_annotations(
    path: str, source: Source, rows: Sequence[Row]
) -> Iterator[Mapping[str, object]]:
    """One annotation a value: tagged with its field, described by its value, at its words."""
    for row in rows:
        bodies = [
            _body("tagging", row.field if row.item is None else f"{row.field} {row.item}"),
            _body("describing", "" if row.value is None else written(row.value)),
        ]
        if row.verdict is not None:
            bodies.append(_body("assessing", row.verdict))
        if row.note:
            bodies.append(_body("commenting", row.note))
        name = f"kanwu {row.document} {row.field} {row.item or ''} {row.nth} {row.sha256}"
        found: dict[str, object] = {
            "id": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
            "type": "Annotation",
            "motivation": "describing" if row.reviewer is None else "assessing",
            "body": bodies,
            "target": _target(path, source, row),
        }
        if row.extractor is not None:
            found["generator"] = {"type": "Software", "name": row.extractor}
        if row.reviewer is not None:
            found["creator"] = {"type": "Person", "nickname": row.reviewer}
            found["created"] = row.at
        yield found


def _body(purpose: str, value: str) -> Mapping[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _target(path: str, source: Source, row: Row) -> Mapping[str, object]:
    """The document, and in it the words: by their offsets, and by themselves with what is around."""
    if row.start is None or row.end is None:
        return {"source": path}
    quote = {
        "type": "TextQuoteSelector",
        "exact": row.quote,
        "prefix": source.text[max(0, row.start - _AROUND) : row.start],
        "suffix": source.text[row.end : row.end + _AROUND],
    }
    position = {"type": "TextPositionSelector", "start": row.start, "end": row.end}
    return {"source": path, "selector": [position, quote]}
