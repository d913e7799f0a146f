"""Errors planted in sound tables: each is found, with its repair first; blanks are refilled as candidates."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from consistent import (
    ZERO,
    Cell,
    alarms,
    county,
    disputes,
    field,
    first_offer,
    report,
    reviewed,
    small,
)

from kanwu.reading import Key

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


def test_only_what_may_be_wrong_is_doubted() -> None:
    """One remedy makes all relations hold: the other cells of the sums that fail are not in doubt."""
    made = reviewed(report(county(), {("granted", "natural_person"): "12"}))
    doubted = [key.field for key in made.by_key if made.state(key) == "doubted"]
    assert doubted == [field(("granted", "natural_person"))]


def test_where_a_blank_would_be_less_than_nothing_the_row_is_wrong() -> None:
    """5 + ? = 0 fails whatever the blank is: the 5 is doubted, and 0 is offered."""
    cells = {("unprocessed_mass", "natural_person"): "5", ("unprocessed_mass", "commercial"): ""}
    made = reviewed(report(small(), cells, between=" | "))
    wrong = field(("unprocessed_mass", "natural_person"))
    assert made.state(Key(wrong)) == "doubted"
    assert first_offer(made, wrong) == 0
    assert any("5 + ? ≠ 0" in f.message.en for f in alarms(made))


def test_a_cell_that_a_blank_hides_is_led_to() -> None:
    """Two cells are swapped, and a blank leaves the column of one of them without a sum."""
    table = small(carried_in__natural_person=2, granted__natural_person=6)
    cells = {
        ("carried_in", "natural_person"): "0",
        ("carried_in", "other_org"): "2",
        ("new_received", "other_org"): "",
    }
    made = reviewed(report(table, cells, between=" | "))
    for cell, truth in ((("carried_in", "natural_person"), 2), (("carried_in", "other_org"), 0)):
        assert made.state(Key(field(cell))) == "doubted"
        assert first_offer(made, field(cell)) == truth
        assert Key(field(cell)) in {item.key for item in made.queue}


def test_cells_that_lost_their_place_together_are_one_item() -> None:
    """Three rows lost a value each and no sum is left to place them: one item a row, all cells in it."""
    lines = report(small(partial__social=2, partial__commercial=2), {}).split("\n")
    torn = [line.replace(" 0 ", " ", 1) if " 2 0 2 " in line else line for line in lines]
    made = reviewed("\n".join(torn))
    items = [item for item in made.queue if item.findings[0].code == "table.short-row"]
    assert [item.key.field for item in items if item.key] == [
        field((row, "natural_person")) for row in ("new_received", "partial", "results_total")
    ]
    for item in items:
        (finding,) = item.findings
        assert len(finding.each) == len(finding.doubted) >= 5
        for key in finding.doubted:
            assert made.state(key) == "doubted"
            assert made.candidates(key)
