"""Running: the documents of a workspace read once, by all hands, before something is told of them all."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from functools import partial

from kanwu.cli.progress import Progress
from kanwu.errors import WorkspaceError
from kanwu.workspace import Workspace
from kanwu.workspace.engines import check, executor
from kanwu.workspace.kept import error_of
from kanwu.workspace.running import Printing, refresh


def engine(chosen: argparse.Namespace) -> tuple[int, Callable[[], Executor]]:
    """How many hands there are, and what makes them.

    Raises:
        UsageError: The words for them do not fit.
    """
    check(chosen.engine, chosen.workers, chosen.scheduler)
    return chosen.workers, partial(executor, chosen.engine, chosen.workers, chosen.scheduler)


def refreshed(one: Workspace, printing: Printing | None, chosen: argparse.Namespace) -> None:
    """Bring the index up to date, and what is printed of each document; problems join the workspace's."""
    workers, make = engine(chosen)
    progress = Progress(len(one.documents))
    named: set[str] = set()
    with closing(refresh(one, printing=printing, make=make, hands=workers)) as told:
        for result in told:
            progress.step()
            if result.problem and result.document not in named:
                named.add(result.document)
                one.problems.append(error_of(result.problem))
    progress.clear()
    if one.index.cache.trouble:
        progress.say(f"kanwu: {one.index.cache.trouble}")


@contextmanager
def unbroken(one: Workspace) -> Iterator[None]:
    """Make sure that the cache can be read to the end of what is printed out of it.

    Raises:
        WorkspaceError: It could not, so that not all was printed.
    """
    lasting = one.index.cache.lasting
    yield
    if one.index.cache.lasting != lasting:
        what = "could no longer be read, so that not all was told"
        raise WorkspaceError(
            one.index.cache.file, what, "Do it again; where that does not help, delete the file."
        )
