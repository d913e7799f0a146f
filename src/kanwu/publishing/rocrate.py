"""RO-Crate: `ro-crate-metadata.json`, after RO-Crate 1.2, for archives and research repositories."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from kanwu.errors import UsageError
from kanwu.message import say
from kanwu.publishing.imprint import File, Imprint, Tally
from kanwu.publishing.media import MEDIA, address
from kanwu.sheet import Sheet

FILE = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.2"
Entity = Mapping[str, object]


def ro_crate(imprint: Imprint, tally: Tally, sheets: Sequence[Sheet], files: Sequence[File]) -> str:
    """The metadata as flat JSON-LD: the dataset, its files, its people, its sources and its licences.

    Raises:
        UsageError: There is no licence, or no date; a crate has both.
    """
    date = imprint.date or tally.latest[:10]
    for key, value, example in (
        ("license", imprint.license, '"CC-BY-4.0"'),
        ("date", date, "2026-11-26"),
    ):
        if not value:
            hint = f"Write it in kanwu.toml, under [release]: {key} = {example}"
            raise UsageError("--with ro-crate", f"needs the {key} of the release", hint)
    authors = imprint.authors or tuple(sorted(tally.reviewers))
    people = dict.fromkeys((*authors, *sorted(tally.reviewers)))
    root: dict[str, object] = {
        "@id": "./",
        "@type": "Dataset",
        "name": imprint.heading,
        "description": say("crate.what", title=imprint.schema.title, kanwu=imprint.kanwu).en,
        "datePublished": date,
        "license": {"@id": address(imprint.license)},
    }
    told = {"version": imprint.version, "url": imprint.url, "dateModified": tally.latest}
    root |= {name: value for name, value in told.items() if value}
    for name, linked in (
        ("author", [_person(one) for one in authors]),
        ("contributor", [_person(one) for one in sorted(tally.reviewers)]),
        ("isBasedOn", [_source(one.document) for one in tally.documents]),
        ("hasPart", [one.path for one in files]),
    ):
        if linked:
            root[name] = _links(linked)
    labels = {one.name: one.label.en for one in sheets}
    graph: list[Entity] = [
        {
            "@id": FILE,
            "@type": "CreativeWork",
            "conformsTo": {"@id": PROFILE},
            "about": {"@id": "./"},
        },
        root,
        *(_file(one, labels) for one in files),
        *({"@id": _person(name), "@type": "Person", "name": name} for name in people),
        *_sources(imprint, tally),
        *_licenses(imprint, tally),
    ]
    crate = {"@context": f"{PROFILE}/context", "@graph": graph}
    return json.dumps(crate, ensure_ascii=False, indent=1) + "\n"


def _links(ids: Sequence[str]) -> object:
    """References to entities; a single one is no list, as the specification has it."""
    found = [{"@id": one} for one in ids]
    return found[0] if len(found) == 1 else found


def _file(one: File, labels: Mapping[str, str]) -> Entity:
    """One file; a table is described as its sheet is, in whatever form, and every other by its stem."""
    stem, _, rest = one.path.partition(".")
    table = rest in {"csv", "jsonl", "parquet"}
    return {
        "@id": one.path,
        "@type": "File",
        "name": one.path,
        "description": labels[stem] if table else say(f"file.{stem.lower()}").en,
        "encodingFormat": MEDIA[one.suffix],
        "contentSize": str(one.bytes),
        "sha256": one.sha256,
    }


def _sources(imprint: Imprint, tally: Tally) -> list[Entity]:
    """What the dataset was read from; not in the crate, so no files of it."""
    found: list[Entity] = []
    for one in tally.documents:
        entity: dict[str, object] = {
            "@id": _source(one.document),
            "@type": "CreativeWork",
            "name": one.document,
            "identifier": f"sha256:{one.sha256}",
        }
        if said := imprint.source_license(one.document):
            entity["license"] = {"@id": address(said)}
        found.append(entity)
    return found


def _licenses(imprint: Imprint, tally: Tally) -> list[Entity]:
    said = [imprint.license, *(imprint.source_license(one.document) for one in tally.documents)]
    return [
        {"@id": address(one), "@type": "CreativeWork", "name": one}
        for one in dict.fromkeys(said)
        if one
    ]


def _person(name: str) -> str:
    return f"#person-{quote(name, safe='')}"


def _source(document: str) -> str:
    return f"#source-{quote(document, safe='')}"
