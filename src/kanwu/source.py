"""Source and Span: a document as received, and a run of its characters."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from kanwu.errors import SourceError
from kanwu.message import trouble

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
Form = Literal["text", "html", "markdown"]
"""How a document is written."""

_PAGE = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--[^>]{0,200}-->\s{0,200})?<(?:!doctype\s{1,9}html|html)\b",
    re.IGNORECASE,
)
_SUFFIXES: dict[str, Form] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}

_DECLARED = re.compile(rb"""<meta[^>]{0,80}charset\s*=\s*["']?([A-Za-z0-9_-]+)""", re.IGNORECASE)


class Span(Struct, frozen=True, order=True, gc=False):
    """A half-open run of code points, `start` ≤ `end`; empty where a blank cell stands."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    @property
    def size(self) -> int:
        """How many characters it holds. `len` would make an empty place false, and every test slow."""
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character (an empty span shares none)."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Source:
    """A document as received, decoded to characters; never altered."""

    document: str
    """The document's id: its path in the workspace, without suffix."""
    text: str
    """The characters, newlines as they came; a byte-order mark is not one of them."""
    encoding: str
    """The encoding that the bytes were read in."""
    form: Form = "text"
    """How it is written: what of it is markup, and no part of its words."""
    within: Span | None = None
    """The part of the characters that is this document; None where that is all of them."""
    _sha256: str = field(default="", init=False, repr=False, compare=False)

    @property
    def own(self) -> str:
        """The characters of this document alone."""
        return self.quote(self.within) if self.within else self.text

    @property
    def sha256(self) -> str:
        """SHA-256 of the characters as UTF-8: of the file itself, where that is plain UTF-8.

        Saving the same characters in another encoding leaves it alone, and a kept snapshot
        proves itself.
        """
        if not self._sha256:  # worked out once: a document is asked for it by every verdict
            told = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "_sha256", told)
        return self._sha256

    def quote(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    def holds(self, words: str, start: int) -> bool:
        """Whether these words stand there, in the part that is this document."""
        own = self.within or Span(0, len(self.text))
        inside = own.start <= start and start + len(words) <= own.end
        return inside and self.text.startswith(words, start)

    def line(self, offset: int) -> int:
        """The line, from 1, that an offset stands on."""
        return self.text.count("\n", 0, offset) + 1


def form_of(suffix: str, text: str) -> Form:
    """How a file with this suffix and these characters is written.

    A page that was saved as `.txt` is one when it begins as one.

    >>> form_of(".HTM", ""), form_of(".txt", "<!DOCTYPE html><p>1"), form_of(".txt", "<p>1")
    ('html', 'html', 'text')
    """
    told = _SUFFIXES.get(suffix.lower(), "text")
    return "html" if told == "text" and _PAGE.match(text) else told


def decode(data: bytes, document: str, declared: str | None = None) -> Source:
    """Read bytes as characters: a mark, a declaration, strict UTF-8, then GB18030.

    No statistics: guessers read short Chinese in GB18030 as Big5, EUC-KR or UTF-16. A declared
    encoding that does not fit the bytes is passed over, since pages often lie about it.

    Raises:
        SourceError: The bytes are empty, are not text, or fit none of these encodings.
    """
    if not data.strip():
        raise SourceError(document, *trouble("document.empty"))
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Source(document, _strict(data[len(mark) :], encoding, document), encoding)
    if b"\0" in data:
        raise SourceError(
            document,
            *trouble("document.binary"),
        )
    named = _DECLARED.search(data[:2048])
    said = named[1].decode("ascii") if named else None
    for encoding in (one for one in (declared, said) if one):
        try:
            return Source(document, data.decode(_superset(encoding)), encoding.lower())
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return Source(document, data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Source(document, _strict(data, "gb18030", document), "gb18030")


def _superset(encoding: str) -> str:
    """GB2312 and GBK pages carry GB18030 characters; browsers read them so."""
    return "gb18030" if encoding.lower() in {"gb2312", "gbk", "x-gbk", "gb_2312-80"} else encoding


def _strict(data: bytes, encoding: str, document: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"{document}:{line}",
            *trouble(
                "document.encoding",
                at=error.start,
                byte=f"{data[error.start]:02x}",
                encoding=encoding,
            ),
        ) from None
