"""A block whose rows have no labels, where words stand among its values: their order is open."""

from __future__ import annotations

import random

from grids import HEADING, SCHEMA, grid

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


def test_blank_cells_tell_no_other_order() -> None:
    """Left out, they move the values behind them, and the sums of another order may seem to hold."""
    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    values = ["3", "", "2", "", "5", "", "1", "3", "2", "6", "4", "2", "1", "", "7"]
    names = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *outcomes * 3]
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    end = "五、存在的主要问题及改进情况"
    g = grid(random.Random(1))
    above = [
        HEADING.strip(),
        *g.heads,
        *(x for row in g.labels for x in (g.labels[row], *g.row(row))),
    ]
    text = "\n \n".join([*above, heading, *names, *values, f"{end}\n无。"])
    readings = extract(fold(Source("x", text, "utf-8")), SCHEMA)
    cells = [one for one in readings if one.key.field.startswith("disputes.")]
    assert [str(one.value or "") for one in cells] == values
