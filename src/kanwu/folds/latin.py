"""Latin: lines of GBK that were read as Latin-1, `½ñÌì` for 今天.

A line is taken whole or not at all: all of its characters are one byte each, the bytes decode
without an error, and nearly all of what comes out is usual Chinese. No guess is made inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu.folds.lexicon import usual
from kanwu.text import Edit, Text

_LINE = re.compile(r"[^\n\r]+")
_PAIR = re.compile(r"[\xa1-\xff](?<=[\xa1-\xff]{2})")
"""What every such line holds; a single class is looked for first, which is quick."""
_LOWER = bytes(range(0xA1))
"""All bytes that are in no pair."""
_FEWEST = 4
"""So many bytes above ASCII a line must have: a French word or two are no Chinese."""
_USUAL = 0.9
"""The share of usual characters among the Chinese ones that come out."""
_MARKS = frozenset("\u3000、。，；：？！“”‘’（）《》〈〉〔〕【】—…·％／－～．＋﹪")


def fold(text: Text) -> Text:
    """The same text with such lines read in their own encoding."""
    upper = text.folded.encode("latin-1", "ignore").translate(None, _LOWER)
    if len(upper) < 2 or not _PAIR.search(text.folded):
        return text
    lines = (line for line in _LINE.finditer(text.folded) if _PAIR.search(line[0]))
    return text.edit([edit for line in lines for edit in _edits(line)])


def _edits(match: re.Match[str]) -> Iterator[Edit]:
    line = match[0]
    try:
        data = bytes(map(_byte, line))
        decoded = data.decode("gb18030")
    except (UnicodeDecodeError, ValueError):
        return
    if sum(byte >= 0x80 for byte in data) < _FEWEST or not _chinese(decoded):
        return
    places = []
    at = 0
    for character in decoded:
        more = len(character.encode("gb18030"))
        places.append((match.start() + at, match.start() + at + more))
        at += more
    yield Edit(match.start(), match.end(), decoded, "encoding", "repair.encoding", tuple(places))


def _byte(character: str) -> int:
    """The byte that Latin-1, or Windows in its place, shows so.

    Raises:
        ValueError: Neither has this character.
    """
    return ord(character) if ord(character) < 256 else character.encode("cp1252")[0]


def _chinese(decoded: str) -> bool:
    odd = [c for c in decoded if c > "\x7f" and c not in _MARKS and not "\uff10" <= c <= "\uff19"]
    return len(odd) >= 2 and sum(usual(c) for c in odd) >= _USUAL * len(odd)
