"""Keys of one's own: every act with its keys, another by pressing it; a clash is told, never made."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Static

from kanwu_tui.cells import Bit, Line, cut, pad, width
from kanwu_tui.keymap import FIXED
from kanwu_tui.keys import Act, key_face
from kanwu_tui.screens.listed import Listed
from kanwu_tui.screens.modal import Modal
from kanwu_tui.widgets.list_pane import ListPane
from kanwu_tui.words import Words


def name_of(act: Act) -> str:
    """What a keymap calls an act."""
    return act.id.partition(".")[2]


def changeable(acts: Sequence[Act]) -> list[Act]:
    """Those that can have other keys."""
    return [act for act in acts if name_of(act) not in FIXED]


class ActsPane(ListPane):
    """One line an act."""

    def __init__(self, acts: Sequence[Act], mine: frozenset[str], words: Words, at: int) -> None:
        super().__init__(words, id="acts")
        self.acts, self._mine, self.at = acts, mine, at

    @property
    def count(self) -> int:
        """How many acts can have other keys."""
        return len(self.acts)

    @property
    def title(self) -> str:
        """What the list is of."""
        return self.words("keymap.title")

    @property
    def right(self) -> str:
        """What the sign means."""
        return self.words("keymap.right")

    @property
    def keys(self) -> str:
        """What the keys do."""
        return self.words("keymap.keys")

    def row(self, i: int, cells: int) -> Line:
        """An act: whether its keys are the reviewer's own, its keys, what it does."""
        act, here = self.acts[i], i == self.at
        name = self.words(f"key.{act.id}")
        longest = max(width(self.words(f"key.{one.id}")) for one in self.acts)
        faces = " ".join(key_face(key, self.words) for key in act.faces)
        bits = (
            Bit("▸ " if here else "  ", "strong"),
            Bit("● " if name_of(act) in self._mine else "  ", "verified"),
            Bit(f"{pad(name, longest)}  ", "strong" if here else ""),
            Bit(f"{pad(faces, 12)}  ", "key"),
            Bit(cut(self.words(f"tip.{act.id}"), cells - 20 - longest), "quiet"),
        )
        return Line(bits, "row" if here else "")


class KeymapScreen(Listed[tuple[int, bool]]):
    """Answers the act that shall have another key, by its place; whether it shall have its old ones."""

    BINDINGS = [  # noqa: RUF012
        Binding("enter", "choose(False)", id="acts.choose", show=False),
        Binding("delete,backspace", "choose(True)", id="acts.reset", show=False),
    ]

    def __init__(
        self, acts: Sequence[Act], mine: frozenset[str], words: Words, at: int = 0
    ) -> None:
        self._acts = ActsPane(acts, mine, words, at)
        super().__init__(self._acts)

    def action_choose(self, reset: bool) -> None:
        """Answer the act that the reviewer is at."""
        self.dismiss((self._acts.at, reset))


class CaptureScreen(Modal[str | None]):
    """Answers the next key that is pressed, as a person writes it; Esc is none."""

    CSS_PATH = "notice.tcss"

    def __init__(self, told: str, words: Words) -> None:
        super().__init__()
        self._told, self._words = told, words

    def compose(self) -> ComposeResult:
        """What is asked."""
        with Vertical(id="notice"):
            yield Static(self._told, markup=False, id="said")
            yield Static(self._words("keymap.press"), markup=False, id="close")

    def on_key(self, event: events.Key) -> None:
        """Take the key."""
        event.stop()
        character = event.character if event.is_printable and event.character != " " else None
        self.dismiss(None if event.key == "escape" else character or event.key)
