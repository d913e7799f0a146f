"""Keys decide: what is pressed stands in the TOML when the screen has moved on."""

from __future__ import annotations

from datetime import date

import pytest
from textual import events

from kanwu.reading import Key
from kanwu_tui.screens.notice import NoticeScreen


async def at(pilot, settle, field: str):
    """The triage screen with this field under review."""
    screen = await settle(pilot)
    for row in screen.desk.rows:
        if isinstance(row.lead, Key) and row.lead.field == field:
            screen.desk.go_to(row)
            screen.show()
            return screen
    raise AssertionError(f"{field} is not in the queue")


@pytest.mark.parametrize("key", ["1", "１"])
async def test_a_digit_takes_the_candidate(open_desk, settle, saved, key):
    """One key, half or full width, amends the garbled date and moves on."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press(key)
        (correction,) = saved()
        assert correction["verdict"] == "amended"
        assert correction["value"] == date(2021, 1, 29)
        assert correction["was"] == "2021129"
        assert screen.desk.sight.key.field != "report.signed"
        assert "2021129 → 2021-01-29" in screen.status_bar.said.text


async def test_accepting_nothing_says_so(open_desk, settle, saved):
    """Enter on a doubted reading without a value writes nothing and stays."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press("enter")
        assert saved() == []
        assert screen.desk.sight.key.field == "report.signed"
        assert screen.status_bar.said.kind == "refused"


async def test_enter_confirms_a_value(open_desk, settle, saved):
    """Enter on a doubted value confirms it as it is shown."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, settle, "disclosed.online")
        await pilot.press("enter")
        (correction,) = saved("hengtang-2019")
        assert (correction["verdict"], correction["value"]) == ("confirmed", 41)


@pytest.mark.parametrize(
    ("key", "verdict"),
    [("f4", "sic"), ("s", "sic"), ("f6", "absent"), ("x", "absent"), ("f7", "unreadable")],
)
async def test_verdicts_of_one_key(open_desk, settle, saved, key, verdict):
    """Every verdict that needs nothing more is one key."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, settle, "disclosed.online")
        await pilot.press(key)
        (correction,) = saved("hengtang-2019")
        assert correction["verdict"] == verdict


async def test_sic_needs_a_value(open_desk, settle, saved):
    """What was not read cannot be said to be printed so."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press("f4")
        assert saved() == []
        assert screen.status_bar.said.kind == "refused"


async def test_typing_a_value(open_desk, settle, saved):
    """A value is checked while it is typed; what is none is not saved."""
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, settle, "report.signed")
        await pilot.press("f2", *"soon", "enter")
        assert app.screen.asked.wrong
        assert saved() == []
        await pilot.press(*["backspace"] * 4, *"2021-01-30", "enter")
        (correction,) = saved()
        assert correction["value"] == date(2021, 1, 30)


async def test_leaving_the_prompt_leaves_all(open_desk, settle, saved):
    """Esc changes nothing."""
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press("f2", *"2021", "escape")
        assert saved() == []
        assert app.screen is screen
        assert screen.desk.sight.key.field == "report.signed"


async def test_typing_what_was_read_confirms_it(open_desk, settle, saved):
    """Nothing changes, so nothing is amended."""
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, settle, "disclosed.online")
        await pilot.press("f2", "enter")
        (correction,) = saved("hengtang-2019")
        assert correction["verdict"] == "confirmed"


async def test_full_width_letters_stay_in_a_note(open_desk, settle, saved):
    """Keys are folded, but never what somebody types."""
    app = open_desk()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press("f8", "１", "月")
        app.post_message(events.Key("fullwidth_question_mark", "？"))
        await pilot.press("enter")
        (correction,) = saved()
        assert (correction["verdict"], correction["note"]) == ("question", "１月？")
        assert any("verdict.question" in row.codes for row in screen.desk.rows)


async def test_undo_over_a_restart_and_redo(open_desk, settle, saved):
    """Undo takes back what an earlier session decided, goes there, and can be undone itself."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, settle, "report.signed")
        await pilot.press("1")
    app = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        open_before = len(screen.desk.rows)
        await pilot.press("backspace")
        assert [one["verdict"] for one in saved()] == ["amended", "withdrawn"]
        assert screen.desk.sight.key.field == "report.signed"
        assert len(screen.desk.rows) == open_before + 1
        await pilot.press("f9")
        assert [one["verdict"] for one in saved()] == ["amended", "withdrawn", "withdrawn"]
        assert len(screen.desk.rows) == open_before
        await pilot.press("backspace", "backspace")
        assert screen.status_bar.said.kind == "note"


