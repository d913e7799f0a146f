"""Keys of one's own: what can be meant is done, what cannot is told, and the desk opens all the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kanwu.errors import WorkspaceError
from kanwu.workspace.settings import parse_settings
from kanwu_tui.app import KanwuApp
from kanwu_tui.keymap import FIXED, remapped
from kanwu_tui.keys import TRIAGE
from kanwu_tui.sifting import PREFIXES
from kanwu_tui.words import Words

EN = Words("en")


def keys_of(wanted: dict[str, list[str]]) -> tuple[dict[str, str], list[str]]:
    acts, problems = remapped(TRIAGE, wanted, EN)
    assert [act.id for act in acts] == [act.id for act in TRIAGE]
    faces = [key for act in acts for key in act.faces]
    assert len(faces) == len(set(faces))
    own = {act.id: act.keys for act in TRIAGE}
    return {a.id: a.keys for a in acts if a.keys != own[a.id]}, [str(one) for one in problems]


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        ({"sic": ["F12", "c"]}, {"triage.sic": "f12,c"}),
        ({"sic": ["x"], "absent": ["s"]}, {"triage.sic": "x", "triage.absent": "s"}),
        ({"skip": [";"]}, {"triage.skip": "semicolon"}),
        ({"undo": ["ctrl+z", "Ｚ"]}, {"triage.undo": "ctrl+z,Z"}),
        ({"filter": ["-"]}, {"triage.filter": "minus"}),
        ({}, {}),
    ],
)
def test_keys_are_as_wanted(wanted, made) -> None:
    """One key or several, full width or not; two acts may change places."""
    assert keys_of(wanted) == (made, [])


@pytest.mark.parametrize(
    ("wanted", "made", "said"),
    [
        ({"sik": ["c"]}, {}, ['there is no act "sik"', 'Did you mean "sic"?']),
        ({"candidate": ["c"]}, {}, ['the keys of "candidate" stay']),
        ({"sic": ["hyper"], "skip": ["c"]}, {"triage.skip": "c"}, ["[keys] sic", '"hyper"']),
        ({"sic": ["x"], "skip": ["c"]}, {"triage.skip": "c"}, ["the key x: sic, absent"]),
        ({"sic": ["c"], "skip": ["c"]}, {}, ["the key c: sic, skip"]),
        ({"sic": ["1"]}, {}, ["the key 1: candidate, sic"]),
        ({"next": ["c"], "redo": ["j", "s"], "sic": ["v"]}, {"triage.next": "c"}, ["v: sic, history", "s: sic, redo"]),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_stays_as_it_was(wanted, made, said) -> None:
    """An act that is none, a key that is none, and keys that two acts would have."""
    done, problems = keys_of(wanted)
    for words in said:
        assert words in "\n".join(problems)
    assert done == made


def _with(root, text: str) -> None:
    path = root / "kanwu.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{text}", "utf-8")


async def test_the_desk_goes_by_the_keys_wanted(
    root, open_desk, settle, saved, screen_text
) -> None:
    """The new key decides, the old one does nothing; footer and help tell the new one."""
    _with(root, '[keys]\nunreadable = ["f11", "c"]\nundo = "f12"\n')
    app: KanwuApp = open_desk("en")
    async with app.run_test(size=(160, 50)) as pilot:
        screen = await settle(pilot)
        document = screen.desk.row.document
        await pilot.press("f7", "u")
        assert saved(document) == []
        assert "⌫ undoes" not in screen.status_bar.said.text
        await pilot.press("c")
        assert [one["verdict"] for one in saved(document)] == ["unreadable"]
        assert screen.status_bar.said.text.endswith("F12 undoes")
        assert "F11 unreadable" in screen_text(screen)
        await pilot.press("f1")
        await pilot.pause()
        assert "F11" in screen_text(app.screen)
        assert "F7" not in screen_text(app.screen)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_clash_is_told_and_the_desk_opens(
    root, open_desk, settle, saved, screen_text, language
) -> None:
    """The status line says it, ! says it in full, and the keys are as they were."""
    _with(root, '[keys]\nsic = "x"\n')
    app: KanwuApp = open_desk(language)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        assert screen.status_bar.said.kind == "refused"
        assert "x" in screen.status_bar.said.text
        await pilot.press("!")
        await pilot.pause()
        assert "kanwu.toml [keys] sic" in screen_text(app.screen)
        await pilot.press("escape", "x")
        document = screen.desk.workspace.history()[0].correction.document
        assert [one["verdict"] for one in saved(document)] == ["absent"]


def test_every_act_that_can_have_other_keys_is_in_the_docs() -> None:
    """The page lists just those."""
    page = (Path(__file__).parents[2] / "docs" / "commands.md").read_text("utf-8")
    listed = page.partition("The acts: ")[2].partition(". ")[0]
    names = {act.id.partition(".")[2] for act in TRIAGE} - FIXED
    assert set(re.findall(r"`([a-z-]+)`", listed)) == names
    assert all(f"`{prefix}:`" in page for prefix in PREFIXES)


@pytest.mark.parametrize(("language", "prompt"), [("zh", "视图：本年"), ("en", "view: 本年")])
async def test_a_saved_view_is_in_the_palette(
    root, open_desk, settle, screen_text, language, prompt
):
    """Chosen by its name, it filters the queue."""
    _with(root, '[views]\n"本年" = "year:2020"\n')
    app: KanwuApp = open_desk(language)
    async with app.run_test(size=(100, 40)) as pilot:
        screen = await settle(pilot)
        await pilot.press("ctrl+p", *"本年")
        await pilot.pause(0.3)
        assert prompt in screen_text(app.screen)
        await pilot.press("enter", "enter")
        await pilot.pause(0.3)
        assert screen.desk.query == "year:2020"
        assert {row.document for row in screen.desk.shown} == {"songling-2020"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keys = 3", "keys is no table"),
        ("[keys]\nsic = 3", "sic is 3"),
        ("[keys]\nsic = []", "sic is []"),
        ('[keys]\nsic = ["a", 1]', "sic is ['a', 1]"),
        ('[views]\nmine = ["a", "b"]', "mine is ['a', 'b']"),
        ("[views]\nmine = true", "mine is True"),
    ],
)
def test_tables_that_cannot_be_meant_are_named_with_their_line(text, said) -> None:
    """As every other setting."""
    with pytest.raises(WorkspaceError, match=r"kanwu\.toml:\d") as raised:
        parse_settings(f'schema = "s"\n{text}\n', "kanwu.toml")
    assert said in str(raised.value)
