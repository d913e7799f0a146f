"""Serving: the desk in a browser on this machine, by textual-serve; each page is a desk of its own."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from kanwu.errors import UsageError
from kanwu.message import LANGUAGES, Message
from kanwu_tui.words import Words

if TYPE_CHECKING:
    from aiohttp import web

HOST = "localhost"
_ONLY_HERE = "default-src 'self' 'unsafe-inline' data: blob:"
"""The page of textual-serve asks another site for its letters; nothing of ours goes there."""


def serve(words: Words, options: Sequence[str], port: int) -> int:
    """Serve `kanwu review` with some options until it is stopped; the exit code.

    Only this machine can reach it, and only pages that it served itself: there is no password, and any
    page open in the same browser could talk to it else.

    Raises:
        UsageError: The extra is not installed, or the port is taken.
    """
    try:
        from aiohttp import web
        from textual_serve.server import Server
    except ImportError:
        raise UsageError("--serve", _both("serve.missing"), "pip install 'kanwu[serve]'") from None
    own = f"{HOST}:{port}"

    @web.middleware
    async def guarded(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        origin = request.headers.get("Origin", f"http://{own}")
        if request.host != own or origin != f"http://{own}":
            raise web.HTTPForbidden(text=words("serve.stranger", own=own))
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = f"{_ONLY_HERE}; connect-src ws://{own}"
        return response

    class Desk(Server):
        """The server, for this machine alone."""

        async def _make_app(self) -> web.Application:
            app = await super()._make_app()
            app.middlewares.append(guarded)
            return app

        async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002
            """Say where the desk is, and who can use it."""
            print(words("serve.at", url=self.public_url), file=sys.stderr, flush=True)

        def initialize_logging(self) -> None:
            """Nothing is logged."""

    command = shlex.join([sys.executable, "-m", "kanwu", "review", *options])
    try:
        Desk(command, host=HOST, port=port, title=words("desk.name")).serve()
    except OSError as error:
        what = _both("serve.taken", why=error.strerror or error)
        raise UsageError(f"--port {port}", what, _both("serve.other")) from None
    return 0


def _both(key: str, **values: object) -> Message:
    return Message(*(Words(language)(key, **values) for language in LANGUAGES))
