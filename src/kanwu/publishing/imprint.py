"""Imprint and Tally: what a release says of itself, and what was counted while it was made."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from kanwu.agreement import Judged
from kanwu.auditing import Audited
from kanwu.dataset import Gate
from kanwu.schema import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a release says of itself; `[release]` of `kanwu.toml` fills most of it."""

    name: str
    """The workspace's name, as a person wrote it."""
    schema: Schema
    kanwu: str
    """The version of kanwu."""
    gate: Gate
    title: str = ""
    version: str = ""
    license: str = ""
    """An SPDX identifier."""
    authors: tuple[str, ...] = ()
    url: str = ""
    date: str = ""
    """When it is published, ISO 8601; empty for the day of the last verdict."""
    source_licenses: tuple[tuple[str, str], ...] = ()
    """Globs of document ids with the licences of those documents; the first that fits holds."""

    @property
    def slug(self) -> str:
        """The name as a URL can have it, else the schema's."""
        found = re.sub(r"[^a-z0-9._]+", "-", self.name.lower()).strip("-._")
        return found or self.schema.name

    @property
    def heading(self) -> str:
        """The title, else the name, else the schema's title in Chinese."""
        return self.title or self.name or self.schema.title.zh

    def source_license(self, document: str) -> str:
        """The licence of a document; empty where nobody said."""
        fits = (said for glob, said in self.source_licenses if fnmatchcase(document, glob))
        return next(fits, "")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release."""

    path: str
    bytes: int
    sha256: str

    @property
    def suffix(self) -> str:
        """What its name ends in, without the dot."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One document that a release was made from."""

    document: str
    path: str
    sha256: str


@dataclass(slots=True)
class Tally:
    """What is counted while the documents pass by."""

    documents: list[Told] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    extractors: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    reviewers: set[str] = field(default_factory=set)
    out: int = 0
    """Values that went out."""
    judged: list[Judged] = field(default_factory=list)
    """The readings that two or more reviewers settled."""
    audited: list[Audited] = field(default_factory=list)
    latest: str = ""
    """When the last verdict was given, ISO 8601, UTC; empty without one."""
