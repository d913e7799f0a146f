"""Header: the words above the rows of a block → its columns, and the orders they may stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import attrgetter

from kanwu.extractors.cells import Cell, words_of
from kanwu.extractors.columns import told
from kanwu.extractors.names import in_order, named
from kanwu.parts import Part, Parts
from kanwu.schema import Block, Table


@dataclass(frozen=True, slots=True)
class Header:
    """What the words above the rows tell of the columns."""

    columns: Parts
    """In the order of the one line that names them all, else of the form."""
    orders: tuple[Parts, ...]
    """The orders that the values may stand in when they stand column by column."""


def header(folded: str, found: Sequence[Cell], block: Block) -> Header:
    """The columns of a block: those of the form, and optional ones that its header names."""
    if len(block.columns) == 1:
        return Header(block.columns, (block.columns,))
    head = _head(found, block)
    return _told(
        words_of(head), _lines(folded, head), _marked_out(found, head, block), block.columns
    )


@lru_cache(256)  # most headers recur in every document
def _told(
    labels: tuple[str, ...], lines: tuple[str, ...], marked_out: tuple[str, ...], columns: Parts
) -> Header:
    """What labels above the rows tell of the columns, given their lines as well and the words over
    each column, where marks tell them."""
    piled = told(labels, columns, None)
    several = [_named(line.split(), columns) for line in lines]
    asked = {part for line in (piled, *several) for part in line}
    form = in_order(tuple([part for part in columns if not part.optional or part in asked]))
    for line in (_named(marked_out, columns), *several):
        if _same(line, form):
            order = in_order(line)
            return Header(order, (order,))
    turned = _same(piled, form) and piled != form
    return Header(form, (form, in_order(piled)) if turned else (form,))


def of_form(
    table: Table, own: Block, alike: Sequence[Table], part: Sequence[Cell]
) -> tuple[Table, Block]:
    """The form whose columns the header of one block names: some reports mix two forms.

    It stays with its own table unless another that begins alike has all its columns named there,
    the header names none that only its own has, and no value would be left over.
    """
    for other in alike:
        for block in other.blocks:
            begins = block.begins and block.begins.search(part[0].words)
            if begins and _suits(block, own, part):
                return other, block
    return table, own


def _suits(other: Block, own: Block, part: Sequence[Cell]) -> bool:
    """Whether the header of one block names the columns of another form rather than its own."""
    wide, named = len(other.columns), _named_of(part, own)
    if named >= max(wide, len(own.columns)) or _named_of(part, other) < wide or named > wide:
        return False
    return sum([cell.is_value for cell in part]) <= wide * len(other.rows)


def _named_of(found: Sequence[Cell], block: Block) -> int:
    """How many columns of a block the words above its rows name."""
    columns = block.columns
    told = map(columns.named_by, words_of(_head(found, block)))
    return len({columns[several[0]].key for several in told if several})


def _head(found: Sequence[Cell], block: Block) -> list[Cell]:
    """The cells with words above the rows of a block."""
    head: list[Cell] = []
    rows_of, columns_of = block.rows.named_by, block.columns.named_by
    for cell in found:
        if cell.is_value or (rows_of(cell.words) and not columns_of(cell.words)):
            break
        if cell.words:
            head.append(cell)
    return head


def _marked_out(found: Sequence[Cell], head: Sequence[Cell], block: Block) -> tuple[str, ...]:
    """The lowest words over each column, where marks tell the columns of a header of several lines.

    None where those of the header, `head`, do not stand right over the last cells of the rows: a
    header that lost a cell would name the wrong ones.
    """
    if all(cell.row is None for cell in head):
        return ()
    left = len(head)
    over: dict[int, str] = {}
    lines = [list(line) for _, line in groupby(found, attrgetter("row"))]
    for line in lines:
        if left <= 0 or line[0].row is None:
            left -= sum(1 for cell in line if cell.words)
            continue
        for column, cell in enumerate(line):
            left -= bool(cell.words)
            if cell.words and left >= 0:
                over[column] = cell.words
    names = [column for column in sorted(over) if named(over[column], block.columns)]
    widths = Counter(len(line) for line in lines if line[0].row is not None and line[-1].is_value)
    width = max(widths, key=lambda one: widths[one], default=0)
    right_over = names == list(range(width - len(names), width))
    return tuple([over[column] for column in names]) if right_over else ()


def _lines(folded: str, head: Sequence[Cell]) -> tuple[str, ...]:
    """The lines of the header."""
    lines: list[list[str]] = []
    row = None
    for cell in head:
        if cell.gap or not lines or cell.row != row:  # a blank cell may have begun the line
            lines.append([])
        row = cell.row
        lines[-1].append(folded[cell.start : cell.end])
    return tuple([" ".join(line) for line in lines])


def _named(words: Sequence[str], columns: Parts) -> tuple[Part, ...]:
    return tuple([part for word in words if (part := named(word, columns))])


def _same(order: Sequence[Part], form: Sequence[Part]) -> bool:
    """Whether an order names every column of the form once."""
    return len(order) == len(form) and set(order) == set(form)
