"""Cells: where a text is broken into rows."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kanwu_tui.cells import NOT_FIRST, width, wrap

SHARES = "财政资金75条，占27 .3%；民生救助64条，占23.3 %；规划计划11条，占4 %；其他24条，占9.7%。"


def test_a_percent_sign_stands_beside_its_number() -> None:
    """No row begins with what belongs to the one before, be there a blank between or not."""
    for cells in range(12, 60):
        rows = wrap(SHARES, cells)
        firsts = [SHARES[row.start : row.end].lstrip()[0] for row in rows]
        assert NOT_FIRST.isdisjoint(firsts), (cells, firsts)


@given(st.text("公开 1.8%，。（）\u200bA", min_size=1, max_size=80), st.integers(4, 40))
def test_the_rows_are_the_text(text: str, cells: int) -> None:
    """Every character stands in one row, in order, and no row is wider than there is room."""
    rows = wrap(text, cells)
    assert rows[0].start == 0
    assert rows[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(rows))
    assert all(width(text[row.start : row.end]) <= cells for row in rows)
