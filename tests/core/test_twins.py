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


LONG = """雾溪县茶场管理站会议记录，记录的人坐在靠窗的一头，开会的日子是立秋以后第一个不下雨的早晨，到会的人都在门边签了名
站里定下今年给7个片区修晒场，先修东坡和西坡，木料从县里的老林场运，石灰请河边两家窑轮流烧，工钱按天记在簿子上，
遇到下雨就停工，停工的日子不算钱，伙食由各片区轮着送到工地，送饭的人另记一本账，年底两本账一起拿到晒场上念，
念完由各家按手印，手印按在红纸上，红纸贴满一个月再收进铁柜，铁柜的钥匙分两把，一把放站里，一把放最年长的茶农家中，
两把钥匙凑齐才能开柜，谁要查账须先跟两边说好日子，查完把翻过的页码写在门后的木板上，好让后来的人知道翻到了哪里。
会后大家去看新到的茶苗，苗根用湿稻草裹着，一捆一捆码在棚下，明早分给各片区，领苗的人要自带竹筐和绳子，走山路回去。
山路上有三处滑坡没有清完，过的时候要人拉着人，背篓先递过去，再过人，孩子不许跟着，家里没有人看的孩子送到站里来，
站里的伙房多煮一锅粥，谁来都有一碗，碗用完自己洗，洗好的碗倒扣在竹架上，竹架摆在太阳晒得到的地方，晚上收进屋里去。
"""
ASIDE = """县里的班车改走新修的桥，旧桥只过人和牲口，桥头的木牌写着限重，赶集的日子有人在那里指路，背重物的走左边，空手的走右边，
走散的人到桥头小店门口等，店里备着茶水和板凳，等人不收钱，天黑以前班车再来接一趟，错过的只好住在对岸的亲戚家里过夜。
桥下的水磨今年不转了，磨坊改成放农具的屋子，犁和耙靠墙立着，名字用墨写在木柄上，借走的人把竹签插进墙上的草把子里，
还的时候拔掉竹签，弄坏了要在墙上画一道，画满三道的人家下一年排在最后借，这个规矩是磨坊主人自己想出来的，没有人说不好。
"""


def test_half_a_copy_between_the_old_neighbours_is_not_the_sentence() -> None:
    """The first half of a paragraph was printed again, after its title; the paragraph moved down."""
    title, rest = LONG.split("\n", 1)
    half = rest[: rest.index("红纸贴满")]
    new = f"{title}\n{half}再议。\n{ASIDE}{rest.replace('红纸上', '大红纸上')}"
    at = LONG.index("7个片区")
    assert refused(find((at, at + 1), new, snapshot=True, old=LONG))
    moved = f"{title}\n{ASIDE}{rest}"
    found = find((at, at + 1), moved, snapshot=True, old=LONG)
    assert isinstance(found, Found)
    assert moved[found.span.start :].startswith("7个片区")


@pytest.mark.parametrize("snapshot", [True, False])
def test_what_hangs_on_one_neighbour_stands_right_beside_it(snapshot: bool) -> None:
    """The old text was cut off inside 228; the 22 of the next clause is another number."""
    old = HEAD + "入冬以前各片区一共领走茶苗22"
    new = HEAD + "入冬以前各片区一共领走茶苗228捆，其中东坡领走22捆，剩下的由站里代管。\n" + TAIL
    assert refused(find((len(old) - 2, len(old)), new, snapshot=snapshot, old=old))
    whole = new.replace("228捆", "22捆")
    found = find((len(old) - 2, len(old)), whole, snapshot=snapshot, old=old)
    assert isinstance(found, Found)
    assert found.span == Span(len(old) - 2, len(old))


@pytest.mark.parametrize("snapshot", [True, False])
def test_a_mark_between_thousands_makes_no_other_number(snapshot: bool) -> None:
    """25156 is printed 25,156 by now, and back; 25,165 is another number."""
    plain = HEAD + "秋天晒干的茶一共25156斤，够县里喝到明年清明，余下的装船运到下游去卖。\n" + TAIL
    marked = plain.replace("25156", "25,156")
    at = plain.index("25156")
    for old, new, size in ((plain, marked, 5), (marked, plain, 6)):
        found = find((at, at + size), new, snapshot=snapshot, old=old)
        assert isinstance(found, Found)
        assert found.span == Span(at, at + 11 - size)
    other = plain.replace("25156", "25,165")
    assert refused(find((at, at + 5), other, snapshot=snapshot, old=plain))
