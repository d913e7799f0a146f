"""Remote: documents in object stores and on web servers, by their addresses, through fsspec."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any

from kanwu.errors import UsageError, WorkspaceError
from kanwu.message import trouble

_STATE = ("ETag", "etag", "md5Hash", "content_md5", "checksum", "LastModified", "mtime", "created")
"""What stores call that which changes when a file does; the first that one tells is taken."""

_FRESH = 2.0
"""Seconds in which a file may change again without its time showing it."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A file at an address, asked as a path is."""

    url: str

    def __str__(self) -> str:
        return self.url

    @property
    def suffix(self) -> str:
        """Its suffix, with the dot; empty for none."""
        return PurePosixPath(self.url).suffix

    @property
    def size(self) -> int:
        """Its bytes, as far as the store tells; 0 where it does not."""
        return int(self._told().get("size") or 0)

    @property
    def mark(self) -> str:
        """Its state, without reading it; empty where the store tells nothing that changes with it."""
        told = self._told()
        state = next((told[name] for name in _STATE if told.get(name)), None)
        moment = state.timestamp() if isinstance(state, datetime) else state
        if state is None or (isinstance(moment, float) and time.time() - moment < _FRESH):
            return ""
        return f"{told.get('size')}:{state}"

    def read_bytes(self) -> bytes:
        """What stands in it.

        Raises:
            OSError: It cannot be read.
        """
        with _reached(self.url) as (store, path):
            data: bytes = store.cat_file(path)
            return data

    def _told(self) -> Mapping[str, Any]:
        with _reached(self.url) as (store, path):
            told: Mapping[str, Any] = store.info(path)
            return told


def is_remote(file: str) -> bool:
    """Whether a document's file, or a glob, is an address.

    >>> is_remote("s3://bucket/a.txt"), is_remote("documents/a.txt")
    (True, False)
    """
    return re.match(r"[A-Za-z][\w+.-]+://", file) is not None


def place(root: Path, file: str) -> Path | Remote:
    """Where a document is: an address, or a path below a folder."""
    return Remote(file) if is_remote(file) else root / file


def listed(glob: str, base: str) -> list[str]:
    """The addresses of all files that a glob finds, looked for anew; `base` is its fixed part.

    Raises:
        UsageError: fsspec, or what it needs for this kind of store, is not installed.
        WorkspaceError: The store does not answer.
    """
    try:
        with _reached(glob) as (store, path):
            store.invalidate_cache()
            found = store.glob(path, detail=True)
            above = store._strip_protocol(base)
    except OSError as error:
        raise WorkspaceError(glob, *trouble("remote.listed", why=error)) from None
    files = (str(name) for name, told in found.items() if told.get("type") == "file")
    return sorted(base + name.removeprefix(above).lstrip("/") for name in files)


@contextmanager
def _reached(url: str) -> Iterator[tuple[Any, str]]:
    """The store of an address, and the path in it; whatever goes wrong there is an OSError."""
    if find_spec("fsspec") is None:
        raise UsageError(url, *trouble("remote.no-fsspec"))
    from fsspec.core import url_to_fs

    try:
        yield url_to_fs(url)
    except ImportError as error:
        raise UsageError(url, *trouble("remote.reached", why=error)) from None
    except OSError:
        raise
    except Exception as error:  # each store has its own kinds
        raise OSError(f"{type(error).__name__}: {error}") from None
