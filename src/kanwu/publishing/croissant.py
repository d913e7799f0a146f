"""Croissant: `croissant.json`, after MLCommons Croissant 1.1, so that loaders find the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from kanwu.message import Message
from kanwu.publishing.imprint import File, Imprint, Tally
from kanwu.publishing.media import MEDIA, address
from kanwu.sheet import Column, Sheet, Type

FILE = "croissant.json"
PROFILE = "http://mlcommons.org/croissant/1.1"
_TYPES: Mapping[Type, str] = {
    "string": "sc:Text",
    "any": "sc:Text",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "date": "sc:Date",
    "datetime": "sc:DateTime",
}
_TERMS = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileObject fileProperty "
    "fileSet format includes isArray isLiveDataset jsonPath key md5 parentField path recordSet "
    "references regex repeated replace samplingRate separator source subField transform"
)
_CONTEXT: Mapping[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "name": {"@container": "@language"},
    "description": {"@container": "@language"},
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{term: f"cr:{term}" for term in _TERMS.split()},
}
"""The context of the specification's appendix."""


def croissant(
    imprint: Imprint, tally: Tally, sheets: Sequence[Sheet], files: Sequence[File]
) -> str:
    """The metadata as JSON-LD: every file with its hash, every CSV table with its columns.

    A column whose cells may say why they are empty is text, since Croissant has no codes for
    missing values; the same values stand with their types in `values`.
    """
    found: dict[str, object] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": PROFILE,
        "name": imprint.slug,
        "alternateName": imprint.heading,
        "description": _both(imprint.schema.title),
    }
    told = {
        "version": imprint.version,
        "url": imprint.url,
        "license": address(imprint.license),
        "datePublished": imprint.date or tally.latest[:10],
    }
    found |= {name: value for name, value in told.items() if value}
    names = imprint.authors or tuple(sorted(tally.reviewers))
    parts = (", ".join(names), imprint.heading, *map(told.get, ("version", "datePublished", "url")))
    found["citeAs"] = ". ".join(part for part in parts if part)
    if names:
        found["creator"] = [{"@type": "sc:Person", "name": name} for name in names]
    found["distribution"] = [_file(one) for one in files]
    found["recordSet"] = [_records(one) for one in sheets]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _file(one: File) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": one.path,
        "name": one.path,
        "contentUrl": one.path,
        "contentSize": f"{one.bytes} B",
        "encodingFormat": MEDIA[one.suffix],
        "sha256": one.sha256,
    }


def _records(sheet: Sheet) -> dict[str, object]:
    found: dict[str, object] = {
        "@type": "cr:RecordSet",
        "@id": sheet.name,
        "name": sheet.name,
        "description": _both(sheet.label),
    }
    if sheet.key:
        found["key"] = [{"@id": f"{sheet.name}/{name}"} for name in sheet.key]
    found["field"] = [_field(sheet, one) for one in sheet.columns]
    return found


def _field(sheet: Sheet, one: Column) -> dict[str, object]:
    coded = sheet.coded and one.name not in sheet.key
    found: dict[str, object] = {
        "@type": "cr:Field",
        "@id": f"{sheet.name}/{one.name}",
        "name": one.name,
        "description": _both(one.label),
        "dataType": "sc:Text" if coded else _TYPES[one.type],
        "source": {
            "fileObject": {"@id": f"{sheet.name}.csv"},
            "extract": {"column": one.name},
        },
    }
    if one.name == "document" and sheet.name != "documents":
        found["references"] = {"field": {"@id": "documents/document"}}
    return found


def _both(label: Message) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
