"""Who comes back is where they left; the memory of it is worth nothing, and may be gone."""

from __future__ import annotations

import json

import pytest

from kanwu.reading import Key
from kanwu.workspace import open_workspace
from kanwu.workspace.bookmark import Bookmark, read_bookmark, write_bookmark

SIGNED = Key("report.signed")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_the_item_and_the_filter_are_there_again(open_desk, root, settle, size) -> None:
    """The same document, field and filter, for the same reviewer only."""
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        await pilot.press("slash", *"songling", "enter")
        while screen.desk.sight.key != SIGNED:
            await pilot.press("down")
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        assert screen.desk.query == "songling"
        assert (screen.desk.sight.document, screen.desk.sight.key) == ("songling-2020", SIGNED)
    app = open_desk(reviewer="zhou")
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        assert screen.desk.query == ""
        assert screen.desk.row == screen.desk.shown[0]


async def test_a_reading_walked_to_is_there_again(open_desk, settle) -> None:
    """Also one that nothing doubts."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(row for row in screen.desk.rows if row.lead == SIGNED))
        await pilot.press("left", "left")
        walked = screen.desk.sight.key
        assert screen.desk.sight.item is None
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        assert screen.desk.sight.key == walked


async def test_a_desk_that_was_killed_after_a_verdict_goes_on_after_it(open_desk, root, settle):
    """The verdict is on disk, the place after it is not: the item is not settled twice."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(row for row in screen.desk.rows if row.lead == SIGNED))
        screen.show()
    workspace = open_workspace(root, "wen")
    workspace.decide("songling-2020", SIGNED, "unreadable")
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        desk = (await settle(pilot)).desk
        assert desk.row in desk.shown
        assert (desk.sight.document, desk.walked) == ("songling-2020", None)


async def test_what_was_settled_meanwhile_is_left_behind(open_desk, root, settle) -> None:
    """The document is gone: the queue begins where it would; nothing is said."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(row for row in screen.desk.rows if row.lead == SIGNED))
        screen.show()
    (root / "documents" / "songling-2020.txt").unlink()
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        assert screen.desk.row == screen.desk.shown[0]


@pytest.mark.parametrize(
    "torn",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"document": 1, "lead": "a", "query": ""}',
     b'{"document": "a", "lead": ["b"], "query": ""}', b'{"document": "a", "lead": {}, "query": ""}'],
)  # fmt: skip
async def test_a_torn_bookmark_is_none(open_desk, root, settle, torn) -> None:
    """The desk opens as if there were none."""
    (root / ".kanwu").mkdir()
    (root / ".kanwu" / "wen.place.json").write_bytes(torn)
    assert read_bookmark(root, "wen") is None
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        assert screen.desk.row == screen.desk.shown[0]


def test_a_bookmark_that_cannot_be_written_is_no_error(root) -> None:
    """A file stands where the folder should be."""
    (root / ".kanwu").write_text("", "utf-8")
    write_bookmark(root, "wen", Bookmark("a", SIGNED))
    assert read_bookmark(root, "wen") is None


def test_it_goes_there_and_back(root) -> None:
    """Readings with items and doubts without a reading; nothing but one file is left."""
    for lead in (Key("disclosed.by_subject", "财政", 2), "verdict-id", SIGNED):
        write_bookmark(root, "wen", Bookmark("a/b", lead, "状态"))
        assert read_bookmark(root, "wen") == Bookmark("a/b", lead, "状态")
    assert [path.name for path in (root / ".kanwu").iterdir()] == ["wen.place.json"]
    told = json.loads((root / ".kanwu" / "wen.place.json").read_text("utf-8"))
    assert told["lead"] == list(SIGNED)


def test_the_filter_of_the_command_line_comes_first(root, open_desk) -> None:
    """Who asks for something else gets it."""
    write_bookmark(root, "wen", Bookmark("songling-2020", SIGNED, "lkrq"))
    assert open_desk(query="hengtang").desk.query == "hengtang"
    assert open_desk().desk.query == "lkrq"
    assert open_workspace(root, "wen").problems == []
