"""Measuring one size, step by step; what is done is written down, so that it can be stopped and gone on with.

Stopping (Ctrl+C, SIGTERM) loses nothing. After a kill the first run, which takes hours for a million
documents, is accounted for up to the last ten seconds; every other step is done again.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time

from corpus import corpus

from kanwu.workspace import open_workspace
from kanwu.workspace.pages import Chosen, Entry, Mark, Pages
from kanwu.workspace.stamps import code_stamp

CHANGED = 100
_EVERY = 10
"""Seconds between two notes of what the first run has taken so far."""
Figures = dict[str, float]


@dataclass(frozen=True)
class Run:
    """One command: processor seconds, seconds by the clock, megabytes of its largest process."""

    processor: float
    clock: float
    memory: float
    printed: int


class Measuring:
    """The figures of one size, and where they are kept."""

    def __init__(self, count: int, folder: Path, workers: int) -> None:
        self.count = count
        self.folder = folder
        self.workers = workers
        self._file = folder.with_suffix(".json")
        code = code_stamp().hex()
        self._told = {"code": code, "done": [], "figures": {"count": count}}
        if self._file.exists():
            self._told = json.loads(self._file.read_text("utf-8"))
        if self._told["code"] != code and "all" not in self._told["done"]:
            sys.exit(f"{self._file}: was begun by another kanwu; go on with that one, or remove it")

    @property
    def figures(self) -> Figures:
        """What was measured so far."""
        return self._told["figures"]

    def measure(self) -> Figures:
        """Do what is left of it; the workspace is removed when all is done."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        words = ("--workers", str(self.workers))
        limited = ("--limit", "100")
        if "all" in self._told["done"]:
            return self.figures
        self._step("corpus", lambda: {"characters": corpus(self.count, self.folder) / self.count})
        self._step("first", lambda: self._first(*words))
        self._step("again", lambda: self._again("again", "extract", *words))
        self._step("changed", lambda: self._changed(*words))
        self._step("queue", lambda: self._again("queue", "queue", *words, *limited))
        self._step("queue again", lambda: self._again("queue_again", "queue", *limited))
        self._step("asked", self._asked)
        shutil.rmtree(self.folder)
        self._step("all", dict)
        return self.figures

    def _step(self, name: str, work: Callable[[], Figures]) -> None:
        if name not in self._told["done"]:
            self._told["figures"] |= work()
            self._told["done"].append(name)
            self._note()

    def _note(self) -> None:
        made = self._file.with_suffix(".tmp")
        made.write_text(json.dumps(self._told), "utf-8")
        made.replace(self._file)

    def _first(self, *words: str) -> Figures:
        """The first run, over as many sessions as it takes; what is told again after a stop counts, too."""
        before = self._told.setdefault("sessions", [])
        before.append({"processor": 0.0, "clock": 0.0, "memory": 0.0})

        def note(run: Run) -> None:
            before[-1] = {"processor": run.processor, "clock": run.clock, "memory": run.memory}
            self._note()

        found = self._kanwu("extract", *words, note=note)
        note(found)
        size = sum(one.stat().st_size for one in (self.folder / ".kanwu").iterdir())
        return {
            "processor": sum(one["processor"] for one in before),
            "clock": sum(one["clock"] for one in before),
            "memory": max(one["memory"] for one in before),
            "sessions": len(before),
            "printed": found.printed / 1e6,
            "cache": size / 1e6,
        }

    def _again(self, name: str, *words: str) -> Figures:
        found = self._kanwu(*words)
        return {name: found.processor, f"{name}_clock": found.clock}

    def _changed(self, *words: str) -> Figures:
        documents = sorted((self.folder / "documents").rglob("*.*"))
        for path in documents[:: max(1, self.count // CHANGED)][:CHANGED]:
            text = path.read_text("utf-8") + "\n"
            path.unlink()  # others may be links to it
            path.write_text(text, "utf-8")
        return self._again("changed", "extract", *words)

    def _asked(self) -> Figures:
        """Milliseconds for a hundred items of the queue, and for looking all of it through for a filter."""
        pages = Pages(open_workspace(self.folder).index)
        told: Figures = {"items": pages.count}

        def chosen(one: Entry) -> Mark | None:
            kept = one.shape == "garbled" and "2021" in one.found
            return ("", one.rank, one.document, one.place) if kept else None

        filtered = Chosen(pages.index, chosen)
        for name, ask in {
            "page": lambda: pages.part(0, 100),
            "page_middle": lambda: pages.part(int(told["items"] // 2), 100),
            "filtered": lambda: list(filtered.fill()),
            "page_filtered": lambda: filtered.part(0, 100),
        }.items():
            start = process_time()
            ask()
            told[name] = 1000 * (process_time() - start)
        return told

    def _kanwu(self, *words: str, note: Callable[[Run], None] = lambda _: None) -> Run:
        """Run a command on the workspace; what it prints is counted, and thrown away."""
        command = [sys.executable, "-m", "kanwu", *words, str(self.folder)]
        start, printed, noted = monotonic(), 0, monotonic()
        run = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert run.stdout is not None
        try:
            while block := run.stdout.read(1 << 20):
                printed += len(block)
                if monotonic() - noted > _EVERY:
                    noted = monotonic()
                    note(Run(_seconds_of(run.pid), noted - start, 0.0, printed))
        except KeyboardInterrupt:
            run.send_signal(signal.SIGINT)
            while run.stdout.read(1 << 20):
                pass
            note(_ended(run, start, printed))
            sys.exit("stopped; the same command goes on from here")
        found = _ended(run, start, printed)
        if run.returncode:
            sys.exit(f"{' '.join(command)} exits {run.returncode}")
        return found


def _ended(run: subprocess.Popen[bytes], start: float, printed: int) -> Run:
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    return Run(used.ru_utime + used.ru_stime, monotonic() - start, used.ru_maxrss / 1024, printed)


def _seconds_of(session: int) -> float:
    """Processor seconds that the processes of a session have taken so far."""
    ticks = 0
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = one.read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(told[3]) == session:
            ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")
