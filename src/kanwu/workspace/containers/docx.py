"""DOCX: its paragraphs and tables in their order (python-docx opens it: the extra `docx`).

Headers, footers, notes and comments are left out. What a small file could unpack to is limited
before anything is unpacked, and lxml, as python-docx calls it, resolves no entity.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Protocol

from kanwu.errors import SourceError
from kanwu.folds.grid import written
from kanwu.message import trouble

UNPACKED = 200 * 10**6
"""So many bytes its parts may have together."""
PARTS = 5000
_WIDEST = 40
"""Columns that a cell spans, or a row leaves free, at most."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AROUND = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_UNSEEN = frozenset(
    (
        *(f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


class Element(Protocol):
    """As much of an lxml element as is used here."""

    @property
    def tag(self) -> object:
        """Its name with its namespace; of a comment, a function."""

    @property
    def text(self) -> str | None:
        """The characters before its first child."""

    def __iter__(self) -> Iterator[Element]: ...

    def find(self, path: str) -> Element | None:
        """The first part at a path."""

    def get(self, key: str, default: str = "") -> str:
        """One of its attributes."""


def words(data: bytes, shown: str) -> str:
    """The text of a DOCX.

    Raises:
        SourceError: python-docx is not installed; or the file is damaged, too large when unpacked,
            or holds no text.
    """
    try:
        import docx
    except ImportError:
        raise SourceError(
            shown, *trouble("library", what="DOCX", library="python-docx", extra="docx")
        ) from None
    _refuse_bombs(data, shown)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document.element.body))
    except Exception as error:  # a broken DOCX breaks its reader in many ways
        raise _damaged(shown, error) from None
    text = "\n".join(lines) + "\n"
    if not text.strip():
        raise SourceError(shown, *trouble("docx.empty"))
    return text


def _refuse_bombs(data: bytes, shown: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _damaged(shown, error) from None
    size = sum(part.file_size for part in parts)
    if size > UNPACKED or len(parts) > PARTS:
        raise SourceError(
            shown,
            *trouble(
                "docx.large",
                size=f"{size / 10**6:.0f}",
                parts=len(parts),
                most=UNPACKED // 10**6,
                limit=PARTS,
            ),
        )


def _damaged(shown: str, error: Exception) -> SourceError:
    return SourceError(
        shown,
        *trouble("docx.damaged", why=str(error).strip() or type(error).__name__),
    )


def _lines(container: Element) -> Iterator[str]:
    """The lines of a body, a cell or a content control."""
    for block in container:
        if block.tag == f"{_W}p":
            yield from _said(block).split("\n")
        elif block.tag == f"{_W}tbl":
            yield from _rows(block)
        elif block.tag in _AROUND:
            yield from _lines(block)


def _said(paragraph: Element) -> str:
    """The words of a paragraph: of every run, wherever it stands, but what was deleted.

    python-docx itself passes over what stands in a smart tag or was inserted under revision: Word
    2003 put every date into a smart tag.
    """
    words = []
    for part in paragraph:
        if part.tag == f"{_W}t":
            words.append(part.text or "")
        elif part.tag in _MARKS:
            words.append(_MARKS[part.tag])
        elif part.tag not in _UNSEEN:
            words.append(_said(part))
            if part.tag == f"{_W}p":  # a paragraph in a text box
                words.append("\n")
    return "".join(words)


def _rows(table: Element) -> Iterator[str]:
    """A table's lines, a merged cell in its first row and last column; tables in cells come after it."""
    rows: list[list[str]] = []
    nested: list[Element] = []
    for row in _inside(table, f"{_W}tr"):
        cells = [""] * _number(row, f"{_W}trPr/{_W}gridBefore", 0)
        for cell in _inside(row, f"{_W}tc"):
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            begins = merge is None or merge.get(f"{_W}val") == "restart"
            said = [_said(one) for one in _inside(cell, f"{_W}p")] if begins else []
            cells += [""] * (_number(cell, f"{_W}tcPr/{_W}gridSpan", 1) - 1)
            cells.append("\n".join(said))
            nested += _inside(cell, f"{_W}tbl")
        rows.append(cells)
    yield from written(rows)
    for inner in nested:
        yield from _rows(inner)


def _inside(element: Element, tag: str) -> Iterator[Element]:
    """The parts with a tag, also those in content controls."""
    for part in element:
        if part.tag == tag:
            yield part
        elif part.tag in _AROUND:
            yield from _inside(part, tag)


def _number(element: Element, path: str, missing: int) -> int:
    found = element.find(path)
    value = found.get(f"{_W}val", "") if found is not None else ""
    return min(int(value), _WIDEST) if value.isdigit() else missing
