"""The bars: how far the work has come, what was just done, and which keys there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kanwu_tui.cells import Bit, Line, width
from kanwu_tui.keys import Act, face_of
from kanwu_tui.said import Said
from kanwu_tui.widgets.lines import LinesPane, key_lines
from kanwu_tui.words import Words

EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work has come."""

    workspace: str
    reviewer: str
    open: int
    settled: int
    read: int
    """Documents read so far."""
    documents: int
    problems: int


def progress_bar(share: float, cells: int) -> str:
    """A bar of so many cells, filled to the eighth of a cell.

    >>> progress_bar(0.5, 4), progress_bar(0.3, 4)
    ('██  ', '█▎  ')
    """
    eighths = round(max(0.0, min(share, 1.0)) * cells * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (EIGHTHS[rest] if rest else "")).ljust(cells)


def progress_line(progress: Progress, words: Words, cells: int) -> Line:
    """The first line of the screen; what matters least goes first where there is no room."""
    total = progress.open + progress.settled
    share = progress.settled / total if total else float(progress.read >= progress.documents)
    bar_cells = 20 if cells >= 100 else 10
    right = [
        Bit(f"{words('desk.open')} ", "quiet"),
        Bit(str(progress.open), "strong"),
        Bit(f"   {words('desk.settled')} ", "quiet"),
        Bit(str(progress.settled), "strong"),
        Bit("  ▕", "quiet"),
        Bit(progress_bar(share, bar_cells), "verified"),
        Bit("▏", "quiet"),
        Bit(f"{int(share * 100):>3} %", "quiet"),
        Bit(f"   {progress.reviewer} ", ""),
    ]
    notes = []
    if progress.read < progress.documents:
        notes.append(words("desk.reading", done=progress.read, all=progress.documents))
    if progress.problems:
        notes.append(words("desk.problems", count=progress.problems))
    if notes:
        right.insert(0, Bit(f"{' · '.join(notes)}   ", "note"))
    left = [Bit(f" {words('desk.name')}", "title"), Bit(f"  {progress.workspace}", "quiet")]
    room = cells - sum(width(bit.text) for bit in right)
    if width(left[0].text) + width(left[1].text) + 2 > room:
        left.pop()
    gap = room - sum(width(bit.text) for bit in left)
    return Line((*left, Bit(" " * max(1, gap)), *right), "bar")


def keys_line(acts: Sequence[Act], words: Words, cells: int) -> Line:
    """The last line of the screen: as many keys as there is room for, the likeliest kept."""
    kept: list[Act] = []
    room = cells - 1
    for act in sorted((act for act in acts if act.footer), key=lambda act: act.footer):
        need = width(face_of(act, words)) + 1 + width(words(f"key.{act.id}")) + 2
        if need > room:
            break
        kept.append(act)
        room -= need
    bits = [Bit(" ")]
    for act in (act for act in acts if act in kept):
        bits += [Bit(face_of(act, words), "key"), Bit(f" {words(f'key.{act.id}')}  ", "quiet")]
    return Line(tuple(bits), "bar")


class ProgressBar(LinesPane):
    """How far the work has come."""

    def __init__(self, words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self._words = words
        self._progress: Progress | None = None

    def show(self, progress: Progress) -> None:
        """Show how far it has come."""
        self._progress = progress
        self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """One line."""
        return [progress_line(self._progress, self._words, cells)] if self._progress else []


class StatusBar(LinesPane):
    """What was just done, or why it was not."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.said = Said("", "note")

    def show(self, said: Said) -> None:
        """Show what was said."""
        self.said = said
        self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """One line."""
        sign = {"done": "✓ ", "note": "", "refused": "! "}[self.said.kind]
        return [Line((Bit(f" {sign}{self.said.text}", self.said.kind),))]


class KeysBar(LinesPane):
    """Which keys there are."""

    def __init__(self, acts: Sequence[Act], words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self._acts, self._words = acts, words
        self._typing = False

    def ask(self, *, typing: bool) -> None:
        """Tell the keys of a line that is typed on, in place of the desk's, which it takes."""
        if typing != self._typing:
            self._typing = typing
            self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """One line."""
        if self._typing:
            told = key_lines(self._words("prompt.keys"), cells - 1)[0]
            return [Line((Bit(" "), *told.bits), "bar")]
        return [keys_line(self._acts, self._words, cells)]


class TooSmall(LinesPane):
    """What stands there when the terminal has no room for the desk."""

    def __init__(self, words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self._words = words

    def draw(self, cells: int, height: int) -> Sequence[Line]:  # noqa: ARG002
        """The sizes, and how to leave."""
        width, rows = self.app.size
        said = self._words("desk.small", width=width, height=rows)
        return [Line((Bit(part, "strong"),)) for part in said.split("\n")]