async def test_skipped_items_come_back_at_the_end(open_desk, settle, saved):
    """Space decides nothing; the item stands last."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(screen.desk.rows[0])
        first = screen.desk.rows[0].lead
        await pilot.press("space")
        assert screen.desk.rows[-1].lead == first
        assert screen.desk.sight.key != first
        assert saved() == saved("hengtang-2019") == []


async def test_any_reading_can_be_amended(open_desk, settle, saved):
    """A reading that nothing doubts is reached step by step, and amended like any other."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press("left")
        assert screen.desk.sight.key.field == "report.published"
        assert screen.desk.sight.item is None
        await pilot.press("f2", *"2021-02-09", "enter")
        (correction,) = saved()
        assert (correction["field"], correction["value"]) == ("report.published", date(2021, 2, 9))
        assert screen.desk.sight.key.field == "report.signed"


async def test_a_torn_file_is_told_and_never_written_over(open_desk, root, settle):
    """Nothing is lost: the item stays, and the words say which line to mend."""
    torn = root / "corrections" / "wen" / "songling-2020.toml"
    torn.parent.mkdir(parents=True)
    torn.write_text("format = 1\n[[correction\n", "utf-8")
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press("1")
        assert isinstance(app.screen, NoticeScreen)
        await pilot.press("enter")
        assert app.screen is screen
        assert screen.desk.sight.key.field == "report.signed"
        assert screen.status_bar.said.kind == "refused"
        assert torn.read_text("utf-8") == "format = 1\n[[correction\n"


async def test_a_verdict_without_a_place_is_retired(open_desk, root, settle, saved):
    """A correction whose words are gone comes as an item; x takes it back, Backspace brings it again."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await at(pilot, settle, "report.signed")
        await pilot.press("1")
    document = root / "documents" / "songling-2020.txt"
    text = document.read_text("utf-8")
    document.write_text(text.replace("云汐县松岭镇人民政府\n2021129\n", ""), "utf-8")
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        row = next(row for row in screen.desk.rows if row.shape == "lost")
        screen.desk.go_to(row)
        screen.show()
        await pilot.press("enter")
        assert len(saved()) == 1
        await pilot.press("x")
        assert [one["verdict"] for one in saved()] == ["amended", "withdrawn"]
        assert all(row.shape != "lost" for row in screen.desk.rows)
        await pilot.press("backspace")
        assert any(row.shape == "lost" for row in screen.desk.rows)
        await pilot.press("f9")
        assert all(row.shape != "lost" for row in screen.desk.rows)


async def lose(open_desk, root, settle, *changes):
    """Settle the date of signature, change the document, and stand at the verdict in a new desk."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, settle, "report.signed")
        await pilot.press("1")
    document = root / "documents" / "songling-2020.txt"
    text = document.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    document.write_text(text, "utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_verdict_is_put_to_another_place_by_a_digit(
    open_desk, root, settle, saved, screen_text, language
):
    """Then and now stand below each other; one key takes the place, and undo gives it back."""
    await lose(open_desk, root, settle, ("2021129", "2021218"))
    app = open_desk(language, reviewer="zhou")
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(row for row in screen.desk.rows if row.shape == "lost"))
        screen.show()
        await pilot.pause()
        shown = screen_text(screen)
        assert "▐2021129▌" in shown
        assert "▐2021218▌" in shown
        assert ("第 19 行" if language == "zh" else "line 19") in shown
        columns = [line.index("▐2021") for line in shown.split("\n") if "人民政府▐2021" in line]
        assert len(columns) == 2
        assert len(set(columns)) == 1
        await pilot.press("9")
        assert screen.status_bar.said.kind == "refused"
        await pilot.press("1")
        (put,) = saved(reviewer="zhou")
        (first,) = saved()
        assert (put["replaces"], put["value"], put["was"]) == (
            first["id"],
            first["value"],
            "2021218",
        )
        assert all(row.shape != "lost" for row in screen.desk.rows)
        await pilot.press("backspace")
        assert any(row.shape == "lost" for row in screen.desk.rows)
        await pilot.press("f9")
        assert all(row.shape != "lost" for row in screen.desk.rows)


