"""The command palette: the same acts as the keys, found by name, in the reviewer's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rich.text import Text
from textual.command import (
    CommandList,
    CommandPalette,
    DiscoveryHit,
    Hit,
    Hits,
    Provider,
    SearchIcon,
)
from textual.widgets import Input
from textual.widgets.option_list import Option

from kanwu_tui.keys import face_of
from kanwu_tui.screens.triage import TriageScreen
from kanwu_tui.sifting import folded, initials
from kanwu_tui.viewing import views_of
from kanwu_tui.words import Words

_HEARD = 10.0
"""What a name scores whose pinyin has the letters one after the other: more than letters far apart."""


class DeskCommands(Provider):
    """Every act of the desk, and every view."""

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, TriageScreen):
            return
        words = screen.desk.words
        for act in screen.acts:
            if act.palette:
                name = f"{words(f'key.{act.id}')}  ({face_of(act, words)})"
                yield name, words(f"tip.{act.id}"), partial(screen.run_action, act.action)
        for view in views_of(screen.desk):
            tip = words("palette.view-help", query=view.query)
            yield words("palette.view", name=view.name), tip, partial(screen.view, view.query)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for name, tip, run in self._commands():
            yield DiscoveryHit(name, run, help=tip)

    async def search(self, query: str) -> Hits:
        """Those whose name or explanation fits."""
        matcher = self.matcher(query)
        for name, tip, run in self._commands():
            sounds = _HEARD if folded(query).strip() in initials(name) else 0.0
            score = max(matcher.match(name), sounds, matcher.match(tip) * 0.7)
            if score > 0:
                yield Hit(score, matcher.highlight(name), run, help=tip)


class Palette(CommandPalette):
    """Textual's palette in the reviewer's language, with a caret that does not blink."""

    def __init__(self, words: Words, placeholder: str) -> None:
        super().__init__(providers=[DeskCommands], placeholder=placeholder)
        self._words = words

    def on_mount(self) -> None:
        """Nothing blinks, and no picture is wider in one terminal than in another."""
        self.query_one(SearchIcon).icon = "›"
        self.query_one(Input).cursor_blink = False

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say in the reviewer's language that nothing fits."""
        self._stop_no_matches_countdown()
        self._no_matches_timer = self.set_timer(
            self._NO_MATCHES_COUNTDOWN, partial(self._say_no_match, search_value)
        )

    def _say_no_match(self, search_value: str) -> None:
        self._list_visible = bool(search_value)
        if search_value:
            said = Text(self._words("palette.no-match"), justify="center")
            self.query_one(CommandList).add_option(Option(said, disabled=True, id=self._NO_MATCHES))
