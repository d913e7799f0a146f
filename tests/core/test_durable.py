"""A verdict that was said to be saved is saved, whenever the process is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from kanwu.workspace import open_workspace

DECIDE = """
import sys
from pathlib import Path
from kanwu.reading import Key
from kanwu.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), sys.argv[2])
workspace.review("liping-2020")  # the first one takes its time: kills are to fall into deciding
print("ready", flush=True)
while True:
    made = workspace.decide("liping-2020", Key("report.signed"), "question", note="?")
    print(made.id, flush=True)
"""
KILLS = 6


def test_no_decision_is_lost_to_a_kill(folder: Path) -> None:
    """Killed at random moments, two windows of one reviewer at once: every id told is in the file."""
    chance = random.Random(7)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told: set[str] = set()
    for _ in range(KILLS // 2):
        windows = [
            subprocess.Popen(
                [sys.executable, "-c", DECIDE, str(folder), "li"],
                stdout=subprocess.PIPE,
                env=environment,
                text=True,
            )
            for _ in range(2)
        ]
        for window in windows:
            assert window.stdout is not None
            assert window.stdout.readline() == "ready\n"
            told |= {window.stdout.readline() for _ in range(2)}
        time.sleep(chance.uniform(0.0, 0.2))
        for window in windows:
            window.send_signal(signal.SIGKILL)
            out, _ = window.communicate()
            told |= {line for line in out.splitlines(keepends=True) if line.endswith("\n")}
    workspace = open_workspace(folder, "li")
    saved = {correction.id for correction in workspace.corrections("liping-2020")}
    assert workspace.problems == []
    assert len(told) > KILLS
    workspace.undo()
    assert [path.name for path in (folder / "corrections" / "li").iterdir()] == ["liping-2020.toml"]
    assert {line.strip() for line in told} <= saved


EXPORT = """
import sys
from pathlib import Path
from kanwu.workspace import open_workspace
root = Path(sys.argv[1])
workspace = open_workspace(root, "nobody")
workspace.review("liping-2020")
print("ready", flush=True)
while True:
    workspace.export(str(root / "out.csv"))
    workspace.export(str(root / "out.jsonl"))
    print("exported", flush=True)
"""


def test_a_killed_export_leaves_a_whole_file(folder: Path) -> None:
    """Killed at random moments: what stands there is a whole export, the old one or the new one."""
    chance = random.Random(11)
    open_workspace(folder, "li").export(str(folder / "whole.csv"))
    open_workspace(folder, "li").export(str(folder / "whole.jsonl"))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for _ in range(KILLS // 2):
        process = subprocess.Popen(
            [sys.executable, "-c", EXPORT, str(folder)],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["ready\n", "exported\n"]
        time.sleep(chance.uniform(0.0, 0.05))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for suffix in ("csv", "jsonl"):
            out, whole = folder / f"out.{suffix}", folder / f"whole.{suffix}"
            assert out.read_bytes() == whole.read_bytes()
