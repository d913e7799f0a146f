"""Candidates: what words could mean, weighed by what is known besides.

The words alone give the readings and what each costs in damage; evidence multiplies. A garbled
token never becomes a value here: somebody chooses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import exp
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from kanwu import dates, numeral
from kanwu.message import Message, say
from kanwu.reading import VERBATIM, Candidate, Kind, Value

TokenKind = Literal["date", "period", "count", "percent", "amount", "number"]
AGAINST, FOR = 0.04, 1.6
"""How much one piece of evidence weighs against or for a candidate."""
_NOTHING = 0.015
"""The weight left for a reading that nobody thought of."""


class Meaning(Struct, frozen=True):
    """A value the words could have, what that costs in damage, and why."""

    value: Value
    cost: float
    reasons: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known besides the words, for a bare string."""

    report_year: int | None = None
    not_after: str | None = None
    """ISO date: later values are unlikely."""
    not_before: str | None = None


class Bearing(Struct, frozen=True):
    """What one piece of evidence says of one value."""

    weight: float
    reason: Message


def suggest(words: str, kind: TokenKind, evidence: Evidence = Evidence()) -> tuple[Candidate, ...]:
    """What a bare string could mean, best first; empty when it could be nothing of that kind."""
    return weigh(
        (meaning, bearings(meaning, kind, evidence)) for meaning in meanings(words, kind, evidence)
    )


def meanings(words: str, kind: TokenKind, evidence: Evidence = Evidence()) -> list[Meaning]:
    """Every value the words alone could have, with its cost in damage."""
    text = unicodedata.normalize("NFKC", words).strip()
    if kind == "date":
        bare = _AROUND_DATE.sub("", text)
        if dates.parse(bare):
            return _dates(bare, evidence.report_year)
        found = _dates(re.sub(r"\s+", "", bare), evidence.report_year)
        spaced = re.search(r"\d\s+\d", bare) and re.search(r"[A-Za-z]", bare)
        return [_spaced(one) for one in found] if spaced else found
    if kind == "period":
        return [
            Meaning(f"{start}/{end}", cost, (say("garble.period"),) if cost else ())
            for start, end, cost in dates.periods(re.sub(r"\s+", "", text))
        ]
    return _numbers(text, kind)


def weigh(weighed: Iterable[tuple[Meaning, Sequence[Bearing]]]) -> tuple[Candidate, ...]:
    """Scores that add up to at most 1: cost in damage, times what each evidence says."""
    found: list[tuple[float, Meaning, Sequence[Bearing]]] = []
    for meaning, borne in weighed:
        weight = exp(-meaning.cost)
        for bearing in borne:
            weight *= bearing.weight
        found.append((weight, meaning, borne))
    weights = [weight for weight, _, _ in found]
    total = sum(weights)
    if not total:
        return ()
    total += _NOTHING * max(*weights, 0.2)
    ranked = sorted(found, key=lambda entry: (-entry[0], entry[1].cost, str(entry[1].value)))
    return tuple(
        [
            Candidate(
                meaning.value,
                round(weight / total, 4),
                (*meaning.reasons, *[bearing.reason for bearing in borne]),
            )
            for weight, meaning, borne in ranked
        ]
    )


def bearings(meaning: Meaning, kind: TokenKind, evidence: Evidence) -> list[Bearing]:
    """What the evidence says of a date or a period; numbers alone have none."""
    if kind not in {"date", "period"}:
        return []
    first, _, last = str(meaning.value).partition("/")
    last = last or first
    found: list[Bearing] = []
    if evidence.not_after:
        if earliest(last) > evidence.not_after:
            found.append(Bearing(AGAINST, say("evidence.after", limit=evidence.not_after)))
        else:
            found.append(Bearing(FOR, say("evidence.not-after", limit=evidence.not_after)))
    if evidence.not_before:
        if latest(first) < evidence.not_before:
            found.append(Bearing(AGAINST, say("evidence.before", limit=evidence.not_before)))
        else:
            found.append(Bearing(FOR, say("evidence.not-before", limit=evidence.not_before)))
    if evidence.report_year:
        year = int(first[:4])
        known = evidence.report_year
        if year == known or (kind == "date" and year == known + 1):
            found.append(Bearing(FOR, say("evidence.year", year=known)))
        else:
            found.append(Bearing(AGAINST, say("evidence.other-year", year=known)))
    return found


def earliest(date: str) -> str:
    """The first day that a date at its precision can mean."""
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def latest(date: str) -> str:
    """A text not before any day that a date at its precision can mean."""
    return date if len(date) == 10 else date + "-99"


def parse_value(words: str, kind: Kind) -> Value:
    """What a reviewer typed, as a value of that kind.

    Raises:
        ValueError: The words are no such value; the argument is a Message that says what would be.
    """
    text = unicodedata.normalize("NFKC", words).strip()
    if not text:
        raise ValueError(say("typed.empty"))
    if kind in VERBATIM:
        return words.strip()
    if kind == "date":
        date = dates.parse(re.sub(r"\s+", "", text))
        if date is None:
            raise ValueError(say("typed.date", words=words))
        return date
    if kind == "percent":
        text = text.removesuffix("%").strip()
    number = numeral.parse(text)
    if number is None or number.qualifier:
        raise ValueError(say("typed.number", words=words))
    if kind in {"count", "year"} and (number.value < 0 or not numeral.whole(number.value)):
        raise ValueError(say("typed.count", words=words))
    if kind == "year" and not 1949 <= number.value <= 2100:
        raise ValueError(say("typed.year", words=words))
    return number.value


