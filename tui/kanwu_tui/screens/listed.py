"""Listed: a screen that is one list to walk through."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding

from kanwu_tui.screens.modal import Modal
from kanwu_tui.widgets.list_pane import ListPane

Answer = TypeVar("Answer")


class Listed(Modal[Answer | None], Generic[Answer]):
    """One list; answers None when the reviewer leaves it."""

    CSS_PATH = "listed.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("down,j", "move(1)", id="list.down", show=False),
        Binding("up,k", "move(-1)", id="list.up", show=False),
        Binding("pagedown", "page(1)", id="list.page-down", show=False),
        Binding("pageup", "page(-1)", id="list.page-up", show=False),
        Binding("home", "move(-1000000000)", id="list.first", show=False),
        Binding("end", "move(1000000000)", id="list.last", show=False),
        Binding("escape,q", "dismiss(None)", id="list.leave", show=False),
    ]

    def __init__(self, pane: ListPane) -> None:
        super().__init__()
        self._pane = pane

    def compose(self) -> ComposeResult:
        """One pane."""
        yield self._pane

    def action_move(self, rows: int) -> None:
        """Go to another row."""
        self._pane.move(rows)

    def action_page(self, pages: int) -> None:
        """Go a page on or back."""
        self._pane.move(pages * self._pane.page)
