"""Workspace: the only room that opens files: documents, schemas, corrections, exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from kanwu.anchor import Anchor, anchor, anchor_reading
from kanwu.correction import Correction, Verdict, new_id, redoable, standing, undoable
from kanwu.errors import CorrectionError, KanwuError, UsageError, WorkspaceError
from kanwu.message import say
from kanwu.reading import Key, Value
from kanwu.replay import Outcome
from kanwu.review import Raw, Review, prepare, review
from kanwu.schema import Schema
from kanwu.source import Source, Span
from kanwu.triage import Item
from kanwu.workspace.documents import find_documents, load_schema
from kanwu.workspace.errata import Errata
from kanwu.workspace.files import read_source, read_text
from kanwu.workspace.identity import reviewer_of
from kanwu.workspace.release import Exported, Form, export
from kanwu.workspace.settings import FILE, Settings, parse_settings

__all__ = ["Workspace", "find_root", "open_workspace", "root_near"]


def find_root(path: Path) -> Path:
    """The workspace at a path, or the nearest one above it.

    Raises:
        WorkspaceError: There is none.
    """
    start = path.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise WorkspaceError(
        str(path),
        f"there is no {FILE} here or above, so this is no workspace",
        "Start one around your documents: kanwu init --schema zh-disclosure-report",
    )


def root_near(path: Path) -> Path | None:
    """The workspace at a path or above it, whose own schemas go by their names; None without one."""
    try:
        return find_root(path)
    except WorkspaceError:
        return None


def open_workspace(path: Path | None = None, reviewer: str | None = None) -> Workspace:
    """The workspace at a path (the current folder), for a reviewer (see `identity`).

    Raises:
        WorkspaceError: There is no workspace, or its settings cannot be meant.
        SchemaError: Its schema cannot be meant.
    """
    root = find_root(path or Path.cwd())
    settings = parse_settings(read_text(root / FILE, FILE), FILE)
    return Workspace(root, settings, reviewer_of(reviewer, settings.reviewer, root))


class Workspace:
    """Documents, a schema, and the verdicts on what they say.

    A document that cannot be read and a correction file that is torn stand in `problems`; they
    are named to the reviewer, and never written over.
    """

    def __init__(self, root: Path, settings: Settings, reviewer: str) -> None:
        self.root = root
        self.settings = settings
        self.reviewer = reviewer
        self.schema: Schema = load_schema(settings.schema, root)
        self._paths, self.problems = find_documents(root, settings.documents)
        self._raw: dict[str, tuple[Source, Raw]] = {}
        self._reviews: dict[str, Review] = {}
        self._unread: set[str] = set()

    @property
    def name(self) -> str:
        """What the workspace is called."""
        return self.settings.name or self.root.name

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all documents, in order."""
        return tuple(self._paths)

    @cached_property
    def errata(self) -> Errata:
        """The corrections on disk."""
        errata = Errata(self.root)
        self.problems.extend(errata.problems)
        return errata

    # --- reading ------------------------------------------------------------------------------------

    def source(self, document: str) -> Source:
        """A document as it stands on disk now.

        Raises:
            SourceError: It cannot be read as text.
            UsageError: There is no such document.
        """
        if document not in self._paths:
            raise UsageError(document, "there is no such document", _near(document, self._paths))
        path = self._paths[document]
        return read_source(
            path,
            document,
            path.relative_to(self.root).as_posix(),
            declared=self.settings.encoding,
            limit=self.settings.max_megabytes,
        )

    def review(self, document: str) -> Review:
        """Everything known of a document; worked out again only after a verdict on it."""
        if document not in self._reviews:
            if document not in self._raw:
                source = self.source(document)
                self._raw[document] = source, prepare(source, self.schema)
            source, raw = self._raw[document]
            corrections = self.errata.of(document)
            wanted = {
                c.anchor.sha256 for c in standing(corrections) if c.anchor and c.anchor.sha256
            } - {source.sha256}
            snapshots = self.errata.snapshots(wanted, document) if wanted else {}
            self._reviews[document] = review(source, self.schema, corrections, snapshots, raw)
        return self._reviews[document]

    def reviews(self, documents: Iterable[str] | None = None) -> Iterator[Review]:
        """The reviews of all documents that can be read; the others join `problems`."""
        for document in self.documents if documents is None else documents:
            try:
                yield self.review(document)
            except KanwuError as error:
                if document not in self._unread:
                    self._unread.add(document)
                    self.problems.append(error)

    def queue(self) -> list[Item]:
        """All that is left to settle, the most doubtful first."""
        items = [item for one in self.reviews() for item in one.queue]
        return sorted(items, key=lambda item: -item.weight)

    def corrections(self, document: str) -> tuple[Correction, ...]:
        """All corrections of a document, withdrawn ones among them."""
        return self.errata.of(document)

    def replay(self) -> Iterator[Outcome]:
        """What became of every standing correction, also of documents that are gone."""
        for one in self.reviews():
            yield from one.outcomes
        read = set(self.documents) - self._unread
        for document in sorted(self.errata.documents - read):
            for correction in standing(self.errata.of(document)):
                yield _gone(correction)

    def export(self, to: str, form: Form | None = None, *, doubted: bool = False) -> Exported:
        """Write the dataset (see `release`): what is verified, or read without a doubt."""
        return export(self.reviews(), to, form, doubted=doubted)

    # --- deciding -----------------------------------------------------------------------------------

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
    ) -> Correction:
        """Save one verdict; when this returns it is durable.

        `span` is where the words of an `added` value stand.

        Raises:
            CorrectionError: The verdict cannot hold, or the correction file is torn.
            WorkspaceError: It cannot be written; nothing was changed.
        """
        one = self.review(document)
        place, was = self._anchor(one, key, verdict, span)
        if verdict in {"amended", "added"} and value is None:
            raise CorrectionError(key.field, f"{verdict} without a value", "Give the value.")
        if verdict in {"confirmed", "sic"}:
            value = one.by_key[key].reading.value
            if value is None:
                raise CorrectionError(
                    key.field,
                    f"there is no value to be {verdict}",
                    "Take a candidate, write the value, or say absent or unreadable.",
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
            anchor=place,
        )
        if self.settings.keep_sources:
            self.errata.keep(one.source)
        return self._save(correction)

    def withdraw(self, identity: str, note: str = "") -> Correction:
        """Take back a verdict, anybody's, by its id; withdrawing a withdrawal is redo.

        With a note it is a decision of its own (an orphan is retired), which undo takes back.

        Raises:
            UsageError: There is no such verdict.
        """
        for document in self.errata.documents:
            for correction in self.errata.of(document):
                if correction.id == identity:
                    at = self.errata.moment(self.reviewer)
                    return self._save(
                        Correction(
                            id=new_id(self.reviewer, at),
                            document=document,
                            reviewer=self.reviewer,
                            verdict="withdrawn",
                            at=at,
                            of=identity,
                            note=note,
                        )
                    )
        raise UsageError(identity, "there is no such correction", "See: kanwu replay")

    def undo(self) -> Correction | None:
        """Take back the reviewer's own latest standing verdict; None when there is none."""
        last = undoable(self.errata.all(), self.reviewer)
        if last is None:
            return None
        self.withdraw(last.id)
        if last.verdict == "withdrawn":
            return next((c for c in self.errata.all() if c.id == last.of), last)
        return last

    def redo(self) -> Correction | None:
        """Let the verdict hold again that undo took back last; None when there is none."""
        withdrawal = redoable(self.errata.by(self.reviewer), self.reviewer)
        if withdrawal is None:
            return None
        self.withdraw(withdrawal.id)
        return next((c for c in self.errata.all() if c.id == withdrawal.of), None)

    def _anchor(
        self, one: Review, key: Key, verdict: Verdict, span: Span | None
    ) -> tuple[Anchor, str]:
        """The words that a verdict is made on, as they were printed."""
        if verdict == "added":
            if span is None or not len(span):
                raise CorrectionError(key.field, "added without its words", "Say where they stand.")
            if key.field not in self.schema.labels:
                raise UsageError(
                    key.field, "there is no such field", _near(key.field, self.schema.labels)
                )
            return anchor(one.source, span), one.source.quote(span)
        if key not in one.by_key:
            raise UsageError(key.field, "the document has no such reading", "See: kanwu extract")
        settled = one.by_key[key]
        reading = settled.machine or settled.reading
        return anchor_reading(one.source, reading), reading.quote

    def _save(self, correction: Correction) -> Correction:
        self.errata.add(correction, self.schema.name)
        self._reviews.pop(correction.document, None)
        return correction


def _gone(correction: Correction) -> Outcome:
    """The outcome of a correction whose document is gone: kept, and listed as lost."""
    return Outcome(
        correction=correction,
        kind="lost",
        key=None,
        span=None,
        nearest=(),
        score=0.0,
        message=say("outcome.document-missing", document=correction.document),
    )


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), 1)
    return f'Did you mean "{near[0]}"?' if near else ""
