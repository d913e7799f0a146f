"""Slot: what one column of one row says: a value, a mark for none, a blank, or several things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kanwu import numeral
from kanwu.extractors.align import Slot
from kanwu.extractors.cells import NOT_APPLICABLE, NUMBER, Cell
from kanwu.extractors.page import Page, number, torn, unit_lost
from kanwu.message import Message
from kanwu.parts import Part
from kanwu.reading import Candidate, Key, Kind, Qualifier, Reading
from kanwu.schema import Table
from kanwu.source import Span

_CANDIDATES = 8
"""So many values of an unplaced cell are worth showing."""
_INFERRED = 0.99
"""The score of a value that was placed by an inference."""
_AMOUNT = re.compile(r"[亿万]?元$")
_MONEY = re.compile(r"[亿万]?元")
_NEAR = 200
"""The unit of an amount stands in its label or head, so many folded characters before it at most."""


class Asked(Struct, frozen=True):
    """What a form asks for in one cell."""

    key: Key
    kind: Kind
    unit: str | None
    path: tuple[str, ...]
    """Its structural place."""


@lru_cache(1024)
def asked(
    table: Table, row: Part, columns: tuple[Part, ...], told: str | None = None
) -> Sequence[Asked]:
    """What the form asks for in the columns of a row; money in the unit `told` by its label."""
    return [_asked(table, row, column, told) for column in columns]


def _asked(table: Table, row: Part, column: Part, told: str | None) -> Asked:
    key, kind = table.cell(row, column), table.kind_of(row, column)
    unit = told if told and kind == "money" else table.unit_of(row, column)
    return Asked(Key(key), kind, unit, tuple(key.split(".")))


class Place(Struct, frozen=True):
    """One cell of the form, in front of one page."""

    page: Page
    asked: Asked
    told: str | None = None
    """The unit that the row's label ends in, where its column has amounts of money."""

    def read(self, slot: Slot, at: int, *, label_lost: bool = False) -> Reading:
        """What stands there; a blank cell stands at the folded index `at`."""
        if not slot.placed:
            return self._unplaced(slot)
        if not slot.cells or not slot.cells[0].words:
            return self.blank(slot.cells[0].start if slot.cells else at)
        return self._cell(slot.cells[0], label_lost)

    def blank(self, at: int) -> Reading:
        """A cell with nothing in it, which is not zero."""
        asked = self.asked
        return Reading(
            key=asked.key,
            kind=asked.kind,
            unit=asked.unit,
            span=Span(*[self.page.text.span(at, at).start] * 2),
            damage="table.blank-cell",
            path=asked.path,
        )

    def _cell(self, cell: Cell, label_lost: bool) -> Reading:
        text = self.page.text
        asked, written = self.asked, _written(cell.words)
        end = cell.end
        if written is not None and written.more:
            end = _before(text.folded, cell, written.more)
        span = text.span(cell.start, end)
        quote = text.source.quote(span)
        if written is None and NOT_APPLICABLE.fullmatch(cell.words):
            return Reading(key=asked.key, kind=asked.kind, quote=quote, span=span, path=asked.path)
        words = text.folded[cell.start : end]
        is_torn = end - cell.start > 1 and torn(text, cell.start, end)
        value, damage, candidates = number(words, asked.kind, is_torn)
        unit = written and written.unit
        if asked.kind == "money" and not unit:
            unit = self.told or _unit_before(text.folded, cell.start)
        reading = Reading(
            key=asked.key,
            kind=asked.kind,
            value=value,
            unit=unit or asked.unit,
            qualifier=written.qualifier if written else None,
            quote=quote,
            span=span,
            damage="table.label-lost" if label_lost and damage is None else damage,
            candidates=candidates,
            path=asked.path,
        )
        return unit_lost(reading, words) if asked.kind == "money" and not unit else reading

    def _unplaced(self, slot: Slot) -> Reading:
        """A cell of a row that lost some, or what parts them: it may be any of several values."""
        asked, cells = self.asked, slot.cells
        span = self.page.text.span(cells[0].start, cells[-1].end)
        return Reading(
            key=asked.key,
            kind=asked.kind,
            unit=asked.unit,
            quote=self.page.text.source.quote(span),
            span=span,
            damage="table.short-row",
            candidates=self._likely(slot),
            path=asked.path,
        )

    def _likely(self, slot: Slot) -> tuple[Candidate, ...]:
        """What an unplaced cell may hold: any of the values there; two halves joined, of too many."""
        text, kind, cells = self.page.text.folded, self.asked.kind, slot.cells
        if slot.many and len(cells) == 2 and not text[cells[0].end : cells[1].start].strip(" "):
            return number(text[cells[0].start : cells[1].end], kind)[2]
        return _likely(tuple([cell.words for cell in cells]), kind)


@lru_cache(512)  # each cell of a torn table asks it of the same values
def _likely(words: Sequence[str], kind: Kind) -> tuple[Candidate, ...]:
    """The values that stand among these words, the more frequent the likelier."""
    values = [number(one, kind)[0] for one in words]
    likely = Counter(value for value in values if value is not None).most_common(_CANDIDATES)
    return tuple(Candidate(value, round(count / (len(values) + 1), 4)) for value, count in likely)


class Written(Struct, frozen=True):
    """How the words of a cell write a number."""

    unit: str | None
    qualifier: Qualifier | None
    more: int
    """Characters, without blanks, that follow the number itself."""


@lru_cache(1024)
def _written(words: str) -> Written | None:
    """What stands around the number of a cell; None where it holds none."""
    match = NUMBER.fullmatch(words)
    if match is None:
        return None
    unit, after = match["unit"] or "", match["after"] or ""
    return Written(unit or None, numeral.qualifier("", after), len(unit) + len(after))


def _unit_before(folded: str, start: int) -> str | None:
    """The unit of money that stands next before a cell, in its label or head."""
    found = _MONEY.findall(folded, max(0, start - _NEAR), start)
    return found[-1] if found else None


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
