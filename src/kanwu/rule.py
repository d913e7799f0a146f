"""Rule: a relation that must hold between fields, its cases, and what each of them needs to say anything."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kanwu.finding import Severity
from kanwu.message import Message

Case = Mapping[str, tuple[str, ...]]
"""Argument → field keys, of one case of a rule."""
SIDES = {"sum": ("total", "parts"), "balance": ("left", "right")}
"""The checks whose two sides must be equal, and their arguments."""
LAST_YEAR = "last"
"""The argument of a rule whose fields are those of the report of the year before."""
_APART: Mapping[str, tuple[str, str]] = {
    "at-most": ("part", "whole"),
    "at-most-sum": ("part", "wholes"),
    "items-at-most": ("items", "wholes"),
    "order": ("earlier", "later"),
    "share": ("part", "percent"),
    "told-year": ("fields", "year"),
    "year": ("dates", "year"),
}
"""The arguments of checks that say nothing where no field of one of the two is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A relation that must hold, and the check that tries it."""

    name: str
    check: str
    """Key of `checks.CHECKS`."""
    severity: Severity
    """A `prior` rule raises no finding."""
    why: Message
    cases: tuple[Case, ...]
    """Argument → field keys, once for each binding of `*` (each row, each column)."""
    numbers: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    words: Mapping[str, tuple[re.Pattern[str], ...]] = field(default_factory=dict)
    """Argument → patterns, of the checks that look at words."""
    line: int = 0
    prior: bool = False
    """Whether it only weighs what damaged words could mean: what is usual, and need not be."""
    odds: Decimal = Decimal(4)
    """How many times likelier a value is, for a prior rule, where it is as usual."""


Needing = tuple[Rule, Case, frozenset[str], frozenset[str], frozenset[str]]
"""A rule, a case of it, and what must stand in a document, or it says nothing: all of these fields (the
operands of a sum that every form has; LAST_YEAR is last year's report), and one at least of each of
those two (its sides)."""


def needing(rule: Rule, case: Case, optional: frozenset[str]) -> Needing:
    """A case of a rule with what it needs; forms of some years leave the `optional` fields out."""
    if sides := SIDES.get(rule.check):
        left, right = (frozenset(case[side]) for side in sides)
        return rule, case, (left | right) - optional, left, right
    if apart := _APART.get(rule.check):
        left, right = (frozenset(case[side]) for side in apart)
        return rule, case, frozenset(), left, right
    every = frozenset(key for keys in case.values() for key in keys)
    last = frozenset([LAST_YEAR] if LAST_YEAR in case else [])
    return rule, case, last, every, every
