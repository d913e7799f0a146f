"""Record docs/session.svg, a minute at the desk as moving pictures, from the sample workspace.

.venv/bin/python docs/record_desk.py
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from draw_desk import widened

from kanwu.demo import private_copy
from kanwu.workspace import open_workspace
from kanwu_tui.app import KanwuApp
from kanwu_tui.themes import INK
from kanwu_tui.words import Words

RECORD = Path(__file__).with_name("session.svg")
SIZE = (84, 24)
STEPS: tuple[tuple[str, tuple[str, ...], float], ...] = (
    ("", (), 3.0),
    ("1", ("1",), 2.5),
    ("1", ("1",), 2.5),
    ("F2  28.7", ("f2", *(["backspace"] * 12), *"28.7"), 3.5),
    ("Esc  1", ("escape", "1"), 2.5),
    ("⌫", ("backspace",), 2.5),
    ("F9", ("f9",), 2.5),
    ("F10", ("f10",), 3.5),
)
"""The keys of each picture as they are told below it, as Textual names them, and its seconds."""
_CLIPS = re.compile(r'<clipPath id="[^"]*-line-\d+">.*?</clipPath>\s*', re.DOTALL)
_CLIPPED = re.compile(r' clip-path="url\(#[^)]*-line-\d+\)"')
_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


async def pictures() -> list[str]:
    """Each picture as an SVG of its own."""
    app, found = KanwuApp(open_workspace(private_copy(), "chen"), Words("zh")), []
    async with app.run_test(size=SIZE) as pilot:
        app.theme = INK.name
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        for told, keys, _ in STEPS:
            for key in keys:
                await pilot.press(key)
            await pilot.pause(0.2)
            title = f"kanwu review   {told}"
            found.append(lighter(widened(app.export_screenshot(title=title))))
    return found


def lighter(svg: str) -> str:
    """The same picture without what no picture of whole lines needs."""
    svg = _FACE.sub("", _CLIPPED.sub("", _CLIPS.sub("", svg)))
    return re.sub(r"\n\s*", "\n", svg)


def moving(svgs: list[str]) -> str:
    """The pictures one after another, again and again."""
    whole, at, parts = sum(seconds for *_, seconds in STEPS), 0.0, []
    box = re.search(r'viewBox="([^"]+)"', svgs[0])
    assert box is not None
    for i, (svg, (*_, seconds)) in enumerate(zip(svgs, STEPS, strict=True)):
        start, end = at / whole * 100, (at + seconds) / whole * 100
        at += seconds
        shown = f"{start:.2f}%,{end - 0.01:.2f}%{{visibility:visible}}"
        hidden = f"{end:.2f}%,100%{{visibility:hidden}}" + ("0%{visibility:hidden}" if i else "")
        parts.append(
            f"<style>@keyframes k{i}{{{shown}{hidden}}}"
            f".k{i}{{visibility:hidden;animation:k{i} {whole}s step-end infinite}}</style>"
            f'<g class="k{i}">{svg}</g>'
        )
    inside = "".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box[1]}">{inside}</svg>\n'


if __name__ == "__main__":
    RECORD.write_text(moving(asyncio.run(pictures())), "utf-8")
