"""The desk as a program in a terminal: what it sends, and what keys do that really arrive as bytes."""

from __future__ import annotations

import re
import sys

import pytest
from terminal import Terminal, desk

BARE = re.compile(rb"\x1b\[([0-9;]*)m")
COLOURS = {*map(str, (*range(30, 50), *range(90, 108)))}
WORST = 8192
"""The bar for accept and next at 120×40, for all but five in a hundred."""
FAR = 3072
"""What no key of these small documents costs far away."""


def opened(root, *words: str, **more) -> Terminal:
    return desk(root, "--lang", "zh", *words, **more)


def shown(terminal: Terminal) -> bytes:
    """What is sent until the first item is there and the screen stands still."""
    return terminal.until("✗".encode()) + terminal.settle(1.0)


def press(terminal: Terminal, key: bytes) -> bytes:
    """What a key makes the desk send, however busy the machine is."""
    return terminal.press(key, quiet=0.5, patience=300.0).sent


def colours(sent: bytes) -> set[str]:
    return {part.decode() for codes in BARE.findall(sent) for part in codes.split(b";")} & COLOURS


def test_a_terminal_without_colours(root):
    """Under NO_COLOR no colour code is sent, idling sends nothing, and q gives the screen back."""
    with opened(root, environment={"NO_COLOR": "1"}) as terminal:
        sent = shown(terminal)
        assert terminal.read(2.0) == b""
        moved = press(terminal, b"j")
        assert moved
        terminal.type(b"q")
        sent += moved + terminal.until(b"\x1b[?1049l")
        assert terminal.process.wait(30) == 0
    assert BARE.search(sent)
    assert not colours(sent)


@pytest.mark.parametrize("environment", [{}, {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}])
def test_a_key_is_cheap(root, environment):
    """Accept and next: the bars of bytes hold, near and far; far away no long colour code is sent."""
    with opened(root, environment=environment) as terminal:
        sent = shown(terminal)
        answers = [press(terminal, b"1") for _ in range(4)]
        assert all(answers)
        assert max(map(len, answers)) <= (FAR if environment else WORST)
        if environment:
            assert b"38;5" not in sent + b"".join(answers)


def test_wide_keys_act(root, saved):
    """`１` takes the candidate, and `？` opens the help, as an input method sends them."""
    with opened(root) as terminal:
        shown(terminal)
        assert press(terminal, "１".encode())
        assert press(terminal, "？".encode())
        assert press(terminal, b"\x1b")
        terminal.type(b"q")
        assert terminal.process.wait(30) == 0
    found = [one for name in ("songling-2020", "hengtang-2019") for one in saved(name, "bench")]
    assert len(found) == 1
    assert found[0]["verdict"] == "amended"


def test_what_is_typed_ahead_goes_where_it_was_meant(root, saved):
    """F2, a value and Enter that arrive as one: the digits are typed, and are no keys of the desk."""
    with opened(root, "--filter", "lkrq") as terminal:
        shown(terminal)
        assert press(terminal, b"\x1bOQ2021-01-30\r")
        terminal.type(b"q")
        assert terminal.process.wait(30) == 0
    found = [one for name in ("songling-2020", "hengtang-2019") for one in saved(name, "bench")]
    assert [(one["verdict"], str(one["value"])) for one in found] == [("amended", "2021-01-30")]


def test_a_dumb_terminal_is_asked_line_by_line(root):
    """TERM=dumb: the same queue as prompts, and not one code."""
    with opened(root, environment={"TERM": "dumb"}) as terminal:
        sent = terminal.until(b"> ")
        assert b"2021129" in sent or b"1 6" in sent
        terminal.type(b"q\n")
        sent += terminal.settle()
        assert terminal.process.wait(30) == 0
    assert b"\x1b" not in sent


def test_a_terminal_that_draws_quotes_wide(root):
    """It is asked before the first picture, and lines are then drawn in ASCII."""
    with opened(root, ambiguous=2) as terminal:
        sent = shown(terminal)
    assert "│".encode() not in sent
    assert b"|" in sent
    with opened(root, ambiguous=1) as terminal:
        assert "│".encode() in shown(terminal)


def test_a_terminal_that_answers_nothing(root):
    """The desk opens all the same, and takes quotes for narrow."""
    with opened(root, ambiguous=0) as terminal:
        assert "│".encode() in shown(terminal)


@pytest.mark.parametrize(("ambiguous", "said"), [(1, "“ is 1 cell wide"), (2, "“ is 2 cells wide")])
def test_the_doctor_asks_the_terminal(root, ambiguous, said):
    """It says how wide quotes are drawn, and that the desk is sparing over SSH."""
    command = [sys.executable, "-m", "kanwu", "doctor", str(root)]
    far = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
    with Terminal(command, ambiguous=ambiguous, environment=far) as terminal:
        sent = terminal.until(b"documents read").decode()
    assert said in sent
    assert "low_bandwidth" in sent
