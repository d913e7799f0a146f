"""Percentages whose points went away: the counts say where they stood."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kanwu.reading import Key
from kanwu.review import review
from kanwu.source import Source
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")


@pytest.mark.parametrize(
    "written",
    [("7123%", "2877%"), ("71 23%", "28 77%"), ("7123%", "28.77%"), ("71 23%", "28.77%")],
)
def test_a_point_that_is_gone_is_put_where_the_counts_want_it(written: tuple[str, str]) -> None:
    """Of all shares of a list or of one; a blank may stand in its place. Never a value by itself."""
    text = "2021年，主动公开政府信息212条，其中财政类信息151条，占{}；人事类信息61条，占{}。"
    one = review(Source("a", text.format(*written), "utf-8"), SCHEMA)
    for item, share in (("财政类", "71.23"), ("人事类", "28.77")):
        key = Key("disclosed.by_subject.percent", item)
        if one.by_key[key].reading.quote.rstrip("%") == share:
            assert one.by_key[key].reading.value == Decimal(share)
        else:
            assert one.state(key) == "doubted"
            assert one.candidates(key)[0].value == Decimal(share)


def test_a_growth_of_more_than_all_is_no_lost_point() -> None:
    text = "2021年，全年收到申请82件，同比增长134%。"
    one = review(Source("a", text, "utf-8"), SCHEMA)
    assert one.by_key[Key("requests.growth")].reading.value == Decimal(134)
    assert one.state(Key("requests.growth")) == "read"
