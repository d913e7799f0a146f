"""Same damage, same fix: what is alike in all documents is listed, ticked or vetoed, and settled as one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from threading import Event

import pytest

from kanwu.errors import WorkspaceError
from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.habit import power_of_ten
from kanwu_tui.screens.alike import AlikeScreen, FixesPane
from kanwu_tui.screens.looking import AT_ONCE
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


@pytest.fixture
def many(root):
    """So many reports that lost the separators of their dates that they are settled in pieces."""
    for path in (root / "documents").glob("*.txt"):
        path.unlink()
    for i in range(24):
        text = REPORT.format(name=f"柳树{i}乡", total=40 + i, signed=f"20211{i % 9 + 11}")
        (root / "documents" / f"r{i:02}.txt").write_text(text, "utf-8")
    return root


def desk_on(root) -> Desk:
    desk = Desk(open_workspace(root, "wen"), Words("en"))
    for document in desk.workspace.documents:
        desk.read(document)
    desk.take_in()
    return desk


TORN = """\
云汐县柳树乡人民政府2021年政府信息公开工作年度报告

三、收到和处理政府信息公开申请情况
申请人情况 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计
一、本年新收政府信息公开申请数量 2 0 2 0 0 4
二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0
（一）予以公开 2 0 2 0 0 4
1.本机关不掌握相关政府信息 0 0 0 0 0 0 0
（六）其他处理 0 0 0 0 0 0 0
（七）总计 2 0 2 0 0 4
四、结转下年度继续办理 0 0 0 0 0 0 0

四、政府信息公开行政复议、行政诉讼情况
未发生。
"""


def test_a_torn_row_is_settled_whole(several, saved) -> None:
    """Three rows lost a value each: three items, and every open cell of them is a fix to tick."""
    for i in range(4):
        (several / "documents" / f"r{i}.txt").unlink()
    (several / "documents" / "torn.txt").write_text(TORN, "utf-8")
    desk = desk_on(several)
    torn = [row for row in desk.rows if row.codes == ("table.short-row",)]
    assert len(torn) == 3
    desk.go_to(torn[0])
    fixes = desk.alike()
    row = "applications.new_received."
    first = [one.decision.key.field for one in fixes if one.decision][:7]
    assert all(field.startswith(row) for field in first)
    assert len({*first}) == 7
    assert not any(fix.sure for fix in fixes), "nothing tells which is which: the reviewer ticks"
    assert not any(fix.told.startswith("20") for fix in fixes), (
        "two of too few are no halves of one"
    )
    desk.settle_alike(desk.group, fixes)
    assert len({one["batch"] for one in saved("torn")}) == 1
    assert [row for row in desk.rows if "table.short-row" in row.codes] == []
    desk.undo()
    assert len([row for row in desk.rows if row.codes == ("table.short-row",)]) == 3


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


def test_what_was_left_for_a_second_person_is_not_ticked(several) -> None:
    """Who asks somebody about one reading does not settle it with all that is alike."""
    desk = desk_on(several)
    asked = desk.sight.key, desk.sight.document
    assert all(fix.sure for fix in desk.alike())
    desk.decide("question", note="?")
    fixes = desk.alike()
    assert [(one.decision.key, one.document) for one in fixes if not one.sure] == [asked]
    assert len(fixes) == 3


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


LISTED = """\
云汐县{name}人民政府2020年政府信息公开工作年度报告

