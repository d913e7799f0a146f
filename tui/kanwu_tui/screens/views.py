"""Views: the orders of the queue, and the filters that have a name, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

from kanwu_tui.cells import Bit, Line, cut, pad, width
from kanwu_tui.prompt import Prompt
from kanwu_tui.screens.listed import Listed
from kanwu_tui.viewing import Choice
from kanwu_tui.widgets.list_pane import ListPane
from kanwu_tui.words import Words


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reviewer wants with the views."""

    choice: Choice
    act: Literal["look", "save", "remove"]
    """Look at the queue so; save the filter in force under a name; remove this saved view."""


class ViewsPane(ListPane):
    """One line an order, then one line a view."""

    def __init__(self, choices: Sequence[Choice], words: Words) -> None:
        super().__init__(words, id="views")
        self.choices = choices
        self._longest = max(width(one.name) for one in choices)

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.choices)

    @property
    def title(self) -> str:
        """What the list is of."""
        return self.words("views.title")

    @property
    def right(self) -> str:
        """What each of the two kinds is."""
        return self.words("views.right")

    @property
    def keys(self) -> str:
        """What the keys do."""
        return self.words("views.keys")

    def row(self, i: int, cells: int) -> Line:
        """An order or a view: whether it is the one in force, its name, what it does, its count."""
        one, here = self.choices[i], i == self.at
        kind = self.words("views.order" if one.order else "views.view")
        count = "" if one.kept is None else str(one.kept)
        name = min(self._longest, cells * 2 // 5)
        room = cells - 4 - width(kind) - 2 - name - 2 - 8
        bits = (
            Bit("▸ " if here else "  ", "strong"),
            Bit("● " if one.here else "  ", "verified"),
            Bit(f"{kind}  ", "quiet"),
            Bit(f"{pad(one.name, name)}  ", "strong" if here else ""),
            Bit(pad(cut(one.told, room), room), "quiet"),
            Bit(pad(count, 8, right=True), "strong" if one.kept else "quiet"),
        )
        return Line(bits, "row" if here else "")


class ViewsScreen(Listed[Wanted]):
    """Answers how the reviewer wants to look at the queue."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "choose('look')", id="choices.take", show=False),
        Binding("f2,plus,s", "choose('save')", id="choices.save", show=False),
        Binding("delete,x", "choose('remove')", id="choices.remove", show=False),
        Binding("equals_sign,o", "dismiss(None)", id="choices.leave", show=False),
    ]

    def __init__(self, choices: Sequence[Choice], words: Words) -> None:
        self._views = ViewsPane(choices, words)
        super().__init__(self._views)

    def action_choose(self, act: Literal["look", "save", "remove"]) -> None:
        """Answer the one that the reviewer is at."""
        self.dismiss(Wanted(self._views.choices[self._views.at], act))


class NamePrompt(Prompt[str]):
    """Asks what to call the filter in force."""

    def __init__(self, query: str, words: Words) -> None:
        title = words("prompt.view-name", query=query)
        super().__init__(words, title, "", words("prompt.enter-esc"))

    def answer(self, text: str) -> str | None:
        """The name as typed; a view has none without one."""
        return text.strip() or None
