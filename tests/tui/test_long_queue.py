"""A queue longer than anybody reads: at hand at once, by pages, and the same on any kind of index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from workspaces import indexed

from kanwu.workspace import Workspace, open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.habit import FIRST, Habit
from kanwu_tui.said import Said
from kanwu_tui.words import Words

ITEMS = 3000
KEYS = [
    *(
        "1",
        "down",
        "1",
        "space",
        "x",
        "backspace",
        "a",
        "f7",
        "right",
        "1",
        "left",
        "down",
        "space",
    ),
    *("slash", *"lkrq", "enter", "1", "1", "backspace", "escape", "up", "f9", "f4", "backspace"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return indexed(tmp_path_factory.mktemp("long") / "queue", ITEMS)


@pytest.fixture
def long(made: Path) -> Iterator[Workspace]:
    one = open_workspace(made, "wen")
    yield one
    one.index.cache.close()


def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that are read from here on."""
    found: list[str] = []
    own = Workspace.read

    def reading(self: Workspace, document: str):  # type: ignore[no-untyped-def]
        found.append(document)
        return own(self, document)

    monkeypatch.setattr(Workspace, "read", reading)
    return found


def test_it_is_there_at_once(long: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """No document is read but the one that is looked at, and no list of files is made."""
    found = read(monkeypatch)
    desk = Desk(long, Words("zh"))
    desk.resume()
    desk.take_in()
    assert len(desk.rows) == ITEMS
    assert desk.sight is not None
    assert desk.sight.item is not None
    assert found == [desk.sight.document]
    assert not long.listed
    for _ in range(12):
        here = len(found)
        while ahead := desk.next_document:
            desk.prepare(ahead)
        prepared = len(found)
        desk.step(1)
        assert desk.sight.item is not None
        assert len(found) == prepared
    assert here > 1


def test_verdicts_count_and_undo_brings_all_back(long: Workspace) -> None:
    """What is told of the queue is what the index holds, after every key."""
    desk = Desk(long, Words("zh"))
    desk.resume()
    desk.take_in()
    before = [(row.document, row.lead) for row in desk.rows[:80]]
    for _ in range(12):
        here, count = desk.row, len(desk.rows)
        assert desk.choose(1).kind == "done"
        assert here not in desk.rows
        assert len(desk.rows) == long.index.count() <= count
        assert desk.totals == long.index.totals()
        assert desk.index == 0
    for _ in range(12):
        desk.undo()
    assert [(row.document, row.lead) for row in desk.rows[:80]] == before
    assert desk.totals == long.index.totals()


def test_a_filter_is_looked_through_bit_by_bit(long: Workspace) -> None:
    """What is found is shown as it is found; in the end all of it, and the heaviest first."""
    desk = Desk(long, Words("zh"))
    desk.resume()
    desk.take_in()
    desk.filter("lkrq")
    assert desk.through < 1
    counts = []
    while desk.fill():
        desk.take_in()
        counts.append(len(desk.shown))
    desk.take_in()
    assert counts == sorted(counts)
    assert len(desk.shown) == ITEMS // 10 == desk.counts(["lkrq"])[0]
    assert desk.row in desk.shown
    desk.step(1)
    assert desk.index == 1
    assert desk.choose(1).kind == "done"
    assert len(desk.shown) == ITEMS // 10 - 1
    desk.filter("")
    assert desk.shown is desk.rows
    assert desk.row in desk.rows
    desk.undo()


def test_one_document_is_shown_at_once(long: Workspace) -> None:
    """Whatever the length of the queue, nothing else is looked at."""
    desk = Desk(long, Words("zh"))
    desk.resume()
    desk.take_in()
    desk.enter("d000/report-000123")
    assert desk.through == 1
    assert {row.document for row in desk.shown} == {"d000/report-000123"}
    assert desk.row == desk.shown[0]


def test_what_changed_since_is_as_it_is_now(long: Workspace, made: Path) -> None:
    """An item of a file that changed or is gone is not shown: the desk mends its index and goes on."""
    first, second = (f"d000/report-{n:06}" for n in (0, 1))
    paths = [made / "documents" / f"{name}.txt" for name in (first, second)]
    texts = [path.read_text("utf-8") for path in paths]
    try:
        paths[0].unlink()
        paths[1].write_text(re.sub(r"类(\d) (\d条)", r"类\1\2", texts[1]), "utf-8")
        desk = Desk(long, Words("zh"))
        desk.resume()
        desk.take_in()
        while desk.row is not None and desk.row.document in {first, second}:
            assert desk.sight is not None
            assert desk.sight.item is not None
            assert desk.sight.document != first
            desk.step(1)
        assert first not in {row.document for row in desk.rows}
        assert len(desk.rows) == long.index.count() < ITEMS
    finally:
        for path, text in zip(paths, texts, strict=True):
            path.write_text(text, "utf-8")
        long.look_again()
        assert [*long.refresh()]
    assert long.index.count() == ITEMS


def test_the_same_fix_for_very_many(long: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are counted, the first of them are gone through, the one at hand before the others."""
    monkeypatch.setattr("kanwu_tui.grouping.GATHERED", 5)
    desk = Desk(long, Words("zh"))
    desk.resume()
    desk.take_in()
    habit = desk.habit
    assert habit is not None
    rows = desk.rows_alike(habit)
    assert rows[0] == desk.row
    assert len(rows) == 5 < desk.how_many_alike(habit)


def test_no_key_waits_until_very_many_are_counted(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes the same fix is counted so far only as it is told."""
    monkeypatch.setattr("kanwu_tui.grouping.COUNTED", 2)
    desk = Desk(open_workspace(root, "wen"), Words("en"))
    assert [*desk.refresh()]
    desk.take_in()
    habit = Habit("", "", "", FIRST)
    monkeypatch.setattr(type(desk), "how_many_alike", lambda _, habit, most: min(most, 1000))
    said = [desk.learn(habit, Said("")).text.strip() for _ in range(3)]
    assert said[:2] == ["", ""]
    assert said[2].startswith("2+ more")


def test_the_cache_is_lost_under_way(root: Path) -> None:
    """While a filter is on: no key fails, nothing decided is lost, and all is there when it was read."""
    desk = Desk(open_workspace(root, "wen"), Words("zh"))
    desk.resume()
    assert [*desk.refresh()]
    desk.take_in()
    count = len(desk.rows)
    desk.filter("lkrq")
    assert len(desk.shown) == 1
    desk.workspace.index.cache.aside(("INSERT INTO temp.nowhere VALUES (1)", [()]))
    assert desk.lost
    for _ in range(2):
        desk.step(1)
        desk.skip()
        assert desk.sight is not None
    assert desk.choose(1).kind == "done"
    desk.begin_again()
    assert [*desk.refresh()]
    desk.take_in()
    assert not desk.lost
    assert desk.shown == []
    desk.filter("")
    assert len(desk.rows) == count - 1
    assert desk.totals == desk.workspace.index.totals()


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])
@pytest.mark.parametrize("kind", ["warm", "without a file"])
async def test_the_same_keys_do_the_same(
    kind: str, size, root, open_desk, settle, saved, screen_text
) -> None:
    """On an index made now, one that was there, and one in memory: the same screens, the same TOML."""

    async def played() -> tuple[list[str], list[dict[str, object]]]:
        screens = []
        app = open_desk()
        async with app.run_test(size=size) as pilot:
            screen = await settle(pilot)
            for key in KEYS:
                await pilot.press(key)
                await pilot.pause()
                screens.append(screen_text(app.screen))
            lasting = screen.desk.workspace.index.cache.lasting
        assert lasting != (root / ".kanwu" / "cache.sqlite").is_dir()
        told = [*saved(), *saved("hengtang-2019")]
        return screens, [{n: v for n, v in one.items() if n not in UNLIKE} for one in told]

    expected = await played()
    assert len(expected[1]) > 8
    for file in sorted((root / "corrections").rglob("*.toml")):
        file.unlink()
    (root / ".kanwu" / "wen.place.json").unlink()
    if kind == "warm":
        warm = open_workspace(root, "wen")
        assert [*warm.refresh()]
        warm.index.cache.close()
    else:
        for file in (root / ".kanwu").glob("cache*"):
            file.unlink()
        (root / ".kanwu" / "cache.sqlite").mkdir()
    assert await played() == expected


UNLIKE = {"id", "at", "of", "batch", "replaces"}
"""What no two sessions write alike."""
