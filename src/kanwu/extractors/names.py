"""Names: which rows or columns of a form the words of a label name, and the keys of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kanwu.parts import Part, Parts
from kanwu.schema import Table


def named(words: str, parts: Parts) -> Part | None:
    """The first row or column that the words name."""
    found = parts.named_by(words)
    return parts[found[0]] if found else None


def row_of(words: str, parts: Parts, after: int) -> int | None:
    """The first row beyond `after` that the words name."""
    for i in parts.named_by(words):
        if i > after:
            return i
    return None


@lru_cache(256)
def in_order(several: tuple[Part, ...]) -> Parts:
    """Some rows or columns in this order."""
    return Parts(several)


@lru_cache(1024)
def keys_of(table: Table, row: Part, columns: Parts) -> tuple[str, ...]:
    """The field keys of the cells of a row."""
    return tuple(table.cell(row, column) for column in columns)


@lru_cache(64)
def places(table: Table) -> Mapping[str, int]:
    """Where each cell stands among those of its form, by its field key."""
    return {key: i for i, (key, _, _) in enumerate(table.cells())}
