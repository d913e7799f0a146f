"""Desks killed at random while somebody decides: what the screen had moved on from is on disk.

    .venv/bin/python benchmarks/desk/kills.py [--kills N] [--write]

Each session is `kanwu review` over a pseudo-terminal; candidates are taken by their key, some are
undone, and the desk is killed (SIGKILL) a few thousandths of a second after one key more. Then every
file must parse and hold each verdict that the screen had moved on from. It exits 1 at the first loss. With `--write` what came of it
goes into docs/desk-bars.md, every ten sessions.
(`benchmarks/kills.py` does the same to the writing itself, and to exports, many times faster.)
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from page import record, under
from run import DOWN
from terminal import desk
from workspaces import crowded

from kanwu.workspace import open_workspace

ITEMS, LONGEST, LATEST, PATIENCE = 4000, 12, 0.06, 900.0
"""Items in the queue; keys of a session at most; seconds from the last key to the kill at most, and
seconds to wait for the desk on a busy machine."""
MOVED_ON = 150
"""A screen that sends so many bytes has moved on; one that refuses a key sends a line."""


def session(root: Path, chance: random.Random) -> int:
    """One desk, killed; how many verdicts its screen had moved on from."""
    told = 0
    with desk(root, "--lang", "zh") as terminal:
        terminal.until("✗".encode(), PATIENCE)
        terminal.settle(1.0, PATIENCE)
        for _ in range(chance.randrange(1, LONGEST)):
            key = b"\x7f" if told and chance.random() < 0.15 else b"1"
            if len(terminal.press(key, patience=PATIENCE).sent) >= MOVED_ON:
                told += 1
            else:  # there is nothing to take: on to the next
                terminal.press(DOWN, patience=PATIENCE)
        terminal.type(b"1")
        time.sleep(chance.uniform(0.0, LATEST))
        terminal.kill()
    return told


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=25)
    asked.add_argument("--write", action="store_true")
    chosen = asked.parse_args()
    kills = chosen.kills
    chance = random.Random("kanwu desks")
    root = crowded(Path(tempfile.mkdtemp(prefix="kanwu-kills-")), ITEMS)
    read = [
        *open_workspace(root, "nobody").refresh()
    ]  # so that only keys make the desk send something
    print(f"{len(read)} documents", flush=True)
    told = 0
    for kill in range(1, kills + 1):
        told += session(root, chance)
        workspace = open_workspace(root, "nobody")
        there = sum(len(workspace.corrections(document)) for document in workspace.documents)
        if workspace.problems:
            sys.exit(f"unreadable after {kill} kills: {workspace.problems[0]}")
        if there < told:
            sys.exit(f"{told - there} of {told} verdicts lost after {kill} kills")
        if kill % 10 == 0 or kill == kills:
            figure = (
                f"{kill:,}: {told:,} verdicts told, {there:,} on disk; none lost, every file parses"
            )
            print(figure, flush=True)
            if chosen.write:
                record([("sessions killed at random", f"{figure} ({under()})", "500, none lost")])
    shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
