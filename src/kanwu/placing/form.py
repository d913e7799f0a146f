"""Form: a text as it is compared, without blanks and with every number as one unit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from zlib import crc32

from kanwu.folds import fold
from kanwu.folds.markup import untagged
from kanwu.numeral import HAN
from kanwu.source import Source, Span
from kanwu.text import UNREAD, Text

SEAM = "\uf8ff"
"""Stands between pieces of an old text that were not next to each other."""

NUMBERS_FROM = "\U000f0000"
"""The private characters from here on stand for numbers."""

_NUMBER = r"[0-9][0-9]*(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
_DIGITS = re.compile(f"({_NUMBER})")
NUMERAL = re.compile(rf"[-+]?{_NUMBER}[万亿]?|[{HAN}]+")
"""A whole number as it is printed, in digits or in words."""
_BLANKS = re.compile("[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""The blanks beyond Latin-1."""
_NOT_BLANK = bytes(not chr(low).isspace() for low in range(256))
_PRIVATE = re.compile(f"[{NUMBERS_FROM}-\U0010ffff]")
_IS_NUMBER = bytes(plane in {15, 16} for plane in range(256))
"""Which planes hold the characters that stand for numbers."""
_TEN = frozenset("0123456789")
_OF_NUMBERS = _TEN | frozenset("-+" + HAN)
"""The characters that can stand anywhere in a number, in digits or in words."""
_IN_NUMBERS = _OF_NUMBERS | {",", "."}
_MORE_DATE = re.compile(r"[0-9]{1,2}[月日]")
_AROUND = 24
"""How many folded characters beside a quote can belong to the same number."""
_QUOTES, _DASHES = "“”‘’「」『』〝〞'＂", "—–―－−~～‐‑"
_STOPS = {"。": 3, "!": 3, "?": 3, ";": 2, ":": 1, ",": 1}


@dataclass(frozen=True, slots=True)
class Form:
    """The characters of a text that count in a comparison, each with the way back."""

    text: Text
    chars: str
    """No blanks; quotation marks and dashes of one kind."""
    at: Sequence[int]
    """For each of `chars`, its index in `text.folded`."""
    units: Sequence[int]
    """For each unit, a number or any other character, its start in `chars`; and the end of all."""
    code: str
    """One character for each unit; equal numbers have equal ones."""
    numbers: Mapping[int, str]
    """The units that are numbers in digits, and the digits."""

    def place(self, span: Span) -> tuple[int, int]:
        """The smallest run of `chars` that covers a source span; empty where that is blank."""
        start, end = self.text.place(span)
        return bisect_left(self.at, start), bisect_left(self.at, end)

    def span(self, start: int, end: int) -> Span:
        """The source span of a run of `chars`; empty stays empty, right after its neighbour."""
        if start < end:
            return self.text.span(self.at[start], self.at[end - 1] + 1)
        at = self.at[start - 1] + 1 if start else 0
        return self.text.span(at, at)

    def units_of(self, start: int, end: int) -> tuple[int, int]:
        """The units that a run of `chars` touches."""
        first = bisect_right(self.units, start) - 1
        return (first, bisect_left(self.units, end)) if start < end else (first, first)

    def is_number(self, unit: int) -> bool:
        """Whether a unit is a number in digits."""
        return unit in self.numbers

    def tails(self, start: int, end: int) -> tuple[str, str]:
        """What belongs to the same number right before and after a run: `1` for the 88 of 188."""
        if start == end:
            return "", ""
        folded = self.text.folded
        low, high = self.at[start], self.at[end - 1] + 1
        before = after = ""
        left, right = folded[low - 1 : low], folded[high : high + 1]
        # Most quotes stand between letters and marks, and there is nothing to look for.
        if (left in _IN_NUMBERS or right in _IN_NUMBERS) and (
            _goes_on(left, folded[low - 2 : low - 1])
            or _goes_on(right, folded[high + 1 : high + 2])
        ):
            offset = max(0, low - _AROUND)
            for match in NUMERAL.finditer(folded, offset, high + _AROUND):
                if match.start() <= low < match.end():
                    before = folded[match.start() : low]
                if match.start() < high <= match.end():
                    after = folded[high : match.end()]
        if self.chars[end - 1] in "年月":
            more = _MORE_DATE.match(self.chars, end)
            after = more[0] if more else after
        return before, after

    def break_before(self, unit: int) -> int:
        """How well a sentence can begin at a unit: from 0, not at all, to 4."""
        start = self.units[unit]
        if not start or start >= len(self.chars):
            return 4
        before = self.chars[start - 1]
        stop = _STOPS.get(before, 0)
        low, high = self.at[start - 1] + 1, self.at[start]
        if low == high:
            return stop
        between = self.text.folded[low:high]
        if before == "." and not self._leads(unit - 2):
            # In `1. 8 %` it is the point of one number.
            stop = 0 if {unit - 2, unit} <= self.numbers.keys() else _STOPS["。"]
        return ("\n" in between) + stop

    def begins(self, unit: int) -> bool:
        """Whether a sentence or row can begin at a unit; after a comma the same one goes on."""
        start = self.units[unit]
        before = self.chars[start - 1] if start else ""
        if (
            start < len(self.at)
            and before not in _STOPS
            and self.at[start] - self.at[start - 1] == 1
        ):
            return False
        return self.break_before(unit) > (before == ",")

    def _leads(self, unit: int) -> bool:
        """Whether a unit is a number that begins a line: what follows is counted by it."""
        if unit not in self.numbers:
            return False
        start = self.units[unit]
        return not start or "\n" in self.text.folded[self.at[start - 1] : self.at[start]]


