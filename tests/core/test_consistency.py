"""Statutory tables and what is told of them: planted errors, the publisher's own, and none at all.

Each case is a small report of our own. A planted error must be found with its repair first, an
error of the publisher must be offered as printed so, and a sound report must raise no alarm.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from shapes import COLUMNS, END, FIRST, HEADING, LAST, ONE, RESULTS, SCHEMA, THREE, Grid, grid

from kanwu.finding import Finding
from kanwu.reading import Key
from kanwu.review import Review, review
from kanwu.source import Source

TITLE = "沙河市云岭区人民政府2022年政府信息公开工作年度报告\n"
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
DISPUTES = ("review", "direct", "after_review")
Cell = tuple[str, str]


def small(*, three: bool = True, **cells: int) -> Grid:
    """A table of zeros but for these body cells (`granted__natural_person=40`), sums worked out."""
    inner = {**RESULTS, **(THREE if three else ONE)}
    labels = {**FIRST, **inner, **LAST}
    kinds = list(COLUMNS)[:-1]
    values: dict[str, dict[str, int]] = {row: dict.fromkeys(kinds, 0) for row in labels}
    for name, value in cells.items():
        row, _, column = name.partition("__")
        values[row][column] = value
    for kind in kinds:
        done = sum(values[row][kind] for row in inner)
        values["results_total"][kind] = done
        came = done + values["carried_out"][kind] - values["carried_in"][kind]
        values["new_received"][kind] = came
    for told in values.values():
        told["total"] = sum(told[kind] for kind in kinds)
    return Grid(labels, [*kinds, "total"], values)


def township() -> Grid:
    return small(granted__natural_person=3, unable_not_held__natural_person=1)


def county() -> Grid:
    return small(
        granted__natural_person=127,
        granted__commercial=14,
        partial__natural_person=36,
        partial__legal_service=2,
        denied_third_party__natural_person=18,
        denied_internal__commercial=5,
        unable_not_held__natural_person=93,
        unable_needs_creation__natural_person=27,
        unprocessed_petition__natural_person=12,
        other_not_corrected__natural_person=21,
        other_rest__natural_person=4,
        carried_in__natural_person=11,
        carried_out__natural_person=16,
        carried_out__commercial=2,
    )


def old_form() -> Grid:
    return small(
        three=False,
        granted__natural_person=25,
        granted__commercial=3,
        other_handling__natural_person=7,
        carried_in__natural_person=2,
    )


def laid(table: Grid, printed: Mapping[Cell, str] | None = None, between: str = " ") -> str:
    """The table, a row a line; `printed` says what stands in single cells."""
    said = printed or {}
    lines = ["申请人情况", between.join(COLUMNS.values())]
    for row, label in table.labels.items():
        cells = [said.get((row, c), str(table.cells[row][c])) for c in table.columns]
        lines.append(between.join([label, *cells]))
    if between == " | ":
        lines = [f"| {line} |" for line in lines[1:]]
    return "\n".join(lines)


def disputes(*rows: Sequence[int]) -> str:
    """Table 4, its three rows in one line of fifteen numbers."""
    heads = "\n".join(("行政复议", "未经复议直接起诉", "复议后起诉", " ".join(OUTCOMES * 3)))
    numbers = " ".join(str(value) for row in rows for value in row)
    return f"四、政府信息公开行政复议、行政诉讼情况\n{heads}\n{numbers}\n五、存在的主要问题\n无。\n"


def report(
    table: Grid | None = None,
    printed: Mapping[Cell, str] | None = None,
    *,
    prose: str = "",
    courts: str = END,
    between: str = " ",
    title: str = TITLE,
) -> str:
    said = f"\n一、总体情况\n{prose}\n" if prose else "\n"
    body = f"{HEADING}{laid(table, printed, between)}\n" if table else ""
    return f"{title}{said}{body}{courts}"


def reviewed(text: str) -> Review:
    return review(Source("yunling-2022", text, "utf-8"), SCHEMA)


def alarms(one: Review) -> list[Finding]:
    """The findings that wait in the queue."""
    return [finding for finding in one.findings if finding.severity != "note"]


def field(cell: Cell) -> str:
    return f"applications.{cell[0]}.{cell[1]}"


def first_offer(one: Review, name: str) -> object:
    """The value under the digit 1 of the item whose reading this is."""
    item = next(item for item in one.queue if item.key == Key(name))
    return item.candidates[0].value


# --- sound reports -----------------------------------------------------------------------------------

ZERO = (0, 0, 0, 0, 0)
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


# --- planted errors ----------------------------------------------------------------------------------

ONE_WRONG: list[tuple[Cell, str]] = [
    (("granted", "natural_person"), "12"),
    (("granted", "natural_person"), "217"),
    (("granted", "natural_person"), "1227"),
    (("granted", "total"), "114"),
    (("granted", "commercial"), "41"),
    (("partial", "natural_person"), "3"),
    (("partial", "legal_service"), "12"),
    (("denied_third_party", "natural_person"), "81"),
    (("denied_internal", "commercial"), "50"),
    (("denied_state_secret", "natural_person"), "1"),
    (("unable_not_held", "natural_person"), "9"),
    (("unable_needs_creation", "total"), "72"),
    (("unprocessed_petition", "natural_person"), "2"),
    (("other_not_corrected", "natural_person"), "121"),
    (("results_total", "natural_person"), "33"),
    (("results_total", "total"), "395"),
    (("results_total", "commercial"), "91"),
    (("carried_in", "natural_person"), "1"),
    (("carried_out", "natural_person"), "6"),
    (("carried_out", "total"), "81"),
    (("new_received", "natural_person"), "34"),
    (("new_received", "total"), "3660"),
]


@pytest.mark.parametrize(("cell", "printed"), ONE_WRONG)
def test_one_wrong_cell_is_named_with_its_repair_first(cell: Cell, printed: str) -> None:
    """Every failing relation names it, the proof says that all hold, the queue asks one thing."""
    table = county()
    truth = table.cells[cell[0]][cell[1]]
    one = reviewed(report(table, {cell: printed}))
    found = alarms(one)
    assert found
    assert {finding.readings[0].field for finding in found} == {field(cell)}
    assert len(one.queue) == 1
    assert first_offer(one, field(cell)) == truth
    assert one.queue[0].candidates[0].score >= 0.9
    assert all(finding.pinned and not finding.sic for finding in found)
    (remedy,) = {finding.remedies for finding in found}.pop()
    assert [(c.key.field, c.value) for c in remedy.changes] == [(field(cell), truth)]
    told = f"{printed} → {truth} all of them hold"
    assert all(told in finding.message.en for finding in found)


TWO_WRONG: list[tuple[tuple[Cell, str], tuple[Cell, str]]] = [
    ((("granted", "natural_person"), "12"), (("denied_internal", "commercial"), "55")),
    ((("granted", "total"), "14"), (("unable_not_held", "natural_person"), "39")),
    ((("results_total", "natural_person"), "383"), (("carried_out", "commercial"), "22")),
    ((("new_received", "total"), "36"), (("partial", "natural_person"), "63")),
    ((("granted", "natural_person"), "17"), (("partial", "natural_person"), "6")),
    ((("other_rest", "total"), "44"), (("carried_in", "natural_person"), "111")),
]


@pytest.mark.parametrize(("first", "second"), TWO_WRONG)
def test_two_wrong_cells_are_each_offered_their_repair(
    first: tuple[Cell, str], second: tuple[Cell, str]
) -> None:
    """The only two cells whose change makes all relations hold, each in its own item."""
    table = county()
    one = reviewed(report(table, dict((first, second))))
    for cell, _ in (first, second):
        assert first_offer(one, field(cell)) == table.cells[cell[0]][cell[1]]
    assert len(one.queue) == 2


def test_two_cells_in_each_others_place_are_swapped_back() -> None:
    """Their row still adds up; of all pairs in one row, theirs is one act of damage."""
    table = county()
    printed = {("granted", "natural_person"): "14", ("granted", "commercial"): "127"}
    one = reviewed(report(table, printed))
    for cell in printed:
        assert first_offer(one, field(cell)) == table.cells[cell[0]][cell[1]]


def test_equally_small_remedies_are_all_shown() -> None:
    """Two wrong cells with one difference could be the other two corners: neither is picked."""
    table = small(
        granted__natural_person=50,
        granted__commercial=50,
        partial__natural_person=50,
        partial__commercial=50,
    )
    printed = {("granted", "natural_person"): "61", ("partial", "commercial"): "61"}
    found = alarms(reviewed(report(table, printed)))
    (remedies,) = {finding.remedies for finding in found}
    assert len(remedies) == 2
    assert remedies[0].score == remedies[1].score < 0.5
    assert all("2 remedies are equally small" in finding.message.en for finding in found)
    assert not any(finding.pinned for finding in found)


COURTS: list[tuple[tuple[Sequence[int], ...], str, int]] = [
    (((12, 3, 1, 2, 8), ZERO, ZERO), "disputes.review.total", 18),
    (((12, 3, 1, 2, 118), ZERO, ZERO), "disputes.review.total", 18),
    (((12, 3, 1, 2, 81), ZERO, ZERO), "disputes.review.total", 18),
    (((12, 31, 10, 22, 184), ZERO, ZERO), "disputes.review.upheld", 121),
    ((ZERO, (14, 2, 0, 5, 221), ZERO), "disputes.direct.total", 21),
    ((ZERO, (14, 2, 0, 5, 211), (6, 0, 0, 1, 7)), "disputes.direct.total", 21),
    ((ZERO, ZERO, (88, 0, 4, 1, 13)), "disputes.after_review.upheld", 8),
    ((ZERO, ZERO, (4, 0, 0, 0, 44)), "disputes.after_review.total", 4),
]


@pytest.mark.parametrize(("rows", "name", "truth"), COURTS)
def test_one_sum_alone_puts_the_act_of_damage_first(
    rows: tuple[Sequence[int], ...], name: str, truth: int
) -> None:
    """Any operand could mend it; the one that a single act of damage explains comes first."""
    one = reviewed(report(courts=disputes(*rows)))
    (found,) = alarms(one)
    assert found.readings[0] == Key(name)
    assert first_offer(one, name) == truth
    assert not found.sic


def test_the_prose_that_no_sum_holds_is_the_suspect() -> None:
    """The table's number stands in two sums that hold; the prose stands alone."""
    one = reviewed(report(county(), prose="全年共收到政府信息公开申请605件。"))
    (found,) = alarms(one)
    assert found.readings[0] == Key("requests.received")
    assert first_offer(one, "requests.received") == county().cells["new_received"]["total"]


