"""Slot: what one column of one row says: a value, a mark for none, a blank, or several things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kanwu import numeral
from kanwu.extractors.align import Slot
from kanwu.extractors.cells import NOT_APPLICABLE, NUMBER, Cell
from kanwu.extractors.page import Page, number, torn
from kanwu.message import Message
from kanwu.reading import Candidate, Key, Kind, Reading
from kanwu.schema import Part, Table
from kanwu.source import Span

_CANDIDATES = 8
"""So many values of an unplaced cell are worth showing."""
_INFERRED = 0.99
"""The score of a value that was placed by an inference."""
_AMOUNT = re.compile(r"[亿万]?元$")


@dataclass(frozen=True, slots=True)
class Place:
    """One cell of the form, in front of one page."""

    page: Page
    table: Table
    row: Part
    column: Part
    told: str | None = None
    """The unit that the row's label ends in, where its column has amounts of money."""

    @property
    def key(self) -> str:
        """Its field key."""
        return self.table.cell(self.row, self.column)

    @property
    def path(self) -> tuple[str, ...]:
        """Its structural place."""
        return tuple(self.key.split("."))

    @property
    def kind(self) -> Kind:
        """The kind of its column."""
        return self.table.kind_of(self.row, self.column)

    @property
    def unit(self) -> str | None:
        """The unit of its row or column."""
        unit = self.table.unit_of(self.row, self.column)
        return self.told or unit if self.kind == "money" else unit

    def read(self, slot: Slot, at: int, *, label_lost: bool = False) -> Reading:
        """What stands there; a blank cell stands at the folded index `at`."""
        if not slot.placed:
            return self._unplaced(slot.cells)
        if not slot.cells or not slot.cells[0].words:
            return self.blank(slot.cells[0].start if slot.cells else at)
        return self._cell(slot.cells[0], label_lost)

    def blank(self, at: int) -> Reading:
        """A cell with nothing in it, which is not zero."""
        return Reading(
            key=Key(self.key),
            kind=self.kind,
            unit=self.unit,
            span=Span(*[self.page.text.span(at, at).start] * 2),
            damage="table.blank-cell",
            path=self.path,
        )

    def _cell(self, cell: Cell, label_lost: bool) -> Reading:
        text = self.page.text
        key, kind = self.key, self.kind
        match = NUMBER.fullmatch(cell.words)
        more = len((match["after"] or "") + (match["unit"] or "")) if match else 0
        end = _before(text.folded, cell, more)
        span = text.span(cell.start, end)
        quote = text.source.quote(span)
        path = tuple(key.split("."))
        if match is None and NOT_APPLICABLE.fullmatch(cell.words):
            return Reading(key=Key(key), kind=kind, quote=quote, span=span, path=path)
        words = text.folded[cell.start : end]
        value, damage, candidates = number(words, kind, torn(text, cell.start, end))
        return Reading(
            key=Key(key),
            kind=kind,
            value=value,
            unit=(match and match["unit"]) or self.unit,
            qualifier=numeral.qualifier("", (match and match["after"]) or ""),
            quote=quote,
            span=span,
            damage="table.label-lost" if label_lost and damage is None else damage,
            candidates=candidates,
            path=path,
        )

    def _unplaced(self, cells: Sequence[Cell]) -> Reading:
        """A cell of a row that lost some: it may be any of several values, or blank."""
        span = self.page.text.span(cells[0].start, cells[-1].end)
        values = [number(cell.words, self.kind)[0] for cell in cells]
        likely = Counter(value for value in values if value is not None).most_common(_CANDIDATES)
        return Reading(
            key=Key(self.key),
            kind=self.kind,
            unit=self.unit,
            quote=self.page.text.source.quote(span),
            span=span,
            damage="table.short-row",
            candidates=tuple(
                Candidate(value, round(count / (len(values) + 1), 4)) for value, count in likely
            ),
            path=self.path,
        )


def explained(reading: Reading, why: Message) -> Reading:
    """The same reading; where it has a value, with the reason why that stands in this cell."""
    if reading.value is None or reading.damage:
        return reading
    return replace(reading, candidates=(Candidate(reading.value, _INFERRED, (why,)),))


def unit_told(labels: Sequence[Cell]) -> str | None:
    """The unit of money that the labels of a row end in."""
    match = _AMOUNT.search(labels[-1].words) if labels else None
    return match[0] if match else None


def _before(folded: str, cell: Cell, more: int) -> int:
    """Where a cell ends without its last `more` characters and the blanks before them."""
    end = cell.end
    while more:
        end -= 1
        more -= not folded[end].isspace()
    while end > cell.start and folded[end - 1].isspace():
        end -= 1
    return end
