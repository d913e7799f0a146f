"""Habit: what a reviewer does with one kind of doubt, so that it can be offered for the others."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kanwu.correction import Verdict
from kanwu.reading import Key, Value
from kanwu_tui.sight import Row, Sight

FIRST = "first"
"""The fix of a group: what is proposed first, whatever that is for each reading."""


class Habit(NamedTuple):
    """One way of settling one kind of doubt."""

    group: str
    """The group of findings that take the same fix; empty where the doubt is of none."""
    code: str
    """The finding that weighs most."""
    field: str
    fix: str
    """`first`, a verdict (`absent`), a candidate (`candidate 2`), or a power of ten (`times 10000`)."""

    def fits(self, row: Row) -> bool:
        """Whether an item of the queue would take this fix."""
        if self.fix == FIRST:
            return bool(self.group) and row.group == self.group
        lead = row.lead
        return isinstance(lead, Key) and lead.field == self.field and row.codes[0] == self.code

    @property
    def rule(self) -> str:
        """What the verdicts that it makes are said to share."""
        if self.fix == FIRST:
            return self.group
        return f"learned:{self.code}:{self.field}:{self.fix.replace(' ', '-')}"


def habit_of(sight: Sight, verdict: Verdict, value: Value | None) -> Habit | None:
    """How a verdict settles what is before the reviewer; None where others would not follow it."""
    item = sight.item
    if item is None or item.key is None:
        return None
    fix = _fix(sight, verdict, value)
    group = item.group if fix == FIRST else ""
    if not fix or (fix == FIRST and not group):
        return None
    return Habit(group, item.findings[0].code, item.key.field, fix)


def _fix(sight: Sight, verdict: Verdict, value: Value | None) -> str:
    item = sight.item
    if verdict in {"confirmed", "absent", "unreadable"}:
        return verdict
    if verdict == "sic":
        return FIRST if item and item.sic and item.group else verdict
    if verdict != "amended":
        return ""
    same = [i for i, one in enumerate(sight.candidates, start=1) if one.value == value]
    if same:
        return FIRST if same == [1] and item and item.group else f"candidate {same[0]}"
    power = power_of_ten(sight.machine_value, value)
    return f"times {power}" if power else ""


def power_of_ten(was: Value | None, value: Value | None) -> Decimal | None:
    """What was read times which power of ten makes a value: the unit was another; None for none.

    >>> power_of_ten(Decimal("1.2"), Decimal(12000)), power_of_ten(Decimal(3), Decimal(4))
    (Decimal('10000'), None)
    """
    if not isinstance(was, Decimal) or not isinstance(value, Decimal) or not was or was == value:
        return None
    ratio = (value / was).normalize()
    return Decimal(f"{ratio:f}") if ratio.as_tuple().digits == (1,) and ratio > 0 else None