SHARES = [
    (
        "全年主动公开政府信息2663条。其中，规划类信息52条，占19.9%；财政类信息230条，占8.6%。",
        "规划",
        529,
    ),
    (
        "全年主动公开政府信息800条。其中，规划类信息260条，占32.5%；财政类信息21条，占1.5%。",
        "财政",
        12,
    ),
]


@pytest.mark.parametrize(("prose", "item", "truth"), SHARES)
def test_a_damaged_count_is_told_by_its_share(prose: str, item: str, truth: int) -> None:
    """The percentage fits no other count; the count with a digit restored fits it."""
    one = reviewed(report(prose=prose))
    (found,) = [f for f in alarms(one) if f.code == "share-fits"]
    assert found.readings[0].field == "disclosed.by_subject"
    assert (found.readings[0].item or "").startswith(item)
    assert found.candidates[0].value == truth


def test_a_damaged_total_is_told_by_all_shares() -> None:
    """2275 makes both shares right; the 2475 that is printed makes neither."""
    prose = (
        "全年主动公开政府信息2475条。其中，规划类信息1529条，占67.2%；财政类信息746条，占32.8%。"
    )
    one = reviewed(report(prose=prose))
    assert first_offer(one, "disclosed.total") == 2275


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


# --- blanks -------------------------------------------------------------------------------------------

