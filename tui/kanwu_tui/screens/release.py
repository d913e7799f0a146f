"""Release: what would be exported now, what stands in the way, and the export itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from textual.app import ComposeResult
from textual.binding import Binding

from kanwu_tui.cells import Bit, Line, cut, pad, width
from kanwu_tui.preview import Preview
from kanwu_tui.prompt import Prompt
from kanwu_tui.screens.modal import Modal
from kanwu_tui.telling import SIGNS
from kanwu_tui.widgets.lines import Frame, LinesPane, clipped, key_lines
from kanwu_tui.words import Words

Gate = Literal["verified", "doubted"]
_COUNTS = ("out", "kept", "silent", "documents")


def preview_lines(one: Preview, gate: Gate, words: Words, cells: int) -> list[Line]:
    """What goes out, what does not, and what stands in the way."""
    with_doubted = gate == "doubted"
    counts = one.counts
    out = counts.out + (counts.doubted_out if with_doubted else 0)

    names = 2 + max(width(words(f"preview.{name}")) for name in _COUNTS)

    def counted(name: str, count: int, more: str, style: str = "strong") -> Line:
        room = cells - names - 10
        return Line(
            (
                Bit(pad(words(f"preview.{name}"), names)),
                Bit(pad(str(count), 8, right=True), style),
                Bit(f"  {cut(more, room)}", "quiet"),
            )
        )

    parts = {"verified": counts.verified_out, "read": counts.out - counts.verified_out}
    if with_doubted:
        parts["doubted"] = counts.doubted_out
    told = " · ".join(f"{words(f'released.{name}')} {count}" for name, count in parts.items())
    kept = counts.doubted - (counts.doubted_out if with_doubted else 0)
    lines = [
        counted("out", out, told, "verified"),
        counted("kept", kept, words(f"gate.{gate}"), "differs" if kept else "quiet"),
        counted("silent", counts.silent, words("preview.silent-why"), "quiet"),
        counted("documents", one.documents, words("preview.finished", count=one.finished)),
        Line(),
    ]
    hindrances = list(_hindrances(one, words, cells))
    if not hindrances:
        return [*lines, Line((Bit(f"✓ {words('preview.clear')}", "verified"),))]
    return [*lines, Line((Bit(words("preview.hindered"), "title"),)), *hindrances]


def _hindrances(one: Preview, words: Words, cells: int) -> Iterator[Line]:
    """What stands in the way of a release, a line each: its sign, and what it is."""

    def told(sign: str, style: str, name: str, **values: object) -> Line:
        text = cut(words(f"hindrance.{name}", **values), cells - 4)
        return Line((Bit(f"{sign} ", style), Bit(text)))

    if one.read + one.unreadable < one.documents:
        left = one.documents - one.read - one.unreadable
        yield told("…", "note", "unread", count=left)
    for shape, count in sorted(one.shapes.items(), key=lambda entry: -entry[1]):
        if shape != "lost":
            name = words(f"shape.{shape}")
            yield told(SIGNS[shape], shape, "doubted", count=count, shape=name)
    if one.orphans:
        yield told("↯", "lost", "orphans", count=one.orphans)
    if one.unreadable:
        yield told("!", "refused", "unreadable", count=one.unreadable)
    if one.untitled:
        yield told("!", "note", "untitled", keys=", ".join(one.untitled))


class PreviewPane(LinesPane, can_focus=True):
    """The counts, and the keys."""

    def __init__(self, preview: Preview, words: Words) -> None:
        super().__init__(id="preview")
        self._preview, self._words = preview, words
        self.gate: Gate = "verified"

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """As much as there is room for; a mark where there is more."""
        frame = Frame()
        inside = frame.room(cells)
        key = "preview.keys-verified" if self.gate == "verified" else "preview.keys-doubted"
        keys = key_lines(self._words(key), inside)
        room = height - 2 - len(keys)
        lines = clipped(preview_lines(self._preview, self.gate, self._words, inside), room)
        lines += [Line()] * (room - len(lines))
        title = [Bit(self._words("preview.title"), "title")]
        return frame.around(title, (), [*lines, Line(), *keys], cells)


class ReleaseScreen(Modal[Gate | None]):
    """Answers which values to export; None when the reviewer leaves."""

    CSS_PATH = "release.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("enter", "export", id="release.export", show=False),
        Binding("space,d", "turn", id="release.turn", show=False),
        Binding("escape,q,w,asterisk", "dismiss(None)", id="release.leave", show=False),
    ]

    def __init__(self, preview: Preview, words: Words) -> None:
        super().__init__()
        self._pane = PreviewPane(preview, words)

    def compose(self) -> ComposeResult:
        """One pane."""
        yield self._pane

    def action_turn(self) -> None:
        """With the doubted values, or without them."""
        self._pane.gate = "doubted" if self._pane.gate == "verified" else "verified"
        self._pane.redraw()

    def action_export(self) -> None:
        """Go on to where it shall be written."""
        self.dismiss(self._pane.gate)


class PathPrompt(Prompt[str]):
    """Asks where a release shall be written; its suffix tells the form."""

    def __init__(self, path: str, taken: Callable[[str], bool], words: Words) -> None:
        self._taken = taken
        super().__init__(words, words("prompt.path"), path, "")

    def changed(self) -> None:
        """Say what would be written there, and whether something is there already."""
        keys, path = self.words("prompt.path-keys"), self.line.text.strip()
        taken = bool(path) and self._taken(path)
        self.say(f"{self.words('prompt.path-taken')}   {keys}" if taken else keys)
        self.tell([self.words("prompt.path-forms")])

    def answer(self, text: str) -> str | None:
        """The path as typed; none without one."""
        return text.strip() or None
