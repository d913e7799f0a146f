"""Twins: cells, rows and sentences that look alike, of which one is gone or came in."""

from __future__ import annotations

import pytest

from kanwu.anchor import Fixed, Found, Place, anchor
from kanwu.folds import fold
from kanwu.placing import Ask, place
from kanwu.source import Source, Span

HEAD = """雾溪县茶场管理站工作简报
站里今年把三座旧茶厂的屋顶都换了瓦，漏雨的地方补齐，又请县里的师傅来教炒青，学的人坐满了晒场。
"""
TABLE = """各片区的茶苗登记
东坡片 3 1 0 0 1 0 0 1 0 1 0 0 0 0 0
西坡片领苗后没有栽下去的农户 0 0 0 0 0 0 0
南坡片领苗后没有栽下去的农户 0 0 0 0 0 0 0
2.其他 5 0 0 0 0 0 5
"""
TAIL = """秋茶收完以后，站里打算把登记簿重抄一遍，字迹模糊的几页先抄，抄好的放进铁柜。
电话:0777-5550137 地址:雾溪县炒青巷8号 邮箱:站里没有 备案:雾备7号
县里的班车每天两趟，早上那趟捎信，傍晚那趟捎茶样。
"""
REPORT = HEAD + TABLE + TAIL


def find(quote: tuple[int, int], new: str, *, snapshot: bool, old: str = REPORT) -> Place:
    before = Source("report", old, "utf-8")
    olds = {before.sha256: fold(before)} if snapshot else {}
    (found,) = place(
        [Ask(anchor(before, Span(*quote)))], fold(Source("report", new, "utf-8")), olds
    )
    return found


def cell(label: str, nth: int, text: str = REPORT) -> tuple[int, int]:
    """The nth one-digit cell after a label."""
    at = text.index(label) + len(label) + 1 + 2 * nth
    return at, at + 1


def refused(found: Place) -> bool:
    return not isinstance(found, (Found, Fixed))


@pytest.mark.parametrize("snapshot", [True, False])
def test_of_two_equal_cells_either_may_be_the_one_that_is_gone(snapshot: bool) -> None:
    """`1 0 1` became `1`: what went is `0 1` or `1 0`, and nobody can say which."""
    new = REPORT.replace("0 0 1 0 1 0 0 0", "0 0 1 0 0 0")
    for nth in (7, 9):
        assert refused(find(cell("东坡片", nth), new, snapshot=snapshot))
    assert isinstance(find(cell("东坡片", 0), new, snapshot=snapshot), Found)


@pytest.mark.parametrize("snapshot", [True, False])
def test_cells_whose_label_is_gone_are_of_no_row(snapshot: bool) -> None:
    """Seven noughts and six: the seventh nought of the one row may be the first of the other."""
    new = REPORT.replace("\n南坡片领苗后没有栽下去的农户 0 0 0 0 0 0 0", "\n0 0 0 0 0 0")
    for nth in range(7):
        assert refused(find(cell("南坡片领苗后没有栽下去的农户", nth), new, snapshot=snapshot))


@pytest.mark.parametrize("snapshot", [True, False])
def test_a_row_is_not_its_sister_whose_label_ends_alike(snapshot: bool) -> None:
    """One row is gone and the other moved up to what followed it."""
    row = "南坡片领苗后没有栽下去的农户 0 0 0 0 0 0 0\n"
    found = find(
        cell("南坡片领苗后没有栽下去的农户", 6), REPORT.replace(row, ""), snapshot=snapshot
    )
    assert refused(found)


def test_a_copy_with_other_names_does_not_take_the_place_of_a_line() -> None:
    """The copy stands where the line stood, and the line itself, word for word, below it."""
    line = "电话:0777-5550137 地址:雾溪县炒青巷8号 邮箱:站里没有 备案:雾备7号\n"
    copy = line.replace("雾溪县", "云乡镇").replace("炒青巷", "采青巷")
    new = REPORT.replace(line, copy + line)
    at = REPORT.index("0777")
    found = find((at, at + 4), new, snapshot=False)
    assert refused(found) or (isinstance(found, Found) and found.span.start == new.index(line) + 3)


@pytest.mark.parametrize("others", ["领了茶树没有入土", "占了苗圃没有浇水"])
def test_a_row_whose_words_are_others_here_and_there_is_another(others: str) -> None:
    """Without the old text nobody knows whether it was edited, or is a sister of what is gone."""
    row = "西坡片领苗后没有栽下去的农户"
    new = REPORT.replace(row, f"北山片{others}的农户")
    assert refused(find(cell(row, 6), new, snapshot=False))
