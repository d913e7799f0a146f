"""Commands around a workspace: init, schema, doctor."""

from __future__ import annotations

import argparse
import locale
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from kanwu.cli.output import Record, emit, language, note
from kanwu.cli.probing import ambiguous_width
from kanwu.errors import KanwuError, WorkspaceError
from kanwu.schema import Schema
from kanwu.workspace import find_root, open_workspace, root_near
from kanwu.workspace.containers import EXTRAS, READERS
from kanwu.workspace.documents import find_documents, load_schema
from kanwu.workspace.files import write_whole
from kanwu.workspace.forms import EXTRAS as WRITERS
from kanwu.workspace.settings import FILE, GLOBS, dump_settings

READS_AT = {"fsspec": "remote", "distributed": "dask"}
"""The libraries that documents elsewhere, and machines elsewhere, are reached by, and their extras."""
_BELOW = "documents/"


def init(chosen: argparse.Namespace) -> int:
    """Write a kanwu.toml that covers the documents that are there; nothing is written over."""
    root: Path = chosen.directory.resolve()
    load_schema(chosen.schema, root if root.is_dir() else None)
    if (root / FILE).exists():
        raise WorkspaceError(
            str(root / FILE), "is there already, so this is a workspace", "Open it: kanwu review"
        )
    globs, left = _covering(root)
    text = dump_settings(root.name, chosen.schema, globs)
    write_whole(root / FILE, text.encode("utf-8"), str(root / FILE))
    ignored = root / ".gitignore"
    if not ignored.exists():
        write_whole(ignored, b".kanwu/\n", str(ignored))
    documents, problems = find_documents(root, globs)
    for problem in problems:
        note(f"kanwu: {problem}")
    note(
        f"{root / FILE}: {len(documents)} documents, schema {chosen.schema}",
        "next: kanwu review" if documents else "next: put documents into documents/",
    )
    for glob in left:
        note(
            f"{_suffix(glob)} files are left out, as others go by the same names;"
            f' to read them, add "{glob}" to documents'
        )
    for library, extra in EXTRAS.items():
        if f".{extra}" in map(_suffix, globs) and not _version(library):
            note(f".{extra} files are read once the extra is there: {_install(extra)}")
    return 0


def _covering(root: Path) -> tuple[list[str], list[str]]:
    """The globs of the documents that are there, below `documents/` or, without that folder, anywhere;
    and those left out, as they find files that go by the names of others: most likely the same reports."""
    globs = [*GLOBS]
    others = [globs[0].replace(".txt", suffix) for suffix in READERS]
    if root.is_dir() and not (root / _BELOW).is_dir():
        anywhere = [glob.removeprefix(_BELOW) for glob in (*globs, *others)]
        if find_documents(root, anywhere)[0]:
            globs, others = anywhere[: len(globs)], anywhere[len(globs) :]
    known = set(find_documents(root, globs)[0])
    left: list[str] = []
    for glob in others:
        more = find_documents(root, [glob])[0]
        if more:
            (globs if known.isdisjoint(more) else left).append(glob)
            known.update(more)
    return globs, left


def _suffix(glob: str) -> str:
    return Path(glob).suffix


