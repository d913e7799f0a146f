"""Plain: what a sum checker without any idea of damage finds in table 3, as a peer to measure against.

It is shown the printed cells themselves, each in its place; kanwu has to read them from the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from corpus import Damaged
from deciding import value_of
from pieces import Fact


def repaired(one: Damaged) -> Mapping[Fact, Decimal]:
    """The one cell where a wrong row meets a wrong column, with what makes the row hold."""
    rows = [list(row.values()) for row in one.clean.tables["applications"].rows.values()]
    words = one.words()
    printed = {fact: value_of(words[fact]) for row in rows for fact in row}
    if any(value is None for value in printed.values()):
        return {}
    said = {fact: value for fact, value in printed.items() if value is not None}
    off = [_residual(said, row[-1:], row[:-1]) for row in rows]
    columns = list(zip(*rows, strict=True))
    wrong_rows = [i for i, residual in enumerate(off) if residual]
    wrong_columns = [
        i
        for i, column in enumerate(columns)
        if _residual(said, column[-2:-1], column[2:-2]) or _residual(said, column[:2], column[-2:])
    ]
    if len(wrong_rows) != 1 or len(wrong_columns) != 1:
        return {}
    row, at = wrong_rows[0], wrong_columns[0]
    cell = rows[row][at]
    change = off[row] if at < len(rows[row]) - 1 else -off[row]
    return {cell: said[cell] + change}


def _residual(said: Mapping[Fact, Decimal], left: Sequence[Fact], right: Sequence[Fact]) -> Decimal:
    return sum((said[f] for f in left), Decimal(0)) - sum((said[f] for f in right), Decimal(0))
