"""Names: which rows or columns of a form the words of a label name, and the keys of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from kanwu.parts import Part, Parts
from kanwu.schema import Table

LONGEST = 120
"""No label has more characters than this, however many cells it is broken over."""
PIECE = 2
"""A cell of no more characters than this may be a piece of a label that is written downwards."""


class Told(Struct, frozen=True):
    """What the labels before some values tell of their row."""

    labels: Sequence[tuple[Sequence[int], bool]]
    """From the last back: the rows that each may name, and whether a label begins there."""
    rows: frozenset[int]
    """Every row that one of them names."""

    @property
    def last(self) -> Sequence[int]:
        """The rows that the last label may name, also where it is broken over several lines."""
        for several, begins in self.labels:
            if several or begins:
                return several
        return ()

    def beyond(self, after: int) -> int | None:
        """The row that the last label names, also where it is broken over several lines."""
        for several, begins in self.labels:
            for row in several:
                if row > after:
                    return row
            if begins:
                return None
        return None


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


@lru_cache(64)
def teller(parts: Parts, heading: re.Pattern[str]) -> Callable[[tuple[str, ...]], Told]:
    """What tells the rows that labels name, given the words of each; `heading` begins a label."""

    @lru_cache(1024)  # the labels of a form recur in every document
    def tell(labels: tuple[str, ...]) -> Told:
        each = _each(labels, parts, heading)
        return Told(each, frozenset([several[0] for several, _ in each if several]))

    return tell


def _each(
    labels: Sequence[str], parts: Parts, heading: re.Pattern[str]
) -> list[tuple[Sequence[int], bool]]:
    """The rows that each label names, with its continuations, and whether it begins there.

    A label of a group that is written downwards stands between the lines of the others, a character
    or two in each: a label may also be told without such pieces.
    """
    told: list[tuple[Sequence[int], bool]] = []
    words = bare = ""
    for label in reversed(labels):
        words = (label + words)[:LONGEST]
        bare = (label + bare)[:LONGEST] if len(label) > PIECE else bare
        begins = heading.match(label) is not None
        several = parts.named_by(words)
        if len(several) > 1 and words == label:
            several = parts.named_by(_last_item(words, heading)) or several
        told.append((several or parts.named_by(bare), begins))
        if begins:
            words = bare = ""
    return told


def _last_item(words: str, heading: re.Pattern[str]) -> str:
    """The label of a row behind that of its group, where blanks alone stood between them."""
    starts = [match.start() for match in heading.finditer(words)]
    return words[starts[-1] :] if starts else words
