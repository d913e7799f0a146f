"""Extractions as other tools write them, for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from kanwu.imported import Extraction
from kanwu.workspace import Workspace

TOTAL, SIGNED = "disclosed.total", "report.signed"


def extracted(
    field: str, words: str, place: tuple[int, int] | None = None, **attributes: object
) -> dict[str, object]:
    """An extraction as LangExtract writes it."""
    interval = {"start_pos": place[0], "end_pos": place[1]} if place else None
    return {
        "extraction_class": field,
        "extraction_text": words,
        "char_interval": interval,
        "alignment_status": "match_exact" if place else None,
        "attributes": attributes,
    }


def langextract(
    root: Path, *extractions: Mapping[str, object], document: str = "liping-2020"
) -> Path:
    file = root / "out.jsonl"
    told = {"document_id": document, "extractions": extractions}
    file.write_text(json.dumps(told, ensure_ascii=False) + "\n", "utf-8")
    return file


def take(workspace: Workspace, *extractions: Mapping[str, object]) -> tuple[Extraction, ...]:
    file = langextract(workspace.root, *extractions)
    return workspace.take(file, "langextract").extractions


def place(workspace: Workspace, words: str) -> tuple[int, int]:
    start = workspace.source("liping-2020").text.index(words)
    return start, start + len(words)
