"""Former: documents that are gone, the verdicts made on them, and what they may be called now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kanwu.correction import Correction, on_names, standing
from kanwu.finding import Finding
from kanwu.message import Message, say
from kanwu.review import Raw
from kanwu.schema import Schema
from kanwu.source import Source
from kanwu.waiting import RENAMED
from kanwu.workspace.errata import Errata
from kanwu.workspace.stamps import stamp

if TYPE_CHECKING:
    from kanwu.workspace.gone import Gone

SAID = frozenset(("text", "year"))
"""The kinds of what a document says of itself."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document that may be one that is gone; a person says whether it is."""

    former: str
    document: str
    score: float
    """0 to 1."""
    verdicts: tuple[Correction, ...]
    """What was decided under the former name and still stands."""
    why: Message
    against: tuple[Correction, Correction] | None = None
    """Two reviewers' verdicts on it that contradict each other: neither holds."""


class Former:
    """The corrections of each document under all names it bore, and those of none that is there."""

    def __init__(self, errata: Errata, schema: Schema, is_there: Callable[[str], bool]) -> None:
        self._errata = errata
        self._schema = schema
        self._is_there = is_there
        self._proposed: dict[str, tuple[Proposal, ...]] = {}
        self._bearing: dict[str, tuple[str, ...]] = {}

    def of(self, document: str) -> tuple[Correction, ...]:
        """All corrections of a document, those made under its former names among them."""
        found = [*self._errata.of(document)]
        if not any(one.verdict == "renamed" for one in found):
            return tuple(found)
        for name in self._names.get(document, ()):
            found += (replace(one, document=document) for one in self._errata.of(name))
        return tuple(sorted(found, key=lambda c: (c.at, c.id)))

    @cached_property
    def _said(self) -> dict[str, list[Correction]]:
        """For each name whose document is gone, what reviewers say of which one it is now."""
        found: dict[str, list[Correction]] = {}
        for document in sorted(self._errata.documents):
            for one in on_names(self._errata.of(document)):
                if not self._is_there(one.of):
                    found.setdefault(one.of, []).append(one)
        return found

    @cached_property
    def _claims(self) -> dict[str, str]:
        """For each former name, a document that somebody says bore it."""
        said = (one for told in self._said.values() for one in told if one.verdict == "renamed")
        return {one.of: one.document for one in said}

    @cached_property
    def _disputed(self) -> dict[str, tuple[Correction, Correction]]:
        """The former names that reviewers disagree on, each with two verdicts that cannot both hold."""
        found: dict[str, tuple[Correction, Correction]] = {}
        for name, said in self._said.items():
            ends = [self._end(one.document, self._claims) for one in said]
            for one, end in zip(said, ends, strict=True):
                for other, its_end in zip(said, ends, strict=True):
                    if one.verdict == "renamed" and (other.verdict == "renamed") != (
                        end == its_end
                    ):
                        found.setdefault(name, (one, other))
        return found

    @cached_property
    def homes(self) -> dict[str, str]:
        """What each former name is called now; none while reviewers disagree on that."""
        told = {name: it for name, it in self._claims.items() if name not in self._disputed}
        return {name: self._end(name, told) for name in told}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The former names of each document."""
        found: dict[str, list[str]] = {}
        for name, home in self.homes.items():
            found.setdefault(home, []).append(name)
        return found

    @staticmethod
    def _end(name: str, told: dict[str, str]) -> str:
        seen: set[str] = set()
        while name in told and name not in seen:
            seen.add(name)
            name = told[name]
        return name

    def home(self, document: str) -> str:
        """What a document is called now."""
        return self.homes.get(document, document)

    @cached_property
    def gone(self) -> tuple[str, ...]:
        """The documents with standing verdicts that are there no more, under no name."""
        return tuple(
            name
            for name in sorted(self._errata.documents)
            if not self._is_there(self.home(name)) and standing(self._errata.of(name))
        )

    def stamp(self, document: str, named: str) -> bytes:
        """What `proposals` rests on for a document that says this of itself (see `named`).

        Empty where none that is gone bears on it, or it cannot be read.
        """
        if not self.gone or not named:
            return b""
        found = {
            *self.bearing(named),
            *(n for n, ends in self._at_issue.items() if document in ends),
        }
        return stamp([self._stamps[name] for name in sorted(found)]) if found else b""

    @cached_property
    def _stamps(self) -> dict[str, bytes]:
        """What a proposal of each document that is gone rests on."""
        found = {}
        for name in self.gone:
            told = standing(self._errata.of(name))
            said = self._said[name] if name in self._disputed else ()
            found[name] = stamp(told, said, self._errata.versions(told))
        return found

    def forget(self) -> set[str]:
        """Work the names out again, after a verdict that may be about one was made or taken back.

        Returns the documents that may have to be reviewed again.
        """
        told = {*self.homes.values(), *(name for name, found in self._proposed.items() if found)}
        for name in _WORKED_OUT:
            self.__dict__.pop(name, None)
        self._proposed.clear()
        self._bearing.clear()
        return told | set(self.homes.values())

    # --- what a gone document may be called now ----------------------------------------------------

    def proposals(self, source: Source, raw: Raw) -> tuple[Proposal, ...]:
        """The gone documents that one may be, the likeliest first; none that a person refused."""
        if not self.gone:
            return ()
        if source.document not in self._proposed:
            from kanwu.workspace.gone import by_likeness  # only here, as `recalled`

            bearing = [self._known[name] for name in self.bearing(named(raw))]
            found = [proposal for one in bearing for proposal in one.by_hash(source)]
            found = found or [*by_likeness(source, raw, bearing)]
            found.sort(key=lambda one: (-one.score, one.former))
            settled = {one.of for one in on_names(self.of(source.document))} | {*self._disputed}
            found = [one for one in found if one.former not in settled]
            found += self._disputes(source.document)
            self._proposed[source.document] = tuple(found)
        return self._proposed[source.document]

    def refusal(self, former: str, document: str) -> Correction | None:
        """The verdict by which a document is not the one that is gone, where nobody contradicts it."""
        if former in self._disputed:
            return None
        said = on_names(self.of(document))
        return next((o for o in said if o.of == former and o.verdict == "distinct"), None)

    def _disputes(self, document: str) -> Iterable[Proposal]:
        """The names that some reviewer says a document bore, and another that it did not."""
        for name, ends in self._at_issue.items():
            verdicts = tuple(standing(self._errata.of(name)))
            if verdicts and document in ends:
                one, other = self._disputed[name]
                why = say("finding.replay.disputed", first=one.reviewer, second=other.reviewer)
                yield Proposal(name, document, 0.0, verdicts, why, (one, other))

    @cached_property
    def _at_issue(self) -> dict[str, set[str]]:
        """By the names that reviewers disagree on: the documents that some say bore them."""
        return {
            name: {self._end(o.document, self.homes) for o in said if o.verdict == "renamed"}
            for name, said in self._said.items()
            if name in self._disputed
        }

    def bearing(self, told: str) -> tuple[str, ...]:
        """The documents that are gone that one which says this of itself may be (see `named`)."""
        if told not in self._bearing:
            self._bearing[told] = tuple(
                name for name, one in self._known.items() if one.may_be(told)
            )
        return self._bearing[told]

    def proposed(self, former: str) -> list[Proposal]:
        """The documents, of those looked at so far, that a gone one may be; the likeliest first."""
        found = [one for told in self._proposed.values() for one in told if one.former == former]
        return sorted(found, key=lambda one: (-one.score, one.document))

    @cached_property
    def _known(self) -> dict[str, Gone]:
        from kanwu.workspace.gone import recalled  # only here: it brings the placing

        return {name: recalled(name, self._errata, self._schema) for name in self.gone}


def named(raw: Raw) -> str:
    """What a document says of its year and its publisher, a blank between them: `2020 梨坪镇人民政府`.

    Each is left out where the document does not say it, or says it more than once. Another year,
    or another publisher, is another document, whatever else is alike.
    """
    series = raw.schema.series
    fields = (series.year, series.of) if series else ()
    told = []
    for field in fields:
        found = [raw.ground.readings[at] for at in raw.ground.of(field)]
        read = [one.value for one in found if one.kind in SAID and one.value is not None]
        told.append(str(read[0]) if len(read) == 1 else "")
    return " ".join(told) or " "


_WORKED_OUT = tuple(name for name, it in vars(Former).items() if isinstance(it, cached_property))


def findings_of(one: Proposal) -> Iterable[Finding]:
    """The doubts that a proposal is in the queue; they are settled by taking it, or refusing it."""
    if one.against is not None:
        yield Finding(
            code="verdict.contradiction",
            severity="error",
            message=say(
                "finding.verdict.contradiction",
                first=one.against[0].reviewer,
                first_said=_stated(one.against[0]),
                second=one.against[1].reviewer,
                second_said=_stated(one.against[1]),
            ),
            correction=one.verdicts[0].id,
        )
    yield Finding(
        code=RENAMED,
        severity="warning",
        message=say(
            "finding.replay.renamed", former=one.former, count=len(one.verdicts), why=one.why
        ),
        correction=one.verdicts[0].id,
    )


def _stated(one: Correction) -> Message:
    return say(f"finding.replay.said-{one.verdict}", former=one.of, document=one.document)