_AROUND_DATE = re.compile(r"^[(\[]|(?:[\sT]+\d{1,2}:\s*\d{2}(?::\s*\d{2})?)?[)\],.;。止起度]*$")
"""A time of day, and marks that do not belong to a date."""
_LIST_NUMBER = re.compile(r"\d{1,2}[.、]?(?=(?:19|20)\d{2}\D)")
_LISTED = 2.0
"""What it costs to take the first digits for the number of an item."""


def _spaced(meaning: Meaning) -> Meaning:
    """A date whose digits a blank kept apart, next to a month in words."""
    return replace(
        meaning,
        cost=meaning.cost + dates.SEPARATOR,
        reasons=(*meaning.reasons, say("garble.space-inside")),
    )


def _dates(text: str, year: int | None) -> list[Meaning]:
    sound = dates.parse(text)
    if sound and (dates.likely(sound) or not dates.splits(text)):
        return [Meaning(sound, 0.0)]
    listed = _LIST_NUMBER.match(text)
    if listed and not dates.splits(text):
        return [
            Meaning(one.value, one.cost + _LISTED, (*one.reasons, say("garble.list-number")))
            for one in _dates(text[listed.end() :], year)
        ]
    found = []
    for split in dates.splits(text):
        value = split.value(year)
        if value is None:
            continue
        reasons = []
        if split.lost:
            reasons.append(say("garble.date-marks", lost=split.lost))
        if split.year is None:
            reasons.append(say("garble.date-year", year=year))
        reasons.extend(say(act) for act in split.acts)
        found.append(Meaning(value, split.cost, tuple(reasons)))
    return found


_LOOK_ALIKES = str.maketrans(
    {"O": "0", "o": "0", "〇": "0", "○": "0", "l": "1", "I": "1", "|": "1"}
)


POINTED = re.compile(r"[1-9]\d{0,2}(?:\s*[.,，]\s*\d{3})*(?:\s*\.\s*\d{3})(?:\s*[.,，]\s*\d{3})*")
"""Thousands with a point where a comma belongs: 1.568."""
_STOP = re.compile(r"\s*[。·]\s*")
"""A stop inside a number: 71。23."""
_MEASURE = re.compile(rf"(?<=[\dOoIl{numeral.HAN}])\s*(?![{numeral.HAN}])[\u4e00-\u9fff]{{1,2}}$")
"""The unit or measure word that a number was copied with: 3.5万元, 92条."""


def _numbers(text: str, kind: TokenKind) -> list[Meaning]:
    text = text.strip("?")  # what is left of a blank of no width
    if kind == "percent":
        text = text.removesuffix("%").removeprefix(numeral.PERCENT).strip()
    if not numeral.parse(text):
        text = _MEASURE.sub("", text)
    sound = numeral.parse(text)
    broken = sound and kind == "count" and not numeral.whole(sound.value)
    if sound and not broken and not (kind == "count" and POINTED.fullmatch(text)):
        return [Meaning(sound.value, 0.0)]
    found: dict[Decimal, Meaning] = {}

    def add(words: str, cost: float, reason: str) -> None:
        number = numeral.parse(words)
        if number and (number.value not in found or found[number.value].cost > cost):
            found[number.value] = Meaning(number.value, cost, (say(reason),))

    if kind == "count" and POINTED.fullmatch(text):
        add(re.sub(r"\D", "", text), 0.6, "garble.point-for-comma")
        add(re.sub(r"\s+", "", text), 2.0, "garble.not-whole")
        return sorted(found.values(), key=lambda meaning: meaning.cost)
    if broken:
        add(text, 1.0, "garble.not-whole")
        return sorted(found.values(), key=lambda meaning: meaning.cost)
    add(re.sub(r"\s+", "", text), 0.3, "garble.space-inside")
    add(text.rstrip("."), 0.3, "garble.mark-behind")
    if _STOP.search(text):
        pointed = numeral.parse(_STOP.sub(".", text))
        fits = kind != "count" or (pointed and numeral.whole(pointed.value))
        add(_STOP.sub(".", text), 0.4 if fits else 2.0, "garble.stop-for-point")
        add(_STOP.sub("", text), 2.0 if fits else 0.6, "garble.stop-for-comma")
    if kind == "percent":
        add(re.sub(r"\s*[,，]\s*", ".", text), 0.4, "garble.comma-for-point")
    add(re.sub(r"\s*[,，]\s*", "", text), 0.6 if kind != "percent" else 3.0, "garble.comma-inside")
    twice = re.fullmatch(r"(\d{1,3}),(\d{4})", text)
    for i in range(3) if twice else ():
        if twice and twice[2][i] == twice[2][i + 1]:
            add(twice[1] + twice[2][:i] + twice[2][i + 1 :], 0.5, "garble.date-digit-twice")
    add(re.sub(r"\s+", "", text.translate(_LOOK_ALIKES)), 0.8, "garble.look-alike")
    add(re.sub(r"\s*\.\s*\.?\s*", ".", text), 0.4, "garble.space-inside")
    if kind == "percent" and re.fullmatch(r"\d{1,2}\s+\d{1,2}", text):
        add(re.sub(r"\s+", ".", text), 0.5, "garble.point-lost")
    ordinal = re.fullmatch(r"\d{1,2}[.、]\s*(\S.*)", text)
    if ordinal:
        add(ordinal[1], 3.0, "garble.list-number")
    pieces = re.split(r"\s+", text)
    if (
        len(pieces) == 2
        and not re.search(r"[.,]$", pieces[0])
        and not pieces[1].startswith((".", ","))
    ):
        add(pieces[1], 2.6 if len(pieces[1]) > 1 else 4.0, "garble.two-numbers")
    return sorted(found.values(), key=lambda meaning: meaning.cost)