def renamed(open_desk, root):
    """A desk of another reviewer on the workspace, whose document has another name by now."""
    (root / "documents" / "songling-2020.txt").rename(root / "documents" / "s1.txt")
    return open_desk(reviewer="zhou")


async def at_the_name(pilot, settle):
    """The screen, at the item that proposes the former name."""
    screen = await settle(pilot)
    screen.desk.go_to(next(row for row in screen.desk.rows if "replay.renamed" in row.codes))
    screen.show()
    return screen


async def test_a_renamed_document_is_taken_by_one_key(open_desk, root, settle, saved, screen_text):
    """The verdicts of the former name are proposed in the queue; Enter takes them, undo gives back."""
    await lose(open_desk, root, settle)
    app = renamed(open_desk, root)
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await at_the_name(pilot, settle)
        await pilot.pause()
        assert "songling-2020" in screen_text(screen)
        assert "改了名的文件" in screen_text(screen)
        await pilot.press("enter")
        (named,) = saved("s1", "zhou")
        assert (named["verdict"], named["of"]) == ("renamed", "songling-2020")
        assert all("replay.renamed" not in row.codes for row in screen.desk.rows)
        signed = app.desk.workspace.review("s1").by_key[Key("report.signed")]
        assert signed.reading.value == "2021-01-29"
        await pilot.press("backspace")
        assert any("replay.renamed" in row.codes for row in screen.desk.rows)


async def test_a_renamed_document_is_refused_by_one_key(open_desk, root, settle, saved):
    """x says that it is another document: it is proposed no more, and undo brings it back."""
    await lose(open_desk, root, settle)
    app = renamed(open_desk, root)
    async with app.run_test(size=(140, 40)) as pilot:
        screen = await at_the_name(pilot, settle)
        await pilot.press("f6")
        (said,) = saved("s1", "zhou")
        assert (said["verdict"], said["of"]) == ("distinct", "songling-2020")
        assert all("replay.renamed" not in row.codes for row in screen.desk.rows)
        await pilot.press("backspace")
        assert "replay.renamed" in screen.desk.row.codes


async def test_nothing_is_decided_unseen(open_desk, settle, saved):
    """Where the terminal has no room for the desk, its keys do nothing."""
    app = open_desk()
    async with app.run_test(size=(59, 30)) as pilot:
        await at(pilot, settle, "report.signed")
        await pilot.press("1", "x", "enter")
        assert saved() == []


@pytest.mark.parametrize(
    ("language", "settles", "breaks"),
    [("zh", "✓ 使之成立", "✗ 使之不成立"), ("en", "✓ settles", "✗ breaks")],
)
async def test_a_typed_value_tells_its_effect(
    open_desk, settle, saved, screen_text, language, settles, breaks
):
    """Which rules would hold and which would not, while it is typed and before anything is saved."""
    app = open_desk(language)
    async with app.run_test(size=(80, 24)) as pilot:
        await at(pilot, settle, "report.signed")
        await pilot.press("f2")
        await pilot.pause()
        assert settles not in screen_text(app.screen)
        await pilot.press(*"2021-01-29")
        await pilot.pause()
        shown = screen_text(app.screen)
        assert settles in shown
        assert breaks not in shown
        await pilot.press("home", "delete", "delete", "delete", "delete", *"2031")
        await pilot.pause()
        assert breaks in screen_text(app.screen)
        assert saved() == []


async def test_a_note_goes_with_the_next_verdict_on_its_item(open_desk, settle, saved):
    """And with no other, though the reviewer goes elsewhere in between."""
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        signed = next(row for row in screen.desk.rows if row.lead[0] == "report.signed")
        screen.desk.go_to(signed)
        screen.show()
        await pilot.press("m", *"seal", "enter", "down")
        assert screen.desk.note == ""
        other = screen.desk.row
        await pilot.press("x")
        screen.desk.go_to(signed)
        screen.show()
        await pilot.press("1")
        screen.desk.undo()
        screen.desk.choose(1)
    assert ["note" in one for one in saved() if one.get("field") == "report.signed"] == [
        True,
        False,
    ]
    made = saved() + (saved(other.document) if other.document != "songling-2020" else [])
    noted = {one["field"]: one["note"] for one in made if "note" in one}
    assert set(noted) == {"report.signed"}
    assert noted["report.signed"] == "seal"
