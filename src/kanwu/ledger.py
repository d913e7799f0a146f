"""Ledger: every number of a document, and who accounts for it.

A number is claimed by the reading whose words it is, else ignored by a named rule of the schema
(a list number, an article of a law, a telephone), else it is unclaimed: nobody has read it yet.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from typing import Literal, cast

from kanwu import dates, numeral
from kanwu.folds import flow
from kanwu.folds.markup import untagged
from kanwu.reading import Kind, Reading
from kanwu.schema import Ignored, Schema
from kanwu.source import Span
from kanwu.text import Text

EntryKind = Kind | Literal["number"]
"""What a number is: a reading's kind, or what stands around it tells; else just a `number`."""

_TOKEN = re.compile(
    rf"(?P<date>(?>{dates.TOKEN}))|(?P<year>{dates.YEAR})"
    r"|(?P<number>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?(?:[万亿](?!元))?(?P<percent>%)?)"
)
"""One number in digits, a date whole; each digit of a text stands in exactly one."""
_YEAR = re.compile(r"\d{4}")
_WORD = re.compile(r"[\u4e00-\u9fff]")
"""What parts the numbers of an address: a telephone is one, though marks part it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the document, and who accounts for it."""

    quote: str
    """The source's own words."""
    span: Span
    """Where they stand, in code points of the source."""
    kind: EntryKind
    claimed_by: str | None
    """`field:<key>`, `ignored:<rule>`, or None: unclaimed."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number as the text has it, before anybody claims it."""

    words: str
    """Folded."""
    starts: Sequence[int]
    ends: Sequence[int]
    """The source characters behind each of its characters."""
    kind: EntryKind


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the ledger of a text rests on, whatever is read in it."""

    tokens: tuple[Token, ...]
    """In the order of the source."""
    ignorable: tuple[tuple[Ignored, Span, int | None], ...]
    """The places that rules speak of, the first rule's first, with the year that stands there."""
    last: list[tuple[tuple[object, ...], tuple[Entry, ...]]] = field(
        default_factory=list, repr=False, compare=False
    )
    """The last account, after the claims and the years that it was made of: few verdicts change any."""


@dataclass(frozen=True, slots=True, eq=False)
class _Claim:
    by: str
    kind: EntryKind | None = None
    whole: bool = False
    """Whether all that it covers is one number, though blanks or marks part it: 1. 8 %."""


def ledger(
    text: Text, readings: Iterable[Reading], schema: Schema, numbers: Numbers | None = None
) -> tuple[Entry, ...]:
    """The account of every number in a text, in the order of the source.

    A reading goes before any rule, the reading of fewer words before that of more, and the first
    rule of the schema before the next. `numbers` saves looking for them again.
    """
    found = numbers or numbers_of(text, schema)
    read = [one for one in readings if one.span is not None and one.kind != "passage"]
    claims = [*_claims(read)]
    years = _years(read, schema)
    told = tuple((one.by, one.kind, one.whole, span, value) for one, span, value in claims)
    made_of = (told, years)
    if found.last and found.last[0][0] == made_of:
        return found.last[0][1]
    claims += _ignored(found, years)
    owners: list[list[_Claim | None]] = [[None] * len(token.words) for token in found.tokens]
    starts = [token.starts[0] for token in found.tokens]
    for claim, span, value in claims:
        for i in _over(span, found.tokens, starts):
            token = found.tokens[i]
            if value is None or _says(token, value):
                for at, start in enumerate(token.starts):
                    if owners[i][at] is None and span.start <= start < span.end:
                        owners[i][at] = claim
    entries = tuple(_entries(text, found.tokens, owners))
    found.last[:] = [(made_of, entries)]
    return entries


def numbers_of(text: Text, schema: Schema) -> Numbers:
    """Every number of a text, and every place that a rule speaks of."""
    page = flow(text, schema.heading).laid()
    return Numbers(_tokens(text, page, schema), tuple(_ignorable(text, page, schema)))


# --- what is a number ---------------------------------------------------------------------------------


def _tokens(text: Text, page: Text, schema: Schema) -> tuple[Token, ...]:
    """Dates, numbers in digits, numerals that count something, and digits that the flow left out."""
    counted = {
        match.span("value"): cast(EntryKind, kind)
        for kind, patterns in schema.counted.items()
        for pattern in patterns
        for match in pattern.finditer(page.folded)
    }
    kinds = {start: kind for (start, _), kind in counted.items()}
    places: dict[tuple[int, int], EntryKind] = {}
    taken = bytearray(len(page.folded) + 1)
    for match in _TOKEN.finditer(page.folded):
        said = next(name for name in ("date", "year", "percent", "number") if match[name])
        kind = cast(EntryKind, said)
        places[match.span()] = kinds.get(match.start(), kind) if said == "number" else kind
        taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    for (start, end), kind in counted.items():
        if not any(taken[start:end]):
            places[start, end] = kind
            taken[start:end] = b"\1" * (end - start)
    tokens = [_token(page, place, kind) for place, kind in places.items()]
    tokens += [_token(text, place, "number") for place in _left_out(text, page)]
    return tuple(sorted(tokens, key=lambda token: token.starts[0]))


def _token(text: Text, place: tuple[int, int], kind: EntryKind) -> Token:
    here = slice(*place)
    return Token(text.folded[here], text.starts[here], text.ends[here], kind)


