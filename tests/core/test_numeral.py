"""Numbers as they are written."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu import numeral
from kanwu.numeral import parse, plain


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", "0"),
        ("０", "0"),
        ("零", "0"),
        ("1,568", "1568"),
        ("１６０", "160"),
        ("36.95", "36.95"),
        ("一百六十", "160"),
        ("一百零五", "105"),
        ("十二", "12"),
        ("二十", "20"),
        ("三千零八", "3008"),
        ("一万二千", "12000"),
        ("两", "2"),
        ("二〇二〇", "2020"),
        ("1.2万", "12000"),
        ("45.9 万", "459000"),
        ("万余", "10000"),
        ("近万", "10000"),
        ("3亿", "300000000"),
        ("+1036", "1036"),
        ("-3", "-3"),
        ("↑3", "3"),
        ("增3", "3"),
        ("减3", "-3"),
        ("增加5", "5"),
        ("减少4", "-4"),
    ],
)
def test_sound_numbers(words: str, value: str) -> None:
    number = parse(words)
    assert number is not None
    assert plain(number.value) == value


@pytest.mark.parametrize(
    "words",
    [
        "",
        "1. 8",
        "27 .3",
        "1,23",
        "l2",
        "四五十",
        "两三",
        "三百五",
        "百十百",
        "12件",
        "若干",
        "数百",
        "万",
        "亿",
    ],
)
def test_no_guess_is_made(words: str) -> None:
    assert parse(words) is None


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [("92余", "at_least"), ("约100", "approx"), ("近2,000", "at_most"), ("四十多", "at_least")],
)
def test_qualifiers(words: str, qualifier: str) -> None:
    number = parse(words)
    assert number is not None
    assert number.qualifier == qualifier


@given(st.integers(0, 10**12))
def test_thousands_and_back(value: int) -> None:
    number = parse(f"{value:,}")
    assert number is not None
    assert number.value == value
    assert plain(number.value) == str(value)


@given(st.decimals(0, 10**6, places=3))
def test_plain_never_uses_an_exponent(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共公开1,568条", "1,568"),
        ("，120条", "120"),
        ("第3条", None),
        ("每一条", None),
        ("数百条", None),
        ("上百条", None),
        ("百余条", "百"),
        ("14万余条", "14万"),
        ("3.5万元", "3.5"),
    ],
)
def test_tokens_in_the_flowing_text(text: str, found: str | None) -> None:
    match = re.search(numeral.TOKEN, text)
    assert (match[0] if match else None) == found


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twelve", "12"),
        ("Forty-two", "42"),
        ("one hundred and five", "105"),
        ("two thousand, three hundred", "2300"),
        ("three million", "3000000"),
        ("over 1,200", "1200"),
    ],
)
def test_english_numbers(words: str, value: str) -> None:
    number = parse(words)
    assert number is not None
    assert plain(number.value) == value


@pytest.mark.parametrize(
    "words",
    ["two three", "twenty thirty", "hundred", "one zero", "thousand", "twenty-twelve", "and"],
)
def test_english_words_that_say_no_number(words: str) -> None:
    """Two numbers, a half of one, or none: no value."""
    assert parse(words) is None


@given(st.integers(0, 99))
def test_every_english_number_below_a_hundred_is_found_whole(value: int) -> None:
    """The token in a sentence is the whole number, and says it."""
    small, large = numeral._SMALL.split(), numeral._LARGE.split()
    tens, ones = divmod(value, 10)
    words = small[value] if value < 20 else large[tens - 2] + (f"-{small[ones]}" if ones else "")
    match = re.search(numeral.TOKEN, f"we had {words} requests")
    assert match is not None
    assert match[0] == words
    number = parse(words)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize(
    "words", ["信息l2条", "公开O5条", "received l,204 requests", "lO4 requests"]
)
def test_the_end_of_a_damaged_number_is_none(words: str) -> None:
    """What begins with a letter that looks like a digit is taken whole, and is no sound number."""
    match = re.search(numeral.TOKEN, words)
    assert match is not None
    assert match[0][0] in "lO"
    assert numeral.parse(match[0]) is None
