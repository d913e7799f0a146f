"""Bounds: a part is not larger than its whole, a value lies in its range, dates in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from kanwu import dates
from kanwu.checks.facts import Facts, Proposal, Trial, amount
from kanwu.checks.slips import act_between
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.reading import Reading
from kanwu.rule import Rule


def check_at_most(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether each part is at most its whole; a whole that says "at least" bounds nothing."""
    for field in case["whole"]:
        whole = facts.first(field)
        limit = amount(whole) if whole else None
        if whole is None or limit is None or whole.qualifier in {"at_least", "approx"}:
            continue
        for part_field in case["part"]:
            for part in facts.all(part_field):
                value = amount(part)
                if value is None or part.qualifier in {"at_most", "approx"}:
                    continue
                fits = value <= limit
                line = partial(_compared, value, limit)
                yield Trial("pass" if fits else "fail", (part.key, whole.key), line)


def _compared(value: Decimal, limit: Decimal) -> Message:
    """A number and what it is at most, or is not."""
    line = f"{plain(value)} {'≤' if value <= limit else '>'} {plain(limit)}"
    return Message(line, line)


def check_at_most_sum(
    _: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts
) -> Iterator[Trial]:
    """Whether a part is at most the sum of several wholes; with one of them missing, unknown."""
    part = facts.first(case["part"][0])
    wholes = [facts.first(field) for field in case["wholes"]]
    value = amount(part) if part else None
    amounts = [amount(whole) if whole else None for whole in wholes]
    known = [a for a in amounts if a is not None]
    if part is None or value is None or len(known) < len(amounts):
        return
    if any(reading and reading.qualifier for reading in (part, *wholes)):
        return
    limit = sum(known, Decimal(0))
    sign = "≤" if value <= limit else ">"
    line = f"{plain(value)} {sign} {' + '.join(plain(a) for a in known)} = {plain(limit)}"
    keys = (part.key, *(whole.key for whole in wholes if whole))
    yield Trial("pass" if value <= limit else "fail", keys, Message(line, line))


def check_items_at_most(
    _: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts
) -> Iterator[Trial]:
    """Whether all items together are at most a whole; that they are fewer proves nothing."""
    items = [r for field in case["items"] for r in facts.all(field)]
    wholes = [r for r in facts.known(case["wholes"]) if amount(r) is not None]
    amounts = [amount(item) for item in items]
    if len(items) < 2 or not wholes or any(a is None for a in amounts):
        return
    if any(item.qualifier for item in items):
        return
    known = [a for a in amounts if a is not None]
    exact = list(zip(items, known, strict=True))
    total = sum(known, Decimal(0))
    largest = max(wholes, key=lambda whole: amount(whole) or Decimal(0))
    limit = amount(largest) or Decimal(0)
    suspects = [item.key for item in sorted(items, key=lambda item: -(amount(item) or Decimal(0)))]
    line = " + ".join(plain(a) for a in known) + f" = {plain(total)}"
    if any(amount(whole) == total for whole in wholes):
        yield Trial("pass", (*suspects, largest.key), Message(line, line))
    elif total > limit:
        line += f" > {plain(limit)}"
        proposals = tuple(_that_fill([(largest, total)], line))
        proposals += tuple(_that_fill([(r, a - total + limit) for r, a in exact], line))
        yield Trial("fail", (*suspects, largest.key), Message(line, line), proposals)


def _that_fill(changes: Iterable[tuple[Reading, Decimal]], line: str) -> Iterator[Proposal]:
    """The changes that make items fill their whole, and that one act of damage explains."""
    for reading, value in changes:
        told = amount(reading)
        if told is not None and value >= 0 and act_between(told, value):
            yield Proposal(reading.key, value, partial(say, "reason.fills", arithmetic=line))


def check_range(rule: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether each value lies between the bounds of the rule."""
    low = rule.numbers.get("at_least", (None,))[0]
    high = rule.numbers.get("at_most", (None,))[0]
    for field in case["fields"]:
        for reading in facts.each(field):
            value = amount(reading)
            if value is None:
                continue
            fits = (low is None or value >= low) and (high is None or value <= high)
            line = partial(_ranged, value, low, high)
            yield Trial("pass" if fits else "fail", (reading.key,), line)


def _ranged(value: Decimal, low: Decimal | None, high: Decimal | None) -> Message:
    """A number, and the bound that it lies beyond."""
    line = plain(value)
    line += f" > {plain(high)}" if high is not None and value > high else ""
    line += f" < {plain(low)}" if low is not None and value < low else ""
    return Message(line, line)


def check_order(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether one date is not after another, at the precision that both have."""
    for earlier_field in case["earlier"]:
        for later_field in case["later"]:
            earlier, later = facts.first(earlier_field), facts.first(later_field)
            if earlier is None or later is None:
                continue
            if not isinstance(earlier.value, str) or not isinstance(later.value, str):
                continue
            precision = min(len(earlier.value), len(later.value))
            fits = earlier.value[:precision] <= later.value[:precision]
            labels = facts.schema.labels
            names = labels[earlier_field], labels[later_field]
            named = partial(_ordered, earlier.value, later.value, names, fits=fits)
            proposals = () if fits else (*_in_order(earlier, later),)
            yield Trial("pass" if fits else "fail", (earlier.key, later.key), named, proposals)


def _ordered(first: str, second: str, names: tuple[Message, Message], *, fits: bool) -> Message:
    """Both dates, by their names."""
    line = say("facts.order", first=first, second=second, sign="≤" if fits else ">")
    return Message(
        f"{names[0].zh} {line.zh} {names[1].zh}", f"{names[0].en} {line.en} {names[1].en}"
    )


def _in_order(earlier: Reading, later: Reading) -> Iterator[Proposal]:
    """Either of two dates in the year of the other, where that puts them in order."""
    for one, other in ((earlier, later), (later, earlier)):
        value = _of_year(one, int(str(other.value)[:4]))
        first, second = (value, later.value) if one is earlier else (earlier.value, value)
        if value and str(first) <= str(second):
            line = f"{first} ≤ {second}"
            yield Proposal(one.key, value, partial(say, "reason.in-order", line=line))


def check_year(rule: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether dates fall into a year, or so many years after it."""
    known = facts.first(case["year"][0])
    year = amount(known) if known else None
    if known is None or year is None:
        return
    offsets = rule.numbers.get("offsets", (Decimal(0),))
    for field in case["dates"]:
        for reading in facts.each(field):
            if not isinstance(reading.value, str):
                continue
            fits = any(int(reading.value[:4]) == year + offset for offset in offsets)
            key = "facts.year" if fits else "facts.other-year"
            line = partial(_of_a_year, key, reading.value, year)
            years = () if fits else sorted({int(year + offset) for offset in offsets}, reverse=True)
            proposals = tuple(
                Proposal(reading.key, value, partial(say, "evidence.year", year=plain(year)))
                for one in years
                if (value := _of_year(reading, one))
            )
            yield Trial("pass" if fits else "fail", (reading.key, known.key), line, proposals)


def _of_a_year(key: str, value: str, year: Decimal) -> Message:
    return say(key, date=value, year=plain(year))


def _of_year(reading: Reading, year: int) -> str | None:
    """The same day of another year, where one act of damage makes the printed one of it."""
    if not isinstance(reading.value, str):
        return None
    value = f"{year:04d}{reading.value[4:]}"
    return value if act_between(reading.value, value) and dates.parse(value) else None
