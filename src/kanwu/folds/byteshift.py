"""Byte shift: undo what a stray byte in front of a line did to its GBK pairs.

A page lost half of its indent, so one orphan byte A1 stood in front of a line's first pair, and a
pairwise decoder read on out of step: `（一）把握重點` became `。ㄒ唬┌盐罩攸c`. Every pair that
survived tells its two bytes. Pairs that fell into the private-use zones were deleted later; in
the ordinal it is known which ones. What cannot be told from the bytes alone stays as it is, marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu.text import Edit, Text

_LINE = re.compile(r"^[ \t\u3000]*(。[ㄅ-ㄩǘòň][^\x00-\x7f]*)", re.MULTILINE)
_LOST: dict[str, bytes] = {"ǘ": b"\xfe\xa3", "ㄈ": b"\xfd\xa3", "ㄊ": b"\xae\xa3"}
"""The pair that was deleted right after this character, in the ordinals 二, 三 and 十."""
_ORDINAL = 3
"""Characters of an ordinal with its brackets."""


def fold(text: Text) -> Text:
    """The same text with the shifted runs restored, as far as their bytes go."""
    return text.edit(
        [edit for match in _LINE.finditer(text.folded) for edit in _edits(text.folded, match)]
    )


def _edits(folded: str, match: re.Match[str]) -> Iterator[Edit]:
    start, end = match.span(1)
    run = folded[start:end]
    lost = _LOST.get(run[1])
    pairs = _pairs(run, lost)
    restored: list[tuple[str, int, int]] = []
    clean = lost is None
    for i, (pair, first, last) in enumerate(pairs):
        if lost is not None and i >= _ORDINAL:
            break
        if len(pair) == 1 and end < len(folded) and "@" <= folded[end] <= "~":
            pair, last = pair + folded[end].encode("ascii"), len(run)
        character = _character(pair)
        if character is None:
            clean = False
            break
        restored.append((character, first, last + 1))
    after = "".join(character for character, _, _ in restored)
    if not re.match(r"（[一二三四五六七八九十]）|[１-９]．", after):
        yield Edit(start, end, run, "byte-shift", "repair.byte-shift-lost")
        return
    stop = start + restored[-1][2]
    places = tuple((start + first, start + last) for _, first, last in restored)
    yield Edit(start, stop, after, "byte-shift", "repair.byte-shift", places)
    if not clean and stop < end:
        yield Edit(stop, end, folded[stop:end], "byte-shift", "repair.byte-shift-lost")


def _pairs(run: str, lost: bytes | None) -> list[tuple[bytes, int, int]]:
    """The run's bytes in step again: each pair with the first and last character it came from."""
    data: list[tuple[int, int]] = []
    for i, character in enumerate(run):
        data.extend((byte, i) for byte in character.encode("gb18030", "replace"))
        if i == 1 and lost is not None:
            data.extend((byte, i) for byte in lost)
    inner = data[1:]
    return [
        (
            bytes(byte for byte, _ in inner[k : k + 2]),
            inner[k][1],
            inner[min(k + 1, len(inner) - 1)][1],
        )
        for k in range(0, len(inner), 2)
    ]


def _character(pair: bytes) -> str | None:
    """The Han character, mark or full-width digit of a pair; None for anything else."""
    try:
        character = pair.decode("gb18030")
    except UnicodeDecodeError:
        return None
    if len(character) != 1 or not re.match(
        r"[\u4e00-\u9fff\u3001-\u3017\uff01-\uff5e“”]", character
    ):
        return None
    return character
