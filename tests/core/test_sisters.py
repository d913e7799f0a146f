"""Sisters and rows: what stands in a changed text like the words of an anchor, and is not them."""

from __future__ import annotations

import pytest

from kanwu.anchor import Fixed, Found, Place, anchor
from kanwu.folds import fold
from kanwu.placing import Ask, place
from kanwu.source import Source, Span

PROSE = """石桥镇的渡口修了两年，来往的人比从前多，镇里在码头边设了一块告示牌。
春天办了培训班，各村的会计都来听课，课后每人带回一册讲义。
"""
LETTERS = """村口的公开栏贴出低保名单12份，比去年多4份。
镇里的信箱收到来信35封，都在十五天内答复。
网站的留言板收到留言8条，其中问路的3条。
"""
END = """秋天下雨多，渡口停了几回，通知都提前一天写在告示牌上。
年底请各村看了一遍账目，没有人提出不同的意见。
"""


def places(old: str, new: str, *quotes: str, after: str = "", snapshot: bool = True) -> list[Place]:
    """Where quotes stand, each the first one after some words of the old text."""
    before = Source("a", old, "utf-8")
    begin = old.index(after)
    spans = [Span(i, i + len(q)) for q in quotes for i in [old.index(q, begin)]]
    olds = {before.sha256: fold(before)} if snapshot else {}
    return place([Ask(anchor(before, s)) for s in spans], fold(Source("a", new, "utf-8")), olds)


def row(cells: str) -> str:
    return f"{PROSE}三、办理结果 {cells} 四、结转\n{LETTERS}{END}"


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        ("5 0 7 0 0 1", True),
        ("5 0 9 0 0 1", True),
        ("7 0 5 0 0 1", False),
        ("5 7 0 0 0 1", False),
        ("5 0 0 0 1", False),
        ("5 2 0 7 0 0 1", False),
    ],
)
def test_a_cell_is_the_same_only_as_far_as_its_row_says(now: str, taken: bool) -> None:
    """A zero beside a changed cell stays; where values moved, came or went nobody can tell."""
    old = row("5 0 7 0 0 1")
    at = old.index("5 0 7") + 2
    before = Source("a", old, "utf-8")
    (found,) = place(
        [Ask(anchor(before, Span(at, at + 1)))],
        fold(Source("a", row(now), "utf-8")),
        {before.sha256: fold(before)},
    )
    assert isinstance(found, Found) == taken
    if isinstance(found, Found):
        assert found.span.start == at


def test_a_cell_beyond_a_fence_stays() -> None:
    """A cell that came in at the start of a row does not disturb what another value fences off."""
    old, new = row("0 3 0 8 6"), row("0 0 3 0 8 6")
    (found,) = places(old, new, "0", after="3 0 8")
    assert isinstance(found, Found)
    assert found.span.start == new.index("3 0 8") + 2


def test_words_that_come_into_a_row_are_no_cells() -> None:
    """A line of a site's own, its numbers among it, leaves the cells before and after it."""
    old = row("5\n0\n0\n0\n1\n")
    new = row("5\n0\n本页共有第3版请向值班室询问。\n0\n0\n1\n")
    (found,) = places(old, new, "0", after="5\n0")
    assert isinstance(found, Found)


def test_a_copy_better_than_the_original_does_not_draw_the_anchor_away() -> None:
    """The original was damaged, and an unharmed copy came in before the line above it."""
    old = PROSE + LETTERS + END
    first, second, *rest = LETTERS.splitlines(keepends=True)
    new = PROSE + second + first + second.replace("镇里的", "镇理的") + "".join(rest) + END
    (found,) = places(old, new, "35")
    assert not (isinstance(found, (Found, Fixed)) and found.span.start < new.index("村口"))


@pytest.mark.parametrize("snapshot", [True, False])
def test_a_sentence_gone_is_not_found_in_one_like_it_elsewhere(snapshot: bool) -> None:
    """The same numbers under other words, at another place, are another sentence."""
    old = PROSE + LETTERS + END
    first, second, third = LETTERS.splitlines(keepends=True)
    other = second.replace("镇里的信箱收到来信", "学校的食堂收到菜单")
    (found,) = places(old, other + PROSE + first + third + END, "35", snapshot=snapshot)
    assert not isinstance(found, (Found, Fixed))


def test_a_sentence_reworded_where_it_stood_is_still_found() -> None:
    """Between the very neighbours it had, other words are an edit."""
    old = PROSE + LETTERS + END
    new = old.replace("镇里的信箱收到来信", "镇里三处信箱共收到来信")
    (found,) = places(old, new, "35")
    assert isinstance(found, Found)


def test_without_the_old_text_the_row_of_another_label_is_not_taken() -> None:
    """Of two rows with the same ends and the same cells, the own one is gone."""
    label = "要求提供公开出版物 0 0 0 0 0\n"
    rows = "一、本年新收" + label + "二、上年结转" + label
    old = PROSE + rows + LETTERS + END
    new = PROSE + "一、本年新收" + label + LETTERS + END
    (found,) = places(old, new, "0", after="二、上年", snapshot=False)
    assert not isinstance(found, (Found, Fixed))


def test_english_sentences_end_at_a_full_stop() -> None:
    """A deleted sentence is told from its sister by where sentences begin."""
    sisters = [f"The {name} office received 12 letters in 2019. " for name in ("north", "south")]
    old = "Rain fell on the valley for weeks. " + "".join(sisters) + "The bridge was closed.\n" * 2
    (gone,) = places(old, old.replace(sisters[0], ""), "12", after="north")
    (kept,) = places(old, old.replace(sisters[0], ""), "12", after="south")
    assert not isinstance(gone, (Found, Fixed))
    assert isinstance(kept, Found)
