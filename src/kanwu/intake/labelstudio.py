"""Label Studio: tasks with predictions and annotations, as JSON.

A region's label is the field, its words the quote; the text area of the same region is the value. A
prediction goes by its model's version, an annotation by whoever made it. What kanwu itself wrote
into a region (`meta.kanwu`) comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kanwu.errors import UsageError
from kanwu.imported import Extraction
from kanwu.intake.claim import Claim, Naming, extraction, load_lines
from kanwu.intake.claim import text as words

LABELS, TEXTAREA = ("labels", "hypertextlabels"), "textarea"


def claims(text: str, shown: str, naming: Naming) -> Iterator[Claim]:
    """The claims of all tasks."""
    for task in load_lines(text, shown):
        data = task.get("data")
        if not isinstance(data, dict):
            raise UsageError(shown, "a task in it has no data", "Export the project as JSON.")
        copy = words(data.get("text")) or None
        document = words(data.get("document")) or words(data.get("name"))
        for kind in ("predictions", "annotations"):
            for one in _list(task.get(kind)):
                if not one.get("was_cancelled"):
                    for found in _regions(_list(one.get("result")), copy or "", naming, _by(one)):
                        yield Claim(document, copy, found)


def _by(one: Mapping[str, object]) -> str:
    """Who made a prediction or an annotation."""
    if model := words(one.get("model_version")):
        return model
    who = one.get("completed_by")
    if isinstance(who, dict):
        who = who.get("email") or who.get("id")
    return f"annotator-{words(who)}" if words(who) else "annotator"


def _regions(
    results: list[Mapping[str, object]], copy: str, naming: Naming, by: str
) -> Iterator[Extraction]:
    typed: dict[object, str] = {}
    for one in results:
        if one.get("type") == TEXTAREA:
            written = _mapping(one.get("value")).get("text")
            first = written[0] if isinstance(written, list) and written else written
            typed[one.get("id")] = words(first)
    labelled = {one.get("id") for one in results if one.get("type") in LABELS}
    for one in results:
        own = _mapping(_mapping(one.get("meta")).get("kanwu"))
        value = _mapping(one.get("value"))
        alone = one.get("type") == TEXTAREA and one.get("id") not in labelled
        if one.get("type") in LABELS:
            kinds = [words(name) for name in _names(value.get(str(one["type"])))]
        elif alone and own:
            kinds = [words(own.get("field"))]
        else:
            continue
        start, end = value.get("start"), value.get("end")
        told: dict[str, object] = {
            "value": typed.get(one.get("id")),
            **own,
            "quote": _quote(value, copy),
            "start": start,
            "end": end,
        }
        told |= {key: one[key] for key in ("score", "origin") if one.get(key) is not None}
        told.pop("document", None)
        told.pop("field", None)
        for name in kinds:
            yield extraction(naming, name, told, by)


def _quote(value: Mapping[str, object], copy: str) -> str:
    """The words of a region; Label Studio leaves them out where it was told to."""
    start, end = value.get("start"), value.get("end")
    if isinstance(value.get("text"), str):
        return str(value["text"])
    return copy[start:end] if isinstance(start, int) and isinstance(end, int) else ""


def _names(told: object) -> list[object]:
    return told if isinstance(told, list) else []


def _list(told: object) -> list[Mapping[str, object]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _mapping(told: object) -> Mapping[str, object]:
    return told if isinstance(told, dict) else {}
