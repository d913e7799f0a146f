"""Wrapped: numbers that a narrow column broke over two lines, around the line of their row.

The label of the row and its short numbers stand halfway down: `4 1 5`, `label 0 0 0 0`, `1 7 8` is
41, 17 and 58 among four zeros. The last line looks like the rest of the row, and its sum may hold
(1 + 7 = 8), so its values are open.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from kanwu.extractors.cells import Cell
from kanwu.extractors.rows import Run


def wrapped(found: Sequence[Run], columns: int) -> list[Run]:
    """The same runs; one whose values are in part the lower halves of numbers has its columns open."""
    made = list(found)
    for i, (above, run) in enumerate(pairwise(found), 1):
        values = run.values
        if run.explicit or not run.labels or len(values) != columns or values[0].gap:
            continue
        below = _last_line(values)
        upper = _last_line(above.values)
        full = len(above.values) == columns
        if len(below) < columns and len(upper) == len(below) and not full and _digits(upper, below):
            made[i] = replace(run, gaps=True)
    return made


def _last_line(values: Sequence[Cell]) -> Sequence[Cell]:
    """Those of the last line that holds any."""
    first = next((i for i in range(len(values) - 1, 0, -1) if values[i].gap), 0)
    return values[first:]


def _digits(*lines: Sequence[Cell]) -> bool:
    return all(cell.words.isdigit() for line in lines for cell in line)
