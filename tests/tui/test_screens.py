"""How the screens look: at each size, in both languages, with and without colour."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from kanwu.reading import Key
from kanwu_tui.app import Uncoloured

SIZES = [(80, 24), (100, 30), (160, 50)]


def _to(screen, field: str) -> None:
    rows = [row for row in screen.desk.rows if isinstance(row.lead, Key)]
    screen.desk.go_to(next(row for row in rows if row.lead.field == field))
    screen.show()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_triage_looks_so(open_desk, settle, screen_text, matches_snapshot, language, size):
    """The queue, the words, the item and its candidates are on screen at once."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        _to(screen, "report.signed")
        await pilot.pause()
        matches_snapshot(f"triage-{language}-{size[0]}x{size[1]}", screen_text(screen))


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_prompt_and_help_look_so(open_desk, settle, screen_text, matches_snapshot, language):
    """The prompt leaves the words in view; the help tells every key."""
    app = open_desk(language)
    async with app.run_test(size=(80, 24)) as pilot:
        _to(await settle(pilot), "report.signed")
        await pilot.press("f2", *"2021-12-09")
        await pilot.pause()
        matches_snapshot(f"amend-{language}-80x24", screen_text(app.screen))
        await pilot.press("escape", "？")
        await pilot.pause()
        matches_snapshot(f"help-{language}-80x24", screen_text(app.screen))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "size", [(60, 16), (80, 16), (99, 24), (100, 16), (139, 40), (140, 30), (200, 60)]
)
async def test_every_line_fits_exactly(open_desk, settle, screen_text, language, size):
    """At any size each line is exactly as wide as the screen, for every item."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        for row in list(screen.desk.rows):
            screen.desk.go_to(row)
            screen.show()
            await pilot.pause()
            lines = screen_text(screen).split("\n")
            assert len(lines) == size[1]
            assert {cell_len(line) for line in lines} == {size[0]}
            quote = screen.desk.sight.reading.quote
            assert f"▐{quote}▌" in screen_text(screen)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(60, 16), (100, 16), (139, 40), (200, 60)])
async def test_every_other_screen_fits_exactly(open_desk, settle, screen_text, language, size):
    """Lists, the choice of words and every prompt, at any size; what has no room bears a mark."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        _to(screen, "report.signed")
        await pilot.press("1")
        steps = [["f3"], ["f10"], ["f2", "1"], ["slash", "1"], ["f8"], ["plus"], ["plus", "enter"]]
        steps += [["plus", "enter", *"disclosed.total", "enter"], ["f5"], ["f1"]]
        for keys in steps:
            await pilot.press(*keys)
            await pilot.pause()
            assert app.screen is not screen or screen.asked or keys == ["f5"]
            lines = screen_text(app.screen).split("\n")
            assert len(lines) == size[1], keys
            assert {cell_len(line) for line in lines} == {size[0]}, keys
            while app.screen is not screen or screen.asked:
                await pilot.press("escape")
                await pilot.pause()


@pytest.mark.parametrize("size", [(59, 30), (80, 15)])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_too_small_says_so(open_desk, settle, screen_text, language, size):
    """Without room there is a sentence instead of half a desk."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        text = screen_text(await settle(pilot))
        assert f"{size[0]}" in text
        assert ("终端太小" if language == "zh" else "terminal too small") in text
        assert "2021129" not in text


async def test_files_that_cannot_be_read_are_named(open_desk, root, settle, screen_text):
    """They are counted above, the rest is worked on, and ! lists them."""
    (root / "documents" / "scan.txt").write_bytes(b"%PDF\x00\x01")
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        assert "1 处问题" in screen_text(screen)
        assert "读取中" not in screen_text(screen)
        assert screen.desk.rows
        await pilot.press("！")
        await pilot.pause()
        assert "scan" in screen_text(app.screen)


async def test_the_rest_of_a_long_item_is_one_tab_away(open_desk, settle, screen_text):
    """Where the reasons do not all fit, a mark says so, and Tab and PgDn show them."""
    app = open_desk("en")
    async with app.run_test(size=(60, 16)) as pilot:
        screen = await settle(pilot)
        _to(screen, "report.signed")
        await pilot.pause()
        assert "2  2021-12-09" in screen_text(screen)
        assert "…" in screen_text(screen)
        await pilot.press("tab", "tab")
        assert screen.item_pane.has_focus
        for _ in range(9):
            await pilot.press("pagedown")
        await pilot.pause()
        last = screen.desk.sight.candidates[-1].reasons[0].en
        text = " ".join(screen_text(screen).split())
        assert last.split()[-1] in text
        assert "printed" not in text


async def test_the_language_is_the_only_one(open_desk, settle, screen_text):
    """No English furniture on the Chinese screen."""
    app = open_desk("zh")
    async with app.run_test(size=(160, 50)) as pilot:
        screen = await settle(pilot)
        text = screen_text(screen)
        for english in ("Queue", "accept", "candidate", "settled", "open"):
            assert english not in text
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        text = screen_text(app.screen)
        assert "找命令" in text
        assert "Search" not in text


async def test_no_colour_at_all(open_desk, settle, monkeypatch, screen_text):
    """NO_COLOR: the same characters, and no style has a colour."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        coloured = screen_text(await settle(pilot))
    monkeypatch.setenv("NO_COLOR", "1")
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        assert screen_text(screen) == coloured
        assert [type(one) for one in app.get_line_filters()] == [Uncoloured]
        styles = [s.style for strip in screen._compositor.render_strips() for s in strip if s.style]
        assert not any(style.color or style.bgcolor for style in styles)
        assert any(style.reverse for style in styles)
