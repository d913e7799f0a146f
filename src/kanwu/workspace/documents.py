"""Documents and schemas on disk: which files there are, and what they are called."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from fnmatch import translate
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from kanwu.errors import KanwuError, WorkspaceError, known_words
from kanwu.message import say, trouble
from kanwu.schema import Schema
from kanwu.workspace.compiled import compiled
from kanwu.workspace.files import read_text, reason
from kanwu.workspace.remote import is_remote, listed

_OTHERS = frozenset({".kanwu", "corrections", "imports", "releases"})
"""Folders of a workspace that hold no documents."""


def find_documents(root: Path, globs: Iterable[str]) -> tuple[dict[str, str], list[KanwuError]]:
    """Every document's file below the workspace by its id, in order, and what is wrong with the rest.

    An id is the path below the fixed part of the glob, without its suffix. Two files with one id
    would share their corrections: the second is left out, and named; so is one whose name is no text.
    """
    found: dict[str, str] = {}
    problems: list[KanwuError] = []
    for glob in globs:
        base = fixed(glob)
        files = listed(glob, base) if is_remote(glob) else _files(root, glob, base, problems)
        for path in sorted(files, key=lambda path: path.split("/")):
            if path.split("/", 1)[0] in _OTHERS:
                continue
            document = name_of(path, base)
            if not _is_text(path):
                problems.append(WorkspaceError(path, *trouble("document.name")))
                continue
            if found.setdefault(document, path) != path:
                problems.append(
                    WorkspaceError(
                        path,
                        *trouble("document.twice", document=document, other=found[document]),
                    )
                )
    return dict(sorted(found.items())), problems


def _is_text(path: str) -> bool:
    """Whether a path can be written down: its bytes need not be UTF-8 on every system."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def name_of(path: str, base: str) -> str:
    """A document's id: its path below the fixed part of the glob, without the suffix.

    As pathlib has it, which is slow for a million of them.

    >>> name_of("a/b.c.txt", ""), name_of("a.b/.txt", ""), name_of("a.b/c", "a.b/"), name_of("c.", "")
    ('a/b.c', 'a.b/.txt', 'c', 'c.')
    """
    name = path.removeprefix(base)
    at = name.rfind(".")
    return name[:at] if name.rfind("/") + 1 < at < len(name) - 1 else name


def _files(root: Path, glob: str, base: str, problems: list[KanwuError]) -> Iterable[str]:
    """The paths below the root, in any order, of all files that a glob finds.

    A link that leads nowhere is a file too: who reads it is told so.
    """
    glob = _any_case(glob)
    deep = re.fullmatch(r"\*\*/([^/]+)", glob.removeprefix(base))
    if not deep or deep[1] == "**":
        return [p.relative_to(root).as_posix() for p in root.glob(glob) if _there(p)]
    return _below(root / base, base, re.compile(translate(deep[1])), problems)


def _any_case(glob: str) -> str:
    """A glob whose suffix may stand in capitals: some systems write A.PDF, and tell no case apart.

    >>> _any_case("a/**/*.md"), _any_case("a/*"), _any_case("a.b/*.[hH]*")
    ('a/**/*.[mM][dD]', 'a/*', 'a.b/*.[hH]*')
    """
    name, dot, suffix = glob.rpartition(".")
    if not suffix.isalpha():
        return glob
    return name + dot + "".join(f"[{letter.lower()}{letter.upper()}]" for letter in suffix)


def _below(
    folder: Path, base: str, name: re.Pattern[str], problems: list[KanwuError]
) -> Iterator[str]:
    """The files of all folders below one, as `**` finds them; links to folders are not followed."""
    waiting = [(str(folder), base)]
    while waiting:
        here, below = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, f"{below}{entry.name}/"))
                    elif name.match(entry.name) and _there(entry):
                        yield below + entry.name
        except FileNotFoundError:
            continue  # it went while its neighbours were read
        except OSError as error:
            problems.append(WorkspaceError(below, *trouble("file.read", why=reason(error))))


def _there(one: Path | os.DirEntry[str]) -> bool:
    """Whether this is a file, or a link to one that is gone or out of reach."""
    if one.is_symlink():
        return Path(one).is_file() or not Path(one).exists()
    return one.is_file()


def fixed(glob: str) -> str:
    """The folders of a glob before its first wildcard, each with its slash.

    >>> fixed("documents/**/*.txt"), fixed("*.txt"), fixed("s3://bucket/a/*.txt")
    ('documents/', '', 's3://bucket/a/')
    """
    kept = re.match(r"(?:[^*?\[/]*/)*", glob)
    return kept[0].removeprefix("./") if kept else ""


def built_in_schemas() -> list[str]:
    """The names of the schemas that kanwu brings."""
    folder = files("kanwu").joinpath("schemas")
    return sorted(
        one.name[: -len(".yaml")] for one in folder.iterdir() if one.name.endswith(".yaml")
    )


@lru_cache(maxsize=8)
def _parsed(text: str, file: str) -> Schema:
    """A schema, parsed once however often a workspace is opened: it never changes."""
    return compiled(text, file, _parse)


def _parse(text: str, file: str) -> Schema:
    from kanwu.schemafile import parse_schema  # only here: most processes are handed the schema

    return parse_schema(text, file)


def load_schema(name: str, root: Path | None = None) -> Schema:
    """A schema by its name (the workspace's own first) or by the path of its file.

    Raises:
        SchemaError: The file says something that cannot be meant.
        WorkspaceError: There is no such schema.
    """
    return _parsed(*schema_text(name, root))


def schema_text(name: str, root: Path | None = None) -> tuple[str, str]:
    """What the file of a schema says, and how that file is called in errors (see `load_schema`)."""
    own = sorted((root / "schemas").glob("*.yaml")) if root else []
    for path in own:
        if path.stem == name:
            return read_text(path, f"schemas/{path.name}"), f"schemas/{path.name}"
    if name.endswith((".yaml", ".yml")):
        return read_text(Path(name), name), name
    if name in built_in_schemas():
        text = files("kanwu").joinpath("schemas", f"{name}.yaml").read_text("utf-8")
        return text, f"{name}.yaml"
    known = [*(path.stem for path in own), *built_in_schemas()]
    raise WorkspaceError("schema", say("error.no-schema", name=name), known_words(name, known))
