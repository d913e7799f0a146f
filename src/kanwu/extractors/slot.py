"""Slot: what one column of one row says: a value, a mark for none, a blank, or several things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from kanwu import numeral
from kanwu.extractors.align import Slot
from kanwu.extractors.cells import NOT_APPLICABLE, NUMBER, Cell, words_of
from kanwu.extractors.page import number, torn, unit_lost
from kanwu.message import Message
from kanwu.parts import Part
from kanwu.reading import Candidate, Key, Kind, Qualifier, Reading
from kanwu.schema import Table
from kanwu.text import Text

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


class Line(Struct, frozen=True):
    """One row of the form, in front of one text."""

    text: Text
    told: str | None = None
    """The unit that its label ends in, where a column has amounts of money."""
    label_lost: bool = False
    """Whether the words that would name it are lost."""
    why: Message | None = None
    """Why values stand in its cells, where their own line does not tell it."""

    def read(self, asked: Asked, slot: Slot, at: int) -> Reading:
        """What stands in one of its cells; a blank cell stands at the folded index `at`."""
        cells = slot.cells
        if not slot.placed:
            return self._unplaced(asked, slot)
        if not cells or not cells[0].words:
            return self.blank(asked, cells[0].start if cells else at)
        return self._cell(asked, cells[0])

    def blank(self, asked: Asked, at: int) -> Reading:
        """A cell with nothing in it, which is not zero."""
        return Reading(
            key=asked.key,
            kind=asked.kind,
            unit=asked.unit,
            span=self.text.span(at, at),
            damage="table.blank-cell",
            path=asked.path,
        )

    def _cell(self, asked: Asked, cell: Cell) -> Reading:
        text, kind, written = self.text, asked.kind, _written(cell.words)
        start = cell.start
        end = _before(text.folded, cell, written.more) if written.more else cell.end
        span = text.span(start, end)
        quote = text.source.quote(span)
        if written.nothing:
            return Reading(key=asked.key, kind=kind, quote=quote, span=span, path=asked.path)
        words, unit = text.folded[start:end], written.unit
        is_torn = end - start > 1 and torn(text, start, end)
        value, damage, candidates = number(words, kind, is_torn)
        if kind == "money" and not unit:
            unit = self.told or _unit_before(text.folded, start)
        if self.label_lost and damage is None:
            damage = "table.label-lost"
        if self.why and value is not None and damage is None:
            candidates = (Candidate(value, _INFERRED, (self.why,)),)
        reading = Reading(
            key=asked.key,
            kind=kind,
            value=value,
            unit=unit or asked.unit,
            qualifier=written.qualifier,
            quote=quote,
            span=span,
            damage=damage,
            candidates=candidates,
            path=asked.path,
        )
        return unit_lost(reading, words) if kind == "money" and not unit else reading

    def _unplaced(self, asked: Asked, slot: Slot) -> Reading:
        """A cell of a row that lost some, or what parts them: it may be any of several values."""
        cells = slot.cells
        span = self.text.span(cells[0].start, cells[-1].end)
        return Reading(
            key=asked.key,
            kind=asked.kind,
            unit=asked.unit,
            quote=self.text.source.quote(span),
            span=span,
            damage="table.short-row",
            candidates=self._likely(asked.kind, slot),
            path=asked.path,
        )

    def _likely(self, kind: Kind, slot: Slot) -> tuple[Candidate, ...]:
        """What an unplaced cell may hold: any of the values there; two halves joined, of too many."""
        text, cells = self.text.folded, slot.cells
        if slot.many and len(cells) == 2 and not text[cells[0].end : cells[1].start].strip(" "):
            return number(text[cells[0].start : cells[1].end], kind)[2]
        return _likely(words_of(cells), kind)


@lru_cache(512)  # each cell of a torn table asks it of the same values
def _likely(words: Sequence[str], kind: Kind) -> tuple[Candidate, ...]:
    """The values that stand among these words, the more frequent the likelier."""
    values = [number(one, kind)[0] for one in words]
    likely = Counter(value for value in values if value is not None).most_common(_CANDIDATES)
    return tuple(Candidate(value, round(count / (len(values) + 1), 4)) for value, count in likely)


class Written(Struct, frozen=True, gc=False):
    """How the words of a cell write a number."""

    unit: str | None = None
    qualifier: Qualifier | None = None
    more: int = 0
    """Characters, without blanks, that follow the number itself."""
    nothing: bool = False
    """Whether they say that there is none."""


@lru_cache(1024)
def _written(words: str) -> Written:
    """What stands around the number of a cell."""
    match = NUMBER.fullmatch(words)
    if match is None:
        return Written(nothing=NOT_APPLICABLE.fullmatch(words) is not None)
    unit, after = match["unit"] or "", match["after"] or ""
    return Written(unit or None, numeral.qualifier("", after), len(unit) + len(after))


def _unit_before(folded: str, start: int) -> str | None:
    """The unit of money that stands next before a cell, in its label or head."""
    found = _MONEY.findall(folded, max(0, start - _NEAR), start)
    return found[-1] if found else None


def unit_told(labels: Sequence[Cell]) -> str | None:
    """The unit of money that the labels of a row end in."""
    return _amount(labels[-1].words) if labels else None


@lru_cache(1024)
def _amount(words: str) -> str | None:
    match = _AMOUNT.search(words)
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
