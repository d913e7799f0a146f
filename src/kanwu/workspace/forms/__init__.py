"""Forms: the kinds of file that the sheets of a release are written to.

A form is opened on an empty folder with the sheets that are to come, takes their rows as they come,
and is closed; it never holds all rows at once. The same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from kanwu.outgoing import Passing
from kanwu.sheet import Sheet
from kanwu.workspace.forms import jsonl, marked, parquet, sqlite, xlsx
from kanwu.workspace.forms.book import Book


class Sink(Protocol):
    """What takes documents as they pass by."""

    def add(self, path: str, one: Passing) -> None:
        """Add one document, which stands at a path in its workspace."""

    def close(self) -> None:
        """Finish the files."""


EXTRAS: Mapping[str, str] = {"xlsxwriter": "xlsx", "pyarrow": "parquet"}
"""The libraries, and the extras of kanwu that bring them."""
FORMS: Mapping[str, Callable[[Path, Sequence[Sheet]], Book]] = {
    "jsonl": jsonl.JsonLines,
    "xlsx": xlsx.Workbook,
    "sqlite": sqlite.Database,
    "parquet": parquet.Parquet,
}
"""What a package can hold besides CSV."""
WHOLE: Mapping[str, str] = {"xlsx": xlsx.FILE, "sqlite": sqlite.FILE}
"""The forms that hold all sheets in one file, and its name."""
ANNOTATIONS: Mapping[str, Callable[[Path], Sink]] = {
    "label-studio": marked.LabelStudio,
    "web-annotation": marked.WebAnnotation,
}
"""What marks the values in their documents; each makes one file, `values.` and its name."""
