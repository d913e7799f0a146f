"""Settings at the desk: each holds at once, stands in a file, and is there the next time."""

from __future__ import annotations

import itertools
import tomllib

import pytest
from textual.color import Color

from kanwu.errors import WorkspaceError
from kanwu.workspace import open_workspace
from kanwu.workspace.own import own_file
from kanwu_tui.app import KanwuApp
from kanwu_tui.screens.keymap import KeymapScreen
from kanwu_tui.screens.settings import SettingsScreen
from kanwu_tui.themes import CONTRAST, OWN, SAFE

ROWS = (
    *("language", "theme", "keys", "ambiguous_width", "low_bandwidth"),
    *("reviewer", "keep_sources"),
)


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """The reviewer's own file, which is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config" / "kanwu" / "desk.toml"


def told(path) -> dict[str, object]:
    return tomllib.loads(path.read_text("utf-8"))


async def to(pilot, name: str) -> None:
    """Open the settings, and go to one of them."""
    await pilot.press(",", "home", *["down"] * ROWS.index(name))
    await pilot.pause()
    assert isinstance(pilot.app.screen, SettingsScreen)


async def test_the_language_changes_at_once(mine, open_desk, settle, screen_text, until) -> None:
    """The whole desk speaks it, at the same item; the reviewer's own file keeps it."""
    app: KanwuApp = open_desk("zh")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await pilot.press("down")
        row = screen.desk.row
        await to(pilot, "language")
        await pilot.press("enter")
        await until(pilot, lambda: "theme" in screen_text(app.screen))
        assert isinstance(app.screen, SettingsScreen)
        await pilot.press("escape")
        screen = await settle(pilot)
        assert "Queue" in screen_text(screen)
        assert "队列" not in screen_text(screen)
        assert (screen.desk.row.document, screen.desk.row.lead) == (row.document, row.lead)
        await pilot.press("a")
    assert told(mine) == {"language": "en"}


async def test_the_terminal_is_told_of_at_the_desk(
    mine, open_desk, settle, screen_text, until
) -> None:
    """How wide “ is, and how dear bytes are: each holds at once, is one's own, and goes back to auto."""
    app: KanwuApp = open_desk("zh")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert "│" in screen_text(app.screen)
        await to(pilot, "ambiguous_width")
        await pilot.press("left")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await until(pilot, lambda: "│" not in screen_text(app.screen_stack[-2]))
        assert told(mine) == {"ambiguous_width": 2}
        await pilot.press("right")
        await until(pilot, lambda: told(mine) == {"ambiguous_width": "auto"})
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await until(pilot, lambda: "│" in screen_text(app.screen_stack[-2]))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.sparing)
        assert app.theme == "ansi-dark"
        assert told(mine)["low_bandwidth"] is True
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("enter")
        await until(pilot, lambda: not app.sparing)
        assert told(mine)["low_bandwidth"] is False


def test_ones_own_goes_before_the_workspaces(mine, root) -> None:
    """Act by act for keys; and what is no setting of one's own is told with its file."""
    with (root / "kanwu.toml").open("a", encoding="utf-8") as file:
        file.write('theme = "paper"\nlanguage = "zh"\n[keys]\nsic = "c"\nskip = ";"\n')
    mine.parent.mkdir(parents=True)
    mine.write_text('theme = "high-contrast"\n[keys]\nsic = "b"\n', "utf-8")
    settings = open_workspace(root, "wen").settings
    assert (settings.theme, settings.language) == ("high-contrast", "zh")
    assert settings.keys == {"sic": ("b",), "skip": (";",)}
    assert settings.schema == "zh-disclosure-report"
    mine.write_text('schema = "other"\n', "utf-8")
    with pytest.raises(WorkspaceError, match="no setting of one's own") as error:
        open_workspace(root, "wen")
    assert error.value.place == str(mine)
    assert "自己" in error.value.told("zh")


async def test_colours_change_at_once_and_stay(mine, open_desk, settle) -> None:
    """← and → go through the themes; the last is there the next time."""
    app: KanwuApp = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        before = app.theme
        await to(pilot, "theme")
        await pilot.press("right")
        await pilot.pause()
        assert app.theme != before
        await pilot.press("right", "left", "left")
        await pilot.pause()
        assert app.theme == before
        await pilot.press("right")
        await pilot.pause()
        chosen = app.theme
    assert told(mine)["theme"] == chosen
    again: KanwuApp = open_desk("en")
    async with again.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        assert again.theme == chosen


async def test_a_theme_that_is_none_is_told(mine, open_desk, settle, screen_text) -> None:
    """The desk opens all the same, in the colours that suit the terminal."""
    mine.parent.mkdir(parents=True)
    mine.write_text('theme = "hi-contrast"\n', "utf-8")
    app: KanwuApp = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        assert app.theme == "ink"
        assert 'no theme "hi-contrast"' in screen_text(screen)
        await pilot.press("!")
        await pilot.pause()
        assert 'Did you mean "high-contrast"?' in screen_text(app.screen)


