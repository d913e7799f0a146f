"""Documents and schemas on disk: which files there are, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from kanwu.errors import KanwuError, WorkspaceError
from kanwu.schema import Schema
from kanwu.schemafile import parse_schema
from kanwu.workspace.files import read_text
from kanwu.yamlnode import did_you_mean


def find_documents(root: Path, globs: Iterable[str]) -> tuple[dict[str, Path], list[KanwuError]]:
    """Every document's file by its id, in order, and what is wrong with the rest.

    An id is the path below the fixed part of the glob, without its suffix. Two files with one id
    would share their corrections: the second is left out, and named.
    """
    found: dict[str, Path] = {}
    problems: list[KanwuError] = []
    for glob in globs:
        base = root / _fixed(glob)
        for path in sorted(root.glob(glob)):
            below = path.relative_to(root).parts
            if not path.is_file() or below[0] in {".kanwu", "corrections", "imports", "releases"}:
                continue
            document = path.relative_to(base).with_suffix("").as_posix()
            if found.setdefault(document, path) != path:
                problems.append(
                    WorkspaceError(
                        path.relative_to(root).as_posix(),
                        f'has the id "{document}" of {found[document].relative_to(root).as_posix()}',
                        "Rename one of the two, or leave one out of `documents` in kanwu.toml.",
                    )
                )
    return dict(sorted(found.items())), problems


def _fixed(glob: str) -> Path:
    """The folders of a glob before its first wildcard.

    >>> _fixed("documents/**/*.txt").as_posix(), _fixed("*.txt").as_posix()
    ('documents', '.')
    """
    parts: list[str] = []
    for part in glob.split("/")[:-1]:
        if re.search(r"[*?\[]", part):
            break
        parts.append(part)
    return Path(*parts)


def built_in_schemas() -> list[str]:
    """The names of the schemas that kanwu brings."""
    folder = files("kanwu").joinpath("schemas")
    return sorted(
        one.name[: -len(".yaml")] for one in folder.iterdir() if one.name.endswith(".yaml")
    )


@lru_cache(maxsize=8)
def _parsed(text: str, file: str) -> Schema:
    """A schema, parsed once however often a workspace is opened: it never changes."""
    return parse_schema(text, file)


def load_schema(name: str, root: Path | None = None) -> Schema:
    """A schema by its name (the workspace's own first) or by the path of its file.

    Raises:
        SchemaError: The file says something that cannot be meant.
        WorkspaceError: There is no such schema.
    """
    own = sorted((root / "schemas").glob("*.yaml")) if root else []
    for path in own:
        if path.stem == name:
            return _parsed(read_text(path, f"schemas/{path.name}"), f"schemas/{path.name}")
    if name.endswith((".yaml", ".yml")):
        return _parsed(read_text(Path(name), name), name)
    if name in built_in_schemas():
        text = files("kanwu").joinpath("schemas", f"{name}.yaml").read_text("utf-8")
        return _parsed(text, f"{name}.yaml")
    known = [*(path.stem for path in own), *built_in_schemas()]
    raise WorkspaceError(
        "schema", f'there is no schema "{name}"', did_you_mean(name, known, "schemas")
    )
