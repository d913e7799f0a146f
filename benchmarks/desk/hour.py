"""A scripted hour: two thousand decisions at the desk, and the memory it holds meanwhile.

    .venv/bin/python benchmarks/desk/hour.py [--decisions N] [--write]

Keys are typed as a person's, over a pseudo-terminal; each must be on disk before the next. A line
every hundred decisions tells the memory; it exits 1 where the last is a tenth more than the first.
With `--write` both go into docs/desk-bars.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from page import record, under
from run import decisions
from terminal import desk
from workspaces import crowded

EVERY, WARM = 100, 600
"""Decisions between two looks at the memory, and those after which it has what it keeps."""


def memory(root: Path, count: int) -> list[float]:
    """The megabytes that the desk holds after each hundred decisions."""
    found: list[float] = []
    with desk(root, "--lang", "zh") as terminal:
        terminal.until("✗".encode())
        terminal.settle(3.0)
        for done in range(EVERY, count + 1, EVERY):
            decisions(root, terminal, EVERY)
            found.append(terminal.megabytes())
            print(f"{done} decisions, {found[-1]:.1f} MB", flush=True)
    return found


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--decisions", type=int, default=2000)
    asked.add_argument("--write", action="store_true")
    chosen = asked.parse_args()
    count = chosen.decisions
    root = Path(tempfile.mkdtemp(prefix="kanwu-hour-"))
    try:
        found = memory(crowded(root, count + count // 2, 9), count)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    warm = found[min(WARM // EVERY, len(found) - 1)]
    told = f"from {warm:.1f} MB after {WARM} to {found[-1]:.1f} MB after {count}"
    print(told)
    if chosen.write:
        record([(f"{count:,} decisions in a row", f"{told} ({under()})", "no growth")])
    sys.exit(found[-1] > warm * 1.1)


if __name__ == "__main__":
    main()
