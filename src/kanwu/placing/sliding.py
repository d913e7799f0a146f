"""Sliding: a deletion or insertion that fits in several places goes to where a sentence begins.

After git's diff slider; it works on a mapping of units, and on the way back.
"""

from __future__ import annotations

from collections.abc import Sequence

from kanwu.placing.form import Form

_SLIDE = 5000
"""Units that a deletion or insertion is slid at most."""


def slide(form: Form, mapping: list[int], inverse: list[int], latest: bool) -> None:
    """Move each run of a text that has no counterpart to where a sentence begins.

    Among places that are equally good the first is taken, or with `latest` the last; so both
    ways of reading agree only where there is one best place.
    """
    code = form.code
    end = 0
    size = len(code)
    while True:
        try:
            start = end = mapping.index(-1, end)
        except ValueError:
            return
        while end < size and mapping[end] < 0:
            end += 1
        before = mapping[start - 1] if start else -1
        if (mapping[end] if end < size else len(inverse)) != before + 1:
            continue  # something of the other text stands in its place
        low, high = (_slides(code, mapping, start, end, step) for step in (-1, 1))
        if low == high == 0:
            continue
        slides = range(-low, high + 1)
        best = _best(form, start, end, slides, latest)
        for step in range(abs(best)):
            source = start - 1 - step if best < 0 else end + step
            target = end - 1 - step if best < 0 else start + step
            mapping[target], mapping[source] = mapping[source], -1
            inverse[mapping[target]] = target
        end = max(end, end + best)


def _slides(code: str, mapping: Sequence[int], start: int, end: int, step: int) -> int:
    """How far a run can slide in one direction with the rest still equal."""
    n = 0
    while n < _SLIDE:
        into, out = (start - 1 - n, end - 1 - n) if step < 0 else (end + n, start + n)
        if not 0 <= into < len(code) or mapping[into] < 0 or code[into] != code[out]:
            break
        near = into + 1 if step < 0 else into - 1
        if n and mapping[into] != mapping[near] + step:
            break
        n += 1
    return n


def _best(form: Form, start: int, end: int, slides: range, latest: bool) -> int:
    """The slide after which the run begins and ends between sentences.

    Nothing tells which of two copies that stand side by side is the new one; nor do new lines
    among numbers alone, which are cells of a table.
    """
    found: Sequence[int] = slides
    twice = len(slides) > end - start
    if not twice and any(map(str.isalpha, form.code[start:end])):
        ranks = [form.break_before(start + s) + form.break_before(end + s) for s in slides]
        found = [s for s, rank in zip(slides, ranks, strict=True) if rank == max(ranks)]
    return found[-1] if latest else found[0]
