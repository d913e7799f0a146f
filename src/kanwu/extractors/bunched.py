"""Bunched: rows of values whose labels stand in a bunch, before or after them.

Where a label is broken over lines, some tools print its pieces apart from the marked-out row.
The rows that kept their labels tell between which rows of the form such a row stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kanwu.extractors.cells import Cell, words_of
from kanwu.extractors.names import teller
from kanwu.extractors.rows import Row, Run, heads
from kanwu.parts import Parts

_SURE = 2
"""So many rows must have kept their labels."""


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands between two rows that kept their labels."""

    after: int
    """The row of the form before it; -1 where there is none."""
    before: int
    """The row of the form behind it."""
    runs: range


def bunched(
    found: Sequence[Run], parts: Parts, heading: re.Pattern[str]
) -> tuple[list[Row], list[Run]]:
    """The rows without labels whose places are told, and the other runs.

    They are told where as many stand between two rows with labels as the form has rows there; an
    optional row of the form is there when one of the loose labels names it.
    """
    if not any(run.explicit for run in found):
        return [], list(found)
    tell = teller(parts, heading)
    own = [_own(run) for run in found]
    sure = {
        i: row
        for i, run in enumerate(found)
        if own[i] and (row := tell(words_of(own[i])).beyond(-1)) is not None
    }
    order = list(sure.values())
    bare = [i for i, run in enumerate(found) if i not in sure and _is_bare(run)]
    if not bare or len(order) < _SURE or order != sorted(set(order)):
        return [], list(found)
    loose = [[cell for cell in run.labels if cell not in own[i]] for i, run in enumerate(found)]
    told = {row for labels in loose for row in tell(words_of(labels)).rows}
    told.difference_update(order)
    placed: list[Row] = []
    gone: set[int] = set()
    for gap in _gaps(sure, len(found), len(parts)):
        there = [i for i in bare if i in gap.runs]
        rows = _between(parts, gap, told)
        if not there or len(there) != len(rows):
            continue
        gone.update(gap.runs)
        placed += [
            Row(found[i], parts[row], label_lost=row not in told, bunched=True)
            for i, row in zip(there, rows, strict=True)
        ]
    return placed, [run for i, run in enumerate(found) if i not in gone]


def _own(run: Run) -> list[Cell]:
    """The labels on the marked-out line of the values."""
    if not (run.explicit and run.values):
        return []
    return [cell for cell in run.labels if cell.row == run.values[0].row]


def _is_bare(run: Run) -> bool:
    return run.explicit and any(cell.words for cell in run.values)


def _gaps(sure: dict[int, int], runs: int, rows: int) -> list[_Gap]:
    ends = [(-1, -1), *sure.items(), (runs, rows)]
    return [
        _Gap(after, before, range(first + 1, last))
        for (first, after), (last, before) in pairwise(ends)
    ]


def _between(parts: Parts, gap: _Gap, told: set[int]) -> list[int]:
    """The rows of the form that may stand in a gap; one that only heads others has no values."""
    rows = [
        row for row in range(gap.after + 1, gap.before) if not parts[row].optional or row in told
    ]
    over = heads(parts)
    several = sum(parts[row].optional for row in rows) > 1
    return [row for row in rows if not (several and parts[row].key in over)]
