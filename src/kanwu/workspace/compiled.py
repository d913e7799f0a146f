"""Compiled: schemas as they were parsed before, so that no process parses one again.

The patterns of a schema take a second to compile. What came out is kept in the user's own cache
folder, as Python keeps what it compiles, by the hash of all that it rests on: the text of the
schema, this version of kanwu and of Python. A file that is broken, or that others could have
written, is passed by; deleting the folder loses nothing.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from copyreg import dispatch_table
from functools import cached_property
from pathlib import Path
from re import _compiler  # type: ignore[attr-defined]

from kanwu import opening
from kanwu.errors import WorkspaceError
from kanwu.lasting import hand_over, worked_out
from kanwu.schema import Schema
from kanwu.workspace.files import user_folder, write_whole
from kanwu.workspace.stamps import code_stamp, stamp

_KEPT = 8
"""So many files are kept, the last made."""
_OTHERS = 0o022
"""The right to write of those who are not the owner."""


def compiled(text: str, file: str, parse: Callable[[str, str], Schema]) -> Schema:
    """The schema that `parse` makes of a text, from the cache where it was made before.

    Raises:
        SchemaError: The text says something that cannot be meant.
    """
    resting = stamp(text, file, code_stamp(), sys.version, sys.byteorder, _compiler.MAGIC)
    path = cache_folder(os.environ) / f"{resting.hex()}.schema"
    found = _kept(path)
    if found is None:
        found = parse(text, file)
        with suppress(OSError, WorkspaceError):
            _keep(path, found)
    return found


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where this user's programs keep what they can make again: `kanwu` among those of others."""
    try:
        return user_folder(environment, ("XDG_CACHE_HOME", "LOCALAPPDATA"), ".cache")
    except RuntimeError:  # a user without a home
        return Path(os.devnull, "kanwu")


def _kept(path: Path) -> Schema | None:
    """The schema that a file of ours holds; None where there is none that may be trusted."""
    try:
        with path.open("rb") as file:
            if all(map(_ours, (os.fstat(file.fileno()), path.parent.stat()))):
                found, lasting = pickle.load(file)  # nobody but this user can have written it
                if isinstance(found, Schema):
                    hand_over(lasting)
                    return found
    except Exception:  # a torn file may raise anything, and the text is at hand
        return None
    return None


def _ours(told: os.stat_result) -> bool:
    """Whether nobody else could have written it."""
    if not hasattr(os, "getuid"):
        return True  # Windows: the folder lies among the user's own
    return told.st_uid == os.getuid() and not told.st_mode & _OTHERS


def _keep(path: Path, schema: Schema) -> None:
    """Write a schema with all that is worked out from it, and remove the oldest ones.

    Raises:
        OSError, WorkspaceError: It cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, written(schema), str(path))
    made = sorted((one.stat().st_mtime_ns, one) for one in path.parent.iterdir())
    for _, old in made[:-_KEPT]:
        old.unlink(missing_ok=True)


def written(schema: Schema) -> bytes:
    """A schema with all that is worked out from it, and what is lasting; `pickle` reads both."""
    for name, one in vars(Schema).items():
        if isinstance(one, cached_property):
            getattr(schema, name)
    data = io.BytesIO()
    writer = pickle.Pickler(data, pickle.HIGHEST_PROTOCOL)
    writer.dispatch_table = {**dispatch_table, re.Pattern: _taken_apart}
    writer.dump((schema, worked_out()))
    return data.getvalue()


def _taken_apart(pattern: re.Pattern[str]) -> tuple[Callable[..., object], tuple[object, ...]]:
    """What a pattern is made of, and what puts it together again."""
    made = opening.compiled(pattern.pattern)
    if made[0] != pattern.flags:  # the words alone do not tell all of it
        return re.compile, (pattern.pattern, pattern.flags)
    return opening.put_together, (pattern.pattern, *made)
