"""Sums: totals and balances, whose two sides must be equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kanwu.checks.facts import Facts, Proposal, Trial, amount
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.reading import Reading
from kanwu.schema import Rule


def check_sum(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether a total is the sum of its parts."""
    yield from _sides(facts, case["total"], case["parts"])


def check_balance(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether the left side adds up to the right side."""
    yield from _sides(facts, case["left"], case["right"])


def _sides(facts: Facts, left: Sequence[str], right: Sequence[str]) -> Iterator[Trial]:
    """One try of Σ left = Σ right; with one operand blank, that operand follows from the others.

    A row or column that the form of the year leaves out counts nothing, and a relation that has
    nothing else on one side is none; any other operand that is missing makes the relation
    unknown: blank is not zero.
    """
    sides: list[list[Reading]] = []
    for fields in (left, right):
        side: list[Reading] = []
        for field in fields:
            reading = facts.first(field)
            if reading is not None:
                side.append(reading)
            elif field not in facts.schema.optional:
                return
        if not side:
            return
        sides.append(side)
    operands = [*sides[0], *sides[1]]
    keys = tuple(reading.key for reading in operands)
    if any(reading.qualifier for reading in operands):
        return
    sums = [sum((amount(reading) or Decimal(0) for reading in side), Decimal(0)) for side in sides]
    blank = [reading for reading in operands if amount(reading) is None]
    residual = sums[1] - sums[0]
    if len(blank) > 1:
        yield Trial("unknown", keys, _spelled(sides))
    elif blank:
        value = residual if blank[0] in sides[0] else -residual
        proposals = (
            (Proposal(blank[0].key, value, _follows(blank[0], value, sides)),) if value >= 0 else ()
        )
        yield Trial("unknown", keys, _spelled(sides), proposals)
    elif residual == 0:
        yield Trial("pass", keys, _spelled(sides))
    else:
        fixes = [
            Proposal(reading.key, value, _follows(reading, value, sides))
            for side, sign in ((sides[0], 1), (sides[1], -1))
            for reading in side
            if (value := (amount(reading) or Decimal(0)) + sign * residual) >= 0
        ]
        yield Trial("fail", keys, _spelled(sides), tuple(fixes))


def _spelled(sides: Sequence[Sequence[Reading]]) -> Message:
    """Both sides, zeros left out where there is anything else: `1 + 2 = 3`, `1 + 2 = 3 ≠ 4`."""
    unknown = any(amount(reading) is None for side in sides for reading in side)
    left, right = (sum((amount(r) or Decimal(0) for r in side), Decimal(0)) for side in sides)
    differ = left != right and not unknown
    words = []
    for side, total in zip(sides, (left, right), strict=True):
        amounts = [amount(reading) for reading in side]
        shown = [a for a in amounts if a != 0] or amounts[:1]
        added = " + ".join("?" if a is None else plain(a) for a in shown)
        words.append(f"{added} = {plain(total)}" if differ and len(shown) > 1 else added)
    line = f"{words[1]} {'≠' if differ else '='} {words[0]}"
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
