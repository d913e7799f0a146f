"""Shares: percentages that must fit their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from kanwu.checks.facts import Facts, Proposal, Trial, amount
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.reading import Reading
from kanwu.schema import Rule


def check(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether each percentage is its count's share, rounded or cut off.

    What the shares are of is seldom said: it may be a total, or the siblings' sum. The base is
    the one under which most of the siblings agree.
    """
    pairs = list(_pairs(case, facts))
    bases = [r for r in facts.known(case["wholes"]) if amount(r)]
    if not pairs or not bases:
        return
    values = [value for base in bases if (value := amount(base))]
    parts = [value for part, _ in pairs if (value := amount(part)) is not None]
    siblings = sum(parts, Decimal(0))
    if len(pairs) > 1 and siblings and siblings not in values:
        values.append(siblings)
    base = max(
        values, key=lambda value: sum(_fits(part, percent, value) for part, percent in pairs)
    )
    base_keys = tuple(reading.key for reading in bases if amount(reading) == base)
    for part, percent in pairs:
        count = amount(part)
        if count is None or part.qualifier or percent.qualifier:
            continue
        keys = (percent.key, part.key, *base_keys)
        share = 100 * count / base
        told = amount(percent)
        digits = _digits(told) if told is not None else 1
        exact = _rounded(share, digits, ROUND_HALF_UP)
        line = f"{plain(count)} / {plain(base)} = {exact} %"
        reason = Proposal(
            percent.key, Decimal(plain(exact)), say("reason.follows", arithmetic=line)
        )
        if told is None:
            yield Trial("unknown", keys, Message(line, line), (reason,))
        elif _fits(part, percent, base):
            yield Trial("pass", keys, Message(line, line))
        else:
            line += f" ≠ {plain(told)} %"
            yield Trial("fail", keys, Message(line, line), (reason,))


def _pairs(case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[tuple[Reading, Reading]]:
    """Counts with their percentages: by their item, or by the item name of their field."""
    for percent_field in case["percent"]:
        percents = {reading.key.item: reading for reading in facts.all(percent_field)}
        for part_field in case["part"]:
            field = facts.schema.fields.get(part_field)
            for part in facts.all(part_field):
                item = part.key.item or (field.share_item if field else None)
                if item in percents and part.key.nth == 0:
                    yield part, percents[item]


def _fits(part: Reading, percent: Reading, base: Decimal) -> bool:
    count, told = amount(part), amount(percent)
    if count is None or told is None or not base:
        return False
    share = 100 * count / base
    digits = _digits(told)
    return told in _both_ways(share, digits)


def _both_ways(share: Decimal, digits: int) -> Sequence[Decimal]:
    return _rounded(share, digits, ROUND_HALF_UP), _rounded(share, digits, ROUND_DOWN)


def _digits(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _rounded(share: Decimal, digits: int, rounding: str) -> Decimal:
    return share.quantize(Decimal(1).scaleb(-digits), rounding=rounding)
