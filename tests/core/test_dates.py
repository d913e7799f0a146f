"""Dates as they are written, and what is left of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu import dates
from kanwu.candidate import suggest

DAYS = st.dates(date(1990, 1, 1), date(2039, 12, 31))


@given(DAYS)
def test_a_sound_date_is_read(day: date) -> None:
    """In every sound way of writing."""
    for words in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert dates.parse(words) == day.isoformat()
        match = re.search(dates.TOKEN, f"于{words}。")
        assert match is not None
        assert match[0] == words


@given(DAYS, st.sampled_from(["{y}{m}{d}", "{y}{m}{d}日", "{y}{m}月{d}日", "{y}年{m}{d}日"]))
def test_the_truth_is_among_the_splits(day: date, form: str) -> None:
    """Whatever marks are lost, the date as it was is one of the readings, and none is a value."""
    words = form.format(y=day.year, m=day.month, d=day.day)
    assert dates.parse(words) is None
    assert day.isoformat() in {split.value() for split in dates.splits(words)}


@given(DAYS)
def test_the_statutory_period_is_the_first_of_a_run(day: date) -> None:
    found = dates.periods(f"{day.year}11{'1231'}日")
    assert found[0][:2] == (f"{day.year}-01-01", f"{day.year}-12-31")


@given(DAYS, st.integers(0, 300))
def test_periods_run_forward(day: date, days: int) -> None:
    end = day + timedelta(days)
    for start, stop, _ in dates.periods(
        f"{day.year}年{day.month}{day.day}日至{end.month}{end.day}日"
    ):
        assert start <= stop


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("三是业务培训。202048,我镇", "202048"),
        ("20208月底", "20208月"),
        ("落款2021129", "2021129"),
        ("2020年1月29日10时", "2020年1月29日"),
        ("二〇一八年一月十九日", "二〇一八年一月十九日"),
        ("二O一一年5月16日", "二O一一年5月16日"),
        ("3月l日", "3月l日"),
        ("2021年,我镇", None),
        ("国办发20168号", None),
        ("函201960号文件", None),
        ("〔2021〕30号", None),
        ("电话05987500615", None),
        ("共公开1568条", None),
    ],
)
def test_tokens_in_the_flowing_text(text: str, found: str | None) -> None:
    match = re.search(dates.TOKEN, text)
    assert (match[0] if match else None) == found


@given(DAYS, st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{d} {m}, {y}", "{m} {d} {y}"]))
def test_a_sound_english_date_is_read(day: date, form: str) -> None:
    """Day first or month first, as long as nothing is lost."""
    words = form.format(y=day.year, m=day.strftime("%B"), d=day.day)
    assert dates.parse(words) == day.isoformat()
    match = re.search(dates.TOKEN, f"signed on {words}.")
    assert match is not None
    assert match[0] == words


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("29th January 2021", "2021-01-29"),
        ("Sept. 3, 2020", "2020-09-03"),
        ("January 2021", "2021-01"),
        ("31 February 2021", None),
        ("2 9 January 2021", None),
        ("January 292021", None),
        ("29 January 20 21", None),
    ],
)
def test_english_dates_and_damage(words: str, value: str | None) -> None:
    """A blank inside a number, or a mark lost, is damage: no value by itself."""
    assert dates.parse(words) == value


@pytest.mark.parametrize(
    "words", ["2 9 January 2021", "January 292021", "29 January 20 21", "January 2 9, 2021"]
)
def test_a_damaged_english_date_is_found_and_its_truth_proposed(words: str) -> None:
    match = re.search(dates.TOKEN, f"signed on {words}.")
    assert match is not None
    assert match[0] == words
    assert [candidate.value for candidate in suggest(words, "date")][:1] == ["2021-01-29"]


def test_a_run_of_digits_without_end_is_no_date() -> None:
    """Ten thousand digits take no time."""
    assert dates.splits("2" * 10_000) == []
    assert dates.periods("2" * 10_000) == []
