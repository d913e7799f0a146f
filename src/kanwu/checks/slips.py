"""Slips: the one act of damage that would turn a number into the one that is printed.

What happens to numbers on their way (a digit lost, doubled, swapped with its neighbour, added by
a list number that stuck to it) is told apart from a number that is merely another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from kanwu.finding import Act
from kanwu.numeral import plain, whole
from kanwu.reading import Value

COSTS: Mapping[Act, float] = {
    "digit-lost": 0.5,
    "digit-doubled": 0.5,
    "point-lost": 0.5,
    "digits-swapped": 0.8,
    "digit-added": 1.0,
    "digit-misread": 1.6,
    "digit-changed": 2.0,
    "cells-swapped": 0.8,
    "row-shifted": 0.8,
}
"""What each act costs, on the scale of `dates`: cheaper ones are likelier."""
FAR = 2.5
"""What it costs to take a number for one that no single act makes of it."""
_ALIKE = frozenset({"17", "38", "56", "68", "08", "06", "69", "35", "58", "49"})
"""Digits that are misread for each other, the smaller first."""


def act_between(printed: Value, meant: Value) -> Act | None:
    """The cheapest act of damage that makes the printed number of the one that was meant.

    None where no single act does, and for what is no number.

    >>> [act_between(Decimal(a), Decimal(b)) for a, b in ((1, 12), (225, 25), (21, 12), (70, 10), (41, 42))]
    ['digit-lost', 'digit-doubled', 'digits-swapped', 'digit-misread', 'digit-changed']
    >>> act_between(Decimal(199), Decimal("19.9")), act_between(Decimal("37.0"), Decimal("30.7"))
    ('point-lost', 'digits-swapped')
    >>> act_between(Decimal(37), Decimal("30.7"))
    >>> act_between(Decimal(3), Decimal(4)) is None
    True
    """
    if isinstance(printed, str) and isinstance(meant, str):
        years = printed[:4], meant[:4]  # of two dates, alike but for the year
        alike = printed[4:] == meant[4:] and all(year.isdigit() for year in years)
        return act_between(Decimal(years[0]), Decimal(years[1])) if alike else None
    if not isinstance(printed, Decimal) or not isinstance(meant, Decimal):
        return None
    return _act(str(printed), str(meant))


@lru_cache(1024)  # by the digits that stand there: 37 and 37.0 are one number, and look different
def _act(said: str, told: str) -> Act | None:
    printed, meant = Decimal(said), Decimal(told)
    if printed == meant:
        return None
    seen, true = (plain(number) if whole(number) else f"{number:f}" for number in (printed, meant))
    if printed.as_tuple().exponent == meant.as_tuple().exponent != 0:  # 37.0 for 30.7
        seen, true = (f"{number:f}".replace(".", "") for number in (printed, meant))
    if seen == true.replace(".", ""):
        return "point-lost"
    if len(seen) + 1 == len(true):
        return "digit-lost" if _shortened(true, seen) and "." not in true else None
    if len(seen) == len(true) + 1:
        if not _shortened(seen, true):
            return None
        return "digit-doubled" if _doubled(seen, true) else "digit-added"
    return _replaced(seen, true) if len(seen) == len(true) else None


@lru_cache(1024)
def neighbours(printed: Decimal) -> frozenset[Decimal]:
    """Every number that a single act of damage turns into the printed one; of whole numbers only.

    >>> sorted(int(n) for n in neighbours(Decimal(7)))[:5]
    [1, 17, 27, 37, 47]
    """
    seen = plain(printed)
    if not seen.isdigit():
        return frozenset()
    digits = "0123456789"
    words = {seen[:i] + d + seen[i:] for i in range(len(seen) + 1) for d in digits}
    words |= {seen[:i] + seen[i + 1 :] for i in range(len(seen))}
    words |= {seen[:i] + seen[i + 1] + seen[i] + seen[i + 2 :] for i in range(len(seen) - 1)}
    words |= {seen[:i] + d + seen[i + 1 :] for i in range(len(seen)) for d in digits}
    numbers = {Decimal(word) for word in words if word and (word == "0" or word[0] != "0")}
    return frozenset(number for number in numbers if act_between(printed, number))


def near(act: Act | None) -> bool:
    """Whether an act happens to text that is received as characters; a misread digit does not."""
    return act is not None and COSTS[act] <= COSTS["digit-added"]


def cost(act: Act | None) -> float:
    """What it costs to believe in an act, or in a number that none explains."""
    return FAR if act is None else COSTS[act]


def _replaced(seen: str, true: str) -> Act | None:
    """The act between two numbers of the same length."""
    differ = [i for i, (a, b) in enumerate(zip(seen, true, strict=True)) if a != b]
    if len(differ) == 1:
        pair = "".join(sorted((seen[differ[0]], true[differ[0]])))
        return "digit-misread" if pair in _ALIKE else "digit-changed" if len(seen) > 1 else None
    swapped = len(differ) == 2 and differ[0] + 1 == differ[1]
    if swapped and seen[differ[0]] == true[differ[1]] and seen[differ[1]] == true[differ[0]]:
        return "digits-swapped"
    return None


def _shortened(long: str, short: str) -> bool:
    """Whether the long text without one of its characters is the short one."""
    at = next((i for i, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
    return long[:at] + long[at + 1 :] == short


def _doubled(long: str, short: str) -> bool:
    """Whether the character too many stands next to itself."""
    at = next((i for i, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
    return at > 0 and long[at] == long[at - 1]
