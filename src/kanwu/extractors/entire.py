"""Entire: the values of a whole table, none of them lost, put into rows by how they are printed.

A tool that reads a page prints the values of a row on one line, or those of a few rows as blocks, one
for each column, or all of a page column by column. The labels stand about them in pieces. Where just
so many rows come out as the form has, each is the next of the form; and the sums must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, chain, combinations, combinations_with_replacement, product
from math import prod

from kanwu.extractors.align import Slot, common, rising
from kanwu.extractors.balance import Number, hold, numbers_of, relations_of, sound, tried
from kanwu.extractors.cells import Cell, words_of
from kanwu.extractors.columns import told as named_in
from kanwu.extractors.names import keys_of, teller
from kanwu.extractors.rows import Row, Run, heads, runs
from kanwu.parts import Part, Parts
from kanwu.schema import Relation, Schema, Table

_ENOUGH = 3
"""So many sums that are not all zeros must hold."""
_MOST = 600
"""So many ways to lay out a table are tried."""
_LEFT = 4
"""Rows may lack no more values than this on the left."""
_PAGES = 5
"""A table is on no more pages than this."""
_STRAY = 3 * _PAGES
"""No more values than this number pages, or are words of labels."""

Line = tuple[Cell, ...]
"""The values of a line, or of a row."""
Lump = list[Line]
"""Lines of values with nothing between them."""


def entire(
    folded: str,
    schema: Schema,
    table: Table,
    rows: Parts,
    columns: Parts,
    found: Sequence[Cell],
    laid: Sequence[tuple[Row, Sequence[Slot]]],
) -> list[tuple[Row, list[Slot]]]:
    """Every row of a table; none where values are lost or marked out, or the sums do not tell."""
    wide = len(columns)
    more = sum([cell.is_value for cell in found])
    if wide == 1 or not any(0 <= more - wide * len(one) <= _STRAY for one in editions(rows)):
        return []
    if any(cell.row is not None for cell in found):
        return []
    pages = [page for page in _pages(folded, found) if page]
    tall = [sum([len(line) for lump in page for line in lump]) // wide for page in pages]
    parts = _form(found, rows, sum(tall))
    if parts is None or len(pages) > _PAGES:
        return []
    keys = [keys_of(table, part, columns) for part in parts]
    relations = relations_of(schema, table, columns, tuple(parts))
    ways: list[list[Sequence[Line]]] = []
    for page, past in zip(pages, accumulate(tall), strict=True):
        own = keys[past - tall[len(ways)] : past]
        told = _allowed(_ways(page, wide), own, relations)
        told = told or _allowed(chain(_torn(page, wide), _joined(page, wide)), own, relations)
        if not told:
            return []
        ways.append(told)
    if prod(map(len, ways)) > _MOST:
        return []
    tried_out = (list(chain.from_iterable(chosen)) for chosen in product(*ways))
    held = [lines for lines in tried_out if _proven(keys, lines, relations)]
    if not held:
        return []
    slots = [_slots(several) for several in zip(*held, strict=True)]
    there = [dict(zip(parts, lines, strict=True)) for lines in held]
    if any(_misnamed(one, found, rows, schema.heading) for one in there):
        named = {row.part: own for row, own in laid}
        slots = [_agreed(own, named.get(part, ())) for part, own in zip(parts, slots, strict=True)]
    return [
        (Row(Run((), line, 0, explicit=True), part, entire=True), own)
        for part, line, own in zip(parts, held[0], slots, strict=True)
    ]


def _allowed(
    ways: Iterable[Sequence[Line]], keys: Sequence[Sequence[str]], relations: Sequence[Relation]
) -> list[Sequence[Line]]:
    """Those that make just as many rows, of which no sum fails, each once by its words."""
    found: dict[tuple[str, ...], Sequence[Line]] = {}
    for way in ways:
        words = tuple([cell.words for line in way for cell in line])
        if len(way) == len(keys) and words not in found and hold(_numbers(keys, way), relations):
            found[words] = way
    return list(found.values())


def _numbers(keys: Sequence[Sequence[str]], lines: Sequence[Line]) -> dict[str, Number]:
    """What stands in each cell, where it is a number."""
    return numbers_of(chain.from_iterable(keys), chain.from_iterable(lines))


def _proven(
    keys: Sequence[Sequence[str]], lines: Sequence[Line], relations: Sequence[Relation]
) -> bool:
    """Whether the sums tell that values lie so."""
    failed, sums = tried(_numbers(keys, lines), relations)
    words = {cell.words for line in lines for cell in line}
    alike = len(relations) >= len(lines) and len(words) == 1
    return not failed and (sums >= _ENOUGH or alike)


def _agreed(slots: Sequence[Slot], other: Sequence[Slot]) -> list[Slot]:
    """The same, open where the label of the row tells something else."""
    made: list[Slot] = []
    for i, slot in enumerate(slots):
        two = other[i] if other else Slot((), False)
        cells = rising([*slot.cells, *two.cells])
        alike = len({cell.words for cell in cells}) == 1
        made.append(slot if slot.placed and two.placed and alike else Slot(cells, False))
    return made


def _misnamed(
    there: Mapping[Part, Line], found: Sequence[Cell], rows: Parts, heading: re.Pattern[str]
) -> bool:
    """Whether the values of a row stand behind the label of another that has other values.

    No sum tells one row from another that adds to the same total.
    """
    lines = {line[0]: line for line in there.values()}
    tell = teller(rows, heading)
    for run in runs(found, len(found), 0)[1:]:  # before the first stand the names of columns
        line = lines.get(run.values[0]) if run.values else None
        if line is None or run.values != line:
            continue
        named = [there[rows[i]] for i in tell(words_of(run.labels)).last if rows[i] in there]
        if named and _words(line) not in map(_words, named):
            return True
    return False


def _words(line: Line) -> list[str]:
    return [cell.words for cell in line]


def _slots(several: Sequence[Line]) -> list[Slot]:
    """What stands in each column of a row, where all ways say the same."""
    columns = zip(*several, strict=True)
    return [common([Slot((cell,), True) for cell in cells]) for cells in columns]


@lru_cache(16)
def editions(rows: Parts) -> Sequence[frozenset[Part]]:
    """The rows that a form may have: of those that are optional, the ones that head others or those."""
    over = heads(rows)
    return (
        frozenset([row for row in rows if not row.optional or row.key in over]),
        frozenset([row for row in rows if row.key not in over]),
    )


def _form(found: Sequence[Cell], rows: Parts, count: int) -> Sequence[Part] | None:
    """The rows of the only edition of the form that has so many."""
    fit = {one for one in editions(rows) if len(one) == count}
    if len(fit) != 1:
        return None
    own, over = fit.pop(), heads(rows)
    named = named_in(tuple([cell.words for cell in found if cell.is_label]), rows, None)
    strange = any(part not in own and part.key not in over for part in named)
    return None if strange else [row for row in rows if row in own]


def _pages(folded: str, found: Sequence[Cell]) -> Iterator[list[Lump]]:
    """The values of each page, in lumps: where the text marks pages by form feeds, else by numbers."""
    fed = bool(found) and folded.find("\f", found[0].start, found[-1].end) >= 0
    page: list[Lump] = []
    before: Cell | None = None
    for cell, beyond in zip(found, [*found[1:], None], strict=True):
        if before is not None and (
            folded.find("\f", before.end, cell.start) >= 0 if fed else cell.turned
        ):
            yield page
            page = []
        if cell.is_value and not _inside(cell, beyond):
            if not page or before is None or not before.is_value or cell.gap > 1:
                page.append([(cell,)])
            elif cell.gap:
                page[-1].append((cell,))
            else:
                page[-1][-1] += (cell,)
        before = cell
    yield page


def _inside(cell: Cell, beyond: Cell | None) -> bool:
    """Whether a word that may mark what is none is one of a label: 4.无 正当 理由."""
    goes_on = beyond is not None and beyond.is_label and not beyond.gap
    return goes_on and sound(cell) is None


def _ways(page: Sequence[Lump], wide: int) -> Iterator[Sequence[Line]]:
    """The rows of a page in every way that its lumps allow."""
    for lumps in _unnumbered(page, wide):
        yield _by_marks(lumps, wide)
    yield _by_rows(page, wide)


def _unnumbered(page: Sequence[Lump], wide: int) -> Iterator[Sequence[Lump]]:
    """The lumps of a page; without one of the last where just one is too many: it numbers the page."""
    yield page
    if sum([len(line) for lump in page for line in lump]) % wide != 1:
        return
    for i in range(len(page) - 1, max(len(page) - wide, -1), -1):
        if _is_one(page[i]):
            yield [*page[:i], *page[i + 1 :]]


def _is_one(lump: Lump) -> bool:
    return len(lump) == len(lump[0]) == 1


def _torn(page: Sequence[Lump], wide: int) -> Iterator[Sequence[Line]]:
    """The rows of a page of which the first lack values that stand at its end.

    A tool that reads a page by columns prints there what stands under the lower names of a header.
    """
    for lumps in _unnumbered(page, wide):
        alone = next((i for i, lump in enumerate(lumps) if not _is_one(lump)), len(lumps))
        for lacking in _lacking(wide):
            last = sum(map(len, lacking))
            first = wide * len(lacking) - last
            if first > alone:
                continue
            past, tail = len(lumps), list[Line]()
            while past > first and len(tail) < last:
                past -= 1
                tail = [*lumps[past], *tail]
            head = list(chain.from_iterable(lumps[:first]))
            if len(tail) != last or any(len(one) > 1 for one in tail):
                continue
            rest = _by_marks(lumps[first:past], wide)
            if rest or first == past:
                there, away = iter(head), iter(tail)
                made = [
                    tuple([next(away if c in own else there)[0] for c in range(wide)])
                    for own in lacking
                ]
                yield [*made, *rest]


def _joined(page: Sequence[Lump], wide: int) -> Iterator[Sequence[Line]]:
    """The rows of a page whose first blocks hold several columns each, maybe one of them moved."""
    for several in range(2, min(wide, len(page) + 1)):
        band, rest = page[:several], _by_marks(page[several:], wide)
        tall, left = divmod(sum(map(len, band)), wide)
        if left or tall < 2 or any(len(lump) % tall for lump in band):
            continue
        if any(len(line) > 1 for lump in band for line in lump) or not (
            rest or page[several:] == []
        ):
            continue
        blocks = [[line[0] for line in lump] for lump in band]
        groups = [[one[c :: len(one) // tall] for c in range(len(one) // tall)] for one in blocks]
        for first, to in product(range(several), repeat=2):
            others = groups[:first] + groups[first + 1 :]
            order = [*others[:to], groups[first], *others[to:]]
            yield [*zip(*chain.from_iterable(order), strict=True), *rest]


@lru_cache(16)
def _lacking(wide: int) -> Sequence[Sequence[Sequence[int]]]:
    """The columns that the first row may lack, or on the left the first two or three rows."""
    alone = chain.from_iterable(combinations(range(wide), n) for n in range(1, wide))
    steps = chain.from_iterable(
        combinations_with_replacement(range(min(_LEFT, wide - 1), 0, -1), rows) for rows in (2, 3)
    )
    return [*([own] for own in alone), *([range(n) for n in own] for own in steps)]


def _by_marks(page: Sequence[Lump], wide: int) -> Sequence[Line]:
    """Rows that stand on a line each, or a few in blocks of which each is a column."""
    lines = [line for lump in page for line in lump]
    rows = [line for line in lines if len(line) == wide]
    if (
        rows
        and len(lines) - len(rows) < _PAGES
        and all(map(_numbers_page, set(lines).difference(rows)))
    ):
        return rows
    made: list[Line] = []
    i = 0
    while i < len(page):
        if all(len(line) == wide for line in page[i]):
            made += page[i]
            i += 1
            continue
        band = page[i : i + wide]
        if len(band) < wide or {(len(lump), len(line)) for lump in band for line in lump} != {
            (len(page[i]), 1)
        }:
            return ()
        made += [sum(one, ()) for one in zip(*band, strict=True)]
        i += wide
    return made


def _by_rows(page: Sequence[Lump], wide: int) -> Sequence[Line]:
    """Rows whose values stand one below the other; one value more numbers the page."""
    made: list[Line] = []
    for lump in page:
        if any(len(line) != 1 for line in lump) or len(lump) % wide > 1:
            return ()
        values = [line[0] for line in lump]
        made += [tuple(values[i : i + wide]) for i in range(0, len(lump) - wide + 1, wide)]
    return made


def _numbers_page(line: Line) -> bool:
    """Whether values that stand alone between whole rows number a page: 3, or the dashes around it."""
    return len(line) == 1 or all(sound(cell) is None for cell in line)
