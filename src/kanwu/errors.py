"""What goes wrong through something a person wrote or handed over.

A strange document is a Finding, not an error; our own mistakes stay bare exceptions. These few
name the place, what stands there and what would be right; only a front end prints them.
"""

from __future__ import annotations


class KanwuError(Exception):
    """Something a person wrote, or a file they handed over, cannot be used.

    `place` is a file with an optional line (`corrections/li/a.toml:12`) or a command-line word;
    `what` says what stands there; `hint` says what would be right, and may be empty.
    """

    exit_code = 3

    def __init__(self, place: str, what: str, hint: str = "") -> None:
        super().__init__(place, what, hint)
        self.place = place
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        head = f"{self.place}: {self.what}" if self.place else self.what
        return f"{head}\n{self.hint}" if self.hint else head


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
