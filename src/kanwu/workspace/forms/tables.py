"""Tables: the sheets of a release, written to one or more books at once."""

from __future__ import annotations

from collections.abc import Sequence

from kanwu.dataset import held_record, record
from kanwu.outgoing import Passing
from kanwu.publishing.codebook import codebook_rows
from kanwu.schema import Schema
from kanwu.workspace.forms.book import Book


class Tables:
    """Takes documents as they pass by; without `whole`, only their values."""

    def __init__(self, books: Sequence[Book], schema: Schema, *, whole: bool) -> None:
        self._books = books
        self._schema = schema
        self._whole = whole

    def add(self, path: str, one: Passing) -> None:
        """Add the rows of one document."""
        del path
        rows = one.rows
        values = [record(row) for row in rows.values]
        for book in self._books:
            book.write("values", values)
            if self._whole:
                book.write("documents", [rows.document])
                book.write("marks", [rows.marks])
                book.write("withheld", [held_record(held) for held in rows.withheld])

    def close(self) -> None:
        """Add the codebook, and finish the files."""
        for book in self._books:
            if self._whole:
                book.write("codebook", codebook_rows(self._schema))
            book.close()
