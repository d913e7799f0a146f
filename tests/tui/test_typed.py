"""The line that somebody types on: keys, words from the clipboard, what is shown of it, the caret."""

from __future__ import annotations

import pytest
from textual import events

from kanwu_tui.cells import width
from kanwu_tui.palette import Palette
from kanwu_tui.typed import Typed


def typed(text: str, *keys: str) -> Typed:
    line = Typed(text)
    for key in keys:
        assert line.key(events.Key(key, key if len(key) == 1 else None)), key
    return line


@pytest.mark.parametrize(
    ("keys", "text", "at"),
    [
        (["7"], "7", 1),  # what was there is marked, and gives way
        (["backspace"], "", 0),
        (["ctrl+k"], "", 0),
        (["left", "7"], "2021-01-279", 10),
        (["home", "delete", "3"], "3021-01-29", 1),
        (["end", "backspace", "8"], "2021-01-28", 10),
        (["home", "left", "right", "ctrl+k"], "2", 1),
        (["end", "right", "left", "ctrl+u"], "9", 0),
        (["end", "ctrl+w", "0", "1"], "2021-01-01", 10),
        (["ctrl+left", "ctrl+left", "ctrl+d"], "2021-1-29", 5),
        (["ctrl+a", "ctrl+right", "9"], "2021-901-29", 6),
        (["ctrl+e", "ctrl+h"], "2021-01-2", 9),
        (["left", "２"], "2021-01-2２9", 10),  # an input method's digits are kept as they are
    ],
)
def test_keys_do_what_they_do_in_any_line(keys, text, at):
    """Nothing is marked any more after the first of them."""
    line = typed("2021-01-29", *keys)
    assert (line.text, line.at, line.marked) == (text, at, False)


@pytest.mark.parametrize("key", ["f4", "tab", "ctrl+p", "shift+f2"])
def test_other_keys_do_nothing(key):
    """What no line knows is left alone, and all stays marked."""
    line = Typed("41")
    assert not line.key(events.Key(key, None))
    assert (line.text, line.marked) == ("41", True)


def test_words_from_the_clipboard_are_one_line():
    """A tab is a blank; what cannot be seen, and further lines, stay out."""
    line = typed("41", "end")
    line.insert("\t条\x00\u200b左\n右")
    assert line.text == "41 条左"


@pytest.mark.parametrize("cells", [6, 7, 20])
@pytest.mark.parametrize("at", range(13))
def test_the_caret_is_always_in_view(cells, at):
    """The bits fill the cells exactly, and the caret stands in the cell that is told."""
    line = typed("云汐县12号松岭镇人民政府。", "home", *["right"] * at)
    bits, caret = line.bits(cells)
    assert sum(width(bit.text) for bit in bits) == cells
    assert bits[1].style == "caret"
    assert width(bits[0].text) == caret < cells
    assert bits[1].text == (line.text + " ")[line.at]


async def test_the_hidden_caret_follows(open_desk, settle, screen_text):
    """An input method shows its words where the terminal's own caret stands."""
    app = open_desk()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(r for r in screen.desk.rows if r.words == "2021129"))
        screen.show()
        await pilot.press("f2", *"2021")
        await pilot.pause()
        x, y = app.cursor_position
        row = screen_text(screen).split("\n")[y]
        before = row[: row.index("2021") + 4]
        assert (width(before), "写值" in row) == (x, True)
        assert screen.desk.sight.reading.value is None


async def test_a_key_of_the_desk_does_nothing_while_a_line_is_typed(open_desk, settle, saved):
    """Digits are typed, function keys are deaf, and a paste goes into the line."""
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        row = screen.desk.row
        await pilot.press("f2", "1", "f4", "f6", "tab", "ctrl+p", "space")
        await app.on_event(events.Paste("２5"))
        assert screen.asked.line.text == "1 ２5"
        assert saved() == saved("hengtang-2019") == []
        await pilot.press("escape")
        assert (screen.asked, screen.desk.row) == (None, row)


async def test_commands_are_found_by_name_and_by_pinyin(open_desk, settle):
    """The first letters of its pinyin bring one to the top; what fits nothing says so."""
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        await pilot.press("ctrl+p")
        assert isinstance(screen.asked, Palette)
        every = screen.asked.count
        await pilot.press(*"bz")
        assert screen.asked.row(0).startswith("帮助")
        await pilot.press("ctrl+u", *"qqqq", "enter")
        assert (screen.asked.count, screen.asked.wrong) == (0, True)
        await pilot.press("ctrl+u", "down", "up")
        assert screen.asked.count == every
        await pilot.press(*"帮助", "enter")
        await pilot.pause()
        assert type(app.screen).__name__ == "HelpScreen"
