"""Files: read with a clear word about what is wrong, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from errno import errorcode
from pathlib import Path
from typing import Any, NamedTuple

from kanwu.errors import SourceError, WorkspaceError
from kanwu.folds import lay
from kanwu.message import Message, say, trouble
from kanwu.source import Source, decode, form_of
from kanwu.workspace.containers import READERS
from kanwu.workspace.remote import Remote
from kanwu.workspace.stamps import mark_by, stamp

MEGABYTE = 10**6
TEMPORARY = ".tmp"
_COMMON = {"EACCES", "ENOENT", "ENOSPC", "EROFS", "EISDIR", "ENOTDIR"}


def read_source(
    path: Path | Remote, document: str, shown: str, *, declared: str | None = None, limit: int = 10
) -> Source:
    """A document file as a Source; `limit` is in megabytes, `shown` names the file in errors.

    Raises:
        SourceError: The file is missing, too large, empty, binary, or in no known encoding; or it
            is a container that cannot be opened, or a page without text.
    """
    return source_of(copy(path, shown, limit).data, path.suffix, document, shown, declared)


class Copy(NamedTuple):
    """A file as it was read."""

    data: bytes
    mark: str
    """The state that it was in (see `mark_of`)."""
    content: bytes
    """The stamp of the bytes."""


def copy(path: Path | Remote, shown: str, limit: int = 10) -> Copy:
    """A document file as it stands on disk now; `limit` is in megabytes.

    Raises:
        SourceError: The file is missing, or too large.
    """
    try:
        if isinstance(path, Remote):
            mark = path.mark
            _fitting(path.size, shown, limit)
            data = path.read_bytes()
        else:
            with path.open("rb", buffering=0) as file:
                told = os.fstat(file.fileno())
                mark = mark_by(told)
                _fitting(told.st_size, shown, limit)
                data = file.read()
    except OSError as error:
        raise SourceError(shown, *trouble("file.read", why=reason(error))) from None
    return Copy(data, mark, stamp(data))


def _fitting(size: int, shown: str, limit: int) -> None:
    if size > limit * MEGABYTE:
        told = trouble("document.large", size=f"{size / MEGABYTE:.1f}", limit=limit)
        raise SourceError(shown, *told)


def source_of(
    data: bytes, suffix: str, document: str, shown: str, declared: str | None = None
) -> Source:
    """The bytes of a document file as a Source (see `read_source`)."""
    suffix = suffix.lower()
    if data.strip() and suffix in READERS:
        return Source(document, READERS[suffix](data, shown), suffix.removeprefix("."))
    source = decode(data, shown, declared)
    found = Source(document, source.text, source.encoding, form_of(suffix, source.text))
    if found.form == "html" and not lay(found).folded.strip():
        raise SourceError(
            shown,
            *trouble("document.scripts"),
        )
    return found


def read_text(path: Path, shown: str) -> str:
    """A file that a person wrote (settings, schema, corrections), UTF-8.

    Raises:
        WorkspaceError: It cannot be read, or is not UTF-8; the place has its line.
    """
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise WorkspaceError(shown, *trouble("file.read", why=reason(error))) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise WorkspaceError(f"{shown}:{line}", *trouble("file.utf-8")) from None


def toml_of(text: str, shown: str) -> dict[str, Any]:
    """The table that a file's TOML says; `shown` names the file in errors.

    Raises:
        WorkspaceError: It is no TOML; the place has its line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{shown}:{line[1]}" if line else shown
        raise WorkspaceError(place, *trouble("file.toml", why=error)) from None


def user_folder(environment: Mapping[str, str], names: Sequence[str], usual: str) -> Path:
    """The folder `kanwu` among those of other programs: where the variables say, else below home.

    Raises:
        RuntimeError: No variable says where, and the user has no home.
    """
    told = next(filter(None, map(environment.get, names)), None)
    return (Path(told) if told else Path.home() / usual) / "kanwu"


def write_whole(path: Path, data: bytes, shown: str) -> None:
    """Write a file so that it is either as it was or as it should be: temporary file, fsync, rename.

    Raises:
        WorkspaceError: It cannot be written (read-only, full disk); what stood there stands there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(
            prefix=f".{path.name}.", suffix=TEMPORARY, dir=path.parent
        )
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise WorkspaceError(
            shown,
            *trouble("file.write", why=reason(error)),
        ) from None


def sweep(path: Path) -> None:
    """Remove what a killed writer of this file left beside it; only under the file's lock."""
    with contextlib.suppress(OSError):
        for left in path.parent.iterdir():
            if left.name.startswith(f".{path.name}.") and left.suffix == TEMPORARY:
                left.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename durable, where the system can (Windows cannot open a folder)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def reason(error: OSError) -> Message:
    """What went wrong; in the words of the system, where that is no common thing."""
    name = errorcode.get(error.errno or 0, "")
    if name in _COMMON:
        return say(f"reason.{name.lower()}")
    told = (error.strerror or str(error) or type(error).__name__).lower()
    return Message(told, told)
