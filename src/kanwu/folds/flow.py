"""Flow: a folded text as its sentences run.

Blanks are gone (but one between two digits), soft line breaks joined, one break a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kanwu.text import Text

_ENDS = frozenset("。;:!?.")
_FULL, _SHORTEST = 0.7, 16
"""A line this much of the usual longest one, and no shorter than this, may run on in the next."""
_PAGE_NUMBER = re.compile(r"[-—–]{1,2}\d{1,3}[-—–]{1,2}|第\d{1,3}页(?:共\d{1,3}页)?")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[^\S\n](?=[^\S\n]*\d)")
"""One blank stays between two digits: a date and a time of day are not one run."""
_BARE = re.compile(r"[\d,.|/%+-]*")


def flow(text: Text, headings: Sequence[re.Pattern[str]] = ()) -> Text:
    """The same text as it flows; `headings` are beginnings of lines that never continue one."""
    lines = _lines(text.folded)
    lengths = sorted(len(line) for _, line in lines if line)
    usual = max(_SHORTEST, lengths[int(len(lengths) * 0.9)] if lengths else 0)
    kept: list[int] = []
    before = ""
    broken = True
    for indexes, line in lines:
        if not line or _PAGE_NUMBER.fullmatch(line):
            broken = broken or not line
            continue
        soft = (
            not broken
            and len(before) >= _FULL * usual
            and before[-1] not in _ENDS
            and not _BARE.fullmatch(line)
            and not any(heading.match(line) for heading in headings)
        )
        if kept and not soft:
            kept.append(_newline(text.folded, kept[-1]))
        kept.extend(indexes)
        before, broken = line, False
    return text.keep(kept)


def _lines(folded: str) -> list[tuple[list[int], str]]:
    """Each line without its blanks, with where its characters stand."""
    found = []
    at = 0
    for line in folded.split("\n"):
        blanks = {match.start() for match in _BETWEEN_DIGITS.finditer(line)}
        indexes = [at + i for i, c in enumerate(line) if not c.isspace() or i in blanks]
        found.append((indexes, "".join(folded[i] for i in indexes)))
        at += len(line) + 1
    return found


def _newline(folded: str, after: int) -> int:
    """The first newline after an index."""
    return folded.index("\n", after)
