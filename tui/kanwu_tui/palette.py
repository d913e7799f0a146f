"""The command palette: the same acts as the keys, found by name, in the reviewer's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.fuzzy import Matcher

from kanwu_tui.keys import face_of
from kanwu_tui.prompt import Picking
from kanwu_tui.screens.triage import TriageScreen
from kanwu_tui.sifting import folded, initials
from kanwu_tui.viewing import views_of

_HEARD = 10.0
"""What a name scores whose pinyin has the letters one after the other: more than letters far apart."""


class Command(NamedTuple):
    """One thing to do, by its name."""

    name: str
    tip: str
    run: Callable[[], object]


def commands_of(screen: TriageScreen) -> Iterator[Command]:
    """Every act of the desk, and every view."""
    words = screen.desk.words
    for act in screen.acts:
        if act.palette:
            name = f"{words(f'key.{act.id}')}  ({face_of(act, words)})"
            run = partial(screen.call_later, screen.run_action, act.action)
            yield Command(name, words(f"tip.{act.id}"), run)
    for view in views_of(screen.desk):
        tip = words("palette.view-help", query=view.query)
        yield Command(words("palette.view", name=view.name), tip, partial(screen.view, view.query))


class Palette(Picking[Command]):
    """Asks which of all commands: some letters of its name or of what it does, or its pinyin's."""

    def __init__(self, screen: TriageScreen) -> None:
        self._commands = [*commands_of(screen)]
        self._found = self._commands
        words = screen.desk.words
        super().__init__(words, words("palette.title"), "", words("palette.keys"))

    def changed(self) -> None:
        """Those whose name or explanation fits, the likeliest first."""
        query = folded(self.line.text).strip()
        matcher = Matcher(query)

        def score(one: Command) -> float:
            sounds = _HEARD if query in initials(one.name) else 0.0
            return max(matcher.match(one.name), sounds, matcher.match(one.tip) * 0.7)

        scores = {one: score(one) for one in self._commands} if query else {}
        kept = [one for one in self._commands if not query or scores[one] > 0]
        self._found = sorted(kept, key=lambda one: -scores.get(one, 0.0))
        self.count, self.at = len(kept), 0
        said = "palette.keys" if kept else "palette.no-match"
        self.say(self.words(said), wrong=not kept)

    def row(self, i: int) -> str:
        """The name of a command, its key, what it does."""
        name, tip, _ = self._found[i]
        return f"{name}  {tip}"

    def answer(self, text: str) -> Command | None:  # noqa: ARG002
        """The command under the pointer."""
        return self._found[self.at] if self._found else None

    @staticmethod
    def run(chosen: Command | None) -> None:
        """Do what was chosen."""
        if chosen is not None:
            chosen.run()
