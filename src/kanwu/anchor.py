"""Anchor: words that find their place again, and what became of the search.

The search itself is in `placing`; this room holds what goes in and what comes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kanwu.reading import Reading
from kanwu.source import Source, Span

NEIGHBOURS = 64
"""How many source characters are kept on each side of the quote; on a page a tag is one of them."""
_LONGEST = 2000
"""Characters of a page in which they are looked for."""
_PIECE = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The words a verdict was made on, and enough around them to find them again."""

    quote: str
    """The source's words; empty for a blank cell or a silent field."""
    before: str = ""
    after: str = ""
    start: int = 0
    """Code points into the source version named by `sha256`."""
    path: tuple[str, ...] = ()
    """The structural place: (`signature`,), (`applications`, `granted`, `total`)."""
    sha256: str = ""
    """The source version that the verdict was made on."""

    @property
    def span(self) -> Span:
        """Where the quote stood in that version."""
        return Span(self.start, self.start + len(self.quote))


def anchor(source: Source, span: Span | None, path: tuple[str, ...] = ()) -> Anchor:
    """Anchor a span of a source, or the document as a whole where there is no span."""
    if span is None:
        return Anchor(quote="", path=path, sha256=source.sha256)
    reach = _LONGEST if source.form == "html" else NEIGHBOURS
    before = source.text[max(0, span.start - reach) : span.start]
    after = source.text[span.end : span.end + reach]
    if source.form == "html":
        before = "".join(_PIECE.findall(before)[-NEIGHBOURS:])
        after = "".join(_PIECE.findall(after)[:NEIGHBOURS])
    return Anchor(
        quote=source.quote(span),
        before=before,
        after=after,
        start=span.start,
        path=path,
        sha256=source.sha256,
    )


def anchor_reading(source: Source, reading: Reading) -> Anchor:
    """Anchor the words of a reading."""
    return anchor(source, reading.span, reading.path)


@dataclass(frozen=True, slots=True)
class Found:
    """The one place that an anchor marks now."""

    span: Span
    score: float
    """0 to 1."""
    moved: bool
    """Whether it stands at another offset than it did."""


@dataclass(frozen=True, slots=True)
class Stale:
    """The place is there, but its words are neither the old ones nor the corrected ones."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Fixed:
    """The place is there, and its words are the corrected ones by now."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places fit equally."""

    spans: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Lost:
    """No such place; `nearest` are the places that came closest, best first."""

    nearest: tuple[Span, ...] = ()
    score: float = 0.0
    other_document: bool = False
    """Whether nothing was searched for, because this is not the document that it was."""


Place = Found | Stale | Fixed | Ambiguous | Lost
