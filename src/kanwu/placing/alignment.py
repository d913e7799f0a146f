"""Alignment: which unit of an old text is which unit of a new one.

Stretches that occur once in both texts are laid on each other first (after Cohen's patience
diff), in order and, where a block has moved, out of order; only what lies between is compared
unit by unit. So a long text costs little more than its length. Where a deletion or an insertion
fits in several places, the one at the joint of two sentences is taken (after git's diff slider);
where that does not decide, the units concerned are in doubt and belong nowhere.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from operator import ne

from rapidfuzz.distance import Levenshtein, Postfix, Prefix

from kanwu.placing.form import Form, counting
from kanwu.placing.sliding import joined, slide

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


Run = tuple[int, int, int]
"""(i, j, n): units [i, i + n) of the old text that equal [j, j + n) of the new one."""
Marks = tuple[bytes, bytes]
"""For each unit of the old text and of the new one, whether it is marked."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which old unit is which new one."""

    sure: Sequence[int]
    """For each old unit its new one, or -1 where there is none, or more than one could be it."""
    runs: Sequence[Run]
    """The same in runs, which rise in the old text."""
    starts: Sequence[int]
    """Where each run starts in the old text."""
    moved: bool
    """Whether some block stands in another order by now."""

    def whole(self, low: int, high: int) -> bool:
        """Whether the old units [low, high) stand together in the new text, nothing between."""
        at = bisect_right(self.starts, low) - 1
        return at >= 0 and high <= self.starts[at] + self.runs[at][2]

    def near(self, low: int, high: int) -> Sequence[Run]:
        """The runs that hold some of the old units [low, high)."""
        first, last = bisect_right(self.starts, low), bisect_left(self.starts, high)
        if first and self.starts[first - 1] + self.runs[first - 1][2] > low:
            first -= 1
        return self.runs[first:last]


def align(old: Form, new: Form) -> Alignment:
    """Lay an old text on a new one, twice: among equals the first are taken, and the last."""
    a, b = old.code, new.code
    if a == b:
        return Alignment(range(len(a)), [(0, 0, len(a))], [0], moved=False)
    main, moved, ordered = _stretches(a, b)
    earliest, latest = (
        _slid(old, new, runs, latest)
        for runs, latest in zip(_laid(a, b, main, moved, ordered), (False, True), strict=True)
    )
    first, last = set(earliest), set(latest)
    only = [run for run in earliest if run not in last], [run for run in latest if run not in first]
    runs = [run for run in earliest if run in last] if only[0] else earliest
    if all(only):
        runs = sorted([*runs, *_agreed(*only)])
    sure, units = [-1] * len(a), counting(len(b))
    for i, j, n in runs:
        sure[i : i + n] = units[j : j + n]
    return Alignment(sure, runs, [i for i, _, _ in runs], moved=bool(moved))


def _slid(old: Form, new: Form, runs: Iterable[Run], latest: bool) -> list[Run]:
    """Runs, after what is gone and what came were moved to where a sentence begins."""
    here = slide(old, joined(runs), len(new.code), latest)
    there = slide(new, sorted([(j, i, n) for i, j, n in here]), len(old.code), latest)
    return sorted([(i, j, n) for j, i, n in there])


def _agreed(first: Sequence[Run], last: Sequence[Run]) -> Iterator[Run]:
    """What two lists of runs, in order, have in common."""
    k = 0
    for i, j, n in first:
        while k < len(last) and last[k][0] + last[k][2] <= i:
            k += 1
        for from_i, from_j, m in islice(last, k, None):
            if from_i >= i + n:
                break
            if from_i - from_j == i - j:
                start, end = max(i, from_i), min(i + n, from_i + m)
                yield start, start - i + j, end - start


# --- stretches that occur once -------------------------------------------------------------------


def _stretches(a: str, b: str) -> tuple[list[Run], list[list[Run]], Marks]:
    """The stretches that stayed in order; the blocks that moved, each a chain of stretches; and
    where there are some, a mark for each unit of either text that is in order."""
    head = Prefix.similarity(a, b)
    tail = Postfix.similarity(a[head:], b[head:])
    end_a, end_b = len(a) - tail, len(b) - tail
    pairs = [(i + head, j + head) for i, j in _seeds(a[head:end_a], b[head:end_b], _SEED)]
    kept = _longest_rise(pairs)
    main = [(0, 0, head), *_runs(compress(pairs, kept)), (end_a, end_b, tail)]
    main = _apart([run for run in main if run[2]])
    off = _runs(pair for pair, keep in zip(pairs, kept, strict=True) if not keep)
    if not off:
        return main, [], (b"", b"")
    ordered = _cover(main, 0, len(a)), _cover(main, 1, len(b))
    return main, _blocks(off, *ordered), ordered


