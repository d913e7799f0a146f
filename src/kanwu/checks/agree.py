"""Agree: what is told in several places is told alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial

from kanwu.checks.facts import Facts, Proposal, Trial, amount
from kanwu.message import Message, say
from kanwu.numeral import plain, written
from kanwu.reading import Key, Reading, Value
from kanwu.rule import Rule

_ROUNDED = 2
"""A number that is told as more, or less, than another is at most so many times that, or a part."""


def check(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether every exact reading of these fields has the same value, and every rounded one may have.

    The later place is the more suspect one: headlines and totals come first; unless the earlier
    can be changed and the later cannot, without breaking another relation. Two values also
    agree where one counts in what a field of `counting` says (收到申请12件，含上年结转2件).
    """
    known = facts.readings
    there = [reading for field in case["fields"] if field in known for reading in known[field]]
    if len(there) < 2:
        return
    readings = [one for one in there if one.value is not None and one.qualifier is None]
    if len(readings) < len(there):
        yield from _of_the_rounded(there, readings, facts)
        yield from _of_the_unread(there, readings)
    if len(readings) < 2:
        return
    value = readings[0].value
    if value is not None and all(one.value == value for one in readings):
        yield Trial("pass", _later_first(readings), partial(_told, value))
        return
    readings = [reading for reading in readings if not facts.narrower(reading.key)]
    values = list(dict.fromkeys([one.value for one in readings if one.value is not None]))
    if len(values) < 2:
        return
    keys = _later_first(readings)
    counted = _counted(values, [amount(r) for r in facts.known(case.get("counting", ()))])
    if counted is not None:
        yield Trial("pass", keys, Message(counted, counted))
        return
    yield Trial("fail", keys, partial(_unlike, values), partial(_proposals, readings))


def check_whole(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether no number of less than the whole is told as the field where the whole is told too."""
    for field in case["fields"]:
        several = facts.all(field)
        if len({one.value for one in several}) < 2:
            continue
        whole = [one.value for one in several if not facts.narrower(one.key)]
        for one in facts.each(field):
            if whole and one.value not in whole and facts.narrower(one.key):
                yield Trial("fail", (one.key,), partial(say, "facts.whole"))


def told_beside(case: Mapping[str, tuple[str, ...]], facts: Facts, key: Key) -> bool:
    """Whether another place tells something that a reading could agree with."""
    there = facts.readings
    return any(
        one.value is not None and one.key != key
        for field in case["fields"]
        if field in there
        for one in there[field]
    )


def _later_first(readings: Sequence[Reading]) -> tuple[Key, ...]:
    return tuple([reading.key for reading in reversed(readings)])


def _of_the_unread(there: Iterable[Reading], readings: Sequence[Reading]) -> Iterator[Trial]:
    """What a number that is gone must have been, where the others tell one value."""
    value = readings[0].value if readings else None
    if value is None or any(reading.value != value for reading in readings[1:]):
        return
    others = tuple([other.key for other in readings])
    for reading in there:
        if reading.value is None and reading.damage:
            proposal = _elsewhere(reading, value)
            line = partial(_told, value, "? = ")
            yield Trial("unknown", (reading.key, *others), line, (proposal,))


def _of_the_rounded(
    there: Iterable[Reading], readings: Sequence[Reading], facts: Facts
) -> Iterator[Trial]:
    """Whether a number told as so many and more (300余条) may be the one that the others tell."""
    rounded = [reading for reading in there if reading.qualifier]
    if not rounded:
        return
    told = [
        (one, value)
        for one in (*readings, *rounded)
        if (value := amount(one)) is not None and not facts.narrower(one.key)
    ]
    for one, value in reversed(told):
        if one.qualifier is None:
            return
        low, high = _reach(one, value)
        for other, number in told:
            least, most = _reach(other, number)
            if least > high or most < low:
                line = f"{plain(value)} ≠ {plain(number)}"
                yield Trial("fail", (one.key, other.key), Message(line, line))
                return


def _reach(reading: Reading, value: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the most that a number may be, as it is told."""
    low = value / _ROUNDED if reading.qualifier in {"at_most", "approx"} else value
    high = value * _ROUNDED if reading.qualifier in {"at_least", "approx"} else value
    return low, high


def _told(value: Value, before: str = "") -> Message:
    line = before + written(value)
    return Message(line, line)


def _unlike(values: Sequence[Value]) -> Message:
    line = " ≠ ".join([written(value) for value in values])
    return Message(line, line)


def _elsewhere(reading: Reading, value: Value) -> Proposal:
    """The value that other places tell."""
    return Proposal(reading.key, value, lambda: say("reason.elsewhere", value=written(value)))


def _proposals(readings: Sequence[Reading]) -> Iterator[Proposal]:
    """Each reading as the others tell it, the later first; not one that most of them agree with."""
    told = Counter(reading.value for reading in readings)
    most = max(told.values())
    for reading in reversed(readings):
        if most > 1 and told[reading.value] == most:
            continue
        for value in told:
            if value is not None and value != reading.value and told[value] == most:
                yield _elsewhere(reading, value)


def _counted(values: Sequence[Value], parts: Sequence[Decimal | None]) -> str | None:
    """The sum that makes two values agree; None where none does."""
    numbers = sorted(value for value in values if isinstance(value, Decimal))
    if len(values) != 2 or len(numbers) != 2 or numbers[1] - numbers[0] not in parts:
        return None
    small, large = numbers
    return f"{plain(large)} = {plain(small)} + {plain(large - small)}"
