"""Triage: the queue, the words, the item and the readings; one key settles and moves on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import monotonic
from typing import cast

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Container, Vertical
from textual.message import Message
from textual.worker import get_current_worker

from kanwu.correction import Verdict
from kanwu.reading import Value
from kanwu_tui.desk import Desk
from kanwu_tui.fixing import Fix
from kanwu_tui.keymap import SettingError
from kanwu_tui.keys import TRIAGE, Act, bindings
from kanwu_tui.said import Said
from kanwu_tui.screens.adding import Added, add_value
from kanwu_tui.screens.alike import AlikeScreen
from kanwu_tui.screens.amend import AmendPrompt
from kanwu_tui.screens.looking import Looking
from kanwu_tui.screens.note import NotePrompt
from kanwu_tui.sight import Sight
from kanwu_tui.widgets.bars import KeysBar, Progress, ProgressBar, StatusBar, TooSmall
from kanwu_tui.widgets.item_pane import ItemPane
from kanwu_tui.widgets.queue_pane import QueuePane, QueueView
from kanwu_tui.widgets.readings_pane import ReadingsPane
from kanwu_tui.widgets.source_pane import SourcePane

BREATH, LONG_BREATH = 0.25, 2.0
"""Seconds between two looks at the documents read meanwhile; and where bytes are dear."""
FOLLOWED = 2.0
"""Seconds between two looks at what another process read."""


class TriageScreen(Looking):
    """The queue on the left, the source over the item beside it, the readings on the right."""

    CSS_PATH = "triage.tcss"
    BINDINGS = bindings(TRIAGE)
    AUTO_FOCUS = "QueuePane"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-medium"), (140, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012

    progress_bar = getters.query_one("#progress", ProgressBar)
    queue_pane = getters.query_one("#queue", QueuePane)
    source_pane = getters.query_one("#source", SourcePane)
    item_pane = getters.query_one("#item", ItemPane)
    readings_pane = getters.query_one("#readings", ReadingsPane)
    status_bar = getters.query_one("#status", StatusBar)
    keys_bar = getters.query_one("#keys", KeysBar)

    class Read(Message):
        """Some more documents have been read."""

    class Through(Message):
        """All items have been looked through for the filter."""

    class Prepared(Message):
        """A document has been read ahead."""

    class Changed(Message):
        """Documents have been read again by another process."""

        def __init__(self, documents: Sequence[str]) -> None:
            super().__init__()
            self.documents = documents

    def __init__(self, desk: Desk, acts: Sequence[Act] = TRIAGE, *, sparing: bool = False) -> None:
        super().__init__(desk, acts, sparing=sparing)
        keys = self._bindings.key_to_bindings
        for key in BindingsMap(self.BINDINGS).key_to_bindings:
            del keys[key]
        keys.update(BindingsMap(bindings(acts)).key_to_bindings)
        self._preparing = self._filling = False
        self._shown: Sight | None = None
        self._ever_shown = False

    def compose(self) -> ComposeResult:
        """A bar above, the panes, two bars below."""
        words = self.desk.words
        width, height = self.app.size  # so that already the first layout is for this size
        for size, points in (
            (width, self.HORIZONTAL_BREAKPOINTS),
            (height, self.VERTICAL_BREAKPOINTS),
        ):
            self.add_class([name for least, name in points if size >= least][-1])
        yield ProgressBar(words, id="progress")
        with Container(id="panes"):
            yield QueuePane(words, id="queue")
            item = ItemPane(words, id="item")
            with Vertical(id="middle"):
                yield SourcePane(words, id="source")
                yield item
            yield ReadingsPane(words, item, id="readings")
        yield StatusBar(id="status")
        yield KeysBar(self.acts, words, id="keys")
        yield TooSmall(words, id="small")

    def on_mount(self) -> None:
        """Read the documents, and say where we are."""
        workspace, words = self.desk.workspace, self.desk.words
        count = self.desk.totals.documents or len(workspace.documents)
        said = words("said.welcome", count=count)
        wrong = [one for one in workspace.problems if isinstance(one, SettingError)]
        self.say(Said(wrong[0].briefly(words.language), "refused") if wrong else Said(said, "note"))
        self.desk.take_in()
        self.show()
        self.read_documents()
        self.fill()
        self.set_interval(FOLLOWED, self.look)

    def on_unmount(self) -> None:
        """Remember where the reviewer is."""
        self.desk.leave_mark()

    @work(thread=True, exclusive=True)
    def read_documents(self) -> None:
        """Read what changed since it was last read, and report every now and then."""
        self._report(self.desk.refresh())

    def fill(self) -> None:
        """Look through what is still to be looked through for the filter, meanwhile."""
        if self.desk.filling and not self._filling:
            self._filling = True
            self._fill()

    @work(thread=True, group="fill")
    def _fill(self) -> None:
        self._report(iter(self.desk.fill, False))
        self.post_message(self.Through())

    def _report(self, steps: Iterator[object]) -> None:
        """Go on step by step, unless there is something else to do."""
        worker, last = get_current_worker(), monotonic()
        breath = LONG_BREATH if self.sparing else BREATH
        for _ in steps:
            if worker.is_cancelled:
                return
            if monotonic() - last > breath:
                last = monotonic()
                self.post_message(self.Read())
        self.post_message(self.Read())

    def prepare(self) -> None:
        """Read the documents of the next items one by one, while this one is looked at."""
        if not self._preparing and (document := self.desk.next_document):
            self._preparing = True
            self._prepare(document)

    @work(thread=True, group="prepare")
    def _prepare(self, document: str) -> None:
        self.desk.prepare(document)
        self.post_message(self.Prepared())

    @on(Prepared)
    def _go_on_preparing(self) -> None:
        self._preparing = False
        if self.desk.news:
            self._take_in()
        self.prepare()

    @on(Read)
    def _take_in(self) -> None:
        self.desk.take_in()
        self.show()

    @on(Through)
    def _tell_through(self) -> None:
        self._filling = False
        if not self.desk.filling:
            self.tell_filtered()
        self.fill()

    @work(thread=True, exclusive=True, group="look")
    def look(self) -> None:
        """See whether `kanwu extract --watch` read documents again that changed on disk."""
        if self.desk.lost:
            self.app.call_from_thread(self._begin_again)
        elif changed := self.desk.changed():
            self.post_message(self.Changed(changed))

    def _begin_again(self) -> None:
        self.desk.begin_again()
        self.read_documents()
        self.fill()

    @on(Changed)
    def _follow(self, event: Changed) -> None:
        self.desk.follow(event.documents)
        self.say(Said(self.desk.words("said.followed", count=len(event.documents)), "note"))
        self.show()

    # --- showing ----------------------------------------------------------------------------------

    def show(self) -> None:
        """Show the desk as it stands; each pane sends only the lines that changed."""
        desk, workspace = self.desk, self.desk.workspace
        self.progress_bar.show(
            Progress(
                workspace=workspace.name,
                reviewer=workspace.reviewer,
                open=len(desk.rows),
                settled=desk.verified,
                read=desk.documents if desk.complete else desk.looked_at,
                documents=desk.documents,
                problems=len(workspace.problems),
            )
        )
        self.queue_pane.show(
            QueueView(
                through=desk.through,
                rows=desk.shown,
                past=desk.past if not desk.query else (),
                index=min(desk.index, max(0, len(desk.shown) - 1)),
                here=desk.walked is None,
                query=desk.query,
                total=len(desk.rows),
                schema=workspace.schema,
                order=desk.order,
                rank=desk.rank,
            )
        )
        self.call_after_refresh(desk.leave_mark)
        sight = desk.sight
        if sight is not self._shown or not self._ever_shown or sight is None:
            self._shown, self._ever_shown = sight, True
            self.source_pane.show(sight)
            self.item_pane.show(sight, self._empty())
            self.readings_pane.show(sight)
            self.prepare()

    def _empty(self) -> str:
        desk, words = self.desk, self.desk.words
        if not desk.complete:
            return words("desk.waiting")
        if desk.query:
            return words("desk.empty-filter", query=desk.query)
        return words("desk.empty")

    def say(self, said: Said) -> None:
        """Say something in the status line."""
        self.status_bar.show(said)

    def show_asked(self) -> None:
        """Show what is asked for below the item."""
        self.item_pane.ask(self.asked)
        self.keys_bar.ask(typing=self.asked is not None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002
        """Nothing can be decided that cannot be seen."""
        small = self.has_class("-tiny") or self.has_class("-low")
        return not small or action in {"quit", "app.quit"}

    # --- deciding -----------------------------------------------------------------------------------

    def action_confirm(self) -> None:
        """Accept the reading as shown."""
        self._try(self.desk.accept)

    def action_candidate(self, digit: int) -> None:
        """Take a candidate."""
        self._try(lambda: self.desk.choose(digit))

    def action_decide(self, verdict: str) -> None:
        """Give a verdict that needs nothing more."""
        self._try(lambda: self.desk.decide(cast(Verdict, verdict)))

    def action_absent(self) -> None:
        """No such value; or retire a verdict without a place; or refuse a former name."""
        self._try(self.desk.dismiss)

    def action_skip(self) -> None:
        """Leave the item for later."""
        self._try(self.desk.skip)

    def action_undo(self) -> None:
        """Take back the latest verdict."""
        count = len(self.desk.undoable())
        self.work("work.undoing", count, self.desk.undo, self.answer)

    def action_redo(self) -> None:
        """Let it hold again."""
        count = len(self.desk.redoable())
        self.work("work.redoing", count, self.desk.redo, self.answer)

    def action_amend(self) -> None:
        """Type the value."""
        sight = self.desk.sight
        if sight is None or sight.reading is None:
            self.say(Said(self.desk.words("said.no-reading"), "refused"))
            return
        self.ask(AmendPrompt(sight, self.desk.words), self._amended)

    def _amended(self, value: Value | None) -> None:
        if value is not None:
            self._try(lambda: self.desk.take(value))

    def action_alike(self) -> None:
        """The same damage elsewhere: the same fix."""
        desk, habit = self.desk, self.desk.habit
        rows = desk.rows_alike(habit) if habit else []
        if habit is None or not rows:
            self.say(Said(desk.words("said.no-group"), "note"))
            return
        count = desk.how_many_alike(habit)
        if count > len(rows):
            self.say(Said(desk.words("said.first-alike", count=count, first=len(rows)), "note"))

        def listed(fixes: list[Fix]) -> None:
            self.app.push_screen(AlikeScreen(fixes, habit, desk.words), settle)

        def settle(chosen: list[Fix] | None) -> None:
            if chosen:
                self.work(
                    "work.settling",
                    len(chosen),
                    lambda work: desk.settle_alike(habit.rule, chosen, work),
                    self.answer,
                )
            elif chosen is not None:
                self.say(Said(desk.words("said.none-ticked"), "note"))

        self.work("work.gathering", len(rows), lambda work: desk.fixes(habit, rows, work), listed)

    def action_add(self) -> None:
        """A value that was missed, from words of the source."""
        sight = self.desk.sight
        if sight is None or not sight.review.source.text.strip():
            self.say(Said(self.desk.words("said.no-reading"), "refused"))
            return

        def done(one: Added) -> None:
            self._try(lambda: self.desk.add(one.document, one.key, one.value, one.span))

        add_value(self, sight, self.desk.words, done)

    def action_note(self) -> None:
        """A note for the next verdict on this item."""
        desk = self.desk
        if desk.sight is None or desk.sight.reading is None:
            self.say(Said(desk.words("said.no-reading"), "refused"))
            return

        def noted(told: str | None) -> None:
            if told is not None:
                self.answer(desk.take_note(told))

        title = desk.words("prompt.verdict-note")
        self.ask(NotePrompt(desk.words, title, desk.note), noted)

    def action_question(self) -> None:
        """Leave it for a second person, with a note."""
        sight = self.desk.sight
        if sight is None or sight.reading is None:
            self.say(Said(self.desk.words("said.no-reading"), "refused"))
            return
        title = self.desk.words("prompt.note")
        self.ask(NotePrompt(self.desk.words, title, self.desk.note), self._noted)

    def _noted(self, note: str | None) -> None:
        if note is not None:
            self._try(lambda: self.desk.decide("question", note=note))

    # --- moving -------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """Down or up in the pane that has the keys; in the queue, to another item."""
        if self.source_pane.has_focus:
            self.source_pane.scroll(rows=by)
        elif self.item_pane.has_focus:
            self.item_pane.scroll(rows=by)
        elif self.readings_pane.has_focus:
            self.action_walk(by)
        else:
            self.desk.step(by)
            self.show()

    def action_walk(self, by: int) -> None:
        """To another reading of the document."""
        if self.desk.walk(by):
            self.show()
        elif self.desk.sight is not None:
            said = "said.last-reading" if by > 0 else "said.first-reading"
            self.say(Said(self.desk.words(said), "note"))

    def action_page(self, by: int) -> None:
        """Scroll the source, or another pane while it has the keys."""
        panes = (self.readings_pane, self.item_pane)
        pane = next((pane for pane in panes if pane.has_focus), self.source_pane)
        pane.scroll(pages=by)
