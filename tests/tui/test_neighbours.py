"""The neighbours of a cell with their sums, and what the year before told."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.reading import Key
from kanwu.workspace import open_workspace
from kanwu_tui.cells import width
from kanwu_tui.neighbours import neighbours_of
from kanwu_tui.sight import Sight, told_keys
from kanwu_tui.widgets.grid_lines import grid_lines
from kanwu_tui.widgets.item_pane import item_lines
from kanwu_tui.words import Words

SAMPLE = Path(__file__).parents[2] / "documents" / "shiqiao-2020.txt"
TOTAL = Key("applications.denied_internal.total")


@pytest.fixture
def tabled(root):
    """The workspace with a sample report whose tables do not add up."""
    for path in (root / "documents").glob("*.txt"):
        path.unlink()
    shutil.copy(SAMPLE, root / "documents" / SAMPLE.name)
    return root


def sight_of(root, key: Key) -> Sight:
    review = open_workspace(root, "wen").review(SAMPLE.stem)
    item = next((item for item in review.queue if item.key == key), None)
    return Sight(review, key, item)


def test_a_row_that_does_not_add_up_is_seen_to(tabled) -> None:
    """Six applicants of whom one asked are not three."""
    near = neighbours_of(TOTAL, sight_of(tabled, TOTAL).review)
    assert near is not None
    total = near.across["denied_internal"]
    assert (total.left, total.sign, total.right) == (Decimal(3), "≠", Decimal(1))
    assert near.across["granted"].sign == "="
    assert near.row.key == "denied_internal"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("cells", [58, 76, 120])
def test_the_grid_fits_and_marks_the_cell(tabled, language, cells) -> None:
    """The cell stands between its marks, its own row says the sum, and nothing is too wide."""
    lines = grid_lines(sight_of(tabled, TOTAL), Words(language), cells, 3)
    assert all(width(line.text) <= cells for line in lines)
    (own,) = [line.text for line in lines if line.text.startswith("▸")]
    assert own.split()[-2:] == ["≠", "1"]
    assert "▐3▌" in own
    assert len({line.text.index("Σ") > 0 for line in lines if "Σ" in line.text}) == 1


def test_a_blank_cell_leaves_its_sums_open(tabled) -> None:
    """A sum with a part missing proves nothing."""
    key = Key("applications.partial.commercial")
    near = neighbours_of(key, sight_of(tabled, key).review)
    assert near is not None
    assert near.across["partial"].sign == "?"
    assert near.down is not None
    assert near.down.sign == "?"


@pytest.mark.parametrize("height", [4, 7, 9, 12, 18])
def test_the_grid_costs_no_candidate(tabled, height) -> None:
    """It is there where there is room, and no value goes for it."""
    key = Key("applications.partial.commercial")
    sight = sight_of(tabled, key)
    lines = [line.text for line in item_lines(sight, Words("en"), 76, height)[0]]
    assert len(lines) <= height
    assert any("1  1" in line for line in lines)
    assert any(line.startswith("▸") for line in lines) is (height >= 7)


def test_what_is_no_cell_has_no_neighbours(tabled) -> None:
    """Neither has a cell that the form has alone."""
    assert neighbours_of(Key("report.signed"), sight_of(tabled, TOTAL).review) is None


def test_every_cell_can_be_shown(tabled) -> None:
    """Each cell of each table that the report has is marked once in its own grid."""
    review = sight_of(tabled, TOTAL).review
    cells = [
        key for key in told_keys(review) if key.field.partition(".")[0] in review.schema.tables
    ]
    assert len(cells) > 50
    for key in cells:
        near = neighbours_of(key, review)
        lines = grid_lines(Sight(review, key, None), Words("zh"), 100, 5)
        assert (near is None) is (lines == [])
        assert "".join(line.text for line in lines).count("▐") == (near is not None)


@pytest.mark.parametrize(("language", "said"), [("zh", "上年"), ("en", "last year")])
def test_last_years_value_is_told(root, language, said) -> None:
    """The same field of the same publisher's report of the year before, with its document."""
    now = (root / "documents" / "songling-2020.txt").read_text("utf-8")
    then = (
        now.replace("2020年", "2019年")
        .replace("2021-02-08", "2020-02-03")
        .replace("127条", "101条")
    )
    (root / "documents" / "songling-2019.txt").write_text(then, "utf-8")
    workspace = open_workspace(root, "wen")
    workspace.review("songling-2019")
    review = workspace.review("songling-2020")
    key = Key("disclosed.total")
    sight = Sight(review, key, None, workspace.before(review))
    text = "\n".join(line.text for line in item_lines(sight, Words(language), 76, 18)[0])
    assert f"{said}  101 条  (songling-2019)" in text
    first = workspace.review("songling-2019")
    alone = Sight(first, key, None, workspace.before(first))
    assert said not in "\n".join(
        line.text for line in item_lines(alone, Words(language), 76, 18)[0]
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_grid_looks_so(
    tabled, open_desk, settle, screen_text, matches_snapshot, language, size
) -> None:
    """The row and its sum stand beside the doubt and its candidates."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        key = Key("applications.partial.commercial")
        screen.desk.go_to(next(row for row in screen.desk.rows if row.lead == key))
        screen.show()
        await pilot.pause()
        matches_snapshot(f"grid-{language}-{size[0]}x{size[1]}", screen_text(screen))
