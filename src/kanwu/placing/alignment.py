"""Alignment: which unit of an old text is which unit of a new one.

Stretches that occur once in both texts are laid on each other first (after Cohen's patience
diff), in order and, where a block has moved, out of order; only what lies between is compared
unit by unit. So a long text costs little more than its length. Where a deletion or an insertion
fits in several places, the one at the joint of two sentences is taken (after git's diff slider);
where that does not decide, the units concerned are in doubt and belong nowhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from kanwu.placing.form import Form

_SEED, _SHORT_SEED = 12, 6
"""Units of a stretch that must occur once: in the whole texts, and in a gap too large to compare."""
_EDGE = 8
"""Units at the ends of a stretch that are compared again with the gap beside it."""
_LARGEST = 16_000_000
"""Pairs of units in the largest gap that is compared unit by unit: 2 MB of bits."""
_BLOCK = 20
"""Units that a moved block must have in common, so that a set phrase is not one."""
_STEP = 200
"""Units between two stretches of one moved block."""
_SLIDE = 5000
"""Units that a deletion or insertion is slid at most."""


class Run(NamedTuple):
    """Units [i, i + n) of the old text that equal [j, j + n) of the new one."""

    i: int
    j: int
    n: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each old unit its new one, or -1, reading with either preference among equals."""

    first: Sequence[int]
    last: Sequence[int]
    sure: Sequence[int]
    """Where both agree; -1 elsewhere."""


def align(old: Form, new: Form) -> Alignment:
    """Lay an old text on a new one."""
    if old.code == new.code:
        same = range(len(old.code))
        return Alignment(same, same, same)
    main, moved = _stretches(old.code, new.code)
    first, last = [-1] * len(old.code), [-1] * len(old.code)
    _lay(old.code, new.code, main, moved, first, last)
    backward = _inverse(first, len(new.code)), _inverse(last, len(new.code))
    for mapping, inverse, latest in ((first, backward[0], False), (last, backward[1], True)):
        _slide(old, mapping, inverse, latest)
        _slide(new, inverse, mapping, latest)
    sure = [i if i == j else -1 for i, j in zip(first, last, strict=True)]
    return Alignment(first, last, sure)


# --- stretches that occur once -------------------------------------------------------------------


def _stretches(a: str, b: str) -> tuple[list[Run], list[list[Run]]]:
    """The stretches that stayed in order, and the blocks that moved, each a chain of stretches."""
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    pairs = [(i + head, j + head) for i, j in _seeds(inner_a, inner_b, _SEED)]
    kept = _longest_rise(pairs)
    main = _runs(pair for pair, keep in zip(pairs, kept, strict=True) if keep)
    off = _runs(pair for pair, keep in zip(pairs, kept, strict=True) if not keep)
    main = [Run(0, 0, head), *main, Run(len(a) - tail, len(b) - tail, tail)]
    main = _apart([run for run in main if run.n])
    return main, _blocks(off, _cover(main, 0, len(a)), _cover(main, 1, len(b)))


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _seeds(a: str, b: str, n: int) -> list[tuple[int, int]]:
    """Where the stretches of n units stand that occur once in both."""
    in_b = _once(b, n)
    return [(i, in_b[words]) for words, i in _once(a, n).items() if words in in_b]


