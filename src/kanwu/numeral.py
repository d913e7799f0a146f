"""How a number may be written: １６０, 1,234, 一百六十, 1.2万, 92余, 约100.

The words that count belong to the script, as digits do, and so they stand here; what is counted
belongs to a schema.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from kanwu.reading import Qualifier

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")
}
_DIGITS |= {"○": 0, "两": 2}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
HAN = "".join([*_DIGITS, *_TENS, *_MYRIADS])
"""The characters of a numeral written in words."""

_BEFORE: dict[str, Qualifier] = {
    "约": "approx",
    "大约": "approx",
    "近": "at_most",
    "不足": "at_most",
    "超": "at_least",
    "超过": "at_least",
    "逾": "at_least",
    "突破": "at_least",
    "至少": "at_least",
}
_AFTER: dict[str, Qualifier] = {
    "余": "at_least",
    "多": "at_least",
    "以上": "at_least",
    "左右": "approx",
}
BEFORE = "|".join(sorted(_BEFORE, key=len, reverse=True))
AFTER = "|".join(sorted(_AFTER, key=len, reverse=True))

ASCII = r"[+\-↑↓]?\d{1,18}(?:[,.\x20]{1,2}\d{1,18}){0,7}"
"""A number in digits, also one with a blank inside, which is damage."""
TOKEN = rf"(?:(?<![\d第])(?<!\d[.,]){ASCII}(?:[万亿](?!元))?|(?<![{HAN}第数几每某任统同唯])(?<!上(?=[百千万]))[{HAN}]{{1,16}})"
"""A number in the flowing text, in digits or in words; no ordinal, no 数百, no 每一."""

_SOUND = re.compile(r"([+\-↑↓增减]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s*([万亿]))?")
_SIGNS = {"": 1, "+": 1, "-": -1, "↑": 1, "↓": -1, "增": 1, "减": -1}


@dataclass(frozen=True, slots=True)
class Number:
    """What a numeral says."""

    value: Decimal
    qualifier: Qualifier | None = None


def parse(words: str) -> Number | None:
    """The number that words say, or None where they say none, or only with a guess.

    >>> [plain(parse(words).value) for words in ("1,568", "四十余", "1.2万")]
    ['1568', '40', '12000']
    >>> parse("1. 8") is None
    True
    """
    text = unicodedata.normalize("NFKC", words).strip()
    found: Qualifier | None = None
    for words_of, at_start in ((_BEFORE, True), (_AFTER, False)):
        for word in sorted(words_of, key=len, reverse=True):
            if len(text) > len(word) and (
                text.startswith(word) if at_start else text.endswith(word)
            ):
                found = words_of[word]
                text = text[len(word) :] if at_start else text[: -len(word)]
                break
    sound = _SOUND.fullmatch(text)
    if sound:
        sign, whole, fraction, myriad = sound.groups()
        value = Decimal(whole.replace(",", "") + (fraction or "")) * _SIGNS[sign]
        return Number(value * _MYRIADS.get(myriad or "", 1), found)
    value_of_words = _from_han(text)
    return None if value_of_words is None else Number(Decimal(value_of_words), found)


def qualifier(before: str, after: str) -> Qualifier | None:
    """What the words right before and after a number say of it."""
    return _BEFORE.get(before) or _AFTER.get(after)


def _from_han(text: str) -> int | None:
    if not text or any(c not in HAN for c in text):
        return None
    if all(c in _DIGITS for c in text):
        several = 1 < len(text) < 4 and 0 not in {_DIGITS[c] for c in text}  # 两三 is no 23
        return None if several else int("".join(str(_DIGITS[c]) for c in text))
    if re.search(r"[百佰千仟万亿][一二三四五六七八九]$", text):  # 一千二 is 1200 or 1002
        return None
    total = section = digit = 0
    smallest = 10**9
    for c in text:
        if c in _DIGITS:
            if digit:  # 四五十 is no number
                return None
            digit = _DIGITS[c]
        elif c in _TENS:
            if _TENS[c] >= smallest:
                return None
            smallest = _TENS[c]
            section += (digit or 1) * _TENS[c]
            digit = 0
        else:
            total = (total + section + digit) * _MYRIADS[c]
            section = digit = 0
            smallest = 10**9
    return total + section + digit


_OH = re.compile(rf"(?<=[{HAN}])[OoＯ]|[OoＯ](?=[{HAN}])")
"""A letter that many type for 〇: 二O一九年."""


def to_ascii(words: str) -> str:
    """Year-like runs of Han digits as ASCII digits, and day-like numerals too: 二○二○年十月 → 2020年10月."""

    def ascii_of(match: re.Match[str]) -> str:
        if all(c in _DIGITS for c in match[0]):
            return "".join(str(_DIGITS[c]) for c in match[0])
        value = _from_han(match[0])
        return match[0] if value is None else str(value)

    return re.sub(f"[{HAN}]+", ascii_of, _OH.sub("〇", words))


def plain(value: Decimal) -> str:
    """A number as short as it goes, never in scientific notation."""
    if value == value.to_integral_value():
        return str(value.quantize(Decimal(1)))
    return format(value.normalize(), "f")
