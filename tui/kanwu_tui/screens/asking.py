"""Asking: a screen that asks for a line in one of its panes, while all else stays in view.

A screen of Textual's above this one would be laid out, styled and drawn before it could be read: that
took 50 ms, this takes the time of a few lines.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, TypeVar

from textual import events
from textual.screen import Screen

from kanwu_tui.prompt import Prompt

Answer = TypeVar("Answer")
KEPT = frozenset({"ctrl+q", "ctrl+c", "ctrl+l"})
"""Keys that do the same while a line is asked for."""
_ROWS = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}


class Asking(Screen[None]):
    """A screen with a place for a prompt."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: Prompt[Any] | None = None
        """What is asked for; keys go there."""
        self._then: Callable[[Any], None] = lambda _: None

    @abstractmethod
    def show_asked(self) -> None:
        """Show what is asked for, or that nothing is any more."""

    def ask(self, prompt: Prompt[Answer], then: Callable[[Answer | None], None]) -> None:
        """Ask for a line, and do something with the answer: None where the reviewer leaves it."""
        self.asked, self._then = prompt, then
        self.show_asked()

    def typed(self, event: events.Key) -> None:
        """Do what a key does while a line is asked for."""
        prompt = self.asked
        if prompt is None:
            return
        if event.key in {"escape", "enter"}:
            found = prompt.answer(prompt.line.text) if event.key == "enter" else None
            if found is not None or event.key == "escape":
                self.asked = None
                self._then(found)
        elif event.key in _ROWS:
            prompt.move(_ROWS[event.key])
        elif prompt.line.key(event):
            prompt.changed()
        self.show_asked()

    def pasted(self, words: str) -> None:
        """Take words from the clipboard into the line."""
        if self.asked is not None:
            self.asked.line.insert(words)
            self.asked.changed()
            self.show_asked()
