"""Preview: what a release would hold now, and what stands in its way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from kanwu.replay import WORK
from kanwu.waiting import RENAMED, Counts, Shape
from kanwu_tui.desk import Desk
from kanwu_tui.work import AtOnce, Work

TOGETHER = 1000
"""Documents that are counted in one go."""


class Preview(NamedTuple):
    """Counts over all documents read so far."""

    counts: Counts
    """Readings by their state, and what goes out."""
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


def preview_of(desk: Desk, work: Work | None = None) -> Preview:
    """What a release would hold, as far as the documents are read.

    Raises:
        Stopped: The reviewer did not want to wait.
    """
    index, totals = desk.workspace.index, desk.totals
    counts, shapes, finished, last = Counts(), Counter[Shape](), 0, ""
    orphans = sum(outcome.kind in WORK for outcome in desk.workspace.orphans())
    done = 0
    while some := index.next_documents(last, TOGETHER):
        (work or AtOnce()).tell(done, totals.documents)
        more, clear = index.counts(some[0], some[-1])
        counts = Counts(*map(sum, zip(counts, more, strict=True)))
        finished += clear
        for (shape, codes), count in index.shapes(some[0], some[-1]).items():
            shapes[shape] += count
            orphans += count if shape == "lost" and RENAMED not in codes.split() else 0
        last, done = some[-1], done + len(some)
    about = desk.workspace.settings.release
    wanted = {"title": about.title, "version": about.version, "license": about.license}
    return Preview(
        counts=counts,
        shapes=shapes,
        orphans=orphans,
        finished=finished,
        read=totals.documents - totals.unreadable,
        documents=desk.documents,
        unreadable=totals.unreadable,
        untitled=tuple(key for key, value in wanted.items() if not value),
    )
