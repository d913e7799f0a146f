"""Sift: filter the queue while typing."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.message import Message
from textual.widgets import Input

from kanwu_tui.screens.prompt import Prompt
from kanwu_tui.sifting import PREFIXES
from kanwu_tui.words import Words


def _hint(words: Words) -> str:
    prefixes = " ".join(f"{prefix}:" for prefix in PREFIXES)
    keys, told = words("prompt.filter-keys"), words("prompt.filter-words", prefixes=prefixes)
    return f"{told}\n{keys}"


class SiftScreen(Prompt[str]):
    """Asks for the words that an item must have."""

    @dataclass
    class Changed(Message):
        """The words so far, for a queue that follows the typing."""

        query: str

    def __init__(self, query: str, words: Words) -> None:
        super().__init__(words, words("prompt.filter"), query, _hint(words))

    @on(Input.Changed)
    def _follow(self, event: Input.Changed) -> None:
        event.stop()
        self.app.post_message(self.Changed(event.value))

    def answer(self, text: str) -> str:
        """The words as typed."""
        return text.strip()
