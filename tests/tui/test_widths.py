"""Every line is exactly as wide as the screen, whatever the screen, and however wide it draws “."""

from __future__ import annotations

import unicodedata

import pytest
from emulator import Screen as Terminal
from rich.cells import cell_len
from rich.console import Console

from kanwu_tui.cells import Bit, Line, draw_ambiguous, fit, is_ambiguous, narrow, pad, shown, width
from kanwu_tui.sending import Sent

SIZES = [(w, h) for w in range(60, 201, 20) for h in (16, 24, 37, 60)]
QUOTED = """\
云汐县松岭镇人民政府2020年政府信息公开工作年度报告

发布日期：2021-02-08

一、“十三五”以来的情况……
镇里的“账目墙”——人人看得懂。二○二○年主动公开政府信息127条，其中，财政资金类88条，占69.3%；林权登记类39条，占37.0%。
lǎo 人可以来问·问完再走。┌──┐│账│

云汐县松岭镇人民政府
2021129
"""


@pytest.fixture
def drawn_wide():
    """A terminal that draws two cells wide what Unicode leaves open."""
    draw_ambiguous(2)
    yield
    draw_ambiguous(1)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_sweep_of_sizes(open_desk, settle, screen_text, language):
    """From 60 to 200 columns and 16 to 60 rows, for each item."""
    app = open_desk(language)
    async with app.run_test(size=SIZES[0]) as pilot:
        screen = await settle(pilot)
        for i, size in enumerate(SIZES):
            await pilot.resize_terminal(*size)
            screen.desk.go_to(screen.desk.rows[i % len(screen.desk.rows)])
            screen.show()
            await pilot.pause()
            lines = screen_text(screen).split("\n")
            assert len(lines) == size[1], size
            assert {cell_len(line) for line in lines} == {size[0]}, size


def _cells(c: str) -> int:
    """The cells that a terminal of wide quotes draws a character in."""
    return 2 if unicodedata.east_asian_width(c[:1] or "a") == "A" else cell_len(c)


@pytest.mark.usefixtures("drawn_wide")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (160, 50)])
async def test_where_quotes_are_wide(root, open_desk, settle, language, size):
    """No line is longer than the screen, none wraps, and each character stands where it was meant."""
    (root / "documents" / "songling-2020.txt").write_text(QUOTED, "utf-8")
    app = open_desk(language)
    console = Console(color_system="256", force_terminal=True)
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        for row in list(screen.desk.rows):
            screen.desk.go_to(row)
            screen.show()
            await pilot.pause()
            terminal = Terminal(*size, wide=True)
            update = screen._compositor.render_full_update()
            terminal.write(Sent().news(update, size, console))
            for cells in terminal.cells:
                assert sum(_cells(c) for c in cells) == size[0]
            whole = "".join(c for cells in terminal.cells for c in cells if c != " ")
            if row.document == "songling-2020" and size != (60, 16):
                assert "“账目墙”——人人看得懂。二○二○年" in whole.replace("|", "")


@pytest.mark.usefixtures("drawn_wide")
def test_what_takes_two_cells_there():
    """Quotes and pinyin take two, and are filled; lines and blocks are drawn in ASCII."""
    assert width("“报”") == 6
    assert width("ǎ") == 2
    assert is_ambiguous("…")
    assert shown("─│▐▌█") == "-|[]#"
    assert shown(shown("“a")) == shown("“a")
    assert width(fit(Line((Bit("一“二”三"),)), 7).text) == 7
    assert width(pad("“二”三四", 7)) == 7
    assert narrow("”") == '"'


def test_where_it_takes_one():
    """Commonly all that Unicode leaves open is narrow, and nothing is filled."""
    assert width("“报”") == 4
    assert shown("─“│") == "─“│"
