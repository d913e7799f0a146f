"""Table: statutory tables that were flattened into lines, put back into rows and columns.

Labels tell the rows, their fixed order helps where one is lost, and what lies between the cells
tells which of them are blank. What stays open is doubted, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kanwu.extractors.align import Slot, align, habits
from kanwu.extractors.cells import NOT_APPLICABLE, NUMBER, Cell, cells
from kanwu.extractors.page import Page, number
from kanwu.reading import Candidate, Key, Reading
from kanwu.schema import Block, Part, Schema, Table
from kanwu.source import Span

_LONGEST_HEADING = 48
_PROSE = 70


@dataclass(frozen=True, slots=True)
class Run:
    """Labels, then the values that follow them up to the next label."""

    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    after: int
    """Newlines between the last value (or label) and what comes next."""
    explicit: bool = False
    """Whether every cell of the row is marked out, blank ones too."""


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
        for block, part in _blocks(table, found):
            yield from _block(page, table, block, part, region[1])


def _region(
    folded: str, table: Table, others: Sequence[tuple[re.Pattern[str], ...]]
) -> tuple[int, int] | None:
    """From the table's heading to the next heading or prose; None where there is no such table."""
    start, at, values = None, 0, 0
    for line in folded.split("\n"):
        squeezed = re.sub(r"\s+", "", line)
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
    squeezed = re.sub(r"\s+", "", folded[start:at])
    return (start, at) if all(r.search(squeezed) for r in table.requires) else None


def _is_row(line: str) -> bool:
    return "|" in line or "\t" in line


def _is_prose(squeezed: str) -> bool:
    return len(squeezed) > _PROSE or (len(squeezed) > 12 and "。" in squeezed)


def _blocks(table: Table, found: list[Cell]) -> Iterator[tuple[Block, list[Cell]]]:
    """Each block of the form with its cells; a table without marked blocks is one."""
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
        yield block, found[i : starts[n + 1][0] if n + 1 < len(starts) else len(found)]


def _block(
    page: Page, table: Table, block: Block, found: list[Cell], end: int
) -> Iterator[Reading]:
    trailing = page.text.folded.count("\n", found[-1].end, end)
    if block.headless:
        yield from _headless(page, table, block, found, trailing)
        return
    runs = _runs(found, len(block.columns), trailing)
    rows = _name_rows(runs, block.rows)
    habit = habits(
        [(run.values, run.after) for run in runs if not run.explicit], len(block.columns)
    )
    for run, row, lost_label in rows:
        if not run.values:
            continue
        slots = (
            [Slot((value,), True) for value in run.values]
            if run.explicit
            else align(run.values, run.after, len(block.columns), habit)
        )
        cellwise = zip(block.columns, slots, strict=True)
        for i, (column, slot) in enumerate(cellwise):
            yield _cell(page, table, row, column, slot, _before(run, slots, i), lost_label)
    for row, label, after in _blank_rows(runs, rows, block.rows, len(block.columns), habit.blank):
        for i, column in enumerate(block.columns):
            at = min(label.end + 1 + i, label.end + max(after - 1, 0))
            yield _blank(page, table, row, column, at)


def _headless(
    page: Page, table: Table, block: Block, found: list[Cell], trailing: int
) -> Iterator[Reading]:
    """A block whose values stand in one run: rows and columns by their order alone."""
    parts = [(row, column) for row in block.rows for column in block.columns]
    explicit = [cell for cell in found if cell.row is not None]
    last = explicit[-1].row if explicit else None
    row_cells = [cell for cell in explicit if cell.row == last and not _label_like(cell)]
    if len(row_cells) >= len(parts):
        slots = [Slot((cell,), True) for cell in row_cells[-len(parts) :]]
    else:
        values = [cell for cell in found if cell.is_value]
        if not values:
            return
        slots = align(values, trailing, len(parts), habits([(values, trailing)], len(parts)))
    for i, ((row, column), slot) in enumerate(zip(parts, slots, strict=True)):
        at = next((s.cells[-1].end for s in reversed(slots[:i]) if s.cells), found[0].end)
        yield _cell(page, table, row, column, slot, at, lost_label=False)


def _label_like(cell: Cell) -> bool:
    return bool(cell.words) and not cell.is_value


def _runs(found: list[Cell], columns: int, trailing: int) -> list[Run]:
    """Cells → runs of labels and the values after them."""
    runs: list[Run] = []
    labels: list[Cell] = []
    i = 0
    while i < len(found):
        cell = found[i]
        if cell.row is not None:
            row = [c for c in found[i:] if c.row == cell.row]
            i += len(row)
            tail = row[-columns:]
            if len(row) > columns and any(c.is_value for c in tail) and not any(
                _label_like(c) for c in tail
            ):
                runs.append(Run((*labels, *row[:-columns]), tuple(tail), 0, explicit=True))
                labels = []
            elif all(not c.is_value for c in row):
                labels.extend(c for c in row if c.words)
            else:
                values = tuple(c for c in row if c.is_value)
                runs.append(Run((*labels, *(c for c in row if _label_like(c))), values, 0))
                labels = []
            continue
        if not cell.is_value:
            labels.append(cell)
            i += 1
            continue
        values = []
        while i < len(found) and found[i].row is None and found[i].is_value:
            values.append(found[i])
            i += 1
        runs.append(Run(tuple(labels), tuple(values), found[i].gap if i < len(found) else trailing))
        labels = []
    if labels:
        runs.append(Run(tuple(labels), (), 0))
    return runs


