"""Across: what a report takes over from its publisher's report of the year before."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from kanwu.checks.facts import Facts, Last, Proposal, Trial, amount
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.reading import Key, Reading
from kanwu.replay import Replayed
from kanwu.rule import LAST_YEAR, Rule
from kanwu.schema import Schema


def place_of(replayed: Replayed, schema: Schema) -> tuple[str, int] | None:
    """The publisher, folded, and the year of a document; None where either is not read."""
    series = schema.series
    if series is None:
        return None
    of, year = (
        next((one.value for one in replayed.told.get(field, ()) if one.value is not None), None)
        for field in (series.of, series.year)
    )
    if not isinstance(of, str) or not isinstance(year, Decimal):
        return None
    name = "".join(unicodedata.normalize("NFKC", of).casefold().split())
    return (name, int(year)) if name else None


def told_next(replayed: Replayed, doubted: Container[Key], schema: Schema) -> dict[str, Decimal]:
    """The values that a report of the next year may rest on: exact, undoubted, not wrong in print."""
    found: dict[str, Decimal] = {}
    for field in sorted(schema.rested_on & replayed.told.keys(), key=schema.order.__getitem__):
        for reading in replayed.told[field]:
            value = amount(reading)
            if value is None or reading.qualifier or reading.key in doubted:
                continue
            correction = replayed.by_key[reading.key].correction
            if correction is None or correction.verdict not in {"sic", "question"}:
                found[field] = value
                break
    return found


def asked_of_last(replayed: Replayed, schema: Schema) -> frozenset[str]:
    """The fields of last year's report that may bear on a document: those of rules all of whose own
    fields stand in it (without one of them, `check` and `growth` try nothing)."""
    there = replayed.told.keys()
    return frozenset().union(*[asked for own, asked in _asking(schema) if own <= there])


@lru_cache(16)
def _asking(schema: Schema) -> Sequence[tuple[frozenset[str], frozenset[str]]]:
    """The own fields of each rule that rests on last year's report, and those that it asks of that."""
    return [
        (
            frozenset(own for name, fields in case.items() if name != LAST_YEAR for own in fields),
            frozenset(case[LAST_YEAR]),
        )
        for case in schema.cases_of_years
    ]


def heard(last: Last | None, asked: Iterable[str]) -> Last | None:
    """What bears on a document of all that last year's reports tell; None where nothing does."""
    values = {field: last.values[field] for field in asked if field in last.values} if last else {}
    return Last(last.documents, values) if last and values else None


def last_of(told: Mapping[str, Mapping[str, Decimal]]) -> Last | None:
    """What the documents of one year, by their ids, tell together; None where there is none."""
    if not told:
        return None
    several = list(told.values())
    values = {
        field: several[0][field]
        for field in several[0]
        if all(other.get(field) == several[0][field] for other in several)
    }
    return Last(tuple(sorted(told)), values)


def check(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether Σ this = Σ added + Σ last, where `last` are fields of last year's report.

    Unknown where that report is not there, does not tell, or tells two things. With one of this
    year's own operands blank, that operand follows.
    """
    last = facts.last
    if last is None or any(field not in last.values for field in case[LAST_YEAR]):
        return
    sides = [[facts.first(f) for f in case[name]] for name in ("this", "added") if name in case]
    own = [reading for side in sides for reading in side if reading is not None]
    if len(own) < sum(len(side) for side in sides) or any(reading.qualifier for reading in own):
        return
    this, added = (_known(side) for side in [*sides, []][:2])
    before = [last.values[field] for field in case[LAST_YEAR]]
    keys = tuple(reading.key for reading in own)
    blank = [reading for reading in own if amount(reading) is None]
    over = sum(before, sum(_amounts(added), Decimal(0))) - sum(_amounts(this), Decimal(0))
    line = _line(this, added, before, over, last, facts.schema, case)
    if len(blank) > 1:
        return
    suspects = blank or own
    proposals = []
    for reading in suspects:
        value = (amount(reading) or Decimal(0)) + (over if reading in this else -over)
        if value >= 0 or reading.kind == "signed":
            told = _told(before, last, facts.schema, case)
            proposals.append(Proposal(reading.key, value, say("reason.last-year", told=told)))
    if blank:
        yield Trial("unknown", keys, line, tuple(proposals))
    elif over:
        yield Trial("fail", keys, line, tuple(proposals))
    else:
        yield Trial("pass", keys, line)


def _known(side: Sequence[Reading | None]) -> list[Reading]:
    return [reading for reading in side if reading is not None]


def _amounts(readings: Sequence[Reading]) -> list[Decimal]:
    return [amount(reading) or Decimal(0) for reading in readings]


def _line(
    this: Sequence[Reading],
    added: Sequence[Reading],
    before: Sequence[Decimal],
    over: Decimal,
    last: Last,
    schema: Schema,
    case: Mapping[str, tuple[str, ...]],
) -> Message:
    """Both sides, with the report that the last year's numbers are from."""
    own = _sum(this)
    more = f" + {_sum(added)}" if added else ""
    told = _told(before, last, schema, case)
    sign = "≠" if over else "="
    return Message(f"{own} {sign} {told.zh}{more}", f"{own} {sign} {told.en}{more}")


def _told(
    before: Sequence[Decimal], last: Last, schema: Schema, case: Mapping[str, tuple[str, ...]]
) -> Message:
    """Last year's numbers, by their names and their report: `7 (carried into next year, a-2019)`."""
    names = [schema.labels[field] for field in case[LAST_YEAR]]
    numbers = " + ".join(plain(value) for value in before)
    report = last.documents[0]
    return Message(
        f"{numbers}（{report}：{' + '.join(name.zh for name in names)}）",
        f"{numbers} ({report}: {' + '.join(name.en for name in names)})",
    )


def _sum(readings: Sequence[Reading]) -> str:
    amounts = [amount(reading) for reading in readings]
    return " + ".join("?" if a is None else plain(a) for a in amounts)
