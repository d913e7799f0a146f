"""Desk: what each decision does to the queue and to the place in it; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kanwu.correction import Correction, Verdict
from kanwu.reading import Key, Value
from kanwu.review import Review
from kanwu.source import Span
from kanwu.workspace import Workspace
from kanwu_tui.fate import Fate
from kanwu_tui.habit import habit_of
from kanwu_tui.said import Said
from kanwu_tui.sifting import quoted
from kanwu_tui.sight import Lead, Sight, told_keys
from kanwu_tui.turning import Turning
from kanwu_tui.words import Words
from kanwu_tui.work import AtOnce, Work


class Desk(Turning):
    """What one reviewer works through, and decides."""

    def __init__(self, workspace: Workspace, words: Words) -> None:
        super().__init__(workspace, words)
        self._noted: tuple[tuple[str, Lead] | None, str] = (None, "")

    def accept(self) -> Said:
        """Take the reading as shown; of a document that was renamed, take its former verdicts."""
        sight = self.sight
        if sight is not None and sight.renamed:
            return self.adopt(sight)
        if sight is None or sight.reading is None:
            return self._nothing_here()
        value = sight.reading.value
        if value is None and sight.reading.silent:
            return Said(self.words("said.silent"), "refused")
        if value is None:
            return Said(self.words("said.no-value"), "refused")
        return self.take(value)

    def choose(self, digit: int) -> Said:
        """Take a candidate by its digit key; for a verdict without a place, take that place."""
        if self.sight is not None and self.sight.orphan is not None:
            return self.reanchor(digit)
        if self.sight is None:
            return self._nothing_here()
        candidates = self.sight.candidates
        if not 1 <= digit <= len(candidates):
            return Said(self.words("said.no-candidate", digit=digit), "refused")
        return self.take(candidates[digit - 1].value)

    def take(self, value: Value) -> Said:
        """Give the reading a value; where the words already say it, that confirms them."""
        sight = self.sight
        if sight is None or sight.reading is None:
            return self._nothing_here()
        if value == sight.machine_value == sight.reading.value:
            return self.decide("confirmed")
        return self.decide("amended", value)

    def decide(self, verdict: Verdict, value: Value | None = None, note: str = "") -> Said:
        """Write a verdict on the reading under review, and move on.

        Raises:
            KanwuError: It could not be written; nothing has changed.
        """
        sight = self.sight
        if sight is None or sight.key is None or sight.reading is None:
            return self._nothing_here()
        if verdict == "sic" and sight.reading.value is None:
            return Said(self.words("said.no-sic"), "refused")
        kept = self.note
        with self._lock:
            made = self.workspace.decide(
                sight.document, sight.key, verdict, value=value, note=note or kept
            )
        if kept:
            self._noted = None, ""
        habit = habit_of(sight, verdict, value)
        self._go_on(sight)
        return self.learn(habit, Said(self.words("said.decided", verdict=self.told(made))))

    def _nothing_here(self) -> Said:
        """There is no reading to settle: not yet, or not here."""
        waiting = self.sight is None and not self.totals.documents and not self.complete
        return Said(self.words("desk.waiting" if waiting else "said.no-reading"), "refused")

    @property
    def note(self) -> str:
        """What shall be written with the next verdict on what is before the reviewer."""
        at, told = self._noted
        return told if at == self._place else ""

    def take_note(self, told: str) -> Said:
        """Keep a note for the next verdict on what is before the reviewer, and on nothing else."""
        self._noted = self._place, told
        return Said(self.words("said.note-kept" if told else "said.note-dropped"), "note")

    @property
    def _place(self) -> tuple[str, Lead] | None:
        sight = self.sight
        return (sight.document, sight.key) if sight is not None and sight.key else None

    def reanchor(self, digit: int) -> Said:
        """Put a correction that lost its place to one of the places offered.

        Raises:
            KanwuError: It would not hold there, or could not be written; nothing has changed.
        """
        sight = self.sight
        if sight is None or sight.orphan is None or not 1 <= digit <= len(sight.spots):
            return Said(self.words("said.no-place", digit=digit), "refused")
        with self._lock:
            made = self.workspace.reanchor(sight.orphan.id, sight.spots[digit - 1].span)
        self._go_on(sight)
        return Said(self.words("said.reanchored", verdict=self.told(made)))

    def adopt(self, sight: Sight) -> Said:
        """Take the verdicts that were made on this document under another name.

        Raises:
            KanwuError: It could not be written; nothing has changed.
        """
        return self._name(sight, self.workspace.adopt, "said.adopted")

    def refuse(self, sight: Sight) -> Said:
        """Say that this is another document than the one whose verdicts are proposed.

        Raises:
            KanwuError: It could not be written; nothing has changed.
        """
        return self._name(sight, self.workspace.refuse, "said.refused")

    def _name(self, sight: Sight, decide: Callable[[str, str], Correction], said: str) -> Said:
        """Say what a document has to do with the one whose verdicts are proposed."""
        first = sight.findings[0].correction or ""
        with self._lock:
            made = decide(self.workspace.correction(first).document, sight.document)
        self._go_on(sight)
        return Said(self.words(said, former=made.of))

    def dismiss(self) -> Said:
        """No such value; for a verdict without a place: retire it; for a proposal: refuse it.

        Raises:
            KanwuError: It could not be written; nothing has changed.
        """
        sight = self.sight
        if sight is not None and sight.renamed:
            return self.refuse(sight)
        return self.retire() if sight is not None and sight.orphan else self.decide("absent")

    def retire(self) -> Said:
        """Take back a correction that lost its place."""
        sight = self.sight
        if sight is None or sight.orphan is None:
            return Said(self.words("said.no-reading"), "refused")
        orphan = sight.orphan
        with self._lock:
            self.workspace.withdraw(orphan.id, note="retired")
        self._go_on(sight)
        return Said(self.words("said.retired", verdict=self.told(orphan)))

    def add(self, document: str, key: Key, value: Value, span: Span) -> Said:
        """Save a value that the extractor missed, and stay at the item.

        Raises:
            KanwuError: It could not be written; nothing has changed.
        """
        with self._lock:
            made = self.workspace.decide(document, key, "added", value=value, span=span)
        self._again(document)
        self._stay()
        return Said(self.words("said.added", verdict=self.told(made)))

    def skip(self) -> Said:
        """Leave the item for later: it comes back at the end of the queue."""
        row = self.row
        if row is None or self.walked is not None or not self._stands():
            self.step(1)
            return Said(self.words("said.next"), "note")
        at = self.index
        self._skips[row.document, row.lead] = row.rank[0] + 1
        self._put_off(row.document)
        self.go_to(self.shown[min(at, len(self.shown) - 1)])
        return Said(self.words("said.skipped"), "note")

    def turn(self, correction: Correction) -> Said:
        """Take back any one of the reviewer's verdicts, or let it hold again.

        Raises:
            KanwuError: It could not be written; nothing has changed.
        """
        with self._lock:
            holds = self.workspace.turn(correction.id)
        if self.workspace.holds(correction.document):
            self._again(correction.document)
            self._stay()
        said = "said.restored" if holds else "said.withdrawn"
        return Said(self.words(said, verdict=self.told(correction)))

    def visit(self, correction: Correction) -> Said:
        """Go to the reading that a verdict is about."""
        document = correction.document
        if not self.workspace.holds(document):
            return Said(self.words("said.gone", document=document), "refused")
        self._again(document)
        self._return_to(self._about(correction))
        return Said(self.told(correction), "note")

    def enter(self, document: str) -> Said:
        """Show the items of one document alone; one without any is gone to and left unfiltered."""
        tally = self.workspace.index.tally(document)
        if tally is None or tally.problem:
            return Said(self.words("said.not-read", document=document), "refused")
        if tally.open:
            self.filter(quoted(document))
            count = len(self.shown)
            return Said(self.words("said.one-document", document=document, count=count), "note")
        keys = told_keys(self._review(document))
        self.go_to(self._stand_in(document), keys[0] if keys else None)
        return Said(self.words("said.nothing-open", document=document), "note")

    def decided_on(self) -> list[str]:
        """The documents that there are verdicts on, under any name."""
        former = self.workspace.former
        found = {former.home(document) for document in self.workspace.errata.documents}
        return sorted(document for document in found if self.workspace.holds(document))

    def fates(self, work: Work | None = None) -> list[Fate]:
        """What became of every verdict, also of those on documents that are gone.

        Raises:
            Stopped: The reviewer did not want to wait.
        """
        found: list[Fate] = []
        documents = self.decided_on()
        for done, document in enumerate(documents):
            (work or AtOnce()).tell(done, len(documents))
            with self._lock:
                for review in self.workspace.reviews([document]):
                    found += map(Fate.of, review.outcomes)
        with self._lock:
            return [*found, *map(Fate.of, self.workspace.orphans())]

    def export(self, to: str, *, doubted: bool, work: Work) -> Said:
        """Write the dataset to a path below the workspace; its suffix tells the form.

        Raises:
            KanwuError: It cannot be written; what stood there stands there.
            Stopped: The reviewer did not want to wait; nothing was written.
        """
        path = str(self.workspace.root / to)
        done = self.workspace.export(path, doubted=doubted, reviews=self._passing(work))
        counts = {"rows": done.rows, "documents": done.documents, "doubted": done.doubted}
        return Said(self.words("said.exported", path=to, **counts))

    def _passing(self, work: Work) -> Iterator[Review]:
        """Every document that can be read, one after the other."""
        documents = self.workspace.documents
        for done, document in enumerate(documents):
            work.tell(done, len(documents))
            with self._lock:
                found = [*self.workspace.reviews([document])]
            yield from found

    def keep_view(self, name: str) -> Said:
        """Save the filter in force under a name, in the workspace's settings.

        Raises:
            WorkspaceError: It cannot be written; nothing has changed.
        """
        self.workspace.change("views", name, self.query)
        return Said(self.words("said.view-kept", name=name))

    def drop_view(self, name: str) -> Said:
        """Forget a saved view.

        Raises:
            WorkspaceError: It cannot be written; nothing has changed.
        """
        self.workspace.change("views", name, None)
        return Said(self.words("said.view-dropped", name=name))

    def _go_on(self, sight: Sight) -> None:
        """After a verdict on what is before the reviewer: to what comes next."""
        came_from, walked = self.row, self.walked
        self._again(sight.document)
        if came_from is not None:
            self._move_on(came_from, walked)
