"""Bookmark: where a reviewer was when they left, so that they are there again when they come back.

It stands in `.kanwu/`, a file a reviewer, and is worth nothing: one that is missing, torn or cannot
be written is as good as none.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kanwu.reading import Key
from kanwu.workspace.files import TEMPORARY


@dataclass(frozen=True, slots=True)
class Bookmark:
    """What was before a reviewer, and what their queue was filtered by."""

    document: str
    lead: Key | str
    """The reading; or what names the doubt that has none."""
    query: str = ""
    order: str = ""
    """What came first in it, by name; empty for the usual order."""


def read_bookmark(root: Path, reviewer: str) -> Bookmark | None:
    """Where the reviewer left this workspace; None where nobody can tell."""
    try:
        told = json.loads(_path(root, reviewer).read_bytes())
        document, lead, query = told["document"], told["lead"], told["query"]
        order = told.get("order", "")
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not all(isinstance(one, str) for one in (document, query, order)):
        return None
    if isinstance(lead, str):
        return Bookmark(document, lead, query, order)
    match lead:
        case [str(field), str() | None as item, int(nth)]:
            return Bookmark(document, Key(field, item, nth), query, order)
    return None


def marked_at(root: Path, reviewer: str) -> float:
    """When the place was remembered, in seconds since 1970; 0 where none is."""
    try:
        return _path(root, reviewer).stat().st_mtime
    except OSError:
        return 0.0


def write_bookmark(root: Path, reviewer: str, bookmark: Bookmark) -> None:
    """Remember a place; where that cannot be, nothing is remembered."""
    path = _path(root, reviewer)
    told = asdict(bookmark)
    temporary = path.with_name(path.name + TEMPORARY)
    with contextlib.suppress(OSError, ValueError):
        path.parent.mkdir(exist_ok=True)
        temporary.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        temporary.replace(path)


def _path(root: Path, reviewer: str) -> Path:
    return root / ".kanwu" / f"{reviewer}.place.json"