def _name_rows(runs: Sequence[Run], rows: Sequence[Part]) -> list[tuple[Run, Part, bool]]:
    """Each run with its row, and whether the label that would say so is lost.

    A row without its label is placed by the fixed order of the form: only when exactly one row
    is missing between its neighbours.
    """
    named: list[tuple[int, int]] = []
    last = -1
    for i, run in enumerate(runs):
        for label in reversed(run.labels):
            row = _row_of(label.words, rows, last)
            if row is not None:
                named.append((i, row))
                last = row
                break
    result = [(runs[i], rows[row], False) for i, row in named]
    known = dict(named)
    for i, run in enumerate(runs):
        if i in known or not run.values:
            continue
        before = max((row for j, row in named if j < i), default=-1)
        later = [(j, row) for j, row in named if j > i]
        after = later[0][1] if later else len(rows)
        told = {row for label in _labels_near(runs, i, later) if (row := _row_of(label.words, rows, -1)) is not None}
        missing = [r for r in range(before + 1, after) if r not in told and not rows[r].optional]
        lost = [j for j, other in enumerate(runs) if j not in known and other.values
                and max((k for k, _ in named if k < i), default=-1) < j < (later[0][0] if later else len(runs))]
        if len(missing) == len(lost) == 1:
            result.append((run, rows[missing[0]], True))
    return result


def _labels_near(runs: Sequence[Run], i: int, later: Sequence[tuple[int, int]]) -> list[Cell]:
    """The labels of a run and of the next named one: rows that they name are not lost."""
    return [*runs[i].labels, *(runs[later[0][0]].labels[:-1] if later else ())]


def _row_of(words: str, rows: Sequence[Part], after: int) -> int | None:
    """The first row beyond `after` that the words name."""
    for i in range(after + 1, len(rows)):
        if any(name.search(words) for name in rows[i].names):
            return i
    return None


def _blank_rows(
    runs: Sequence[Run],
    rows: Sequence[tuple[Run, Part, bool]],
    parts: Sequence[Part],
    columns: int,
    blank: int,
) -> Iterator[tuple[Part, Cell, int]]:
    """Rows whose label stands and whose cells are all blank, with the newlines after the label."""
    filled = {row.key for _, row, _ in rows}
    for run in runs:
        following = [*run.labels[1:], *run.values[:1]]
        for label, after in zip(run.labels, following, strict=False):
            row = _row_of(label.words, parts, -1)
            if row is None or parts[row].key in filled or label.row is not None:
                continue
            if after.gap >= 1 + columns * blank:
                yield parts[row], label, after.gap


def _before(run: Run, slots: Sequence[Slot], i: int) -> int:
    """Where a blank cell would stand: right after the cell before it."""
    for slot in reversed(slots[:i]):
        if slot.cells:
            return slot.cells[-1].end
    return run.labels[-1].end if run.labels else run.values[0].start


def _cell(
    page: Page,
    table: Table,
    row: Part,
    column: Part,
    slot: Slot,
    at: int,
    lost_label: bool,
) -> Reading:
    if not slot.placed:
        return _unplaced(page, table, row, column, slot.cells)
    if not slot.cells:
        return _blank(page, table, row, column, at)
    cell = slot.cells[0]
    if not cell.words:
        return _blank(page, table, row, column, cell.start)
    kind = table.kinds.get(column.key, table.kind)
    key = f"{table.key}.{row.key}.{column.key}"
    path = (table.key, row.key, column.key)
    unit = table.units.get(column.key, table.unit)
    if NOT_APPLICABLE.fullmatch(cell.words):
        span = page.text.span(cell.start, cell.end)
        return Reading(
            key=Key(key), kind=kind, quote=page.text.source.quote(span), span=span, path=path
        )
    match = NUMBER.match(page.text.folded, cell.start, cell.end)
    end = match.end(1) if match else cell.end
    span = page.text.span(cell.start, end)
    value, damage, candidates = number(page.text.folded[cell.start : end], kind)
    return Reading(
        key=Key(key),
        kind=kind,
        value=value,
        unit=(match[2] if match else "") or unit,
        quote=page.text.source.quote(span),
        span=span,
        damage="table.label-lost" if lost_label and damage is None else damage,
        candidates=candidates,
        path=path,
    )


def _blank(page: Page, table: Table, row: Part, column: Part, at: int) -> Reading:
    return Reading(
        key=Key(f"{table.key}.{row.key}.{column.key}"),
        kind=table.kinds.get(column.key, table.kind),
        unit=table.units.get(column.key, table.unit),
        span=Span(*[page.text.span(at, at).start] * 2),
        damage="table.blank-cell",
        path=(table.key, row.key, column.key),
    )


def _unplaced(
    page: Page, table: Table, row: Part, column: Part, slot: Sequence[Cell]
) -> Reading:
    """A cell of a row that lost some: it may be any of several values, or blank."""
    span = page.text.span(slot[0].start, slot[-1].end)
    kind = table.kinds.get(column.key, table.kind)
    values = [number(cell.words, kind)[0] for cell in slot]
    distinct = [value for value in dict.fromkeys(values) if value is not None]
    return Reading(
        key=Key(f"{table.key}.{row.key}.{column.key}"),
        kind=kind,
        unit=table.units.get(column.key, table.unit),
        quote=page.text.source.quote(span),
        span=span,
        damage="table.short-row",
        candidates=tuple(
            Candidate(value, round(values.count(value) / (len(values) + 1), 4)) for value in distinct
        ),
        path=(table.key, row.key, column.key),
    )
