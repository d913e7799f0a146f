"""Alignment: which unit of an old text is which unit of a new one.

Stretches that occur once in both texts are laid on each other first (after Cohen's patience
diff), in order and, where a block has moved, out of order; only what lies between is compared
unit by unit. So a long text costs little more than its length. Where a deletion or an insertion
fits in several places, the one at the joint of two sentences is taken (after git's diff slider);
where that does not decide, the units concerned are in doubt and belong nowhere.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from kanwu.placing.form import Form
from kanwu.placing.sliding import slide

_SEED, _SHORT_SEED = 12, 6
"""Units of a stretch that must occur once: in the whole texts, and in a gap too large to compare."""
_SAMPLED = bytes(low % 3 == 0 for low in range(256))
"""Which stretches are looked at, by the low byte of their first unit: a third, the same in both
texts, which is enough to find all that stayed together."""
_LARGEST = 16_000_000
"""Pairs of units in the largest gap that is compared unit by unit: 2 MB of bits."""
_BLOCK = 20
"""Units that a moved block must have in common, so that a set phrase is not one."""
_STEP = 200
"""Units between two stretches of one moved block."""


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
    moved: bool
    """Whether some block stands in another order by now."""


def align(old: Form, new: Form) -> Alignment:
    """Lay an old text on a new one."""
    if old.code == new.code:
        same = range(len(old.code))
        return Alignment(same, same, same, moved=False)
    main, moved = _stretches(old.code, new.code)
    first, last = _Lay(len(old.code), len(new.code)), _Lay(len(old.code), len(new.code))
    _lay(old.code, new.code, main, moved, (first, last))
    for one, latest in ((first, False), (last, True)):
        slide(old, one.new, one.old, latest)
        slide(new, one.old, one.new, latest)
    sure = [i if i == j else -1 for i, j in zip(first.new, last.new, strict=True)]
    return Alignment(first.new, last.new, sure, moved=bool(moved))


class _Lay:
    """A mapping of units while it is made, and the way back."""

    __slots__ = ("new", "old")

    def __init__(self, olds: int, news: int) -> None:
        self.new = [-1] * olds
        """For each old unit its new one, or -1."""
        self.old = [-1] * news

    def put(self, i: int, j: int, n: int) -> None:
        """Lay old units from i on new ones from j."""
        if n == 1:
            self.new[i], self.old[j] = j, i
        else:
            self.new[i : i + n] = range(j, j + n)
            self.old[j : j + n] = range(i, i + n)

    def put_among(
        self, olds: Sequence[int], news: Sequence[int], runs: Iterable[tuple[int, int, int]]
    ) -> None:
        """Lay runs of some old units on some new ones, either of which may have gaps."""
        new, old = self.new, self.old
        if isinstance(olds, range) and isinstance(news, range):
            from_i, from_j = olds.start, news.start
            for i, j, n in runs:
                i, j = i + from_i, j + from_j
                if n == 1:
                    new[i], old[j] = j, i
                else:
                    new[i : i + n] = range(j, j + n)
                    old[j : j + n] = range(i, i + n)
            return
        for i, j, n in runs:
            for k in range(n):
                new[olds[i + k]], old[news[j + k]] = news[j + k], olds[i + k]


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
    """The stretches of n units that occur once, of those that begin with a unit in `_SAMPLED`."""
    found: dict[str, int] = {}
    low = text.encode("utf-32-le", "surrogatepass")[::4]
    for i in compress(range(len(text) - n + 1), low.translate(_SAMPLED)):
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
    both: tuple[_Lay, _Lay],
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
        _between(a, b, block, ((from_[0], end_a), (from_[1], end_b)), both)
        gone_a[from_[0] : end_a] = b"\1" * (end_a - from_[0])
        gone_b[from_[1] : end_b] = b"\1" * (end_b - from_[1])
    whole = ((0, len(a)), (0, len(b)))
    _between(a, b, main, whole, both, (gone_a, gone_b) if moved else None)


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
    both: tuple[_Lay, _Lay],
    gone: tuple[bytearray, bytearray] | None = None,
) -> None:
    """Lay the runs, and compare what lies between, but for what is gone."""
    (i, end_a), (j, end_b) = bounds
    for run in [*runs, Run(end_a, end_b, 0)]:
        rest_a: Sequence[int] = range(i, run.i)
        rest_b: Sequence[int] = range(j, run.j)
        if gone and (any(gone[0][i : run.i]) or any(gone[1][j : run.j])):
            rest_a = [k for k in rest_a if not gone[0][k]]
            rest_b = [k for k in rest_b if not gone[1][k]]
        if rest_a and rest_b:
            _compare(a, b, rest_a, rest_b, both)
        for one in both:
            one.put(run.i, run.j, run.n)
        i, j = run.i + run.n, run.j + run.n


def _compare(
    a: str,
    b: str,
    rest_a: Sequence[int],
    rest_b: Sequence[int],
    both: tuple[_Lay, _Lay],
) -> None:
    """Compare a gap unit by unit, or by shorter stretches where it is too large for that."""
    words_a, words_b = _units(a, rest_a), _units(b, rest_b)
    change = _one_change(words_a, words_b)
    if change is not None:
        before, after = change
        runs = [Run(0, 0, before), Run(len(words_a) - after, len(words_b) - after, after)]
        for one in both:
            one.put_among(rest_a, rest_b, runs)
        return
    if len(words_a) * len(words_b) <= _LARGEST:
        first, last = both
        first.put_among(rest_a, rest_b, _equal(words_a, words_b))
        end_a, end_b = len(words_a), len(words_b)
        back = [
            (end_a - i - n, end_b - j - n, n) for i, j, n in _equal(words_a[::-1], words_b[::-1])
        ]
        last.put_among(rest_a, rest_b, back)
        return
    pairs = _seeds(words_a, words_b, _SHORT_SEED)
    kept = _longest_rise(pairs)
    runs = _apart(_runs((p for p, keep in zip(pairs, kept, strict=True) if keep), _SHORT_SEED))
    for one in both:
        one.put_among(rest_a, rest_b, runs)


def _one_change(a: str, b: str) -> tuple[int, int] | None:
    """The units alike before and after the only change, which puts in, takes out or replaces one.

    Where several units are put in or taken out in one place, `slide` finds the best one.
    """
    least = min(len(a), len(b))
    before = _common(a, b)
    after = _common(a[before:][::-1], b[before:][::-1])
    rest = least - before - after
    return (before, after) if rest == 0 or (rest == 1 and len(a) == len(b)) else None


def _units(code: str, places: Sequence[int]) -> str:
    if isinstance(places, range):
        return code[places.start : places.stop]
    return "".join([code[k] for k in places])


def _equal(a: str, b: str) -> list[tuple[int, int, int]]:
    blocks = Levenshtein.editops(a, b).as_matching_blocks()
    return [(block.a, block.b, n) for block in blocks if (n := block.size)]
