"""The replay report and the release preview: what they tell is so, and both lead on by a key."""

from __future__ import annotations

import csv
import json
from threading import Event

import pytest

from kanwu.workspace import Workspace, open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.preview import preview_of
from kanwu_tui.screens.looking import AT_ONCE
from kanwu_tui.screens.release import PathPrompt, ReleaseScreen
from kanwu_tui.screens.replay import ReplayScreen
from kanwu_tui.words import Words

SIZES = [(80, 24), (160, 50)]


def desk_on(root) -> Desk:
    desk = Desk(open_workspace(root, "wen"), Words("en"))
    for document in desk.workspace.documents:
        desk.read(document)
    desk.take_in()
    return desk


@pytest.fixture
def settled(root):
    """Three verdicts; then the words of one go, those of another change, and a document goes."""
    desk = desk_on(root)
    for field in ("report.signed", "disclosed.wechat", "disclosed.online"):
        desk.go_to(next(row for row in desk.rows if row.lead[0] == field))
        desk.choose(1)
    songling = root / "documents" / "songling-2020.txt"
    text = songling.read_text("utf-8")
    songling.write_text("镇里的告示又加了一段。\n" + text.replace("人民政府\n2021129", "人民政府"))
    return root


def test_what_became_of_each_verdict(settled) -> None:
    """One for each standing verdict, as `kanwu replay` has them."""
    desk = desk_on(settled)
    told = {fate.correction: fate.kind for fate in desk.fates()}
    assert told == {o.correction.id: o.kind for o in desk.workspace.replay()}
    assert sorted(told.values())[-1] == "lost"
    assert len(told) == 3
    (settled / "documents" / "hengtang-2019.txt").unlink()
    kinds = [fate.kind for fate in desk_on(settled).fates()]
    assert kinds.count("lost") == 3


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_replay_looks_so(
    settled, open_desk, settle, screen_text, matches_snapshot, language, size
) -> None:
    """What needs work comes first; Enter goes to its item."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, ReplayScreen)
        matches_snapshot(f"replay-{language}-{size[0]}x{size[1]}", screen_text(app.screen))
        await pilot.press("enter")
        await pilot.pause()
        assert screen.desk.sight.orphan is not None
        assert screen.desk.sight.orphan.field == "report.signed"


def test_the_preview_counts_what_an_export_writes(root, tmp_path) -> None:
    """With the doubted values and without them, before a verdict and after."""
    desk = desk_on(root)
    for _ in range(2):
        one = preview_of(desk)
        for doubted, count in (
            (False, one.counts.out),
            (True, one.counts.out + one.counts.doubted_out),
        ):
            path = tmp_path / "values.csv"
            desk.workspace.export(str(path), doubted=doubted)
            with path.open(encoding="utf-8", newline="") as file:
                assert len(list(csv.DictReader(file))) == count
        assert sum(one.shapes.values()) == len(desk.rows)
        desk.choose(1)
        assert preview_of(desk).counts.verified_out == one.counts.verified_out + 1


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_release_looks_so(
    root, open_desk, settle, screen_text, matches_snapshot, language, size
) -> None:
    """What goes out, what stays, and what stands in the way."""
    (root / "documents" / "scan.txt").write_bytes(b"%PDF\x00\x01")
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await pilot.press("*")
        await pilot.pause()
        assert isinstance(app.screen, ReleaseScreen)
        matches_snapshot(f"release-{language}-{size[0]}x{size[1]}", screen_text(app.screen))


async def test_export_by_keys(root, open_desk, settle, screen_text) -> None:
    """A file or a folder below the workspace; with Space the doubted values too, marked."""
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        one = preview_of(screen.desk)
        await pilot.press("*", "enter")
        await pilot.pause()
        assert isinstance(app.screen.asked, PathPrompt)
        await pilot.press("ctrl+u", *"out/all", "enter")
        await pilot.pause()
        assert f"{one.counts.out} values of 2 documents are in out/all" in screen_text(screen)
        package = json.loads((root / "out" / "all" / "datapackage.json").read_text("utf-8"))
        assert package["resources"]
        await pilot.press("*", "space", "enter")
        await pilot.pause()
        await pilot.press("ctrl+u", *"out/all", "left")
        await pilot.pause()
        assert "is replaced" in screen_text(app.screen)
        await pilot.press("end", "ctrl+u", *"doubted.csv", "enter")
        await pilot.pause()
        with (root / "doubted.csv").open(encoding="utf-8", newline="") as file:
            states = [row["state"] for row in csv.DictReader(file)]
        assert len(states) == one.counts.out + one.counts.doubted_out
        assert states.count("doubted") == one.counts.doubted_out > 0


async def test_an_export_that_cannot_be_says_why(root, open_desk, settle, screen_text) -> None:
    """The form that no suffix tells; nothing is written."""
    app = open_desk("zh")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press("*", "enter", "ctrl+u", *"a.odt", "enter")
        await pilot.pause()
        assert "a.odt" in screen_text(app.screen)
        assert not (root / "a.odt").exists()


async def test_an_export_can_be_stopped(
    root, open_desk, settle, screen_text, monkeypatch, until
) -> None:
    """A bar with the time left; stopped, nothing is there."""
    text = (root / "documents" / "hengtang-2019.txt").read_text("utf-8")
    for i in range(AT_ONCE + 1):
        (root / "documents" / f"r{i}.txt").write_text(text.replace("横塘", f"横{i}塘"), "utf-8")
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        held, reviews = Event(), Workspace.reviews

        def slowly(self, documents=None):
            if documents == ["r7"]:
                held.wait(60)
            return reviews(self, documents)

        monkeypatch.setattr(Workspace, "reviews", slowly)
        await pilot.press("*", "enter", "enter")
        await until(pilot, lambda: "s left" in screen_text(app.screen))
        assert f"exporting {AT_ONCE + 3} documents" in screen_text(app.screen)
        await pilot.press("escape")
        held.set()
        await until(pilot, lambda: app.screen is screen)
        assert "stopped; nothing was changed" in screen_text(screen)
        assert list((root / "releases").iterdir()) == []


def test_a_key_of_the_release_is_missed(root) -> None:
    """Until it is in kanwu.toml."""
    assert preview_of(desk_on(root)).untitled == ("title", "version", "license")
    with (root / "kanwu.toml").open("a", encoding="utf-8") as file:
        file.write('\n[release]\ntitle = "t"\nlicense = "CC0-1.0"\n')
    assert preview_of(desk_on(root)).untitled == ("version",)
