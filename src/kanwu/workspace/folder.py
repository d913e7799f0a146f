"""Folders that are made aside and take their place when they are whole."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kanwu.errors import WorkspaceError
from kanwu.message import trouble
from kanwu.workspace.files import TEMPORARY, reason, sync_folder

_OLD = f".old{TEMPORARY}"
"""What the release before is called for the moment in which the new one takes its place."""


@contextlib.contextmanager
def aside(target: Path, shown: str) -> Iterator[Path]:
    """An empty folder beside a target; gone at the end, whatever happens.

    What a killed writer of the same target left is removed, and a release that it had just moved
    out of the way is put back.

    Raises:
        WorkspaceError: Something cannot be written; what stood at the target stands there.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        old = _old(target)
        if old.exists() and not target.exists():
            old.rename(target)
        for left in target.parent.glob(f".{target.name}.*{TEMPORARY}"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(
            tempfile.mkdtemp(prefix=f".{target.name}.", suffix=TEMPORARY, dir=target.parent)
        )
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        raise WorkspaceError(
            shown,
            *trouble("file.write", why=reason(error)),
        ) from None


def move(made: Path, target: Path, shown: str) -> None:
    """Put a finished file in its place.

    Raises:
        WorkspaceError: A folder stands there.
    """
    if target.is_dir():
        raise WorkspaceError(shown, *trouble("export.folder"))
    _sync(made)
    made.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
    made.replace(target)
    sync_folder(target.parent)


def swap(folder: Path, target: Path, shown: str) -> None:
    """Put a finished folder in its place; the release that stood there goes when it is there.

    Raises:
        WorkspaceError: What stands there is no release, or holds files of somebody else's.
    """
    _own(target, shown)
    for path in folder.iterdir():
        _sync(path)
        path.chmod(0o644)
    folder.chmod(0o755)
    sync_folder(folder)
    old = _old(target)
    if target.exists():
        target.rename(old)
    try:
        folder.rename(target)
    except BaseException:
        if old.exists():
            old.rename(target)
        raise
    sync_folder(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _own(target: Path, shown: str) -> None:
    """Only a release, and nothing else, is written over."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not target.is_dir():
        raise WorkspaceError(shown, *trouble("export.file"))
    known: set[str] = set()
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError):
        told = json.loads((target / "datapackage.json").read_text("utf-8"))
        if "kanwu" in told:
            files = (one["path"] for one in told["resources"])
            known = {*files, "datapackage.json", "checksums.sha256"}
    strange = sorted(path.name for path in target.iterdir() if path.name not in known)
    if strange:
        raise WorkspaceError(shown, *trouble("export.strange", name=strange[0]))


def _old(target: Path) -> Path:
    return target.parent / f".{target.name}{_OLD}"


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