一、主动公开政府信息情况
全年主动公开政府信息{total}条。网上公开信息{online}条。
另据统计，网上公开信息{other}条。
"""


@pytest.fixture
def disagreeing(root):
    """Six reports that tell one number twice, and never the same."""
    for path in (root / "documents").glob("*.txt"):
        path.unlink()
    for i in range(6):
        text = LISTED.format(
            name=f"柳树{'甲乙丙丁戊己'[i]}乡", total=90, online=40 + i, other=50 + i
        )
        (root / "documents" / f"r{i}.txt").write_text(text, "utf-8")
    return root


def test_a_habit_is_learned_after_the_third_time(disagreeing, saved) -> None:
    """What a reviewer did three times is offered for the rest: listed, and nothing ticked."""
    desk = desk_on(disagreeing)
    first = desk.row
    desk.arrange("field")
    said = [desk.decide("absent").text for _ in range(3)]
    assert ["settle in the same way" in text for text in said] == [False, False, True]
    habit = desk.habit
    assert habit is not None
    assert (habit.fix, habit.code) == ("absent", first.codes[0])
    fixes = desk.alike()
    assert len(fixes) == 3
    assert not any(fix.sure for fix in fixes)
    assert {fix.told for fix in fixes} == {"absent"}
    desk.settle_alike(habit.rule, fixes)
    made = [one for i in range(6) for one in saved(f"r{i}")]
    assert [one["verdict"] for one in made].count("absent") == 6
    rules = [one["rule"] for one in made if "rule" in one]
    assert rules == [f"learned:{habit.code}:{habit.field}:absent"] * 3
    assert desk.undo().text.startswith("undone: 3 together")


def test_what_was_just_offered_is_what_f5_lists(several) -> None:
    """Although the reviewer stands at another item by then; a step away it is that item's own."""
    (several / "documents" / "r9.txt").write_text(
        REPORT.format(name="红枫乡", total=7, signed="2021122"), "utf-8"
    )
    (several / "documents" / "r8.txt").write_text(
        LISTED.format(name="甲乡", total=9, online=4, other=5)
    )
    desk = desk_on(several)
    for _ in range(3):
        desk.go_to(next(row for row in desk.rows if row.group.startswith("date:")))
        desk.choose(1)
    left = [row.document for row in desk.rows if row.group.startswith("date:")]
    desk.go_to(desk.row)
    assert [fix.document for fix in desk.alike()] == left
    desk.go_to(next(row for row in desk.rows if row.document == "r8"))
    assert all(fix.document == "r8" for fix in desk.alike())


@pytest.mark.parametrize(
    ("was", "value", "power"),
    [("1.2", "12000", "10000"), ("3", "4", None), ("12000", "1.2", "0.0001"), ("0", "5", None)],
)
def test_another_unit_is_a_power_of_ten(was: str, value: str, power: str | None) -> None:
    """A value typed as the printed one times a power of ten was in another unit."""
    found = power_of_ten(Decimal(was), Decimal(value))
    assert found == (Decimal(power) if power else None)


async def test_a_long_group_shows_how_far_it_is_and_can_be_stopped(
    many, open_desk, settle, screen_text, monkeypatch, until
):
    """With a bar; what was settled before the stop stands, and undo takes it back as one."""
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        count = len(screen.desk.rows)
        assert count > AT_ONCE
        held, decide = Event(), Workspace.decide

        def slowly(self, *args, **values):
            made = decide(self, *args, **values)
            if len(self.errata.by("wen")) == 5:
                held.wait(60)
            return made

        monkeypatch.setattr(Workspace, "decide", slowly)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AlikeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: f"4/{count}" in screen_text(app.screen))
        text = screen_text(app.screen)
        assert f"settling {count} together" in text
        assert "s left" in text
        await pilot.press("escape")
        await pilot.pause()
        assert "stopping after this piece" in screen_text(app.screen)
        held.set()
        await until(pilot, lambda: app.screen is screen)
        assert f"stopped: 5 of {count} settled" in screen_text(screen)
        assert len(screen.desk.rows) == count - 5
        await pilot.press("backspace")
        assert len(screen.desk.rows) == count


async def test_a_long_undo_shows_how_far_it_is_and_can_be_stopped(
    many, open_desk, settle, screen_text, monkeypatch, until
):
    """What was taken back before the stop is; undo goes on with the others, and all is open again."""
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        count = len(screen.desk.rows)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AlikeScreen))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen and screen.status_bar.said.kind == "done")
        left = len(screen.desk.rows)
        held, withdraw, taken = Event(), Workspace.withdraw, []

        def slowly(self, *args, **values):
            made = withdraw(self, *args, **values)
            taken.append(made)
            if len(taken) == 3:
                held.wait(60)
            return made

        monkeypatch.setattr(Workspace, "withdraw", slowly)
        await pilot.press("backspace")
        await until(pilot, lambda: f"2/{count - left}" in screen_text(app.screen))
        assert f"undoing {count - left} together" in screen_text(app.screen)
        await pilot.press("escape")
        held.set()
        await until(pilot, lambda: app.screen is screen)
        assert f"stopped: 3 of {count - left} undone" in screen_text(screen)
        assert len(screen.desk.rows) == left + 3
        await pilot.press("backspace")
        await until(pilot, lambda: len(screen.desk.rows) == count)
