"""Preview: what a release would hold now, and what stands in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from kanwu.reading import State
from kanwu.replay import WORK
from kanwu.waiting import Shape
from kanwu_tui.desk import Desk


class Preview(NamedTuple):
    """Counts over all documents read so far."""

    states: Mapping[State, int]
    """Readings by their state."""
    out: int
    """Values that go out: verified, or read without a doubt."""
    verified: int
    """Those of them that a verdict holds."""
    doubted: int
    """Values that would go out besides, with those that are doubted."""
    shapes: Mapping[Shape, int]
    """Open items by the kind of their doubt."""
    orphans: int
    """Verdicts that found no place."""
    finished: int
    """Documents in which nothing is open."""
    read: int
    documents: int
    unreadable: int
    untitled: tuple[str, ...]
    """Keys of `[release]` that a release should have, and that are not set."""


def preview_of(desk: Desk) -> Preview:
    """What a release would hold, as far as the documents are read."""
    states: Counter[State] = Counter()
    for digest in desk.digests.values():
        states.update(digest.states)
    about = desk.workspace.settings.release
    wanted = {"title": about.title, "version": about.version, "license": about.license}
    tallies = desk.tallies()
    return Preview(
        states=states,
        out=sum(digest.out for digest in desk.digests.values()),
        verified=sum(digest.verified_out for digest in desk.digests.values()),
        doubted=sum(digest.doubted for digest in desk.digests.values()),
        shapes=Counter(row.shape for row in desk.rows),
        orphans=sum(fate.kind in WORK for fate in desk.fates()),
        finished=sum(one.state in {"finished", "clean"} for one in tallies),
        read=desk.read_so_far,
        documents=len(desk.workspace.documents),
        unreadable=desk.unread,
        untitled=tuple(key for key, value in wanted.items() if not value),
    )
