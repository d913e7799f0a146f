"""What damaged words could mean: the tables of tests/cases/garble."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kanwu import dates, numeral
from kanwu.candidate import Evidence, suggest
from kanwu.numeral import plain

CASES = Path(__file__).parents[1] / "cases" / "garble"


def cases(name: str) -> list[Any]:
    rows = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
    return [pytest.param(row, id=row["label"]) for row in rows]


def proposed(case: dict[str, Any]) -> list[str]:
    evidence = Evidence(case.get("report_year"), case.get("not_after"), case.get("not_before"))
    found = suggest(case["words"], case["kind"], evidence)
    return [one.value if isinstance(one.value, str) else plain(one.value) for one in found]


@pytest.mark.parametrize("case", cases("in-the-wild") + cases("synthetic"))
def test_the_truth_is_proposed_first(case: dict[str, Any]) -> None:
    found = proposed(case)
    assert found[:1] == [case["first"]]
    assert set(case.get("also", ())) <= set(found[1:])


@pytest.mark.parametrize("case", cases("negative"))
def test_sound_words_are_left_alone(case: dict[str, Any]) -> None:
    if "sound" not in case:
        assert proposed(case) == []
    elif case["kind"] == "date":
        assert dates.parse(case["words"]) == case["sound"]
    else:
        number = numeral.parse(case["words"].removesuffix("%"))
        assert number is not None
        assert plain(number.value) == case["sound"]


@pytest.mark.parametrize("case", cases("known-failures"))
@pytest.mark.xfail(strict=True)
def test_what_is_still_wrong(case: dict[str, Any]) -> None:
    found = proposed(case)
    assert found[:1] == [case["first"]]
    assert set(case.get("also", ())) <= set(found[1:])


def test_evidence_puts_the_impossible_low() -> None:
    """A day after the publication keeps a place at the end, with a score of little weight."""
    first, second = suggest("2021129", "date", Evidence(not_after="2021-02-08"))
    assert first.score > 0.9
    assert second.score < 0.1


def test_scores_add_up_to_less_than_one() -> None:
    """Something is left for what nobody thought of."""
    for words in ("2021129", "202048", "2018年11日"):
        assert 0.9 < sum(one.score for one in suggest(words, "date")) < 1


@pytest.mark.parametrize("kind", ["count", "percent", "amount", "number"])
@pytest.mark.parametrize(
    "words", ["9" * 40, "9" * 40 + ".5", "8" * 30 + "万亿", ",".join(["777"] * 12)]
)
def test_a_number_of_any_length_raises_nothing(words: str, kind: str) -> None:
    """More digits than decimals are worked out with are no trouble: what is said is told whole."""
    for one in suggest(words, kind):
        assert "E" not in plain(one.value)
