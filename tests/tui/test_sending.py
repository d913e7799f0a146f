"""What is sent to the terminal: the cells that changed, and nothing else."""

from __future__ import annotations

import pytest
from emulator import Screen
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from kanwu_tui.cells import FILLER, draw_ambiguous
from kanwu_tui.looks import PLAIN, Look, look_of, turn
from kanwu_tui.sending import Able, Sent

WIDTH, HEIGHT = 14, 3
CONSOLE = Console(color_system="256", force_terminal=True, width=WIDTH)
STYLES = st.sampled_from(
    ["", "bold", "dim", "bold red", "color(200) on color(17)", "reverse", "underline", "on blue"]
)
WORDS = st.lists(
    st.sampled_from(["a", "b", " ", " " * 12, "报", "告", "“", "e\u0301"]), max_size=6
).map("".join)
LINES = st.lists(st.tuples(WORDS, STYLES), max_size=5)


def drawn(lines: list[list[tuple[str, str]]]) -> LayoutUpdate:
    strips = [
        [Strip([Segment(text, Style.parse(style)) for text, style in line])] for line in lines
    ]
    exact = [[Strip.join(line).adjust_cell_length(WIDTH, Style())] for line in strips]
    return LayoutUpdate(exact, Region(0, 0, WIDTH, HEIGHT))


@given(
    st.lists(st.lists(LINES, min_size=HEIGHT, max_size=HEIGHT), min_size=2, max_size=4),
    st.booleans(),
    st.booleans(),
)
def test_the_terminal_shows_the_last_picture(pictures, fills, pushes):
    """After any pictures a terminal shows the same as one that was sent the last alone."""
    screen, sent = Screen(WIDTH, HEIGHT), Sent(Able(fills, pushes))
    for picture in pictures:
        screen.write(sent.news(drawn(picture), (WIDTH, HEIGHT), CONSOLE))
    fresh = Screen(WIDTH, HEIGHT)
    fresh.write(Sent().news(drawn(pictures[-1]), (WIDTH, HEIGHT), CONSOLE))
    assert screen.cells == fresh.cells
    assert screen.looks == fresh.looks
    plain = ["".join(line).rstrip() for line in fresh.cells]
    assert plain == [
        "".join(segment.text for strip in line for segment in strip).rstrip()
        for line in drawn(pictures[-1]).strips
    ]


LONG = 48
ROW = st.lists(
    st.sampled_from([*"abcdefgh1234 ", *"报告信息公开条例", "“"]), min_size=40, max_size=40
)
EDITS = st.lists(
    st.tuples(
        st.integers(0, 38), st.sampled_from(["", "▐", "报", "x1", "政府信息"]), st.integers(0, 4)
    ),
    min_size=1,
    max_size=3,
)


@given(ROW, EDITS)
def test_words_that_moved_are_pushed(characters, edits):
    """Wherever something was put in or taken out, the terminal ends up with the row as it is."""
    before = "".join(characters)
    after = before
    for at, put, taken in edits:
        after = after[:at] + put + after[at + taken :]
    screen, sent = Screen(LONG, 1), Sent(Able(push=True))
    fresh = Screen(LONG, 1)
    for text in (before, after):
        row = Strip([Segment(text, Style())]).adjust_cell_length(LONG, Style())
        update = LayoutUpdate([[row]], Region(0, 0, LONG, 1))
        screen.write(sent.news(update, (LONG, 1), CONSOLE))
    fresh.write(Sent().news(update, (LONG, 1), CONSOLE))
    assert screen.cells == fresh.cells
    assert screen.looks == fresh.looks


def test_a_mark_put_in_pushes_the_rest():
    """Two cells inserted are two codes, not the rest of the row once more."""
    sent = Sent(Able(push=True))
    row = "其中财政资金类条，占六成；林权登记类条，占三成"
    codes = []
    for text in (row, f"{row[:8]}88{row[8:]}", row):
        strip = Strip([Segment(text, Style())]).adjust_cell_length(60, Style())
        codes.append(sent.news(LayoutUpdate([[strip]], Region(0, 0, 60, 1)), (60, 1), CONSOLE))
    assert codes[1:] == [
        "\x1b[1;47H\x1b[2P\x1b[1;17H\x1b[2@88",
        "\x1b[1;17H\x1b[2P\x1b[32C\x1b[2@  ",
    ]


def test_what_is_shown_already_is_not_sent():
    """The same picture is nothing; a cell of it is a jump, the cell, and no more."""
    sent = Sent()
    before = [[("政府信息公开", "bold")], [("主动公开 127", "")], []]
    after = [before[0], [("主动公开 128", "")], []]
    assert sent.news(drawn(before), (WIDTH, HEIGHT), CONSOLE)
    assert sent.news(drawn(before), (WIDTH, HEIGHT), CONSOLE) == ""
    assert sent.news(drawn(after), (WIDTH, HEIGHT), CONSOLE) == "\x1b[2;12H8"
    sent.forget()
    assert "政府信息公开" in sent.news(drawn(after), (WIDTH, HEIGHT), CONSOLE)


def test_long_blanks_are_erased():
    """A dozen blanks are one code."""
    sent = Sent()
    full = [[("a" * WIDTH, "")], [("b" * WIDTH, "")], []]
    empty = [[("a", "")], [(" " * 12 + "bb", "")], []]
    sent.news(drawn(full), (WIDTH, HEIGHT), CONSOLE)
    assert sent.news(drawn(empty), (WIDTH, HEIGHT), CONSOLE) == "\x1b[1;2H\x1b[K\r\n\x1b[12X"


def test_without_colours_none_is_sent():
    """A terminal that has no colours gets attributes alone."""
    assert look_of(Style.parse("bold red on blue"), None) == Look(1)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (Look(1, "31"), Look(1), "\x1b[39m"),
        (Look(3), Look(1), "\x1b[0;1m"),
        (Look(1, "38;5;200", "48;5;17"), Look(0, "38;5;200", "48;5;17"), "\x1b[22m"),
        (Look(1, "31", "44"), PLAIN, "\x1b[m"),
    ],
)
def test_looks_turn_by_the_shortest_code(old, new, code):
    assert turn(old, new) == code


def test_looks_of_a_style():
    assert look_of(Style.parse("bold red"), ColorSystem.STANDARD) == Look(1, "31")
    assert look_of(Style.parse("default on default"), ColorSystem.EIGHT_BIT) == PLAIN


def test_a_quote_that_is_two_wide_moves_nothing():
    """Its filler is not sent; where there is no room for two cells, something narrow stands."""
    draw_ambiguous(2)
    try:
        screen, sent = Screen(WIDTH, HEIGHT, wide=True), Sent()
        lines = [[(f"“{FILLER}报”{FILLER}|", "")], [("“a│", "")], [("ǎ…|", "")]]
        screen.write(sent.news(drawn(lines), (WIDTH, HEIGHT), CONSOLE))
        assert ["".join(line).rstrip() for line in screen.cells] == ["“报”|", '"a|', "a.|"]
        assert screen.cells[0][:7] == ["“", "", "报", "", "”", "", "|"]
    finally:
        draw_ambiguous(1)
