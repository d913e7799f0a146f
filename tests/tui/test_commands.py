"""The desk's commands: on the command line, and without a terminal."""

from __future__ import annotations

import argparse
import io
import sys
from types import ModuleType

import pytest

from kanwu_tui.commands import add_demo, add_review


def parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    add_review(commands)
    add_demo(commands)
    return parser.parse_args(words)


@pytest.mark.parametrize("words", [["--plain"], []])
def test_review_goes_line_by_line_without_a_terminal(words, root, monkeypatch, capsys):
    """Asked for, or where nothing could be drawn."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\nq\n"))
    args = parse("review", str(root), "--as", "wen", "--lang", "zh", "--filter", "lkrq", *words)
    assert args.run(args) == 0
    assert "2021129 → 2021-01-29" in capsys.readouterr().out


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


@pytest.mark.parametrize(
    ("words", "setting", "far", "sparing"),
    [
        ([], "", False, False),
        ([], "", True, True),
        (["--no-low-bandwidth"], "", True, False),
        (["--low-bandwidth"], "low_bandwidth = false\n", False, True),
        ([], "low_bandwidth = false\n", True, False),
        ([], "low_bandwidth = true\n", False, True),
    ],
)
def test_far_away_the_desk_is_sparing(words, setting, far, sparing, root, monkeypatch):
    """Over SSH by itself; the setting says otherwise, and the flag says it for once."""
    opened: list[bool] = []

    class Opened:
        return_code = 0

        def __init__(self, *_: object, sparing: bool, cells: int) -> None:
            assert cells == 1
            opened.append(sparing)

        def run(self, *, mouse: bool) -> None:
            assert not mouse

    settings = root / "kanwu.toml"
    settings.write_text(settings.read_text("utf-8") + setting, "utf-8")
    if far:
        monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 4022 10.0.0.2 22")
    monkeypatch.setattr("kanwu_tui.commands._can_draw", lambda: True)
    monkeypatch.setattr("kanwu_tui.app.KanwuApp", Opened)
    args = parse("review", str(root), *words)
    assert args.run(args) == 0
    assert opened == [sparing]
