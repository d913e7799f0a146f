"""How a date may be written, and what is left of it when its separators are lost.

One rule covers nearly all the damage seen: what stands between two runs of digits is dropped,
what is followed by ordinary text stays. So `2021年1月29日` arrives as `2021129`, `2020年8月` as
`20208月`, `2018年12月31日` as `2018年1231日`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from kanwu.numeral import to_ascii

_NAMES = "January February March April May June July August September October November December"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTH = "|".join(_MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?![a-z])\.?"
_ENGLISH = (
    rf"(?<![\d.,/])\d{{1,2}}(?: ?\d)?(?:st|nd|rd|th)? ?(?:{_MONTH}),? ?\d{{2}} ?\d{{2}}(?!\d)"
    rf"|(?<![A-Za-z])(?:{_MONTH}) ?\d{{1,2}}(?: \d)?(?:st|nd|rd|th)?,? ?\d{{2}} ?\d{{2}}(?!\d)"
    rf"|(?<![A-Za-z])(?:{_MONTH}) ?(?:19|20)\d{{2}}(?!\d)"
)
"""A date with an English month, sound or with a blank or a mark lost inside."""

_HAN = "〇一二三四五六七八九零○十OoＯ"
_YEAR = r"(?:(?:1|(?<![A-Za-z])[lI])9|2[0Oo])[\dOoIl]{2}"
TOKEN = (
    rf"(?=[\d一二A-Zl])(?:(?:(?<!\d)|(?<=[\n。;][1-9])(?=(?:19|20)\d\d年))(?:{_YEAR}[年\-./]?|2 ?0 ?\d ?\d年)[\dlIO]"
    r"(?:[\dlIO]|年|月|[-./](?=\d)(?!(?:19|20)\d\d)|\x20(?=\d[月日])){0,16}(?:日(?!常)|(?:(?<=月\d)|(?<=月\d\d))号|(?![\d号]))"
    r"|(?<!\d)(?:[12]\d{2}|[012]\d)年\d{1,2}月\d{1,2}日"
    rf"|(?<![{_HAN}\d])[12二一][{_HAN}\d]{{3}}年?[元{_HAN}\d]{{1,3}}月"
    rf"(?:[{_HAN}\d]{{1,3}}(?:日|(?=止|[)\n]|$)))?"
    r"|(?<!\d)\d{1,2}月[\dlI]{1,2}日"
    r"|(?<!\d)\d{3,4}日|(?<!\d)\d{1,2}月\d{1,2}(?=止)"
    rf"|{_ENGLISH})"
)
"""A date in the flowing text, sound or damaged, at least to the month."""
YEAR = r"(?<!\d)(?:19|20)\d{2}(?=年)"
"""A year alone."""
RUN = r"(?<!\d)20\d{7,13}日?(?!\d)"
"""A whole period in one run: 2025111231日."""

_SOUND = (
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"),
    re.compile(r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月"),
    re.compile(r"(\d{4})-(\d{2})"),
    re.compile(r"(\d{4})年?"),
)
_SOUND_ENGLISH = (
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? ?(?P<month>{_MONTH}),? ?(?P<year>\d{{4}})"),
    re.compile(
        rf"(?P<month>{_MONTH}) ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<year>\d{{4}})"
    ),
    re.compile(rf"(?P<month>{_MONTH}) ?(?P<year>\d{{4}})"),
)
_LOST_ENGLISH = re.compile(
    rf"(?P<month>{_MONTH})(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?(?P<year>\d{{4}})"
)
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_LOOK_ALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})

_LONGEST = 40
"""No date, however damaged, is longer; a period is two of them."""
SEPARATOR, LOOK_ALIKE, BARE, PADDED, DOUBLED, DIGIT, PART = 0.3, 0.5, 0.7, 1.0, 1.0, 2.0, 3.0
"""What each act of damage costs: a mark lost, a digit misread, a month that nothing calls one, 01
beside 1, digits doubled, a digit lost, a number lost."""
FAR = 3.0
"""What it costs to believe in a year far from ours: 2091."""
_HORIZON = range(1990, 2040)
"""Where a year lies that is only known in part."""


class Split(Struct, frozen=True):
    """One way to read a damaged date."""

    year: int | None
    month: int | None
    day: int | None
    lost: int
    """Marks lost."""
    cost: float
    acts: tuple[str, ...] = ()
    """What else happened to the words: message keys."""

    def value(self, year: int | None = None) -> str | None:
        """ISO 8601 at the precision of the words; None without a year, or if there is no such day."""
        return iso(self.year if self.year is not None else year, self.month, self.day)


def iso(year: int | None, month: int | None = None, day: int | None = None) -> str | None:
    """A date at its precision, or None where there is no such day."""
    if year is None or not 1900 <= year <= 2100:
        return None
    if month is None:
        return f"{year:04d}" if day is None else None
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def parse(words: str, year: int | None = None) -> str | None:
    """The date that sound words say, ISO 8601 at their precision; None where they must be guessed.

    `year` is that of the date before in the same sentence, for words that name none.

    >>> parse("2021年1月29日"), parse("2020年8月"), parse("二○一九年二月二十八日"), parse("2021129")
    ('2021-01-29', '2020-08', '2019-02-28', None)
    >>> parse("12月31日", 2018)
    '2018-12-31'
    """
    text = to_ascii(words.replace("元月", "1月"))
    for pattern in _SOUND:
        match = pattern.fullmatch(text)
        if match:
            return iso(*(int(group) for group in match.groups() if group.isdigit()))
    for pattern in _SOUND_ENGLISH:
        match = pattern.fullmatch(words)
        if match:
            return _named(match).value()
    short = _MONTH_DAY.fullmatch(text)
    return iso(year, int(short[1]), int(short[2])) if short else None


def likely(value: str) -> bool:
    """Whether a date is of a year that a document may tell of; 2091 more likely lost its shape."""
    return _likely(int(value[:4]))


def _likely(year: int) -> bool:
    return 1900 <= year < _HORIZON.stop


def splits(words: str) -> list[Split]:
    """Every way to read the words as one date whose marks may be lost, the cheapest first.

    >>> [split.value() for split in splits("2021129")]
    ['2021-12-09', '2021-01-29']
    >>> [split.value() for split in splits("202048")]
    ['2020-04-08']
    """
    if len(words) > _LONGEST:
        return []
    named = _LOST_ENGLISH.fullmatch(words)
    if named:
        return [split for split in (_named(named, 1),) if split.value()]
    cleaned = words.translate(_LOOK_ALIKES)
    alike = sum(a != b for a, b in zip(words, cleaned, strict=True))
    digits, marks = _digits_and_marks(to_ascii(cleaned.replace("元月", "1月")))
    found: dict[tuple[int | None, int | None, int | None], Split] = {}
    readings = [*_splits(digits, marks)]
    if not any(split.value(2000) for split in readings):
        readings = [*_slips(digits, marks)]
    for split in readings:
        if alike:
            acts = ("garble.look-alike", *split.acts)
            split = replace(split, cost=split.cost + LOOK_ALIKE * alike, acts=acts)
        if split.year and not _likely(split.year):
            split = replace(split, cost=split.cost + FAR)
        key = (split.year, split.month, split.day)
        if split.value(2000) and (key not in found or split.cost < found[key].cost):
            found[key] = split
    return sorted(found.values(), key=lambda s: (s.cost, -(s.month or 0), s.day or 0))


def _named(match: re.Match[str], lost: int = 0) -> Split:
    """The date of a match with an English month, with so many marks lost."""
    month = next(n for name, n in _MONTHS.items() if name.startswith(match["month"][:3]))
    day = match.groupdict().get("day")
    return Split(int(match["year"]), month, int(day) if day else None, lost, SEPARATOR * lost)


def _digits_and_marks(text: str) -> tuple[str, dict[int, str]]:
    """The digits in one run, and the marks by the number of digits before them."""
    digits: list[str] = []
    marks: dict[int, str] = {}
    for c in text:
        if c.isdigit():
            digits.append(c)
        elif not c.isspace():
            marks[len(digits)] = c
    return "".join(digits), marks


def _slips(digits: str, marks: dict[int, str]) -> Iterator[Split]:
    """Readings with one digit of the month or the day mended, between marks that still stand."""
    for first, last in pairwise(sorted(marks)):
        part = digits[first:last]
        if marks[last] not in "月日" or not 2 <= len(part) <= 3:
            continue
        if len(part) == 2:
            mended = [part[::-1]] if part[1] != "0" else []
            cost, act = DIGIT, "garble.date-digits-swapped"
        else:
            mended = [part[:i] + part[i + 1 :] for i in (0, 1) if part[i] == part[i + 1]]
            cost, act = DOUBLED, "garble.date-digit-twice"
        shorter = len(part) - 2
        moved = {at - shorter * (at >= last): mark for at, mark in marks.items()}
        for one in dict.fromkeys(mended):
            for split in _splits(digits[:first] + one + digits[last:], moved):
                yield replace(split, cost=split.cost + cost, acts=(*split.acts, act))


def _splits(digits: str, marks: dict[int, str]) -> Iterator[Split]:
    for head, year, extra, acts in _years(digits, marks):
        rest = len(digits) - head
        for month_digits in (0, 1, 2):
            day_digits = rest - month_digits
            if not 0 <= day_digits <= 2 or (year is None and not month_digits):
                continue
            ends = {head: "年-./", head + month_digits: "月-./", len(digits): "日"}
            if "月" in marks.values():  # without it, 20168号 is the number of a document
                ends[len(digits)] += "号"
            if not day_digits:
                ends[len(digits)] = "月" if month_digits else "年"
            if not month_digits:
                ends[head] = "年-./"
            if any(mark not in ends.get(at, "") for at, mark in marks.items()):
                continue
            month = int(digits[head : head + month_digits]) if month_digits else None
            day = int(digits[head + month_digits :]) if day_digits else None
            wanted = (year is not None) + (month is not None) + (day is not None)
            lost = wanted - sum(at > 0 for at in marks)
            cost = SEPARATOR * lost + extra
            if day is None or month is not None:
                odd = _padded_oddly(
                    digits[head : head + month_digits], digits[head + month_digits :]
                )
                bare = day is None and month is not None and not marks
                yield Split(year, month, day, lost, cost + PADDED * odd + BARE * bare, acts)
            elif "日" in marks.values():
                yield Split(year, None, None, lost, cost + PART, (*acts, "garble.date-part"))


def _padded_oddly(month: str, day: str) -> bool:
    """Whether only one of the two has a zero in front, where both would need it: 1 and 01."""
    return bool(day) and (month[0] == "0") != (day[0] == "0") and 1 in {len(month), len(day)}


def _years(
    digits: str, marks: dict[int, str]
) -> Iterator[tuple[int, int | None, float, tuple[str, ...]]]:
    """How many digits the year takes, the year, what that costs and what happened to it."""
    if len(digits) <= 4 and not digits.startswith(("19", "20")):
        yield 0, None, 0.0, ()
    if len(digits) >= 4:
        yield 4, int(digits[:4]), 0.0, ()
    if len(digits) >= 6 and digits[:2] == digits[2:4] == "20" and int(digits[2:6]) in _HORIZON:
        yield 6, int(digits[2:6]), DOUBLED, ("garble.date-doubled",)
    if len(digits) >= 8 and digits[:4] == digits[4:8]:
        yield 8, int(digits[:4]), DOUBLED, ("garble.date-doubled",)
    if marks.get(2) == "年" and 2000 + int(digits[:2]) in _HORIZON:
        yield 2, 2000 + int(digits[:2]), DIGIT, ("garble.date-century-lost",)
    if marks.get(3) == "年":
        fuller = {int(digits[:i] + d + digits[i:3]) for i in range(4) for d in "0123456789"}
        for year in sorted(fuller & {*_HORIZON}):
            yield 3, year, DIGIT, ("garble.date-digit-lost",)
    if marks.get(4, " ") in "年-./" and not _likely(int(digits[:4])):
        turned = {int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 : 4]) for i in range(3)}
        for year in sorted(turned & {*_HORIZON}):
            yield 4, year, DIGIT, ("garble.date-digits-swapped",)
    if marks.get(5) == "年":
        shorter = {
            int(digits[:i] + digits[i + 1 : 5]) for i in range(4) if digits[i] == digits[i + 1]
        }
        for year in sorted(shorter & {*_HORIZON}):
            yield 5, year, DOUBLED, ("garble.date-digit-twice",)


def periods(words: str) -> list[tuple[str, str, float]]:
    """Every way to read the words as a period: (start, end, cost), the cheapest first.

    >>> periods("2025111231日")[0][:2]
    ('2025-01-01', '2025-12-31')
    """
    if len(words) > 2 * _LONGEST:
        return []
    ascii_words = to_ascii(words.translate(_LOOK_ALIKES)).replace("起", "").replace("止", "")
    parts = [part for part in re.split(r"[至到—~]+|(?<=日)-", ascii_words) if part]
    found: dict[tuple[str, str], float] = {}
    run = parts[0] if parts else ""
    hyphens = [i for i in range(1, len(run)) if run[i] == "-"]
    if len(parts) == 2:
        pairs = [(parts[0], parts[1])]
    elif len(hyphens) == 1 or len(hyphens) == 5:  # one in the middle; 2020-01-01-2020-12-31
        middle = hyphens[len(hyphens) // 2]
        pairs = [(run[:middle], run[middle + 1 :])]
    else:
        pairs = [(run[:i], run[i:]) for i in range(6, len(run) - 1) if run[i].isdigit()]
    for first, second in pairs:
        ends = parse(first), parse(second)
        if ends[0] and ends[1] and len(ends[0]) == len(ends[1]) == 10 and ends[0] <= ends[1]:
            found[ends[0], ends[1]] = 0.0  # both are sound
            continue
        for a in splits(first):
            start = a.value()
            for b in splits(second) if start and a.day else ():
                end = b.value(a.year)
                if end and b.day and start and start <= end:
                    statutory = start[4:] == "-01-01" and end == f"{start[:4]}-12-31"
                    cost = a.cost + b.cost + (0.0 if statutory else 1.5)
                    found[start, end] = min(cost, found.get((start, end), cost))
    return [(a, b, cost) for (a, b), cost in sorted(found.items(), key=lambda e: (e[1], e[0]))]
