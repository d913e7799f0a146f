"""XLSX: all sheets in one workbook (XlsxWriter writes it: the extra `xlsx`); dates are dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from kanwu.errors import UsageError
from kanwu.message import trouble
from kanwu.sheet import Cell, Sheet
from kanwu.workspace.forms.book import needs, typed

FILE = "dataset.xlsx"
ROWS, LETTERS = 1_048_575, 32_767
"""What the format holds: rows below the headings of one sheet, and characters of one cell."""


class Workbook:
    """One workbook, written row by row; words that begin with = stay words."""

    def __init__(self, folder: Path, sheets: Sequence[Sheet]) -> None:
        try:
            import xlsxwriter
        except ImportError:
            raise needs("XlsxWriter", "xlsx") from None
        self._book = xlsxwriter.Workbook(
            str(folder / FILE), {"constant_memory": True, "tmpdir": str(folder)}
        )
        self._book.set_properties(
            {"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)}
        )
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss.000"})
        self._sheets = {one.name: (one, self._book.add_worksheet(one.name)) for one in sheets}
        self._rows = dict.fromkeys(self._sheets, 0)
        for one, page in self._sheets.values():
            page.freeze_panes(1, 1)
            for i, column in enumerate(one.columns):
                page.write_string(0, i, column.name)

    def write(self, sheet: str, records: Iterable[Sequence[Cell]]) -> None:
        """Add rows to a sheet.

        Raises:
            UsageError: The format cannot hold them.
        """
        one, page = self._sheets[sheet]
        for record in records:
            self._rows[sheet] += 1
            at = self._rows[sheet]
            if at > ROWS:
                raise UsageError("xlsx", *trouble("xlsx.rows", limit=ROWS))
            for i, column in enumerate(one.columns):
                value = typed(column, record[i])
                if isinstance(value, datetime):
                    page.write_datetime(
                        at, i, value.astimezone(UTC).replace(tzinfo=None), self._moment
                    )
                elif isinstance(value, date):
                    page.write_datetime(at, i, value, self._day)
                elif isinstance(value, (int, float)):
                    page.write_number(at, i, value)
                elif value is not None and page.write_string(at, i, str(value)) != 0:
                    raise UsageError(
                        "xlsx",
                        *trouble("xlsx.cell", limit=LETTERS, column=column.name),
                    )

    def close(self) -> None:
        """Finish the file."""
        self._book.close()
