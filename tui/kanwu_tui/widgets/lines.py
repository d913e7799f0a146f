"""Lines: the common ground of all panes. A pane draws exactly the lines that it has room for.

Only lines that changed are sent to the terminal, so a key costs some hundred bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from kanwu_tui.cells import CUT, Bit, Line, cut, fit, rule, width
from kanwu_tui.painting import Painting
from kanwu_tui.telling import SIGNS

STYLES = (
    *SIGNS,
    "rule",
    "title",
    "focus",
    "quiet",
    "strong",
    "key",
    "mark",
    "edge",
    "concerned",
    "at-read",
    "at-verified",
    "at-doubted",
    "at-unclaimed",
    "row",
    "bar",
    "done",
    "note",
    "refused",
    "caret",
)
"""The styles a line may name, several with a blank between them; app.tcss gives each its look."""


_REMEMBERED = 200
"""Lines whose looks a pane remembers."""


class LinesPane(Widget):
    """A pane of whole lines."""

    COMPONENT_CLASSES = {f"lines--{name}" for name in STYLES}  # noqa: RUF012

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drawn: list[Line] = []
        self._styles_by_name: dict[tuple[str, str], Style] = {}
        self._strips: dict[tuple[Line, int], Strip] = {}
        """Lines as they look, for as long as the style sheet says the same."""

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The lines to show in so many cells and rows; more are not shown, fewer leave blanks."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again, and send the lines that changed."""
        before, self._drawn = self._drawn, self._exact()
        painting = self.app
        if len(before) != len(self._drawn) or not isinstance(painting, Painting):
            self.refresh()
        elif changed := [y for y, line in enumerate(self._drawn) if line != before[y]]:
            painting.freshen(self, changed)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Some lines of the pane, which has neither a border nor a padding."""
        x, y, cells, height = crop
        all_cells = self.size.width
        strips = [self.strip(line, all_cells) for line in range(y, y + height)]
        whole = (x, cells) == (0, all_cells)
        return strips if whole else [strip.crop(x, x + cells) for strip in strips]

    def strip(self, y: int, cells: int) -> Strip:
        """One line of the pane, which is so many cells wide, as the terminal is to have it."""
        line = self._drawn[y] if y < len(self._drawn) else Line()
        found = self._strips.get((line, cells))
        if found is None:
            if len(self._strips) >= _REMEMBERED:
                self._strips.clear()
            found = self._strips[line, cells] = self._strip(line, cells)
        return found

    def _strip(self, line: Line, cells: int) -> Strip:
        strip = Strip(
            [Segment(bit.text, self._style(line.under, bit.style)) for bit in line.bits],
            sum(width(bit.text) for bit in line.bits),
        )
        strip = strip.adjust_cell_length(cells, self._style(line.under, "")).simplify()
        for one in self.app.get_line_filters():
            strip = strip.apply_filter(one, self._ground)
        return strip

    def notify_style_update(self) -> None:
        """Forget the styles of the theme before."""
        super().notify_style_update()
        self._styles_by_name = {}
        self._strips = {}
        self.__dict__.pop("_ground", None)

    @cached_property
    def _ground(self) -> Color:
        return self.background_colors[1]

    def on_resize(self, _: events.Resize) -> None:
        """Draw for the new size."""
        self._drawn = self._exact()
        self.refresh()

    def on_focus(self) -> None:
        """The title says where the keys go."""
        self.redraw()

    def on_blur(self) -> None:
        """The title says where the keys go."""
        self.redraw()

    def _exact(self) -> list[Line]:
        cells, height = self.size
        if not cells or not height:
            return []
        drawn = [fit(line, cells) for line in list(self.draw(cells, height))[:height]]
        return drawn + [fit(Line(), cells)] * (height - len(drawn))

    def _style(self, under: str, over: str) -> Style:
        """What a bit looks like: the pane, what lies below its line, its own names over that."""
        if (under, over) not in self._styles_by_name:
            names = f"{under} {over}".split()
            parts = [self.rich_style, *(self._look(f"lines--{name}") for name in names)]
            self._styles_by_name[under, over] = Style.combine(parts)
        return self._styles_by_name[under, over]

    def _look(self, component: str) -> Style:
        """What the style sheet says of one name, a faint colour mixed with the ground below it."""
        said = self.get_component_rich_style(component, partial=True)
        mixed = self.get_component_rich_style(component)
        return said + Style(color=mixed.color) if said.color else said


@dataclass(frozen=True, slots=True)
class Frame:
    """A pane's title above its lines, and the line that parts it from the pane at its left."""

    corner: str = ""
    """`┬` or `├` where a pane stands at the left; empty at the edge of the screen."""
    focused: bool = False
    joint: int = 0
    """The row where the pane at the left has a title of its own; 0 for none."""

    def room(self, cells: int) -> int:
        """The cells inside the frame."""
        return max(4, cells - (3 if self.corner else 2))

    def around(
        self, title: Sequence[Bit], right: Sequence[Bit], lines: Sequence[Line], cells: int
    ) -> list[Line]:
        """The title, and the lines at their place below it."""
        lead = f"{self.corner}─" if self.corner else "─"
        mark = [Bit("▪ ", "focus")] if self.focused else []
        head = rule(
            cells,
            (Bit(f"{lead} ", "rule"), *mark, *title, Bit(" ")),
            (Bit(" "), *right, Bit(" ─", "rule")) if right else (),
        )
        inside, framed = self.room(cells), [head]
        for y, line in enumerate(lines, start=1):
            edge = "┤" if y == self.joint else "│"
            left = (Bit(edge, "rule"), Bit(" ")) if self.corner else (Bit(" "),)
            framed.append(Line((*left, *fit(line, inside).bits), line.under))
        return framed


def clipped(lines: Sequence[Line], height: int) -> list[Line]:
    """The first lines; where some are left out, the last row says so."""
    if len(lines) <= height:
        return list(lines)
    return [*lines[: max(0, height - 1)], Line((Bit(CUT, "quiet"),))] if height > 0 else []


def key_lines(said: str, cells: int) -> list[Line]:
    """What the keys of a screen do, in as many lines as that takes; none is told in two halves."""
    rows: list[str] = []
    for part in said.split(" · "):
        longer = f"{rows[-1]} · {part}" if rows else part
        rows[-1:] = [longer] if width(longer) <= cells or not rows else [rows[-1], part]
    return [Line((Bit(cut(row, cells), "quiet"),)) for row in rows]
