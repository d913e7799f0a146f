"""Looking: the acts of the desk that open another screen, or show the queue in another way."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from kanwu.errors import KanwuError
from kanwu_tui.choosing import Tally
from kanwu_tui.desk import Desk
from kanwu_tui.fate import Fate
from kanwu_tui.keys import Act
from kanwu_tui.preview import Preview, preview_of
from kanwu_tui.said import Said
from kanwu_tui.screens.asking import Asking
from kanwu_tui.screens.documents import DocumentsScreen
from kanwu_tui.screens.help import HelpScreen
from kanwu_tui.screens.history import Chosen, HistoryScreen
from kanwu_tui.screens.notice import NoticeScreen
from kanwu_tui.screens.release import Gate, PathPrompt, ReleaseScreen
from kanwu_tui.screens.replay import FatesPane, ReplayScreen
from kanwu_tui.screens.setting import Settle
from kanwu_tui.screens.sift import SiftPrompt
from kanwu_tui.screens.views import NamePrompt, ViewsScreen, Wanted
from kanwu_tui.screens.working import Working
from kanwu_tui.viewing import Choice, choices_of
from kanwu_tui.work import AtOnce, Work

Answer = TypeVar("Answer")
AT_ONCE = 20
"""So many pieces of work are done without a bar: it would only flash."""
LISTED, COUNTED = 250, 50
"""Documents that are listed, and that are counted, in about the time that another piece of work takes."""


class Looking(Asking):
    """What the screen of the desk can look at."""

    def __init__(self, desk: Desk, acts: Sequence[Act], *, sparing: bool = False) -> None:
        """`sparing` where bytes are dear."""
        super().__init__()
        self.desk, self.acts, self.sparing = desk, acts, sparing
        self._query_before = ""

    @abstractmethod
    def show(self) -> None:
        """Show the desk as it stands."""

    @abstractmethod
    def fill(self) -> None:
        """Look through what is still to be looked through for the filter, meanwhile."""

    @abstractmethod
    def say(self, said: Said) -> None:
        """Say something in the status line."""

    def answer(self, said: Said) -> None:
        """Say what came of something, and show the desk as it stands now."""
        self.say(said)
        self.show()

    def work(
        self, told: str, pieces: int, act: Callable[[Work], Answer], then: Callable[[Answer], None]
    ) -> None:
        """Do something in pieces; where they are many, with a bar, and a key that stops it."""
        words = self.desk.words

        def done(answer: Answer | KanwuError | None) -> None:
            self.show()
            if isinstance(answer, KanwuError):
                self._refuse(answer)
            elif answer is None:
                self.say(Said(words("said.stopped"), "note"))
            else:
                then(answer)

        if pieces > AT_ONCE:
            self.app.push_screen(Working(words(told, count=pieces), words, act), done)
            return
        try:
            answer = act(AtOnce())
        except KanwuError as error:
            done(error)
        else:
            done(answer)

    def _refuse(self, error: KanwuError) -> None:
        """Say that something could not be saved, and why."""
        words = self.desk.words
        what = error.briefly(words.language)
        self.say(Said(words("said.unsaved", what=what), "refused"))
        told = error.told(words.language)
        self.app.push_screen(NoticeScreen(words, words("notice.unsaved"), told))

    def _try(self, act: Callable[[], Said]) -> None:
        """Do something that writes; when it cannot, say so and stay."""
        try:
            said = act()
        except KanwuError as error:
            self._refuse(error)
        else:
            self.answer(said)

    def action_documents(self) -> None:
        """How far each document has come."""

        desk = self.desk

        def chosen(document: str | None) -> None:
            if document is not None:
                self._try(lambda: desk.enter(document))

        def told(tallies: list[Tally]) -> None:
            self.app.push_screen(DocumentsScreen(tallies, desk.words), chosen)

        self.work("work.listing", desk.documents // LISTED, lambda _: desk.tallies(), told)

    def action_history(self, at: int = 0) -> None:
        """What the reviewer decided; what is turned there is turned in place."""
        history = self.desk.workspace.history()

        def chosen(one: Chosen | None) -> None:
            if one is None:
                return
            if one.turn:
                self._try(lambda: self.desk.turn(one.correction))
                self.action_history([c.correction.id for c in history].index(one.correction.id))
            else:
                self._try(lambda: self.desk.visit(one.correction))

        told = self.desk.told
        self.app.push_screen(HistoryScreen(history, told, self.desk.words, at), chosen)

    def action_replay(self) -> None:
        """What became of every verdict; Enter goes to it."""
        desk = self.desk

        def chosen(identity: str | None) -> None:
            if identity is not None:
                self._try(lambda: desk.visit(desk.workspace.correction(identity)))

        def told(fates: list[Fate]) -> None:
            pane = FatesPane(fates, desk.workspace.correction, desk.told, desk.words)
            self.app.push_screen(ReplayScreen(pane), chosen)

        self.work("work.replaying", len(desk.decided_on()), desk.fates, told)

    def action_release(self) -> None:
        """What would be exported, what stands in the way, and the export."""
        desk, words = self.desk, self.desk.words

        def chosen(gate: Gate | None) -> None:
            if gate is None:
                return
            if not desk.complete:
                self.say(Said(words("said.still-reading"), "refused"))
                return
            path = f"releases/{date.today().isoformat()}"
            asked = PathPrompt(path, lambda to: (desk.workspace.root / to).exists(), words)
            self.ask(asked, lambda to: export(gate, to))

        def export(gate: Gate, to: str | None) -> None:
            if to is not None:
                self.work(
                    "work.exporting",
                    len(desk.workspace.documents),
                    lambda work: desk.export(to, doubted=gate == "doubted", work=work),
                    self.answer,
                )

        def counted(one: Preview) -> None:
            self.app.push_screen(ReleaseScreen(one, words), chosen)

        pieces = desk.totals.documents // COUNTED
        self.work("work.counting", pieces, lambda work: preview_of(desk, work), counted)

    def action_settings(self, at: int = 0) -> None:
        """What can be set, at one of the settings."""
        Settle(self, self.desk).show(at)

    def action_keymap(self, at: int = 0) -> None:
        """Every act with its keys, at one of them."""
        Settle(self, self.desk).show_keys(at)

    def action_views(self) -> None:
        """The orders of the queue, and the filters that have a name."""
        choices = list(choices_of(self.desk))

        def chosen(one: Wanted | None) -> None:
            if one is None:
                return
            if one.act == "save":
                self._save_view()
            elif one.act == "remove":
                self._remove_view(one.choice)
            elif one.choice.order:
                self.desk.arrange(one.choice.order)
                self.fill()
                self.show()
                self.say(Said(self.desk.words("said.arranged", order=one.choice.name), "note"))
            elif one.choice.view:
                self._filtered(one.choice.view.query)

        self.app.push_screen(ViewsScreen(choices, self.desk.words), chosen)

    def _save_view(self) -> None:
        desk = self.desk
        if not desk.query:
            self.say(Said(desk.words("said.no-filter"), "refused"))
            return

        def named(name: str | None) -> None:
            if name is not None:
                self._try(lambda: desk.keep_view(name))

        self.ask(NamePrompt(desk.query, desk.words), named)

    def _remove_view(self, choice: Choice) -> None:
        if choice.view is None or not choice.view.saved:
            self.say(Said(self.desk.words("said.not-saved", name=choice.name), "refused"))
        else:
            self._try(lambda: self.desk.drop_view(choice.name))

    def action_filter(self) -> None:
        """Filter the queue."""
        self._query_before = self.desk.query
        self.ask(SiftPrompt(self.desk.query, self.desk.words, self._sifted), self._filtered)

    def _sifted(self, query: str) -> None:
        """Filter while the words are typed; where bytes are dear, when all is typed."""
        if not self.sparing:
            self.follow(query)

    def follow(self, query: str) -> None:
        """Filter the queue."""
        self.desk.filter(query)
        self.fill()
        self.show()

    def view(self, query: str) -> None:
        """Filter by the words of a saved view."""
        self._filtered(query)

    def _filtered(self, query: str | None) -> None:
        self.follow(self._query_before if query is None else query)
        self.tell_filtered()

    def tell_filtered(self) -> None:
        """Say how many items the filter keeps; while they are looked through, that they are."""
        desk = self.desk
        said = "said.filtered" if desk.query else "said.unfiltered"
        said = "said.filtering" if desk.filling else said
        self.say(Said(desk.words(said, count=len(desk.shown)), "note"))

    def action_unfilter(self) -> None:
        """Show the whole queue again."""
        if self.desk.query:
            self._filtered("")

    def action_problems(self) -> None:
        """List the files that could not be used."""
        words, problems = self.desk.words, self.desk.workspace.problems
        if not problems:
            said = "said.no-problems" if self.desk.complete else "said.no-problems-yet"
            self.say(Said(words(said), "note"))
            return
        text = "\n\n".join(problem.told(words.language) for problem in problems)
        self.app.push_screen(NoticeScreen(words, words("notice.problems"), text))

    def action_help(self) -> None:
        """All keys."""
        self.app.push_screen(HelpScreen(self.acts, self.desk.words))
