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
        if run.explicit or len(run.labels) != 1 or len(values) != columns:
            continue
        if len(above.values) == columns:
            continue
        below, upper = _last_line(values), _last_line(above.values)
        beside = values[: columns - len(below)]
        if not beside or any(value.gap for value in beside):
            continue
        if len(upper) == len(below) and _halves(upper, below):
            made[i] = replace(run, gaps=True)
    return made


def _last_line(values: Sequence[Cell]) -> Sequence[Cell]:
    """Those of the last line that holds any."""
    first = next((i for i in range(len(values) - 1, 0, -1) if values[i].gap), 0)
    return values[first:]


def _halves(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """Whether these may be the first and the last digits of numbers, of which none begins with 0."""
    digits = all(cell.words.isdigit() for cell in (*upper, *lower))
    return digits and not any(cell.words.startswith("0") for cell in upper)
