"""How a number may be written: １６０, 1,234, 一百六十, 1.2万, 92余, 约100.

The words that count belong to the script, as digits do, and so they stand here; what is counted
belongs to a schema.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kanwu.reading import Qualifier, Value

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    c: i for i, c in enumerate("零壹贰叁肆伍陆柒捌玖")
}
_DIGITS |= {"○": 0, "两": 2}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIAD = 10**4
MYRIADS = {"万": MYRIAD, "亿": 10**8}
PERCENT = "百分之"
"""What stands before a percentage in words."""
HAN = "".join([*_DIGITS, *_TENS, *MYRIADS])
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
    "about": "approx",
    "around": "approx",
    "roughly": "approx",
    "approximately": "approx",
    "some": "approx",
    "nearly": "at_most",
    "almost": "at_most",
    "up to": "at_most",
    "fewer than": "at_most",
    "less than": "at_most",
    "over": "at_least",
    "more than": "at_least",
    "at least": "at_least",
}
_AFTER: dict[str, Qualifier] = {
    "余": "at_least",
    "多": "at_least",
    "以上": "at_least",
    "左右": "approx",
}
_LONGEST_FIRST = [
    (words_of, sorted(words_of, key=len, reverse=True)) for words_of in (_BEFORE, _AFTER)
]
_QUALIFIED = re.compile(rf"(?:{'|'.join(_BEFORE)})|.*(?:{'|'.join(_AFTER)})$", re.DOTALL)
BEFORE = (
    f"(?=[{''.join(sorted({word[0] for word in _BEFORE}))}])(?:"
    + "|".join(word for word in _LONGEST_FIRST[0][1] if not word.isascii())
    + "|(?<![A-Za-z])(?:"
    + "|".join(word for word in _LONGEST_FIRST[0][1] if word.isascii())
    + ")(?= ))"
)
"""Such words right before a number; what they can begin with is asked first, for speed."""
AFTER = "|".join(sorted(_AFTER, key=len, reverse=True))
BEYOND = re.compile("以上|左右")
"""Such words also stand after the unit: 150条左右."""

_ALIKE = r"[\dOoIl]{0,17}+(?![A-Za-z])"
_RUN = rf"(?>\d{_ALIKE}|\d{{1,18}}+(?![OoIl]))"
"""Digits, where one fits the other would do no better: to try both doubles the work with each run."""
ASCII = (
    rf"[+\-↑↓]?(?:{_RUN}|(?<![A-Za-z])[OoIl]{{1,2}}(?=[,.]?\d){_ALIKE})"
    rf"(?:[,.\x20]{{1,2}}{_RUN}|[,.](?=[OoIl]){_ALIKE}){{0,7}}"
)
"""A number in digits; also one with a blank inside, or a letter that looks like a digit: damage."""
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_LARGE = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS_IN_ENGLISH = {word: value for value, word in enumerate(_SMALL.split())}
_TENS_IN_ENGLISH = {word: 20 + 10 * i for i, word in enumerate(_LARGE.split())}
_POWERS_IN_ENGLISH = {"hundred": 100, "thousand": 1000, "million": 10**6}
_WORD = "|".join(
    sorted([*_UNITS_IN_ENGLISH, *_TENS_IN_ENGLISH, *_POWERS_IN_ENGLISH], key=len, reverse=True)
)
ENGLISH = rf"(?=[A-Za-z])(?i:(?<![A-Za-z-])(?:{_WORD})(?:(?:-|,? )(?:and )?(?:{_WORD})){{0,7}}(?![A-Za-z-]))"
"""A number in English words: twelve, forty-two, one hundred and five."""
FIRST = rf"\d+\-↑↓A-Za-z{HAN}"
"""What a number can begin with, for a set of characters."""
TOKEN = rf"(?=[{FIRST}])(?:(?<![\d第lIOo])(?<!\d[.,])(?<!(?<![A-Za-z])[lIO][.,])(?:(?<!\d,\x20)|(?<=(?:19|20)\d\d,\x20))(?!(?:19|20)\d\d,\x20){ASCII}(?:[万亿](?!元))?|{ENGLISH}|(?<![{HAN}第数几每某任统同唯])(?<!上(?=[百千万]))[{HAN}]{{1,16}})"
"""A number in the flowing text, in digits or in words; no end of one that begins with a look-alike; no ordinal, no 数百, no 每一."""

_SOUND = re.compile(r"([+\-↑↓]|增加?|减少?|)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s*([万亿]))?")
_SIGNS = {"": 1, "+": 1, "-": -1, "↑": 1, "↓": -1, "增": 1, "增加": 1, "减": -1, "减少": -1}


@dataclass(frozen=True, slots=True)
class Number:
    """What a numeral says."""

    value: Decimal
    qualifier: Qualifier | None = None


@lru_cache(1024)
def parse(words: str) -> Number | None:
    """The number that words say, or None where they say none, or only with a guess.

    >>> [plain(parse(words).value) for words in ("1,568", "四十余", "1.2万")]
    ['1568', '40', '12000']
    >>> parse("1. 8") is None
    True
    """
    text = unicodedata.normalize("NFKC", words).strip()
    found: Qualifier | None = None
    if _QUALIFIED.match(text):
        found, text = _qualified(text)
    sound = _SOUND.fullmatch(text)
    if sound:
        sign, whole, fraction, myriad = sound.groups()
        value = Decimal(whole.replace(",", "") + (fraction or "")) * _SIGNS[sign]
        return Number(value * MYRIADS.get(myriad or "", 1), found)
    if text in MYRIADS:  # 万余 is ten thousand and more; 万 alone has lost what stood before it
        return Number(Decimal(MYRIADS[text]), found) if found else None
    value_of_words = _from_han(text)
    if value_of_words is None:
        value_of_words = _from_english(text)
    return None if value_of_words is None else Number(Decimal(value_of_words), found)


def _qualified(text: str) -> tuple[Qualifier | None, str]:
    """What a number says of itself, and the number without it."""
    found: Qualifier | None = None
    for at_start, (words_of, words) in zip((True, False), _LONGEST_FIRST, strict=True):
        for word in words:
            if len(text) > len(word) and (
                text.startswith(word) if at_start else text.endswith(word)
            ):
                found = words_of[word]
                text = (text[len(word) :] if at_start else text[: -len(word)]).strip()
                break
    return found, text


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
            total = (total + section + digit) * MYRIADS[c]
            section = digit = 0
            smallest = 10**9
    return total + section + digit


def _from_english(text: str) -> int | None:
    """The number that English words say; None where they say none, or two.

    >>> [_from_english(w) for w in ("twelve", "Forty-two", "two thousand one hundred and five", "two three")]
    [12, 42, 2105, None]
    """
    total = section = 0
    room = 1000  # what may still follow in this section is smaller than this
    words = [word for word in re.split(r"[\s,-]+", text.lower()) if word != "and"]
    for word in words:
        value = _UNITS_IN_ENGLISH.get(word, _TENS_IN_ENGLISH.get(word))
        power = _POWERS_IN_ENGLISH.get(word)
        if power == 100 and 0 < section < 10:
            section, room = section * 100, 100
        elif power and power > 100 and section and (not total or total % (power * 1000) == 0):
            total, section, room = total + section * power, 0, 1000
        elif value is not None and value < room and (value or len(words) == 1):
            section, room = section + value, 10 if value >= 20 else 0
        else:
            return None
    return total + section if words else None


_OH = re.compile(rf"(?<=[{HAN}])[OoＯ]|[OoＯ](?=[{HAN}])")
"""A letter that many type for 〇: 二O一九年."""
_IN_HAN = re.compile(f"[{HAN}]+")


def to_ascii(words: str) -> str:
    """Year-like runs of Han digits as ASCII digits, and day-like numerals too: 二○二○年十月 → 2020年10月."""

    def ascii_of(match: re.Match[str]) -> str:
        if all(c in _DIGITS for c in match[0]):
            return "".join(str(_DIGITS[c]) for c in match[0])
        value = _from_han(match[0])
        return match[0] if value is None else str(value)

    return _IN_HAN.sub(ascii_of, _OH.sub("〇", words))


def whole(value: Decimal) -> bool:
    """Whether a number, however long, has nothing behind its point.

    >>> whole(Decimal("3.0")), whole(Decimal("9" * 40)), whole(Decimal("0.5"))
    (True, True, False)
    """
    return value == value.to_integral_value()


def plain(value: Decimal) -> str:
    """A number as short as it goes, never in scientific notation.

    >>> plain(Decimal("1E+3")), plain(Decimal("2.50")), len(plain(Decimal("9" * 40)))
    ('1000', '2.5', 40)
    """
    words = str(value)
    if words.isdigit():  # as most are
        return words
    return format(value.to_integral_value() if whole(value) else value.normalize(), "f")


def written(value: Value) -> str:
    """A value as it stands in a sentence or a cell."""
    return value if isinstance(value, str) else plain(value)
