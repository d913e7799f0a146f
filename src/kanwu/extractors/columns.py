"""Columns: labels of many rows, then all their values, as a PDF gives a table column by column.

The labels tell the rows of such a pile, the number of its values whether it is whole; how the
values lie is told by `arrangement`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

from kanwu.extractors.align import mended
from kanwu.extractors.cells import Cell, words_of
from kanwu.extractors.names import LONGEST, named
from kanwu.extractors.rows import Run, heads
from kanwu.parts import Part, Parts

_APART = 3
"""Newlines between two labels that are still only labels: more may be a row of blank cells."""
_BEFORE = 4
"""The values of the first rows are in no more runs than this before those of the others."""
_FEW = 2
"""Rows that may stand together because one of them is blank, or lost its label."""


@dataclass(frozen=True, slots=True)
class Pile:
    """The labels of several rows, then the values of all of them."""

    rows: tuple[Part, ...]
    """In the order of the labels."""
    values: tuple[Cell, ...]
    whole: bool
    """Whether there are exactly as many values as the rows have cells."""
    heads: tuple[tuple[Part, ...], ...] = ()
    """The orders that the columns may have, where they stand under their names or among them."""
    wide: tuple[int, ...] = ()
    """So many columns stand behind each of the names or groups of names, where they do."""
    mixed: bool = False
    """Whether some of the values stand among the labels, so that its columns are in pieces."""


@lru_cache(1024)
def told(
    labels: tuple[str, ...], parts: Parts, heading: re.Pattern[str] | None, after: int = -1
) -> tuple[Part, ...]:
    """The rows that labels name, in their order; a label may be broken over several cells.

    `heading` is what a label begins with that never continues one. Of several rows that are
    named alike, the first beyond the one before is meant (`after` is the one before them all).
    """
    found: list[Part] = []
    words = ""
    for label in labels:
        begins = heading and heading.match(label)
        words = label if begins else (words + label)[-LONGEST:]
        several = parts.named_by(label)
        if not several and words != label:
            several = parts.named_by(words)
        if several:
            after = next((i for i in several if i > after), several[0])
            if found[-1:] != [parts[after]]:  # else both are pieces of one label
                found.append(parts[after])
            words = ""
    return tuple(found)


def piles(
    made: Sequence[Run],
    rows: Parts,
    columns: Parts,
    heading: re.Pattern[str],
) -> tuple[list[Pile], list[Run]]:
    """The piles among runs, and the runs that are none; `heading` begins a label."""
    found: list[Pile] = []
    rest: list[Run] = []
    i, after, since = 0, -1, 0
    while i < len(made):
        run = made[i]
        enough = not run.explicit and len(run.values) >= _FEW and len(run.labels) >= _FEW
        labels = _body(run.labels, rows, columns) if enough else ()
        pile, used = None, 1
        several_rows = len(labels) >= _FEW
        if labels and (several_rows or len(run.values) < len(columns)) and not _has_gap(labels):
            several = told(words_of(labels), rows, heading, after)
            if several_rows:
                pile = _under_heads(made[i : i + len(columns)], labels, rows, columns, heading)
                used = len(columns) if pile else 1
            more = len(run.values) > len(columns)
            if pile is None and more:
                upper = _body(labels[::-1], rows, columns)[::-1]
                above = told(words_of(upper), rows, heading, after)
                pile = _pile(run, several, above, rows, columns)
            if pile is None:
                pile, used = _among_heads(made[i:], several, rows, columns)
            if pile is None and more and len(several) > _FEW:
                pile, first, used = _mixed(made, since, i, rows, columns, heading)
                del rest[len(rest) - (i - first) :]
        if pile is None:
            rest.append(run)
        else:
            found.append(pile)
            after = rows.index(pile.rows[-1])
            since = i + used
        i += used
    return found, rest


def _body(labels: Sequence[Cell], rows: Parts, columns: Parts) -> Sequence[Cell]:
    """The labels from the first one on that names a row and no column, be it broken in two."""
    return labels[_first(words_of(labels), rows, columns) :]


@lru_cache(1024)
def _first(labels: tuple[str, ...], rows: Parts, columns: Parts) -> int:
    """The first of them that does; how many they are where none does."""
    before = ""
    for i, words in enumerate(labels):
        if named(words, columns):
            before = ""
            continue
        if named(words, rows):
            return i
        both = before + words
        if before and named(both, rows) and not named(both, columns):
            return i - 1
        before = words
    return len(labels)


def _turned(values: Sequence[Cell]) -> bool:
    """Whether the number of a page stands among values: the tool did not print them from the left."""
    return any(value.turned for value in values[1:])


def _has_gap(labels: Sequence[Cell]) -> bool:
    return any(cell.gap > _APART for cell in labels[1:])


def _pile(
    run: Run, several: tuple[Part, ...], above: tuple[Part, ...], rows: Parts, columns: Parts
) -> Pile | None:
    """The pile that a run of more than a row is, if it is one.

    `several` are the rows that its labels name, `above` those without what may head columns below.
    """
    for broken in (False, True):
        values = tuple(mended(run.values)) if broken else run.values
        tall, left = divmod(len(values), len(columns))
        if tall < _FEW or left or len(several) < _FEW:
            continue
        chosen = _fitting(several, rows, tall) or _fitting(above, rows, tall)
        if chosen:
            below = _body(run.labels, rows, columns)  # the header above tells its own order
            sure = [cell for cell in below if not named(cell.words, rows)]
            names = list(dict.fromkeys(reversed(_columns_in(sure, columns))))[::-1]
            sorted_out = names == _as_in(columns, names) and not _turned(values)
            return Pile(chosen, values, sorted_out)
    return None


def _mixed(
    made: Sequence[Run],
    since: int,
    i: int,
    rows: Parts,
    columns: Parts,
    heading: re.Pattern[str],
) -> tuple[Pile, int, int]:
    """The pile around run `i`, its first run, and of how many runs it is from `i` on.

    The values of its first rows may stand after the first labels, or among the names of columns.
    No run before `since` is one of it.
    """
    for first in range(i, max(since, i - _BEFORE) - 1, -1):
        values: tuple[Cell, ...] = ()
        labels: list[Cell] = list(_body(made[first].labels, rows, columns))
        for past in range(first, len(made)):
            run = made[past]
            if run.explicit or _turned(run.values) or len(values) > len(rows) * len(columns):
                break
            values += run.values
            labels += run.labels if past > first else ()
            tall, left = divmod(len(values), len(columns))
            if left or past < i or tall < _FEW:
                continue
            several = _once(told(words_of(labels), rows, heading))
            chosen = _fitting(tuple(sorted(several, key=rows.index)), rows, tall)
            names = list(_last_named(made[first : past + 1], columns))
            if chosen and len(names) == len(columns):
                orders = dict.fromkeys((tuple(columns), tuple(names)))
                return Pile(chosen, values, True, tuple(orders), mixed=True), first, past + 1 - i
    labels = list(_body(made[i].labels, rows, columns))
    return Pile(tuple(_once(told(words_of(labels), rows, heading))), made[i].values, False), i, 1


def _under_heads(
    under: Sequence[Run],
    labels: Sequence[Cell],
    rows: Parts,
    columns: Parts,
    heading: re.Pattern[str],
) -> Pile | None:
    """The pile that these runs are, when each is a column under its own name."""
    heads = []
    for run in under:
        head = named(run.labels[-1].words, columns) if run.labels else None
        if head is None:
            return None
        heads.append(head)
    tall = {len(run.values) for run in under}
    if len(columns) == 1 or len(tall) != 1 or len(_once(heads)) < len(columns):
        return None
    chosen = _fitting(told(words_of(labels[:-1]), rows, heading), rows, max(tall))
    if chosen is None or len(chosen) < _FEW:
        return None
    values = tuple(value for run in under for value in run.values)
    return Pile(chosen, values, True, (tuple(heads),), (1,) * len(columns))


def _among_heads(
    under: Sequence[Run], several: tuple[Part, ...], rows: Parts, columns: Parts
) -> tuple[Pile | None, int]:
    """The pile whose columns stand between their names, and of how many runs it is.

    A name may be broken over lines, and two may stand before the values of two columns. No sum
    tells one column from another that adds to the same total, so the names must.
    """
    chosen = _fitting(several, rows, len(_bare(several, rows))) or ()
    values: tuple[Cell, ...] = ()
    for used, run in enumerate(under if chosen else (), 1):
        if run.explicit or not run.values or len(run.values) % len(chosen):
            break
        if _turned(run.values):
            break
        if values and _body(run.labels, rows, columns):  # the labels of other rows
            break
        values += run.values
        if len(values) == len(chosen) * len(columns) and used > 1:
            wide = tuple([len(one.values) // len(chosen) for one in under[:used]])
            orders = _told_orders(under[:used], wide, columns, each=len(chosen) < _FEW)
            return (Pile(chosen, values, True, orders, wide), used) if orders else (None, 1)
    return None, 1


def _told_orders(
    under: Sequence[Run], wide: Sequence[int], columns: Parts, *, each: bool
) -> tuple[tuple[Part, ...], ...]:
    """The orders of columns that their names allow, `wide` of them in each run; none if unsure.

    Where each run has as many names as columns, those are its columns, in the order of the names
    or of the form. Else they stand as in the form, unless a name contradicts that, or each must
    have its name.
    """
    names = _last_named(under, columns)
    told = [[part for part, at in names.items() if at == j] for j in range(len(under))]
    if [len(own) for own in told] == list(wide):
        within = [dict.fromkeys((tuple(own), tuple(_as_in(columns, own)))) for own in told]
        return tuple(tuple(chain.from_iterable(order)) for order in product(*within))
    runs = [j for j, count in enumerate(wide) for _ in range(count)]
    late = any(names.get(part, j) > j for part, j in zip(columns, runs, strict=True))
    return () if each or late or list(names) != _as_in(columns, names) else (columns,)


def _last_named(under: Sequence[Run], columns: Parts) -> dict[Part, int]:
    """The columns that runs name, in their order, and the last run that names each."""
    names: dict[Part, int] = {}
    for j, run in enumerate(under):
        for part in _columns_in(run.labels, columns):
            names.pop(part, None)  # 总计 is the name of a row, too: the last one is meant
            names[part] = j
    return names


def _columns_in(labels: Sequence[Cell], columns: Parts) -> list[Part]:
    """The columns that labels name, in their order; a label may name several."""
    found: list[Part] = []
    words = ""
    for cell in labels:
        words = cell.words if columns.named_by(cell.words) else (words + cell.words)[-LONGEST:]
        if several := columns.named_by(words):
            found += [columns[i] for i in several]
            words = ""
    return found


def _as_in(columns: Parts, some: Container[Part]) -> list[Part]:
    return [part for part in columns if part in some]


def _bare(several: Sequence[Part], rows: Parts) -> list[Part]:
    """The rows without those that only head others of them."""
    over = heads(rows) if sum(part.optional for part in several) > 1 else ()
    return [part for part in several if part.key not in over]


def _once(parts: Sequence[Part]) -> list[Part]:
    return list({part.key: part for part in parts}.values())


@lru_cache(256)
def _fitting(several: tuple[Part, ...], rows: Parts, count: int) -> tuple[Part, ...] | None:
    """The only way to make so many rows of those that are named, none of them twice.

    One of two optional rows may only head the others, and rows between may have lost their label.
    """
    bare = _bare(several, rows)
    choices = (several, bare, _filled(several, rows), _filled(bare, rows))
    fit = {tuple(one) for one in choices if len(one) == len(_once(one)) == count}
    return fit.pop() if len(fit) == 1 else None


def _filled(several: Sequence[Part], rows: Parts) -> Sequence[Part]:
    """The rows with those of the form that must stand between them."""
    place = {part.key: i for i, part in enumerate(rows)}
    at = [place[part.key] for part in several]
    if at != sorted(at) or not at:
        return several
    return [rows[i] for i in range(at[0], at[-1] + 1) if i in at or not rows[i].optional]
