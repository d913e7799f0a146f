"""Setting: what the desk does with a setting that a reviewer wants otherwise."""

from __future__ import annotations

import os
from dataclasses import dataclass

from textual.app import App
from textual.message import Message

from kanwu.errors import KanwuError
from kanwu.message import LANGUAGES
from kanwu.workspace.tomledit import Setting
from kanwu_tui.desk import Desk
from kanwu_tui.keymap import remapped
from kanwu_tui.keys import TRIAGE, Act
from kanwu_tui.options import Name, Option, options_of
from kanwu_tui.screens.asking import Asking
from kanwu_tui.screens.keymap import CaptureScreen, KeymapScreen, changeable, name_of
from kanwu_tui.screens.notice import NoticeScreen
from kanwu_tui.screens.settings import ReviewerPrompt, SettingsScreen, Wish

_VARIABLES = ("KANWU_LANG", "KANWU_REVIEWER", "NO_COLOR")
_OF_THE_LAYOUT: frozenset[Name] = frozenset(
    {"language", "reviewer", "keys", "ambiguous_width", "low_bandwidth"}
)
"""Settings that the whole desk is laid out anew for."""


class Settle:
    """The settings of one desk, and the screens to set them by."""

    @dataclass
    class Recolour(Message):
        """The colours shall be others."""

    @dataclass
    class Reopen(Message):
        """The desk shall be laid out anew; then its settings are shown again, or its keys."""

        at: int
        keys: bool = False
        """Whether it was a key that changed, and `at` is the place of its act."""
        sparing: bool = False
        """Whether it was said how dear bytes are."""

    def __init__(self, screen: Asking, desk: Desk) -> None:
        self._screen, self._desk = screen, desk

    @property
    def _app(self) -> App[object]:
        return self._screen.app

    def show(self, at: int = 0) -> None:
        """All settings, the reviewer at one of them."""
        self._app.push_screen(SettingsScreen(self._options(), self._desk.words, at), self._wished)

    def _options(self) -> list[Option]:
        set_there = [name for name in _VARIABLES if os.environ.get(name)]
        themes = list(self._app.available_themes)
        desk = self._desk
        return options_of(desk.workspace, desk.words, self._app.theme, themes, set_there)

    def _wished(self, wish: Wish | None) -> None:
        if wish is None:
            return
        name = wish.option.name
        if wish.value is not None:
            self._set(name, wish.value, wish.at)
        elif name == "keys":
            self.show_keys()
        else:
            asked = ReviewerPrompt(str(wish.option.value), self._desk.words)
            self._screen.ask(
                asked, lambda told: self._set(name, told, wish.at) if told else self.show(wish.at)
            )

    def _set(self, name: Name, value: Setting, at: int) -> None:
        desk = self._desk
        if not self._written("", name, value):
            return
        if name == "reviewer":
            desk.workspace.reviewer = str(value)
        if name == "language":
            desk.words.language = next(one for one in LANGUAGES if one == value)
        if name == "theme":
            self._screen.post_message(self.Recolour())
        if name in _OF_THE_LAYOUT:
            self._screen.post_message(self.Reopen(at, sparing=name == "low_bandwidth"))
        else:
            self.show(at)

    def _written(self, table: str, key: str, value: Setting | None) -> bool:
        words = self._desk.words
        try:
            self._desk.workspace.change(table, key, value)
        except KanwuError as error:
            told = error.told(words.language)
            self._app.push_screen(NoticeScreen(words, words("notice.unsaved"), told))
            return False
        return True

    # --- keys -----------------------------------------------------------------------------------

    def show_keys(self, at: int = 0) -> None:
        """Every act with its keys."""
        wanted = self._desk.workspace.settings.keys
        acts, _ = remapped(TRIAGE, wanted, self._desk.words)
        shown = changeable(acts)
        screen = KeymapScreen(shown, frozenset(wanted), self._desk.words, at)

        def chosen(one: tuple[int, bool] | None) -> None:
            if one is None:
                self.show(2)
                return
            at, reset = one
            act = shown[at]
            if reset:
                self._remap(act, None, at)
            else:
                told = self._desk.words("keymap.asked", act=self._desk.words(f"key.{act.id}"))
                self._app.push_screen(
                    CaptureScreen(told, self._desk.words),
                    lambda key: self._remap(act, key, at) if key else self.show_keys(at),
                )

        self._app.push_screen(screen, chosen)

    def _remap(self, act: Act, key: str | None, at: int) -> None:
        """Give an act another first key, or its own again; a clash is told, and nothing changes."""
        words, name = self._desk.words, name_of(act)
        before = self._desk.workspace.settings.keys
        after = dict(before)
        after.pop(name, None)
        if key is not None:
            rest = act.faces if key in act.faces else act.faces[1:]
            after[name] = (key, *(one for one in rest if one != key))
        known = {str(one) for one in remapped(TRIAGE, before, words)[1]}
        problems = [one for one in remapped(TRIAGE, after, words)[1] if str(one) not in known]
        if problems:
            told = "\n\n".join(one.told(words.language) for one in problems)
            self._app.push_screen(
                NoticeScreen(words, words("keymap.clash"), told), lambda _: self.show_keys(at)
            )
        elif self._written("keys", name, after.get(name)):
            self._screen.post_message(self.Reopen(at, keys=True))
