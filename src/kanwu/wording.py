"""Wording: whether words say a value, so that nothing is taken on trust that they do not."""

from __future__ import annotations

import re
from decimal import Decimal

from kanwu import dates, numeral
from kanwu.candidate import parse_value
from kanwu.folds import fold
from kanwu.folds.lexicon import simple
from kanwu.reading import VERBATIM, Kind, Qualifier, Value
from kanwu.schema import Schema
from kanwu.schemafile import WORDS
from kanwu.source import Source

_DATE, _YEAR = re.compile(dates.TOKEN), re.compile(dates.YEAR)
_NUMBER = re.compile(WORDS["N"])


def says(words: str, value: Value, field: str, schema: Schema) -> bool:
    """Whether folded words say a value of a field, soundly: damaged words say nothing for certain.

    A month and a day say a date of any year; a number may stand among others, or in another unit
    that the schema knows; words without a number may say what the field's phrases take from them.
    """
    flow = re.sub(r"\s+", "", words)
    known = schema.fields.get(field)
    for told, patterns in known.told.items() if known else ():
        if str(value) == told and any(pattern.search(flow) for pattern in patterns):
            return True
    if schema.kinds[field] in VERBATIM:
        return bool(flow) and bare(str(value)) in tight(flow)
    if schema.kinds[field] == "date":
        year = int(str(value)[:4])
        found = [flow, *(m[0] for one in (_DATE, _YEAR) for m in one.finditer(flow))]
        return any(dates.parse(one, year) == value for one in found)
    if not isinstance(value, Decimal):
        return False
    wanted = {value, *(value / many for many in (known.units.values() if known else ()) if many)}
    inside = (match["value"] for match in _NUMBER.finditer(words))
    numbers = (numeral.parse(one.removesuffix("%")) for one in (flow, *inside))
    return any(number is not None and number.value in wanted for number in numbers)


def told(words: str, kind: Kind) -> tuple[Value | None, Qualifier | None]:
    """The one value that words say, and what a number says of itself; None where they say several, or none.

    >>> told("全年公开信息92余条", "count"), told("2021年1月29日印发", "date"), told("3项和5项", "count")
    ((Decimal('92'), 'at_least'), ('2021-01-29', None), (None, None))
    >>> told("百分比为1. 8 %", "percent")
    (None, None)
    """
    text = fold(Source("words", words, "utf-8")).folded if words.strip() else ""
    if kind in VERBATIM:
        return words.strip() or None, None
    if kind == "date":
        flow = re.sub(r"\s+", "", text)
        dated = {dates.parse(one) for one in (flow, *(m[0] for m in _DATE.finditer(flow)))} - {None}
        return (dated.pop() if len(dated) == 1 else None), None
    if whole := numeral.parse(text.strip().removesuffix("%")):
        return _fitting(whole.value, kind), whole.qualifier
    if kind != "year":
        text = _YEAR.sub(" ", _DATE.sub(" ", text))
    # Where there are digits, they are meant: 百 in 百分比 is no number, nor the myriads of 3.5万元.
    written = [m for m in _NUMBER.finditer(text) if any(c.isdigit() for c in m["value"])]
    found = [
        (match, number)
        for match in written or _NUMBER.finditer(text)
        if (number := numeral.parse(match["value"]))
    ]
    if len({number.value for _, number in found}) != 1:
        return None, None
    match, number = found[0]
    qualifier = numeral.qualifier(match["before"] or "", match["after"] or "")
    return _fitting(number.value, kind), number.qualifier or qualifier


def _fitting(value: Decimal, kind: Kind) -> Value | None:
    """A number, where it can be one of that kind."""
    try:
        return parse_value(numeral.plain(value), kind)
    except ValueError:
        return None


def bare(words: str) -> str:
    """Words folded, and without blanks: what is compared where a tool wrote them in its own way.

    A few words alone do not show that they are traditional, so each character is made simple.

    >>> bare("１６０ 條")
    '160条'
    """
    return tight(fold(Source("words", words, "utf-8")).folded) if words else ""


def tight(folded: str) -> str:
    """Folded characters without blanks, each in its simple form."""
    return "".join(simple(c) for c in folded if not c.isspace())
