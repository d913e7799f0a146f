"""Table: statutory tables that were flattened into lines, put back into rows and columns.

`cells` takes lines apart, `rows` tells the rows, `align` the columns by what lies between the
cells, `balance` by the sums. What stays open is doubted, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from kanwu.extractors import balance
from kanwu.extractors.align import Slot, align, habits, spread
from kanwu.extractors.cells import NUMBER, Cell, cells
from kanwu.extractors.page import Page
from kanwu.extractors.rows import Row, blank_rows, fitted, rows, runs, unstacked
from kanwu.extractors.slot import Place
from kanwu.numeral import parse
from kanwu.reading import Reading
from kanwu.schema import Block, Schema, Table

_LONGEST_HEADING = 48
_PROSE = 70


def read(page: Page, schema: Schema) -> Iterator[Reading]:
    """The cells of every table that the document holds."""
    others = [table.begins for table in schema.tables.values()]
    for table in schema.tables.values():
        region = _region(page.text.folded, table, [b for b in others if b is not table.begins])
        if region is None:
            continue
        found = cells(page.text.folded, *region)
        if not any(cell.is_value for cell in found):
            continue
        for block, part, end in _blocks(table, found, region[1]):
            yield from _block(page, schema, table, block, part, end)


def _region(
    folded: str, table: Table, others: Sequence[tuple[re.Pattern[str], ...]]
) -> tuple[int, int] | None:
    """From the table's heading to the next heading or prose; None where there is no such table."""
    start, at, values = None, 0, 0
    for line in folded.split("\n"):
        squeezed = "".join(line.split())
        heading = 0 < len(squeezed) <= _LONGEST_HEADING
        if start is None:
            if heading and any(begins.search(squeezed) for begins in table.begins):
                start = at
        elif values and not _is_row(line) and _is_prose(squeezed):
            break
        elif heading and any(ends.search(squeezed) for ends in table.ends):
            if values:
                break
            start = None
        elif heading and values and any(b.search(squeezed) for begins in others for b in begins):
            break
        else:
            values += any(piece.isdigit() for piece in re.split(r"[\s|]+", line))
        at += len(line) + 1
    if start is None:
        return None
    squeezed = "".join(folded[start:at].split())
    return (start, at) if all(r.search(squeezed) for r in table.requires) else None


def _is_row(line: str) -> bool:
    return "|" in line or "\t" in line


def _is_prose(squeezed: str) -> bool:
    return len(squeezed) > _PROSE or (len(squeezed) > 12 and "。" in squeezed)


def _blocks(table: Table, found: list[Cell], end: int) -> Iterator[tuple[Block, list[Cell], int]]:
    """Each block of the form with its cells and its end; a table without marked blocks is one."""
    starts: list[tuple[int, Block]] = []
    for block in table.blocks:
        if not block.begins:
            starts.append((0, block))
            continue
        for i, cell in enumerate(found):
            if any(begins.search(cell.words) for begins in block.begins):
                starts.append((i, block))
                break
    starts.sort(key=lambda entry: entry[0])
    for n, (i, block) in enumerate(starts):
        following = starts[n + 1][0] if n + 1 < len(starts) else len(found)
        yield block, found[i:following], found[following].start if following < len(found) else end


def _block(
    page: Page, schema: Schema, table: Table, block: Block, found: list[Cell], end: int
) -> Iterator[Reading]:
    trailing = page.text.folded.count("\n", found[-1].end, end)
    if block.headless:
        yield from _headless(page, table, block, found, trailing)
        return
    columns = len(block.columns)
    made = runs(found, columns, trailing)
    named = rows(made, block.rows, block.columns, schema.headings)
    habit = habits([(run.values, run.after) for run in made if not run.explicit], columns)
    enough = max(1, habit.before) + columns * habit.blank
    blank = list(blank_rows(made, named, block.rows, enough))
    named = [unstacked(row, {part.key for part, _, _ in blank}, block.rows) for row in named]
    laid = [
        (row, _slots(row, columns, align(row.run.values, row.run.after, columns, habit)))
        for row in named
        if row.run.values
    ]
    for row, slots in _balanced(schema, table, block, laid):
        for i, (column, slot) in enumerate(zip(block.columns, slots, strict=True)):
            place = Place(page, table, row.part, column)
            yield place.read(slot, _before(row, slots, i), label_lost=row.label_lost)
    for part, label, after in blank:
        for i, column in enumerate(block.columns):
            at = min(label.end + 1 + i, label.end + max(after - 1, 0))
            yield Place(page, table, part, column).blank(at)


def _slots(row: Row, columns: int, aligned: list[Slot]) -> list[Slot]:
    """What stands in each column of a row, as far as its own line tells."""
    if row.run.explicit:
        return [Slot((value,), True) for value in row.run.values]
    if row.stacked and len(row.run.values) == columns:
        return [Slot((value,), False) for value in row.run.values]
    return aligned


def _balanced(
    schema: Schema, table: Table, block: Block, laid: Sequence[tuple[Row, list[Slot]]]
) -> Iterator[tuple[Row, list[Slot]]]:
    """The same rows, the values of short ones where the sums leave them a place."""
    keys = {
        row.part.key: [f"{table.key}.{row.part.key}.{column.key}" for column in block.columns]
        for row, _ in laid
    }
    known: dict[str, Decimal] = {}
    for row, slots in laid:
        for key, slot in zip(keys[row.part.key], slots, strict=True):
            value = _sound(slot.cells[0]) if slot.placed and slot.cells else None
            if value is not None:
                known[key] = value
    absent = schema.optional - {key for row in keys.values() for key in row}
    for row, slots in laid:
        values = row.run.values
        if not any(slot.placed for slot in slots) and len(values) < len(slots):
            sound = [_sound(value) for value in values]
            found = balance.ways(
                keys[row.part.key], sound, known, absent, balance.relations(schema)
            )
            if found:
                slots = spread(values, found, len(slots))
        yield row, slots


def _sound(cell: Cell) -> Decimal | None:
    match = NUMBER.fullmatch(cell.words)
    number = parse(match["value"]) if match else None
    return number.value if number else None


def _headless(
    page: Page, table: Table, block: Block, found: list[Cell], trailing: int
) -> Iterator[Reading]:
    """A block whose values stand in one run: rows and columns by their order alone."""
    parts = [(row, column) for row in block.rows for column in block.columns]
    explicit = [cell for cell in found if cell.row is not None and not cell.is_label]
    valued = [cell.row for cell in explicit if cell.is_value]
    line = (
        fitted([cell for cell in explicit if cell.row == valued[-1]], len(parts))
        if valued
        else None
    )
    if line is not None:
        slots = [Slot((cell,), True) for cell in line]
    else:
        values = [cell for cell in found if cell.is_value]
        if not values:
            return
        slots = align(values, trailing, len(parts), habits([(values, trailing)], len(parts)))
    for i, ((row, column), slot) in enumerate(zip(parts, slots, strict=True)):
        at = next((s.cells[-1].end for s in reversed(slots[:i]) if s.cells), found[0].end)
        yield Place(page, table, row, column).read(slot, at)


def _before(row: Row, slots: Sequence[Slot], i: int) -> int:
    """Where a blank cell would stand: right after the cell before it."""
    for slot in reversed(slots[:i]):
        if slot.cells:
            return slot.cells[-1].end
    return row.run.labels[-1].end if row.run.labels else row.run.values[0].start
