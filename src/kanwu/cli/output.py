"""Output: rows as JSON lines, or as a table on a terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kanwu.message import Language, choose
from kanwu.numeral import plain

Record = Mapping[str, object]
json_of = json.JSONEncoder(ensure_ascii=False).encode
"""Anything as JSON, in one line."""


def language(asked: str | None, configured: Language | None = None) -> Language:
    """The language of this process (see `message.choose`)."""
    return choose(asked, os.environ, configured)


def note(*lines: object) -> None:
    """Narration: stderr."""
    print(*lines, sep="\n", file=sys.stderr)


def in_lines(form: str | None) -> bool:
    """Whether rows are printed as JSON lines: asked for, or not read by a person."""
    return (form or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl"


def json_line(one: Record) -> str:
    """A row as a JSON line."""
    return json_of(one) + "\n"


def emit(rows: Iterable[Record], form: str | None, columns: Sequence[str]) -> None:
    """Print rows: `jsonl` whole, `table` only these columns; by default as the reader is a person.

    A column `message.zh` is what stands under `zh` in the mapping `message`.
    """
    if in_lines(form):
        sys.stdout.writelines(map(json_line, rows))
        return
    width = shutil.get_terminal_size((100, 24)).columns
    for line in table(
        [[_cell(_of(one, name)) for name in columns] for one in rows], columns, width
    ):
        print(line)


def printed_rows(lines: Iterable[bytes], form: str | None, columns: Sequence[str]) -> None:
    """Print rows that are JSON lines already (see `emit`)."""
    if in_lines(form):
        as_they_are(lines)
        return
    emit((json.loads(line) for told in lines for line in told.splitlines()), form, columns)


def as_they_are(lines: Iterable[bytes]) -> None:
    """Print what is UTF-8 already."""
    sys.stdout.flush()
    out = sys.stdout.buffer
    for data in lines:
        written = out.write(data)
        while written < len(data):  # nothing is buffered, and a pipe or a disk was nearly full
            written += out.write(data[written:])


def table(rows: Sequence[Sequence[str]], columns: Sequence[str], width: int) -> list[str]:
    """Rows under their headings, at most `width` cells wide; a mark stands where a cell was cut.

    >>> table([["年报", "1"]], ["a", "b"], 20)
    ['a     b', '────  ─', '年报  1']
    """
    lines = [list(columns), *rows]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(columns))]
    while sum(widths) + 2 * (len(widths) - 1) > width and max(widths) > 8:
        widths[widths.index(max(widths))] -= 1
    shown = [
        "  ".join(_fit(cell, wide) for cell, wide in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return [shown[0], "  ".join("─" * wide for wide in widths), *shown[1:]]


def _of(one: Record, name: str) -> object:
    outer, _, inner = name.partition(".")
    value = one.get(outer)
    return value.get(inner) if inner and isinstance(value, Mapping) else value


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(_cell(one) for one in value)
    if isinstance(value, Decimal):
        return plain(value)
    return "".join(c for c in " ".join(str(value).split()) if unicodedata.category(c) != "Cf")


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fit(text: str, cells: int) -> str:
    if _width(text) > cells:
        kept = ""
        for c in text:
            if _width(kept + c) > cells - 1:
                break
            kept += c
        text = kept + "…"
    return text + " " * (cells - _width(text))
