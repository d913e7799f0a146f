"""What changes on disk while the desk is open comes to the queue, and the reviewer stays."""

from __future__ import annotations

import pytest

from kanwu.cli import main
from kanwu.reading import Key

SIGNED = Key("report.signed")


@pytest.fixture(autouse=True)
def when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk looks when the test says so."""
    monkeypatch.setattr("kanwu_tui.screens.triage.FOLLOWED", 3600.0)


def change(root, name, before, after) -> None:
    path = root / "documents" / f"{name}.txt"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


async def at_the_signature(pilot, desk) -> None:
    """Go down to the date of signature that is doubted."""
    while desk.sight.key != SIGNED:
        await pilot.press("down")


async def followed(pilot, screen, settle) -> None:
    """Another process reads again what changed; the desk looks."""
    assert main(["queue", str(screen.desk.workspace.root)]) in {0, 3}
    screen.look()
    await screen.workers.wait_for_complete()
    await settle(pilot)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_the_queue_follows_and_the_reviewer_stays(
    open_desk, root, settle, size, capsys
) -> None:
    """A doubt that is gone from the file goes, a new one comes; the item at hand stays at hand."""
    app = open_desk()
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        desk = screen.desk
        await at_the_signature(pilot, desk)
        before = len(desk.rows)
        await followed(pilot, screen, settle)
        assert len(desk.rows) == before
        change(root, "songling-2020", "39条，占37.0%", "39条，占30.7%")
        change(root, "hengtang-2019", "2020年1月15日", "2020115")
        await followed(pilot, screen, settle)
        fields = [row.lead.field for row in desk.rows if isinstance(row.lead, Key)]
        assert "disclosed.category_percent" not in fields
        assert fields.count("report.signed") == 2
        assert (desk.sight.document, desk.sight.key) == ("songling-2020", SIGNED)
        assert "30.7" in desk.sight.review.source.text
        await pilot.press("1")
        assert desk.workspace.review("songling-2020").state(SIGNED) == "verified"


async def test_an_item_that_is_gone_leaves_its_place(open_desk, root, settle, capsys) -> None:
    """The words under review were mended in the file: the next item is at hand, nothing is decided."""
    app = open_desk()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        desk = screen.desk
        await at_the_signature(pilot, desk)
        at = desk.index
        change(root, "songling-2020", "2021129", "2021年1月29日")
        await followed(pilot, screen, settle)
        assert SIGNED not in [row.lead for row in desk.rows]
        assert desk.index == min(at, len(desk.rows) - 1)
        assert not (root / "corrections").exists()


async def test_a_file_that_breaks_and_comes_back(open_desk, root, settle, capsys) -> None:
    """Its items go while it cannot be read, and are there again when it can."""
    app = open_desk()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        desk = screen.desk
        before = [(row.document, row.lead) for row in desk.rows]
        path = root / "documents" / "songling-2020.txt"
        text = path.read_text("utf-8")
        path.write_text("", "utf-8")
        await followed(pilot, screen, settle)
        assert {row.document for row in desk.rows} == {"hengtang-2019"}
        assert desk.unread == 1
        path.write_text(text, "utf-8")
        await followed(pilot, screen, settle)
        assert [(row.document, row.lead) for row in desk.rows] == before
        assert desk.unread == 0


async def test_documents_that_come_are_there(open_desk, root, settle, capsys) -> None:
    """Their items stand in the queue, are settled like others, and are in what is exported."""
    app = open_desk()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        desk = screen.desk
        at, before = desk.sight.document, len(desk.rows)
        text = (root / "documents" / "songling-2020.txt").read_text("utf-8")
        (root / "documents" / "aaa-2020.txt").write_text(text, "utf-8")
        await followed(pilot, screen, settle)
        assert len(desk.rows) > before
        assert desk.sight.document == at
        assert "aaa-2020" in desk.workspace.documents
        row = next(row for row in desk.rows if (row.document, row.lead) == ("aaa-2020", SIGNED))
        desk.go_to(row)
        screen.show()
        await pilot.press("1")
        assert [*(root / "corrections").glob("*/aaa-2020.toml")]
        assert desk.workspace.review("aaa-2020").state(SIGNED) == "verified"


async def test_a_document_that_goes_leaves_the_reviewer_where_they_are(
    open_desk, root, settle, capsys
) -> None:
    """Its items go, the item at hand stays; nothing says any more that it is there."""
    app = open_desk()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        desk = screen.desk
        while desk.sight.document != "hengtang-2019":
            await pilot.press("down")
        here = desk.row
        (root / "documents" / "songling-2020.txt").unlink()
        await followed(pilot, screen, settle)
        assert desk.row == here
        assert {row.document for row in desk.rows} == {"hengtang-2019"}
        assert desk.documents == len(desk.workspace.documents) == 1


@pytest.mark.parametrize("back", ["songling-2020", "songling"])
async def test_a_document_that_goes_under_review_takes_no_verdict_along(
    open_desk, root, settle, capsys, back
) -> None:
    """The next item is at hand; what was decided waits for the document, under its name or another."""
    app = open_desk()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        desk = screen.desk
        await at_the_signature(pilot, desk)
        await pilot.press("1")
        while desk.sight.document != "songling-2020":
            await pilot.press("down")
        path = root / "documents" / "songling-2020.txt"
        text = path.read_text("utf-8")
        path.unlink()
        await followed(pilot, screen, settle)
        assert desk.sight.document == "hengtang-2019"
        assert [one.correction.document for one in desk.workspace.orphans()] == ["songling-2020"]
        path.with_stem(back).write_text(text, "utf-8")
        await followed(pilot, screen, settle)
        assert desk.sight.document == "hengtang-2019"
        if back == "songling-2020":
            assert desk.workspace.review(back).state(SIGNED) == "verified"
            assert [*desk.workspace.orphans()] == []
        else:
            leads = {row.codes[0] for row in desk.rows if row.document == back}
            assert "replay.renamed" in leads


async def test_a_verdict_on_what_is_gone_is_not_lost(open_desk, root, settle, capsys) -> None:
    """A key that is pressed before the desk has seen that the file is gone: the verdict is kept."""
    app = open_desk()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await settle(pilot)
        desk = screen.desk
        await at_the_signature(pilot, desk)
        path = root / "documents" / "songling-2020.txt"
        text = path.read_text("utf-8")
        path.unlink()
        await pilot.press("1")
        await followed(pilot, screen, settle)
        assert {row.document for row in desk.rows} == {"hengtang-2019"}
        path.write_text(text, "utf-8")
        await followed(pilot, screen, settle)
        assert desk.workspace.review("songling-2020").state(SIGNED) == "verified"
