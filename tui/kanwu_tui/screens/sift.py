"""Sift: filter the queue while typing."""

from __future__ import annotations

from collections.abc import Callable

from kanwu_tui.prompt import Prompt
from kanwu_tui.sifting import PREFIXES
from kanwu_tui.words import Words


def _hint(words: Words) -> str:
    prefixes = " ".join(f"{prefix}:" for prefix in PREFIXES)
    keys, told = words("prompt.filter-keys"), words("prompt.filter-words", prefixes=prefixes)
    return f"{told}\n{keys}"


class SiftPrompt(Prompt[str]):
    """Asks for the words that an item must have."""

    def __init__(self, query: str, words: Words, follow: Callable[[str], None]) -> None:
        """`follow` is told the words so far."""
        self._follow, self._told = follow, query
        super().__init__(words, words("prompt.filter"), query, _hint(words))

    def changed(self) -> None:
        """Let the queue follow what is typed."""
        if self.line.text != self._told:
            self._told = self.line.text
            self._follow(self._told)

    def answer(self, text: str) -> str:
        """The words as typed."""
        return text.strip()
