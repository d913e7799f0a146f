"""The neighbours of a cell as a small grid, and what last year's report tells of the same field."""

from __future__ import annotations

from collections.abc import Sequence

from kanwu.parts import Part
from kanwu.reading import Reading
from kanwu_tui.cells import Bit, Line, cut, hang, pad, width
from kanwu_tui.neighbours import Neighbours, Sum, reading_at
from kanwu_tui.sight import Sight
from kanwu_tui.telling import stands_there, value_of
from kanwu_tui.widgets.source_pane import CLOSE, OPEN
from kanwu_tui.words import Words

SUM = "Σ"
_GAP = 1
_LEAST = 4
"""A column of fewer cells tells nothing."""


def grid_lines(sight: Sight, words: Words, cells: int, rows: int) -> list[Line]:
    """The grid with so many rows around the cell's own, its names above, its column's sum below."""
    near = sight.neighbours
    if near is None or rows < 1:
        return []
    shown = _around(near, rows)
    summed = bool(near.across)
    count = len(near.columns) + summed
    name = min(22, cells // 4)
    each = min(14, (cells - name - 2) // count - _GAP)
    own = reading_at(near.field(near.row, near.column), sight.review)
    if each < max(_LEAST, width(_face(own, words)) + 2):
        return []
    columns = [words.of(c.label) if c.key else "" for c in near.columns]
    lines = []
    if any(columns):
        lines.append(
            Line((Bit(" " * (name + 2)), *_heads(columns, each, near), *_sum_head(summed, each)))
        )
    lines += [_row(row, near, sight, words, name, each) for row in shown]
    if near.down is not None:
        lines.append(_foot(near.down, near, words, name, each))
    return lines


def last_lines(sight: Sight, words: Words, cells: int) -> list[Line]:
    """What the publisher's report of the year before says for the same field."""
    before = sight.before
    one = before.by_key.get(sight.key) if before is not None and sight.key else None
    if before is None or one is None or one.reading.silent:
        return []
    told = stands_there(one.reading, words)
    head = [Bit(f"{words('item.last-year')}  ", "quiet")]
    return hang(head, f"{' '.join(told.split())}  ({before.source.document})", cells)


def _around(near: Neighbours, rows: int) -> Sequence[Part]:
    """The cell's own row and those next to it."""
    at = near.rows.index(near.row)
    first = max(0, min(at - rows // 2, len(near.rows) - rows))
    return near.rows[first : first + rows]


def _heads(columns: Sequence[str], each: int, near: Neighbours) -> list[Bit]:
    return [
        Bit(
            pad(cut(name, each), each, right=True) + " " * _GAP,
            "strong" if part is near.column else "quiet",
        )
        for name, part in zip(columns, near.columns, strict=True)
    ]


def _sum_head(summed: bool, each: int) -> list[Bit]:
    return [Bit(pad(SUM, each, right=True), "quiet")] if summed else []


def _row(row: Part, near: Neighbours, sight: Sight, words: Words, name: int, each: int) -> Line:
    here = row is near.row
    bits = [
        Bit("▸ " if here else "  ", "strong"),
        Bit(pad(words.of(row.label), name), "strong" if here else "quiet"),
    ]
    for column in near.columns:
        reading = reading_at(near.field(row, column), sight.review)
        text = _face(reading, words)
        doubted = reading is not None and sight.review.state(reading.key) == "doubted"
        if here and column is near.column:
            inner = cut(text, each - 2)
            bits.append(Bit(" " * (each - 2 - width(inner)) + OPEN, "edge"))
            bits += [Bit(inner, "mark"), Bit(CLOSE, "edge"), Bit(" " * _GAP)]
        else:
            bits += [
                Bit(pad(text, each, right=True), "concerned" if doubted else ""),
                Bit(" " * _GAP),
            ]
    total = near.across.get(row.key)
    if total is not None:
        bits.append(_summed(total, each))
    return Line(tuple(bits), "row" if here else "")


def _face(reading: Reading | None, words: Words) -> str:
    """A value without its unit; the words that are none; a dash for a blank cell."""
    if reading is None:
        return ""
    if reading.value is None and reading.quote.strip():
        return " ".join(stands_there(reading, words).split())
    return value_of(reading.value)


def _foot(total: Sum, near: Neighbours, words: Words, name: int, each: int) -> Line:
    before = " " * (near.columns.index(near.column) * (each + _GAP))
    bits = [Bit(f"  {pad(SUM, name)}{before}", "quiet"), _summed(total, each)]
    if total.sign == "≠":
        bits.append(Bit(f"  {words('grid.against', total=value_of(total.left))}", "differs"))
    return Line(tuple(bits))


def _summed(total: Sum, each: int) -> Bit:
    """A sum with the sign of what it should equal."""
    if total.sign == "?":
        return Bit(pad("?", each, right=True), "quiet")
    style = "differs" if total.sign == "≠" else "quiet"
    return Bit(pad(f"{total.sign} {value_of(total.right)}", each, right=True), style)
