"""Rows: the items of the queue in some order, as a list that reads only what is looked at.

What was skipped stands at its end, for as long as the desk is open.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from typing import overload

from kanwu.workspace.pages import Pages
from kanwu_tui.ordering import Ordering
from kanwu_tui.sight import Row, row_of
from kanwu_tui.words import Words

_TOGETHER = 200
"""Rows that are read in one go by who goes through them all."""


class Rows(Sequence[Row]):
    """A part of the queue, or all of it; no more of it is in memory than was skipped."""

    def __init__(self, pages: Pages, ordering: Ordering, words: Words) -> None:
        self.pages = pages
        self.ordering = ordering
        self._words = words
        self._later: list[Row] = []
        """What was skipped, in order."""

    def __len__(self) -> int:
        return self.pages.count

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        """A row, or some in a row; as a list would answer."""
        if isinstance(at, int):
            first = at if at >= 0 else at + len(self)
            found = self._part(first, first + 1) if first >= 0 else []
            if not found:
                raise IndexError(at)
            return found[0]
        first, last, step = at.indices(len(self))
        return self._part(first, last)[::step]

    def __iter__(self) -> Iterator[Row]:
        for first in range(0, len(self), _TOGETHER):
            yield from self._part(first, first + _TOGETHER)

    def __contains__(self, row: object) -> bool:
        if not isinstance(row, Row):
            return False
        at = self.place(row)
        return self._part(at, at + 1) == [row]

    def __eq__(self, other: object) -> bool:
        return list(self) == other if isinstance(other, list) else self is other

    __hash__ = None  # type: ignore[assignment]

    def place(self, row: Row) -> int:
        """Where a row stands, or would stand."""
        if row.rank[0]:
            at = bisect_left(self._later, self.rank(row), key=self.rank)
            return len(self) - len(self._later) + at
        mark = self.ordering.of_row(row)
        return self.pages.before(mark) - sum(self.ordering.of_row(o) < mark for o in self._later)

    def rank(self, row: Row) -> tuple[object, ...]:
        """What rows are sorted by."""
        return self.ordering.rank(row)

    def put_off(self, document: str, skipped: Sequence[Row]) -> None:
        """What of a document was skipped by now, as far as it stands here."""
        self._later = [row for row in self._later if row.document != document]
        for row in skipped:
            early = row._replace(rank=(0, *row.rank[1:]))
            if early in self:
                insort(self._later, row, key=self.rank)

    def _part(self, first: int, last: int) -> list[Row]:
        soon = max(0, len(self) - len(self._later))
        found: list[Row] = []
        if first < soon and first < last:
            without = [self.ordering.of_row(row) for row in self._later]
            some = self.pages.part(first, min(last, soon) - first, without)
            found = [row_of(one, 0, self._words) for one in some]
        return found + self._later[max(0, first - soon) : max(0, last - soon)]
