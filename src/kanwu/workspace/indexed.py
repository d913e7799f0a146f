"""Indexed: what the cache holds of a workspace's documents, brought up to date and asked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from kanwu.checks.facts import Last
from kanwu.errors import KanwuError, WorkspaceError
from kanwu.message import trouble
from kanwu.review import Raw, Review
from kanwu.source import Source
from kanwu.splitting import number_of, numbered
from kanwu.workspace.audits import Audits
from kanwu.workspace.cache import Cache
from kanwu.workspace.deciding import Deciding
from kanwu.workspace.files import Copy
from kanwu.workspace.imports import Imports
from kanwu.workspace.index import Index
from kanwu.workspace.recent import Recent
from kanwu.workspace.remote import is_remote
from kanwu.workspace.running import Result, refresh, renew
from kanwu.workspace.stamps import stamp, state_of


class Read(NamedTuple):
    """A document as it was read, and the state of its file then."""

    source: Source
    raw: Raw
    mark: str
    content: bytes
    """The stamp of the file's bytes."""


class Indexed(Deciding):
    """A workspace whose queue can be asked for without all documents being at hand."""

    root: Path
    problems: list[KanwuError]
    indexed = False
    """Whether last year's reports are looked for in the index, which is then kept up to date."""
    part = ""
    """What the cache of a shard is called by; empty for all documents."""
    _ground: bytes
    """The stamp of what every document's results rest on: this kanwu, the schema, the settings."""
    _looked_into: set[str]
    """The files, by their first documents, that were read in this process."""
    _raw: Recent[str, Read]
    _reviews: Recent[str, Review]

    @property
    @abstractmethod
    def imports(self) -> Imports:
        """What other tools extracted, on disk."""

    @property
    @abstractmethod
    def audits(self) -> Audits:
        """The samples that were drawn, on disk."""

    @abstractmethod
    def read(self, document: str) -> tuple[Source, Copy, list[str]]:
        """A document, the state of its file, and the documents found behind the first in it."""

    @abstractmethod
    def path(self, document: str) -> str:
        """The path of a document's file below the workspace."""

    @abstractmethod
    def beside(self, source: Source, raw: Raw, last: Last | None = None) -> Review:
        """A document with all that was decided of it, beside what last year's report tells."""

    @property
    @abstractmethod
    def _files(self) -> dict[str, str]:
        """The files of all documents, by their ids."""

    @cached_property
    def index(self) -> Index:
        """What the cache holds of all documents, and the queue of them all."""
        return Index(Cache(self.root, self.part))

    def refresh(self, documents: Sequence[str] | None = None) -> Iterator[Result]:
        """Bring the index up to date (see `running.refresh`), and rest on it from here on.

        What is told of a document stands in the index by then.
        """
        self.indexed = True
        for one in refresh(self, documents, together=1, at_once=True):
            if one.read:
                self.let_go(one.document)
            yield one

    def look_again(self) -> None:
        """Forget which files there are, so that they are looked for when they are next asked for."""
        self.__dict__.pop("_files", None)
        if "former" in self.__dict__:
            for document in self.former.forget():
                self._reviews.pop(document, None)

    def look_for(self, documents: Sequence[str]) -> None:
        """Forget which files there are, where another process found that these are not all, or are gone."""
        gone = any(self.index.file(one) is None for one in documents)
        if gone or (self.listed and not self._files.keys() >= set(documents)):
            self.look_again()

    def let_go(self, document: str) -> None:
        """Forget what was read of a document."""
        self._raw.pop(document, None)
        self._reviews.pop(document, None)

    def hold(self, most: int) -> None:
        """Have no more than so many documents at hand: who rests on the index goes from one to the next."""
        self._raw.hold(most)
        self._reviews.hold(most)

    def look_at_candidates(self) -> None:
        """Review the documents that those which are gone may be by now; the index is up to date."""
        for document, said in self.index.named() if self.former.gone else ():
            if self.former.stamp(document, said):
                with suppress(KanwuError):  # it went, or broke, in the meantime
                    self.review(document)

    def at_hand(self, document: str) -> bool:
        """Whether a document need not be read to be reviewed."""
        return document in self._reviews

    def has_read(self, document: str, content: bytes) -> bool:
        """Whether a document is at hand as it was with these bytes."""
        return document in self._raw and self._raw[document].content == content

    def renew(self, document: str) -> Review:
        """Review a document after a verdict on it, and bring what the index holds of it up to date."""
        if document not in self._raw:
            self._reviews.pop(document, None)
        full = self.review(document)
        read = self._raw[document]
        renew(self, full, read.mark, read.content)
        return full

    @cached_property
    def state(self) -> bytes:
        """What tells whether another process has opened the same workspace in the same state."""
        folders = (self.root / name for name in ("corrections", "imports", "audits"))
        return stamp(self._ground, self.settings, [state_of(folder) for folder in folders])

    def stamps(
        self, document: str, path: str, content: bytes, named: str = ""
    ) -> tuple[bytes, bytes]:
        """What a document's lines rest on, and what its items do, but for last year's report.

        `content` is the stamp of its bytes, `named` what it says of itself (see `former.named`).
        """
        base = self.base_stamp(document, path, content)
        return base, self.whole_stamp(document, base, named)

    def base_stamp(self, document: str, path: str, content: bytes) -> bytes:
        """What a document's lines rest on (see `stamps`)."""
        parts: list[object] = [self._ground, document, path.rsplit(".", 1)[-1].lower(), content]
        if corrections := self.former.of(document):
            parts += [corrections, self.errata.versions(corrections)]
        if extractions := self.imports.of(document):
            parts.append(extractions)
        return stamp(*parts)

    def whole_stamp(self, document: str, base: bytes, named: str = "") -> bytes:
        """What a document's items rest on (see `stamps`), given what its lines do."""
        more: list[object] = [(a.name, told) for a in self.audits if (told := a.of(document))]
        gone = self.former.stamp(document, named)
        more += [gone] if gone else []
        return stamp(base, *more) if more else base

    # --- several documents in one file ----------------------------------------------------------------

    def holds(self, document: str) -> bool:
        """Whether there is such a document; for the second of a file, the file may be read."""
        if self._known_file(document):
            return True
        name = number_of(document)[0]
        if document not in self._files and name in self._files and name != document:
            with suppress(KanwuError):
                if name not in self._looked_into:
                    self.read(name)
        return document in self._files

    @property
    def listed(self) -> bool:
        """Whether it is known which files there are."""
        return "_files" in self.__dict__

    def _known_file(self, document: str) -> str | None:
        """The file of a document as the index knows it, as long as a list of all is not worth the wait."""
        known = self.index.file(document) if self.indexed and not self.listed else None
        there = known is not None and (is_remote(known) or (self.root / known).is_file())
        return known if there else None

    def note(self, others: Sequence[str], file: str) -> list[str]:
        """Take note of documents that a file holds behind its first; those that are new."""
        for one in others:
            if self._files.get(one, file) == file:
                continue
            said = trouble("document.part-taken", document=one, file=self._files[one])
            self.problems.append(WorkspaceError(file, *said))
        new = [one for one in others if one not in self._files] if others else []
        if new:
            self._files.update(dict.fromkeys(new, file))
        return new

    def first_of(self, document: str, path: str) -> str:
        """The id of the first document in the file of one: a file may be called `a#2` itself."""
        name = number_of(document)[0]
        return name if name != document and self._files.get(name) == path else document

    def with_more(self, names: Iterable[str]) -> Iterator[str]:
        """These ids, each followed by those that its file turns out to hold beside it."""
        told: set[str] = set()
        for name in names:
            if name not in told:
                told.add(name)
                yield name
                number = 2
                known = self._files if self.listed else {}  # a million take seconds to find
                while (more := numbered(name, number)) in known and more not in told:
                    told.add(more)
                    yield more
                    number += 1
