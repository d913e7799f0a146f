"""Lending: the open workspace that a process reads documents for, and what it knows of others."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from kanwu.checks.across import last_of
from kanwu.checks.facts import Last
from kanwu.review import Review
from kanwu.workspace.cache import Cache
from kanwu.workspace.kept import Kept
from kanwu.years import Years

if TYPE_CHECKING:
    from kanwu.workspace.indexed import Indexed

_REMEMBERED = 2000
"""Documents whose year and publisher are remembered; those before stand in the cache."""


@dataclass(slots=True)
class Lent:
    """What a hand works with."""

    here: Indexed
    kept: Kept
    """What the cache tells this process, and no other."""
    process: int = field(default_factory=os.getpid)
    years: Years = field(default_factory=Years)
    """The documents that were read here just now, which the cache may not hold yet."""

    def note(self, alone: Review) -> None:
        """Remember what a document tells the year after."""
        if len(self.years) > _REMEMBERED:
            self.years = Years()
        self.years.put(alone)

    def last(self, alone: Sequence[Review]) -> dict[str, Last | None]:
        """What last year's reports tell documents, as far as they were read, where a rule may ask."""
        asking = {one.source.document: (one.place, one) for one in alone if one.asked_of_last}
        told = self.kept.told_before({place for place, _ in asking.values() if place})
        return {
            document: last_of({**told[place], **self.years.before(one)})
            for document, (place, one) in asking.items()
            if place
        }


_LENT: dict[tuple[Path, bytes], Lent] = {}
"""The workspace that this process works for, in the state that it was opened in."""


def lend(here: Indexed) -> None:
    """Let tasks of this process, and of those that it forks, use a workspace that is open already."""
    _LENT.clear()
    _LENT[here.root, here.state] = Lent(here, here.index)


def lent_for(root: Path, state: bytes) -> Lent:
    """What a task of a workspace works with in this process."""
    if (root, state) not in _LENT:
        from kanwu.workspace import open_workspace

        lend(open_workspace(root))
    lent = _LENT.setdefault((root, state), next(iter(_LENT.values())))
    if lent.process != os.getpid():  # no database may be used on both sides of a fork
        lent = _LENT[root, state] = Lent(lent.here, Kept(Cache(root, lent.here.part)))
    return lent
