"""Around: what a value's own words, its item, the heading above it or its sentence should not say.

A name that is no whole name, an item that is no subject, a number told under the heading of
another matter, or of another year: nothing adds up wrongly, and yet a person should look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from kanwu.checks.facts import Facts, Trial, amount
from kanwu.message import say
from kanwu.numeral import plain
from kanwu.reading import Reading
from kanwu.rule import Rule

_BRACKETED = re.compile(r"《[^《》]*》?|[(〔\[][^()〔〕\[\]]*[)〕\]]?")
"""A title, or an aside: the years in it are not those of the sentence."""


def check_words(rule: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts) -> Iterator[Trial]:
    """Whether a value, its item, its sentence or the heading above has words it should not have."""
    floor = rule.numbers.get("at_least", (None,))[0]
    for field in case["fields"]:
        for reading in facts.each(field):
            if floor is not None and (amount(reading) or 0) < floor:
                continue
            for place, patterns in rule.words.items():
                told = _told(place, reading, facts)
                found = next((m for p in patterns if told and (m := p.search(told))), None)
                if found is not None:
                    words = found[0] if place == "before" else told
                    line = partial(say, f"facts.words.{place}", words=words)
                    yield Trial("fail", (reading.key,), line)
                    break


def check_told_year(
    rule: Rule, case: Mapping[str, tuple[str, ...]], facts: Facts
) -> Iterator[Trial]:
    """Whether a sentence that names years before a number names the report's own."""
    known = facts.first(case["year"][0])
    year = amount(known) if known else None
    if known is None or year is None or facts.text is None:
        return
    own = plain(year)
    for field in case["fields"]:
        for reading in facts.each(field):
            if reading.span is None or amount(reading) is None:
                continue
            before = facts.before(reading.span.start)
            years = _years(rule, before)
            if years and own not in years and (years := _years(rule, _BRACKETED.sub("", before))):
                line = partial(say, "facts.told-year", told=years[-1], year=own)
                yield Trial("fail", (reading.key, known.key), line)


def _years(rule: Rule, words: str) -> list[str]:
    """The years that words name, as the patterns of a rule tell them."""
    return [match["value"] for p in rule.words["years"] for match in p.finditer(words)]


def _told(place: str, reading: Reading, facts: Facts) -> str:
    """The words to be looked at: the `value`, the `item`, the sentence `before`, the heading `above`."""
    if place == "value":
        return str(reading.value or "")
    if place == "item":
        return reading.key.item or ""
    if reading.span is None:
        return ""
    look = facts.before if place == "before" else facts.above
    return look(reading.span.start)
