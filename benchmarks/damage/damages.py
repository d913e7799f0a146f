"""Damages: what happens to the words of a number or a date, each act known by its name.

The acts are those of real pages: what stands between two digit runs is dropped, digits are lost,
doubled, swapped or misread, blanks and list numbers get in. An act tells what it makes of the
words; whether the document can still decide the truth is for `deciding`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pieces import Fact

Expect = Literal["doubt", "read", "either"]
"""What a reader owes: a doubt; the value without one; or one of the two, but no wrong value."""


@dataclass(frozen=True)
class Change:
    """What an act makes of a fact's words and of the text around them."""

    words: str
    expect: Expect = "doubt"
    before: str | None = None
    after: str | None = None
    hidden: bool = False
    """Whether the words still look sound: only a relation can tell."""


Act = Callable[[random.Random, str, str, str], Change | None]
"""(chance, words, text before, text after) → the change; None where there is nothing to damage."""

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_UNIT = re.compile(r"(?:条|件|篇|期|次|人次|名|人|个|处|万元)(?=[，。；、）])")
_FULL = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def _inner(chance: random.Random, words: str) -> int | None:
    """A place between two digits."""
    places = [i for i in range(1, len(words)) if words[i - 1 : i + 1].isdigit() and words.isascii()]
    return chance.choice(places) if places else None


