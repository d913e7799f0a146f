"""Names: which rows or columns of a form the words of a label name."""

from __future__ import annotations

from functools import lru_cache

from kanwu.schema import Part

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
