"""Running: the documents of a workspace read once, by all hands, before something is told of them all."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from functools import partial

from kanwu.cli.output import language
from kanwu.cli.progress import Progress
from kanwu.errors import UsageError, WorkspaceError
from kanwu.message import trouble
from kanwu.workspace import Workspace
from kanwu.workspace.engines import check, executor, sweep_seldom
from kanwu.workspace.kept import error_of
from kanwu.workspace.running import Printing, printed, refresh


def engine(chosen: argparse.Namespace) -> tuple[int, Callable[[], Executor]]:
    """How many hands there are, and what makes them.

    Raises:
        UsageError: The words for them do not fit.
    """
    check(chosen.engine, chosen.workers, chosen.scheduler)
    sweep_seldom()
    return chosen.workers, partial(executor, chosen.engine, chosen.workers, chosen.scheduler)


def alone(word: str, chosen: argparse.Namespace) -> None:
    """Make sure that no hands are asked for where one process does it all.

    Raises:
        UsageError: They are.
    """
    if chosen.workers != 1 or chosen.engine != "local":
        raise UsageError(word, *trouble("engine.alone"))


def refreshed(one: Workspace, printing: Printing | None, chosen: argparse.Namespace) -> None:
    """Bring the index up to date, and what is printed of each document; problems join the workspace's."""
    workers, make = engine(chosen)
    said = language(getattr(chosen, "lang", None), one.settings.language)
    progress = Progress(len(one.documents), said)
    with closing(refresh(one, printing=printing, make=make, hands=workers)) as told:
        for result in told:
            progress.step()
            if result.problem:
                one.unread(result.document, error_of(result.problem))
    progress.clear()
    if one.index.cache.trouble:
        progress.complain(one.index.cache.trouble)


def told_of_all(
    one: Workspace, printing: Printing, chosen: argparse.Namespace
) -> Iterator[tuple[str, bytes]]:
    """What is printed of each document that can be read, in their order, all brought up to date.

    Raises:
        WorkspaceError: The cache breaks while it is read, so that not all was told.
    """
    refreshed(one, printing, chosen)
    one.indexed = True
    with unbroken(one):
        yield from printed(one, one.documents, printing.name)


@contextmanager
def unbroken(one: Workspace) -> Iterator[None]:
    """Make sure that the cache can be read to the end of what is printed out of it.

    Raises:
        WorkspaceError: It could not, so that not all was printed.
    """
    lasting = one.index.cache.lasting
    yield
    if one.index.cache.lasting != lasting:
        raise WorkspaceError(one.index.cache.file, *trouble("cache.broke"))