def _once(text: str, n: int) -> dict[str, int]:
    found: dict[str, int] = {}
    for i in range(len(text) - n + 1):
        words = text[i : i + n]
        found[words] = -1 if words in found else i
    return {words: i for words, i in found.items() if i >= 0}


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[bool]:
    """Which of the pairs, ordered by their first, make the longest row that rises in the second."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        at = bisect_left(tops, j)
        before.append(ends[at - 1] if at else -1)
        if at == len(tops):
            tops.append(j)
            ends.append(index)
        else:
            tops[at], ends[at] = j, index
    kept = [False] * len(pairs)
    index = ends[-1] if ends else -1
    while index >= 0:
        kept[index] = True
        index = before[index]
    return kept


def _runs(pairs: Iterator[tuple[int, int]], n: int = _SEED) -> list[Run]:
    """Overlapping seeds joined to runs."""
    runs: list[Run] = []
    for i, j in pairs:
        if runs and i - runs[-1].i == j - runs[-1].j and i <= runs[-1].i + runs[-1].n:
            runs[-1] = Run(runs[-1].i, runs[-1].j, i + n - runs[-1].i)
        else:
            runs.append(Run(i, j, n))
    return runs


def _apart(runs: Sequence[Run]) -> list[Run]:
    """Runs in order; what two of them claim is taken from both, and compared with the gap."""
    apart: list[Run] = []
    for run in runs:
        while apart:
            one = apart[-1]
            over = max(one.i + one.n - run.i, one.j + one.n - run.j, 0)
            if over == 0:
                break
            apart.pop()
            run = Run(run.i + over, run.j + over, run.n - over)
            if one.n > over:
                apart.append(Run(one.i, one.j, one.n - over))
            if run.n <= 0:
                break
        if run.n > 0:
            apart.append(run)
    return apart


def _blocks(off: Sequence[Run], in_a: bytearray, in_b: bytearray) -> list[list[Run]]:
    """Stretches out of order, chained to blocks that moved as one."""
    chains: list[list[Run]] = []
    for run in (_outside(run, in_a, in_b) for run in off):
        if run is None:
            continue
        last = chains[-1][-1] if chains else None
        if last and 0 <= run.i - last.i - last.n <= _STEP and 0 <= run.j - last.j - last.n <= _STEP:
            chains[-1].append(run)
        else:
            chains.append([run])
    return [chain for chain in chains if sum(run.n for run in chain) >= _BLOCK]


def _cover(runs: Sequence[Run], side: int, size: int) -> bytearray:
    """A mark for each unit of one text (side 0 old, 1 new) that a run claims."""
    marks = bytearray(size)
    for run in runs:
        marks[run[side] : run[side] + run.n] = b"\1" * run.n
    return marks


def _outside(run: Run, in_a: bytearray, in_b: bytearray) -> Run | None:
    """The longest part of a run that no run in order claims."""
    best: Run | None = None
    start = 0
    for k in range(run.n + 1):
        if k == run.n or in_a[run.i + k] or in_b[run.j + k]:
            if k - start > (best.n if best else 0):
                best = Run(run.i + start, run.j + start, k - start)
            start = k + 1
    return best


# --- what lies between them ----------------------------------------------------------------------


def _lay(
    a: str,
    b: str,
    main: Sequence[Run],
    moved: Sequence[Sequence[Run]],
    first: list[int],
    last: list[int],
) -> None:
    """Fill both mappings: the blocks that moved, then the rest in order without them."""
    gone_a, gone_b = bytearray(len(a)), bytearray(len(b))
    in_a, in_b = _cover(main, 0, len(a)), _cover(main, 1, len(b))
    for chain in moved:
        head, tail = chain[0], chain[-1]
        before = _shared(a, b, head.i - 1, head.j - 1, -1, in_a, in_b)
        after = _shared(a, b, tail.i + tail.n, tail.j + tail.n, 1, in_a, in_b)
        from_, to = (head.i - before, head.j - before), (tail.i + tail.n, tail.j + tail.n)
        block = [Run(*from_, before), *chain, Run(*to, after)]
        end_a, end_b = to[0] + after, to[1] + after
        if any(gone_a[from_[0] : end_a]) or any(gone_b[from_[1] : end_b]):
            continue
        _between(a, b, block, ((from_[0], end_a), (from_[1], end_b)), (first, last))
        gone_a[from_[0] : end_a] = b"\1" * (end_a - from_[0])
        gone_b[from_[1] : end_b] = b"\1" * (end_b - from_[1])
    whole = ((0, len(a)), (0, len(b)))
    _between(a, b, main, whole, (first, last), (gone_a, gone_b))


def _shared(a: str, b: str, i: int, j: int, step: int, in_a: bytearray, in_b: bytearray) -> int:
    """How many equal units follow from (i, j) in one direction, outside what stayed in order."""
    n = 0
    while 0 <= i < len(a) and 0 <= j < len(b) and a[i] == b[j] and not in_a[i] and not in_b[j]:
        i, j, n = i + step, j + step, n + 1
    return n


def _between(
    a: str,
    b: str,
    runs: Sequence[Run],
    bounds: tuple[tuple[int, int], tuple[int, int]],
    both: tuple[list[int], list[int]],
    gone: tuple[bytearray, bytearray] | None = None,
) -> None:
    """Lay the runs, less their edges, and compare what lies between, but for what is gone."""
    (i, end_a), (j, end_b) = bounds
    first, last = both
    for run in [*_edged(runs, bounds), Run(end_a, end_b, 0)]:
        rest_a = [k for k in range(i, run.i) if not gone or not gone[0][k]]
        rest_b = [k for k in range(j, run.j) if not gone or not gone[1][k]]
        _compare(a, b, rest_a, rest_b, first, last)
        for k in range(run.n):
            first[run.i + k] = last[run.i + k] = run.j + k
        i, j = run.i + run.n, run.j + run.n


def _edged(runs: Sequence[Run], bounds: tuple[tuple[int, int], tuple[int, int]]) -> Iterator[Run]:
    """The runs without their ends, where a gap lies beside them: the gap may end elsewhere."""
    (start_a, end_a), (start_b, end_b) = bounds
    ends = [(start_a, start_b), *((run.i + run.n, run.j + run.n) for run in runs)]
    starts = [*((run.i, run.j) for run in runs), (end_a, end_b)]
    open_ = [end != start for end, start in zip(ends, starts, strict=True)]
    for index, run in enumerate(runs):
        edge = min(_EDGE, run.n // 2)
        head, tail = edge * open_[index], edge * open_[index + 1]
        if run.n > head + tail:
            yield Run(run.i + head, run.j + head, run.n - head - tail)


def _compare(
    a: str,
    b: str,
    rest_a: Sequence[int],
    rest_b: Sequence[int],
    first: list[int],
    last: list[int],
) -> None:
    """Compare a gap unit by unit, or by shorter stretches where it is too large for that."""
    if not rest_a or not rest_b:
        return
    words_a = "".join([a[k] for k in rest_a])
    words_b = "".join([b[k] for k in rest_b])
    if len(words_a) * len(words_b) <= _LARGEST:
        for run in _equal(words_a, words_b):
            for k in range(run.n):
                first[rest_a[run.i + k]] = rest_b[run.j + k]
        n, m = len(words_a), len(words_b)
        for run in _equal(words_a[::-1], words_b[::-1]):
            for k in range(run.n):
                last[rest_a[n - 1 - run.i - k]] = rest_b[m - 1 - run.j - k]
        return
    pairs = _seeds(words_a, words_b, _SHORT_SEED)
    kept = _longest_rise(pairs)
    for run in _apart(_runs((p for p, keep in zip(pairs, kept, strict=True) if keep), _SHORT_SEED)):
        for k in range(run.n):
            first[rest_a[run.i + k]] = last[rest_a[run.i + k]] = rest_b[run.j + k]


def _equal(a: str, b: str) -> Iterator[Run]:
    for op in Levenshtein.opcodes(a, b):
        if op.tag == "equal":
            yield Run(op.src_start, op.dest_start, op.src_end - op.src_start)


# --- deletions and insertions that fit in several places -----------------------------------------


def _inverse(mapping: Sequence[int], n: int) -> list[int]:
    inverse = [-1] * n
    for i, j in enumerate(mapping):
        if j >= 0:
            inverse[j] = i
    return inverse


def _slide(form: Form, mapping: list[int], inverse: list[int], latest: bool) -> None:
    """Move each run of a text that has no counterpart to where a sentence begins.

    Among places that are equally good the first is taken, or with `latest` the last; so both
    ways of reading agree only where there is one best place.
    """
    code = form.code
    end = 0
    while end < len(code):
        if mapping[end] >= 0:
            end += 1
            continue
        start = end
        while end < len(code) and mapping[end] < 0:
            end += 1
        if not _joined(mapping, len(inverse), start, end):
            continue
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


def _joined(mapping: Sequence[int], others: int, start: int, end: int) -> bool:
    """Whether nothing of the other text stands in place of units [start, end)."""
    before = mapping[start - 1] if start else -1
    after = mapping[end] if end < len(mapping) else others
    return after == before + 1


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
    if not twice and any(c.isalpha() for c in form.code[start:end]):
        ranks = [form.break_before(start + s) + form.break_before(end + s) for s in slides]
        found = [s for s, rank in zip(slides, ranks, strict=True) if rank == max(ranks)]
    return found[-1] if latest else found[0]
