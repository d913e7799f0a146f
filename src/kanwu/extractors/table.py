"""Table: statutory tables that were flattened into lines, put back into rows and columns.

`glued` lays out cells with nothing between them, `regions` finds a table, `cells` takes its lines
apart, `rows` tells the rows, `header` the columns; `parting` parts what is several values, `wrapped`
opens what is half a number, `align` places values by what lies between the cells, `balance` by the
sums, `columns` and `arrangement` where labels and values are apart, `entire` where labels are in
pieces and no value is lost.
What stays open is doubted, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from kanwu.extractors import balance
from kanwu.extractors.align import Habits, Slot, align, habits, spread
from kanwu.extractors.arrangement import UNPILED, Laid, lay, turned
from kanwu.extractors.balance import Number, relations_of, sound
from kanwu.extractors.bunched import bunched
from kanwu.extractors.cells import Cell, cells, unpadded, unrepeated
from kanwu.extractors.columns import Pile, piles
from kanwu.extractors.entire import editions, entire
from kanwu.extractors.glued import unglued, within
from kanwu.extractors.header import header, of_form
from kanwu.extractors.headless import is_turned
from kanwu.extractors.names import keys_of, row_of
from kanwu.extractors.page import Page
from kanwu.extractors.parting import either, parted, ways_of
from kanwu.extractors.regions import regions
from kanwu.extractors.rows import Row, blank_rows, fitted, rows, runs, unstacked
from kanwu.extractors.slot import Line, asked, unit_told
from kanwu.extractors.wrapped import wrapped
from kanwu.message import Message, say
from kanwu.parts import Part, Parts
from kanwu.reading import Reading
from kanwu.schema import Block, Relation, Schema, Table

_FEW = 2
"""Rows whose values are all the same may be so by chance."""


class Found(Struct, frozen=True):
    """One block of a table as it stands in the text."""

    table: Table
    block: Block
    cells: list[Cell]
    trailing: int
    """Newlines behind its last cell; 0 where what follows is no part of the table."""
    usual: Habits | None
    """How the tables before were flattened."""


class Sheet(Struct, frozen=True):
    """One block of a table, laid out."""

    table: Table
    columns: Parts
    rows: list[tuple[Row, list[Slot]]]
    blank: list[tuple[Part, Cell, int]]
    piles: list[Pile]
    """Where all labels stand first and the values after them."""
    piled: Laid
    habit: Habits


def read(page: Page, schema: Schema) -> Iterator[Reading]:
    """The cells of every table that the document holds."""
    as_printed = page.text
    page = replace(page, text=unglued(as_printed, schema))
    folded = page.text.folded
    sheets: list[tuple[Sheet, bool]] = []
    usual: Habits | None = None
    for table, (start, past), alike in regions(folded, schema):
        past = past if page.text is as_printed else within(page.text, start, past)
        found = cells(folded, start, past)
        lacking = False
        for own, part, end in _blocks(table, found, past):
            if not part:
                continue
            home, block = of_form(table, own, alike, part)
            last = end == past  # what follows the table is no measure of its last row
            trailing = 0 if last else folded.count("\n", part[-1].end, end)
            stands = Found(home, block, part, trailing, usual)
            if block.headless:
                yield from _headless(page, schema, stands)
            else:
                sheet = _sheet(page, schema, stands)
                sheets.append((sheet, lacking))
                usual = sheet.habit if sheet.habit.taught else usual
            lacking = _lacks_values(part, block.rows)
    proven = any(sheet.piled.proven for sheet, _ in sheets)
    for sheet, lacking in sheets:
        yield from _of_rows(page, sheet)
        yield from _of_piles(page, sheet, proven=proven, lacking=lacking)


def _lacks_values(part: Sequence[Cell], rows: Parts) -> bool:
    """Whether rows of a block are named and none has a value, so that those below may be theirs."""
    if any(cell.is_value for cell in part):
        return False
    return any(row_of(cell.words, rows, -1) is not None for cell in part)


def _blocks(table: Table, found: list[Cell], end: int) -> Iterator[tuple[Block, list[Cell], int]]:
    """Each block of the form with its cells and its end; a table without marked blocks is one."""
    if not any(cell.is_value for cell in found):
        return
    starts: list[tuple[int, Block]] = []
    for block in table.blocks:
        if block.begins is None:
            starts.append((0, block))
            continue
        for i, cell in enumerate(found):
            if block.begins.search(cell.words):
                starts.append((i, block))
                break
    if not starts:
        return
    starts.sort(key=lambda entry: entry[0])
    bounds = list(pairwise([*(i for i, _ in starts), len(found)]))
    pieces = [(block, found[i:j]) for (_, block), (i, j) in zip(starts, bounds, strict=True)]
    if len(pieces) > 1:
        pieces = _sorted_out(pieces)
    for (block, piece), (_, j) in zip(pieces, bounds, strict=True):
        yield block, piece, found[j].start if j < len(found) else end


def _sorted_out(pieces: Sequence[tuple[Block, list[Cell]]]) -> list[tuple[Block, list[Cell]]]:
    """The same blocks; a marked-out row that only another block has stands there.

    Some tools print the blocks that have rules after those that have none.
    """
    kept: list[list[Cell]] = [[] for _ in pieces]
    away: list[list[Cell]] = [[] for _ in pieces]
    for own, (_, piece) in enumerate(pieces):
        for row, group in groupby(piece, lambda cell: cell.row):
            line = list(group)
            home = own if row is None else _home(line, own, pieces)
            (kept if home == own else away)[home] += line
    return [(block, [*kept[n], *away[n]]) for n, (block, _) in enumerate(pieces)]


def _home(line: Sequence[Cell], own: int, pieces: Sequence[tuple[Block, list[Cell]]]) -> int:
    """The block that a row belongs to: the one it stands in, unless only another has its label."""
    label = next((cell.words for cell in reversed(line) if cell.is_label), None)
    if label is None or not line[-1].is_value or row_of(label, pieces[own][0].rows, -1) is not None:
        return own
    homes = (n for n, (block, _) in enumerate(pieces) if row_of(label, block.rows, -1) is not None)
    return next(homes, own)


def _sheet(page: Page, schema: Schema, stands: Found) -> Sheet:
    table, block = stands.table, stands.block
    found = unrepeated(unpadded(stands.cells, len(block.columns)), len(block.columns))
    head = header(page.text.folded, found, block)
    columns, wide = head.columns, len(head.columns)
    made = wrapped(runs(found, wide, stands.trailing), wide)
    apart, made = piles(made, block.rows, columns, schema.heading)
    placed, made = bunched(made, block.rows, schema.heading)
    named = rows(made, block.rows, columns, schema.heading)
    named = sorted([*named, *placed], key=_start) if placed else named
    if apart:
        named = [row for row in named if not row.label_lost]
    flat = [(run.values, run.after) for run in made if not run.explicit]
    habit = habits(flat, wide, stands.usual)
    enough = max(1, habit.before) + wide * max(1, habit.blank)
    blank = list(blank_rows(made, named, block.rows, enough))
    empty = {part.key for part, _, _ in blank}
    named = [unstacked(row, empty, block.rows) if row.stacked else row for row in named]
    named = parted(page.text, schema, table, columns, named)
    laid = [(row, _slots(row, wide, habit)) for row in named if row.run.values]
    short = apart or any(_is_short(*one) for one in laid)
    if (short or _is_open(laid, blank, block.rows)) and (
        every := entire(page.text.folded, schema, table, block.rows, columns, found, laid)
    ):
        return Sheet(table, columns, every, [], [], UNPILED, habit)
    if not short and len(head.orders) == 1:
        return Sheet(table, columns, laid, blank, apart, UNPILED, habit)
    relations = relations_of(schema, table, columns, tuple(_present(laid, apart)))
    laid = turned(table, head.orders, laid, relations)
    if not apart and not any(_is_short(*one) for one in laid):
        return Sheet(table, columns, laid, blank, apart, UNPILED, habit)
    known = _known(table, columns, laid)
    laid = _balanced(table, columns, laid, known, relations)
    piled = lay(table, columns, head.orders, apart, known, relations)
    return Sheet(table, columns, laid, blank, apart, piled, habit)


def _is_open(
    laid: Sequence[tuple[Row, list[Slot]]], blank: Sequence[tuple[Part, Cell, int]], rows: Parts
) -> bool:
    """Whether a row of the form stands nowhere, its label is lost, or its values have no place."""
    there = {row.part for row, _ in laid}.union(part for part, *_ in blank)
    if there not in editions(rows):
        return True
    return any(row.label_lost or not all(slot.placed for slot in slots) for row, slots in laid)


def _start(row: Row) -> int:
    cells = row.run.values or row.run.labels
    return cells[0].start


def _present(laid: Sequence[tuple[Row, list[Slot]]], apart: Sequence[Pile]) -> Iterator[Part]:
    yield from (row.part for row, _ in laid)
    yield from (part for pile in apart for part in pile.rows)


def _of_rows(page: Page, sheet: Sheet) -> Iterator[Reading]:
    """What stands in the rows that have their own values, and in those that are blank."""
    for row, slots in sheet.rows:
        at = row.run.labels[-1].end if row.run.labels else row.run.values[0].start
        unit = unit_told(row.run.labels)
        line = Line(page.text, unit, row.label_lost, _why(row))
        for one, slot in zip(asked(sheet.table, row.part, sheet.columns, unit), slots, strict=True):
            yield line.read(one, slot, at)
            at = slot.cells[-1].end if slot.cells else at
    for part, label, after in sheet.blank:
        for i, one in enumerate(asked(sheet.table, part, sheet.columns)):
            at = min(label.end + 1 + i, label.end + max(after - 1, 0))
            yield Line(page.text).blank(one, at)


def _why(row: Row) -> Message | None:
    """Why its values stand in these cells, where its own line does not tell it."""
    if row.by_sums:
        return say("table.by-sums")
    if row.ways:
        return say("table.parted")
    if row.entire:
        return say("table.entire")
    return say("table.bunched") if row.bunched else None


def _of_piles(page: Page, sheet: Sheet, *, proven: bool, lacking: bool) -> Iterator[Reading]:
    """What stands in the cells whose labels and values are apart, and how it was told."""
    if not sheet.piles:
        return
    told = {row.part.key for row, _ in sheet.rows}
    piles = {row.key: (row, pile) for pile in sheet.piles for row in pile.rows}
    by_sums = sheet.piled.proven
    if by_sums:
        why = say("table.by-columns", sums=sheet.piled.sums)
    else:
        why = say("table.alike" if proven else "table.one-value")
    line = Line(page.text, why=why)
    for row, pile in piles.values():
        values = pile.values[: len(pile.rows) * len(sheet.columns)]
        sure = proven or _is_alike(pile, values)
        for one in asked(sheet.table, row, sheet.columns):
            key = one.key.field
            slot = sheet.piled.slots[key]
            if row.key in told:  # it has values of its own as well: which are meant is open
                slot = Slot(values, False)
            elif not (by_sums or (not lacking and (sure or key in sheet.piled.anyway))):
                slot = replace(slot, placed=False)
            yield line.read(one, slot, values[0].start)


def _is_alike(pile: Pile, values: Sequence[Cell]) -> bool:
    """Whether the cells of a pile hold one value, however they lie."""
    return pile.whole and len(pile.rows) > _FEW and len({v.words for v in values}) == 1


def _slots(row: Row, columns: int, habit: Habits) -> list[Slot]:
    """What stands in each column of a row, as far as its own line tells."""
    run = row.run
    if row.ways is not None and len(row.ways) != 1:
        return either(run.values[0], columns, row.ways)
    if (row.stacked or run.gaps) and len(run.values) == columns:
        return [Slot((value,), False) for value in run.values]
    if run.explicit:
        return [Slot((value,), True) for value in run.values]
    return align(run.values, run.after, columns, habit)


def _known(
    table: Table, columns: Parts, laid: Sequence[tuple[Row, list[Slot]]]
) -> dict[str, Number]:
    """The values of the cells that are told by their own row."""
    known: dict[str, Number] = {}
    for row, slots in laid:
        for key, slot in zip(keys_of(table, row.part, columns), slots, strict=True):
            value = sound(slot.cells[0]) if slot.placed and slot.cells else None
            if value is not None:
                known[key] = value
    return known


def _balanced(
    table: Table,
    columns: Parts,
    laid: Sequence[tuple[Row, list[Slot]]],
    known: Mapping[str, Number],
    relations: Sequence[Relation],
) -> list[tuple[Row, list[Slot]]]:
    """The same rows, the values of short ones where the sums leave them a place.

    A row whose places are told helps to tell those of the next.
    """
    short = [i for i, (row, slots) in enumerate(laid) if _is_short(row, slots)]
    made, told = list(laid), dict(known)
    while short:
        left = []
        for i in short:
            row, values = made[i][0], made[i][0].run.values
            keys = keys_of(table, row.part, columns)
            numbers = [sound(value) for value in values]
            found, sure = balance.placed(keys, numbers, told, relations)
            if found:
                slots = spread(values, [way.columns for way in found], sure)
                made[i] = replace(row, by_sums=True), slots
                told |= _known(table, columns, [made[i]])
                left += [] if all(sure) else [i]
            else:
                left.append(i)
        if len(left) == len(short):
            break
        short = left
    return made


def _is_short(row: Row, slots: Sequence[Slot]) -> bool:
    """Whether a row has fewer values than columns, and nothing tells which."""
    few = len(row.run.values) < len(slots) and row.ways is None
    return few and not any(slot.placed for slot in slots)


def _last_run(found: Sequence[Cell], wide: int) -> list[Cell]:
    """The values; only the last run of them where it is a whole row under words with numbers."""
    after = next(
        (n for n, cell in enumerate(reversed(found)) if cell.words and not cell.is_value), 0
    )
    last = [cell for cell in found[len(found) - after :] if cell.is_value]
    return last if len(last) == wide else [cell for cell in found if cell.is_value]


def _headless(page: Page, schema: Schema, stands: Found) -> Iterator[Reading]:
    """A block whose values stand in one run: rows and columns by their order alone."""
    table, block, found = stands.table, stands.block, stands.cells
    parts = [one for row in block.rows for one in asked(table, row, block.columns)]
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
        values = _last_run(found, len(parts))
        if not values:
            return
        keys, relations = [one.key.field for one in parts], schema.relations[table.key]
        ways = ways_of(page.text, values, keys, relations)
        if ways is not None:
            slots = either(values[0], len(parts), ways)
        else:
            habit = habits([(values, stands.trailing)], len(parts), stands.usual)
            slots = align(values, stands.trailing, len(parts), habit)
            if is_turned(found, values, keys, block.columns, relations):
                slots = [Slot(slot.cells or tuple(values), False) for slot in slots]
    at, row = found[0].end, Line(page.text)
    for one, slot in zip(parts, slots, strict=True):
        yield row.read(one, slot, at)
        at = slot.cells[-1].end if slot.cells else at
