"""Shares: percentages that must fit their counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache, partial

from kanwu.checks.facts import Facts, Proposal, Trial, amount
from kanwu.checks.slips import act_between, neighbours
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.reading import Key, Reading
from kanwu.rule import Rule

_ALL = 100
"""No part is more than this share of its whole: where none of the siblings has a point, all lost it."""
_FEW = 8
"""With more counts than this, a percentage tells nothing of the one that is gone."""


def check(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether each percentage is its count's share, rounded or cut off.

    What the shares are of is seldom said: it may be a total, or the siblings' sum. The base is
    the one under which most of the siblings agree.
    """
    bases = [r for r in facts.known(case["wholes"]) if amount(r)]
    every = list(_pairs(case, facts)) if bases else []
    if not every:
        return
    base = _base(every, bases)
    base_keys = tuple([reading.key for reading in bases if amount(reading) == base])
    yield from _of_another_total(every, bases, base)
    asked, pairs = facts.asked, every
    if asked is not None and asked not in base_keys:
        pairs = [pair for pair in every if asked in (pair[0].key, pair[1].key)]
    for part, percent in pairs:
        count = amount(part)
        if count is None and part.damage:
            yield from _of_a_count_unread(part, percent, base, base_keys)
        if count is None or part.qualifier or percent.qualifier:
            continue
        keys = (percent.key, part.key, *base_keys)
        told = amount(percent)
        digits = 1 if told is None else digits_of(told)
        if told is not None and _fit(count, told, base, digits):
            yield Trial("pass", keys, partial(_line, count, base, digits))
            continue
        share = 100 * count / base
        exact = rounded(share, digits, ROUND_HALF_UP)
        if told is not None:
            most = max(digits_of(a) for _, p in every if (a := amount(p)) is not None)
            alone = len(every) == 1 or (not most and told > _ALL)
            exact = _meant(share, told, (1, 2) if alone else (most,)) or exact
        line = f"{plain(count)} / {plain(base)} = {exact} %"
        reason = Proposal(
            percent.key, Decimal(plain(exact)), partial(say, "reason.follows", arithmetic=line)
        )
        if told is None:
            yield Trial("unknown", keys, Message(line, line), (reason,))
        else:
            line += f" ≠ {plain(told)} %"
            fixes = partial(_fixes, every, (part, percent), bases, base, reason)
            yield Trial("fail", keys, Message(line, line), fixes)


def told_beside(case: Mapping[str, tuple[str, ...]], facts: Facts, key: Key) -> bool:
    """Whether a reading may be what shares are of, or is a count or a percentage that has the other."""
    if key.field in case["wholes"]:
        return True
    return any(key in (part.key, percent.key) for part, percent in _pairs(case, facts))


def _base(pairs: Sequence[tuple[Reading, Reading]], bases: Sequence[Reading]) -> Decimal:
    """What most of the shares are of: one of the bases, or all counts together."""
    values = list(dict.fromkeys(value for base in bases if (value := amount(base))))
    told = [(amount(part), amount(percent)) for part, percent in pairs]
    siblings = sum([count for count, _ in told if count is not None], Decimal(0))
    if len(pairs) > 1 and siblings and siblings not in values:
        values.append(siblings)
    if len(values) == 1:
        return values[0]
    exact = [(c, p, digits_of(p)) for c, p in told if c is not None and p is not None]
    return max(values, key=lambda value: sum([_fit(c, p, value, d) for c, p, d in exact]))


def _fixes(
    pairs: Sequence[tuple[Reading, Reading]],
    pair: tuple[Reading, Reading],
    bases: Sequence[Reading],
    base: Decimal,
    follows: Proposal,
) -> tuple[Proposal, ...]:
    """What would make a percentage its count's share: another total, percentage or count."""
    totals = _totals_that_fit(pairs, [r for r in bases if amount(r) == base])
    return (*totals, follows, *_counts_that_fit(*pair, base))


def _line(count: Decimal, base: Decimal, digits: int) -> Message:
    """A share worked out, with so many decimals."""
    share = rounded(100 * count / base, digits, ROUND_HALF_UP)
    line = f"{plain(count)} / {plain(base)} = {share} %"
    return Message(line, line)


def _between(told: Decimal | None, bounds: tuple[Decimal, Decimal]) -> list[Decimal]:
    """The numbers one act of damage away from the one told that lie in bounds."""
    low, high = bounds
    return [n for n in neighbours(told) if low <= n <= high] if told is not None else []


def _bounds(share: Decimal, each: Decimal) -> tuple[Decimal, Decimal]:
    """Bounds of what a percentage can be of, rounded or cut off, at so much for each percent."""
    unit = Decimal(1).scaleb(-digits_of(share))
    return (share - unit) * each, (share + unit) * each


