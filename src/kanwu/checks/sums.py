"""Sums: totals and balances, whose two sides must be equal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from operator import itemgetter
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kanwu.checks.facts import Facts, Outcome, Proposal, Trial, amount
from kanwu.checks.once import Once
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.reading import Reading
from kanwu.rule import Rule
from kanwu.schema import Schema

T = TypeVar("T")
_NOTHING = Decimal(0)


def check_sum(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterable[Trial]:
    """Whether a total is the sum of its parts, or counts in those of `counting` besides."""
    trial = _try(facts, case["total"], case["parts"])
    if trial is None:
        return ()
    more = trial.outcome == "fail" and _counted_in(facts, case)
    return (Trial("pass", trial.keys, more) if more else trial,)


def _counted_in(facts: Facts, case: Mapping[str, tuple[str, ...]]) -> Message | None:
    """The sum with what `counting` adds to the parts; None where it is not the total either."""
    total, parts, besides = (
        [a for f in case.get(name, ()) if (r := facts.first(f)) and (a := amount(r)) is not None]
        for name in ("total", "parts", "counting")
    )
    if not any(besides) or sum(parts) + sum(besides) != sum(total):
        return None
    added = " + ".join(plain(a) for a in (*parts, *besides) if a)
    line = f"{added} = {plain(sum(total, Decimal(0)))}"
    return Message(line, line)


def check_balance(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterable[Trial]:
    """Whether the left side adds up to the right side."""
    trial = _try(facts, case["left"], case["right"])
    return () if trial is None else (trial,)


def _try(facts: Facts, left: Sequence[str], right: Sequence[str]) -> Trial | None:
    """One try of Σ left = Σ right; with one operand blank, that operand follows from the others.

    A row or column that the form of the year leaves out counts nothing, and a relation that has
    nothing else on one side is none; any other operand that is missing makes the relation
    unknown: blank is not zero.
    """
    found = _found(left, right, facts)
    if found is None:
        return None
    relation, sides = found
    keys = tuple([several[0].key for side in sides for several in side])
    linear = relation.signs if relation.linear else None
    exact = facts.exact
    try:
        amounts: _Amounts = relation.left(exact), relation.right(exact)
        inexact: Sequence[Reading] = ()
    except KeyError:
        inexact = [facts.readings[field][0] for field in relation.fields.difference(exact)]
        if any(reading.qualifier for reading in inexact):
            return None
        amounts = (
            [exact.get(f) for f in relation.sides[0]],
            [exact.get(f) for f in relation.sides[1]],
        )
    spelled = partial(_spelled, amounts)
    if len(inexact) > 1:
        return Trial("unknown", keys, spelled, (), linear)
    residual = _total(amounts[1]) - _total(amounts[0])
    if inexact:
        blank = inexact[0]
        value = residual * relation.signs[blank.key.field] + 0  # no minus zero
        if value >= 0:
            proposal = Proposal(blank.key, value, partial(_follows, blank, value, _firsts(sides)))
            return Trial("unknown", keys, spelled, (proposal,), linear)
        # no count is less than nothing: whatever is blank, it fails
        outcome: Outcome = "unknown" if blank.kind == "signed" else "fail"
        return Trial(outcome, keys, spelled, (), linear)
    if residual == 0:
        return Trial("pass", keys, spelled, (), linear)
    return Trial("fail", keys, spelled, partial(_fixes, _firsts(sides), residual), linear)


class _Operands(Protocol):
    """What takes the entries of some fields at once.

    Raises:
        KeyError: One of them is missing.
    """

    def __call__(self, there: Mapping[str, T], /) -> tuple[T, ...]: ...


class _Relation(Struct, frozen=True, eq=False):
    """A relation of which every operand is there."""

    sides: tuple[Sequence[str], Sequence[str]]
    fields: frozenset[str]
    left: _Operands
    right: _Operands
    signs: Mapping[str, int]
    """1 for each field on the left, −1 for each on the right."""
    linear: bool
    """Whether all operands are counts of one table, so that its relations can be solved together."""


_Sides = tuple[Sequence[Sequence[Reading]], Sequence[Sequence[Reading]]]
"""The readings of each operand, of which the first counts."""
_Amounts = tuple[Sequence[Decimal | None], Sequence[Decimal | None]]
"""The exact number of each operand, where it has one."""


def _found(
    left: Sequence[str], right: Sequence[str], facts: Facts
) -> tuple[_Relation, _Sides] | None:
    """A relation as far as the form of the year has it; None where something is missing."""
    there = facts.readings
    schema = facts.schema
    relation = _relation(left, right, schema)
    try:
        return relation, (relation.left(there), relation.right(there))
    except KeyError:
        missing = relation.fields.difference(there)
    part = _without(left, right, missing, schema) if missing <= schema.optional else None
    return None if part is None else (part, (part.left(there), part.right(there)))


@lru_cache(1024)
def _without(
    left: Sequence[str], right: Sequence[str], missing: frozenset[str], schema: Schema
) -> _Relation | None:
    """A relation without some operands; None where that leaves nothing on one side."""
    sides = [tuple([one for one in side if one not in missing]) for side in (left, right)]
    if not all(sides):
        return None
    return replace(_relation(*sides, schema), linear=_relation(left, right, schema).linear)


@lru_cache(1024)
def _relation(left: Sequence[str], right: Sequence[str], schema: Schema) -> _Relation:
    signs = dict.fromkeys(left, 1) | dict.fromkeys(right, -1)
    linear = _in_one_table(left, right, schema)
    fields = frozenset(signs)
    return _Relation((left, right), fields, _operands(left), _operands(right), signs, linear)


def _operands(fields: Sequence[str]) -> _Operands:
    """What takes the entries of all these fields at once."""
    first, *more = fields
    several = itemgetter(*fields)
    return several if more else lambda there: (there[first],)


def _firsts(sides: _Sides) -> Sequence[Sequence[Reading]]:
    """The readings that count."""
    return [[several[0] for several in side] for side in sides]


def _fixes(sides: Sequence[Sequence[Reading]], residual: Decimal) -> Iterator[Proposal]:
    """The values of each operand with which a relation holds that fails by so much."""
    for sign, side in zip((1, -1), sides, strict=True):
        for reading in side:
            value = (amount(reading) or Decimal(0)) + sign * residual
            if value >= 0:
                yield Proposal(reading.key, value, partial(_follows, reading, value, sides))


def spoken_of(
    facts: Facts,
) -> Callable[[tuple[tuple[str, ...], tuple[str, ...]]], Collection[str]]:
    """A function that tells of which fields' first readings a relation may say something, had they a
    value, given its two sides.

    Of none where it has no operands, or more than two that are unread; with two, of these alone.
    """

    def fields(sides: tuple[tuple[str, ...], tuple[str, ...]]) -> Collection[str]:
        found = _found(*sides, facts)
        if found is None:
            return ()
        own = found[0].fields
        inexact = [(field, facts.readings[field][0]) for field in own.difference(facts.exact)]
        unread = [field for field, first in inexact if amount(first) is None]
        if len(unread) > 1:
            return unread if len(unread) == 2 else ()
        return own

    return Once(fields).__getitem__


def _in_one_table(left: Sequence[str], right: Sequence[str], schema: Schema) -> bool:
    """Whether all operands are counts of one table."""
    tables = {field.partition(".")[0] for field in (*left, *right)}
    signed = any(schema.kinds[field] == "signed" for field in (*left, *right))
    return len(tables) == 1 and tables <= schema.tables.keys() and not signed


def _total(amounts: Iterable[Decimal | None]) -> Decimal:
    """What the known ones come to; nearly all cells of a table are zero."""
    return sum(filter(None, amounts), _NOTHING)


def _spelled(told: _Amounts) -> Message:
    """Both sides, zeros left out where there is anything else: `1 + 2 = 3`, `1 + 2 = 3 ≠ 4`."""
    left, right = map(_total, told)
    unknown = [None in amounts for amounts in told]
    differ = left != right and not any(unknown)
    # or the known ones alone are more than the other side
    over = (left > right and unknown[0]) or (right > left and unknown[1])
    words = []
    for amounts, total in zip(told, (left, right), strict=True):
        shown = [a for a in amounts if a or a is None] or amounts[:1]
        added = " + ".join(["?" if a is None else plain(a) for a in shown])
        words.append(f"{added} = {plain(total)}" if differ and len(shown) > 1 else added)
    line = f"{words[1]} {'≠' if differ or over else '='} {words[0]}"
    return Message(line, line)


def _follows(reading: Reading, value: Decimal, sides: Sequence[Sequence[Reading]]) -> Message:
    """Why the relation gives this value for this operand."""
    own = sides[0] if reading in sides[0] else sides[1]
    other = sides[1] if own is sides[0] else sides[0]
    plus = [a for r in other if (a := amount(r))]
    minus = [a for r in own if r.key != reading.key and (a := amount(r))]
    line = " + ".join(plain(a) for a in plus) or "0"
    line += "".join(f" − {plain(a)}" for a in minus)
    if line != plain(value):
        line += f" = {plain(value)}"
    return say("reason.follows", arithmetic=line)
