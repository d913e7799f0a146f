"""Byte shift: undo what a stray byte in front of a line did to its GBK pairs.

A page lost half of its indent, so one orphan byte A1 stood in front of a line's first pair, and a
pairwise decoder read on out of step: `（一）把握重點` became `。ㄒ唬┌盐罩攸c`. Every pair that
survived tells its two bytes. Pairs that fell into the private-use zones were deleted later; in
the number of an item it is known which ones. A byte that was lost is told by the gloss after it,
or by the only word that it can make. What cannot be told stays as it is, marked; where half a
character is left of it, U+FFFD stands for the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from msgspec import Struct

from kanwu.folds import glosses
from kanwu.folds.lexicon import known, simple, usual, written
from kanwu.text import UNREAD, Edit, Text

_LINE = re.compile(
    r"^[ \t\u3000]*(。[ㄅ-ㄩǘòň\u2500-\u257f\u2ff0-\u2ffb][^\x00-\x7f]*)", re.MULTILINE
)
_LOST: dict[str, bytes] = {
    "ǘ": b"\xfe\xa3",
    "ㄈ": b"\xfd\xa3",
    "ㄊ": b"\xae\xa3",
}
"""The pair that was deleted right after this character, in the ordinals 二, 三 and 十."""
_SIX = b"\xa8\xc1\xf9\xa3"
"""The pairs that were deleted right after the stop, in the ordinal 六."""
_ORDINAL = 3
"""Characters of an ordinal with its brackets."""
_DIGITS = {c: i for i, c in enumerate("保玻常矗担叮罚福梗", 1)}
"""What is left of a full-width digit and its point, １．"""
_ITEM = re.compile(
    rf"^[ \t\u3000]*(?:(?P<sound>[0-9０-９]{{1,2}})[.．、]|(?P<shifted>。[{''.join(_DIGITS)}]))",
    re.MULTILINE,
)
_WITHIN = re.compile(r"\?([\u4e00-\u9fff]{1,12})(?=([@-~]))")
"""A run inside a line: its first byte is the mark that nothing could be made of."""
_OPENING = frozenset("《〈“‘〔【「（、，；：")
_SIGN = re.compile(rf"。(?<![^\n \t\u3000].)[ㄅ-ㄩǘòň\u2500-\u257f\u2ff0-\u2ffb{''.join(_DIGITS)}]")
"""What a line that is shifted from its beginning on begins with."""
_NUMBER = re.compile("（[一二三四五六七八九十]）|[１-９]．")
_SOUND = re.compile(r"[\u4e00-\u9fff\u3001-\u3017\uff01-\uff5e“”‘’]")
"""What a pair may be."""
_GLOSS = re.compile(r"[(（]([^)）\x00-\x20]{1,7})[)）]")


class _Pair(Struct, frozen=True, gc=False):
    """Two bytes in step again, or one that lost its other half; and the characters they came from."""

    data: bytes
    first: int
    last: int


def fold(text: Text) -> Text:
    """The same text with the shifted runs restored, as far as their bytes go."""
    folded = text.folded
    edits: list[Edit] = []
    if _SIGN.search(folded):
        edits += [edit for match in _LINE.finditer(folded) for edit in _ordinal(folded, match)]
        edits += _digits(folded)
    if "?" in folded:
        edits += [edit for match in _WITHIN.finditer(folded) for edit in _within(folded, match)]
    return text.edit(_apart(edits))


def _apart(edits: Sequence[Edit]) -> list[Edit]:
    """The edits in order, without those that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start):
        if not kept or kept[-1].end <= edit.start:
            kept.append(edit)
    return kept


def _ordinal(folded: str, match: re.Match[str]) -> Iterator[Edit]:
    """The edits of a line that began with an ordinal in brackets."""
    start, end = match.span(1)
    run = folded[start:end]
    six = run[1] >= "\u2500" and run[1] not in _LOST and not "ㄅ" <= run[1] <= "ㄩ"
    lost = _SIX if six else _LOST.get(run[1])
    pairs = _pairs(run, lost, 0 if six else 1)
    content = _content(folded, end, run, pairs[_ORDINAL:])
    content = _borne_out(content, pairs, folded, end)
    restored = [(_character(p.data), p.first, p.last + 1) for p in pairs[:_ORDINAL]] + content
    after = "".join(character or "" for character, _, _ in restored)
    if not _NUMBER.match(after):
        yield Edit(start, end, run, "byte-shift", "repair.byte-shift-lost")
        return
    yield from _restored(folded, start, end, restored)


