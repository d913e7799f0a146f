"""Bare JSON, as a language model answers: fields and their values, of one document or of several.

A value is a number or words, an object with `value` and `quote`, a list of such, or items with their
values. What stands around the JSON, such as a fence, is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from kanwu.errors import UsageError
from kanwu.imported import Extraction
from kanwu.intake.claim import Claim, Naming, extraction, load
from kanwu.intake.claim import text as words

_QUOTES = ("quote", "text", "evidence", "source")
"""What models call the words that a value was read from."""


def claims(text: str, shown: str, naming: Naming) -> Iterator[Claim]:
    """The claims of an answer; an object of no known field names its documents by their keys."""
    first = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=-1)
    last = max(text.rfind("}"), text.rfind("]"))
    if first < 0 or last < first:
        raise UsageError(shown, "holds no JSON")
    found = load(text[first : last + 1], shown)
    documents = found if isinstance(found, list) else [found]
    for one in documents:
        if not isinstance(one, dict):
            raise UsageError(shown, "is no JSON object of fields", 'Write {"field": value, …}.')
        inner = dict(one)
        document = words(inner.pop(naming.column("document"), None))
        by_document = not document and not any(True for _ in _values("", inner, naming))
        told = inner.items() if by_document else [(document, inner)]
        for name, fields in told:
            if isinstance(fields, dict):
                yield from (Claim(name, None, e) for e in _values("", fields, naming))


def _values(prefix: str, told: Mapping[str, object], naming: Naming) -> Iterator[Extraction]:
    """The extractions of an object, whose keys may be parts of a field's name."""
    for key, one in told.items():
        name = f"{prefix}{key}"
        if naming.knows(name):
            yield from _value(name, one, naming, None)
        elif isinstance(one, dict):
            yield from _values(f"{name}.", one, naming)


def _value(name: str, told: object, naming: Naming, item: str | None) -> Iterator[Extraction]:
    if isinstance(told, list):
        for one in told:
            yield from _value(name, one, naming, item)
    elif isinstance(told, dict) and "value" in told:
        quote = next((told[key] for key in _QUOTES if isinstance(told.get(key), str)), "")
        rest = {key: one for key, one in told.items() if key not in _QUOTES}
        if words(told["value"]) or quote:
            yield extraction(naming, name, {"item": item, **rest, "quote": quote})
    elif isinstance(told, dict):
        for key, one in cast(Mapping[str, object], told).items():
            yield from _value(name, one, naming, key)
    elif words(told):
        yield extraction(naming, name, {"item": item, "value": told})
