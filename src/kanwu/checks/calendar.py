"""Calendar: in which months and on which days dates are usual, and what the address says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from kanwu.checks.facts import Facts, Trial
from kanwu.message import Message, say
from kanwu.numeral import plain
from kanwu.rule import Rule
from kanwu.source import Source

_HEAD = 20_000
"""Addresses are looked for in so many characters of a document, where a page names its own."""
_ADDRESS = re.compile(r"https?:/{1,2}[0-9A-Za-z./?=&_%#:~+-]{1,200}")
_DATED = re.compile(
    r"(?<!\d)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)"
    r"|(?<!\d)(?P<y2>20\d\d)[/_-](?P<m2>\d{1,2})[/_-](?P<d2>\d{1,2})(?!\d)"
)
"""A whole day in an address: /t20210208_12.html, /art/2021/2/8/art_1.html, /2021-02/08/."""
_ALLOWED = Decimal(7)
"""Days between a date and the one in an address, where a rule names no number."""


def check_usual(rule: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether dates fall in the months, and on the days, that the rule names.

    Where it names days, a date without one is unusual.
    """
    months, days = rule.numbers.get("months"), rule.numbers.get("days")
    for field in case["dates"]:
        for reading in facts.each(field):
            value = reading.value
            if not isinstance(value, str) or len(value) < 7:
                continue
            month, day = value[5:7], value[8:10]
            fits = not months or Decimal(month) in months
            if days:
                fits = fits and day != "" and Decimal(day) in days
            line = Message(value, value)
            yield Trial("pass" if fits else "fail", (reading.key,), line)


def check_address(rule: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether a date lies within some days of one that the document's address or name holds."""
    allowed = rule.numbers.get("within", (_ALLOWED,))[0]
    for field in case["dates"] if facts.addressed else ():
        for reading in facts.each(field):
            value = reading.value
            if not isinstance(value, str) or len(value) < 10:
                continue
            told = date.fromisoformat(value)
            near = min(facts.addressed, key=lambda day: abs((day - told).days))
            apart = abs((near - told).days)
            line = say("facts.address", date=value, address=near, days=plain(Decimal(apart)))
            yield Trial("pass" if apart <= allowed else "fail", (reading.key,), line)


def addressed(source: Source) -> tuple[date, ...]:
    """The days that the addresses in a document, and its own name, hold.

    >>> addressed(Source("a", "见 http://www.example.cn/zwgk/202102/t20210208_31.html", "utf-8"))
    (datetime.date(2021, 2, 8),)
    """
    head = source.own[:_HEAD]
    places = [source.document, *(_ADDRESS.findall(head) if "http" in head else ())]
    found: dict[date, None] = {}
    for place in places:
        for match in _DATED.finditer(place):
            year, month, day = (int(match[g] or match[f"{g}2"]) for g in "ymd")
            try:
                found[date(year, month, day)] = None
            except ValueError:
                continue
    return tuple(found)
