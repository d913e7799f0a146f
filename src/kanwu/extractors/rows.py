"""Rows: the cells of a block → runs of values, each with the row of the form that it belongs to.

Labels tell the rows; their fixed order helps where one is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from kanwu.extractors.align import mended
from kanwu.extractors.cells import UNIT, Cell, words_of
from kanwu.extractors.cuts import Cut
from kanwu.extractors.names import PIECE, Told, row_of, teller
from kanwu.parts import Part, Parts

_ITEM = re.compile(r"\d[.、]")
"""What an item of a list begins with."""
_PIECES = 3
"""The rest of a label that stands around its values is broken over no more lines than this."""


class Run(Struct, frozen=True, gc=False):
    """Labels, then the values that follow them up to the next label."""

    labels: tuple[Cell, ...]
    values: tuple[Cell, ...]
    after: int
    """Newlines between the last value (or label) and what comes next."""
    explicit: bool = False
    """Whether every cell of the row is marked out, blank ones too."""

    gaps: bool = False
    """Whether blank cells or halves of numbers stand among the values, so that each may belong to
    another column."""

    @property
    def labelled(self) -> bool:
        """Whether the last label stands on the same marked-out line as the values."""
        if not (self.labels and self.values):
            return False
        return self.values[0].row is not None and self.labels[-1].row == self.values[0].row


class Row(Struct, frozen=True, gc=False):
    """A run and the row of the form that it is."""

    run: Run
    part: Part
    label_lost: bool = False
    """Whether the words that would say so are lost, and its place alone tells."""
    stacked: bool = False
    """Whether labels or units of other rows stand between, so that the values may be theirs."""
    bunched: bool = False
    """Whether its label stands in a bunch apart, and the rows around it tell its place."""
    entire: bool = False
    """Whether its table is whole, and its place in it and the sums tell."""
    by_sums: bool = False
    """Whether it lacks values, and the sums tell which."""
    ways: Sequence[Cut] | None = None
    """The ways to part its one value into several, where nothing stood between them."""


def runs(found: Sequence[Cell], columns: int, trailing: int) -> list[Run]:
    """Cells → runs of labels and the values after them."""
    made: list[Run] = []
    labels: list[Cell] = []
    i = 0
    while i < len(found):
        cell = found[i]
        if cell.row is not None:
            end = i + 1
            while end < len(found) and found[end].row == cell.row:
                end += 1
            line, i = found[i:end], end
            run = _of_line(labels, line, columns)
            labels = labels + [c for c in line if c.words] if run is None else []
            made.extend([run] if run else [])
        elif not cell.is_value:
            labels.append(cell)
            i += 1
        else:
            values = []
            while i < len(found) and found[i].row is None and found[i].is_value:
                values.append(found[i])
                i += 1
            after = found[i].gap if i < len(found) else trailing
            made.append(Run(tuple(labels), tuple(values), after))
            labels = []
    if labels:
        made.append(Run(tuple(labels), (), 0))
    return made


def _of_line(labels: Sequence[Cell], line: Sequence[Cell], columns: int) -> Run | None:
    """The run that a marked-out line makes; None where it holds labels only.

    A number between two labels shows that the line was two rows: whose the values are is open.
    """
    worded = [i for i, cell in enumerate(line) if cell.is_label]
    first, last = (worded[0], worded[-1]) if worded else (0, -1)
    own = (*labels, *[cell for cell in line[: last + 1] if cell.words])
    between = [cell for cell in line[first : last + 1] if cell.is_value]
    torn = any(cell.words[-1:].isdigit() for cell in between)
    cells = line[last + 1 :]
    if len(cells) > columns and len(whole := mended(cells, joined=True)) == columns:
        cells = whole  # a blank broke some
    fit = None if torn else fitted(cells, columns)
    if fit is not None and (own or any(cell.words for cell in fit)):
        return Run(own, tuple(fit), 0, explicit=True)
    values = tuple([cell for cell in line if cell.is_value])
    if not values:
        return None
    gaps = len(cells) > len(values)
    return Run((*labels, *[line[i] for i in worded]), values, 0, gaps=gaps)


def fitted(line: Sequence[Cell], columns: int) -> Sequence[Cell] | None:
    """The cells of a line that fill the columns, blank ones at its ends dropped in the only way.

    None where there are too few, or where more than one way is open.
    """
    more = len(line) - columns
    if more <= 0:
        return None if more else line
    ways = [
        line[left : left + columns]
        for left in range(more + 1)
        if not any(cell.words for cell in (*line[:left], *line[left + columns :]))
    ]
    return ways[0] if len(ways) == 1 else None


def rows(
    found: Sequence[Run],
    parts: Parts,
    columns: Parts,
    heading: re.Pattern[str],
) -> list[Row]:
    """Each run with its row, in the order of the text.

    A row without its label is placed by the fixed order of the form: only when exactly as many
    rows are missing between its neighbours as runs without a label stand there.
    """
    named: dict[int, int] = {}
    tell = teller(parts, heading)
    told = [tell(words_of(run.labels)) for run in found]
    last = -1
    for i, run in enumerate(found):
        own = told[i] if named else tell(words_of(_below(run.labels, columns)))
        row = own.beyond(last)
        if row is None and len(columns) > 1:  # one value may be anybody's
            row = _around(found, i, parts, heading, last)
        if row is not None and not (parts[row].optional and _is_blank(run)):
            named[i] = last = row
    placed: list[Row] = []
    open_runs: list[Run] = []
    before = -1
    for i, run in enumerate(found):
        if i not in named:
            open_runs.extend([] if _is_blank(run) else [run])
            continue
        part = parts[named[i]]
        others = told[i].rows - {named[i]}
        if open_runs:
            placed += _by_order(open_runs, _missing(parts, before, named[i], others))
        between = [row for row in others if before < row < named[i]]
        stacked = _has_units(run) or not all(parts[row].optional for row in between)
        stranger = found[i + 1] if i + 1 < len(found) and i + 1 not in named else None
        divided = stranger is not None and _divided(run, stranger, part)
        many = len(run.values) > len(columns)
        lost = _lost(parts, named, told, i) if many else []
        behind = _behind(parts, found, named, told, i) if many and not lost else []
        first, more = run, []
        if many:
            first, *more = _split(run, len(columns), 0 if stacked else len(lost or behind))
        placed.append(Row(first, part, stacked=divided or (stacked and not run.labelled)))
        if behind and more:
            placed += [Row(one, row, bunched=True) for one, row in zip(more, behind, strict=True)]
        elif more:
            placed += _by_order(more, lost)
        open_runs, before = [], named[i] + len(more)
    placed += _by_order(open_runs, _missing(parts, before, len(parts), set()))
    if sum([row.part.optional for row in placed]) > 1:  # the form has the one or the others
        over = heads(parts)
        placed = [replace(row, stacked=True) if row.part.key in over else row for row in placed]
    return placed


def _around(
    found: Sequence[Run], i: int, parts: Parts, heading: re.Pattern[str], after: int
) -> int | None:
    """The row whose label stands around the values of run `i`: they are halfway down its lines.

    It begins with a number, and what follows them goes on with it, and begins none. Or they stand
    beside a piece of the name of a group, the whole label is below, and the next run has its own.
    """
    run, *later = found[i : i + 3]
    if not (run.labels and later) or run.explicit:
        return None
    own, beyond = run.labels[-1].words, later[0].labels
    item = _ITEM.search(own)
    beside = not own[:1].isdigit() and (heading.match(own) or len(own) <= PIECE)
    if not (item or beside):
        return None
    on, *onward = [_going_on(one.labels, parts, heading) for one in later]
    for n in range(1, len(on) + 1 if item else 1):
        words = own + "".join([cell.words for cell in on[:n]])
        told = [row for row in parts.named_by(words) if row > after]
        if told:
            return told[0]
    if not beside or on or len(beyond) < 2:
        return None
    row = next((row for row in parts.named_by(beyond[0].words) if row > after), None)
    rest = teller(parts, heading)(words_of([*beyond[1:], *chain.from_iterable(onward)])).rows
    return row if row is not None and any(other > row for other in rest) else None


def _has_units(run: Run) -> bool:
    """Whether the units of several rows stand among its labels."""
    labels = run.labels
    return len(labels) > 1 and sum([_is_unit(cell.words) for cell in labels]) > 1


@lru_cache(1024)
def _is_unit(words: str) -> bool:
    return UNIT.fullmatch(words) is not None


def _going_on(labels: Sequence[Cell], parts: Parts, heading: re.Pattern[str]) -> list[Cell]:
    """The first labels, as far as they may go on with the one before; names of groups stand between."""
    on: list[Cell] = []
    for cell in labels[:_PIECES]:
        if not heading.match(cell.words):
            if _ITEM.search(cell.words):  # another label begins behind a piece of a group's name
                break
            on.append(cell)
        elif cell.words[0].isdigit() or parts.named_by(cell.words):
            break
    return on


def _divided(run: Run, beyond: Run, part: Part) -> bool:
    """Whether a row is parted into several with labels of their own, so that none tells the whole."""
    labels = [cell.words for cell in run.labels if cell.words]
    own = [bool(part.name.search(words)) for words in labels]
    alike = bool(beyond.labels) and len(beyond.values) == len(run.values)
    return alike and any(own) and not own[-1]


@lru_cache(64)
def heads(parts: Parts) -> Set[str]:
    """The rows that only head others: an optional one before others that are."""
    pairs = [*zip([None, *parts], parts, [*parts[1:], None], strict=False)]
    return frozenset(
        [
            part.key
            for before, part, after in pairs
            if part.optional and after and after.optional and not (before and before.optional)
        ]
    )


def _below(labels: Sequence[Cell], columns: Parts) -> Sequence[Cell]:
    """The labels without those that head a column: 其他 and 总计 are names of rows too."""
    named_by = columns.named_by
    return [cell for cell in labels if not named_by(cell.words)]


def _is_blank(run: Run) -> bool:
    return not any(cell.words for cell in run.values)


def _lost(parts: Parts, named: dict[int, int], told: Sequence[Told], i: int) -> list[Part]:
    """The rows between a run and the next one whose labels stand nowhere."""
    if i + 1 not in named:
        return [] if i + 1 < len(told) else _missing(parts, named[i], len(parts), set())
    return _missing(parts, named[i], named[i + 1], told[i + 1].rows)


def _behind(
    parts: Parts, found: Sequence[Run], named: dict[int, int], told: Sequence[Told], i: int
) -> list[Part]:
    """The last rows of the form, where their labels alone stand behind the values of run `i`.

    A tool that reads a page by columns puts a label that spans several behind all of them.
    """
    if i + 2 != len(found) or found[i + 1].values:
        return []
    last = _missing(parts, named[i], len(parts), set())
    return last if {parts.index(row) for row in last} <= told[i + 1].rows else []


def _by_order(found: Sequence[Run], missing: Sequence[Part]) -> list[Row]:
    if len(found) != len(missing):
        return []
    return [Row(run, part, label_lost=True) for run, part in zip(found, missing, strict=True)]


def _missing(parts: Parts, before: int, after: int, told: Set[int]) -> list[Part]:
    between = range(before + 1, after)
    return [parts[row] for row in between if row not in told and not parts[row].optional]


def _split(run: Run, columns: int, lost: int) -> list[Run]:
    """A run that holds the values of several rows, if their labels are lost.

    They stand row by row; those that a cell holds together are one of each row.
    """
    values, several = run.values, lost + 1
    if not lost or len(values) != columns * several or columns == 1:
        return [run]
    starts = [i for i, value in enumerate(values) if not value.joined]
    if len(starts) == len(values):
        pieces = [values[i : i + columns] for i in range(0, len(values), columns)]
    elif starts == list(range(0, len(values), several)):
        pieces = [values[i::several] for i in range(several)]
    else:
        return [run]
    afters = [*(piece[0].gap for piece in pieces[1:]), run.after]
    return [
        Run(run.labels if i == 0 else (), piece, after)
        for i, (piece, after) in enumerate(zip(pieces, afters, strict=True))
    ]


def blank_rows(
    found: Sequence[Run], named: Sequence[Row], parts: Parts, enough: int
) -> Iterator[tuple[Part, Cell, int]]:
    """Rows whose label stands and whose cells are all blank, with the newlines after the label.

    `enough` newlines after a label, and no value, are a row of blank cells.
    """
    filled = {row.part.key for row in named if row.run.values}
    for run in found:
        following = [*run.labels[1:], *run.values[:1]]
        for label, after in zip(run.labels, following, strict=False):
            if after.gap < enough or label.row is not None:
                continue
            row = row_of(label.words, parts, -1)
            if row is not None and parts[row].key not in filled:
                yield parts[row], label, after.gap


def unstacked(row: Row, blank: set[str], parts: Parts) -> Row:
    """The row as surely its own, when the rows above that its labels name are known to be blank."""
    own = parts.index(row.part)
    told = (row_of(cell.words, parts, -1) for cell in row.run.labels)
    above = {parts[i].key for i in told if i is not None and i < own}
    return replace(row, stacked=False) if above and above <= blank else row
