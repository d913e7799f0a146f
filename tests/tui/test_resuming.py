"""Who comes back is where they left; the memory of it is worth nothing, and may be gone."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable

import pytest
from terminal import desk as started

from kanwu.reading import Key
from kanwu.workspace import open_workspace
from kanwu.workspace.bookmark import Bookmark, Stood, read_bookmark, write_bookmark
from kanwu_tui.desk import Desk
from kanwu_tui.ordering import ORDERS, Order
from kanwu_tui.words import Words

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


def come(root) -> Desk:
    """The desk of somebody who comes, or comes back."""
    desk = Desk(open_workspace(root, "wen"), Words("zh"))
    desk.resume()
    for _ in desk.refresh():
        pass
    while desk.fill():
        pass
    desk.take_in()
    desk.leave_mark()
    return desk


def place(desk: Desk) -> tuple[object, ...]:
    """What is before the reviewer."""
    assert desk.row is not None
    return desk.row.document, desk.row.lead, desk.walked


def killed(desk: Desk, act: Callable[[], object]) -> None:
    """A desk that is killed before it could say where it is next: who comes back is there, too."""
    path = desk.workspace.root / ".kanwu" / "wen.place.json"
    told, then = path.read_bytes(), time.time() - 1
    act()
    expected = place(desk)
    path.write_bytes(told)
    os.utime(path, (then, then))
    back = come(desk.workspace.root)
    found = place(back)
    back.workspace.index.cache.close()
    assert found == expected
    desk.leave_mark()


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("skipped", [0, 2])
def test_a_desk_that_was_killed_after_a_verdict_goes_on_after_it(
    root, order: Order, skipped
) -> None:
    """The verdict is on disk, the place after it is not: the next item is that of the queue."""
    desk = come(root)
    desk.arrange(order)
    desk.step(skipped)
    desk.leave_mark()
    while len(desk.shown) > 1:
        killed(desk, lambda: desk.decide("unreadable"))
    for _ in range(3):
        killed(desk, desk.undo)
    killed(desk, desk.redo)


def test_a_desk_that_was_killed_while_walking_goes_on_in_the_document(root) -> None:
    """From reading to reading, also past one that nothing doubts."""
    desk = come(root)
    desk.walk(1)
    desk.leave_mark()
    for _ in range(3):
        killed(desk, lambda: desk.decide("absent"))
    killed(desk, desk.undo)


def test_several_verdicts_were_given_before_the_place_could_be_told(root) -> None:
    """Keys typed ahead: behind all of them, not at the first."""
    desk = come(root)
    killed(desk, lambda: [desk.decide("unreadable") for _ in range(3)])


def test_a_real_kill_loses_no_place(root, saved) -> None:
    """Killed as soon as the verdict is on disk, the desk begins with the item behind it."""
    desk = come(root)
    document = desk.row.document
    with started(root, "--lang", "zh", "--as", "wen") as terminal:
        terminal.until("✗".encode())
        terminal.settle(1.0)
        terminal.type(b"x")
        end = time.monotonic() + 60
        while not saved(document) and time.monotonic() < end:
            time.sleep(0.0005)
        terminal.process.send_signal(signal.SIGKILL)
        terminal.process.wait()
    assert [one["verdict"] for one in saved(document)] == ["absent"]
    desk.decide("unreadable")
    assert place(come(root)) == place(desk)


def test_a_filter_of_the_command_line_hides_what_was_left(root) -> None:
    """Nobody who asks for one document is shown the item of another."""
    desk = come(root)
    other = {"songling-2020": "hengtang-2019"}.get(desk.row.document, "songling-2020")
    asked = Desk(open_workspace(root, "wen"), Words("zh"))
    asked.resume(other)
    asked.take_in()
    assert asked.row == asked.shown[0]
    assert asked.row.document == other


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
     b'{"document": "a", "lead": [1], "query": ""}', b'{"document": "a", "lead": {}, "query": ""}'],
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
        stood = Stood(lead, -2.5, 3, "garbled", ("date.day",), "")
        mark = Bookmark("a/b", lead, "状态", "field", stood)
        write_bookmark(root, "wen", mark)
        assert read_bookmark(root, "wen") == mark
    assert [path.name for path in (root / ".kanwu").iterdir()] == ["wen.place.json"]
    told = json.loads((root / ".kanwu" / "wen.place.json").read_text("utf-8"))
    assert told["lead"] == list(SIGNED)


def test_the_filter_of_the_command_line_comes_first(root, open_desk) -> None:
    """Who asks for something else gets it."""
    write_bookmark(root, "wen", Bookmark("songling-2020", SIGNED, "lkrq"))
    assert open_desk(query="hengtang").desk.query == "hengtang"
    assert open_desk().desk.query == "lkrq"
    assert open_workspace(root, "wen").problems == []