def _seeds(a: str, b: str, n: int) -> list[tuple[int, int]]:
    """Where the stretches of n units stand that occur once in both, in the order of the first."""
    in_a, in_b = _single(a, n), _single(b, n)
    return [(in_a[words], in_b[words]) for words in filter(in_b.__contains__, in_a)]


def _single(text: str, n: int) -> dict[str, int]:
    """Where each stretch of n units stands that begins with one in `_SAMPLED` and occurs once."""
    low = text.encode("utf-32-le", "surrogatepass")[::4][: max(len(text) - n + 1, 0)]
    places = list(compress(counting(len(low)), low.translate(_SAMPLED)))
    words = [text[i : i + n] for i in places]
    found: dict[str, int] = {}
    first = map(found.setdefault, words, places)
    for more in {*compress(words, map(ne, list(first), places))}:
        del found[more]
    return found


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[bool]:
    """Which of the pairs, ordered by their first, make the longest row that rises in the second."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        if not tops or j > tops[-1]:
            before.append(ends[-1] if ends else -1)
            tops.append(j)
            ends.append(index)
            continue
        at = bisect_left(tops, j)
        before.append(ends[at - 1] if at else -1)
        tops[at], ends[at] = j, index
    kept = [False] * len(pairs)
    index = ends[-1] if ends else -1
    while index >= 0:
        kept[index] = True
        index = before[index]
    return kept


def _runs(pairs: Iterable[tuple[int, int]], n: int = _SEED) -> list[Run]:
    """Overlapping seeds joined to runs."""
    runs: list[Run] = []
    from_i = from_j = end = -1
    for i, j in pairs:
        if i > end or i - from_i != j - from_j:
            if end >= 0:
                runs.append((from_i, from_j, end - from_i))
            from_i, from_j = i, j
        end = i + n
    if end >= 0:
        runs.append((from_i, from_j, end - from_i))
    return runs


def _apart(runs: Sequence[Run]) -> list[Run]:
    """Runs in order; what two of them claim is taken from both, and compared with the gap."""
    apart: list[Run] = []
    for i, j, n in runs:
        while apart:
            one_i, one_j, one_n = apart[-1]
            over = max(one_i + one_n - i, one_j + one_n - j)
            if over <= 0:
                break
            apart.pop()
            i, j, n = i + over, j + over, n - over
            if one_n > over:
                apart.append((one_i, one_j, one_n - over))
            if n <= 0:
                break
        if n > 0:
            apart.append((i, j, n))
    return apart


def _blocks(off: Sequence[Run], in_a: bytes, in_b: bytes) -> list[list[Run]]:
    """Stretches out of order, chained to blocks that moved as one."""
    chains: list[list[Run]] = []
    for run in off:
        i, j, n = _outside(run, in_a, in_b)
        if not n:
            continue
        if chains:
            from_i, from_j, more = chains[-1][-1]
            from_i, from_j = from_i + more, from_j + more
            near = 0 <= i - from_i <= _STEP and 0 <= j - from_j <= _STEP
            if near and not any(in_a[from_i:i]) and not any(in_b[from_j:j]):
                chains[-1].append((i, j, n))
                continue
        chains.append([(i, j, n)])
    return [chain for chain in chains if sum(n for _, _, n in chain) >= _BLOCK]


def _cover(runs: Sequence[Run], side: int, size: int) -> bytes:
    """A mark for each unit of one text (side 0 old, 1 new) that one of the runs, in order, claims."""
    marks: list[bytes] = []
    at = 0
    for run in runs:
        start, n = run[side], run[2]
        marks += bytes(start - at), b"\1" * n
        at = start + n
    return b"".join(marks) + bytes(size - at)


def _outside(run: Run, in_a: bytes, in_b: bytes) -> Run:
    """The longest part of a run that no run in order claims."""
    i, j, n = run
    best = start = length = 0
    for k in range(n + 1):
        if k == n or in_a[i + k] or in_b[j + k]:
            if k - start > length:
                best, length = start, k - start
            start = k + 1
    return i + best, j + best, length


# --- what lies between them ----------------------------------------------------------------------


def _laid(
    a: str, b: str, main: Sequence[Run], moved: Sequence[Sequence[Run]], ordered: Marks
) -> tuple[list[Run], list[Run]]:
    """All runs, read with either preference: the blocks that moved, then the rest in order."""
    laid: tuple[list[Run], list[Run]] = [], []
    gone = bytearray(len(a)), bytearray(len(b))
    for chain in moved:
        (head_i, head_j, _), (tail_i, tail_j, n) = chain[0], chain[-1]
        tail_i, tail_j = tail_i + n, tail_j + n
        before = _shared(a, b, head_i - 1, head_j - 1, -1, ordered)
        after = _shared(a, b, tail_i, tail_j, 1, ordered)
        start, end = (head_i - before, head_j - before), (tail_i + after, tail_j + after)
        taken = [slice(*side) for side in zip(start, end, strict=True)]
        if any(any(marks[side]) for marks, side in zip(gone, taken, strict=True)):
            continue
        _between(a, b, [(*start, before), *chain, (tail_i, tail_j, after)], (start, end), laid)
        for marks, side in zip(gone, taken, strict=True):
            marks[side] = b"\1" * (side.stop - side.start)
    _between(a, b, main, ((0, 0), (len(a), len(b))), laid, gone if moved else None)
    return laid


def _shared(a: str, b: str, i: int, j: int, step: int, ordered: Marks) -> int:
    """How many equal units follow from (i, j) in one direction, outside what stayed in order."""
    n = 0
    in_a, in_b = ordered
    while 0 <= i < len(a) and 0 <= j < len(b) and a[i] == b[j] and not in_a[i] and not in_b[j]:
        i, j, n = i + step, j + step, n + 1
    return n


def _between(
    a: str,
    b: str,
    runs: Sequence[Run],
    bounds: tuple[tuple[int, int], tuple[int, int]],
    laid: tuple[list[Run], list[Run]],
    gone: tuple[bytearray, bytearray] | None = None,
) -> None:
    """Lay the runs, and compare what lies between, but for what is gone."""
    i, j = bounds[0]
    for run in [*runs, (*bounds[1], 0)]:
        end_i, end_j, n = run
        if i < end_i and j < end_j:
            if gone and (1 in gone[0][i:end_i] or 1 in gone[1][j:end_j]):
                rest_a = [k for k in range(i, end_i) if not gone[0][k]]
                rest_b = [k for k in range(j, end_j) if not gone[1][k]]
                both = _compared("".join([a[k] for k in rest_a]), "".join([b[k] for k in rest_b]))
                for one, found in zip(laid, both, strict=True):
                    one += [
                        (rest_a[x + k], rest_b[y + k], 1) for x, y, m in found for k in range(m)
                    ]
            else:
                first, last = _compared(a[i:end_i], b[j:end_j], i, j)
                laid[0].extend(first)
                laid[1].extend(last)
        laid[0].append(run)
        laid[1].append(run)
        i, j = end_i + n, end_j + n


def _compared(a: str, b: str, i: int = 0, j: int = 0) -> tuple[Sequence[Run], Sequence[Run]]:
    """Compare a gap unit by unit, or by shorter stretches where it is too large for that.

    What is equal, with the first taken among equals, and with the last; the gap is at (i, j).
    """
    end_i, end_j = i + len(a), j + len(b)
    before = Prefix.similarity(a, b) if a[:1] == b[:1] else 0
    after = Postfix.similarity(a[before:], b[before:]) if a[-1:] == b[-1:] else 0
    rest = min(len(a), len(b)) - before - after
    if rest == 0 or (rest == 1 and len(a) == len(b)):
        # Where several units are put in or taken out in one place, `slide` finds the best one.
        runs = [(i, j, before), (end_i - after, end_j - after, after)]
    elif len(a) * len(b) <= _LARGEST:
        first = Levenshtein.editops(a, b).as_matching_blocks()
        last = Levenshtein.editops(a[::-1], b[::-1]).as_matching_blocks()
        return [(i + one.a, j + one.b, one.size) for one in first], [
            (end_i - one.a - n, end_j - one.b - n, n) for one in last if (n := one.size)
        ]
    else:
        pairs = _seeds(a, b, _SHORT_SEED)
        found = _apart(_runs(compress(pairs, _longest_rise(pairs)), _SHORT_SEED))
        runs = [(i + x, j + y, n) for x, y, n in found]
    return runs, runs
