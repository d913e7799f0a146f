"""Help: all keys, made from the same acts as the bindings, and what the signs mean."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding

from kanwu_tui.cells import Bit, Line, hang, pad, paragraph
from kanwu_tui.keys import GROUPS, Act, face_of, key_face
from kanwu_tui.screens.modal import Modal
from kanwu_tui.telling import SIGNS, UNCLAIMED
from kanwu_tui.widgets.lines import Frame, LinesPane
from kanwu_tui.words import Words


def help_lines(acts: Sequence[Act], words: Words, cells: int) -> list[Line]:
    """Every key with what it does, by groups; then the signs."""
    lines: list[Line] = []
    for group in GROUPS:
        lines += [Line((Bit(words(f"group.{group}"), "title"),))]
        for act in (act for act in acts if act.group == group):
            second = " ".join(key_face(key, words) for key in act.faces[1:])
            digits = act.action == "candidate"
            head = [
                Bit("  " + pad(face_of(act, words), 8), "key"),
                Bit(pad("" if digits else second, 8), "quiet"),
            ]
            lines += hang(head, words(f"tip.{act.id}"), cells)
        lines.append(Line())
    lines.append(Line((Bit(words("help.signs"), "title"),)))
    lines += [
        Line((Bit(f"  {sign}  ", shape), Bit(words(f"shape.{shape}"))))
        for shape, sign in SIGNS.items()
        if sign.strip()
    ]
    lines += hang([Bit(f"  {UNCLAIMED}  ", "at-unclaimed")], words("help.unclaimed"), cells)
    return [*lines, Line(), *paragraph(words("help.marks"), cells)]


class HelpPane(LinesPane, can_focus=True):
    """The help, as much of it as fits."""

    def __init__(self, acts: Sequence[Act], words: Words) -> None:
        super().__init__(id="help")
        self._acts, self._words, self._top = acts, words, 0

    def scroll(self, pages: int = 0, rows: int = 0) -> None:
        """Move the lines, by pages or by rows."""
        room = max(1, self.size.height - 1)
        total = len(help_lines(self._acts, self._words, Frame().room(self.size.width)))
        self._top = max(0, min(self._top + pages * max(1, room - 1) + rows, total - room))
        self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The keys from where it was scrolled to."""
        frame = Frame()
        lines = help_lines(self._acts, self._words, frame.room(cells))
        title = [Bit(self._words("help.title"), "title")]
        right = [Bit(self._words("help.close"), "quiet")]
        return frame.around(title, right, lines[self._top : self._top + height - 1], cells)


class HelpScreen(Modal[None]):
    """All keys."""

    CSS_PATH = "help.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("escape,q,f1,question_mark,enter", "dismiss", id="help.close", show=False),
        Binding("down,j", "scroll(0, 1)", id="help.down", show=False),
        Binding("up,k", "scroll(0, -1)", id="help.up", show=False),
        Binding("pagedown,space", "scroll(1, 0)", id="help.page-down", show=False),
        Binding("pageup", "scroll(-1, 0)", id="help.page-up", show=False),
    ]

    def __init__(self, acts: Sequence[Act], words: Words) -> None:
        super().__init__()
        self._acts, self._words = acts, words

    def compose(self) -> ComposeResult:
        """One pane."""
        yield HelpPane(self._acts, self._words)

    def action_scroll(self, pages: int, rows: int) -> None:
        """Move the lines."""
        self.query_one(HelpPane).scroll(pages, rows)
