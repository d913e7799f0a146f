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
        self._heading, self.text = title, text
        self._said, self._more = (hint, False), ""

    def compose(self) -> ComposeResult:
        """A title, the line beside it, what the line would mean."""
        self.start()
        line = Input(self.text, compact=True, id="line")
        line.cursor_blink = False
        heading = cut(self._heading, max(12, self.app.size.width * 3 // 5))
        with Vertical(id="prompt"):
            with Horizontal(id="row"):
                yield Static(heading, markup=False, id="heading")
                yield line
            hint, wrong = self._said
            yield Static(hint, markup=False, id="hint", classes="-wrong" if wrong else None)
            more = Static(self._more, markup=False, id="more")
            more.display = bool(self._more)
            yield more

    def say(self, hint: str, *, wrong: bool = False) -> None:
        """Tell what the line would mean, or why it means nothing."""
        if self._said == (hint, wrong):
            return
        self._said = hint, wrong
        for shown in self.query("#hint").results(Static):
            shown.set_class(wrong, "-wrong")
            shown.update(hint)

    def tell(self, lines: Sequence[str]) -> None:
        """More lines below, each cut where there is no room."""
        room = self.app.size.width - 2
        told = "\n".join(cut(line, room) for line in lines)
        if self._more == told:
            return
        self._more = told
        for more in self.query("#more").results(Static):
            more.display = bool(lines)
            more.update(told)

    def start(self) -> None:
        """Say what the line means before anything is typed; nothing, where that goes without saying."""

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
