"""A prompt: one line to type on, above the keys, with all else of the desk still in view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from kanwu_tui.cells import cut
from kanwu_tui.screens.modal import Modal
from kanwu_tui.words import Words

Answer = TypeVar("Answer")


class Prompt(Modal[Answer | None], Generic[Answer]):
    """Asks for one line; answers None when the reviewer leaves it."""

    CSS_PATH = "prompt.tcss"
    BINDINGS = [Binding("escape", "leave", id="prompt.leave", show=False)]  # noqa: RUF012

    def __init__(self, words: Words, title: str, text: str, hint: str) -> None:
        super().__init__()
        self.words = words
        self._heading, self._text, self._hint = title, text, hint

    def compose(self) -> ComposeResult:
        """A title, the line beside it, what the line would mean."""
        line = Input(self._text, compact=True, id="line")
        line.cursor_blink = False
        heading = cut(self._heading, max(12, self.app.size.width * 3 // 5))
        with Vertical(id="prompt"):
            with Horizontal(id="row"):
                yield Static(heading, markup=False, id="heading")
                yield line
            yield Static(self._hint, markup=False, id="hint")
            yield Static("", markup=False, id="more")

    def say(self, hint: str, *, wrong: bool = False) -> None:
        """Tell what the line would mean, or why it means nothing."""
        shown = self.query_one("#hint", Static)
        shown.set_class(wrong, "-wrong")
        shown.update(hint)

    def tell(self, lines: Sequence[str]) -> None:
        """More lines below, each cut where there is no room."""
        room = self.app.size.width - 2
        more = self.query_one("#more", Static)
        more.display = bool(lines)
        more.update("\n".join(cut(line, room) for line in lines))

    def answer(self, text: str) -> Answer | None:
        """What a line means; None when it cannot be meant, after `say`."""
        raise NotImplementedError

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        found = self.answer(event.value)
        if found is not None:
            self.dismiss(found)

    def action_leave(self) -> None:
        """Leave all as it was."""
        self.dismiss(None)
