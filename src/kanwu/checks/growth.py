"""Growth: a percentage that says what a number has grown by since last year's report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP

from kanwu.checks.facts import Facts, Proposal, Trial, amount
from kanwu.checks.shares import both_ways, digits_of, rounded
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.rule import LAST_YEAR, Rule


def check(_: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether a percentage is (now − last) / last, rounded or cut off; its sign is in the words.

    Unknown where last year's report is not there, does not tell, or tells zero.
    """
    told, now = facts.first(case["percent"][0]), facts.first(case["now"][0])
    last = facts.last
    before = last.values.get(case[LAST_YEAR][0]) if last else None
    if told is None or now is None or last is None or not before:
        return
    growth, value = amount(told), amount(now)
    if value is None or told.qualifier or now.qualifier:
        return
    exact = abs(100 * (value - before) / before)
    digits = digits_of(growth) if growth is not None else 1
    line = f"|{plain(value)} − {plain(before)}| / {plain(before)}"
    line += f" = {rounded(exact, digits, ROUND_HALF_UP)} %"
    keys = (told.key, now.key)
    if growth is not None and growth in both_ways(exact, digits):
        yield Trial("pass", keys, Message(line, line))
        return
    proposal = Proposal(
        told.key, rounded(exact, digits, ROUND_HALF_UP), say("reason.follows", arithmetic=line)
    )
    if growth is None:
        yield Trial("unknown", keys, Message(line, line), (proposal,))
    else:
        report = last.documents[0]
        line += f" ≠ {plain(growth)} %"
        yield Trial("fail", keys, Message(f"{line}（{report}）", f"{line} ({report})"), (proposal,))
