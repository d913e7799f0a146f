"""Imports on disk: what other tools extracted, a folder a tool, a file of JSON lines a document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from kanwu.dataset import as_json
from kanwu.errors import KanwuError, WorkspaceError
from kanwu.reading import Qualifier
from kanwu.source import Span
from kanwu.workspace.files import read_text, write_whole

if TYPE_CHECKING:
    from kanwu.imported import Extraction

FOLDER = "imports"


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
    from kanwu.imported import Extraction, Given, Status  # only here: most workspaces hold none

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
