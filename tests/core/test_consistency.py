"""Statutory tables and what is told of them: planted errors, the publisher's own, and none at all.

Each case is a small report of our own. A planted error must be found with its repair first, an
error of the publisher must be offered as printed so, and a sound report must raise no alarm.
"""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from consistent import (
    TITLE,
    ZERO,
    alarms,
    county,
    disputes,
    first_offer,
    old_form,
    report,
    reviewed,
    small,
    township,
)
from grids import grid

from kanwu.reading import Key

# --- sound reports -----------------------------------------------------------------------------------

SOUND = {
    "all zeros": report(small()),
    "a township": report(township()),
    "a county": report(county()),
    "bars": report(county(), between=" | "),
    "the single row of other handling": report(old_form()),
    "the single row, empty otherwise": report(small(three=False, other_handling__natural_person=2)),
    "not applicable": report(township(), {("carried_in", "research"): "/"}, between=" | "),
    "table 4": report(courts=disputes((2, 1, 0, 0, 3), (1, 0, 0, 2, 3), ZERO)),
    "table 4 of zeros": report(courts=disputes(ZERO, ZERO, ZERO)),
    "the prose tells the table": report(township(), prose="全年共收到政府信息公开申请4件。"),
    "carried over is counted in": report(
        small(granted__natural_person=9, carried_in__natural_person=2),
        prose="全年共受理政府信息公开申请9件（含上年结转2件）。",
    ),
    "persons and organisations with those carried over": report(
        small(
            granted__natural_person=9,
            granted__commercial=6,
            carried_in__natural_person=2,
            carried_in__commercial=1,
        ),
        prose="全年收办政府信息公开申请15件，其中自然人申请9件，法人或其他组织申请6件。",
    ),
    "the office alone": report(
        county(), prose="区政府办公室收到政府信息公开申请12件，均按期答复。"
    ),
    "the body itself": report(county(), prose="其中区本级收到政府信息公开申请31件。"),
    "another office": report(county(), prose="区教育局全年收到政府信息公开申请8件。"),
    "subordinate bodies": report(county(), prose="所属单位收到政府信息公开申请5件。"),
    "shares cut off": report(prose="全年主动公开政府信息57条。其中，财政信息2条，占3.50%。"),
    "shares of a part": report(
        prose="全年主动公开政府信息160条。其中，政策类信息40条，占45%；财政类信息48条，占55%。"
    ),
    "at least": report(prose="全年主动公开政府信息92余条。其中，财政信息95条。"),
    "a day's course": report(
        prose="全年举办培训班2期。于2022年5月11日举办了1期政府信息公开培训班。"
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_report_raises_no_alarm(name: str) -> None:
    """Nothing waits in the queue."""
    assert [(f.code, f.message.en) for f in alarms(reviewed(SOUND[name]))] == []


@pytest.mark.parametrize("seed", range(8))
def test_sound_tables_at_random_raise_no_alarm(seed: int) -> None:
    """Dense and sparse, in both forms."""
    table = grid(random.Random(seed), three=bool(seed % 2))
    assert alarms(reviewed(report(table))) == []


def test_a_blank_is_not_zero() -> None:
    """A blank cell breaks no relation; what it must be is offered, and not read."""
    one = reviewed(report(county(), {("granted", "total"): " "}, between=" | "))
    assert [f.code for f in alarms(one)] == ["table.blank-cell"]
    assert one.by_key[Key("applications.granted.total")].reading.value is None
    assert first_offer(one, "applications.granted.total") == 141


def test_a_table_cannot_be_the_offices_own_contradiction() -> None:
    """Where the office itself reports, its number must be that of the table."""
    title = "沙河市云岭区人民政府办公室2022年政府信息公开工作年度报告\n"
    text = report(township(), prose="区政府办公室收到政府信息公开申请12件。", title=title)
    assert [f.code for f in alarms(reviewed(text))] == ["none-received"]


def test_applications_told_balance_or_are_doubted() -> None:
    """What came and was carried over is what was closed and is carried on, also where no table stands."""
    told = "收到申请10件，上年结转2件，办结{}件，结转下年度1件。"
    sound, short = (reviewed(TITLE + "\n" + told.format(n)) for n in (11, 12))
    assert not alarms(sound)
    assert [f.code for f in alarms(short)] == ["applications-told-balance"]


# --- the publisher's own errors ----------------------------------------------------------------------

SIC = {
    "a total left at zero": report(courts=disputes((10, 0, 1, 0, 0), ZERO, ZERO)),
    "a total left at zero beside one part": report(courts=disputes(ZERO, ZERO, (5, 0, 0, 0, 0))),
    "one too many": report(courts=disputes((4, 0, 1, 0, 6), ZERO, ZERO)),
    "a part forgotten": report(courts=disputes(ZERO, (30, 4, 2, 7, 52), ZERO)),
    "a share worked out wrongly": report(
        prose="全年主动公开政府信息55条。其中，财政信息8条，占14.8%。"
    ),
    "a part larger than its total": report(
        prose="全年主动公开政府信息594条。其中，惠民信息1687条。"
    ),
    "told twice": report(prose="全年主动公开政府信息488条。\n\n本年累计主动公开政府信息526条。"),
}


@pytest.mark.parametrize("name", SIC)
def test_what_the_publisher_got_wrong_is_offered_as_printed_so(name: str) -> None:
    """Everything is read well, and no act of damage explains it: the first offer is sic."""
    one = reviewed(SIC[name])
    assert alarms(one)
    assert all(finding.sic for finding in alarms(one))
    assert one.queue[0].sic
    assert all("the source itself does not add up" in f.message.en for f in alarms(one))
    assert all("原文本身对不上" in f.message.zh for f in alarms(one))


def test_arithmetic_is_spelled_out() -> None:
    """10 + 1 = 11 ≠ 0, in both languages."""
    (found,) = alarms(reviewed(SIC["a total left at zero"]))
    assert "10 + 1 = 11 ≠ 0" in found.message.zh
    assert "10 + 1 = 11 ≠ 0" in found.message.en
    assert found.candidates[0].value == Decimal(11)
