"""Working: long work under way: how far it is, how long it will take, and the key that stops it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from time import monotonic
from typing import Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding

from kanwu.errors import KanwuError
from kanwu_tui.cells import Bit, Line
from kanwu_tui.screens.modal import Modal
from kanwu_tui.widgets.bars import progress_bar
from kanwu_tui.widgets.lines import LinesPane
from kanwu_tui.words import Words
from kanwu_tui.work import Stopped, Work

Answer = TypeVar("Answer")
LOOKS = 0.25
"""Seconds between two looks at how far it is."""


def time_left(done: int, total: int, seconds: float) -> int | None:
    """Seconds until all is done, at the pace so far; None while that cannot be told.

    >>> time_left(25, 100, 5.0), time_left(0, 100, 5.0)
    (15, None)
    """
    return round(seconds / done * (total - done)) if done else None


class WorkPane(LinesPane):
    """What is being done, a bar, the time left, the key."""

    def __init__(self, told: str, words: Words) -> None:
        super().__init__(id="work")
        self._told, self._words = told, words
        self.done, self.total, self.seconds = 0, 0, 0.0
        self.stopping = False

    def draw(self, cells: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """Three lines."""
        words = self._words
        share = self.done / self.total if self.total else 0.0
        left = time_left(self.done, self.total, self.seconds)
        count = f"  {self.done}/{self.total}" if self.total else ""
        wait = f"  {words('work.left', seconds=left)}" if left is not None else ""
        key = words("work.stopping" if self.stopping else "work.keys")
        bar = Bit(progress_bar(share, max(10, min(40, cells - 40))), "verified")
        return [
            Line((Bit(f" {self._told}", "title"),)),
            Line((Bit(" ▕", "quiet"), bar, Bit("▏", "quiet"), Bit(count, "strong"), Bit(wait))),
            Line((Bit(f" {key}", "quiet"),)),
        ]


class Working(Modal[Answer | KanwuError | None], Generic[Answer]):
    """Answers what the work gives; what went wrong with it; None where it was stopped."""

    CSS_PATH = "working.tcss"
    BINDINGS = [Binding("escape", "stop", id="working.stop", show=False)]  # noqa: RUF012

    def __init__(self, told: str, words: Words, act: Callable[[Work], Answer]) -> None:
        super().__init__()
        self._act, self._pane = act, WorkPane(told, words)
        self._stop, self._begun = Event(), monotonic()
        self._far = (0, 0)

    def compose(self) -> ComposeResult:
        """One pane, with the desk still in view."""
        yield self._pane

    def on_mount(self) -> None:
        """Begin, and look every now and then."""
        self.set_interval(LOOKS, self._look)
        self._run()

    def tell(self, done: int, total: int) -> None:
        """How far the work is; called from its thread."""
        self._far = (done, total)
        if self._stop.is_set():
            raise Stopped

    def here(self, act: Callable[[], object]) -> None:
        """Do something in the screen's thread."""
        self.app.call_from_thread(act)

    @work(thread=True)
    def _run(self) -> None:
        answer: Answer | KanwuError | None
        try:
            answer = self._act(self)
        except Stopped:
            answer = None
        except KanwuError as error:
            answer = error
        self.app.call_from_thread(self.dismiss, answer)

    def _look(self) -> None:
        self._pane.done, self._pane.total = self._far
        self._pane.seconds = monotonic() - self._begun
        self._pane.redraw()

    def action_stop(self) -> None:
        """Stop after the piece that is under way."""
        self._stop.set()
        self._pane.stopping = True
        self._pane.redraw()
