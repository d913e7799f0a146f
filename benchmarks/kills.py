"""Processes killed at random while they review and export: what they said to have saved is saved.

    .venv/bin/python benchmarks/kills.py [--kills N]

Two windows of one reviewer and one of another decide in a workspace of two documents, as fast as
they can, and a fourth process exports it; each is killed (SIGKILL) after a random time and started
again. After every kill: each file parses, no export is torn, and every decision that a window had
told is there. It says how many of each there were, and exits 1 at the first loss.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from pathlib import Path

from kanwu.dataset import COLUMNS
from kanwu.reading import Key
from kanwu.workspace import open_workspace

SAMPLES = Path(__file__).resolve().parents[1]
DOCUMENTS = ("baimian-2018", "jujing-2016")
SETTINGS = 'format = 1\nschema = "zh-disclosure-report"\n'
LONGEST = 0.1
"""Seconds that a process lives at most once it is at work."""
ROUND = 25
"""Kills in one workspace."""
AT_WORK = 0.9
"""The share of the kills that wait until their process is at work; the others may hit its start."""
PATIENCE = 60.0
FORK = multiprocessing.get_context("fork")
"""A fork has everything imported, so that a kill falls into the work, not into the start."""


def decide(root: Path, reviewer: str, told: Path) -> None:
    """Verdicts and now and then an undo, each told once it is said to be saved."""
    workspace = open_workspace(root, reviewer)
    with told.open("a", buffering=1) as out:
        for n in range(1_000_000):
            document = DOCUMENTS[n % 2]
            made = workspace.decide(document, Key("report.publisher"), "question", note=str(n))
            out.write(f"{made.id}\n")
            if n % 5 == 4:
                workspace.undo()


def export(root: Path, _: str, told: Path) -> None:
    """Releases over and over, in two forms."""
    with told.open("a", buffering=1) as out:
        while True:
            workspace = open_workspace(root, "nobody")
            workspace.export(str(root / "out.csv"))
            workspace.export(str(root / "out.jsonl"))
            assert workspace.problems == []
            out.write("exported\n")


WORK: tuple[tuple[Callable[[Path, str, Path], None], str], ...] = (
    (decide, "li"),
    (decide, "li"),
    (decide, "wang"),
    (export, ""),
)


def whole(root: Path) -> set[str]:
    """The ids on disk, after every file was read.

    Raises:
        SystemExit: A file is torn.
    """
    workspace = open_workspace(root, "nobody")
    ids = {c.id for document in DOCUMENTS for c in workspace.corrections(document)}
    if workspace.problems:
        sys.exit(f"unreadable: {workspace.problems[0]}")
    table, lines = root / "out.csv", root / "out.jsonl"
    if table.exists():
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        if any(len(row) != len(COLUMNS) for row in rows) or len(rows) < 2:
            sys.exit("a torn CSV")
    if lines.exists():
        text = lines.read_text("utf-8")
        if not text.endswith("\n") or not [json.loads(line) for line in text.splitlines()]:
            sys.exit("a torn JSONL")
    return ids


def start(root: Path, number: int, told: Path) -> ForkProcess:
    act, reviewer = WORK[number % len(WORK)]
    process = FORK.Process(target=act, args=(root, reviewer, told), daemon=True)
    process.start()
    return process


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=ROUND)
    kills = asked.parse_args().kills
    chance = random.Random("kanwu kills")
    whole_count: Counter[str] = Counter()
    for done in range(0, kills, ROUND):
        whole_count += round_of(min(ROUND, kills - done), chance)
        told = ", ".join(f"{count} {name}" for name, count in whole_count.items())
        print(f"{told}; no decision lost, no file unreadable", flush=True)


def round_of(kills: int, chance: random.Random) -> Counter[str]:
    """So many kills in a workspace of its own, whose files stay small, so that starting is quick."""
    root = Path(tempfile.mkdtemp(prefix="kanwu-kills-"))
    (root / "documents").mkdir()
    (root / "kanwu.toml").write_text(SETTINGS, "utf-8")
    for document in DOCUMENTS:
        shutil.copy(SAMPLES / "documents" / f"{document}.txt", root / "documents")
    told = root / "told"
    told.mkdir()
    running = [start(root, n, told / f"{n}") for n in range(len(WORK))]
    sizes = [0] * len(WORK)
    for kill in range(kills):
        number = chance.randrange(len(running))
        if chance.random() < AT_WORK:
            _wait(told / f"{number}", sizes[number])
        time.sleep(chance.uniform(0.0, LONGEST))
        process = running[number]
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        if process.exitcode != -signal.SIGKILL:
            sys.exit(f"process {number} had stopped by itself")
        said = _said(told)  # first what was told, then what is there: others go on meanwhile
        lost = said - whole(root)
        if lost:
            sys.exit(f"{len(lost)} of {len(said)} decisions lost after {kill + 1} kills")
        path = told / f"{number}"
        sizes[number] = path.stat().st_size if path.exists() else 0
        running[number] = start(root, number, path)
    for process in running:
        process.kill()
        process.join()
    exports = sum(path.read_text().count("exported") for path in told.iterdir())
    found = Counter(kills=kills, decisions=len(_said(told)), exports=exports)
    shutil.rmtree(root)
    return found


def _wait(path: Path, size: int) -> None:
    """Until a process has told something since it was started."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not (path.exists() and path.stat().st_size > size):
        time.sleep(0.005)


def _said(told: Path) -> set[str]:
    """Every whole line of an id that a window wrote."""
    return {
        line.strip()
        for path in told.iterdir()
        for line in path.read_text().splitlines(keepends=True)
        if line.endswith("\n") and "exported" not in line
    }


if __name__ == "__main__":
    main()
