"""Same damage, same fix: what is alike in all documents is listed, ticked or vetoed, and settled as one."""

from __future__ import annotations

from datetime import date

import pytest

from kanwu.errors import WorkspaceError
from kanwu.reading import Key
from kanwu.workspace import open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.screens.alike import AlikeScreen, FixesPane
from kanwu_tui.words import Words

REPORT = """\
云汐县{name}人民政府2020年政府信息公开工作年度报告

发布日期：2021-02-08

本报告所列数据的统计期限自2020年1月1日起至2020年12月31日止。

一、主动公开政府信息情况
全年主动公开政府信息{total}条，村口的黑板每月擦一次。

云汐县{name}人民政府
{signed}
"""
NAMES = {"柳树乡": "2021129", "石桥乡": "2021118", "白鹭镇": "2021125", "青瓦镇": "2021年1月20日"}


@pytest.fixture
def several(root):
    """Three reports that lost the separators of their dates, and one that did not."""
    for path in (root / "documents").glob("*.txt"):
        path.unlink()
    for i, (name, signed) in enumerate(NAMES.items()):
        text = REPORT.format(name=name, total=40 + i, signed=signed)
        (root / "documents" / f"r{i}.txt").write_text(text, "utf-8")
    return root


def desk_on(root) -> Desk:
    desk = Desk(open_workspace(root, "wen"), Words("en"))
    for document in desk.workspace.documents:
        desk.read(document)
    desk.take_in()
    return desk


def test_one_key_settles_what_is_alike(several, saved) -> None:
    """Each reading has its own correction with its anchor, and all share a rule and a batch."""
    desk = desk_on(several)
    assert {row.group for row in desk.rows} == {"date:separators-lost:report.signed"}
    fixes = desk.alike()
    assert [fix.told for fix in fixes] == ["2021-01-29", "2021-01-18", "2021-01-25"]
    assert desk.settle_alike(desk.group, fixes).text.startswith("same damage, same fix: 3 settled")
    assert desk.rows == []
    made = [correction for i in range(3) for correction in saved(f"r{i}")]
    assert [one["value"] for one in made] == [date(2021, 1, d) for d in (29, 18, 25)]
    assert {one["rule"] for one in made} == {"date:separators-lost:report.signed"}
    assert len({one["batch"] for one in made}) == 1
    assert [one["anchor"]["quote"] for one in made] == ["2021129", "2021118", "2021125"]


def test_it_is_undone_and_redone_as_one_over_restarts(several) -> None:
    """Undo destroys nothing; a single one of them can be taken back too."""
    desk = desk_on(several)
    desk.settle_alike(desk.group, desk.alike())
    again = desk_on(several)
    assert again.rows == []
    assert again.undo().text.startswith("undone: 3 together")
    assert len(again.rows) == 3
    third = desk_on(several)
    assert third.redo().text.startswith("redone: 3 together")
    assert third.rows == []
    assert desk_on(several).redo().kind == "note"
    one = open_workspace(several, "wen")
    first = next(c for c in one.corrections("r1") if c.verdict == "amended")
    one.withdraw(first.id, note="look again")
    assert [row.document for row in desk_on(several).rows] == ["r1"]


def test_what_cannot_be_saved_leaves_the_others_to_undo(several, monkeypatch) -> None:
    """The desk shows what was saved, and undo takes just that back."""
    desk = desk_on(several)
    add = type(desk.workspace.errata).add
    count = []

    def full(self, correction, schema):
        count.append(correction)
        if len(count) == 3:
            raise WorkspaceError("corrections", "the disk is full", "")
        add(self, correction, schema)

    monkeypatch.setattr(type(desk.workspace.errata), "add", full)
    with pytest.raises(WorkspaceError):
        desk.settle_alike(desk.group, desk.alike())
    assert len(desk.rows) == 1
    assert desk.undo().text.startswith("undone: 2 together")
    assert len(desk.rows) == 3


def test_after_the_third_fix_of_a_kind_the_others_are_offered(several) -> None:
    """Only when there are others."""
    (several / "documents" / "r9.txt").write_text(
        REPORT.format(name="红枫乡", total=7, signed="2021122"), "utf-8"
    )
    desk = desk_on(several)
    said = [desk.choose(1).text for _ in range(4)]
    assert ["1 more have the same damage" in text for text in said] == [False, False, True, False]


async def test_a_row_is_vetoed_on_the_screen(several, open_desk, settle, saved, screen_text):
    """F5 lists them; Space takes the tick away; Enter settles those that have one."""
    app = open_desk("zh")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await pilot.press("f5")
        assert isinstance(app.screen, AlikeScreen)
        shown = screen_text(app.screen)
        assert "勾选 3/3" in shown
        assert "2021118" in shown
        await pilot.press("down", "space")
        assert app.screen.query_one(FixesPane).ticked == {0, 2}
        await pilot.press("enter")
        await pilot.pause()
        assert [len(saved(f"r{i}")) for i in range(3)] == [1, 0, 1]
        assert [row.document for row in screen.desk.rows] == ["r1"]
        assert screen.desk.row.document == "r1"


async def test_leaving_the_list_changes_nothing(several, open_desk, settle, saved):
    """Esc, or Enter with nothing ticked."""
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f5", "escape")
        await pilot.press("g", "a", "enter")
        await pilot.pause()
        assert all(saved(f"r{i}") == [] for i in range(4))
        assert not isinstance(app.screen, AlikeScreen)


def test_a_reading_of_no_group_says_so(several) -> None:
    """Walked to, or nothing in the queue."""
    desk = desk_on(several)
    desk.go_to(desk.rows[0], Key("disclosed.total"))
    assert desk.alike() == []
