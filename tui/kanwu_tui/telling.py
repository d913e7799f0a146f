"""Telling: readings, findings and verdicts in a reviewer's language, as short as they go."""

from __future__ import annotations

from decimal import Decimal

from kanwu.correction import Correction
from kanwu.folds.markup import untagged
from kanwu.numeral import written
from kanwu.reading import Key, Reading, Value
from kanwu.review import Review
from kanwu.schema import Schema
from kanwu.waiting import Shape, shape_of
from kanwu_tui.cells import CUT, UNSEEN, shown
from kanwu_tui.words import Words

SIGNS: dict[Shape, str] = {
    "garbled": "✗",
    "differs": "≠",
    "missing": "?",
    "percent": "%",
    "question": "○",
    "lost": "↯",
    "verified": "✓",
    "read": "·",
    "silent": " ",
}
"""State is told by a sign first, and by colour after."""
_LONG = 80
"""No more characters of a passage are told at once."""
UNCLAIMED = "▫"
"""The sign of a number in the source that is no reading at all."""


def state_of(key: Key, review: Review) -> Shape:
    """The shape of a reading as it stands: its worst open doubt, or that it has none."""
    state = review.state(key)
    if state == "doubted":
        order = {"error": 0, "warning": 1, "note": 2}
        found = sorted(review.doubts.get(key, ()), key=lambda f: order[f.severity])
        return shape_of(found[0], review) if found else "differs"
    return state


def value_of(value: Value | None, unit: str | None = None) -> str:
    """A value as a reviewer reads it; a dash where there is none.

    >>> value_of(Decimal("1568.0"), "条"), value_of("2021-01-29"), value_of(None)
    ('1568 条', '2021-01-29', '—')
    """
    if value is None:
        return "—"
    text = written(value)
    return f"{text} {unit}" if unit and isinstance(value, Decimal) else text


def reading_of(reading: Reading, words: Words) -> str:
    """A reading's value with its qualifier and unit; a long passage is cut in its middle."""
    text = value_of(reading.value, reading.unit)
    if reading.kind == "passage":
        return cut_inside(" ".join(text.split()))
    if reading.qualifier and reading.value is not None:
        return words(f"qualifier.{reading.qualifier}", value=text)
    return text


def cut_inside(words: str) -> str:
    """The beginning and the end of many words.

    >>> cut_inside("0" * 200).count("0"), cut_inside("公开")
    (80, '公开')
    """
    return words if len(words) <= _LONG else f"{words[: _LONG - 20]}{CUT}{words[-20:]}"


def stands_there(reading: Reading, words: Words) -> str:
    """What stands in the document: the value, else the words, else that it is blank."""
    if reading.value is not None:
        return reading_of(reading, words)
    if reading.quote.strip():
        return shown(untagged(reading.quote), UNSEEN)
    return words("value.silent" if reading.silent else "value.blank")


def field_of(field: str, schema: Schema, words: Words) -> str:
    """A field's name; its key where the schema does not know it."""
    label = schema.labels.get(field)
    return words.of(label) if label else field


def name_of(key: Key, schema: Schema, words: Words) -> str:
    """A reading's name: its item and its field, and which of several it is."""
    name = field_of(key.field, schema, words)
    if key.item:
        name = f"{item_of(key.item, schema, words)} · {name}"
    return f"{name} ({key.nth + 1})" if key.nth else name


def item_of(item: str, schema: Schema, words: Words) -> str:
    """An item's name; the name of a field, where the schema lets a field's share go by it."""
    for field in schema.fields.values():
        if field.share_item == item:
            return words.of(field.label)
    return item


def verdict_of(correction: Correction, schema: Schema, words: Words) -> str:
    """What a verdict says: `date of signature: 2021129 → 2021-01-29`."""
    if correction.verdict in {"renamed", "distinct"}:
        return words(f"verdict.{correction.verdict}", of=correction.of)
    name = name_of(Key(correction.field, correction.item), schema, words)
    was = " ".join(untagged(correction.was).split()) or words("value.blank")
    if correction.verdict in {"amended", "added"}:
        unit = schema.units.get(correction.field)
        return f"{name}  {was} → {value_of(correction.value, unit)}"
    said = words(f"verdict.{correction.verdict}")
    note = f": {correction.note}" if correction.note else ""
    return f"{name}  {was} · {said}{note}"
