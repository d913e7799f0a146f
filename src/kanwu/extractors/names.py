"""Names: which rows or columns of a form the words of a label name, and the keys of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kanwu.schema import Part, Table

Parts = tuple[Part, ...]


@lru_cache(1024)  # the labels of a form recur in every document
def all_named(words: str, parts: Parts) -> tuple[int, ...]:
    """Every part that the words name, by its index, rising."""
    return tuple(i for i, part in enumerate(parts) if part.name.search(words))


def named(words: str, parts: Parts) -> Part | None:
    """The first row or column that the words name."""
    found = all_named(words, parts)
    return parts[found[0]] if found else None


def row_of(words: str, parts: Parts, after: int) -> int | None:
    """The first row beyond `after` that the words name."""
    for i in all_named(words, parts):
        if i > after:
            return i
    return None


@lru_cache(1024)
def keys_of(table: Table, row: Part, columns: Parts) -> tuple[str, ...]:
    """The field keys of the cells of a row."""
    return tuple(table.cell(row, column) for column in columns)


@lru_cache(64)
def places(table: Table) -> Mapping[str, int]:
    """Where each cell stands among those of its form, by its field key."""
    return {key: i for i, (key, _, _) in enumerate(table.cells())}
