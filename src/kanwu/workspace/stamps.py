"""Stamps: short hashes of everything that a result rests on, so that one kept is known to hold.

A document's own stamp is over its bytes, the schema, this version of kanwu and of what it reads with,
the corrections and their source versions, and what other tools extracted.
"""

from __future__ import annotations

import os
import sys
import time
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kanwu.workspace.remote import Remote

_READS_WITH = frozenset(("opencc", "pdfplumber", "python-docx", "pypinyin", "pyyaml", "rapidfuzz"))
_SIZE = 16
_FRESH = 2 * 10**9
"""Nanoseconds in which a file may change again without its time showing it."""


def stamp(*parts: object) -> bytes:
    """A hash of 16 bytes over texts, bytes and whatever else tells itself by `repr`."""
    found = blake2b(digest_size=_SIZE)
    for part in parts:
        data = part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogatepass")
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.digest()


@cache
def code_stamp() -> bytes:
    """The stamp of this version of kanwu: of its files, of Python, and of the libraries it reads with."""
    return stamp(
        sys.version_info[:2], unicodedata.unidata_version, *_versions(), *_contents(files("kanwu"))
    )


def _versions() -> list[str]:
    """The folders that tell which versions are installed: `opencc-1.4.2.dist-info`.

    `importlib.metadata` reads what is in them, as if it were mail: that alone took 15 ms.
    """
    found: set[str] = set()
    for folder in sys.path:
        with suppress(OSError):
            found.update(os.listdir(folder or os.curdir))  # noqa: PTH208
    return sorted(one for one in found if _library(one) in _READS_WITH)


def _library(folder: str) -> str:
    """The library whose version a folder tells; empty for any other.

    >>> _library("python_docx-1.2.0.dist-info"), _library("PyYAML-6.0.egg-info"), _library("opencc")
    ('python-docx', 'pyyaml', '')
    """
    name, version, _ = folder.partition("-")
    told = version and folder.endswith((".dist-info", ".egg-info"))
    return name.lower().replace("_", "-") if told else ""


def _contents(folder: Traversable) -> Iterable[object]:
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir():
            if not one.name.startswith(
                "_"
            ):  # neither what Python compiled, nor the demo's documents
                yield from _contents(one)
        elif one.name.endswith((".py", ".yaml")):
            yield one.name
            yield one.read_bytes()


def mark_of(path: Path | Remote) -> str:
    """The state of a file, without reading it: size, time and number; empty where it may still change."""
    try:
        if isinstance(path, Remote):
            return path.mark
        return mark_by(path.stat())
    except OSError:
        return ""


def mark_by(told: os.stat_result) -> str:
    """The state of a file, as the system tells it (see `mark_of`)."""
    if time.time_ns() - told.st_mtime_ns < _FRESH:
        return ""
    return f"{told.st_size}:{told.st_mtime_ns}:{told.st_ino}"


def state_of(folder: Path) -> list[str]:
    """The state of all files below a folder, without reading them: path, size, time and number."""
    found = []
    for here, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(here, name)  # noqa: PTH118
            with suppress(OSError):
                told = os.stat(path)  # noqa: PTH116
                found.append(f"{path} {told.st_size} {told.st_mtime_ns} {told.st_ino}")
    return sorted(found)
