"""Parquet: one file a sheet (PyArrow writes it: the extra `parquet`); dates are dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kanwu.sheet import Cell, Sheet
from kanwu.workspace.forms.book import needs, typed

_GROUP = 200_000
"""Cells that are held before they are written: one row group."""


class Parquet:
    """`NAME.parquet` for each sheet, with the names of its columns in both languages."""

    def __init__(self, folder: Path, sheets: Sequence[Sheet]) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError:
            raise needs("PyArrow", "parquet") from None
        self._arrow = pyarrow
        types = {
            "string": pyarrow.string(),
            "any": pyarrow.string(),
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
            "date": pyarrow.date32(),
            "datetime": pyarrow.timestamp("ms", "UTC"),
        }
        self._sheets = {one.name: one for one in sheets}
        self._schemas = {
            one.name: pyarrow.schema(
                [
                    pyarrow.field(
                        column.name,
                        types[column.type],
                        metadata={"zh": column.label.zh, "en": column.label.en},
                    )
                    for column in one.columns
                ]
            )
            for one in sheets
        }
        self._files = {
            name: parquet.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd")
            for name, schema in self._schemas.items()
        }
        self._waiting: dict[str, list[Sequence[Cell]]] = {name: [] for name in self._files}

    def write(self, sheet: str, records: Iterable[Sequence[Cell]]) -> None:
        """Add rows to a sheet."""
        waiting = self._waiting[sheet]
        waiting.extend(records)
        if len(waiting) * len(self._sheets[sheet].columns) >= _GROUP:
            self._flush(sheet)

    def close(self) -> None:
        """Finish the files."""
        for name, file in self._files.items():
            if self._waiting[name]:
                self._flush(name)
            file.close()

    def _flush(self, sheet: str) -> None:
        columns = self._sheets[sheet].columns
        schema = self._schemas[sheet]
        told = zip(columns, schema, zip(*self._waiting[sheet], strict=True), strict=True)
        arrays = [
            self._arrow.array([typed(column, cell) for cell in cells], type=field.type)
            for column, field, cells in told
        ]
        self._files[sheet].write_table(self._arrow.Table.from_arrays(arrays, schema=schema))
        self._waiting[sheet].clear()
