"""Releases read back: a folder with a data package, or a file of values, as pages."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kanwu.comparing import Line, Page
from kanwu.dataset import COLUMNS
from kanwu.errors import KanwuError, WorkspaceError
from kanwu.message import Message, trouble
from kanwu.workspace.files import reason

_NEEDED = ("document", "field", "item", "value")


def read_release(path: Path) -> Iterator[Page]:
    """The pages of a release in the order of its documents; no more than one is held at a time.

    Raises:
        WorkspaceError: It is no release of kanwu's, or a file of it cannot be read.
    """
    if not path.is_dir():
        for document, lines in _by_document(_lines(path)):
            yield _page(document, lines, [], lines[0], "")
        return
    try:
        told = json.loads((path / "datapackage.json").read_text("utf-8"))["kanwu"]
        package = {"schema": told["schema"], "schema_version": str(told["schema_version"])}
        extractor = f"kanwu {told['version']}"
    except OSError as error:
        raise _no_release(path, reason(error)) from None
    except (ValueError, LookupError, TypeError):
        raise _no_release(path, "its datapackage.json is none of kanwu's") from None
    values = _Ahead(_by_document(_lines(path / "values.csv")))
    withheld = _Ahead(_by_document(_lines(path / "withheld.csv", needed=_NEEDED[:3])))
    for one in _lines(path / "documents.csv", needed=("document", "sha256")):
        document = one["document"]
        about = {**package, "sha256": one["sha256"]}
        yield _page(document, values.of(document), withheld.of(document), about, extractor)


class _Ahead:
    """The groups of a file that is read along with another, in the same order."""

    def __init__(self, groups: Iterator[tuple[str, list[Line]]]) -> None:
        self._groups = groups
        self._next = next(groups, None)

    def of(self, document: str) -> list[Line]:
        """The lines of a document, none where the file passes it by."""
        if self._next is None or self._next[0] != document:
            return []
        lines = self._next[1]
        self._next = next(self._groups, None)
        return lines


def _page(
    document: str, values: list[Line], withheld: list[Line], about: Line, extractor: str
) -> Page:
    return Page(
        document=document,
        sha256=about.get("sha256", ""),
        schema=f"{about.get('schema', '')} {about.get('schema_version', '')}".strip(),
        extractor=extractor,
        values=values,
        withheld=withheld,
    )


def _by_document(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    for document, group in groupby(lines, key=lambda line: line["document"]):
        yield document, list(group)


def _lines(path: Path, needed: tuple[str, ...] = _NEEDED) -> Iterator[Line]:
    """The rows of a CSV or JSON-lines file, all cells as text."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.suffix == ".csv":
                reader = csv.DictReader(file)
                _check(path, reader.fieldnames or (), needed)
                yield from reader
                return
            for number, text in enumerate(file, 1):
                line = json.loads(text)
                if number == 1:
                    _check(path, line, needed)
                yield {name: _text(line.get(name)) for name in COLUMNS}
    except OSError as error:
        raise _no_release(path, reason(error)) from None
    except (ValueError, AttributeError) as error:
        if isinstance(error, KanwuError):
            raise
        raise _no_release(path, "it is neither CSV nor JSON lines") from None


def _check(path: Path, names: Iterable[str], needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in set(names)]
    if missing:
        raise _no_release(path, f"it has no column {missing[0]}")


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _no_release(path: Path, why: str | Message) -> WorkspaceError:
    return WorkspaceError(str(path), *trouble("diff", why=why))
