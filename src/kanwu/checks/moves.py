"""Moves: one act of damage that puts several values of a row in other places.

Two cells in each other's place, or a row pushed aside by a blank cell at its end, are many wrong
cells and one act. They are tried where the smallest sets of cells explain too little: each move
must mend relations, and what it leaves over is solved as before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kanwu.checks.solve import C, Number, Remedy, smallest

_FEW, _MOST = 2, 3
"""Sets of so many cells are all told as they are; and no remedy is of more acts than this."""
_BESIDE = 1
"""So many changed cells may stand beside moves: with more, moves explain whatever one likes."""
_KEPT = 6
"""So many of the best states go on to a further move."""

Values = Mapping[C, Number | None]


def explained(
    relations: Sequence[Mapping[C, int]], values: Values[C], rows: Sequence[Sequence[C]]
) -> tuple[Remedy[C], ...]:
    """Every smallest remedy, where a changed cell is one act, and so is a move.

    `rows` are cells side by side, in their order. Moves are told where they are fewer acts than
    the smallest set has cells, and never for what a set of one or two cells explains; only a row
    that a blank pushed aside is asked about before.
    """
    best = smallest(relations, values)
    acts = min((len(one.changes) for one in best), default=_MOST + 1)
    pushed = any(values[row[i]] is None for row in rows for i in (0, -1))
    if acts <= 1 or (acts <= _FEW and not pushed):
        return best
    states: list[Values[C]] = [values]
    for moves in range(1, _MOST + 1):
        states = _improved(relations, states, rows, swaps=acts > _FEW) if moves < acts else []
        for state in states:
            rest = smallest(relations, state, min(_BESIDE, acts - moves))
            if not rest:
                continue
            found = tuple(_joined(values, state, one) for one in rest)
            own = moves + len(rest[0].changes)
            if own < acts:
                best, acts = found, own
            elif best and best[0].moved and own == acts:
                best = (*best, *found)
    if not best:
        best = _peeled(relations, values)
    return tuple({frozenset(one.changes.items()): one for one in best}.values())


def _peeled(relations: Sequence[Mapping[C, int]], values: Values[C]) -> tuple[Remedy[C], ...]:
    """More wrong cells than are searched for at once: the plain ones first, then the rest together.

    A cell is plainly wrong where every relation it stands in fails by the same, and no other
    such cell stands in any of them.
    """
    state = dict(values)
    while plain := _plain(relations, state):
        state.update(plain)
    if state == dict(values):
        return ()
    return tuple(_joined(values, state, one, beside=True) for one in smallest(relations, state))


def _plain(relations: Sequence[Mapping[C, int]], values: Values[C]) -> dict[C, Number]:
    """The cells that are plainly wrong, with the values that mend all their relations."""
    over = [_over(relation, values) for relation in relations]
    about = _about(relations)
    found: dict[C, Number] = {}
    for cell, own in about.items():
        was = values[cell]
        told = [rest * relations[i][cell] for i in own if (rest := over[i]) is not None]
        if was is not None and len(told) > 1 and len(set(told)) == 1 and 0 != told[0] <= was:
            found[cell] = was - told[0]
    rivals = Counter(i for cell in found for i in about[cell] if over[i])
    return {
        cell: value
        for cell, value in found.items()
        if all(rivals[i] == 1 for i in about[cell] if over[i])
    }


def _about(relations: Sequence[Mapping[C, int]]) -> dict[C, list[int]]:
    """The relations that each cell stands in."""
    about: dict[C, list[int]] = {}
    for i, relation in enumerate(relations):
        for cell in relation:
            about.setdefault(cell, []).append(i)
    return about


def _joined(
    values: Values[C], state: Values[C], rest: Remedy[C], *, beside: bool = False
) -> Remedy[C]:
    """A remedy after moves (or, `beside` others, after changes), as changes of what is printed."""
    final = {**state, **rest.filled, **rest.changes}
    changes = {
        cell: number
        for cell, was in values.items()
        if was is not None and (number := final[cell]) is not None and number != was
    }
    filled = {
        cell: number
        for cell, was in values.items()
        if was is None and (number := final[cell]) is not None
    }
    moved = frozenset() if beside else frozenset(changes) - rest.changes.keys()
    return Remedy(changes, filled, moved)


def _improved(
    relations: Sequence[Mapping[C, int]],
    states: Sequence[Values[C]],
    rows: Sequence[Sequence[C]],
    *,
    swaps: bool,
) -> list[Values[C]]:
    """The states one move further in which more relations hold, the best first."""
    about = _about(relations)
    found: list[tuple[int, Values[C]]] = []
    for state in states:
        over = [_over(relation, state) for relation in relations]
        wrong = {cell for one, rest in zip(relations, over, strict=True) if rest for cell in one}
        for row in rows:
            for change in _pushes(row, state):
                touched = {i for cell in change for i in about.get(cell, ())}
                after = {**state, **change}
                mended = sum(bool(over[i]) - bool(_over(relations[i], after)) for i in touched)
                if mended > 0:
                    found.append((mended, after))
            for a, b, more in _swaps(row, state) if swaps else ():
                if a not in wrong and b not in wrong:
                    continue
                mended = 0
                for i in {*about.get(a, ()), *about.get(b, ())}:
                    rest = over[i]
                    if rest is not None:
                        by = (relations[i].get(a, 0) - relations[i].get(b, 0)) * more
                        mended += bool(rest) - bool(rest + by)
                if mended > 0:
                    found.append((mended, {**state, a: state[b], b: state[a]}))
    found.sort(key=lambda entry: -entry[0])
    return [state for _, state in found[:_KEPT]]


def _over(relation: Mapping[C, int], values: Values[C]) -> Number | None:
    """What a relation comes to, zero where it holds; None where an operand is unknown."""
    total: Number = 0
    for cell, coefficient in relation.items():
        value = values[cell]
        if value is None:
            return None
        total += coefficient * value
    return total


def _swaps(row: Sequence[C], values: Values[C]) -> Iterator[tuple[C, C, Number]]:
    """Two cells of a row that are known and differ, and how much the second is more than the first."""
    for a, b in combinations(row, 2):
        first, second = values[a], values[b]
        if first is not None and second is not None and first != second:
            yield a, b, second - first


def _pushes(row: Sequence[C], values: Values[C]) -> Iterator[dict[C, Number | None]]:
    """The row pushed back over the one blank at its end; what fell off at the other is unknown."""
    told = [values[cell] for cell in row]
    if len(row) < 3 or told.count(None) != 1:
        return
    if told[0] is None:
        yield dict(zip(row, [*told[1:], None], strict=True))
    elif told[-1] is None:
        yield dict(zip(row, [None, *told[:-1]], strict=True))
