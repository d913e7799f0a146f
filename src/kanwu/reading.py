"""Reading and Candidate: what one document answers for one field."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from msgspec import Struct

from kanwu.message import Message
from kanwu.source import Span

Kind = Literal["text", "passage", "year", "date", "count", "signed", "money", "percent"]
VERBATIM: frozenset[Kind] = frozenset({"text", "passage"})
"""The kinds whose values are the words themselves; a passage, of several sentences, claims no number in it."""
Qualifier = Literal["at_least", "at_most", "approx"]
Value = Decimal | str
State = Literal["read", "doubted", "verified", "silent"]


class Key(NamedTuple):
    """What names a reading inside one document."""

    field: str
    item: str | None = None
    nth: int = 0
    """0 for the first reading of this field and item in the document, then 1, 2, …"""


class Candidate(Struct, frozen=True, gc=False):
    """A value that the words could mean, with the reasons for and against it."""

    value: Value
    score: float
    """0 to 1: how likely it is, given what the document says elsewhere."""
    reasons: tuple[Message, ...] = ()


class Rival(Struct, frozen=True, kw_only=True, gc=False):
    """What another extractor read where this one read something else, or nothing that it was sure of."""

    extractor: str
    value: Value
    quote: str
    span: Span | None


class Reading(Struct, frozen=True, kw_only=True, gc=False):
    """What one document says for one field, or that it says nothing."""

    key: Key
    kind: Kind
    value: Value | None = None
    """Dates are ISO 8601 text at the precision of the words, numbers Decimal. None when the
    document is silent, or when the words cannot be read without guessing."""
    unit: str | None = None
    """As written."""
    qualifier: Qualifier | None = None
    quote: str = ""
    """The source's own words; empty when silent and for a blank cell."""
    span: Span | None = None
    """Where they stand in the source; None when the document is silent."""
    damage: str | None = None
    """What is wrong with the words themselves: a finding code such as `date.separators-lost`."""
    candidates: tuple[Candidate, ...] = ()
    """What the words could mean, as far as the words alone tell; checks weigh them."""
    path: tuple[str, ...] = ()
    """The structural place: (`signature`,), (`applications`, `granted`, `total`), …"""
    extractor: str = ""
    """The other tool that read it, whose extraction was imported; empty for kanwu itself."""
    agreed: tuple[str, ...] = ()
    """The other extractors that read the same."""
    rivals: tuple[Rival, ...] = ()
    """What other extractors read for it instead."""

    @property
    def silent(self) -> bool:
        """Whether the schema asks and the document says nothing at all."""
        return self.span is None
