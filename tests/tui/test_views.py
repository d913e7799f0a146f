"""Orders and views: like follows like, and a filter that has a name is one key away."""

from __future__ import annotations

import tomllib

import pytest

from kanwu.reading import Key
from kanwu.workspace import open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.ordering import ORDERS
from kanwu_tui.screens.views import ViewsScreen
from kanwu_tui.viewing import BUILT_IN, choices_of
from kanwu_tui.words import Words


@pytest.fixture
def desk(root) -> Desk:
    """Four reports, so that fields and groups have several items."""
    for name in ("shanqian-2021", "liushu-2020"):
        text = (root / "documents" / "songling-2020.txt").read_text("utf-8")
        (root / "documents" / f"{name}.txt").write_text(text.replace("松岭镇", "山前镇"), "utf-8")
    desk = Desk(open_workspace(root, "wen"), Words("en"))
    for document in desk.workspace.documents:
        desk.read(document)
    desk.take_in()
    return desk


def field_of(row) -> str:
    return row.lead.field if isinstance(row.lead, Key) else ""


def runs(values: list[str]) -> int:
    return sum(a != b for a, b in zip(["", *values], values, strict=False))


def test_each_order_keeps_its_promise(desk: Desk) -> None:
    """Nothing is lost, and like stands with like."""
    all_rows = set(desk.shown)
    desk.arrange("field")
    fields = [field_of(row) for row in desk.shown]
    assert runs(fields) == len(set(fields)) < len(fields)
    desk.arrange("document")
    documents = [row.document for row in desk.shown]
    assert runs(documents) == len(set(documents))
    desk.arrange("group")
    sizes = [sum(row.group == one.group for row in desk.shown) for one in desk.shown if one.group]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 3
    desk.arrange("doubt")
    weights = [row.rank[1] for row in desk.shown]
    assert weights == sorted(weights)
    assert set(desk.shown) == all_rows


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("query", ["", "doc:liushu"])
def test_deciding_in_any_order_loses_no_row(desk: Desk, order, query: str) -> None:
    """Each verdict takes its row out and moves on; undo brings it back to its place."""
    desk.arrange(order)
    desk.filter(query)
    before = list(desk.shown)
    count = len(desk.shown)
    for _ in range(3):
        at = desk.row
        desk.skip()
        assert desk.row != at
    for _ in range(count):
        assert desk.row in desk.shown
        desk.decide("absent")
    assert desk.shown == []
    assert desk.shown == sorted(desk.shown, key=desk.rank)
    for _ in range(count):
        desk.undo()
    assert {(row.document, row.lead) for row in desk.shown} == {
        (r.document, r.lead) for r in before
    }
    assert desk.shown == sorted(desk.shown, key=desk.rank)


def test_by_field_a_verdict_leads_to_the_same_field(desk: Desk) -> None:
    """A batch: the next item is of the same field, in another document."""
    desk.arrange("field")
    desk.go_to(next(row for row in desk.shown if field_of(row) == "report.signed"))
    desk.choose(1)
    assert field_of(desk.row) == "report.signed"


async def test_the_order_is_there_again(open_desk, settle, screen_text) -> None:
    """It is chosen on the screen, named above the queue, and kept for the next time."""
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await pilot.press("=")
        assert isinstance(app.screen, ViewsScreen)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen.desk.order == "field"
        assert "by field" in screen_text(screen)
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        assert screen.desk.order == "field"


def test_views_hold_what_they_say(desk: Desk, root) -> None:
    """Questions, disagreements and verdicts without a place, each counted and none mixed up."""
    signed = next(row for row in desk.rows if field_of(row) == "report.signed")
    desk.go_to(signed)
    desk.choose(1)
    desk.go_to(next(row for row in desk.rows if field_of(row) == "report.signed"))
    desk.decide("question", note="?")
    desk.go_to(next(row for row in desk.rows if row.document == "hengtang-2019"))
    gone = desk.row
    desk.choose(1)
    other = Desk(open_workspace(root, "zhou"), Words("en"))
    other.workspace.decide(signed.document, signed.lead, "amended", value="2021-12-09")
    path = root / "documents" / "hengtang-2019.txt"
    quote = desk.workspace.correction(desk.workspace.history()[0].correction.id).was
    path.write_text(path.read_text("utf-8").replace(quote, "另有几条"), "utf-8")
    again = Desk(open_workspace(root, "wen"), Words("en"))
    for document in again.workspace.documents:
        again.read(document)
    again.take_in()
    counts = {one.view.query: one.kept for one in choices_of(again) if one.view}
    assert counts[BUILT_IN["contradictions"]] == 1
    assert counts[BUILT_IN["questions"]] == 1
    assert counts[BUILT_IN["orphans"]] == 1
    assert sum(counts[BUILT_IN[kind]] for kind in ("stale", "ambiguous", "lost")) == 1
    assert counts[""] == len(again.rows)
    again.filter(BUILT_IN["contradictions"])
    assert [row.lead for row in again.shown] == [signed.lead]
    again.filter(BUILT_IN["orphans"])
    assert [row.document for row in again.shown] == [gone.document]


async def test_a_filter_is_saved_and_removed_by_keys(open_desk, settle, root, screen_text) -> None:
    """It goes to kanwu.toml, where its comments stay, and comes off again."""
    path = root / "kanwu.toml"
    path.write_text("# ours\n" + path.read_text("utf-8"), "utf-8")
    before = path.read_text("utf-8")
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await pilot.press("=", "f2")
        await pilot.pause()
        assert "no filter to save" in screen_text(screen)
        await pilot.press("/", *"lkrq", "enter", "=", "f2", *"signed", "enter")
        await pilot.pause()
        assert tomllib.loads(path.read_text("utf-8"))["views"] == {"signed": "lkrq"}
        assert path.read_text("utf-8").startswith(before)
        await pilot.press("escape", "=", "end")
        await pilot.pause()
        assert "signed" in screen_text(app.screen)
        await pilot.press("enter")
        assert screen.desk.query == "lkrq"
        await pilot.press("=", "home", "delete")
        await pilot.pause()
        assert "no saved view" in screen_text(screen)
        await pilot.press("=", "end", "delete")
        await pilot.pause()
        assert tomllib.loads(path.read_text("utf-8")).get("views", {}) == {}
        assert path.read_text("utf-8").startswith(before)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_views_look_so(open_desk, settle, screen_text, matches_snapshot, language, size):
    """Orders first, then views with their counts; a sign says which are in force."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("=")
        await pilot.pause()
        matches_snapshot(f"views-{language}-{size[0]}x{size[1]}", screen_text(app.screen))


async def test_the_palette_hears_pinyin(open_desk, settle, screen_text, until) -> None:
    """The first letters of a view's Chinese name find it, and Enter takes it."""
    app = open_desk("zh")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await pilot.press("ctrl+p", *"cydder")
        await until(pilot, lambda: "存疑待第二人" in screen_text(app.screen))
        await pilot.press("enter")
        await until(pilot, lambda: screen.desk.query == BUILT_IN["questions"])