def _left_out(text: Text, page: Text) -> Iterator[tuple[int, int]]:
    """The digits in lines that do not flow: the numbers of pages."""
    flowing = {page.starts[i] for i, c in enumerate(page.folded) if c.isdigit()}
    for match in re.finditer(r"\d+", text.folded):
        if text.starts[match.start()] not in flowing:
            yield match.span()


def _ignorable(
    text: Text, page: Text, schema: Schema
) -> Iterator[tuple[Ignored, Span, int | None]]:
    beside = schema.split is not None and schema.split.side_by_side(text.folded) is not None
    for rule in schema.ignored:
        if rule.beside and not beside:
            continue
        words = {"flow": page.folded, "lines": text.folded, "source": text.source.text}[rule.on]
        for pattern in rule.patterns:
            for match in pattern.finditer(words):
                place = match.span("value" if "value" in pattern.groupindex else 0)
                if place[0] < place[1]:
                    span = {"flow": page.span, "lines": text.span, "source": Span}[rule.on](*place)
                    year = _YEAR.search(numeral.to_ascii(words[slice(*place)]))
                    yield rule, span, int(year[0]) if year else None


# --- who accounts for it ------------------------------------------------------------------------------


def _claims(readings: Sequence[Reading]) -> Iterator[tuple[_Claim, Span, Decimal | None]]:
    """Claims of readings in the order of their right, with the value that the number must have, if any."""
    alike = Counter(reading.span for reading in readings)
    for reading in sorted(readings, key=lambda one: one.span.size if one.span else 0):
        if reading.span is not None:
            words = reading.kind == "text" and _WORD.search(reading.quote) is not None
            whole = alike[reading.span] == 1 and not words
            claim = _Claim(f"field:{reading.key.field}", reading.kind, whole)
            yield claim, reading.span, _told(reading)


def _years(readings: Sequence[Reading], schema: Schema) -> dict[str, set[int]]:
    """The years that fields tell which a rule asks for: a number near them may be one."""
    asked = {rule.near for rule in schema.ignored}
    years: dict[str, set[int]] = {}
    for reading in readings:
        if reading.key.field in asked and (match := _YEAR.match(str(reading.value or ""))):
            years.setdefault(reading.key.field, set()).add(int(match[0]))
    return years


def _ignored(
    found: Numbers, years: Mapping[str, set[int]]
) -> Iterator[tuple[_Claim, Span, Decimal | None]]:
    """Claims of rules, after those of readings."""
    for rule, span, year in found.ignorable:
        known = years.get(rule.near or "", set())
        if rule.near is None or (year and any(year - one in rule.offsets for one in known)):
            yield _Claim(f"ignored:{rule.name}"), span, None


def _told(reading: Reading) -> Decimal | None:
    """The value of a reading that words tell: it claims no other number among those words."""
    if reading.damage or not isinstance(reading.value, Decimal):
        return None
    return reading.value if _in_words(reading.quote) else None


@lru_cache(4096)
def _in_words(quote: str) -> bool:
    """Whether words tell a number among others: that of a table is asked after each verdict."""
    quote = untagged(quote)
    several = re.search(r"[^\W\d_][^\d]*[^\W\d_]", quote) is not None
    return several and numeral.parse(quote.removesuffix("%")) is None


def _says(token: Token, value: Decimal) -> bool:
    said = numeral.parse(token.words.removesuffix("%"))
    return said is not None and said.value == value


def _over(span: Span, tokens: Sequence[Token], starts: Sequence[int]) -> range:
    """The tokens that may share a character with a span."""
    first = bisect_left(starts, span.start)
    if first and tokens[first - 1].ends[-1] > span.start:
        first -= 1
    return range(first, bisect_left(starts, span.end))


def _entries(
    text: Text, tokens: Sequence[Token], owners: Sequence[Sequence[_Claim | None]]
) -> Iterator[Entry]:
    """The numbers, cut where claims part them, joined where one reading holds them together."""
    last: tuple[_Claim, Span] | None = None
    for token, owner in zip(tokens, owners, strict=True):
        for claim, start, end in _pieces(token, owner):
            span = Span(token.starts[start], token.ends[end - 1])
            if last is not None and last[0] is claim:
                last = (claim, Span(last[1].start, max(last[1].end, span.end)))
                continue
            if last is not None:
                yield _entry(text, *last)
                last = None
            if claim is not None and claim.whole:
                last = (claim, span)
            else:
                yield _entry(text, claim, span, token.kind)
    if last is not None:
        yield _entry(text, *last)


def _entry(text: Text, claim: _Claim | None, span: Span, kind: EntryKind = "number") -> Entry:
    said = claim.kind if claim and claim.kind else kind
    return Entry(text.source.quote(span), span, said, claim.by if claim else None)


def _pieces(
    token: Token, owner: Sequence[_Claim | None]
) -> Iterator[tuple[_Claim | None, int, int]]:
    """The runs of a token that one claim covers, from a digit to a digit, or to the token's end."""
    digits = any(c.isdigit() for c in token.words)
    number = [c.isdigit() or (not digits and c in numeral.HAN) for c in token.words]
    for _, run in groupby(range(len(owner)), key=lambda i: id(owner[i])):
        places = list(run)
        inside = [i for i in places if number[i]]
        if inside:
            end = places[-1] if places[-1] == len(owner) - 1 else inside[-1]
            yield owner[places[0]], inside[0], end + 1
