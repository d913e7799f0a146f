"""Gone: what is known of a document that is gone, and whether one that is there may be it by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kanwu.anchor import Fixed, Found
from kanwu.correction import Correction, standing
from kanwu.message import say
from kanwu.placing import place
from kanwu.placing.form import Form, form
from kanwu.placing.sameness import remembered, sameness, sketch
from kanwu.reading import Reading
from kanwu.replay.holding import asked
from kanwu.review import Raw, prepare
from kanwu.schema import Schema
from kanwu.source import Source
from kanwu.splitting import number_of, part_of
from kanwu.workspace.errata import Errata
from kanwu.workspace.former import SAID, Proposal, named

_SHARED = 0.2
"""The share of a sketch that must stand in a document before the two are compared in full."""
_ALIKE = 80
"""How alike two ways of writing a name are, of 100: with the county before it, or without."""
_STANDING = 0.75
"""The share of the verdicts that must have their place in a text, where nothing else is known."""
_TRIED = 3
"""Documents that are gone with which one is compared in full at most."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What is known of a document that is gone."""

    name: str
    verdicts: tuple[Correction, ...]
    sketch: frozenset[str]
    form: Form
    read: Raw | None
    """The version that is best known; None where it was not kept."""
    versions: frozenset[str]
    """The SHA-256 of all that verdicts were made on."""
    named: frozenset[str]
    """What each of them says of itself (see `named`)."""

    def may_be(self, told: str) -> bool:
        """Whether a document that says this of itself (see `named`) may be it."""
        return not all(_apart(own, told) for own in self.named)

    def by_hash(self, source: Source) -> Iterable[Proposal]:
        """That a document with a text that verdicts were made on is it."""
        if source.sha256 not in self.versions:
            return
        if number_of(self.name)[1] == number_of(source.document)[1]:
            why = say("finding.replay.same-text")
            yield Proposal(self.name, source.document, 1.0, self.verdicts, why)


def recalled(name: str, errata: Errata, schema: Schema) -> Gone:
    """What is known of a document that is gone."""
    verdicts = tuple(standing(errata.of(name)))
    anchors = [one.anchor for one in verdicts if one.anchor is not None]
    snapshots = errata.snapshots({one.sha256 for one in anchors if one.sha256}, name)
    versions = {one.sha256 for one in anchors}
    reads = {
        version: prepare(part_of(source, schema, name), schema)
        for version, source in snapshots.items()
    }
    best = remembered(anchors, {version: read.text for version, read in reads.items()})[0]
    return Gone(
        name,
        verdicts,
        sketch(best),
        best,
        reads.get(best.text.source.sha256),
        frozenset(versions),
        frozenset(named(reads[one]) if one in reads else "" for one in versions),
    )


def by_likeness(source: Source, raw: Raw, gone: Sequence[Gone]) -> Iterable[Proposal]:
    """Which of these a document may be that is like them."""
    if not gone:
        return
    new = form(raw.text)
    own = sketch(new)
    hits = sorted(((len(one.sketch & own), one) for one in gone), key=lambda hit: -hit[0])
    for count, one in hits[:_TRIED]:
        if not count or count < _SHARED * len(one.sketch) or _contradicted(one, raw):
            continue
        score = sameness(one.form, new)
        if score:
            why = say("finding.replay.like-text", share=round(100 * score))
            yield Proposal(one.name, source.document, score, one.verdicts, why)


def _contradicted(one: Gone, raw: Raw) -> bool:
    """Whether what the two say of themselves, their publisher and their year, differs.

    Without the text that verdicts were made on, most of their words must stand in the new one.
    """
    if one.read is None:
        places = place([asked(verdict) for verdict in one.verdicts], raw.text, {})
        found = sum(isinstance(here, (Found, Fixed)) for here in places)
        return found < _STANDING * len(places)
    before = _names(one.read.readings)
    now = _names(raw.readings)
    return any(_unlike(before[field], now[field]) for field in before if field in now)


def _apart(one: str, other: str) -> bool:
    """Whether two documents that say this of themselves are two (see `named`)."""
    (year, _, of), (its_year, _, its_of) = one.partition(" "), other.partition(" ")
    if year and its_year and year != its_year:
        return True
    return bool(of and its_of) and fuzz.partial_ratio(of, its_of) < _ALIKE


def _names(readings: Iterable[Reading]) -> dict[str, Reading]:
    """The words and years that a document says once, and so says of itself."""
    told = [one for one in readings if one.kind in SAID and one.value is not None]
    count = Counter(one.key.field for one in told)
    return {one.key.field: one for one in told if count[one.key.field] == 1}


def _unlike(one: Reading, other: Reading) -> bool:
    """Whether two years differ, or two names, one of which is not just the longer."""
    if one.kind == "year":
        return one.value != other.value
    return fuzz.partial_ratio(str(one.value), str(other.value)) < _ALIKE
