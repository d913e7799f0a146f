"""The desk as an application: opens on a workspace, shows the triage screen, folds every key."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.color import Color
from textual.filter import LineFilter

from kanwu.errors import known_words
from kanwu.workspace import Workspace
from kanwu_tui.cells import draw_ambiguous
from kanwu_tui.desk import Desk
from kanwu_tui.keymap import SettingError, remapped
from kanwu_tui.keys import TRIAGE, faces_of, folded
from kanwu_tui.painting import Painting
from kanwu_tui.palette import Palette
from kanwu_tui.said import Said
from kanwu_tui.screens.asking import KEPT, Asking
from kanwu_tui.screens.setting import Settle
from kanwu_tui.screens.triage import TriageScreen
from kanwu_tui.themes import OWN, far_away, fitting
from kanwu_tui.tidying import REST, Tidying
from kanwu_tui.words import Words


class Uncoloured(LineFilter):
    """Sends no colour at all, as NO_COLOR asks; bold, underline and reverse stay.

    Textual's own filters send greys, or the codes for the default colours.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments without their colours."""
        return [
            Segment(text, style.without_color if style else None, control)
            for text, style, control in segments
        ]


class Unsaid(LineFilter):
    """Leaves out the codes that ask for the terminal's own colours, where it has no others."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The same segments; a colour that is the default is not named."""
        return [
            Segment(text, _without_defaults(style) if style else None, control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _without_defaults(style: Style) -> Style:
    told = Style.from_color(
        None if style.color is None or style.color.is_default else style.color,
        None if style.bgcolor is None or style.bgcolor.is_default else style.bgcolor,
    )
    return style.without_color + told


class KanwuApp(Painting):
    """The reviewer's desk."""

    # Those of the screens too: to read one more when its screen is opened styles all anew.
    CSS_PATH = ["app.tcss", *sorted(Path(__file__).parent.glob("screens/*.tcss"))]  # noqa: RUF012
    TITLE = "kanwu"

    def __init__(
        self,
        workspace: Workspace,
        words: Words,
        query: str = "",
        *,
        sparing: bool = False,
        cells: Literal[1, 2] = 1,
    ) -> None:
        """The desk on a workspace, at the items that a query keeps.

        `sparing` where bytes are dear; `cells` is how wide the terminal says that it draws “.
        """
        super().__init__()
        self.sparing = sparing
        self._cells = cells
        self.animation_level = "none"
        for theme in OWN:
            self.register_theme(theme)
        self.words = words
        self.desk = self._desk(workspace, words, query)
        self.theme = self._colours()
        self._uncoloured, self._unsaid = Uncoloured(), Unsaid()
        self._tidying = Tidying()
        # Textual gives each screen a place for both, and styles and lays them out each time.
        self._disable_tooltips = self._disable_notifications = True

    def on_mount(self) -> None:
        """Show the one screen of the desk."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_redraw(), immediate=True)
        self.push_screen(TriageScreen(self.desk, self._acts, sparing=self.sparing))
        self.set_interval(REST, self._tidying.rest)

    def _desk(self, workspace: Workspace, words: Words, query: str = "") -> Desk:
        """A desk on a workspace as its settings have it; a key that cannot be meant is a problem."""
        problems = workspace.problems
        problems[:] = [one for one in problems if not isinstance(one, SettingError)]
        self._acts, wrong = remapped(TRIAGE, workspace.settings.keys, words)
        theme = workspace.settings.theme
        if theme and theme not in self.available_themes:
            hint = known_words(theme, sorted(self.available_themes))
            wrong.append(SettingError("theme", words("theme.unknown", theme=theme), hint))
        words.faces = faces_of(words, self._acts)
        problems.extend(wrong)
        desk = Desk(workspace, words)
        desk.resume(query)
        return desk

    def _colours(self) -> str:
        """The theme that is wanted; where none is that there is, the one that suits the terminal."""
        wanted = self.desk.workspace.settings.theme
        return (
            wanted if wanted in self.available_themes else fitting(os.environ, sparing=self.sparing)
        )

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through on its way to the terminal."""
        if self.no_color:
            return [self._uncoloured]
        return [self._unsaid] if self.native_ansi_color else super().get_line_filters()

    async def on_event(self, event: events.Event) -> None:
        """Give keys to what is asked for; all others are first folded, where an input method made them wide."""
        if isinstance(event, events.Key):
            self._tidying.key()
        screen = self.screen if self.screen_stack else None
        asked = screen if isinstance(screen, Asking) and screen.asked is not None else None
        if isinstance(event, events.Key) and not event.is_forwarded:
            if asked is not None and event.key not in KEPT:
                asked.typed(event)
                return
            event = folded(event)
            # At once: Textual hands a key down and up again, and one typed ahead would overtake it.
            if isinstance(screen, Asking) and await self._check_bindings(event.key):
                return
        elif isinstance(event, events.Paste) and asked is not None:
            asked.pasted(event.text)
            return
        await super().on_event(event)

    @on(Settle.Recolour)
    def _recolour(self) -> None:
        self.theme = self._colours()

    @on(Settle.Reopen)
    def _reopen(self, event: Settle.Reopen) -> None:
        before, words = self.desk, Words(self.desk.words.language)
        settings = before.workspace.settings
        if event.sparing:
            told = settings.low_bandwidth
            self.sparing = far_away(os.environ) if told is None else told
            self.theme = self._colours()
        wide = settings.ambiguous_width
        draw_ambiguous(self._cells if wide == "auto" else wide)
        self.words, self.desk = words, self._desk(before.workspace, words)
        self.desk.share(before)
        screen = TriageScreen(self.desk, self._acts, sparing=self.sparing)
        self.forget()
        self.switch_screen(screen)
        show = screen.action_keymap if event.keys else screen.action_settings
        screen.call_after_refresh(show, event.at)

    def action_redraw(self) -> None:
        """Send the whole screen, as after something else wrote on the terminal."""
        self.forget()
        self.screen.refresh()

    def action_command_palette(self) -> None:
        """Find a command by its name."""
        if isinstance(self.screen, TriageScreen):
            self.screen.ask(Palette(self.screen), Palette.run)

    def action_help_quit(self) -> None:
        """Ctrl+C does not quit, since it is pressed by habit; say what does."""
        if isinstance(self.screen, TriageScreen):
            self.screen.say(Said(self.words("said.how-to-quit"), "note"))
