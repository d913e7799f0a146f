"""The desk in a browser: in a real one where there is one, and closed to every other page."""

from __future__ import annotations

import asyncio
import base64
import importlib.util
import itertools
import json
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kanwu.errors import UsageError
from kanwu_tui.serving import serve
from kanwu_tui.words import Words

BROWSER = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
PATIENCE = 60.0
needs_extra = pytest.mark.skipif(
    importlib.util.find_spec("textual_serve") is None, reason="kanwu[serve] is not installed"
)
needs_browser = pytest.mark.skipif(not BROWSER, reason="no chromium on this machine")


@pytest.fixture
def served(root):
    """The desk's address."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    words = ["review", str(root), "--serve", "--port", str(port), "--as", "wen", "--lang", "zh"]
    server = subprocess.Popen(
        [sys.executable, "-m", "kanwu", *words],
        stderr=subprocess.PIPE,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
    )
    try:
        assert server.stderr is not None
        told = server.stderr.readline().decode()
        assert f"http://localhost:{port}" in told
        assert "没有密码" in told
        end = time.monotonic() + PATIENCE
        while socket.socket().connect_ex(("localhost", port)):
            assert time.monotonic() < end
            time.sleep(0.05)
        yield f"localhost:{port}"
    finally:
        server.terminate()
        server.wait(10)


class Page:
    """A page of a real browser, spoken to by its DevTools protocol."""

    def __init__(self, socket: object) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.events: list[dict[str, object]] = []
        self.shown = b""
        """What the desk sent to its terminal."""

    async def ask(self, method: str, **parameters: object) -> dict[str, object]:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while True:
            told = await self._read()
            if told.get("id") == number:
                assert "error" not in told, told
                return told["result"]

    async def settle(self) -> None:
        """Read until the desk has drawn, and sends nothing more for a while."""
        before, same = -1, 0
        while same < 3 or before < 500:
            await self.ask(
                "Runtime.evaluate",
                expression="new Promise(r => setTimeout(r, 400))",
                awaitPromise=True,
            )
            same = same + 1 if before == len(self.shown) else 0
            before = len(self.shown)

    async def press(self, key: str) -> None:
        """Press a digit, the terminal of the page having the keys."""
        focus = "document.querySelector('textarea').focus()"
        await self.ask("Runtime.evaluate", expression=focus)
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if kind == "keyDown" else {}
            told = {"key": key, "code": f"Digit{key}", "windowsVirtualKeyCode": ord(key), **text}
            await self.ask("Input.dispatchKeyEvent", type=kind, **told)

    async def _read(self) -> dict[str, object]:
        told = json.loads((await asyncio.wait_for(self._socket.receive(), PATIENCE)).data)
        if told.get("method") == "Network.webSocketFrameReceived":
            frame = told["params"]["response"]
            if frame["opcode"] == 2:
                self.shown += base64.b64decode(frame["payloadData"])
        self.events.append(told)
        return told


@needs_extra
@needs_browser
async def test_a_key_in_a_browser_settles_a_doubt(served, saved, tmp_path):
    """The page shows the queue; 1 takes the candidate, and the verdict is on disk; no other site is asked."""
    import aiohttp

    profile = tmp_path / "profile"
    browser = subprocess.Popen(
        [
            BROWSER,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            "about:blank",
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        port = await _port(profile)
        async with aiohttp.ClientSession() as session:
            async with session.put(f"http://localhost:{port}/json/new?about:blank") as answer:
                target = await answer.json(content_type=None)
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as wire:
                page = Page(wire)
                await page.ask("Network.enable")
                await page.ask("Page.enable")
                await page.ask("Page.navigate", url=f"http://{served}/")
                await page.settle()
                await page.press("1")
                await page.settle()
    finally:
        browser.terminate()
        browser.wait(10)
    found = [one for name in ("songling-2020", "hengtang-2019") for one in saved(name)]
    assert [one["verdict"] for one in found] == ["amended"]
    asked = [
        one["params"]["response"]["url"]
        for one in page.events
        if one.get("method") == "Network.responseReceived"
    ]
    assert asked
    assert all(url.startswith((f"http://{served}/", "data:")) for url in asked)


async def _port(profile: Path) -> int:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        told = profile / "DevToolsActivePort"
        if told.exists() and told.read_text().strip():
            return int(told.read_text().split()[0])
        await asyncio.sleep(0.1)
    raise TimeoutError("the browser did not open")


@needs_extra
async def test_other_pages_are_kept_out(served):
    """A page of another site, or another name for this machine, gets nothing; nor does its socket."""
    import aiohttp

    async with aiohttp.ClientSession() as session:
        for path, headers, status in (
            ("/", {}, 200),
            ("/", {"Host": "evil.example"}, 403),
            ("/ws", {"Origin": "http://evil.example"}, 403),
        ):
            async with session.get(f"http://{served}{path}", headers=headers) as answer:
                assert answer.status == status, (path, headers)


@needs_extra
def test_a_port_that_is_taken():
    """It is named, and another proposed."""
    with socket.socket() as held:
        held.bind(("localhost", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(UsageError, match="Name another"):
            serve(Words("en"), ["."], port)


def test_without_the_extra(monkeypatch):
    """What to install is said."""
    monkeypatch.setitem(sys.modules, "textual_serve", None)
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    with pytest.raises(UsageError) as error:
        serve(Words("zh"), ["."], 8000)
    assert "还没有装" in error.value.told("zh")
    assert "kanwu[serve]" in error.value.told("zh")