def _version(library: str) -> str | None:
    """The version of a library; None where it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def schema_check(chosen: argparse.Namespace) -> int:
    """Say what is wrong with a schema file, or how much it holds."""
    one = load_schema(chosen.schema, root_near(Path()))
    cells = sum(1 for table in one.tables.values() for _ in table.cells())
    note(
        f"{chosen.schema}: sound. {len(one.fields)} fields, {len(one.tables)} tables "
        f"({cells} cells), {len(one.listings)} breakdowns, {len(one.rules)} rules, "
        f"{len(one.ignored)} rules of the ledger"
    )
    return 0


def schema_show(chosen: argparse.Namespace) -> int:
    """Print the fields of a schema as a codebook."""
    one = (
        load_schema(chosen.schema, root_near(Path())) if chosen.schema else open_workspace().schema
    )
    said = language(chosen.lang)
    emit(_codebook(one), chosen.format, ("field", f"label.{said}", "kind", "unit", "rules"))
    return 0


def _codebook(one: Schema) -> Iterator[Record]:
    for field, label in one.labels.items():
        yield {
            "field": field,
            "label": {"zh": label.zh, "en": label.en},
            "kind": one.kinds[field],
            "unit": one.units[field],
            "rules": [*dict.fromkeys(rule.name for rule, _ in one.rules_about.get(field, ()))],
        }


def doctor(chosen: argparse.Namespace) -> int:
    """Say what is wrong here and how to mend it; 3 if a file is wrong."""
    wrong = 0
    for name in (
        "kanwu",
        "textual",
        "rapidfuzz",
        "opencc",
        "pypinyin",
        "pyyaml",
        "tomli-w",
        "filelock",
    ):
        if there := _version(name):
            print(f"✓ {name} {there}")
        else:
            print(f"✗ {name} is not installed. Install kanwu again: pip install kanwu")
            wrong = 3
    for libraries, does in ((EXTRAS, "read"), (WRITERS, "written")):
        for name, extra in libraries.items():
            if there := _version(name):
                print(f"✓ {name} {there}: .{extra} is {does}")
            else:
                print(f"· {name} is not installed: no .{extra} is {does}. {_install(extra)}")
    for name, extra in READS_AT.items():
        if find_spec(name) is not None:
            print(f"✓ {name} is installed")
        else:
            print(f"· {name} is not installed. {_install(extra)}")
    print(f"✓ Python {platform.python_version()} on {platform.system()}")
    for good, said in (*_terminal(), *_width()):
        print(f"{'✓' if good else '✗'} {said}")
    try:
        root = find_root(chosen.workspace or Path())
    except WorkspaceError:
        if chosen.workspace:
            raise
        print("· no workspace here; nothing to check")
        return wrong
    try:
        one = open_workspace(root)
    except KanwuError as error:
        print(f"✗ {error}")
        return error.exit_code
    print(f"✓ workspace {one.name}: {len(one.documents)} documents, reviewer {one.reviewer}")
    read = sum(1 for _ in one.reviews())
    decided = sum(1 for _ in one.replay())
    print(f"✓ {read} documents read, {decided} corrections standing")
    if not os.access(root, os.W_OK):
        print(f"✗ {root} is not writable: verdicts cannot be saved. Change its permissions.")
        wrong = 3
    cache = one.index.cache
    known = f"{cache.file}: {one.index.documents} documents were read before"
    print(f"✗ {cache.trouble}" if cache.trouble else f"✓ {known}")
    for problem in one.problems:
        print(f"✗ {problem}")
    return 3 if one.problems else wrong


def _install(extra: str) -> str:
    return f"pip install 'kanwu[{extra}]'"


def _terminal() -> Iterator[tuple[bool, str]]:
    encoding = locale.getpreferredencoding(False)
    good = encoding.lower().replace("-", "") in {"utf8", "gb18030"}
    yield (
        good,
        f"locale encoding {encoding}" + ("" if good else ". Set LANG=C.UTF-8 or zh_CN.UTF-8."),
    )
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty():
        yield True, "output is not a terminal; the desk needs one"
        return
    dumb = term in {"", "dumb"}
    yield (
        not dumb,
        f"TERM={term or '(unset)'}" + (". Use a terminal such as xterm-256color." if dumb else ""),
    )
    columns, lines = shutil.get_terminal_size((0, 0))
    small = columns < 60 or lines < 16
    yield not small, f"{columns} × {lines} cells" + (". The desk needs 60 × 16." if small else "")
    if os.environ.get("SSH_CONNECTION"):
        yield True, "over SSH: the desk is sparing (low_bandwidth = false in kanwu.toml ends it)"


def _width() -> Iterator[tuple[bool, str]]:
    """How wide the terminal draws what Unicode leaves open."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    cells = ambiguous_width()
    if cells is None:
        yield (
            True,
            "the terminal does not say how wide “ is: where lines are torn, set ambiguous_width = 2",
        )
    else:
        yield (
            True,
            f"“ is {cells} {'cells' if cells > 1 else 'cell'} wide here, and so the desk draws it",
        )
