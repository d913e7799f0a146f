"""A block whose rows have no labels, where words stand among its values: their order is open."""

from __future__ import annotations

from grids import SCHEMA

from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.source import Source

TORN = """四、结转下年度继续办理
0
3
1
7
2
8
21
行政复议
审
结
6
0
0
0
0
6
结
果
维
持

0
0
0
0
0
0
0"""
"""Blocks of a page sorted from the left: values of two tables among names of columns, one cell blank."""


def test_a_blank_cell_among_torn_values_is_open() -> None:
    readings = extract(fold(Source("x", TORN, "utf-8")), SCHEMA)
    cells = [one for one in readings if one.key.field.startswith("disputes.") and one.span]
    assert cells
    assert all(one.value is None for one in cells)
