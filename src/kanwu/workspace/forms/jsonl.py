"""JSON lines: one file a sheet, one object a row, numbers as numbers, null where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from kanwu.dataset import as_json
from kanwu.sheet import Cell, Missing, Sheet


class JsonLines:
    """`NAME.jsonl` for each sheet."""

    def __init__(self, folder: Path, sheets: Sequence[Sheet]) -> None:
        self._open = ExitStack()
        self._names = {one.name: [column.name for column in one.columns] for one in sheets}
        self._files = {
            one.name: self._open.enter_context(
                (folder / f"{one.name}.jsonl").open("w", encoding="utf-8", newline="\n")
            )
            for one in sheets
        }

    def write(self, sheet: str, records: Iterable[Sequence[Cell]]) -> None:
        """Add rows to a sheet."""
        names, file = self._names[sheet], self._files[sheet]
        for one in records:
            cells = (None if isinstance(cell, Missing) else as_json(cell) for cell in one)
            row = dict(zip(names, cells, strict=True))
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Finish the files."""
        self._open.close()
