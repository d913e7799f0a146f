"""Painting: what a key changed goes to the terminal in one go, and only that.

Textual lays out and draws whole widgets, one after the other and sixty times a second at most; a pane
knows which of its lines changed, and those are painted as soon as the key is answered.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from kanwu_tui.sending import Painted, Sent, Written, able


class Painting(App[None]):
    """An application that knows what its terminal shows."""

    def __init__(self) -> None:
        super().__init__()
        self._sent = Sent(able())
        self._fresh: dict[Widget, set[int]] = {}
        """The lines of each pane that are to be painted."""

    def forget(self) -> None:
        """Know nothing of what the terminal shows, so that all of it is sent."""
        self._sent.forget()

    def freshen(self, pane: Widget, rows: Iterable[int]) -> None:
        """Have lines of a pane painted when all is done that is being done."""
        if not self._fresh:
            self.call_next(self._paint)
        self._fresh.setdefault(pane, set()).update(rows)

    def _paint(self) -> None:
        fresh, self._fresh = self._fresh, {}
        if not self.screen_stack:  # the desk is being laid out anew
            return
        screen = self.screen
        pieces: list[tuple[int, int, Strip]] = []
        for pane, rows in fresh.items():
            if not pane.is_attached:
                continue
            width, height = pane.size
            changed = sorted(y for y in rows if y < height)
            if pane.screen is not screen or not self._sent.knows(self.size):
                pane.refresh(*(Region(0, y, width, 1) for y in changed))
            elif changed:
                first = changed[0]
                part = Region(0, first, width, changed[-1] - first + 1)
                x, top = pane.region.offset
                strips = pane.render_lines(part)
                pieces += [(top + y, x, strips[y - first]) for y in changed]
        self._display(screen, Painted(pieces))

    def _display(
        self, screen: Screen[object], renderable: RenderableType | CompositorUpdate | None
    ) -> None:
        """Write only what the terminal does not show yet."""
        if isinstance(renderable, CompositorUpdate) and not (self.is_headless or self._batch_count):
            if not self._sent.knows(self.size):
                renderable = screen._compositor.render_full_update()
            news = self._sent.news(renderable, self.size, self.console)
            renderable = Written(news) if news else None
        super()._display(screen, renderable)  # type: ignore[arg-type]  # Textual's own are no more
