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
        ("3亿", "300000000"),
        ("+1036", "1036"),
        ("-3", "-3"),
        ("↑3", "3"),
        ("增3", "3"),
        ("减3", "-3"),
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
