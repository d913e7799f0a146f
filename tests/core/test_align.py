"""Align: which value stands in which column, told by newlines; and by sums."""

from __future__ import annotations

from decimal import Decimal

from kanwu.extractors.align import Habits, Slot, align, habits, spread
from kanwu.extractors.balance import ways
from kanwu.extractors.cells import Cell

HABIT = Habits(between=2, after=3, before=2, blank=1, taught=True)


def row(*gaps: int) -> list[Cell]:
    return [Cell(str(i), i, i + 1, gap, None, True) for i, gap in enumerate(gaps)]


def shape(slots: list[Slot]) -> str:
    """`#` a value, `.` a blank, `?` open."""
    return "".join("?" if not s.placed else "#" if s.cells else "." for s in slots)


def test_whole_rows_teach_the_habits() -> None:
    assert habits([(row(2, 2, 2), 3), (row(2, 2, 2), 3), (row(1, 5), 9)], 3) == HABIT


def test_newlines_tell_the_blanks() -> None:
    assert shape(align(row(2, 2, 2), 3, 3, HABIT)) == "###"
    assert shape(align(row(2, 3), 3, 3, HABIT)) == "#.#"
    assert shape(align(row(3, 2), 3, 3, HABIT)) == ".##"
    assert shape(align(row(2, 2), 4, 3, HABIT)) == "##."


def test_without_whole_rows_the_smallest_gaps_are_the_usual_ones() -> None:
    """Of a sparse table most gaps hold a blank cell; the smallest holds none."""
    sparse = [(row(2, 8, 4), 3), (row(2, 2, 4, 4), 3), (row(4, 4, 4), 5)]
    habit = habits(sparse, 7)
    assert habit == Habits(between=2, after=3, before=2, blank=2)
    assert shape(align(*sparse[0], 7, habit)) == "#...#.#"


def test_a_blank_cell_may_make_fewer_newlines_than_a_value() -> None:
    """What short rows need to come out even is what a blank cell makes."""
    found = [(row(3, 3, 3, 3), 4), (row(3, 5, 3), 4), (row(3, 7), 4), (row(5, 3, 3), 4)]
    habit = habits(found, 4)
    assert habit == Habits(between=3, after=4, before=3, blank=2, taught=True)
    assert [shape(align(*one, 4, habit)) for one in found] == ["####", "#.##", "#..#", ".###"]


def test_another_table_teaches_one_without_whole_rows() -> None:
    """Where the first column is always blank, only it tells that before each first value one stands."""
    found = [(row(5, 3), 7), (row(5, 3), 7)]
    usual = Habits(between=3, after=7, before=3, blank=1, taught=True)
    assert shape(align(*found[0], 3, habits(found, 3))) == "???"
    assert shape(align(*found[0], 3, habits(found, 3, usual))) == ".##"
    under = [
        (row(13, 3, 6), 0)
    ]  # its label is the last of a row of heads: what ends a row is before it
    assert shape(align(*under[0], 6, habits(under, 6, usual))) == "..##.#"


def test_newlines_that_do_not_add_up_leave_it_open() -> None:
    assert shape(align(row(2, 2), 3, 3, HABIT)) == "???"
    assert shape(align(row(2, 5), 3, 3, HABIT)) == "???"
    assert shape(align(row(2, 2, 2, 2), 3, 3, HABIT)) == "???"


def test_sums_leave_one_way() -> None:
    """1 + ? = 3, and the second column's total says 2."""
    keys = ["t.a.x", "t.a.y", "t.a.total"]
    relations = [(("t.a.total",), ("t.a.x", "t.a.y")), (("t.sum.y",), ("t.a.y",))]
    known = {"t.sum.y": Decimal(2)}
    found = ways(keys, [Decimal(1), Decimal(3)], known, relations)
    assert [way.columns for way in found] == [(0, 2)]
    assert found[0].solved == {"t.a.y": 2}
    slots = spread(row(2, 2), [(0, 2)], [True] * 3)
    assert [len(slot.cells) for slot in slots] == [1, 0, 1]


def test_sums_that_no_way_satisfies_give_none() -> None:
    relations = [(("a.a.c",), ("a.a.a", "a.a.b"))]
    found = ways(["a.a.a", "a.a.b", "a.a.c"], [Decimal(9), Decimal(1)], {}, relations)
    assert [way.columns for way in found] == [(0, 1)]
    both = [*relations, (("a.a.b",), ("z.z.z",))]
    known = {"z.z.z": Decimal(4)}
    assert ways(["a.a.a", "a.a.b", "a.a.c"], [Decimal(9), Decimal(1)], known, both) == []
