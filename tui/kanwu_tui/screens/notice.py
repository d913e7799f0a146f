"""Notice: something a reviewer must have read before going on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from kanwu_tui.screens.modal import Modal
from kanwu_tui.words import Words


class NoticeScreen(Modal[None]):
    """A heading, some paragraphs, and one key to close it."""

    CSS_PATH = "notice.tcss"
    BINDINGS = [Binding("enter,escape,space,q", "dismiss", id="notice.close", show=False)]  # noqa: RUF012

    def __init__(self, words: Words, heading: str, text: str) -> None:
        super().__init__()
        self._words, self._heading, self._said = words, heading, text

    def compose(self) -> ComposeResult:
        """The heading, the words, the key."""
        with VerticalScroll(id="notice"):
            yield Static(self._heading, markup=False, id="heading")
            yield Static(self._said, markup=False, id="said")
            yield Static(self._words("notice.close"), markup=False, id="close")
