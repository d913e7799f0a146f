"""Descriptor: `datapackage.json`, after Frictionless Data Package v2 (datapackage.org)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kanwu.message import Message
from kanwu.publishing.imprint import File, Imprint, Tally
from kanwu.publishing.media import MEDIA, is_address
from kanwu.sheet import Column, Missing, Sheet

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
FILE = "datapackage.json"
# frictionless (5.21) reads "parquet" by way of pandas, where a blank whole number is none, and
# finds no bytes to count; it takes any "json" for a table. Under another name it checks the file as a file.
_FORMATS: Mapping[str, str] = {"parquet": "apache-parquet", "json": "ld+json"}


def descriptor(
    imprint: Imprint, tally: Tally, sheets: Sequence[Sheet], files: Sequence[File], *, bom: bool
) -> str:
    """The descriptor as JSON; tables are files with the names of sheets, all else plain resources.

    `created` is when the last verdict was given, so that it does not depend on the clock.
    """
    tables = {f"{one.name}.{form}": one for one in sheets for form in ("csv", "jsonl")}
    found: dict[str, object] = {
        "$schema": PROFILE,
        "name": imprint.slug,
        "title": imprint.heading,
        "description": imprint.schema.title.en,
    }
    for name, value in (
        ("version", imprint.version),
        ("homepage", imprint.url),
        ("created", tally.latest),
    ):
        if value:
            found[name] = value
    found |= _licenses(imprint.license)
    people: dict[str, list[str]] = {name: ["author"] for name in imprint.authors}
    for name in sorted(tally.reviewers):
        people.setdefault(name, []).append("reviewer")
    if people:
        found["contributors"] = [{"title": name, "roles": roles} for name, roles in people.items()]
    if tally.documents:
        found["sources"] = [
            {
                "title": one.document,
                "path": one.path,
                "version": f"sha256:{one.sha256}",
                **_licenses(imprint.source_license(one.document)),
            }
            for one in tally.documents
        ]
    found["kanwu"] = {
        "version": imprint.kanwu,
        "schema": imprint.schema.name,
        "schema_version": imprint.schema.version,
        "include": imprint.gate,
    }
    # An empty file of JSON lines has no keys, and frictionless cannot read it as a table (or as jsonl).
    found["resources"] = [
        _resource(one, tables.get(one.path) if one.bytes else None, bom=bom) for one in files
    ]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _licenses(said: str) -> dict[str, object]:
    """A licence by its SPDX identifier or its address; nothing where nobody said."""
    key = "path" if is_address(said) else "name"
    return {"licenses": [{key: said}]} if said else {}


def _resource(file: File, sheet: Sheet | None, *, bom: bool) -> dict[str, object]:
    name, _, suffix = file.path.rpartition(".")
    found: dict[str, object] = {
        "name": name if suffix == "csv" else f"{name}-{suffix}".replace(".", "-").lower(),
        "path": file.path,
        "format": _FORMATS.get(suffix, suffix) if file.bytes else "text",
        "mediatype": MEDIA[suffix],
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if sheet is None:
        return found
    found |= {"title": _both(sheet.label), "labels": _labels(sheet.label), "type": "table"}
    found["encoding"] = "utf-8-sig" if bom and suffix == "csv" else "utf-8"
    mixed = suffix == "jsonl"
    schema: dict[str, object] = {"fields": [_field(one, mixed=mixed) for one in sheet.columns]}
    codes = list(Missing) if sheet.coded and suffix == "csv" else [Missing.NOT_STATED]
    schema["missingValues"] = [{"value": one.value, "label": one.label.en} for one in codes]
    if sheet.key:
        schema["primaryKey"] = list(sheet.key)
    if sheet.name != "documents" and sheet.columns[0].name == "document":
        schema["foreignKeys"] = [
            {"fields": ["document"], "reference": {"resource": "documents", "fields": ["document"]}}
        ]
    found["schema"] = schema
    return found


def _field(one: Column, *, mixed: bool) -> dict[str, object]:
    """One column; `mixed` where a number among words is a number, and not its digits."""
    found: dict[str, object] = {
        "name": one.name,
        "type": "string" if one.type == "any" and not mixed else one.type,
        "title": one.label.zh,
        "description": one.label.en,
        "labels": _labels(one.label),
    }
    if one.type == "datetime":
        found["format"] = "any"
    if one.unit:
        found["unit"] = one.unit
    if one.categories:
        found["categories"] = [
            {"value": value, "label": label.en, "labels": _labels(label)}
            for value, label in one.categories
        ]
    return found


def _labels(label: Message) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _both(label: Message) -> str:
    return f"{label.zh} · {label.en}"
