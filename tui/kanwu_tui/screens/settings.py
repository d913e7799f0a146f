"""Settings: what can be set at the desk; each holds at once, and stands in a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.binding import Binding

from kanwu.workspace.identity import slug
from kanwu.workspace.tomledit import Setting
from kanwu_tui.cells import Bit, Line, cut, pad, width
from kanwu_tui.options import Option
from kanwu_tui.prompt import Prompt
from kanwu_tui.screens.listed import Listed
from kanwu_tui.widgets.list_pane import ListPane
from kanwu_tui.words import Words


@dataclass(frozen=True, slots=True)
class Wish:
    """A setting that shall be another; its value is None where it is typed, or has its own screen."""

    option: Option
    value: Setting | None
    at: int
    """Where it stands in the list."""


class OptionsPane(ListPane):
    """One line a setting."""

    def __init__(self, options: Sequence[Option], words: Words, at: int) -> None:
        super().__init__(words, id="options")
        self.options = options
        self.at = at

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.options)

    @property
    def title(self) -> str:
        """What the list is of."""
        return self.words("settings.title")

    @property
    def right(self) -> str:
        """Where the one that the reviewer is at is written."""
        one = self.options[self.at]
        return self.words("settings.mine" if one.own else "settings.shared")

    @property
    def keys(self) -> str:
        """What the keys do; or what goes before the setting."""
        one = self.options[self.at]
        if one.overruled:
            return self.words("settings.overruled", variable=one.overruled)
        return self.words("settings.keys")

    def row(self, i: int, cells: int) -> Line:
        """A setting: its name, what it is, what it does."""
        one, here = self.options[i], i == self.at
        names = [self.words(f"option.{option.name}") for option in self.options]
        name, value = max(map(width, names)), min(24, cells // 3)
        tip = self.words(f"setting.{one.name}")
        bits = (
            Bit("▸ " if here else "  ", "strong"),
            Bit(f"{pad(names[i], name)}  ", "strong" if here else ""),
            Bit(f"{pad(one.told, value)}  ", "key"),
            Bit(cut(tip, cells - 6 - name - value), "quiet"),
        )
        return Line(bits, "row" if here else "")


class SettingsScreen(Listed[Wish]):
    """Answers a setting that shall be another."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter,right,l", "turn(1)", id="setting-list.next", show=False),
        Binding("left,h", "turn(-1)", id="setting-list.previous", show=False),
        Binding("comma", "dismiss(None)", id="setting-list.leave", show=False),
    ]

    def __init__(self, options: Sequence[Option], words: Words, at: int = 0) -> None:
        self._options = OptionsPane(options, words, at)
        super().__init__(self._options)

    def action_turn(self, by: int) -> None:
        """Another value."""
        at = self._options.at
        one = self._options.options[at]
        self.dismiss(Wish(one, one.other(by) if one.choices else None, at))


class ReviewerPrompt(Prompt[str]):
    """Asks who decides."""

    def __init__(self, reviewer: str, words: Words) -> None:
        super().__init__(words, words("prompt.reviewer"), reviewer, words("prompt.enter-esc"))

    def answer(self, text: str) -> str | None:
        """The name as a folder can have it; None where nothing of it is left."""
        name = slug(text)
        if not name:
            self.say(self.words("prompt.no-reviewer"), wrong=True)
        return name or None
