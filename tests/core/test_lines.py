"""The lines of readings are put together out of pieces; they are what encoding each record gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec import structs

from kanwu.cli import lines, records
from kanwu.cli.output import json_line
from kanwu.message import LANGUAGES
from kanwu.reading import Reading, Value
from kanwu.review import Review
from kanwu.workspace import open_workspace
from kanwu.workspace.packing import encoded

SAMPLES = Path(__file__).resolve().parents[2]


def as_told(review: Review, said: lines.Language) -> bytes:
    return encoded(
        "".join(json_line(records.reading(review, one.reading.key, said)) for one in review.settled)
    )


@pytest.mark.parametrize("said", LANGUAGES)
def test_lines_are_those_of_the_records(said: lines.Language) -> None:
    """On all sample documents, one after the other, so that pieces of one serve the next."""
    workspace = open_workspace(SAMPLES)
    for review in workspace.reviews():
        assert lines.reading_lines(review, said) == as_told(review, said)


@pytest.mark.parametrize(
    "value",
    [Decimal("0"), Decimal("-0"), Decimal("1E+3"), Decimal("1.50"), Decimal("-7"), "2021", None],
)
def test_any_value_is_told_as_json_has_it(value: Value | None, folder: Path) -> None:
    """Also where its words, its item or its unit hold what JSON, `%` or UTF-8 must escape."""
    review = open_workspace(folder).review("liping-2020")

    def changed(one: Reading) -> Reading:
        if one.silent:
            return one
        odd = {"value": value, "quote": '"\\\t\0%b\udc80', "unit": "\0%d"}
        key = (
            one.key._replace(item='\0, "value": %1')
            if one.key.field == "disclosed.total"
            else one.key
        )
        return structs.replace(one, key=key, damage=None, candidates=(), **odd)

    settled = tuple(structs.replace(one, reading=changed(one.reading)) for one in review.settled)
    replayed = replace(review.replayed, settled=settled)
    odd = replace(review, replayed=replayed, findings=(), queue=())
    for _ in range(2):
        assert lines.reading_lines(odd, "zh") == as_told(odd, "zh")
