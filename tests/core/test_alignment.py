"""Alignment: each unit of an old text has at most one place in the new one, and no two share one."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from kanwu.folds import fold
from kanwu.placing.alignment import Alignment, align
from kanwu.placing.form import Form, form
from kanwu.source import Source

LINES = (
    "春分前后全镇翻修了东边的老水渠，沿线七个村组都出了工。\n",
    "图书室新添了农技读物三百余册，周末也照常开门。\n",
    "网站首页的检索框改在右上角，字号放大了一号。\n",
    "山洪预警的喇叭装到了最远的自然村，试响两遍。\n",
    "集市搬到河西以后，停车的空地比从前宽了一倍。\n",
    "0 0 0 12 0 0 0\n",
    "合作社的账目每季度张榜，群众可以当场问。\n",
)


def laid(old: str, new: str) -> tuple[Form, Form, Alignment]:
    before, now = (form(fold(Source("a", text, "utf-8"))) for text in (old, new))
    return before, now, align(before, now)


def one_to_one(before: Form, now: Form, found: Alignment) -> bool:
    kept = [(i, j) for i, j in enumerate(found.sure) if j >= 0]
    alike = all(before.code[i] == now.code[j] for i, j in kept)
    return alike and len({j for _, j in kept}) == len(kept)


@given(
    st.lists(st.sampled_from(LINES), max_size=12),
    st.lists(st.sampled_from((*LINES, "新来的一句。")), max_size=12),
)
@settings(deadline=None)
def test_no_two_units_share_a_place(old: Sequence[str], new: Sequence[str]) -> None:
    """Whatever was moved, put in, taken out or printed twice; and the runs say what `sure` says."""
    before, now, found = laid("".join(old), "".join(new))
    assert one_to_one(before, now, found)
    told = [-1] * len(before.code)
    for i, j, n in found.runs:
        told[i : i + n] = range(j, j + n)
    assert told == list(found.sure)


def test_a_moved_block_does_not_reach_over_what_stayed() -> None:
    """The ends of a block that moved stand near each other by now, and what was between them stayed."""
    first, stayed, last, *rest = LINES
    old = first + stayed + last + "".join(rest)
    new = stayed + "".join(rest) + first + stayed[6:12] + last
    before, now, found = laid(old, new)
    assert one_to_one(before, now, found)
    at = before.code.index(stayed[:6])
    assert list(found.sure[at : at + 20]) == list(range(20)), "it stands first in the new text"


def test_what_lies_near_is_told_in_runs() -> None:
    before, _, found = laid(LINES[0] + LINES[1] + LINES[2], LINES[0] + LINES[2])
    gone = len(form(fold(Source("a", LINES[0], "utf-8"))).code)
    assert found.whole(0, gone)
    assert not found.whole(0, gone + 1)
    assert found.near(gone - 1, len(before.code))[0][0] == 0
    assert found.near(gone, gone + 5) == []