def _wholes(part: Reading, percent: Reading) -> tuple[Decimal, Decimal]:
    """Bounds of the wholes that a count can be this percentage of."""
    count, share = amount(part), amount(percent)
    if not count or not share:
        return Decimal(0), Decimal("Infinity")
    low, high = _bounds(share, Decimal(1))
    return 100 * count / high, 100 * count / low if low > 0 else Decimal("Infinity")


def _meant(share: Decimal, told: Decimal, decimals: Sequence[int]) -> Decimal | None:
    """The share with so many decimals (as its siblings have), where the one told lost its point."""
    several = (finer for digits in decimals for finer in both_ways(share, digits))
    return next((finer for finer in several if act_between(told, finer) == "point-lost"), None)


def _of_a_count_unread(
    part: Reading, percent: Reading, base: Decimal, base_keys: tuple[Key, ...]
) -> Iterator[Trial]:
    """The counts that a percentage leaves open for a number that is gone."""
    told = amount(percent)
    if told is None:
        return
    digits = digits_of(told)
    half = base / 100 / 10**digits
    least, most = int(told * base / 100 - half), int(told * base / 100 + half) + 1
    if most - least > 2 * _FEW:
        return
    fitting = [
        c for n in range(max(0, least), most + 1) if _fit(c := Decimal(n), told, base, digits)
    ]
    if len(fitting) <= _FEW:
        line = f"? / {plain(base)} = {plain(told)} %"
        proposals = tuple(_fitting(part, count, told) for count in fitting)
        keys = (part.key, percent.key, *base_keys)
        yield Trial("unknown", keys, Message(line, line), proposals)


def _of_another_total(
    pairs: Sequence[tuple[Reading, Reading]], bases: Sequence[Reading], base: Decimal
) -> Iterator[Trial]:
    """A total that the shares are not of, though one act of damage away from what they are of."""
    if any(amount(reading) == base for reading in bases):
        return
    fitting = sum(_fits(part, percent, base) for part, percent in pairs)
    if fitting < 2 or fitting < len(pairs):
        return
    for reading in bases:
        told = amount(reading)
        if told is None or act_between(told, base) is None:
            continue
        line = " + ".join(plain(a) for part, _ in pairs if (a := amount(part)) is not None)
        line += f" = {plain(base)} ≠ {plain(told)}"
        reason = say("reason.shares-of", total=plain(base), count=fitting)
        proposal = Proposal(reading.key, base, reason)
        keys = (reading.key, *(part.key for part, _ in pairs))
        yield Trial("fail", keys, Message(line, line), (proposal,))


def _totals_that_fit(
    pairs: Sequence[tuple[Reading, Reading]], bases: Sequence[Reading]
) -> tuple[Proposal, ...]:
    """Totals one act of damage away from the one told, of which several shares all are."""
    if len(pairs) < 2:
        return ()
    return tuple(
        Proposal(reading.key, total, say("reason.shares-of", total=plain(total), count=len(pairs)))
        for reading in bases
        for total in sorted(_between(amount(reading), _wholes(*pairs[0])))
        if all(_fits(part, percent, total) for part, percent in pairs)
    )


def _counts_that_fit(part: Reading, percent: Reading, base: Decimal) -> tuple[Proposal, ...]:
    """Counts one act of damage away from the one told, of which the percentage is the share."""
    told, share = amount(part), amount(percent)
    if told is None or share is None:
        return ()
    return tuple(
        _fitting(part, count, share)
        for count in sorted(_between(told, _bounds(share, base / 100)))
        if count <= base and _fit(count, share, base, digits_of(share))
    )


def _fitting(part: Reading, count: Decimal, share: Decimal) -> Proposal:
    """A count that a percentage is the share of."""
    return Proposal(
        part.key, count, lambda: say("reason.fits-share", count=plain(count), share=plain(share))
    )


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
    return _fit(count, told, base, digits_of(told))


@lru_cache(1024)  # one rule asks it of the same numbers again and again
def _fit(count: Decimal, told: Decimal, base: Decimal, digits: int) -> bool:
    """`digits` are those of the percentage told: to a cache, 50 and 50.0 are one number."""
    return told in both_ways(100 * count / base, digits)


def both_ways(share: Decimal, digits: int) -> Sequence[Decimal]:
    """A percentage with so many decimals, as it is rounded and as it is cut off."""
    return rounded(share, digits, ROUND_HALF_UP), rounded(share, digits, ROUND_DOWN)


def digits_of(value: Decimal) -> int:
    """How many decimals a number is written with."""
    words = str(value)
    if "E" in words:
        words = f"{value:f}"
    return len(words.partition(".")[2])


def rounded(share: Decimal, digits: int, rounding: str) -> Decimal:
    """A percentage with so many decimals."""
    return share.quantize(_last_place(digits), rounding=rounding)


@lru_cache(32)
def _last_place(digits: int) -> Decimal:
    """One, in the last of so many decimals."""
    return Decimal(1).scaleb(-digits)
