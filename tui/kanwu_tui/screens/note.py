"""Note: a few words that go with a verdict: for the second person, with a question."""

from __future__ import annotations

from kanwu_tui.prompt import Prompt
from kanwu_tui.words import Words


class NotePrompt(Prompt[str]):
    """Asks for a note, which may be empty."""

    def __init__(self, words: Words, title: str, text: str) -> None:
        super().__init__(words, title, text, words("prompt.enter-esc"))

    def answer(self, text: str) -> str:
        """The note as typed."""
        return text.strip()
