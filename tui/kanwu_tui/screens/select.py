"""Select: words of the source chosen by keys, for a value that the extractor missed."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding

from kanwu.source import Span
from kanwu_tui.cells import Bit, Line, cut, shown
from kanwu_tui.screens.modal import Modal
from kanwu_tui.selecting import Selection, run_at
from kanwu_tui.sight import Sight
from kanwu_tui.view import view_of
from kanwu_tui.widgets.lines import Frame, LinesPane, key_lines
from kanwu_tui.widgets.source_pane import Page, source_lines
from kanwu_tui.words import Words


class SelectPane(LinesPane, can_focus=True):
    """The source, with what is chosen of it marked and in view."""

    def __init__(self, sight: Sight, words: Words) -> None:
        super().__init__(id="select")
        self._words = words
        self.view = view_of(sight.review.source)
        self._bare = Sight(sight.review, None, None)
        stops = [self.view.place(entry.span) for entry in sight.unclaimed]
        begin = self.view.place(sight.span) if sight.span is not None else Span(0, 0)
        text = self.view.text
        here = begin if begin.size else run_at(text, min(begin.start, len(text) - 1))
        self.selection = Selection(text, here, [one for one in stops if one.size])

    def line(self, by: int) -> None:
        """To the same column of another row."""
        page = self._page(Frame().room(self.size.width))
        start = self.selection.here.start
        spot = page.spot(start)
        row, target = page.rows(spot.paragraph)[spot.row], page.move(spot, by)
        to = page.rows(target.paragraph)[target.row]
        self.selection.jump(min(to.start + start - row.start, max(to.start, to.end - 1)))

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The page around the eye, the words that are chosen, the keys."""
        frame = Frame()
        inside = frame.room(cells)
        page = self._page(inside)
        keys = key_lines(self._words("choose.keys"), inside)
        room = height - 2 - len(keys)
        top = page.top(self.selection.here.start, room - 1)
        lines = source_lines(self._bare, page, top, self._words, cells, room, frame)
        lines += frame.around([], [], [Line()] * room, cells)[1 : room - len(lines) + 1]
        held = self.selection.held is not None
        said = self._words("choose.held" if held else "choose.chosen")
        chosen = cut(" ".join(shown(self.selection.words, "·").split()), inside - len(said) * 2 - 4)
        below = [
            Line((Bit(f"{said}  ", "key"), Bit(chosen, "mark"))),
            *keys,
        ]
        return [
            *lines,
            *frame.around([Bit(self._words("choose.title"), "title")], [], below, cells),
        ]

    def _page(self, inside: int) -> Page:
        return Page(self.view.text, inside, self.selection.span)


class SelectScreen(Modal[Span | None]):
    """Answers the span of the source's own words that were chosen; None when the reviewer leaves."""

    CSS_PATH = "select.tcss"
    BINDINGS = [  # noqa: RUF012
        Binding("enter", "choose", id="choice.choose", show=False),
        Binding("space", "hold", id="choice.hold", show=False),
        Binding("right,l", "step(1)", id="choice.right", show=False),
        Binding("left,h", "step(-1)", id="choice.left", show=False),
        Binding("shift+right", "extend(1)", id="choice.extend-right", show=False),
        Binding("shift+left", "extend(-1)", id="choice.extend-left", show=False),
        Binding("ctrl+right,w", "word(1)", id="choice.word", show=False),
        Binding("ctrl+left,b", "word(-1)", id="choice.word-back", show=False),
        Binding("tab,n", "stop(1)", id="choice.stop", show=False),
        Binding("shift+tab,p", "stop(-1)", id="choice.stop-back", show=False),
        Binding("down,j", "line(1)", id="choice.down", show=False),
        Binding("up,k", "line(-1)", id="choice.up", show=False),
        Binding("pagedown", "line(10)", id="choice.page-down", show=False),
        Binding("pageup", "line(-10)", id="choice.page-up", show=False),
        Binding("escape,q", "dismiss(None)", id="choice.leave", show=False),
    ]

    def __init__(self, sight: Sight, words: Words) -> None:
        super().__init__()
        self._pane = SelectPane(sight, words)

    def compose(self) -> ComposeResult:
        """One pane."""
        yield self._pane

    @property
    def selection(self) -> Selection:
        """What is chosen."""
        return self._pane.selection

    def action_choose(self) -> None:
        """Answer what is chosen, where that is more than blanks."""
        span, view = self.selection.span, self._pane.view
        if not self.selection.words.strip():
            return
        self.dismiss(span if view.laid is None else view.laid.span(span.start, span.end))

    def action_hold(self) -> None:
        """Hold the beginning, or let go of it."""
        self.selection.hold()
        self._pane.redraw()

    def action_step(self, by: int) -> None:
        """To another character."""
        self.selection.step(by)
        self._pane.redraw()

    def action_extend(self, by: int) -> None:
        """To another character, holding where the choice began."""
        if self.selection.held is None:
            self.selection.hold()
        self.action_step(by)

    def action_word(self, by: int) -> None:
        """To another word."""
        self.selection.word(by)
        self._pane.redraw()

    def action_stop(self, by: int) -> None:
        """To another number that nobody read."""
        self.selection.stop(by)
        self._pane.redraw()

    def action_line(self, by: int) -> None:
        """To another row."""
        self._pane.line(by)
        self._pane.redraw()
