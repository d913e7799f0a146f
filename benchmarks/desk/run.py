"""The bars of the desk, measured over a pseudo-terminal: bytes, time and memory, key by key.

    .venv/bin/python benchmarks/desk/run.py [--write] [--queue N] [--visidata PYTHON]

Every figure is of `kanwu review` as a person starts it, at 120×40, in Chinese. With `--write` the
figures go into docs/desk-bars.md; `--queue` is how long the long queue is; `--visidata` names the
Python of an environment with VisiData (`pip install visidata`), which then goes through the same rows.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from page import Row, record, under
from terminal import Answer, Terminal, desk
from workspaces import indexed, long_document, reports

from kanwu.workspace import open_workspace

FAR = {"SSH_CONNECTION": "10.0.0.1 4022 10.0.0.2 22"}
REPORTS, DECISIONS, MOVES, IDLE = 30, 50, 20, 10.0
ENTER, DOWN, UP, PAGE_DOWN, F2, ESCAPE = b"\r", b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1bOQ", b"\x1b"
BACKSPACE = b"\x7f"
BAR = "p95 ≤ 30 ms"


def spread(values: Sequence[float], unit: str, digits: int = 0) -> str:
    """The median and the 95th percentile."""
    ordered = sorted(values)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"{statistics.median(ordered):,.{digits}f} / {high:,.{digits}f} {unit}"


def sizes(answers: Sequence[Answer]) -> str:
    return spread([len(one.sent) for one in answers], "B")


def times(answers: Sequence[Answer]) -> str:
    """Of the processor in the thread of the screen, in all threads; and by the clock."""
    own, every, wall = (
        spread([getattr(one, name) * 1e3 for one in answers], "ms")
        for name in ("own", "busy", "wall")
    )
    return f"{own} of processor, {every} in all threads; {wall} by the clock"


def written(root: Path) -> int:
    """How many bytes of verdicts there are."""
    return sum(path.stat().st_size for path in (root / "corrections").rglob("*.toml"))


def decisions(root: Path, terminal: Terminal, count: int) -> list[Answer]:
    """The answers to so many keys that settled something: the first candidate, else the reading."""
    kept: list[Answer] = []
    for _ in range(count * 3):
        for key in (b"1", ENTER, b" "):
            before = written(root)
            answer = terminal.press(key)
            if written(root) != before:
                kept.append(answer)
                break
        if len(kept) == count:
            return kept
    raise ValueError(f"of {count} decisions the desk took {len(kept)}")


def presses(terminal: Terminal, key: bytes, count: int) -> list[Answer]:
    return [terminal.press(key) for _ in range(count)]


def of_reports(folder: Path) -> list[Row]:
    """Bytes and time per key among damaged reports, near and far."""
    rows: list[Row] = []
    for name, environment in (("256 colours", {}), ("over SSH", FAR)):
        root = reports(folder / name.replace(" ", "-"), REPORTS)
        with desk(root, "--lang", "zh", environment=environment) as terminal:
            terminal.until("✗".encode())
            terminal.settle(3.0)
            decided = decisions(root, terminal, DECISIONS)
            moved = presses(terminal, DOWN, MOVES)
            bar = "median ≤ 1 KB, p95 ≤ 8 KB"
            rows.append((f"bytes of accept + next, {name}", sizes(decided), bar))
            rows.append((f"bytes of next item, {name}", sizes(moved), ""))
            rows.append((f"accept + next, {name}", times(decided), BAR))
            began, idle = time.monotonic(), b""
            while (left := began + IDLE - time.monotonic()) > 0:
                idle += terminal.read(left)
            rows.append((f"{IDLE:.0f} idle seconds, {name}", f"{len(idle)} B", "0 B"))
            if not environment:
                opened: list[Answer] = []
                for _ in range(10):
                    opened.append(terminal.press(F2))
                    terminal.press(ESCAPE, quiet=0.3)
                rows.append(("F2 to the prompt", times(opened), BAR))
                rows.append(("memory after that", f"{terminal.megabytes('VmHWM'):.0f} MB", ""))
    return rows


def of_long(folder: Path) -> list[Row]:
    """A document of a megabyte."""
    root = long_document(folder / "long")
    with desk(root, "--lang", "zh") as terminal:
        terminal.until("✗".encode())
        terminal.settle(5.0)
        return [
            ("next item, a document of 1 MB", times(presses(terminal, DOWN, 8)), BAR),
            ("previous item, 1 MB", times(presses(terminal, UP, 8)), BAR),
            ("a page down, 1 MB", times(presses(terminal, PAGE_DOWN, 20)), BAR),
            ("accept + next, 1 MB", times(decisions(root, terminal, 15)), BAR),
        ]


def of_queue(folder: Path, items: int) -> list[Row]:
    """A long queue whose index is there: the first picture, keys in it, a filter, and a look at all files."""
    root = indexed(folder / "queue", items)
    name = f"queue of {items:,}"
    with desk(root, "--lang", "zh") as terminal:
        terminal.until("✗".encode(), 600)
        first, busy = time.monotonic() - terminal.began, terminal.busy
        memory = terminal.megabytes("VmHWM")
        terminal.settle(10.0, 1200.0)
        whole, most = time.monotonic() - terminal.began, terminal.megabytes("VmHWM")
        moved = presses(terminal, DOWN, MOVES)
        decided = decisions(root, terminal, DECISIONS)
        undone = presses(terminal, BACKSPACE, MOVES)
        began, worked = time.monotonic(), terminal.busy
        terminal.press(b"/")
        terminal.type(b"lkrq\r")
        terminal.until("筛出".encode(), 600)
        sifted = f"{time.monotonic() - began:.1f} s ({terminal.busy - worked:.1f} s of processor)"
        found = presses(terminal, DOWN, MOVES)
        return [
            (
                f"first picture, {name}",
                f"{first:.2f} s by the clock, {busy:.2f} s of processor, {memory:.0f} MB",
                "≤ 1.0 s, ≤ 120 MB",
            ),
            (f"every file looked at, {name}", f"{whole:.0f} s, {most:.0f} MB at most", ""),
            (f"next item, {name}", times(moved), BAR),
            (f"accept + next, {name}", times(decided), BAR),
            (f"undo, {name}", times(undone), BAR),
            (f"a filter that keeps one in ten, {name}", sifted, ""),
            (f"next item under the filter, {name}", times(found), BAR),
        ]


def of_visidata(folder: Path, python: str) -> list[Row]:
    """The rows of the same queue in VisiData: next row, and a cell typed."""
    table = folder / "rows.csv"
    workspace = open_workspace(folder / "queue", "bench")
    with table.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["document", "field", "words", "codes"])
        after = None
        while page := workspace.index.page(after=after, limit=5000):
            after = page[-1].rank
            for one in page:
                field = one.key.field if one.key else ""
                out.writerow([one.document, field, one.words, " ".join(one.codes)])
    environment = {"HOME": str(folder)}
    with Terminal([python, "-m", "visidata", str(table)], environment=environment) as terminal:
        terminal.until(b"report-", 120)
        first, memory = time.monotonic() - terminal.began, terminal.megabytes()
        terminal.settle(5.0, 600.0)
        moved = presses(terminal, b"j", MOVES)
        edited: list[Answer] = []
        for n in range(10):
            terminal.press(b"e")
            terminal.type(b"\x15" + str(n).encode())
            edited.append(terminal.press(ENTER))
        return [
            ("VisiData: first rows", f"{first:.2f} s, {memory:.0f} MB", ""),
            ("VisiData: all rows loaded", f"{terminal.megabytes('VmHWM'):.0f} MB", ""),
            ("VisiData: next row", f"{sizes(moved)}; {times(moved)}", ""),
            ("VisiData: a typed cell, its Enter", f"{sizes(edited)}; {times(edited)}", ""),
        ]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--queue", type=int, default=1_000_000, metavar="N")
    asked.add_argument("--visidata", metavar="PYTHON")
    told = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="kanwu-desk-"))
    rows: list[Row] = []
    try:
        parts: list[Callable[[], list[Row]]] = [
            lambda: of_reports(folder),
            lambda: of_long(folder),
            lambda: of_queue(folder, told.queue),
        ]
        if told.visidata:
            parts.append(lambda: of_visidata(folder, told.visidata))
        for part in parts:
            for row in part():
                rows.append(row)
                print(" | ".join(row), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.write:
        record([*rows, ("measured on", under(), "")])


if __name__ == "__main__":
    main()
