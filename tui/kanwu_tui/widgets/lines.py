"""Lines: the common ground of all panes. A pane draws exactly the lines that it has room for.

Only lines that changed are sent to the terminal, so a key costs some hundred bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from kanwu_tui.cells import CUT, Bit, Line, fit, rule, width
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
)
"""The styles a line may name, several with a blank between them; app.tcss gives each its look."""


_REMEMBERED = 500
"""Lines whose looks a pane remembers."""


class LinesPane(Widget):
    """A pane of whole lines."""

    COMPONENT_CLASSES = {f"lines--{name}" for name in STYLES}  # noqa: RUF012

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._drawn: list[Line] = []
        self._styles_by_name: dict[str, Style] = {}
        self._strips: dict[tuple[Line, int], Strip] = {}
        """Lines as they look, for as long as the style sheet says the same."""

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The lines to show in so many cells and rows; more are not shown, fewer leave blanks."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again, and send the lines that changed."""
        before, self._drawn = self._drawn, self._exact()
        if len(before) != len(self._drawn):
            self.refresh()
            return
        changed = [
            Region(start, y, end - start, 1)
            for y, (old, new) in enumerate(zip(before, self._drawn, strict=True))
            if old != new
            for start, end in (_difference(old, new, self.size.width),)
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """One line of the pane."""
        if y >= len(self._drawn):
            return Strip.blank(self.size.width, self.rich_style)
        line, cells = self._drawn[y], self.size.width
        if (line, cells) not in self._strips:
            if len(self._strips) >= _REMEMBERED:
                self._strips.clear()
            self._strips[line, cells] = self._strip(line, cells)
        return self._strips[line, cells]

    def _strip(self, line: Line, cells: int) -> Strip:
        base = self.rich_style + self._style(line.under)
        strip = Strip(
            [Segment(bit.text, base + self._style(bit.style)) for bit in line.bits],
            sum(width(bit.text) for bit in line.bits),
        )
        return strip.adjust_cell_length(cells, base).simplify()

    def notify_style_update(self) -> None:
        """Forget the styles of the theme before."""
        super().notify_style_update()
        self._styles_by_name = {}
        self._strips = {}

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

    def _style(self, names: str) -> Style:
        if names not in self._styles_by_name:
            parts = [self._look(f"lines--{name}") for name in names.split()]
            self._styles_by_name[names] = Style.combine(parts) if parts else Style.null()
        return self._styles_by_name[names]

    def _look(self, component: str) -> Style:
        """What the style sheet says of one name, a faint colour mixed with the ground below it."""
        said = self.get_component_rich_style(component, partial=True)
        mixed = self.get_component_rich_style(component)
        return said + Style(color=mixed.color) if said.color else said


def _difference(old: Line, new: Line, cells: int) -> tuple[int, int]:
    """The cells, from and to, between which two lines of so many cells differ."""
    if old.under != new.under:
        return 0, cells
    was = [(c, bit.style) for bit in old.bits for c in bit.text]
    now = [(c, bit.style) for bit in new.bits for c in bit.text]
    start = end = 0
    for a, b in zip(was, now, strict=False):
        if a != b:
            break
        start += width(a[0])
    for a, b in zip(reversed(was), reversed(now), strict=False):
        if a != b or start + end >= cells:
            break
        end += width(a[0])
    return start, max(start + 1, cells - end)


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
