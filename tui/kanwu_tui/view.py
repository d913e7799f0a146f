"""View: the characters of a document as the desk shows them: its own, or a page as it is laid out."""

from __future__ import annotations

from dataclasses import dataclass

from kanwu.folds import lay
from kanwu.source import Source, Span
from kanwu.text import Text


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a source, and where a span of the source stands in it."""

    text: str
    laid: Text | None = None
    """How the characters came about; None where they are the source's own."""

    def place(self, span: Span) -> Span:
        """Where a span of the source is shown; words that are not shown are an empty place."""
        return span if self.laid is None else Span(*self.laid.place(span))

    def line(self, offset: int) -> int:
        """The line, from 1, that an offset into the shown characters stands on."""
        return self.text.count("\n", 0, offset) + 1


def view_of(source: Source) -> View:
    """A web page as it is laid out; any other document as it is."""
    if source.form != "html":
        return View(source.text)
    laid = lay(source)
    return View(laid.folded, laid)
