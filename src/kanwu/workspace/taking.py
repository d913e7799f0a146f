"""Taking: a file of another tool → what it extracted, looked for in the documents and kept."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from kanwu.choices import Notation
from kanwu.errors import KanwuError, UsageError
from kanwu.grounding import ground
from kanwu.imported import Extraction
from kanwu.intake import INTAKE
from kanwu.intake.claim import naming
from kanwu.review import prepare
from kanwu.schema import Schema
from kanwu.source import Source
from kanwu.workspace.files import read_text
from kanwu.workspace.identity import slug
from kanwu.workspace.imports import Imports


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in."""

    extractions: tuple[Extraction, ...]
    strange: tuple[str, ...]
    """What the file calls documents that are not here."""


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
