"""Pieces: a report as text and facts in turns, so that the place of every value is known."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from kanwu.reading import Kind, Value
from kanwu.source import Form, Span


@dataclass(frozen=True, eq=False)
class Fact:
    """A value that a report states, and how it writes it."""

    field: str
    kind: Kind
    value: Value
    words: str
    item: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        return self.field, self.item


@dataclass(frozen=True, eq=False)
class Trap:
    """Digits that are no value of any field, damaged or not: a document number, a telephone."""

    words: str
    damaged: str


Piece = str | Fact | Trap
TieKind = Literal["sum", "same", "share"]


@dataclass(frozen=True, eq=False)
class Tie:
    """A relation that holds: the left facts add up to the right ones; a share is percent, part, whole."""

    kind: TieKind
    left: tuple[Fact, ...]
    right: tuple[Fact, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.left + self.right

    def holds(self, value: Callable[[Fact], Decimal | None]) -> bool:
        """Whether it holds with these values; one unknown breaks nothing."""
        left, right = [value(f) for f in self.left], [value(f) for f in self.right]
        if None in left or None in right:
            return True
        if self.kind == "share":
            (percent,), (part, whole) = left, right
            return not whole or percent in shares(part, whole, _digits(percent))  # type: ignore[arg-type]
        return sum(left) == sum(right)  # type: ignore[arg-type]


def shares(part: Decimal, whole: Decimal, digits: int) -> tuple[Decimal, ...]:
    """A percentage with so many digits, rounded and cut off."""
    exact = 100 * part / whole
    unit = Decimal(1).scaleb(-digits)
    return exact.quantize(unit, "ROUND_HALF_UP"), exact.quantize(unit, "ROUND_DOWN")


def _digits(value: Decimal | None) -> int:
    exponent = value.as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass
class Report:
    """A fictional report: its pieces in their order, what ties its facts, and what it is about."""

    name: str
    year: int
    layout: str
    form: Form = "text"
    pieces: list[Piece] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    tables: dict[str, Table] = field(default_factory=dict)

    @property
    def facts(self) -> list[Fact]:
        return [piece for piece in self.pieces if isinstance(piece, Fact)]

    def fact(self, key: str) -> Fact | None:
        """The first fact of a field."""
        return next((one for one in self.facts if one.field == key), None)

    def tie(self, kind: TieKind, left: Sequence[Fact | None], right: Sequence[Fact | None]) -> None:
        """A relation, where all of its facts are there."""
        if left and right and all([*left, *right]):
            self.ties.append(Tie(kind, tuple(f for f in left if f), tuple(f for f in right if f)))

    def text(self) -> str:
        return "".join(words_of(piece) for piece in self.pieces)

    def places(self) -> Iterator[tuple[Piece, Span]]:
        """Every piece with its place in the text."""
        at = 0
        for piece in self.pieces:
            end = at + len(words_of(piece))
            yield piece, Span(at, end)
            at = end


@dataclass(frozen=True)
class Table:
    """A table of facts by row and column, as its layout lays it out."""

    rows: Mapping[str, Mapping[str, Fact]]
    layout: str


def words_of(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece.words


def joined(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, text that follows text in one."""
    made: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        elif piece != "":
            made.append(piece)
    return made


_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


def tell(chance: random.Random, template: str, **slots: Fact | Trap | str) -> list[Piece]:
    """A template with one of each [one|other] chosen, and its {slots} filled."""
    while match := _CHOICE.search(template):
        chosen = chance.choice(match[1].split("|"))
        template = template[: match.start()] + chosen + template[match.end() :]
    made: list[Piece] = []
    at = 0
    for match in _SLOT.finditer(template):
        made.append(template[at : match.start()])
        made.append(slots[match[1]])
        at = match.end()
    made.append(template[at:])
    return joined(made)


def none(key: str, kind: Kind = "count") -> Fact:
    """A zero that a sentence tells without a digit; it has no words of its own."""
    return Fact(key, kind, Decimal(0), "")


_WIDE = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_HAN = "零一二三四五六七八九十"


def count(chance: random.Random, key: str, value: int, item: str | None = None) -> Fact:
    """A count as publishers write it: digits, now and then with a comma, wide, or in words."""
    words, way = str(value), chance.random()
    if way < 0.04:
        words = words.translate(_WIDE)
    elif way < 0.14 and value >= 1000:
        words = f"{value:,}"
    elif way < 0.12 and 2 < value <= 10:
        words = _HAN[value]
    return Fact(key, "count", Decimal(value), words, item)


def percent(key: str, part: int, whole: int, digits: int, item: str | None) -> Fact:
    value = shares(Decimal(part), Decimal(whole), digits)[0]
    return Fact(key, "percent", value, f"{value}%", item)


def amount(key: str, value: str) -> Fact:
    return Fact(key, "money", Decimal(value), value)


def date(chance: random.Random, key: str, year: int, month: int, day: int) -> Fact:
    """A date as publishers write it, nearly always in figures with 年, 月 and 日."""
    words, way = f"{year}年{month}月{day}日", chance.random()
    if key in {"report.published", "report.signed"} and way < 0.25:
        words = (
            f"{year}-{month:02d}-{day:02d}"
            if key == "report.published"
            else _in_words(year, month, day)
        )
    elif way > 0.95:
        words = f"{year} 年 {month} 月 {day} 日"
    return Fact(key, "date", f"{year:04d}-{month:02d}-{day:02d}", words)


def month_day(key: str, year: int, month: int, day: int) -> Fact:
    """A date whose year stands in the date before it."""
    return Fact(key, "date", f"{year:04d}-{month:02d}-{day:02d}", f"{month}月{day}日")


def month_of(key: str, year: int, month: int) -> Fact:
    """A month."""
    return Fact(key, "date", f"{year:04d}-{month:02d}", f"{year}年{month}月")


def _in_words(year: int, month: int, day: int) -> str:
    def small(n: int) -> str:
        tens, ones = divmod(n, 10)
        return ("" if not tens else "十" if tens == 1 else _HAN[tens] + "十") + (
            _HAN[ones] if ones else ""
        )

    digits = "〇一二三四五六七八九"
    return "".join(digits[int(c)] for c in str(year)) + f"年{small(month)}月{small(day)}日"
