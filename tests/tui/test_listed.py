"""The screens that are lists: how far each document has come, and what was decided."""

from __future__ import annotations

import re
import time

import pytest

from kanwu.reading import Key
from kanwu.workspace import open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.screens.documents import DocumentsScreen, TalliesPane
from kanwu_tui.screens.history import HistoryPane, HistoryScreen
from kanwu_tui.words import Words

SIZES = [(80, 24), (160, 50)]
CLEAN = """\
云汐县柳树乡人民政府2020年政府信息公开工作年度报告

一、主动公开政府信息情况
全年主动公开政府信息7条，柳树底下念给大家听。

云汐县柳树乡人民政府
2021年1月9日
"""


def desk_on(root) -> Desk:
    desk = Desk(open_workspace(root, "wen"), Words("en"))
    for document in desk.workspace.documents:
        desk.read(document)
    desk.take_in()
    return desk


@pytest.fixture
def several(root):
    """Besides the two, a document that nothing doubts and one that cannot be read."""
    (root / "documents" / "liushu-2020.txt").write_text(CLEAN, "utf-8")
    (root / "documents" / "scan.txt").write_bytes(b"%PDF\x00\x01")
    return root


def test_every_document_has_its_standing(several) -> None:
    """Most open first; what verdicts settled is finished, what never was doubted is clean."""
    desk = Desk(open_workspace(several, "wen"), Words("en"))
    assert {one.state for one in desk.tallies()} == {"waiting"}
    desk = desk_on(several)
    tallies = desk.tallies()
    opened = [one.open for one in tallies]
    assert opened == sorted(opened, reverse=True)
    assert sum(opened) == len(desk.rows)
    states = {one.document: one.state for one in tallies}
    assert states == {
        "songling-2020": "open", "hengtang-2019": "open", "scan": "unreadable", "liushu-2020": "clean"
    }  # fmt: skip
    while any(row.document == "hengtang-2019" for row in desk.rows):
        desk.go_to(next(row for row in desk.rows if row.document == "hengtang-2019"))
        desk.decide("absent")
    (done,) = [one for one in desk.tallies() if one.document == "hengtang-2019"]
    assert (done.state, done.open) == ("finished", 0)
    assert done.verdicts == done.verified == len(desk.workspace.errata.of("hengtang-2019")) > 0


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_documents_look_so(
    several, open_desk, settle, screen_text, matches_snapshot, language, size
) -> None:
    """Each has its sign and word, and three numbers."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, DocumentsScreen)
        matches_snapshot(f"documents-{language}-{size[0]}x{size[1]}", screen_text(app.screen))


async def test_enter_shows_one_document_alone(several, open_desk, settle) -> None:
    """The queue is filtered to just that one; Esc shows all again."""
    (several / "documents" / "songling-2020b.txt").write_text(
        (several / "documents" / "songling-2020.txt").read_text("utf-8"), "utf-8"
    )
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        total = len(screen.desk.rows)
        await pilot.press("d")
        names = [one.document for one in app.screen.query_one(TalliesPane).tallies]
        await pilot.press(*["down"] * names.index("songling-2020"), "enter")
        assert {row.document for row in screen.desk.shown} == {"songling-2020"}
        assert screen.desk.row.document == "songling-2020"
        await pilot.press("escape")
        assert len(screen.desk.shown) == total


async def test_a_document_without_items_is_gone_to(several, open_desk, settle) -> None:
    """A clean one shows its readings, an unreadable one is refused, and Esc changes nothing."""
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        before = screen.desk.row
        await pilot.press("f3", "escape")
        assert screen.desk.row == before
        await pilot.press("f3", "end", "enter")
        assert screen.desk.sight.document == "liushu-2020"
        assert screen.desk.query == ""
        await pilot.press("f3", "end", "up", "enter")
        assert screen.status_bar.said.kind == "refused"
        assert "scan" in screen.status_bar.said.text


def test_any_decision_is_turned_and_turned_back(root, saved) -> None:
    """Not only the last; nothing is destroyed, and undo and redo go on from there."""
    desk = desk_on(root)
    for field, digit in (("report.signed", 1), ("disclosed.wechat", 1)):
        desk.go_to(next(row for row in desk.rows if row.lead[0] == field))
        desk.choose(digit)
    left = len(desk.rows)
    first = desk.workspace.history()[-1].correction
    assert first.field == "report.signed"
    assert desk.turn(first).text.startswith("withdrawn: ")
    assert len(desk.rows) == left + 1
    assert [one.holds for one in desk.workspace.history()] == [True, False]
    assert [one["verdict"] for one in saved()] == ["amended", "withdrawn"]
    again = desk_on(root)
    assert [one.holds for one in again.workspace.history()] == [True, False]
    assert again.turn(again.workspace.history()[-1].correction).text.startswith("holds again: ")
    assert len(again.rows) == left
    assert [one["verdict"] for one in saved()] == ["amended", "withdrawn", "withdrawn"]
    assert [one.holds for one in again.workspace.history()] == [True, True]
    assert again.undo().kind == "done"
    assert sum(one.holds for one in again.workspace.history()) == 1
    assert again.redo().kind == "done"
    assert all(one.holds for one in again.workspace.history())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_history_looks_so(
    root, open_desk, settle, screen_text, matches_snapshot, monkeypatch, language, size
) -> None:
    """Latest first, each with its time, document and verdict; withdrawn ones say so."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    desk = desk_on(root)
    desk.go_to(next(row for row in desk.rows if row.lead[0] == "report.signed"))
    desk.choose(1)
    desk.decide("unreadable")
    desk.decide("question", note="问镇里")
    desk.turn(desk.workspace.history()[1].correction)
    paths = sorted((root / "corrections").rglob("*.toml"))
    times = sorted(re.findall(r"(?m)^at = (.*)$", "".join(p.read_text("utf-8") for p in paths)))
    for path in paths:
        fixed = re.sub(
            r"(?m)^at = (.*)$",
            lambda found: f"at = 2026-01-02T03:04:0{times.index(found[1])}Z",
            path.read_text("utf-8"),
        )
        path.write_text(fixed, "utf-8")
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("f10")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen)
        matches_snapshot(f"history-{language}-{size[0]}x{size[1]}", screen_text(app.screen))


