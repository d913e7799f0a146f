"""Dates as they are written, and what is left of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu import dates

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
