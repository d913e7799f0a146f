"""SQLite: all sheets in one database, a table each; dates as ISO 8601 text, in columns called DATE."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from kanwu.sheet import Cell, Sheet, Type
from kanwu.workspace.forms.book import typed

FILE = "dataset.sqlite"
_TYPES: Mapping[Type, str] = {
    "string": "TEXT",
    "any": "TEXT",
    "integer": "INTEGER",
    "number": "NUMERIC",
    "date": "DATE",
    "datetime": "DATETIME",
}


class Database:
    """One database; it is built aside and moved in its place, so it needs no journal of its own."""

    def __init__(self, folder: Path, sheets: Sequence[Sheet]) -> None:
        self._connection = sqlite3.connect(folder / FILE, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")
        self._sheets = {one.name: one for one in sheets}
        for one in sheets:
            columns = [
                f"{_quoted(column.name)} {_TYPES[column.type]}"
                + (" NOT NULL" if column.name in one.key else "")
                for column in one.columns
            ]
            if one.key:
                columns.append(f"PRIMARY KEY ({', '.join(map(_quoted, one.key))})")
            self._connection.execute(f"CREATE TABLE {_quoted(one.name)} ({', '.join(columns)})")

    def write(self, sheet: str, records: Iterable[Sequence[Cell]]) -> None:
        """Add rows to a table."""
        columns = self._sheets[sheet].columns
        places = ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {_quoted(sheet)} VALUES ({places})",
            ([_bare(typed(*pair)) for pair in zip(columns, one, strict=True)] for one in records),
        )

    def close(self) -> None:
        """Finish the file."""
        self._connection.execute("COMMIT")
        self._connection.close()


def _bare(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