BLANKS: list[list[Cell]] = [
    [("granted", "natural_person")],
    [("granted", "natural_person"), ("granted", "total")],
    [("results_total", "total"), ("carried_out", "total"), ("new_received", "total")],
    [("partial", "natural_person"), ("partial", "commercial"), ("unable_not_held", "total")],
    [
        (row, "total")
        for row in ("granted", "partial", "denied_internal", "carried_in", "other_rest")
    ],
]


@pytest.mark.parametrize("cells", BLANKS)
def test_blank_cells_are_refilled_as_candidates(cells: list[Cell]) -> None:
    """Solved together, though no single relation may tell any of them."""
    table = county()
    one = reviewed(report(table, dict.fromkeys(cells, " "), between=" | "))
    for cell in cells:
        assert one.by_key[Key(field(cell))].reading.value is None
        assert first_offer(one, field(cell)) == table.cells[cell[0]][cell[1]]


def test_a_wrong_cell_is_found_beside_blank_ones() -> None:
    """Blank cells are solved for, and the others still point at the one that is wrong."""
    table = county()
    printed = {("granted", "natural_person"): "172", ("partial", "natural_person"): " "}
    one = reviewed(report(table, printed, between=" | "))
    for cell in printed:
        assert first_offer(one, field(cell)) == table.cells[cell[0]][cell[1]]


