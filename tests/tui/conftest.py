"""A small workspace in our own words, the desk on it, and what its screen says."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.screen import Screen

from kanwu.workspace import Workspace, open_workspace
from kanwu_tui.app import KanwuApp
from kanwu_tui.screens.triage import TriageScreen
from kanwu_tui.words import Words

SETTINGS = """\
format = 1
name = "云汐县"
schema = "zh-disclosure-report"
documents = ["documents/*.txt"]
"""

SONGLING = """\
云汐县松岭镇人民政府2020年政府信息公开工作年度报告

发布日期：2021-02-08

本报告由松岭镇党政办写成，所列数据的统计期限自2020年1月1日起至2020年12月31日止。

一、主动公开政府信息情况
镇里把账目贴在每个村的墙上，也放在网上。全年主动公开政府信息127条，其中，财政资金类88条，占69.3%；林权登记类39条，占37.0%。
网上公开信息88条，不会上网的老人可以到镇政府一楼来问。
镇上立着公示栏6个，每月初五换一次告示。

二、收到和处理政府信息公开申请情况
这一年收到申请3件，办结3件，没有人为此花过一分钱。

三、存在的主要问题及改进情况
写告示的人手少，字也小。来年打算把字写大一倍，再请中学的老师来讲一课。

云汐县松岭镇人民政府
2021129
"""

HENGTANG = """\
云汐县横塘乡人民政府2019年政府信息公开工作年度报告

发布日期：2020-01-20

一、主动公开政府信息情况
2019年，乡里主动公开政府信息56条。网上公开信息40条，其余的写在渡口的黑板上。

二、其他
渡口的黑板到年底换了新的。全年网上公开信息41条，微信公众号1 6条。

云汐县横塘乡人民政府
2020年1月15日
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace of two documents, and an environment that says nothing."""
    for name in ("NO_COLOR", "KANWU_LANG", "COLORFGBG", "SSH_CONNECTION", "KANWU_REVIEWER"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "reports"
    (folder / "documents").mkdir(parents=True)
    (folder / "kanwu.toml").write_text(SETTINGS, "utf-8")
    (folder / "documents" / "songling-2020.txt").write_text(SONGLING, "utf-8")
    (folder / "documents" / "hengtang-2019.txt").write_text(HENGTANG, "utf-8")
    return folder


@pytest.fixture
def workspace(root: Path) -> Workspace:
    return open_workspace(root, "wen")


@pytest.fixture
def open_desk(root: Path) -> Callable[..., KanwuApp]:
    """The desk on the workspace, as often as a test wants it."""

    def opened(language: str = "zh", query: str = "", reviewer: str = "wen") -> KanwuApp:
        words = Words("zh" if language == "zh" else "en")
        return KanwuApp(open_workspace(root, reviewer), words, query)

    return opened


@pytest.fixture
def saved(root: Path) -> Callable[..., list[dict[str, object]]]:
    """The corrections on disk."""

    def read(document: str = "songling-2020", reviewer: str = "wen") -> list[dict[str, object]]:
        path = root / "corrections" / reviewer / f"{document}.toml"
        return tomllib.loads(path.read_text("utf-8"))["correction"] if path.exists() else []

    return read


@pytest.fixture
def settle() -> Callable[..., object]:
    """Wait until every document is read and the screen stands still."""

    async def settled(pilot: object) -> TriageScreen:
        app = pilot.app  # type: ignore[attr-defined]
        await app.workers.wait_for_complete()
        await pilot.pause()  # type: ignore[attr-defined]
        return next(one for one in app.screen_stack if isinstance(one, TriageScreen))

    return settled


@pytest.fixture
def until() -> Callable[..., object]:
    """Wait, at most a minute, for what another thread or a slow machine does."""

    async def came(pilot: object, true: Callable[[], bool]) -> None:
        for _ in range(600):
            if true():
                return
            await pilot.pause(0.1)  # type: ignore[attr-defined]
        raise AssertionError("it never came")

    return came


def lines_of(screen: Screen[object]) -> list[str]:
    """The screen as text, line by line."""
    strips = screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


@pytest.fixture
def screen_text() -> Callable[[Screen[object]], str]:
    return lambda screen: "\n".join(lines_of(screen))


@pytest.fixture
def matches_snapshot() -> Callable[[str, str], None]:
    """Compare a screen with the one kept; KANWU_UPDATE_SNAPSHOTS=1 keeps the new one."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "snapshots" / f"{name}.txt"
        shown = "".join(f"{line}│\n" for line in text.split("\n"))  # blanks at the end count
        if os.environ.get("KANWU_UPDATE_SNAPSHOTS"):
            path.write_text(shown, "utf-8")
        assert path.exists(), f"no snapshot {path.name}: run with KANWU_UPDATE_SNAPSHOTS=1"
        assert shown == path.read_text("utf-8")

    return compare
