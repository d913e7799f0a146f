"""Rivals: whether the words around an anchor stand as well somewhere else in the new text.

Where the old text is at hand, only a copy that came in can be one, and the wider surroundings decide
between the two. Where only the words around each anchor are remembered, they must stand at one
place clearly better than anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from kanwu.anchor import NEIGHBOURS
from kanwu.placing.alignment import Alignment
from kanwu.placing.form import SEAM, Form

_WIDE = 120
"""Units on each side that are compared where the old text is at hand, and not only what is remembered."""
_LETTERS, _CORE = 2, 10
"""A rival has the quote with the nearest letters on one side, or with this many units."""
_MOST = 50
"""Rivals that are looked at."""
_BESIDE = 32
"""Units beside what came in that may make a rival with it."""
_FAR = 400
"""Units on each side alone that must not go on at a rival."""
_BROKEN, _GOES_ON = 0.5, 0.9
"""How much alike one side is, of 1, where it does not go on, and where it does."""
_MARGIN, _WIDE_MARGIN = 0.05, 0.1
"""How much likelier a place must be, of 1, than every other one: by what is remembered, and by more."""


def fresh(new: Form, alignment: Alignment) -> str:
    """What came into a new text, and what is side by side only now, with the units beside it."""
    code, runs = new.code, sorted((j, n) for _, j, n in alignment.runs)
    if 2 * _BESIDE * len(runs) > len(code):
        return code
    seams = zip([(0, 0), *runs], [*runs, (len(code), 0)], strict=True)
    pieces = (code[max(j + n - _BESIDE, 0) : then + _BESIDE] for (j, n), (then, _) in seams)
    return SEAM.join(pieces)


def rivalled(old: Form, new: Form, units: tuple[int, int], here: int, came: str | None) -> bool:
    """Whether units of an old text stand elsewhere nearly as well as from `here` on.

    `came` is what is `fresh` in the new text, or None where the old one is not at hand. The
    cells of the same row are no rivals: which of them it is, their row tells.
    """
    start, end = units
    reach, margin = (NEIGHBOURS, _MARGIN) if came is None else (_WIDE, _WIDE_MARGIN)
    code, quote = old.code, old.code[start:end]
    first = new.code.find(quote)
    if first < 0 or (first == here and new.code.find(quote, here + 1) < 0):
        return False
    left, right = _beside(code, units, _CORE)
    left, right = _nearest(left[::-1])[::-1], _nearest(right)
    for core, lead in ((left + quote, len(left)), (quote + right, 0)):
        if core == quote or (came is not None and not _more(core, old.code, new.code, came)):
            continue
        before, after = _beside(code, units, reach)
        own = _alike(new, here, before, quote, after)
        told = any(map(str.isalpha, core))
        for at in _places(new.code, core):
            beside = abs(at + lead - here)
            least = own - margin
            if beside <= _CORE:
                if not told or beside < len(core):
                    continue
                # Of two copies side by side, each is what came between the other and its own.
                least -= 2 * beside / len(before + after)
            if _alike(new, at + lead, before, quote, after) > least:
                return True
            if beside > _CORE and _parted(old, new, units, here, at + lead):
                return True
    return False


def _parted(old: Form, new: Form, units: tuple[int, int], here: int, there: int) -> bool:
    """Whether on one side the old words go on at a rival, and not here: the rest of a copy is there."""
    size, code = units[1] - units[0], new.code
    before, after = _beside(old.code, units, _FAR)
    left = (
        before,
        code[max(0, here - len(before)) : here],
        code[max(0, there - len(before)) : there],
    )
    here, there = here + size, there + size
    right = after, code[here : here + len(after)], code[there : there + len(after)]
    return any(
        _similar(then, other, _GOES_ON) and _similar(then, own) < _BROKEN
        for then, own, other in (left, right)
    )


def _beside(code: str, units: tuple[int, int], reach: int) -> tuple[str, str]:
    """What stands before units and after them, so far as it is one piece of the old text."""
    start, end = units
    before, after = code[max(0, start - reach) : start], code[end : end + reach]
    return before.rpartition(SEAM)[2], after.partition(SEAM)[0]


def _more(core: str, old: str, new: str, came: str) -> bool:
    """Whether words stand more often than they did."""
    if came is not new and len(core) <= _BESIDE and core not in came:
        return False
    again = new.find(core, new.find(core) + 1)
    return again >= 0 and new.count(core) > old.count(core)


def _nearest(side: str) -> str:
    """The units of a side up to its second letter."""
    letters = 0
    for n, c in enumerate(side, 1):
        letters += c.isalpha()
        if letters == _LETTERS:
            return side[:n]
    return side


def _places(code: str, words: str) -> Iterator[int]:
    at = code.find(words)
    for _ in range(_MOST):
        if at < 0:
            return
        yield at
        at = code.find(words, at + 1)


def _alike(new: Form, at: int, before: str, quote: str, after: str) -> float:
    end = at + len(quote)
    then, now = (
        before + after,
        new.code[max(0, at - len(before)) : at] + new.code[end : end + len(after)],
    )
    return _similar(then, now)


def _similar(then: str, now: str, least: float = 0) -> float:
    """How much alike two stretches are, of 1; 0 where that is not even the least."""
    return Levenshtein.normalized_similarity(then, now, score_cutoff=least)