_COUNTED = list(range(1 << 14))


def counting(n: int) -> Sequence[int]:
    """The numbers from 0 to at least n, but for n; those of a usual text are made only once."""
    return _COUNTED if n <= len(_COUNTED) else range(n)


def form(text: Text) -> Form:
    """A text as it is compared."""
    folded = _plain(text.folded)
    chars = "".join(folded.split())
    printed = _printed(folded)
    if printed.count(1) != len(chars):
        printed = _printed(_BLANKS.sub(" ", folded))
    counted = counting(len(folded) + 1)
    at = list(compress(counted, printed))
    pieces = _DIGITS.split(_PRIVATE.sub(UNREAD, folded))
    words = pieces[1::2]
    pieces[1::2] = map(_number_code, words)
    code = "".join("".join(pieces).split())
    planes = code.encode("utf-32-le", "surrogatepass")[2::4]
    numbers = dict(zip(compress(counted, planes.translate(_IS_NUMBER)), words, strict=True))
    units: list[int] = []
    more = 0
    for unit, digits in numbers.items():
        if len(digits) > 1:
            units += counted[len(units) + more : unit + more + 1]
            more += len(digits) - 1
    units += counted[len(units) + more : len(at) + 1]
    return Form(text, chars, at, units, code, numbers)


def _goes_on(beside: str, beyond: str) -> bool:
    """Whether a number may go on with a character: with a mark it does only before a digit."""
    return beside in _OF_NUMBERS or (beside in {",", "."} and beyond in _TEN)


def _plain(words: str) -> str:
    """Words with quotation marks and dashes of one kind."""
    for marks, one in ((_QUOTES, '"'), (_DASHES, "-")):
        for mark in marks:
            words = words.replace(mark, one)
    return words


def _printed(words: str) -> bytes:
    """Which characters are no blanks, of those in Latin-1."""
    return words.encode("latin-1", "replace").translate(_NOT_BLANK)


def unmarked(words: str) -> str:
    """Numbers without the marks between their thousands, so that 25,156 is 25156."""
    return words.replace(",", "")


@lru_cache(maxsize=4096)
def _number_code(words: str) -> str:
    """A private character for a number; two numbers may share one, as alignment is only a hint."""
    return chr(ord(NUMBERS_FROM) + crc32(unmarked(words).encode()) % 0x1FFFE)


ZERO = _number_code("0")


@lru_cache(maxsize=4096)
def bare(words: str) -> str:
    """Words as they are compared: folded, without blanks, and without tags that stand in them."""
    return form(fold(Source("", untagged(words), "utf-8"))).chars if words else ""
