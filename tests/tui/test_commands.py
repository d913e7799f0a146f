"""The desk's commands: on the command line, and without a terminal."""

from __future__ import annotations

import argparse
import sys
from types import ModuleType

import pytest

from kanwu.errors import UsageError
from kanwu_tui.commands import add_demo, add_review


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    add_review(commands)
    add_demo(commands)
    return parser.parse_args(words)


@pytest.mark.parametrize(("language", "said"), [("zh", "需要终端"), ("en", "needs a terminal")])
def test_review_needs_a_terminal(language, said):
    """Without one it says so, and what to use instead."""
    args = parse("review", "somewhere", "--as", "wen", "--lang", language, "--filter", "lkrq")
    with pytest.raises(UsageError) as raised:
        args.run(args)
    assert said in raised.value.what
    assert "kanwu queue" in raised.value.hint
    assert raised.value.exit_code == 2


@pytest.mark.parametrize("words", [["demo"], ["demo", "--headless", "--lang", "zh"]])
def test_demo_plays_by_itself_without_a_terminal(monkeypatch, words):
    """Headless, or where nothing could be drawn, the demo is played."""
    played: list[object] = []
    fake = ModuleType("kanwu.demo")
    fake.play = lambda language: played.append(language) or 0
    fake.private_copy = lambda: pytest.fail("no desk without a terminal")
    monkeypatch.setitem(sys.modules, "kanwu.demo", fake)
    args = parse(*words)
    assert args.run(args) == 0
    assert played == [args.lang]


def test_importing_the_commands_is_cheap():
    """The command line must not pay for Textual before the desk opens."""
    import subprocess

    code = "import sys, kanwu_tui.commands; sys.exit('textual' in sys.modules)"
    env = {"PYTHONPATH": ":".join(sys.path), "PATH": ""}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0
