"""Engines: where documents are read: in this process, in several, or on a Dask cluster.

The one seam is `concurrent.futures.Executor`; there is no scheduler of our own.
"""

from __future__ import annotations

import gc
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar

from kanwu.choices import Engine
from kanwu.errors import UsageError
from kanwu.message import trouble

if TYPE_CHECKING:
    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R")


class Serial(Executor):
    """An executor that does each task at once, in this process."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The outcome of a task, which is there already."""
        done: Future[T] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


def check(engine: Engine, workers: int, scheduler: str | None) -> None:
    """Make sure that an engine can be asked for so.

    Raises:
        UsageError: A word that does not fit the others, or Dask is not installed.
    """
    if workers < 1:
        raise UsageError("--workers", *trouble("engine.workers", count=workers))
    if engine == "dask" and find_spec("distributed") is None:
        raise UsageError("--engine", *trouble("engine.no-dask"))
    if engine != "dask" and scheduler:
        raise UsageError("--scheduler", *trouble("engine.scheduler"))


def executor(engine: Engine = "local", workers: int = 1, scheduler: str | None = None) -> Executor:
    """What does the work: `workers` processes here, or the cluster of a Dask scheduler.

    Raises:
        UsageError: Nobody answers at that address.
    """
    if engine == "dask":
        return _dask(workers, scheduler)
    if workers == 1:
        return Serial()
    from concurrent.futures import ProcessPoolExecutor  # only here: most runs have one hand

    return ProcessPoolExecutor(workers, initializer=_begin)


def _dask(workers: int, scheduler: str | None) -> Executor:
    from distributed import Client, LocalCluster

    try:
        client = Client(
            scheduler
            or LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
        )
    except (OSError, ValueError) as error:
        raise UsageError(
            "--scheduler", *trouble("engine.no-answer", address=scheduler, why=error)
        ) from None
    return Cluster(client)


class Cluster(Executor):
    """A Dask cluster by its executor; a worker that was killed is told as processes tell it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Hand a task to the cluster."""
        told: Future[T] = Future()
        self._executor.submit(fn, *args, **kwargs).add_done_callback(partial(_pass_on, to=told))
        return told

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster; one that was made for this ends."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        own = self._client.cluster
        self._client.close()
        if own is not None:
            own.close()


def _pass_on(done: Future[T], to: Future[T]) -> None:
    if done.cancelled():
        to.cancel()
    elif (error := done.exception()) is None:
        to.set_result(done.result())
    else:
        killed = type(error).__name__ == "KilledWorker"
        to.set_exception(BrokenExecutor(str(error)) if killed else error)


def _begin() -> None:
    """Ctrl+C is for the process that hands out the work; and a reader makes little that hangs in rings."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_outlive_nobody, args=(os.getppid(),), daemon=True).start()
    sweep_seldom()


def _outlive_nobody(parent: int) -> None:
    """End this process when the one that hands out the work was killed, and could not say so."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def sweep_seldom() -> None:
    """Look for unreachable rings of objects less often: a tenth of the time of reading went into it."""
    gc.freeze()
    gc.set_threshold(250_000, 20, 50)


def ahead(hands: int) -> int:
    """How many tasks may wait for their turn to be told; one hand does each when it is asked for."""
    return 4 * hands if hands > 1 else 0


class Crew(Generic[T, R]):
    """Hands out tasks of several things each, a few at a time, and takes the results in order.

    A thing that kills the process that works on it is tried once more alone, and is then given up;
    everything else that the process had in hand is done by another.
    """

    def __init__(
        self, work: Callable[[Sequence[T]], Sequence[R]], make: Callable[[], Executor]
    ) -> None:
        self._work = work
        self._make = make
        self._executor: Executor | None = None

    def submit(self, things: Sequence[T]) -> Future[Sequence[R]]:
        """Hand out a task; nothing is started before the first."""
        with suppress(BrokenExecutor):
            return self._hired().submit(self._work, things)
        self._executor = None
        return self._hired().submit(self._work, things)

    def _hired(self) -> Executor:
        if self._executor is None:
            self._executor = self._make()
        return self._executor

    def results(
        self, things: Sequence[T], future: Future[Sequence[R]], lost: Callable[[T], R]
    ) -> Sequence[R]:
        """What became of a task; `lost` is what to say of a thing that could not be worked on."""
        with suppress(BrokenExecutor):
            return future.result()
        if len(things) > 1:
            return [r for one in things for r in self.results([one], self.submit([one]), lost)]
        with suppress(BrokenExecutor):
            return self.submit(things).result()
        return [lost(things[0])]

    def all(
        self, things: Iterable[T], together: int, hands: int, lost: Callable[[T], R]
    ) -> Iterator[R]:
        """What became of all things, in their order, `together` of them a task."""
        left = iter(things)
        line: deque[tuple[Sequence[T], Future[Sequence[R]]]] = deque()
        while True:
            while len(line) <= ahead(hands) and (some := list(islice(left, together))):
                line.append((some, self.submit(some)))
            if not line:
                return
            yield from self.results(*line.popleft(), lost)

    def stop(self) -> None:
        """Let go of the processes; what was not begun is not done."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
