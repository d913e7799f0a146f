"""Viewing: the filters that have a name: those that every queue has, and those that were saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kanwu_tui.ordering import ORDERS, Order
from kanwu_tui.queue import Queue

BUILT_IN: Mapping[str, str] = {
    "orphans": "state:lost",
    "stale": "outcome:stale",
    "ambiguous": "outcome:ambiguous",
    "lost": "outcome:lost",
    "questions": "finding:verdict.question",
    "contradictions": "finding:verdict.contradiction",
    "audits": "finding:audit.sampled",
}
"""Views of every queue; `view.…` in the words names each."""
COUNTED = 50_000
"""Of a longer queue no view is counted: it would be waited for."""


class View(NamedTuple):
    """A filter with a name."""

    name: str
    query: str
    saved: bool = False
    """Whether it stands in `kanwu.toml`."""


class Choice(NamedTuple):
    """A way to look at the queue, to choose from."""

    name: str
    told: str
    """What it does."""
    here: bool
    """Whether the queue is looked at so already."""
    view: View | None = None
    order: Order | None = None
    kept: int | None = None
    """How many items it keeps; None where that is not counted."""


def views_of(desk: Queue) -> list[View]:
    """Those of every queue, then those that were saved, by their names."""
    own = [View(desk.words(f"view.{name}"), query) for name, query in BUILT_IN.items()]
    saved = desk.workspace.settings.views.items()
    return own + [View(name, query, saved=True) for name, query in saved]


def choices_of(desk: Queue) -> Iterator[Choice]:
    """Every order, the whole queue, and every view with how many items it keeps."""
    words = desk.words
    for order in ORDERS:
        told = words(f"ordered.{order}")
        yield Choice(words(f"order.{order}"), told, order == desk.order, order=order)
    views = [View(words("view.all"), ""), *views_of(desk)]
    few = len(desk.rows) <= COUNTED
    counts = desk.counts([view.query for view in views]) if few else [None] * len(views)
    for view, kept in zip(views, counts, strict=True):
        here = view.query == desk.query
        yield Choice(view.name, view.query, here, view=view, kept=kept)