def space_inside(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    at = _inner(chance, words)
    return Change(words[:at] + " " + words[at:]) if at else None


def letter(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """O for 0, l or I for 1; not where no digit is left beside it."""
    places = [i for i, c in enumerate(words) if c in "01"]
    if not places or len(re.findall(r"\d", words)) < 2:
        return None
    at = chance.choice(places)
    return Change(words[:at] + ("O" if words[at] == "0" else chance.choice("lI")) + words[at + 1 :])


def letter_cell(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """A cell with one letter in it, perhaps nothing else."""
    places = [i for i, c in enumerate(words) if c in "01"]
    if not places or not words.isdigit():
        return None
    at = chance.choice(places)
    return Change(words[:at] + ("O" if words[at] == "0" else "l") + words[at + 1 :])


def full_width(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """Some digits wide: another way of writing, no damage."""
    if not re.search(r"[0-9]", words):
        return None
    turned = "".join(c.translate(_WIDE) if chance.random() < 0.6 else c for c in words)
    return Change(turned, "read") if turned != words else None


def comma_garbled(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """The mark of the thousands became a point, or got a blank."""
    if not re.fullmatch(r"\d{4,6}|\d{1,3},\d{3}", words):
        return None
    plain = words.replace(",", "")
    return Change(plain[:-3] + chance.choice((".", ", ", " ,")) + plain[-3:])


def decimal_broken(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    if not re.fullmatch(r"\d+\.\d+%?", words):
        return None
    return Change(words.replace(".", chance.choice((". ", "..", " .", " . "))))


def point_lost(_c: random.Random, words: str, _b: str, _a: str) -> Change | None:
    if not re.fullmatch(r"\d+\.\d+%", words):
        return None
    return Change(words.replace(".", ""), hidden=True)


def percent_sign_lost(_c: random.Random, words: str, _b: str, _a: str) -> Change | None:
    return Change(words[:-1], "either") if words.endswith("%") else None


def unit_lost(_c: random.Random, words: str, _b: str, after: str) -> Change | None:
    match = _UNIT.match(after)
    return (
        Change(words, "either", after=after[match.end() :]) if match and words.isdigit() else None
    )


def number_lost(_c: random.Random, words: str, _b: str, after: str) -> Change | None:
    return Change("") if after.startswith(("条", "件")) and words.isdigit() else None


def digit_lost(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    places = [i for i, c in enumerate(words) if c.isdigit()]
    if len(places) < 2 or not words.isascii():
        return None
    at = chance.choice(places)
    left = words[:at] + words[at + 1 :]
    return Change(left, hidden=True) if re.match(r"(?!0\d)\d", left) else None


def digit_doubled(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    places = [i for i, c in enumerate(words) if c.isdigit() and words.isascii()]
    if not places or words.strip("0") == "":
        return None
    at = chance.choice(places)
    return Change(words[: at + 1] + words[at:], hidden=True)


def digits_swapped(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    at = _inner(chance, words)
    if at is None or words[at] == words[at - 1] or (at == 1 and words[1] == "0"):
        return None
    return Change(words[: at - 1] + words[at] + words[at - 1] + words[at + 1 :], hidden=True)


def digit_changed(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    places = [i for i, c in enumerate(words) if c.isdigit() and words.isascii()]
    if not places:
        return None
    at = chance.choice(places)
    first = "123456789" if at == 0 and len(places) > 1 else "0123456789"
    other = chance.choice([d for d in first if d != words[at]])
    return Change(words[:at] + other + words[at + 1 :], hidden=True)


def _dated(make: Callable[[random.Random, str, str, str], str | None]) -> Act:
    """An act on a date written in full, from its year, month and day."""

    def act(chance: random.Random, words: str, _b: str, after: str) -> Change | None:
        match = _FULL.fullmatch(re.sub(" ", "", words))
        made = make(chance, *match.groups()) if match else None
        return Change(made) if made and not after[:1].isdigit() else None

    return act


marks_lost = _dated(lambda _, y, m, d: f"{y}{m}{d}")
year_mark_lost = _dated(lambda _, y, m, d: f"{y}{m}月{d}日")
month_mark_lost = _dated(lambda _, y, m, d: f"{y}年{m}{d}日")
day_mark_left = _dated(lambda _, y, m, d: f"{y}{m}{d}日")
year_doubled = _dated(lambda c, y, m, d: c.choice((y[:2] + y, y + y)) + f"年{m}月{d}日")
year_digit_lost = _dated(
    lambda c, y, m, d: y[: (at := c.randint(1, 3))] + y[at + 1 :] + f"年{m}月{d}日"
)
year_digit_twice = _dated(
    lambda c, y, m, d: y[: (at := c.randint(2, 4))] + y[at - 1] + y[at:] + f"年{m}月{d}日"
)


day_digit_twice = _dated(
    lambda c, y, m, d: (
        f"{y}年{m}月{d[: (at := c.randint(1, 2))]}{d[at - 1 :]}日" if len(d) == 2 else None
    )
)
month_digit_twice = _dated(
    lambda c, y, m, d: (
        f"{y}年{m[: (at := c.randint(1, 2))]}{m[at - 1 :]}月{d}日" if len(m) == 2 else None
    )
)
year_digits_swapped = _dated(
    lambda _, y, m, d: f"{y[0]}{y[2]}{y[1]}{y[3]}年{m}月{d}日" if y[2] != "0" else None
)


def iso_mark_lost(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """One of the two hyphens is gone."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return None
    at = chance.choice((4, 7))
    return Change(words[:at] + words[at + 1 :])


def date_letter(chance: random.Random, words: str, before: str, after: str) -> Change | None:
    return letter(chance, words, before, after) if "年" in words and words[0].isascii() else None


def date_space(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """A blank between two digits of a date that has its marks."""
    places = [i for i in range(1, len(words)) if re.fullmatch("[0-9]{2}", words[i - 1 : i + 1])]
    if not places or " " in words or "年" not in words:
        return None
    at = chance.choice(places)
    return Change(words[:at] + " " + words[at:])


def date_letter_and_mark(
    chance: random.Random, words: str, before: str, after: str
) -> Change | None:
    """A mark lost and a letter for a digit, both."""
    lost = chance.choice((year_mark_lost, month_mark_lost))(chance, words, before, after)
    return lost and letter(chance, lost.words, before, after)


def year_mark_of_month_lost(chance: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """A month without the mark of its year, or without any."""
    match = re.fullmatch(r"(\d{4})年(\d{1,2})月", words)
    return Change(f"{match[1]}{match[2]}{chance.choice(('月', '月', ''))}") if match else None


def mark_of_short_date_lost(_c: random.Random, words: str, _b: str, _a: str) -> Change | None:
    """A date that names no year, without the mark of its month: 1231日."""
    match = re.fullmatch(r"(\d{1,2})月(\d{1,2})日", words)
    return Change(f"{match[1]}{match[2]}日") if match else None


def day_mark_lost(_c: random.Random, words: str, _b: str, after: str) -> Change | None:
    match = _FULL.fullmatch(words)
    return Change(words[:-1]) if match and re.match(r"止|\n", after) else None


def list_number_glued(_c: random.Random, words: str, before: str, _a: str) -> Change | None:
    """The number of a paragraph stands right before the year: 2、2021年 → 22021年."""
    if not re.search(r"(?:^|[\n　 ])[1-9]、$", before) or not words[0].isdigit():
        return None
    return Change(words, "either", before=before[:-1])


NUMBERS: Mapping[str, tuple[Act, int]] = {
    "space inside": (space_inside, 3),
    "letter for digit": (letter, 3),
    "full width": (full_width, 2),
    "comma garbled": (comma_garbled, 3),
    "decimal broken": (decimal_broken, 3),
    "point lost": (point_lost, 2),
    "percent sign lost": (percent_sign_lost, 1),
    "unit lost": (unit_lost, 2),
    "number lost": (number_lost, 1),
    "digit lost": (digit_lost, 3),
    "digit doubled": (digit_doubled, 2),
    "digits swapped": (digits_swapped, 2),
    "digit changed": (digit_changed, 2),
}
"""Acts on a number in prose, with how often each is tried."""
CELLS: Mapping[str, tuple[Act, int]] = {
    "cell: letter for digit": (letter_cell, 2),
    "cell: full width": (full_width, 1),
    "cell: space inside": (space_inside, 2),
    "cell: digit lost": (digit_lost, 3),
    "cell: digit doubled": (digit_doubled, 2),
    "cell: digits swapped": (digits_swapped, 3),
    "cell: digit changed": (digit_changed, 3),
}
"""Acts on one cell of a table."""
DATES: Mapping[str, tuple[Act, int]] = {
    "all marks lost": (marks_lost, 4),
    "mark of the year lost": (year_mark_lost, 3),
    "mark of the month lost": (month_mark_lost, 3),
    "only the day's mark left": (day_mark_left, 4),
    "mark of the day lost": (day_mark_lost, 1),
    "year doubled": (year_doubled, 2),
    "digit of the year lost": (year_digit_lost, 1),
    "digit of the year twice": (year_digit_twice, 1),
    "digit of the day twice": (day_digit_twice, 1),
    "digit of the month twice": (month_digit_twice, 1),
    "digits of the year swapped": (year_digits_swapped, 1),
    "mark of a month's year lost": (year_mark_of_month_lost, 6),
    "mark of a short date lost": (mark_of_short_date_lost, 6),
    "hyphen lost": (iso_mark_lost, 8),
    "letter in a date": (date_letter, 2),
    "space inside a date": (date_space, 2),
    "letter and a mark lost": (date_letter_and_mark, 1),
    "full width date": (full_width, 1),
    "list number glued": (list_number_glued, 6),
}
"""Acts on a date."""


def acts_on(fact: Fact, in_table: bool) -> Mapping[str, tuple[Act, int]]:
    """What may happen to a fact."""
    if fact.kind == "date":
        return DATES
    return CELLS if in_table else NUMBERS
