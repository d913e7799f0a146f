"""Book: what every form of file can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from kanwu.errors import UsageError
from kanwu.message import trouble
from kanwu.numeral import plain
from kanwu.sheet import Cell, Column, Missing


class Book(Protocol):
    """One or more files in a folder that take the rows of sheets, in any order of the sheets."""

    def write(self, sheet: str, records: Iterable[Sequence[Cell]]) -> None:
        """Add rows to a sheet."""

    def close(self) -> None:
        """Finish the files."""


def typed(column: Column, cell: Cell) -> object:
    """A cell as a value of its column's type; whatever is missing is None.

    >>> from kanwu.sheet import column
    >>> typed(column("date", "date"), "2021-01-29"), typed(column("date", "date"), Missing.SEVERAL)
    (datetime.date(2021, 1, 29), None)
    """
    if cell is None or isinstance(cell, Missing):
        return None
    match column.type:
        case "date":
            return date.fromisoformat(str(cell))
        case "datetime":
            return datetime.fromisoformat(str(cell))
        case "integer":
            return int(cell)
        case "number":
            return float(cell)
        case "string" | "any":
            return plain(cell) if isinstance(cell, Decimal) else str(cell)


def needs(library: str, extra: str) -> UsageError:
    """That a form cannot be written, and what to install."""
    return UsageError(
        f"--as {extra}", *trouble("library", what=f".{extra}", library=library, extra=extra)
    )