def _restored(
    folded: str, start: int, end: int, restored: Sequence[tuple[str | None, int, int]]
) -> Iterator[Edit]:
    """One edit for what was restored of the run [start, end), and a mark on what was not."""
    found = [(character, first, last) for character, first, last in restored if character]
    stop = start + max(last for _, _, last in found)
    after = "".join(character for character, _, _ in found)
    places = tuple((start + first, start + last) for _, first, last in found)
    why = "repair.byte-shift-part" if UNREAD in after else "repair.byte-shift"
    yield Edit(start, stop, after, "byte-shift", why, places)
    if stop < end:
        yield Edit(stop, end, folded[stop:end], "byte-shift", "repair.byte-shift-lost")


def _content(
    folded: str, end: int, run: str, pairs: Sequence[_Pair]
) -> list[tuple[str | None, int, int]]:
    """What follows the number: each character with where it came from, as far as bytes go."""
    found: list[tuple[str | None, int, int]] = []
    for pair in pairs:
        data, last = pair.data, pair.last + 1
        character = _character(data)
        if len(data) == 1 and end < len(folded) and "@" <= folded[end] <= "~":
            character, last = _character(data + folded[end].encode("ascii")), len(run) + 1
        elif len(data) == 1:
            before = found[-1][0] if found else ""
            character = _by_reading(folded, end, data[0], before or "") or UNREAD
        if character is None:
            break
        found.append((character, pair.first, last))
    return found


def _by_reading(folded: str, end: int, lead: int, before: str) -> str | None:
    """The character with this first byte and the reading in the gloss that follows, if only one."""
    gloss = _GLOSS.match(folded, end)
    if gloss is None:
        return None
    fitting = [c for c in _with_lead(lead) if glosses.reads(c, gloss[1])]
    around = [
        c for c in fitting if _makes_word(c, before, folded[gloss.end() : gloss.end() + 1], folded)
    ]
    for some in (fitting, around, [c for c in fitting if usual(c)]):
        if len({simple(c) for c in some}) == 1:
            return some[0]
    return None


def _makes_word(character: str, before: str, after: str, folded: str) -> bool:
    return (bool(after) and known(character + after, folded)) or (
        bool(before) and known(before + character, folded)
    )


@cache
def _with_lead(lead: int) -> Sequence[str]:
    """Every Han character whose first byte in GBK this is."""
    found = (_character(bytes((lead, trail))) for trail in range(0x40, 0xFF))
    return tuple(c for c in found if c and "\u4e00" <= c <= "\u9fff")


def _borne_out(
    content: Sequence[tuple[str | None, int, int]], pairs: Sequence[_Pair], folded: str, end: int
) -> list[tuple[str | None, int, int]]:
    """The content as far as words bear it out.

    Where a pair inside it was deleted, two characters became one that means nothing. So each
    must make a word with the one before or after it, or be read as the gloss after it says; half
    a character is shown where all before it are sound, and counts for what it can be.
    """
    characters = [character or "" for character, _, _ in content]
    gloss = _GLOSS.match(folded, end) or _GLOSS.match(folded, end + 1)
    following = folded[gloss.end() : gloss.end() + 1] if gloss else ""
    kept = []
    for i, one in enumerate(content):
        character = characters[i]
        before = characters[i - 1] if i else ""
        last = i == len(content) - 1
        after = following if last else characters[i + 1]
        told = last and gloss is not None and glosses.reads(character, gloss[1])
        if after == UNREAD and i > 1:
            told = any(known(character + c, folded) for c in _with_lead(pairs[-1].data[0]))
        if character != UNREAD and not (
            written(character) and (told or _makes_word(character, before, after, folded))
        ):
            break
        kept.append(one)
    return kept


