"""Corpus: damaged reports, with every act of damage, its place, and whether the truth can be decided.

`damaged(number, grade)` is always the same for the same number and grade. No relation is hurt twice
in one document, but for table 3 of a heavily damaged one, so that what a document decides is known.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

import deciding
from damages import Expect, acts_on
from pieces import Fact, Piece, Report, Trap, words_of
from reports import report

from kanwu.source import Span

Grade = Literal["light", "medium", "heavy"]
ACTS: dict[Grade, int] = {"light": 2, "medium": 5, "heavy": 12}
"""How many acts a document of a grade bears, where it has room for so many."""
TABLE_ACTS = ("two cells swapped", "cell lost", "cells blank", "row shifted")
_MARKED = {"bars", "Markdown", "HTML", "tabs"}
"""Layouts in which an empty cell keeps its place."""


@dataclass(frozen=True)
class Damage:
    """One act: its name, the facts it hurt, and what a reader owes."""

    act: str
    facts: tuple[Fact, ...]
    expect: Expect
    decidable: bool


@dataclass
class Damaged:
    """A damaged report: its pieces as they stand, and what was done to them."""

    clean: Report
    grade: Grade
    pieces: list[Piece]
    damages: list[Damage] = field(default_factory=list)
    hurt: set[Fact] = field(default_factory=set)
    """Every fact that nothing more may happen to."""

    @property
    def text(self) -> str:
        return "".join(words_of(piece) for piece in self.pieces)

    def words(self) -> dict[Fact, str]:
        """What stands for each fact now; the facts are those of the clean report."""
        return {
            piece.fact if isinstance(piece, _Hurt) else piece: piece.words
            for piece in self.pieces
            if isinstance(piece, (_Hurt, Fact))
        }

    def places(self) -> dict[Fact, Span]:
        """Where each fact stands now; the facts are those of the clean report."""
        found: dict[Fact, Span] = {}
        at = 0
        for piece in self.pieces:
            end = at + len(words_of(piece))
            if isinstance(piece, _Hurt):
                found[piece.fact] = Span(at, end)
            elif isinstance(piece, Fact):
                found[piece] = Span(at, end)
            at = end
        return found


@dataclass(frozen=True, eq=False)
class _Hurt:
    """A fact with other words."""

    fact: Fact
    words: str


def damaged(number: int, grade: Grade) -> Damaged:
    """The damaged report of a number."""
    clean = report(number)
    made = Damaged(clean, grade, list(clean.pieces))
    chance = random.Random(f"kanwu damaged {number} {grade}")
    _spring_traps(made, chance)
    for _ in range(12 * ACTS[grade]):
        if len(made.damages) >= ACTS[grade]:
            break
        way = chance.random()
        if way < 0.08:
            _period_run(made, chance)
        elif way < 0.30 and "applications" in clean.tables:
            _on_table(made, chance)
        else:
            _on_fact(made, chance)
    return made


def _spring_traps(made: Damaged, chance: random.Random) -> None:
    made.pieces = [
        replace(p, words=p.damaged) if isinstance(p, Trap) and chance.random() < 0.5 else p
        for p in made.pieces
    ]


def _close(made: Damaged, facts: Sequence[Fact]) -> None:
    """Nothing more may happen to these facts, nor to any that a chain of relations ties to them."""
    heavy = made.grade == "heavy"
    table = (
        {f for row in made.clean.tables["applications"].rows.values() for f in row.values()}
        if "applications" in made.clean.tables
        else set()
    )
    grown, new = set(facts), set(facts)
    while new:
        near = {f for tie in made.clean.ties if new & set(tie.facts) for f in tie.facts}
        if heavy and new & table:
            near = {f for f in near if f not in table} | {
                f for t in made.clean.ties if set(facts) & set(t.facts) for f in t.facts
            }
        new = near - grown
        grown |= new
    made.hurt |= grown


def _done(made: Damaged, damage: Damage, words: dict[Fact, str]) -> None:
    made.pieces = [
        _Hurt(p, words[p]) if isinstance(p, Fact) and p in words else p  # type: ignore[misc]
        for p in made.pieces
    ]
    made.damages.append(damage)
    _close(made, damage.facts)


def _kinds(made: Damaged) -> dict[Fact, str]:
    """The table of each fact that stands in one."""
    return {
        fact: name
        for name, table in made.clean.tables.items()
        for row in table.rows.values()
        for fact in row.values()
    }


def _on_fact(made: Damaged, chance: random.Random) -> None:
    """One act on one fact, in prose or in a cell."""
    in_table = _kinds(made)
    free = [
        i
        for i, p in enumerate(made.pieces)
        if isinstance(p, Fact) and p.words and p not in made.hurt
    ]
    prose = [i for i in free if made.pieces[i] not in in_table]
    dates = [i for i in prose if made.pieces[i].kind == "date"]  # type: ignore[union-attr]
    pools = [pool for pool in (prose, prose, dates, free) if pool]
    if not pools:
        return
    at = chance.choice(chance.choice(pools))
    fact = made.pieces[at]
    assert isinstance(fact, Fact)
    before, after = (
        words_of(made.pieces[i]) if 0 <= i < len(made.pieces) else "" for i in (at - 1, at + 1)
    )
    acts = acts_on(fact, fact in in_table)
    name = chance.choices(list(acts), [weight for _, weight in acts.values()])[0]
    if name == "cell: space inside" and made.clean.tables[in_table[fact]].layout == "row a line":
        return
    change = acts[name][0](chance, fact.words, before, after)
    if change is None or (change.words, change.before, change.after) == (fact.words, None, None):
        return
    report_ = made.clean
    if change.hidden and not deciding.broken(report_, {fact: deciding.value_of(change.words)}):
        return
    if change.expect == "read":
        decides = True
    elif fact.kind == "date":
        decides = deciding.decides_date(report_, fact, change.words)
    elif not change.words:
        decides = deciding.decides_missing(report_, fact)
    elif change.hidden:
        decides = deciding.decides_number(report_, fact, change.words)
    else:
        decides = True
    if change.before is not None:
        made.pieces[at - 1] = change.before
    if change.after is not None:
        made.pieces[at + 1] = change.after
    _done(made, Damage(name, (fact,), change.expect, decides), {fact: change.words})


def _period_run(made: Damaged, chance: random.Random) -> None:
    """A period whose dates lost all that is no digit; now and then a last 日 stays."""
    start, end = made.clean.fact("report.period_start"), made.clean.fact("report.period_end")
    if not start or not end or {start, end} & made.hurt:
        return
    first, last = made.pieces.index(start), made.pieces.index(end)
    year = made.clean.year
    run = f"{year}11" + chance.choice(("1231", f"{year}1231"))
    after = made.pieces[last + 1]
    if not isinstance(after, str) or last - first != 2:
        return
    made.pieces[first + 1] = ""
    words = {start: run, end: chance.choice(("日", ""))}
    _done(made, Damage("whole period in one run", (start, end), "doubt", True), words)


def _on_table(made: Damaged, chance: random.Random) -> None:
    """An act on cells of table 3."""
    table = made.clean.tables["applications"]
    rows = [list(row.values()) for row in table.rows.values()]
    row = chance.choice(
        [r for r in rows if chance.random() < 0.2 or any(f.value for f in r)] or rows
    )
    if made.hurt & set(row):
        return
    act = chance.choice(TABLE_ACTS)
    if act == "two cells swapped":
        pair = tuple(chance.sample(row, 2))
        if pair[0].value == pair[1].value:
            return
        decides = deciding.decides_swap(made.clean, rows, pair)  # type: ignore[arg-type]
        _done(
            made,
            Damage(act, pair, "doubt", decides),
            {pair[0]: pair[1].words, pair[1]: pair[0].words},
        )
    elif act == "cells blank" and table.layout in _MARKED:
        cells = (
            chance.sample(row, 1)
            if made.grade == "light"
            else [r[chance.randrange(7)] for r in chance.sample(rows, 3)]
        )
        if made.hurt & set(cells):
            return
        decides = deciding.decides_blank(made.clean, cells)
        _done(made, Damage(act, tuple(cells), "doubt", decides), dict.fromkeys(cells, ""))
    elif act == "row shifted" and table.layout in _MARKED and any(f.value for f in row):
        moved = [Decimal(f.value) for f in row[:-1]]
        decides = deciding.decides_row(made.clean, row, moved)
        words = dict(zip(row, ["", *(f.words for f in row[:-1])], strict=True))
        _done(made, Damage(act, tuple(row), "doubt", decides), words)
    elif act == "cell lost" and table.layout in {"row a line", "one cell a line"}:
        lost = chance.choice(row)
        left = [Decimal(f.value) for f in row if f is not lost]
        at = made.pieces.index(lost)
        decides = deciding.decides_row(made.clean, row, left)
        gap = made.pieces[at + 1]
        tail = gap if row[-1] is lost else gap[re.match(r"\s?", gap).end() :]  # type: ignore[index,union-attr,arg-type]
        if row[-1] is lost:
            made.pieces[at - 1] = ""
        else:
            made.pieces[at + 1] = tail
        _done(made, Damage(act, tuple(row), "doubt", decides), {lost: ""})
