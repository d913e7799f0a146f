"""Deciding: every verdict that a person gives goes through here, and is durable when it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from kanwu.anchor import Anchor, anchor, anchor_reading
from kanwu.correction import (
    Correction,
    Verdict,
    holding,
    new_id,
    on_names,
    redoable,
    together,
    undoable,
    when,
)
from kanwu.errors import CorrectionError, UsageError
from kanwu.message import Message, say, trouble
from kanwu.reading import Key, Value
from kanwu.replay import WORK, replay
from kanwu.review import Review
from kanwu.schema import Schema
from kanwu.source import Span
from kanwu.workspace.errata import Errata
from kanwu.workspace.former import Former
from kanwu.workspace.settings import Settings


@dataclass(frozen=True, slots=True)
class Alike:
    """One of several readings that one decision settles."""

    document: str
    key: Key
    verdict: Verdict
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of a reviewer's history."""

    correction: Correction
    holds: bool
    """Whether nobody has taken it back."""


class Deciding(ABC):
    """What a reviewer decides of the documents of a workspace."""

    settings: Settings
    schema: Schema
    _whose: Callable[[], str]

    @cached_property
    def reviewer(self) -> str:
        """Who decides; asked for when somebody does, since git may have to tell."""
        return self._whose()

    @property
    @abstractmethod
    def documents(self) -> tuple[str, ...]:
        """The ids of all documents, in order."""

    @abstractmethod
    def holds(self, document: str) -> bool:
        """Whether there is such a document."""

    @property
    @abstractmethod
    def errata(self) -> Errata:
        """The corrections on disk."""

    @property
    @abstractmethod
    def former(self) -> Former:
        """The names that documents bore."""

    @abstractmethod
    def review(self, document: str) -> Review:
        """Everything known of a document."""

    @abstractmethod
    def _decided(self, correction: Correction) -> None:
        """Forget what a verdict makes out of date."""

    def correction(self, identity: str) -> Correction:
        """A correction by its id.

        Raises:
            UsageError: There is none.
        """
        found = self.errata.find(identity)
        if found is None:
            raise UsageError(identity, *trouble("verdict.none"))
        return replace(found, document=self.former.home(found.document))

    def decide(
        self,
        document: str,
        key: Key,
        verdict: Verdict,
        *,
        value: Value | None = None,
        should_be: Value | None = None,
        note: str = "",
        span: Span | None = None,
        rule: str = "",
        batch: str = "",
    ) -> Correction:
        """Save one verdict; when this returns it is durable.

        `span` is where the words of an `added` value stand; `rule` and `batch` are those of
        `decide_alike`.

        Raises:
            CorrectionError: The verdict cannot hold, or the correction file is torn.
            WorkspaceError: It cannot be written; nothing was changed.
        """
        one = self.review(document)
        place, was = self._anchor(one, key, verdict, span)
        if verdict in {"amended", "added"} and value is None:
            raise CorrectionError(
                key.field, *trouble("verdict.no-value", verdict=say(f"verdict.{verdict}"))
            )
        if verdict in {"confirmed", "sic"}:
            value = one.by_key[key].reading.value
            if value is None:
                raise CorrectionError(
                    key.field,
                    *trouble("verdict.nothing", verdict=say(f"verdict.{verdict}")),
                )
        at = self.errata.moment(self.reviewer)
        correction = Correction(
            id=new_id(self.reviewer, at),
            document=document,
            reviewer=self.reviewer,
            verdict=verdict,
            at=at,
            field=key.field,
            item=key.item,
            was=was,
            value=value,
            should_be=should_be,
            note=note,
            rule=rule,
            batch=batch,
            anchor=place,
        )
        if self.settings.keep_sources:
            self.errata.keep(one.source)
        return self._save(correction)

    def decide_alike(self, rule: str, alike: Iterable[Alike]) -> Iterator[Correction]:
        """Save one verdict on each of several readings, as one decision that undo takes back whole.

        Each is durable when it is given; `rule` is the group of findings that they settle.

        Raises:
            KanwuError: As `decide`; what was given before stands.
        """
        batch = new_id(self.reviewer, self.errata.moment(self.reviewer))
        for one in alike:
            yield self.decide(
                one.document, one.key, one.verdict, value=one.value, rule=rule, batch=batch
            )

    def withdraw(self, identity: str, note: str = "", batch: str = "") -> Correction:
        """Take back a verdict, anybody's, by its id; withdrawing a withdrawal is redo.

        With a note it is a decision of its own (an orphan is retired), which undo takes back.

        Raises:
            UsageError: There is no such verdict.
        """
        at = self.errata.moment(self.reviewer)
        return self._save(
            Correction(
                id=new_id(self.reviewer, at),
                document=self.correction(identity).document,
                reviewer=self.reviewer,
                verdict="withdrawn",
                at=at,
                of=identity,
                note=note,
                batch=batch,
            )
        )

    def reanchor(self, identity: str, span: Span) -> Correction:
        """Put a verdict, anybody's, to another place in its document; undo takes that back.

        Raises:
            UsageError: There is no such verdict, or none that a place could be for.
            CorrectionError: It would not hold there.
        """
        orphan = self.correction(identity)
        one = self.review(orphan.document)
        if orphan.anchor is None or orphan.field not in self.schema.labels:
            raise UsageError(identity, *trouble("verdict.no-field"))
        reading = next(
            (
                s.machine
                for s in one.settled
                if s.machine and s.machine.key[:2] == orphan.key and _meet(s.machine.span, span)
            ),
            None,
        )
        at = self.errata.moment(self.reviewer)
        from kanwu.replay.spots import put_to  # only here: it brings the placing

        put = put_to(orphan, one.source, span, reading, self.reviewer, at)
        (outcome,) = replay(one.raw.ground, [put], one.text, self.schema, {}).outcomes
        if outcome.kind in WORK:
            raise CorrectionError(orphan.field, *trouble("verdict.not-there", why=outcome.message))
        if self.settings.keep_sources:
            self.errata.keep(one.source)
        return self._save(put)

    def adopt(self, former: str, document: str) -> Correction:
        """Say that a document is one that went by another name: its verdicts are this one's now.

        Raises:
            UsageError: There are no verdicts under that name, the document is still there, or it is
                said already what has become of it.
        """
        return self._name(former, document, "renamed")

    def refuse(self, former: str, document: str) -> Correction:
        """Say that a document is not one that went by another name: it is proposed no more.

        Raises:
            UsageError: As `adopt`.
        """
        return self._name(former, document, "distinct")

    def _name(self, former: str, document: str, verdict: Verdict) -> Correction:
        if former not in self.errata.documents:
            raise UsageError(former, *trouble("former.none"))
        if self.holds(former):
            raise UsageError(former, *trouble("former.here"))
        if self.former.home(former) != former:
            raise UsageError(former, *trouble("former.taken", document=self.former.home(former)))
        one = self.review(document)
        refused = self.former.refusal(former, one.source.document)
        if refused is not None:
            raise UsageError(
                former,
                f"is another document than {document}, as {refused.reviewer} said",
                f"To undo: kanwu retire {refused.id}",
            )
        if any(
            (said.of, said.reviewer, said.verdict) == (former, self.reviewer, verdict)
            for said in on_names(self.former.of(one.source.document))
        ):
            raise UsageError(former, *trouble("former.disputed"))
        at = self.errata.moment(self.reviewer)
        return self._save(
            Correction(
                id=new_id(self.reviewer, at),
                document=one.source.document,
                reviewer=self.reviewer,
                verdict=verdict,
                at=at,
                of=former,
            )
        )

    def history(self) -> list[Decided]:
        """The reviewer's own decisions, the latest first, those that were taken back among them."""
        kept = {c.id for c in holding(self.errata.turns_of(self.reviewer))}
        mine = [c for c in self.errata.by(self.reviewer) if c.verdict != "withdrawn" or c.note]
        return [
            Decided(replace(c, document=self.former.home(c.document)), c.id in kept)
            for c in sorted(mine, key=when, reverse=True)
        ]

    def turn(self, identity: str) -> bool:
        """Take back one verdict; let it hold again, where it is taken back. Whether it now holds.

        Raises:
            UsageError: There is no such verdict.
        """
        kept = holding(self.errata.turns_of(self.reviewer))
        if any(c.id == identity for c in kept):
            self.withdraw(identity)
            return False
        for one in kept:
            if identity in {one.of if one.verdict == "withdrawn" else one.replaces}:
                self.withdraw(one.id)
        return True

    def undo(self) -> Correction | None:
        """Take back the reviewer's own latest standing decision, all verdicts that it was.

        The first of them; None when there is nothing.
        """
        return next(iter([*self.take_back(self.undoable())]), None)

    def redo(self) -> Correction | None:
        """Let the decision hold again that undo took back last; its first verdict, None without one."""
        return next(iter([*self.take_back(self.redoable())]), None)

    def undoable(self) -> Sequence[Correction]:
        """The verdicts of the reviewer's own latest standing decision; none where there is none."""
        mine = self.errata.turns_of(self.reviewer)
        last = undoable(mine, self.reviewer)
        return together(last, mine) if last else ()

    def redoable(self) -> Sequence[Correction]:
        """The withdrawals of the decision that undo took back last; none where there is none."""
        mine = self.errata.by(self.reviewer)
        last = redoable(mine, self.reviewer)
        return together(last, mine) if last else ()

    def take_back(self, decided: Sequence[Correction]) -> Iterator[Correction]:
        """Withdraw all of them, as one decision where they are several; the verdict that each is about."""
        several = len(decided) > 1
        batch = new_id(self.reviewer, self.errata.moment(self.reviewer)) if several else ""
        for one in decided:
            self.withdraw(one.id, batch=batch)
            yield self.correction(one.of if one.verdict == "withdrawn" else one.id)

    def _anchor(
        self, one: Review, key: Key, verdict: Verdict, span: Span | None
    ) -> tuple[Anchor, str]:
        """The words that a verdict is made on, as they were printed."""
        if verdict == "added":
            if span is None or not span.size:
                raise CorrectionError(key.field, *trouble("verdict.no-words"))
            if key.field not in self.schema.labels:
                raise UsageError(
                    key.field, say("error.no-field"), meant(key.field, self.schema.labels)
                )
            if not one.source.holds(one.source.quote(span), span.start):
                raise CorrectionError(key.field, *trouble("verdict.other-part"))
            return anchor(one.source, span), one.source.quote(span)
        if key not in one.by_key:
            raise UsageError(key.field, *trouble("no-reading"))
        settled = one.by_key[key]
        reading = settled.machine or settled.reading
        return anchor_reading(one.source, reading), reading.quote

    def _save(self, correction: Correction) -> Correction:
        self.errata.add(correction, self.schema.name)
        self._decided(correction)
        return correction


def _meet(a: Span | None, b: Span) -> bool:
    return a is not None and (a == b or a.overlaps(b))


def meant(word: str, known: Iterable[str]) -> Message:
    """What a person may have meant by a word that is not known, as a hint; empty where nothing is."""
    close = get_close_matches(word, list(known), 1)
    return say("hint.meant", near=close[0]) if close else Message("", "")