def _digits(folded: str) -> Iterator[Edit]:
    """The edits of lines that began with a full-width digit, told by the items around them."""
    items = list(_ITEM.finditer(folded))
    numbers = [
        int(item["sound"]) if item["sound"] else _DIGITS[item["shifted"][1]] for item in items
    ]
    for i, item in enumerate(items):
        before = numbers[i - 1] if i else 0
        after = numbers[i + 1] if i + 1 < len(items) else 0
        follows = i > 0 and before == numbers[i] - 1
        if not item["shifted"] or not (follows or after == numbers[i] + 1):
            continue
        start = item.start("shifted")
        number = f"{chr(0xFF10 + numbers[i])}．"
        run = re.match(r"[^\x00-\x7f]*", folded[start + 2 :])
        rest = run[0] if run else ""
        head = [(number[0], 0, 1), (number[1], 1, 2)]
        content = _after_digit(folded, start + 2, rest)
        yield from _restored(
            folded,
            start,
            start + 2 + len(rest),
            [*head, *((c, first + 2, last + 2) for c, first, last in content)],
        )


def _after_digit(folded: str, start: int, run: str) -> list[tuple[str | None, int, int]]:
    """What follows a full-width digit: the first byte of its first character is lost."""
    data = [(byte, i) for i, c in enumerate(run) for byte in c.encode("gb18030", "replace")]
    if len(data) < 3:
        return []
    trail = data[0][0]
    pairs = _paired(data[1:])
    rest = _content(folded, start + len(run), run, pairs)
    if not rest or not rest[0][0]:
        return []
    firsts = {
        c
        for lead in range(0xB0, 0xF8)
        if (c := _character(bytes((lead, trail)))) and known(c + rest[0][0], folded)
    }
    content = [(min(firsts, default=None), 0, 1), *rest]
    return _borne_out(content, pairs, folded, start + len(run)) if len(firsts) == 1 else []


def _within(folded: str, match: re.Match[str]) -> Iterator[Edit]:
    """The edit of a run inside a line: a mark, whose first byte is gone, and characters after it."""
    run, trail = match[1], match[2]
    if all(usual(c) for c in run):
        return
    data = [(byte, i + 1) for i, c in enumerate(run) for byte in c.encode("gb18030", "replace")]
    if any(len(c.encode("gb18030")) != 2 for c in run):
        return
    end = match.end(1)
    pairs = _paired([*data[1:], (ord(trail), len(run) + 1)])
    rest = [(_character(pair.data), pair.first, pair.last + 1) for pair in pairs]
    marks = [
        mark
        for lead in (0xA1, 0xA3)
        if (mark := _character(bytes((lead, data[0][0])))) and mark in _OPENING
    ]
    if len(marks) != 1 or not all(c and usual(c) for c, _, _ in rest):
        return
    around = [c or "" for c, _, _ in rest] + [folded[end + 1 : end + 2]]
    if not all(known(a + b, folded) for a, b in pairwise(around[-2:])):
        return
    yield from _restored(folded, match.start(), end + 1, [(marks[0], 0, 2), *rest])


def _pairs(run: str, lost: bytes | None, at: int) -> list[_Pair]:
    """The run's bytes in step again; `lost` was deleted after its character `at`."""
    data: list[tuple[int, int]] = []
    for i, character in enumerate(run):
        data.extend((byte, i) for byte in character.encode("gb18030", "replace"))
        if i == at and lost is not None:
            data.extend((byte, i) for byte in lost)
    return _paired(data[1:])


def _paired(data: Sequence[tuple[int, int]]) -> list[_Pair]:
    """Bytes, each with the character it came from, two by two; the last may be alone."""
    return [
        _Pair(
            bytes(byte for byte, _ in data[k : k + 2]),
            data[k][1],
            data[min(k + 1, len(data) - 1)][1],
        )
        for k in range(0, len(data), 2)
    ]


@lru_cache(4096)
def _character(pair: bytes) -> str | None:
    """The Han character, mark or full-width digit of a pair; None for anything else."""
    try:
        character = pair.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return character if _SOUND.fullmatch(character) else None
