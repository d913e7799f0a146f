"""What goes wrong through something a person wrote or handed over.

A strange document is a Finding, not an error; our own mistakes stay bare exceptions. These few
name the place, what stands there and what would be right; only a front end prints them.
"""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from kanwu.message import Language, Message, say


class KanwuError(Exception):
    """Something a person wrote, or a file they handed over, cannot be used.

    `place` is a file with an optional line (`corrections/li/a.toml:12`) or a command-line word;
    `what` says what stands there; `hint` says what would be right, and may be empty. Both are
    sentences in both languages wherever a reviewer can meet the error.
    """

    exit_code = 3

    def __init__(self, place: str, what: str | Message, hint: str | Message = "") -> None:
        super().__init__(place, what, hint)
        self.place = place
        self._what = what if isinstance(what, Message) else Message(what, what)
        self._hint = hint if isinstance(hint, Message) else Message(hint, hint)

    @property
    def what(self) -> str:
        """What stands there, in English."""
        return self._what.en

    @property
    def hint(self) -> str:
        """What would be right, in English; may be empty."""
        return self._hint.en

    def briefly(self, language: Language) -> str:
        """What stands there, in a language."""
        return self._what[language]

    def told(self, language: Language) -> str:
        """All of it, in a language."""
        head, hint = self.briefly(language), self._hint[language]
        head = f"{self.place}: {head}" if self.place else head
        return f"{head}\n{hint}" if hint else head

    def __str__(self) -> str:
        return self.told("en")


class SourceError(KanwuError):
    """A document that cannot be read as text."""


class SchemaError(KanwuError):
    """A schema with something in it that cannot be meant."""


class CorrectionError(KanwuError):
    """A correction file, or a verdict, that cannot hold."""


class WorkspaceError(KanwuError):
    """A folder or settings file that is not what it should be."""


class UsageError(KanwuError):
    """A command used with the wrong words."""

    exit_code = 2


def known_words(word: str, known: Collection[str]) -> Message:
    """The hint under an unknown word, in both languages."""
    near = get_close_matches(word, list(known), 1, 0.6)
    listed = ", ".join(sorted(known))
    return say("hint.near", near=near[0], known=listed) if near else say("hint.known", known=listed)
