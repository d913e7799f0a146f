"""Draw docs/desk.svg, the picture of the desk in the README, from the sample workspace.

.venv/bin/python docs/draw_desk.py
"""

from __future__ import annotations

import asyncio
import re
from html import unescape
from pathlib import Path

from kanwu.demo import private_copy
from kanwu.workspace import open_workspace
from kanwu_tui.app import KanwuApp
from kanwu_tui.cells import width
from kanwu_tui.screens.triage import TriageScreen
from kanwu_tui.themes import INK
from kanwu_tui.words import Words

PICTURE = Path(__file__).with_name("desk.svg")
SIZE = (112, 32)
SHOWN = ("report.signed", 2)
"""The doubt in the picture: a field, and how many candidates it has at least."""


async def draw() -> None:
    words = Words("zh")
    app = KanwuApp(open_workspace(private_copy(), "chen"), words)
    async with app.run_test(size=SIZE) as pilot:
        app.theme = INK.name
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        screen = app.screen
        if not isinstance(screen, TriageScreen):
            raise TypeError(f"the desk shows {screen}")
        for _ in screen.desk.rows:
            sight = screen.desk.sight
            here = sight.key.field if sight and sight.key else ""
            if sight and here == SHOWN[0] and len(sight.candidates) >= SHOWN[1]:
                break
            await pilot.press("down")
        await pilot.pause()
        PICTURE.write_text(widened(app.export_screenshot(title="kanwu review")), "utf-8")


def widened(svg: str) -> str:
    """The picture with room for wide characters: Rich gives each character one cell's length."""

    def room(match: re.Match[str]) -> str:
        words = unescape(match[3])
        cell = float(match[1]) / len(words)
        return f'textLength="{cell * width(words):.1f}"{match[2]}>{match[3]}</text>'

    return re.sub(r'textLength="([\d.]+)"([^>]*)>([^<]+)</text>', room, svg)


if __name__ == "__main__":
    asyncio.run(draw())
