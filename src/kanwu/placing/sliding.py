"""Sliding: a deletion or insertion that fits in several places goes to where a sentence begins.

After git's diff slider.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from operator import add, eq

from rapidfuzz.distance import Postfix, Prefix

from kanwu.placing.form import Form, counting

_SLIDE = 5000
"""Units that a deletion or insertion is slid at most."""


Run = tuple[int, int, int]


def slide(form: Form, runs: Sequence[Run], others: int, latest: bool) -> list[Run]:
    """Move each stretch of a text that has no counterpart to where a sentence begins.

    `runs` are (here, there, n): n units of this text, and of another one with `others` units,
    that are counterparts; they are `joined`. Among places that are equally good the first is
    taken, or with `latest` the last; so both ways of reading agree only where there is one best.
    """
    code = form.code
    rows = [*runs, (len(code), others, 0)]
    _, there, sizes = zip(*rows, strict=True)
    # `joined` runs that follow one another in the other text have something between them in this.
    alone = compress(counting(len(runs)), map(eq, map(add, there, sizes), there[1:]))
    for at in alone:
        (i, j, n), (next_i, next_j, more) = rows[at : at + 2]
        start, end = i + n, next_i
        if start >= end or (at and not n):
            continue
        if not (n and code[start - 1] == code[end - 1]) and not (more and code[end] == code[start]):
            continue  # it fits nowhere else
        before, after = min(n, _SLIDE), min(more, _SLIDE)
        low = Postfix.similarity(code[start - before : start], code[end - before : end])
        high = Prefix.similarity(code[end : end + after], code[start : start + after])
        by = _best(form, start, end, range(-low, high + 1), latest)
        rows[at : at + 2] = (i, j, n + by), (next_i + by, next_j + by, more - by)
    return [row for row in rows if row[2]]


def joined(runs: Iterable[Run]) -> list[Run]:
    """Runs in order, those that go on from one another as one; the first begins both texts."""
    found: list[Run] = []
    i = j = n = 0
    for next_i, next_j, more in sorted(runs):
        if next_i == i + n and next_j == j + n:
            n += more
        elif more:
            found.append((i, j, n))
            i, j, n = next_i, next_j, more
    found.append((i, j, n))
    return found


def _best(form: Form, start: int, end: int, slides: range, latest: bool) -> int:
    """The slide after which the run begins and ends between sentences.

    Nothing tells which of two copies that stand side by side is the new one; nor do new lines
    among numbers alone, which are cells of a table.
    """
    found: Sequence[int] = slides
    twice = len(slides) > end - start
    if not twice and any(map(str.isalpha, form.code[start:end])):
        ranks = [form.break_before(start + s) + form.break_before(end + s) for s in slides]
        most = max(ranks)
        found = [s for s, rank in zip(slides, ranks, strict=True) if rank == most]
    return found[-1] if latest else found[0]
