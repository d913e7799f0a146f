"""Imports on disk: what other tools extracted, a folder a tool, a file of JSON lines a document."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Protocol, cast, get_args

from kanwu.choices import Notation
from kanwu.dataset import as_json
from kanwu.errors import KanwuError, UsageError, WorkspaceError
from kanwu.grounding import ground
from kanwu.imported import Extraction, Given, Status
from kanwu.intake import INTAKE
from kanwu.intake.claim import naming
from kanwu.reading import Qualifier
from kanwu.review import prepare
from kanwu.schema import Schema
from kanwu.source import Source, Span
from kanwu.workspace.files import read_text, write_whole
from kanwu.workspace.identity import slug

FOLDER = "imports"


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in."""

    extractions: tuple[Extraction, ...]
    strange: tuple[str, ...]
    """What the file calls documents that are not here."""


class Imports:
    """All imported extractions of a workspace."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[KanwuError] = []
        """The files that could not be read."""
        self._by_document: dict[str, dict[str, list[Extraction]]] = {}
        for path in sorted((root / FOLDER).glob("*/**/*.jsonl")):
            extractor, *below = path.relative_to(root / FOLDER).parts
            document = Path(*below).with_suffix("").as_posix()
            try:
                found = list(_read(path, self._shown(path), extractor, document))
            except KanwuError as error:
                self.problems.append(error)
            else:
                self._by_document.setdefault(document, {})[extractor] = found

    def of(self, document: str) -> list[Extraction]:
        """What all tools extracted from a document, tool by tool, in the order that each gave."""
        found = self._by_document.get(document, {})
        return [one for extractor in sorted(found) for one in found[extractor]]

    def save(self, extractor: str, document: str, extractions: Sequence[Extraction]) -> None:
        """Keep what a tool extracted from a document, instead of what it did before.

        Raises:
            WorkspaceError: It cannot be written; what stood there stands there.
        """
        path = self.root / FOLDER / extractor / f"{document}.jsonl"
        lines = [json.dumps(_record(one), ensure_ascii=False) + "\n" for one in extractions]
        write_whole(path, "".join(lines).encode("utf-8"), self._shown(path))
        self._by_document.setdefault(document, {})[extractor] = list(extractions)

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


class Here(Protocol):
    """As much of a workspace as an import needs."""

    @property
    def schema(self) -> Schema:
        """What its documents hold."""

    @property
    def imports(self) -> Imports:
        """What other tools extracted, on disk."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all documents."""

    def holds(self, document: str) -> bool:
        """Whether there is such a document."""

    def source(self, document: str) -> Source:
        """A document as it stands on disk now."""


def take(
    here: Here,
    path: Path,
    form: Notation,
    name: str | None,
    mapping: Path | None,
    document: str | None,
) -> Taken:
    """Read a file of another tool, look for each value in its document, and keep it (see `Workspace.take`)."""
    shown = str(path)
    names = naming(here.schema, read_text(mapping, str(mapping)) if mapping else "", str(mapping))
    claims = list(INTAKE[form](read_text(path, shown), shown, names))
    if document is not None and not here.holds(document):
        raise UsageError(document, "there is no such document", "See: kanwu extract")
    copies = {one.document: one.text for one in claims}
    whose = {told: document or _whose(told, copy, here) for told, copy in copies.items()}
    strange = tuple(told or "no name" for told, one in whose.items() if one is None)
    sorted_out: dict[tuple[str, str], list[Extraction]] = {}
    for claim in claims:
        if one := whose[claim.document]:
            extractor = slug(name or claim.extraction.extractor) or slug(form)
            extraction = replace(claim.extraction, document=one, extractor=extractor)
            sorted_out.setdefault((extractor, one), []).append(extraction)
    if not sorted_out:
        known = ", ".join(strange[:3]) or "it holds none"
        raise UsageError(
            shown, f"is of no document that is here: {known}", "Say which: --document ID."
        )
    found: list[Extraction] = []
    for (extractor, one), theirs in sorted_out.items():
        grounded = ground(theirs, prepare(here.source(one), here.schema).own)
        here.imports.save(extractor, one, grounded)
        found += grounded
    return Taken(tuple(found), strange)


def _whose(told: str, copy: str | None, here: Here) -> str | None:
    """The document that a tool speaks of: by its id, by the end of it, by its text, or as the only one."""
    if here.holds(told) or (not told and len(here.documents) == 1):
        return told or here.documents[0]
    ending = [one for one in here.documents if told and Path(one).name == Path(told).stem]
    if len(ending) == 1:
        return ending[0]
    words = copy.split() if copy else None
    for one in here.documents if words else ():
        with contextlib.suppress(KanwuError):
            if here.source(one).text.split() == words:
                return one
    return None


def _record(one: Extraction) -> dict[str, object]:
    given = {"start": one.given.start, "end": one.given.end, "status": one.given.status}
    return {
        "name": one.name,
        "field": one.field,
        "item": one.item,
        "value": as_json(one.value),
        "unit": one.unit,
        "qualifier": one.qualifier,
        "quote": one.quote,
        "given": given,
        "start": one.span.start if one.span else None,
        "end": one.span.end if one.span else None,
        "status": one.status,
        "sha256": one.sha256,
        "extra": {key: _plain(value) for key, value in one.extra.items()},
    }


def _plain(value: object) -> object:
    """A value of any depth as JSON has it."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else as_json(value)


def _read(path: Path, shown: str, extractor: str, document: str) -> Iterator[Extraction]:
    for number, line in enumerate(read_text(path, shown).rstrip("\n").split("\n"), 1):
        try:
            yield _extraction(json.loads(line, parse_float=Decimal), extractor, document)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise WorkspaceError(
                f"{shown}:{number}",
                f"is no extraction as kanwu import writes them: {error}",
                "Import the file again, or remove this one.",
            ) from None


def _extraction(told: Mapping[str, object], extractor: str, document: str) -> Extraction:
    given, start, end = told["given"], told["start"], told["end"]
    value = told["value"]
    if told["status"] not in get_args(Status):
        raise ValueError(f"no status {told['status']!r}")
    if not isinstance(given, dict) or not isinstance(told["field"], str):
        raise TypeError("field or given is of another kind")
    placed = isinstance(start, int) and isinstance(end, int)
    return Extraction(
        extractor=extractor,
        document=document,
        name=str(told["name"]),
        field=told["field"],
        item=cast(str | None, told["item"]),
        value=Decimal(value) if isinstance(value, int) else cast(Decimal | str | None, value),
        unit=cast(str | None, told["unit"]),
        qualifier=cast(Qualifier | None, told["qualifier"]),
        quote=str(told["quote"]),
        given=Given(**given),
        span=Span(cast(int, start), cast(int, end)) if placed else None,
        status=cast(Status, told["status"]),
        sha256=str(told["sha256"]),
        extra=cast(Mapping[str, object], told.get("extra", {})),
    )
