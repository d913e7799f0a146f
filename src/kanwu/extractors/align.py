"""Align: the values of one row → its columns, by what lies between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct

from kanwu.extractors.cells import Cell


@dataclass(frozen=True, slots=True)
class Habits:
    """How this table was flattened, learned from its whole rows: newlines between cells."""

    between: int
    """Between two values of a row."""
    after: int
    """After the last value of a row."""
    before: int
    """Between a label and the first value."""
    blank: int
    """How many more a blank cell makes."""


def habits(runs: Sequence[tuple[Sequence[Cell], int]], columns: int) -> Habits:
    """The usual newlines between the cells of a table.

    Whole rows teach them; where a table has none, the smallest seen must do.
    """
    whole = [(values, after) for values, after in runs if len(values) == columns] or list(runs)
    between = _usual([cell.gap for values, _ in whole for cell in values[1:]])
    after = _usual([after for _, after in whole if after])
    before = _usual([values[0].gap for values, _ in whole if values])
    return Habits(between, after, before, 1)


def _usual(gaps: Sequence[int]) -> int:
    """The most frequent gap, the smaller of two that are equally so; 0 where there is none."""
    return min(set(gaps), key=lambda gap: (-gaps.count(gap), gap), default=0)


class Slot(Struct, frozen=True):
    """What stands in one column of one row."""

    cells: tuple[Cell, ...]
    """The one cell; none where it is blank; where the row is not placed, what it is in each way."""
    placed: bool
    many: bool = False
    """Whether the row has more values than columns, so that two may be halves of one."""


def align(values: Sequence[Cell], after: int, columns: int, habit: Habits) -> list[Slot]:
    """What stands in each column of a row.

    A row is placed when it has a value for each column, or when the newlines that are more than
    usual make up exactly for the values that are fewer.
    """
    values = _whole(values, columns, habit)
    missing = columns - len(values)
    if missing == 0:
        return [Slot((value,), True) for value in values]
    if missing > 0 and habit.between:
        extra = [values[0].gap - habit.before]
        extra += [cell.gap - habit.between for cell in values[1:]]
        extra += [after - habit.after if after else 0]
        for newlines in (habit.blank, habit.between):
            blanks = [gap // newlines if gap > 0 else 0 for gap in extra]
            if sum(blanks) == missing and all(gap % newlines == 0 for gap in extra if gap > 0):
                return _with_blanks(values, blanks)
    if missing > 0:
        return [Slot(tuple(values[max(0, i - missing) : i + 1]), False) for i in range(columns)]
    return [Slot(tuple(values[i : i + 1 - missing]), False, many=True) for i in range(columns)]


def _whole(values: Sequence[Cell], columns: int, habit: Habits) -> Sequence[Cell]:
    """The values of a row, each in one piece where a blank broke some and that leaves one for each column."""
    if len(values) <= columns or not habit.between:
        return values
    whole = mended(values)
    return whole if len(whole) == columns else values


def mended(values: Sequence[Cell], *, joined: bool = False) -> list[Cell]:
    """The same values, those on one line as one: where each has its own line, a blank broke them.

    On lines that are marked out, those `joined` inside one cell are one.
    """
    whole: list[Cell] = []
    for value in values:
        alike = value.joined if joined else not value.gap and value.row is None
        if whole and alike and whole[-1].row == value.row:
            whole[-1] = whole[-1].widened(whole[-1].words + value.words, value.end)
        else:
            whole.append(value)
    return whole


def spread(
    values: Sequence[Cell], ways: Sequence[Sequence[int]], decided: Sequence[bool]
) -> list[Slot]:
    """What may stand in each column, given the ways to spread the values over the columns.

    Where all columns are `decided`, one way stands for all: they differ in nothing but in which of
    several equal values is the one that is lost.
    """
    slots = []
    for column, sure in enumerate(decided):
        cells = [values[way.index(column)] for way in ways if column in way]
        here = column in ways[0] if all(decided) else sure and len(cells) == len(ways)
        if here:
            slots.append(Slot((values[ways[0].index(column)],), True))
        elif all(decided):
            moving = [
                value for value, *places in zip(values, *ways, strict=True) if len({*places}) > 1
            ]
            slots.append(Slot(tuple(moving), not moving))
        else:
            slots.append(Slot(tuple(sorted({*cells}, key=lambda cell: cell.start)), not cells))
    return slots


def _with_blanks(values: Sequence[Cell], blanks: Sequence[int]) -> list[Slot]:
    slots: list[Slot] = []
    for value, before in zip(values, blanks, strict=False):
        slots.extend([Slot((), True)] * before)
        slots.append(Slot((value,), True))
    slots.extend([Slot((), True)] * blanks[-1])
    return slots
