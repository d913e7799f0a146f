"""Bookmark: where a reviewer was when they left, so that they are there again when they come back.

It stands in `.kanwu/`, a file a reviewer, and is worth nothing: one that is missing, torn or cannot
be written is as good as none.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import msgspec

from kanwu.reading import Key
from kanwu.waiting import Shape
from kanwu.workspace.files import TEMPORARY


class Stood(NamedTuple):
    """Where an item stood in the queue, so that its place is found also when it is settled."""

    lead: Key | str
    weight: float
    """As in `waiting.Rank`; its place, too."""
    place: float
    shape: Shape
    codes: tuple[str, ...]
    group: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """What was before a reviewer, and what their queue was filtered by."""

    document: str
    lead: Key | str
    """The reading; or what names the doubt that has none."""
    query: str = ""
    order: str = ""
    """What came first in it, by name; empty for the usual order."""
    stood: Stood | None = None
    """The item of the queue that they were at, or had come from to this reading."""


def read_bookmark(root: Path, reviewer: str) -> Bookmark | None:
    """Where the reviewer left this workspace; None where nobody can tell."""
    try:
        return msgspec.json.decode(_path(root, reviewer).read_bytes(), type=Bookmark)
    except (OSError, ValueError, RecursionError):
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
    temporary = path.with_name(path.name + TEMPORARY)
    with contextlib.suppress(OSError, ValueError):
        path.parent.mkdir(exist_ok=True)
        temporary.write_bytes(msgspec.json.encode(bookmark))
        temporary.replace(path)


def _path(root: Path, reviewer: str) -> Path:
    return root / ".kanwu" / f"{reviewer}.place.json"
