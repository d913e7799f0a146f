"""Cells: lines of a flattened table → cells, with what lies between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = re.compile(r"([+\-↑↓增减]?\d+(?:,\d{3})*(?:\.\d+)?)\s*([^\d\s]{0,2})")
NOT_APPLICABLE = re.compile(r"[/\-—－]+|无|不适用|N/A")
_RULE = re.compile(r"[\s|:\-—]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: words without blanks, and where they stand in the folded text."""

    words: str
    start: int
    end: int
    gap: int
    """Newlines between it and the cell before."""
    row: int | None
    """The line it was explicitly marked out on, by bars or tabs; None when it was not."""

    @property
    def is_value(self) -> bool:
        """Whether it holds a number or a mark for none."""
        return bool(NUMBER.fullmatch(self.words) or NOT_APPLICABLE.fullmatch(self.words))


def cells(folded: str, start: int, end: int) -> list[Cell]:
    """The cells of folded[start:end], in the order of the text."""
    found: list[Cell] = []
    gap, at = 0, start
    for number, line in enumerate(folded[start:end].split("\n")):
        pieces, explicit = _pieces(line)
        for first, last in pieces:
            words = re.sub(r"\s+", "", line[first:last])
            found.append(Cell(words, at + first, at + last, gap, number if explicit else None))
            gap = 0
        gap += 1
        at += len(line) + 1
    return found


def _pieces(line: str) -> tuple[list[tuple[int, int]], bool]:
    """Where the cells of a line stand, and whether bars or tabs mark them out."""
    if "|" in line:
        if _RULE.fullmatch(line):
            return [], False
        return _split(line, "|"), True
    if "\t" in line.strip():
        return _split(line, "\t"), True
    pieces: list[tuple[int, int]] = []
    label = False
    for match in re.finditer(r"\S+", line):
        value = bool(NUMBER.fullmatch(match[0]) or NOT_APPLICABLE.fullmatch(match[0]))
        if pieces and label and not value:
            pieces[-1] = (pieces[-1][0], match.end())
        else:
            pieces.append(match.span())
        label = not value
    return pieces, False


def _split(line: str, mark: str) -> list[tuple[int, int]]:
    """The cells between marks, blank ones too; the marks at both ends of a line make none."""
    first = len(line) - len(line.lstrip(" ")) if mark == "|" else 0
    last = len(line.rstrip(" "))
    if mark == "|":
        first += line[first:last].startswith("|")
        last -= line[first:last].endswith("|")
    pieces: list[tuple[int, int]] = []
    at = first
    for part in line[first:last].split(mark):
        left = len(part) - len(part.lstrip())
        pieces.append((at + min(left, len(part)), at + max(len(part.rstrip()), left)))
        at += len(part) + 1
    return pieces