async def test_a_key_is_given_by_pressing_it(
    mine, open_desk, settle, saved, screen_text, until
) -> None:
    """It works at once; a key that another act has is refused with both names; Delete gives it back."""
    app: KanwuApp = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await to(pilot, "keys")
        await pilot.press("enter", "down", "down", "enter")
        await pilot.pause()
        assert "Which key for sic?" in screen_text(app.screen)
        await pilot.press("x")
        await pilot.pause()
        assert "the key x: sic, absent" in screen_text(app.screen)
        assert not mine.exists()
        await pilot.press("enter", "enter", "f11")
        await until(pilot, mine.exists)
        await until(pilot, lambda: isinstance(app.screen, KeymapScreen))
        assert told(mine) == {"keys": {"sic": ["f11", "s"]}}
        await pilot.press("escape", "escape")
        screen = await settle(pilot)
        assert "F11 sic" in screen_text(screen)
        rows = screen.desk.rows
        row = next(row for row in rows if row.shape in {"differs", "percent"})
        screen.desk.go_to(row)
        screen.show()
        await pilot.press("f11")
        assert saved(row.document)[-1]["verdict"] == "sic"
        await to(pilot, "keys")
        await pilot.press("enter", "down", "down", "delete")
        await until(pilot, lambda: not told(mine).get("keys"))


async def test_the_reviewer_is_another_at_once(mine, open_desk, settle, root, saved, until) -> None:
    """What follows stands in their folder; kanwu.toml keeps the name and its comments."""
    path = root / "kanwu.toml"
    path.write_text("# ours\n" + path.read_text("utf-8"), "utf-8")
    app: KanwuApp = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await to(pilot, "reviewer")
        await pilot.press("enter", "ctrl+u", *"Zhou Li", "enter")
        await until(pilot, lambda: screen not in app.screen_stack)
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("escape")
        screen = await settle(pilot)
        signed = next(row for row in screen.desk.rows if row.lead[0] == "report.signed")
        screen.desk.go_to(signed)
        screen.show()
        await pilot.press("1")
    assert [one["verdict"] for one in saved(reviewer="zhou-li")] == ["amended"]
    assert told(path)["reviewer"] == "zhou-li"
    assert path.read_text("utf-8").startswith("# ours\n")


async def test_sources_are_kept_or_not(mine, open_desk, settle, root) -> None:
    """From the next verdict on."""
    app: KanwuApp = open_desk("en")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        await to(pilot, "keep_sources")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("escape")
        screen.desk.decide("absent")
    assert told(root / "kanwu.toml")["keep_sources"] is False
    assert not (root / "corrections" / "_sources").exists()


async def test_what_cannot_be_written_is_told(mine, open_desk, settle, root, screen_text) -> None:
    """A file that a person wrote in another way: nothing changes, and the line to write is named."""
    path = root / "kanwu.toml"
    path.write_text(path.read_text("utf-8") + 'views = {a = "b"}\n', "utf-8")
    app: KanwuApp = open_desk("zh")
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press("/", *"lkrq", "enter", "=", "f2", *"mine", "enter")
        await pilot.pause()
        assert "请手工写上" in screen_text(app.screen)
        assert 'mine = "lkrq"' in screen_text(app.screen)
    assert told(path)["views"] == {"a": "b"}


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_settings_look_so(
    mine, open_desk, settle, screen_text, matches_snapshot, language, size
) -> None:
    """Each with what it is, what it does, and where it stands; keys beside their acts."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await to(pilot, "theme")
        matches_snapshot(f"settings-{language}-{size[0]}x{size[1]}", screen_text(app.screen))
        await pilot.press("down", "enter")
        await pilot.pause()
        matches_snapshot(f"keymap-{language}-{size[0]}x{size[1]}", screen_text(app.screen))


def test_where_ones_own_settings_stand() -> None:
    """Beside those of other programs."""
    assert str(own_file({"XDG_CONFIG_HOME": "/x"})) == "/x/kanwu/desk.toml"
    assert str(own_file({})).endswith("/.config/kanwu/desk.toml")


def contrast(a: Color, b: Color) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def linear(color: Color) -> list[float]:
    parts = (c / 255 for c in color.rgb)
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def luminance(color: Color) -> float:
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(color), strict=True))


SIGHTS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip
"""How colours are seen without one kind of cone: the matrices of Machado and others (2009), linear RGB."""


def lab(color: Color, sight: str) -> tuple[float, float, float]:
    """CIE L*a*b* (D65) of a colour as somebody sees it."""
    seen = [sum(w * c for w, c in zip(row, linear(color), strict=True)) for row in SIGHTS[sight]]
    r, g, b = (min(1.0, max(0.0, c)) for c in seen)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_safe_theme_is_told_apart_by_everybody(sight: str) -> None:
    """Settled, doubted and garbled are far apart for each kind of sight; 2.3 is just seen."""
    colors = [Color.parse(str(c)) for c in (SAFE.success, SAFE.warning, SAFE.error)]
    for a, b in itertools.combinations(colors, 2):
        far = sum((p - q) ** 2 for p, q in zip(lab(a, sight), lab(b, sight), strict=True)) ** 0.5
        assert far > 25, (a.hex, b.hex)


@pytest.mark.parametrize("theme", OWN, ids=lambda theme: theme.name)
def test_every_colour_can_be_read(theme) -> None:
    """4.5 to 1 against the ground, as WCAG AA asks; 7 to 1 in high contrast, as AAA does."""
    ground = Color.parse(theme.background)
    least = 7.0 if theme is CONTRAST else 4.5
    names = ("primary", "secondary", "accent", "foreground", "success", "warning", "error")
    for name in names:
        assert contrast(Color.parse(getattr(theme, name)), ground) >= least, name
