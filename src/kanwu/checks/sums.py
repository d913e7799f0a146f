"""Sums: totals and balances, whose two sides must be equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import NamedTuple, Protocol, TypeVar

from kanwu.checks.facts import Facts, Outcome, Proposal, Trial, amount
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.reading import Key, Reading
from kanwu.schema import Rule, Schema

T = TypeVar("T")


def check_sum(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether a total is the sum of its parts, or counts in those of `counting` besides."""
    for trial in _sides(facts, case["total"], case["parts"]):
        more = trial.outcome == "fail" and _counted_in(facts, case)
        yield Trial("pass", trial.keys, more) if more else trial


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


def check_balance(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether the left side adds up to the right side."""
    yield from _sides(facts, case["left"], case["right"])


def _sides(facts: Facts, left: Sequence[str], right: Sequence[str]) -> Iterator[Trial]:
    """One try of Σ left = Σ right; with one operand blank, that operand follows from the others.

    A row or column that the form of the year leaves out counts nothing, and a relation that has
    nothing else on one side is none; any other operand that is missing makes the relation
    unknown: blank is not zero.
    """
    whole = _whole(left, right, facts)  # as nearly all of them are
    if whole is not None:
        yield whole
        return
    sides = _side(left, facts), _side(right, facts)
    if not sides[0] or not sides[1]:
        return
    operands = [*sides[0], *sides[1]]
    holds = _adds_up(left, right, facts)
    if not holds and any(reading.qualifier for reading in operands):
        return
    keys = tuple([reading.key for reading in operands])
    signs = (1,) * len(sides[0]) + (-1,) * len(sides[1])
    linear = signs if _in_one_table(left, right, facts.schema) else ()
    spelled = partial(_spelled, sides)
    if holds:
        yield Trial("pass", keys, spelled, (), linear)
        return
    amounts = [amount(reading) for reading in operands]
    residual = sum((-k * a for k, a in zip(signs, amounts, strict=True) if a), Decimal(0))
    blank = [i for i, a in enumerate(amounts) if a is None]
    if len(blank) > 1:
        yield Trial("unknown", keys, spelled, (), linear)
    elif blank:
        reading, value = operands[blank[0]], residual * signs[blank[0]] + 0  # no minus zero
        if value >= 0:
            proposal = Proposal(reading.key, value, partial(_follows, reading, value, sides))
            yield Trial("unknown", keys, spelled, (proposal,), linear)
        else:  # no count is less than nothing: whatever is blank, it fails
            outcome: Outcome = "unknown" if reading.kind == "signed" else "fail"
            yield Trial(outcome, keys, spelled, (), linear)
    elif residual == 0:
        yield Trial("pass", keys, spelled, (), linear)
    else:
        yield Trial("fail", keys, spelled, partial(_fixes, sides, residual), linear)


def _whole(left: Sequence[str], right: Sequence[str], facts: Facts) -> Trial | None:
    """A relation of which every operand is an exact number, and that holds; else None."""
    lefts, rights, signs = _relation(left, right, facts.schema)
    try:
        if sum(lefts(facts.exact)) != sum(rights(facts.exact)):
            return None
    except KeyError:
        return None
    there = facts.readings
    sides = lefts(there), rights(there)
    keys = tuple([several[0].key for side in sides for several in side])
    return Trial("pass", keys, partial(_spelled_firsts, sides), (), signs)


class _Operands(Protocol):
    """What takes the entries of some fields at once.

    Raises:
        KeyError: One of them is missing.
    """

    def __call__(self, there: Mapping[str, T], /) -> tuple[T, ...]: ...


class _Relation(NamedTuple):
    """A relation of which every operand is there."""

    left: _Operands
    right: _Operands
    signs: tuple[int, ...]
    """As those of a trial."""


@lru_cache(1024)
def _relation(left: Sequence[str], right: Sequence[str], schema: Schema) -> _Relation:
    linear = _in_one_table(left, right, schema)
    signs = (1,) * len(left) + (-1,) * len(right) if linear else ()
    return _Relation(_operands(left), _operands(right), signs)


def _operands(fields: Sequence[str]) -> _Operands:
    """What takes the entries of all these fields at once."""
    first, *more = fields
    several = itemgetter(*fields)
    return several if more else lambda there: (there[first],)


def _spelled_firsts(sides: Iterable[Iterable[Sequence[Reading]]]) -> Message:
    return _spelled([[several[0] for several in side] for side in sides])


def _fixes(sides: Sequence[Sequence[Reading]], residual: Decimal) -> Iterator[Proposal]:
    """The values of each operand with which a relation holds that fails by so much."""
    for sign, side in zip((1, -1), sides, strict=True):
        for reading in side:
            value = (amount(reading) or Decimal(0)) + sign * residual
            if value >= 0:
                yield Proposal(reading.key, value, partial(_follows, reading, value, sides))


def spoken_of(facts: Facts) -> Callable[[tuple[str, ...], tuple[str, ...]], Sequence[Key]]:
    """A function that tells of which readings a relation may say something, had they a value.

    Of none where it has no operands, or more than two that are unread; with two, of these alone.
    """

    @cache
    def keys(left: tuple[str, ...], right: tuple[str, ...]) -> Sequence[Key]:
        sides = _side(left, facts), _side(right, facts)
        if not sides[0] or not sides[1]:
            return ()
        operands = [*sides[0], *sides[1]]
        unread = [one.key for one in operands if amount(one) is None]
        if len(unread) > 1:
            return unread if len(unread) == 2 else ()
        return [one.key for one in operands]

    return keys


def _adds_up(left: Sequence[str], right: Sequence[str], facts: Facts) -> bool:
    """Whether the operands that there are add up, and each is an exact number."""
    exact, there = facts.exact, facts.readings
    try:
        total = sum([exact[field] for field in left if field in there])
        return total == sum([exact[field] for field in right if field in there])
    except KeyError:
        return False


def _side(fields: Sequence[str], facts: Facts) -> list[Reading]:
    """The operands of one side; none where one is missing that every form has."""
    there, optional = facts.readings, facts.schema.optional
    side = [there[field][0] for field in fields if field in there]
    if len(side) < len(fields) and not all(field in there or field in optional for field in fields):
        return []
    return side


@lru_cache(1024)
def _in_one_table(left: Sequence[str], right: Sequence[str], schema: Schema) -> bool:
    """Whether all operands are counts of one table, so that its relations can be solved together."""
    tables = {field.partition(".")[0] for field in (*left, *right)}
    signed = any(schema.kinds[field] == "signed" for field in (*left, *right))
    return len(tables) == 1 and tables <= schema.tables.keys() and not signed


def _spelled(sides: Sequence[Sequence[Reading]]) -> Message:
    """Both sides, zeros left out where there is anything else: `1 + 2 = 3`, `1 + 2 = 3 ≠ 4`."""
    told = [[amount(reading) for reading in side] for side in sides]
    left, right = (sum([a for a in amounts if a], Decimal(0)) for amounts in told)
    unknown = any(a is None for amounts in told for a in amounts)
    differ = left != right and not unknown
    over = unknown and any(  # the known ones alone are more than the other side
        total > other and any(a is None for a in amounts)
        for amounts, total, other in zip(told, (left, right), (right, left), strict=True)
    )
    words = []
    for amounts, total in zip(told, (left, right), strict=True):
        shown = [a for a in amounts if a != 0] or amounts[:1]
        added = " + ".join("?" if a is None else plain(a) for a in shown)
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