def test_a_total_that_several_parts_exceed_is_the_suspect() -> None:
    """Three parts are larger than 114; what is wrong is the total."""
    prose = "全年主动公开政府信息114条。其中，规划类信息389条，财政类信息211条，民生类信息540条。"
    one = reviewed(report(prose=prose))
    assert {f.readings[0].field for f in alarms(one)} == {"disclosed.total"}
    assert first_offer(one, "disclosed.total") == 1140


@pytest.mark.parametrize("day", ["2022年5月11日", "2022511日", "2022511"])
def test_a_days_course_is_not_the_years_however_its_date_is_written(day: str) -> None:
    """A date that lost its marks names a day all the same."""
    one = reviewed(report(prose=f"全年举办培训班2期。于{day}举办了1期政府信息公开培训班。"))
    assert "sessions-told-twice" not in {f.code for f in alarms(one)}


def test_a_cell_that_the_table_blames_is_blamed_for_the_prose_too() -> None:
    """The prose and two sums say 141 and 127: one cell mends all three, in one item."""
    prose = "全年办结政府信息公开申请359件，其中予以公开141件。"
    cell = ("granted", "total")
    one = reviewed(report(county(), {cell: "114"}, prose=prose))
    assert "granted-told" in {f.code for f in alarms(one)}
    assert {f.readings[0].field for f in alarms(one)} == {field(cell)}
    assert len(one.queue) == 1
    assert first_offer(one, field(cell)) == 141


def test_swaps_and_a_wrong_cell_are_told_apart() -> None:
    """Five wrong cells, three acts: two pairs in each other's place, and one lost digit."""
    table = county()
    printed = {
        ("granted", "natural_person"): "14",
        ("granted", "commercial"): "127",
        ("partial", "legal_service"): "38",
        ("partial", "total"): "2",
        ("unable_not_held", "natural_person"): "9",
    }
    one = reviewed(report(table, printed))
    for cell in printed:
        assert first_offer(one, field(cell)) == table.cells[cell[0]][cell[1]]


def test_a_row_pushed_aside_by_a_blank_is_pushed_back() -> None:
    """The first cell is blank, every value stands one cell on, and the total fell off the end."""
    table = county()
    values = [str(table.cells["new_received"][column]) for column in table.columns]
    pushed = dict(zip((("new_received", c) for c in table.columns), [" ", *values], strict=False))
    one = reviewed(report(table, pushed, between=" | "))
    for column in table.columns:
        reading = one.by_key[Key(field(("new_received", column)))].reading
        found = one.candidates(reading.key)
        assert (found[0].value if found else reading.value) == table.cells["new_received"][column]


def test_a_count_that_is_gone_is_told_by_its_share() -> None:
    """Of 160, 25 % is 40 and nothing else."""
    one = reviewed(
        report(prose="全年主动公开政府信息160条。其中，政策信息条，占25%；财政信息120条，占75%。")
    )
    lost = [s.reading for s in one.settled if s.reading.damage and s.reading.value is None]
    assert [one.candidates(reading.key)[0].value for reading in lost] == [40]
