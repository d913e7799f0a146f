"""Neighbours: the row and the column that a cell of a table stands in, with their sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kanwu.parts import Part
from kanwu.reading import Key, Reading
from kanwu.review import Review
from kanwu.schema import Relation, Table


@dataclass(frozen=True, slots=True)
class Sum:
    """Two sides that must be equal: what they add up to, None where an operand is not known."""

    left: Decimal | None
    right: Decimal | None
    parts: tuple[str, ...]
    """The fields that the right side adds up."""

    @property
    def sign(self) -> str:
        """`=` or `≠`; `?` where a side is not known."""
        if self.left is None or self.right is None:
            return "?"
        return "=" if self.left == self.right else "≠"


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A cell's row and column, as far as the document has them."""

    table: Table
    rows: tuple[Part, ...]
    """Those that the smallest sum of the column speaks of; else all."""
    columns: tuple[Part, ...]
    row: Part
    column: Part
    across: dict[str, Sum]
    """The sum of a row, by the row's key, where the schema says that there is one."""
    down: Sum | None
    """The sum of the column."""

    def field(self, row: Part, column: Part) -> str:
        """The field of a cell."""
        return self.table.cell(row, column)


def neighbours_of(key: Key, review: Review) -> Neighbours | None:
    """The neighbours of a cell; None for what is no cell, or stands alone."""
    schema = review.schema
    table = schema.tables.get(key.field.partition(".")[0])
    if table is None:
        return None
    for block in table.blocks:
        at = [
            (row, column)
            for row in block.rows
            for column in block.columns
            if table.cell(row, column) == key.field
        ]
        if not at:
            continue
        row, column = at[0]
        relations = schema.relations[table.key]
        own = {table.cell(one, column) for one in block.rows}
        down = _smallest(key.field, own, relations)
        told = {field for side in down or () for field in side}
        rows = [r for r in block.rows if not told or table.cell(r, column) in told or r is row]
        shown = [r for r in rows if r is row or _stands(table.cell(r, column), review)]
        columns = [
            c
            for c in block.columns
            if c is column or any(_stands(table.cell(r, c), review) for r in shown)
        ]
        if len(shown) == len(columns) == 1:
            return None
        across = {}
        for one in shown:
            fields = {table.cell(one, c) for c in columns}
            found = _smallest(table.cell(one, column), fields, relations)
            if found is not None:
                across[one.key] = _sum(found, review)
        total = _sum(down, review) if down is not None and len(shown) > 1 else None
        return Neighbours(table, tuple(shown), tuple(columns), row, column, across, total)
    return None


def reading_at(field: str, review: Review) -> Reading | None:
    """What the document says for a cell; None where it has no such cell."""
    one = review.by_key.get(Key(field))
    return one.reading if one is not None and not one.reading.silent else None


def _stands(field: str, review: Review) -> bool:
    return reading_at(field, review) is not None


def _smallest(field: str, within: set[str], relations: Iterable[Relation]) -> Relation | None:
    """The shortest relation about a cell whose other operands are all of its row, or its column."""
    found = [
        one
        for one in relations
        if field in (*one[0], *one[1]) and within.issuperset((*one[0], *one[1]))
    ]
    return min(found, key=lambda one: len(one[0]) + len(one[1]), default=None)


def _sum(relation: Relation, review: Review) -> Sum:
    return Sum(_total(relation[0], review), _total(relation[1], review), relation[1])


def _total(fields: Sequence[str], review: Review) -> Decimal | None:
    total = Decimal(0)
    for field in fields:
        reading = reading_at(field, review)
        if reading is None or not isinstance(reading.value, Decimal):
            return None
        total += reading.value
    return total
