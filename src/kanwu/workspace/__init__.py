"""Workspace: the only room that opens files: documents, schemas, corrections, exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kanwu.agreement import Judged, judged
from kanwu.auditing import Audit, Audited, Ruling, audited, draw, eligible, rulings
from kanwu.checks.facts import Last
from kanwu.choices import Also, Form, Notation
from kanwu.correction import UNANCHORED, Correction, standing
from kanwu.errors import KanwuError, UsageError, WorkspaceError
from kanwu.message import say, trouble
from kanwu.outgoing import Passing, passing
from kanwu.replay import Outcome
from kanwu.review import Raw, Review, prepare, review
from kanwu.schema import Schema
from kanwu.source import Source
from kanwu.splitting import chosen, number_of, part_of, split
from kanwu.triage import Item
from kanwu.wide import Wide
from kanwu.workspace.audits import Audits
from kanwu.workspace.changing import change_settings, settings_of
from kanwu.workspace.deciding import meant
from kanwu.workspace.documents import find_documents, load_schema, schema_text
from kanwu.workspace.errata import Errata
from kanwu.workspace.files import Copy, copy, source_of
from kanwu.workspace.former import Former, findings_of
from kanwu.workspace.identity import reviewer_of
from kanwu.workspace.imports import Imports
from kanwu.workspace.indexed import Indexed, Read
from kanwu.workspace.recent import Recent
from kanwu.workspace.remote import place
from kanwu.workspace.settings import FILE, Settings
from kanwu.workspace.stamps import code_stamp, stamp
from kanwu.workspace.tomledit import Setting
from kanwu.years import Years

if TYPE_CHECKING:
    from kanwu.workspace.release import Exported
    from kanwu.workspace.taking import Taken

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
    raise WorkspaceError(str(path), *trouble("workspace.none", file=FILE))


def root_near(path: Path) -> Path | None:
    """The workspace at a path or above it, whose own schemas go by their names; None without one."""
    try:
        return find_root(path)
    except WorkspaceError:
        return None


_KEPT = 400
"""Documents whose text and review are kept at hand."""
_AHEAD = 300
"""So many documents are read before the first is told; fewer than are kept at hand."""


def open_workspace(path: Path | str | None = None, reviewer: str | None = None) -> Workspace:
    """The workspace at a path (the current folder), for a reviewer (see `identity`).

    Raises:
        WorkspaceError: There is no workspace, or its settings cannot be meant.
        SchemaError: Its schema cannot be meant.
    """
    root = find_root(Path(path) if path else Path.cwd())
    settings = settings_of(root)
    return Workspace(root, settings, partial(reviewer_of, reviewer, settings.reviewer, root))


class Workspace(Indexed):
    """Documents, a schema, and the verdicts on what they say.

    A document that cannot be read and a correction file that is torn stand in `problems`; they
    are named to the reviewer, and never written over.
    """

    def __init__(self, root: Path, settings: Settings, whose: Callable[[], str]) -> None:
        self.root = root
        self.settings = settings
        self._whose = whose
        text, shown = schema_text(settings.schema, root)
        self.schema: Schema = load_schema(settings.schema, root)
        self.problems: list[KanwuError] = []
        self._ground = stamp(code_stamp(), text, shown, settings.encoding, settings.max_megabytes)
        self._raw: Recent[str, Read] = Recent(_KEPT)
        self._reviews: Recent[str, Review] = Recent(_KEPT)
        self._unread: set[str] = set()
        self._looked_into: set[str] = set()
        self._years = Years()
        self._rests_on_others = bool(self.schema.rested_on)

    @property
    def name(self) -> str:
        """What the workspace is called."""
        return self.settings.name or self.root.name

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of all documents, in order; of a file that holds several, as soon as it was read."""
        return tuple(sorted(self._files))

    @property
    def count(self) -> int:
        """How many documents there are."""
        return len(self._files)

    @cached_property
    def _files(self) -> dict[str, str]:
        """The files of all documents, looked for when they are first asked for; in any order."""
        found, problems = find_documents(self.root, self.settings.documents)
        self.problems.extend(problems)
        more = {
            document: file
            for document, file in self.index.parts()
            if document not in found and found.get(number_of(document)[0]) == file
        }
        return {**found, **more}

    @cached_property
    def errata(self) -> Errata:
        """The corrections on disk."""
        errata = Errata(self.root, self.index.cache)
        self.problems.extend(errata.problems)
        return errata

    @cached_property
    def former(self) -> Former:
        """The names that documents bore, and what was decided of those that are gone."""
        return Former(self.errata, self.schema, self.holds)

    @cached_property
    def imports(self) -> Imports:
        """What other tools extracted, on disk."""
        imports = Imports(self.root)
        self.problems.extend(imports.problems)
        return imports

    @cached_property
    def audits(self) -> Audits:
        """The samples that were drawn, on disk."""
        audits = Audits(self.root)
        self.problems.extend(audits.problems)
        return audits

    # --- reading ------------------------------------------------------------------------------------

    def source(self, document: str) -> Source:
        """A document as it stands on disk now.

        Raises:
            SourceError: It cannot be read as text.
            UsageError: There is no such document.
        """
        return self.read(document)[0]

    def read(self, document: str) -> tuple[Source, Copy, list[str]]:
        """A document, the state of its file, and the documents found behind the first in it."""
        path = self.path(document)
        where = place(self.root, path)
        read = copy(where, path, self.settings.max_megabytes)
        suffix, name = where.suffix, self.first_of(document, path)
        whole = source_of(read.data, suffix, name, path, self.settings.encoding)
        parts = split(whole, self.schema)
        new = self.note([one.document for one in parts[1:]], path)
        self._looked_into.add(name)
        return chosen(parts, document, path), read, new

    def path(self, document: str) -> str:
        """The path of a document's file below the workspace.

        Raises:
            UsageError: There is no such document.
        """
        if known := self._known_file(document):
            return known
        if not self.holds(document):
            raise UsageError(document, say("error.no-document"), meant(document, self.documents))
        return self._files[document]

    def review(self, document: str) -> Review:
        """Everything known of a document; worked out again only after a verdict on it."""
        if document not in self._reviews:
            if document not in self._raw:
                source, read, _ = self.read(document)
                raw = prepare(source, self.schema, self.imports.of(document))
                self._raw[document] = Read(source, raw, read.mark, read.content)
            alone = self.beside(*self._raw[document][:2])
            for other in self._years.put(alone):
                self._reviews.pop(other, None)
            last = self.index.last(alone.place) if self.indexed else self._years.last(alone)
            self._reviews[document] = self.beside(alone.source, alone.raw, last) if last else alone
        return self._reviews[document]

    def beside(self, source: Source, raw: Raw, last: Last | None = None) -> Review:
        """A document with all that was decided of it, beside what last year's report tells, if anything."""
        document = source.document
        corrections = self.former.of(document)
        told = self.former.proposals(source, raw)
        more = [finding for one in told for finding in findings_of(one)]
        more += self.audits.asked(document, raw)
        anchors = (one.anchor for one in standing(corrections))
        wanted = {one.sha256 for one in anchors if one and one.sha256}
        kept = self.errata.snapshots(wanted - {source.sha256}, document) if wanted else {}
        snapshots = {version: part_of(old, self.schema, document) for version, old in kept.items()}
        return review(source, self.schema, corrections, snapshots, raw, last, more)

    def before(self, one: Review) -> Review | None:
        """The publisher's report of the year before; None where there is none, or several."""
        told = one.last.documents if one.last else ()
        return self.review(told[0]) if len(told) == 1 else None

    def reviews(self, documents: Iterable[str] | None = None) -> Iterator[Review]:
        """The reviews of all documents that can be read; the others join `problems`.

        Where rules ask for the report of the year before, some hundreds of documents are read
        ahead, each once: a report of last year that comes later than that is not yet known.
        """
        names = self.documents if documents is None else tuple(documents)
        ahead = iter(names if documents is None and self._rests_on_others else ())
        for read, document in enumerate(self.with_more(names)):
            for other in self.with_more(islice(ahead, _AHEAD if read == 0 else 1)):
                with suppress(KanwuError):  # named when its turn comes
                    self.review(other)
            try:
                yield self.review(document)
            except KanwuError as error:
                self.unread(document, error)

    def unread(self, document: str, error: KanwuError) -> None:
        """Name a document that cannot be read, once."""
        if document not in self._unread:
            self._unread.add(document)
            self.problems.append(error)

    def queue(self) -> list[Item]:
        """All that is left to settle, the most doubtful first."""
        items = [item for one in self.reviews() for item in one.queue]
        return sorted(items, key=lambda item: -item.weight)

    def corrections(self, document: str) -> tuple[Correction, ...]:
        """All corrections of a document under all its names, withdrawn ones among them."""
        return self.former.of(document)

    def replay(self) -> Iterator[Outcome]:
        """What became of every standing correction, also of documents that are gone."""
        for one in self.reviews():
            yield from one.outcomes
        yield from self.orphans()

    def orphans(self) -> Iterator[Outcome]:
        """The outcomes of corrections whose documents are gone, or cannot be read."""
        for document in sorted({*self._unread, *self.former.gone}):
            for correction in standing(self.former.of(document)):
                yield _gone(correction)

    # --- how good it is -------------------------------------------------------------------------------

    def judged(self) -> list[Judged]:
        """The readings that two or more reviewers settled (see `agreement.agreements`)."""
        return [one for review in self.reviews() for one in judged(review)]

    def draw(self, name: str, size: int, *, confidence: float, seed: int) -> Audit:
        """Draw an audit: values that the machine read, nobody doubts and nobody decided.

        They wait in the queue, but are not doubted; `size` is how many, all where there are fewer.

        Raises:
            UsageError: There is an audit of this name, or nothing to draw from.
            WorkspaceError: It cannot be kept.
        """
        self.audits.free(name)
        values = (value for one in self.reviews() for value in eligible(one))
        sampled, population = draw(values, size, seed)
        if not sampled:
            raise UsageError(name, *trouble("audit.nothing"))
        from importlib.metadata import version  # only here: it brings much

        audit = Audit(
            name=name,
            schema=self.schema.name,
            kanwu=version("kanwu"),
            seed=seed,
            confidence=confidence,
            population=population,
            sampled=sampled,
        )
        self.audits.save(audit)
        for value in sampled:
            self._reviews.pop(value.document, None)
        return audit

    def audited(self, audit: Audit) -> Audited:
        """What an audit has come to by now."""
        counts: Counter[Ruling] = Counter()
        there = {one.document for one in audit.sampled if self.holds(one.document)}
        for one in self.reviews(sorted(there)):
            counts.update(rulings(audit.of(one.source.document), one))
        return audited(audit, counts)

    def _decided(self, correction: Correction) -> None:
        self._reviews.pop(self.former.home(correction.document), None)
        if correction.verdict in UNANCHORED:
            for document in self.former.forget():
                self._reviews.pop(document, None)

    def change(self, table: str, key: str, value: Setting | None) -> None:
        """Set one value of `kanwu.toml` or of the reviewer's own file, or take it out.

        Raises:
            WorkspaceError: It would not be meant, cannot be changed alone, or cannot be written.
        """
        self.settings = change_settings(self.root, table, key, value)

    def export(
        self,
        to: str,
        form: Form | None = None,
        *,
        doubted: bool = False,
        also: Sequence[Also] = (),
        bom: bool = False,
        reviews: Iterable[Review] | None = None,
        documents: Iterable[Passing] | None = None,
    ) -> Exported:
        """Write the dataset (see `release`): what is verified, or read without a doubt.

        `reviews` are those of all documents, for a caller who watches them pass by; or `documents` is
        what a release takes of them, where that is known already.
        """
        from kanwu.workspace.release import export, imprint  # only here: it brings many formats

        out = imprint(self.settings, self.name, self.schema, doubted=doubted)
        wide = Wide(self.schema)
        passing_by = documents or (
            passing(one, wide, f"kanwu {out.kanwu}", doubted=doubted)
            for one in (self.reviews() if reviews is None else reviews)
        )
        return export(
            passing_by,
            to,
            form,
            imprint=out,
            paths=self.path,
            audited=lambda: [self.audited(one) for one in self.audits],
            orphans=self.orphans,
            also=also,
            bom=bom,
        )

    def take(
        self,
        path: Path,
        form: Notation,
        *,
        name: str | None = None,
        mapping: Path | None = None,
        document: str | None = None,
    ) -> Taken:
        """Import what another tool extracted: each value is looked for in its document, and kept.

        `name` is what the tool goes by; `mapping` a TOML file with what its names mean; `document`
        the one that it is all about, where the file does not say. What the tool extracted from
        the same documents before is replaced.

        Raises:
            UsageError: The file is not of that form, or of no document that is here.
            WorkspaceError: It cannot be read, or cannot be kept.
        """
        from kanwu.workspace.taking import take  # only here: it brings the formats of other tools

        taken = take(self, path, form, name, mapping, document)
        for one in {extraction.document for extraction in taken.extractions}:
            self.let_go(one)
        return taken


def _gone(correction: Correction) -> Outcome:
    """The outcome of a correction whose document is gone: kept, and listed as lost."""
    return Outcome(correction=correction, kind="lost", why="outcome.document-missing")
