"""PDF: the text of its pages, tables in their place (pdfplumber: the extra `pdf`).

Measured best of what was tried on real reports: it read the tables of five out of five. A page ends
like a line, so that a sentence runs on over it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kanwu.errors import SourceError
from kanwu.folds.grid import written
from kanwu.message import trouble

if TYPE_CHECKING:
    from pdfplumber.page import Page

_BLANK = 0.15
"""A gap this wide, in heights of its characters, is a blank: the words of English keep apart."""
PAGES = 500
"""A PDF of more pages is no single report."""


def words(data: bytes, shown: str) -> str:
    """The text of a PDF.

    Raises:
        SourceError: pdfplumber is not installed; or the file is damaged, locked, or holds no text.
    """
    try:
        import pdfplumber
        from pdfminer.pdfdocument import PDFPasswordIncorrect
        from pdfplumber.utils.exceptions import PdfminerException
    except ImportError:
        raise SourceError(
            shown, *trouble("library", what="PDF", library="pdfplumber", extra="pdf")
        ) from None
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > PAGES:
                raise SourceError(
                    shown,
                    *trouble("pdf.long", pages=len(document.pages), limit=PAGES),
                )
            pages = []
            for page in document.pages:
                pages.append("\n".join(_lines(page)))
                page.close()  # what pdfplumber keeps of a page is large
    except SourceError:
        raise
    except Exception as error:  # a broken PDF breaks its reader in many ways
        inner = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(inner, PDFPasswordIncorrect):
            raise SourceError(shown, *trouble("pdf.locked")) from None
        raise SourceError(
            shown,
            *trouble("pdf.damaged", why=str(inner).strip() or type(inner).__name__),
        ) from None
    if not "".join(pages).strip():
        raise SourceError(
            shown,
            *trouble("pdf.pictures"),
        )
    return "\n".join(pages) + "\n"


def _lines(page: Page) -> Iterator[str]:
    """The lines of a page from top to bottom, each table as its rows where it stands."""
    x0, top, x1, bottom = page.bbox
    for table in sorted(page.find_tables(), key=lambda one: (one.bbox[1], one.bbox[0])):
        rows = table.extract(x_tolerance_ratio=_BLANK)
        if max(map(len, rows), default=0) < 2:
            continue  # a frame around a text is no table
        above, below = max(top, table.bbox[1]), min(bottom, table.bbox[3])
        if above > top:
            yield from _prose(page, (x0, top, x1, above))
        if below > top:
            yield from written([_spread(row) for row in rows])
            top = below
    if top < bottom:
        yield from _prose(page, (x0, top, x1, bottom))


def _spread(row: Sequence[str | None]) -> list[str]:
    """A row with its spanning cells in their last column, as in a web page (see `folds.grid`)."""
    cells = [cell or "" for cell in row]
    for i, cell in enumerate(row[1:], 1):
        if cell is None and cells[i - 1] and not cells[i - 1].strip().isdigit():
            cells[i - 1], cells[i] = "", cells[i - 1]
    return cells


def _prose(page: Page, box: tuple[float, float, float, float]) -> Sequence[str]:
    found = page.crop(box).extract_text(x_tolerance_ratio=_BLANK)
    return found.split("\n") if found else ()
