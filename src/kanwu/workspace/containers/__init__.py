"""Containers: files that are no text themselves, but hold one: bytes → the characters in them.

Each is an extra that is imported only where such a file is read. The text is laid out as a page is:
a paragraph a line, a table in its place as one line a row, so what is read depends on the bytes alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kanwu.workspace.containers import docx, pdf

EXTRAS: Mapping[str, str] = {"pdfplumber": "pdf", "python-docx": "docx"}
"""The libraries, and the extras of kanwu that bring them."""
READERS: Mapping[str, Callable[[bytes, str], str]] = {".pdf": pdf.words, ".docx": docx.words}
"""By suffix; each raises SourceError where the file is damaged, locked, or holds no text."""
