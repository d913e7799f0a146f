"""CSV: one file a sheet, UTF-8, commas, one line feed a row; with a byte-order mark where asked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from kanwu.sheet import Cell, Sheet, written


class Csv:
    """`NAME.csv` for each sheet; a spreadsheet program needs the mark to read it as UTF-8."""

    def __init__(self, folder: Path, sheets: Sequence[Sheet], *, bom: bool = False) -> None:
        self._open = ExitStack()
        self._writers = {}
        for sheet in sheets:
            file = self._open.enter_context(
                (folder / f"{sheet.name}.csv").open(
                    "w", encoding="utf-8-sig" if bom else "utf-8", newline=""
                )
            )
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([column.name for column in sheet.columns])
            self._writers[sheet.name] = writer

    def write(self, sheet: str, records: Iterable[Sequence[Cell]]) -> None:
        """Add rows to a sheet."""
        self._writers[sheet].writerows([written(cell) for cell in one] for one in records)

    def close(self) -> None:
        """Finish the files."""
        self._open.close()
