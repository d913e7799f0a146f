"""Modal: a screen above the desk, which stays in view as it is.

Textual styles every piece of what is below once more, and takes longer for that than for all else.
"""

from __future__ import annotations

from typing import TypeVar

from rich.console import RenderableType
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

Answer = TypeVar("Answer")


class Modal(ModalScreen[Answer]):
    """Asks something, or shows something, and gives an answer."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = False

    def on_screen_resume(self) -> None:
        """Be drawn once, when all that it consists of has its place: not while it comes together."""
        self.call_later(self._complete)

    def _complete(self) -> None:
        self._whole = True
        self.refresh()

    def _compositor_refresh(self) -> None:
        if self._whole:
            super()._compositor_refresh()

    def render(self) -> RenderableType:
        """What is below; its lines as they are, where nothing tints them."""
        below = super().render()
        if isinstance(below, BackgroundScreen) and below.color.a == 0:
            return Below(below.screen)  # type: ignore[return-value]  # a Visual is as good
        return below


class Below(Visual):
    """The lines of another screen."""

    def __init__(self, screen: Screen[object]) -> None:
        self._screen = screen

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """As they stand there."""
        del style, options
        strips = self._screen._compositor.render_strips()
        return [strip.adjust_cell_length(width) for strip in strips[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """All that there is."""
        del rules
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """That of the screen."""
        del rules, width
        return self._screen.size.height
