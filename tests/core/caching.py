"""What tests of the cache share: workspaces to fill, and what a command prints of one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_across import report

from kanwu.cli import main


def printed(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    code = main([*words, str(folder)])
    out, err = capsys.readouterr()
    return code, out, err


def fresh(folder: Path, to: Path) -> Path:
    """The same workspace without a cache."""
    shutil.rmtree(to, ignore_errors=True)
    return shutil.copytree(folder, to, ignore=shutil.ignore_patterns(".kanwu"))


def many(folder: Path, count: int) -> None:
    for number in range(count):
        text = report(
            2015 + number % 8, number % 9, str(number % 4), 1, f"河湾市第{number // 8}镇人民政府"
        )
        (folder / "documents" / f"d{number:03}.txt").write_text(text, "utf-8")
