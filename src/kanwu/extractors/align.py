"""Align: the values of one row → its columns, by what lies between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter, itemgetter

from msgspec import Struct
from msgspec.structs import replace

from kanwu.extractors.cells import Cell

Runs = Sequence[tuple[Sequence[Cell], int]]
"""Values in a row, with the newlines after the last."""


class Habits(Struct, frozen=True):
    """How a table was flattened: newlines between its cells."""

    between: int
    """Between two values of a row."""
    after: int
    """After the last value of a row."""
    before: int
    """Between a label and the first value."""
    blank: int
    """How many more a blank cell makes; 0 where nothing tells."""
    taught: bool = False
    """Whether whole rows of several cells taught it."""


def habits(runs: Runs, columns: int, known: Habits | None = None) -> Habits:
    """The usual newlines between the cells of a table.

    Whole rows teach them. A table that has none has those `known` of another table of the document,
    also where its label is the last of a row of labels; or the smallest that are seen, which takes
    two rows to tell: whichever explain most rows.
    """
    whole = [run for run in runs if len(run[0]) == columns]
    if whole:
        habit = _told(whole, _usual, taught=columns > 1)
        return habit if len(whole) == len(runs) else _with_blank(habit, runs, columns)[0]
    told = [known, replace(known, before=known.after)] if known else []
    tried = [_with_blank(replace(one, taught=False), runs, columns) for one in told]
    seen, explained = _with_blank(_told(runs, _smallest, taught=False), runs, columns)
    tried.append((seen, explained) if explained > 1 else (replace(seen, blank=0), 0))
    return max(tried, key=itemgetter(1))[0]


def _told(runs: Runs, told: Callable[[Sequence[int]], int], *, taught: bool) -> Habits:
    between = told([cell.gap for values, _ in runs for cell in values[1:]])
    after = told([after for _, after in runs if after])
    before = told([values[0].gap for values, _ in runs if values])
    return Habits(between, after, before, 1, taught)


def _with_blank(habit: Habits, runs: Runs, columns: int) -> tuple[Habits, int]:
    """The same with what a blank cell makes, and how many rows are explained so."""
    short = [run for run in runs if 0 < len(run[0]) < columns]
    found = [_step(_more(*run, habit), columns - len(run[0]), habit.between) for run in short]
    steps = [step for step in found if step]
    blank = _usual(steps)
    return replace(habit, blank=blank or 1), steps.count(blank)


def _usual(gaps: Sequence[int]) -> int:
    """The most frequent gap, the smaller of two that are equally so; 0 where there is none."""
    if gaps and gaps.count(gaps[0]) == len(gaps):
        return gaps[0]
    return min(set(gaps), key=lambda gap: (-gaps.count(gap), gap), default=0)


def _smallest(gaps: Sequence[int]) -> int:
    return min(gaps, default=0)


class Slot(Struct, frozen=True, gc=False):
    """What stands in one column of one row."""

    cells: tuple[Cell, ...]
    """The one cell; none where it is blank; where the row is not placed, what it is in each way."""
    placed: bool
    many: bool = False
    """Whether the row has more values than columns, so that two may be halves of one."""


def rising(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells, each once, in the order of the text."""
    return tuple(sorted({*cells}, key=attrgetter("start")))


def common(slots: Sequence[Slot]) -> Slot:
    """What all the slots say, or what any of them may."""
    if all(slot == slots[0] for slot in slots):
        return slots[0]
    cells = [cell for slot in slots for cell in slot.cells]
    if cells and len({cell.words for cell in cells}) == 1 and all(s.cells for s in slots):
        return slots[0]
    return Slot(rising(cells), False)


def align(values: Sequence[Cell], after: int, columns: int, habit: Habits) -> list[Slot]:
    """What stands in each column of a row.

    A row is placed when it has a value for each column, or when the newlines that are more than
    usual make up exactly for the values that are fewer.
    """
    values = _whole(values, columns, habit)
    missing = columns - len(values)
    if missing == 0:
        return [Slot((value,), True) for value in values]
    if missing > 0:
        more = _more(values, after, habit)
        step = _step(more, missing, habit.between)
        if step and step in ((1, habit.blank, habit.between) if habit.taught else (habit.blank,)):
            return _with_blanks(values, [one // step for one in more])
        return [Slot(tuple(values[max(0, i - missing) : i + 1]), False) for i in range(columns)]
    return [Slot(tuple(values[i : i + 1 - missing]), False, many=True) for i in range(columns)]


def _step(more: Sequence[int], missing: int, between: int) -> int:
    """The newlines that each of some missing cells makes, where that explains all that are more than
    usual; else 0."""
    step, rest = divmod(sum(more), missing)
    if not step or rest or step > between:
        return 0
    return 0 if any(one % step for one in more) else step


def _more(values: Sequence[Cell], after: int, habit: Habits) -> list[int]:
    """The newlines that are more than usual, before each value and after the last."""
    more = [cell.gap - habit.between for cell in values]
    more[0] = values[0].gap - habit.before
    more.append(after - habit.after if after else 0)
    return [one if one > 0 else 0 for one in more]


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
            slots.append(Slot(rising(cells), not cells))
    return slots


def _with_blanks(values: Sequence[Cell], blanks: Sequence[int]) -> list[Slot]:
    slots: list[Slot] = []
    for value, before in zip(values, blanks, strict=False):
        slots.extend([Slot((), True)] * before)
        slots.append(Slot((value,), True))
    slots.extend([Slot((), True)] * blanks[-1])
    return slots