async def test_history_by_keys(root, open_desk, settle, saved, screen_text) -> None:
    """Backspace turns the one under the pointer and stays there; Enter goes to its reading."""
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await pilot.press("v")
        assert "no verdict yet" in screen_text(app.screen)
        await pilot.press("enter")
        screen.desk.go_to(next(row for row in screen.desk.rows if row.lead[0] == "report.signed"))
        await pilot.press("1", "x")
        await pilot.press("f10", "down", "backspace")
        await pilot.pause()
        pane = app.screen.query_one(HistoryPane)
        assert [one.holds for one in pane.history] == [True, False]
        assert pane.at == 1
        assert "− withdrawn" in screen_text(app.screen)
        await pilot.press("enter")
        assert screen.desk.sight.key == Key("report.signed")
        assert saved()[-1]["verdict"] == "withdrawn"


def test_a_retired_verdict_stands_in_the_history(root) -> None:
    """It says what was retired; turned, the verdict is an item again."""
    desk = desk_on(root)
    desk.go_to(next(row for row in desk.rows if row.lead[0] == "report.signed"))
    desk.choose(1)
    document = root / "documents" / "songling-2020.txt"
    document.write_text(document.read_text("utf-8").replace("云汐县松岭镇人民政府\n2021129\n", ""))
    desk = desk_on(root)
    desk.go_to(next(row for row in desk.rows if row.shape == "lost"))
    desk.retire()
    retired, made = desk.workspace.history()
    assert desk.told(retired.correction) == f"retired: {desk.told(made.correction)}"
    assert (retired.holds, made.holds) == (True, False)
    desk.turn(retired.correction)
    assert any(row.shape == "lost" for row in desk.rows)
    assert desk.visit(made.correction).kind == "note"
    assert desk.row.shape == "lost"


def test_a_document_that_is_gone_is_told(root) -> None:
    """Its verdicts stay in the history and can be taken back; there is nowhere to go."""
    desk = desk_on(root)
    desk.go_to(next(row for row in desk.rows if row.document == "hengtang-2019"))
    desk.decide("absent")
    (root / "documents" / "hengtang-2019.txt").unlink()
    desk = desk_on(root)
    (one,) = desk.workspace.history()
    assert desk.visit(one.correction).kind == "refused"
    assert desk.turn(one.correction).text.startswith("withdrawn")
    assert [one.holds for one in desk.workspace.history()] == [False]
