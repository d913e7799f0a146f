"""Claim and Naming: one value that a tool claims, and what its names mean here."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import cast, get_args

from kanwu.errors import UsageError
from kanwu.imported import Extraction, Given
from kanwu.reading import Qualifier, Value
from kanwu.schema import Schema

PARTS = ("document", "field", "item", "value", "unit", "qualifier", "quote", "start", "end")
"""What a claim is made of, as a mapping names it; `extractor` and `status` besides."""
_KEYS = (*PARTS, "extractor", "status")


@dataclass(frozen=True, slots=True)
class Claim:
    """One value that a tool claims."""

    document: str
    """What the tool calls the document; empty where it does not say."""
    text: str | None
    """The tool's copy of the document, which tells it where its name does not."""
    extraction: Extraction
    """Not grounded yet; its document is empty, and so is its extractor where the tool names none."""


@dataclass(frozen=True)
class Naming:
    """What the names in a file mean here: a mapping that a person wrote, then the schema's own names."""

    schema: Schema
    columns: Mapping[str, str] = field(default_factory=dict)
    """A part of a claim → what the file calls it."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """What the file calls a field → the field."""

    def column(self, part: str) -> str:
        """What a file calls a part of a claim."""
        return self.columns.get(part, part)

    def field(self, name: str) -> str:
        """The field that a name means: as mapped, a field's key, or its label; else the name itself."""
        if name in self.fields:
            return self.fields[name]
        return name if name in self.schema.kinds else self._labels.get(name, name)

    def knows(self, name: str) -> bool:
        """Whether a name means a field of the schema."""
        return self.field(name) in self.schema.kinds

    @cached_property
    def _labels(self) -> Mapping[str, str]:
        """The fields by their labels, where a label is that of one field alone."""
        found: dict[str, set[str]] = {}
        for key, label in self.schema.labels.items():
            for word in {label.zh, label.en}:
                found.setdefault(word, set()).add(key)
        return {word: keys.pop() for word, keys in found.items() if len(keys) == 1}


def naming(schema: Schema, text: str = "", shown: str = "") -> Naming:
    """A naming, with what a TOML file maps.

    Raises:
        UsageError: The file is no TOML, or maps something that there is not.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(shown, f"this is not TOML: {error}", "Mend the line.") from None
    for name, told in table.items():
        if name not in {"columns", "fields"} or not _words(told):
            raise UsageError(
                shown, f'"{name}" is no table of names', "There are [columns] and [fields]."
            )
    columns, fields = table.get("columns", {}), table.get("fields", {})
    for part in columns:
        if part not in _KEYS:
            raise UsageError(shown, f'no "{part}" is read', f"Columns: {', '.join(_KEYS)}.")
    for name, key in fields.items():
        if key not in schema.kinds:
            hint = "See: kanwu schema show"
            raise UsageError(shown, f'"{name}" is mapped to "{key}", which is no field', hint)
    return Naming(schema, columns, fields)


def _words(told: object) -> bool:
    return isinstance(told, dict) and all(isinstance(one, str) for one in told.values())


def extraction(
    naming: Naming, name: str, told: Mapping[str, object], extractor: str = ""
) -> Extraction:
    """An extraction out of loose parts, by our names for them; what is no part is kept as `extra`."""
    qualifier = text(told.get("qualifier"))
    known = {"qualifier"} if qualifier in get_args(Qualifier) else set()
    known |= {*PARTS, "status", "extractor"} - {"qualifier", "document", "field"}
    return Extraction(
        extractor=extractor or text(told.get("extractor")),
        document="",
        name=name,
        field=naming.field(name),
        item=text(told.get("item")) or None,
        value=value(told.get("value")),
        unit=text(told.get("unit")) or None,
        qualifier=cast(Qualifier, qualifier) if qualifier in get_args(Qualifier) else None,
        quote=text(told.get("quote")),
        given=Given(
            start=whole(told.get("start")),
            end=whole(told.get("end")),
            status=text(told.get("status")) or None,
        ),
        extra={key: one for key, one in told.items() if key not in known and one not in (None, "")},
    )


def text(told: object) -> str:
    """Words, or a number as words; empty for anything else."""
    return str(told) if isinstance(told, (str, int, Decimal)) and told is not True else ""


def value(told: object) -> Value | None:
    """A value as it was given; None for what is none."""
    if isinstance(told, bool) or not isinstance(told, (str, int, Decimal)):
        return None
    return (told or None) if isinstance(told, str) else Decimal(told)


def whole(told: object) -> int | None:
    """An offset; None for what is none."""
    if isinstance(told, str) and told.strip().isdigit():
        return int(told)
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def load(text: str, shown: str) -> object:
    """A JSON text, with exact numbers.

    Raises:
        UsageError: It is none.
    """
    try:
        return cast(object, json.loads(text, parse_float=Decimal))
    except ValueError as error:
        raise UsageError(shown, f"is not JSON: {error}") from None


def load_lines(text: str, shown: str) -> list[Mapping[str, object]]:
    """The objects of JSON lines, or of one JSON list.

    Raises:
        UsageError: A line is none; the place has its number.
    """
    if text.lstrip().startswith("["):
        found = load(text, shown)
        places = [(shown, one) for one in found] if isinstance(found, list) else []
    else:
        # U+2028 and its like are no line breaks here: JSON leaves them inside strings.
        lines = [(f"{shown}:{n}", line) for n, line in enumerate(text.split("\n"), 1)]
        places = [(place, load(line, place)) for place, line in lines if line.strip()]
    for place, one in places:
        if not isinstance(one, dict):
            raise UsageError(place, "is not a JSON object")
    return [one for _, one in places if isinstance(one, dict)]
