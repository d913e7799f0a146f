"""Changes to a document, each in three grades, that remember where every character went.

A document under change is a list of characters with their origins: an offset into the old text, None
for what is new, EDITED for a character that stands in an old one's place and is another one now.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

Grade = Literal["light", "medium", "heavy"]
GRADES: tuple[Grade, ...] = ("light", "medium", "heavy")
EDITED = -1
Chars = list[tuple[str, int | None]]
Mutation = Callable[[Chars, Grade, random.Random], Chars]

NUMBER = re.compile(r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|\d+(?:[,.]\d+)*")
_TIMES: Mapping[Grade, int] = {"light": 1, "medium": 3, "heavy": 8}
_WIDE = str.maketrans("0123456789,;:()%", "０１２３４５６７８９，；：（）％")
_NARROW = str.maketrans("０１２３４５６７８９，；：（）％", "0123456789,;:()%")
_FILLER = "本段为网站维护说明，访问遇到问题请在上班时间与值班室联系，感谢理解与支持。第1版共3条。\n"
_OTHER = "的一是在不了有和人这中大为上个国我以要他"


def characters(text: str) -> Chars:
    """A text as it is before any change."""
    return [(c, i) for i, c in enumerate(text)]


def text_of(chars: Sequence[tuple[str, int | None]]) -> str:
    """The characters alone."""
    return "".join(c for c, _ in chars)


def _pieces(chars: Chars, ends: str) -> list[Chars]:
    found: list[Chars] = [[]]
    for one in chars:
        found[-1].append(one)
        if one[0] in ends:
            found.append([])
    return [piece for piece in found if piece]


def _joined(pieces: Sequence[Chars]) -> Chars:
    return [one for piece in pieces for one in piece]


def _copy(piece: Chars) -> Chars:
    return [(c, None) for c, _ in piece]


def width(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    share = {"light": 0.1, "medium": 0.4, "heavy": 1.0}[grade]
    turned: Chars = []
    for c, origin in chars:
        other = c.translate(_WIDE) if c.translate(_WIDE) != c else c.translate(_NARROW)
        turned.append((other if chance.random() < share else c, origin))
    return turned


def rewrap(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    columns = {"light": 60, "medium": 35, "heavy": 20}[grade]
    indent = "　" * chance.choice([0, 1, 2])
    found: Chars = []
    for line in _pieces(chars, "\n"):
        for k, one in enumerate(line):
            if k and k % columns == 0:
                found += [("\n", None), *((c, None) for c in indent)]
            found.append(one)
    return found


def insert(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    lines = _pieces(chars, "\n")
    for _ in range(_TIMES[grade]):
        lines.insert(chance.randrange(len(lines) + 1), [(c, None) for c in _FILLER])
    return _joined(lines)


def move(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    """Lines put elsewhere; among lines that read the same nobody could say that any was."""
    lines = _pieces(chars, "\n")
    for _ in range({"light": 1, "medium": 1, "heavy": 3}[grade]):
        size = chance.randint(1, {"light": 3, "medium": 10, "heavy": 15}[grade])
        if len(lines) < size + 3:
            continue
        start = chance.randrange(len(lines) - size)
        block = lines[start : start + size]
        del lines[start : start + size]
        at = chance.randrange(len(lines))
        lines[at:at] = block
    moved = _joined(lines)
    return chars if text_of(moved).split() == text_of(chars).split() else moved


def duplicate(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    """A paragraph again, somewhere else (right beside it, nobody could say which is which)."""
    lines = _pieces(chars, "\n")
    for _ in range(_TIMES[grade]):
        i = chance.randrange(len(lines))
        places = [j for j in range(len(lines)) if abs(j - i) > 2]
        if places:
            lines.insert(chance.choice(places), _copy(lines[i]))
    return _joined(lines)


def delete(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    sentences = _pieces(chars, "。;；\n")
    for _ in range(_TIMES[grade]):
        if len(sentences) > 3:
            k = chance.randrange(len(sentences))
            sentences[k] = [one for one in sentences[k] if one[0] == "\n"]
    return _joined(sentences)


def edit_digits(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    """Numbers that changed upstream: one digit another, or one digit more."""
    text = text_of(chars)
    numbers = list(NUMBER.finditer(text))
    count = {"light": 1, "medium": max(3, len(numbers) // 12), "heavy": len(numbers) // 5}[grade]
    found: list[Chars] = [[one] for one in chars]
    for match in chance.sample(numbers, min(len(numbers), count)):
        i = chance.randrange(match.start(), match.end())
        if not text[i].isdigit():
            continue
        if chance.random() < 0.6:
            found[i] = [
                (chance.choice([d for d in "0123456789" if int(d) != int(text[i])]), EDITED)
            ]
        else:
            found[i] = [(text[i], EDITED), (chance.choice("123456789"), EDITED)]
    return _joined(found)


def misread(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    """Letters that a scanner took for others; numbers stay."""
    share = {"light": 0.005, "medium": 0.02, "heavy": 0.06}[grade]
    return [
        (chance.choice(_OTHER), EDITED) if c.isalpha() and chance.random() < share else (c, origin)
        for c, origin in chars
    ]


def reword(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    share = {"light": 0.005, "medium": 0.015, "heavy": 0.05}[grade]
    found: Chars = []
    for one in chars:
        if chance.random() < share and one[0].isalpha():
            if chance.random() < 0.5:
                continue
            found += [(c, None) for c in chance.choice(["其中", "共计", "，累计", "本年度"])]
        found.append(one)
    return found


def decoy(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    """A sentence like one that is there, with another subject and the same number."""
    sentences = _pieces(chars, "。;；\n")
    told = [s for s in sentences if any(c.isdigit() for c, _ in s) and len(s) > 8]
    for _ in range(_TIMES[grade] if told else 0):
        copy = _copy(chance.choice(told))
        letters = [i for i, (c, _) in enumerate(copy) if c.isalpha()]
        for i in chance.sample(letters, min(3, len(letters))):
            copy[i] = (chance.choice("村组镇市县"), None)
        sentences.insert(chance.randrange(len(sentences)), copy)
    return _joined(sentences)


def remove_rows(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    lines = _pieces(chars, "\n")
    short = [i for i, s in enumerate(lines) if any(c.isdigit() for c, _ in s) and len(s) < 60]
    for i in sorted(chance.sample(short, min(len(short), _TIMES[grade])), reverse=True):
        del lines[i]
    return _joined(lines)


def mixed(chars: Chars, grade: Grade, chance: random.Random) -> Chars:
    """Three changes at once, each a grade milder."""
    milder: Grade = "medium" if grade == "heavy" else "light"
    for one in chance.sample(ALONE, 3):
        chars = one(chars, milder, chance)
    return chars


ALONE: tuple[Mutation, ...] = (
    width, rewrap, insert, move, duplicate, delete, edit_digits, misread, reword, decoy, remove_rows,
)  # fmt: skip
MUTATIONS: tuple[Mutation, ...] = (*ALONE, mixed)
