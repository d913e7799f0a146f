"""How kanwu grows from a thousand documents on; writes docs/scale.md.

    .venv/bin/python benchmarks/scale/run.py --peers /tmp/peers/bin/python [--workers 2] [--dir DIR] [SIZE …]

For each size: a workspace is made (`corpus.py`), extracted, extracted again with nothing changed and with
100 documents changed, its queue is brought up to date and asked; then the workspace is removed. Times are
processor time of all processes together, since a machine is seldom idle; the clock is told beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import process_time, time

from corpus import DISTINCT, corpus

from kanwu.workspace import open_workspace
from kanwu.workspace.index import Term

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "scale.md"
SIZES = (1_000, 10_000, 100_000)
CHANGED = 100
PEERS_ON = 400


@dataclass(frozen=True)
class Run:
    """One command: processor seconds, seconds by the clock, megabytes of its largest process."""

    processor: float
    clock: float
    memory: float
    printed: int


def kanwu(folder: Path, *words: str) -> Run:
    """Run a command on a workspace; what it prints is counted, and thrown away."""
    command = [sys.executable, "-m", "kanwu", *words, str(folder)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time()
    printed = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        while block := run.stdout.read(1 << 20):
            printed += len(block)
    if run.returncode:
        sys.exit(f"{' '.join(command)} exits {run.returncode}")
    clock, after = time() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, clock, after.ru_maxrss / 1024, printed)


def measure(count: int, folder: Path, workers: int) -> dict[str, float]:
    """All figures of one size."""
    told: dict[str, float] = {"count": count, "characters": corpus(count, folder) / count}
    words = ("extract", "--workers", str(workers))
    first = kanwu(folder, *words)
    told |= {"processor": first.processor, "clock": first.clock, "memory": first.memory}
    told["printed"] = first.printed / 1e6
    told["cache"] = sum(one.stat().st_size for one in (folder / ".kanwu").iterdir()) / 1e6
    again = kanwu(folder, *words)
    told |= {"again": again.processor, "again_clock": again.clock}
    assert again.printed == first.printed
    for path in sorted((folder / "documents").rglob("*.*"))[:: max(1, count // CHANGED)][:CHANGED]:
        path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    changed = kanwu(folder, *words)
    told |= {"changed": changed.processor, "changed_clock": changed.clock}
    queue = kanwu(folder, "queue", "--workers", str(workers), "--limit", "100")
    told["queue"] = queue.processor
    told["queue_again"] = kanwu(folder, "queue", "--limit", "100").processor
    one = open_workspace(folder)
    told["items"] = one.index.count()
    middle = one.index.at(int(told["items"] // 2))
    for name, ask in {
        "page": lambda: one.index.page(limit=100),
        "page_middle": lambda: one.index.page(after=middle.rank if middle else None, limit=100),
        "filtered": lambda: one.index.page(
            (Term(text="2021"), Term(shapes=["differs"])), limit=100
        ),
        "counted": lambda: one.index.count((Term(text="2021"),)),
    }.items():
        start = process_time()
        ask()
        told[name] = 1000 * (process_time() - start)
    return told


def peers(python: str, folder: Path) -> dict[str, dict[str, float]]:
    """What others need for the same documents, of the same run."""
    script = Path(__file__).with_name("peers.py")
    words = [python, str(script), str(folder / "documents"), str(PEERS_ON)]
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    told: dict[str, dict[str, float]] = json.loads(
        subprocess.run(words, capture_output=True, check=True, env=environment).stdout
    )
    return told


def million() -> dict[str, float]:
    """What a queue of a million items needs to be asked."""
    script = Path(__file__).with_name("queue_of_a_million.py")
    found = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    told: dict[str, float] = json.loads(found.stdout)
    return told


def page(
    rows: list[dict[str, float]],
    others: dict[str, dict[str, float]],
    of_million: dict[str, float],
    workers: int,
) -> str:
    """The page as Markdown."""
    last = rows[-1]
    each = 1000 * last["processor"] / last["count"]
    speed = 1000 / each
    head = (
        "# How it grows\n\n"
        "Made by `benchmarks/scale/run.py`. Times are **processor time of all processes together**, since the machine "
        f"was busy with other work: a load of {os.getloadavg()[2]:.0f} on {os.cpu_count()} cores when this was written. Such a "
        "load makes processor time longer, too; the clock is told where it says so, and says little. "
        f"{workers} workers, {platform.python_implementation()} {platform.python_version()}.\n\n"
        f"The documents are fictional reports in the shapes of real ones (`benchmarks/scale/corpus.py`): all eras, plain "
        f"text, Markdown and pages, {last['characters']:.0f} characters on average; beyond {DISTINCT:,} they repeat under "
        "other names. In every other one the dates have lost their separators.\n\n"
    )
    columns = [
        ("documents", lambda r: f"{r['count']:,.0f}"),
        ("extract: ms a document", lambda r: f"{1000 * r['processor'] / r['count']:.2f}"),
        ("documents a second and core", lambda r: f"{r['count'] / r['processor']:.0f}"),
        ("largest process", lambda r: f"{r['memory']:.0f} MB"),
        ("printed", lambda r: f"{r['printed']:,.0f} MB"),
        ("cache", lambda r: f"{r['cache']:,.0f} MB"),
        ("again, nothing changed", lambda r: f"{r['again']:.1f} s"),
        (f"again, {CHANGED} changed", lambda r: f"{r['changed']:.1f} s"),
        ("queue, first time", lambda r: f"{r['queue']:.1f} s"),
        ("queue, again", lambda r: f"{r['queue_again']:.1f} s"),
    ]
    table = [
        "| " + " | ".join(name for name, _ in columns) + " |",
        "|" + "---:|" * len(columns),
        *("| " + " | ".join(tell(row) for _, tell in columns) + " |" for row in rows),
    ]
    clock = "; ".join(
        f"{r['count']:,.0f}: {r['clock']:.0f} s, again {r['again_clock']:.1f} s, "
        f"{CHANGED} changed {r['changed_clock']:.1f} s"
        for r in rows
    )
    asked = [
        "## Asking the index\n",
        "Milliseconds for a hundred items out of the queue.\n",
        "| documents | items | first page | page from the middle | filtered by a word and a shape | count for a word |",
        "|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {r['count']:,.0f} | {r['items']:,.0f} | {r['page']:.1f} | {r['page_middle']:.1f} | {r['filtered']:.1f} | {r['counted']:.1f} |"
            for r in rows
        ),
    ]
    return "\n".join(
        [
            head + "\n".join(table),
            "",
            f"By the clock, on the busy machine: {clock}.\n",
            *asked,
            "",
            "A queue of a million items, ten of each of 100,000 documents, written into an index directly "
            f"(`benchmarks/scale/queue_of_a_million.py`): the cache has {of_million['cache']:.0f} MB, the process that asks it "
            f"{of_million['megabytes']:.0f} MB.\n",
            "| asked | ms |",
            "|---|---:|",
            *(
                f"| {name} | {value:.1f} |"
                for name, value in of_million.items()
                if name not in {"cache", "megabytes"}
            ),
            "",
            "## Others, on the same documents\n",
            "Processor time on one core. Neither does the same: they find values in words; kanwu keeps where each stands, reads "
            "tables, tries the rules and weighs what damaged words could mean.\n",
            "| | documents | ms a document | documents a second and core | values a document |",
            "|---|---:|---:|---:|---:|",
            f"| kanwu | {last['count']:,.0f} | {each:.2f} | {speed:.0f} | every field of the schema |",
            *(
                f"| {name} | {one['documents']} | {1000 * one['seconds'] / one['documents']:.2f} | "
                f"{one['documents'] / one['seconds']:,.0f} | {one['values'] / one['documents']:.0f} |"
                for name, one in others.items()
            ),
            "",
            "## Ten million: an estimate\n",
            f"Nothing in the first run looks at other documents, so its time grows as their number does; the table shows it from "
            f"{rows[0]['count']:,.0f} to {last['count']:,.0f}. At {each:.2f} ms a document, ten million are "
            f"{1e7 * each / 3.6e6:.0f} hours of one core: {1e7 * each / 3.6e6 / 64:.1f} hours on 64 cores. Their cache would have "
            f"{last['cache'] / last['count'] * 1e7 / 1e3:.0f} GB, what is printed {last['printed'] / last['count'] * 1e7 / 1e3:,.0f} GB. "
            f"A run with nothing changed looks at each file's state and copies what was printed: {last['again'] / last['count'] * 1e7 / 60:.0f} "
            "minutes of one core. This is an estimate: ten million were not measured.",
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--peers", required=True, help="the Python that has them")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--dir", type=Path, help="where the workspaces are made")
    parser.add_argument("--measured", type=Path, help="sizes measured before, as they are told")
    chosen = parser.parse_args()
    rows, others = [], {}
    if chosen.measured:
        rows = [json.loads(line) for line in chosen.measured.read_text("utf-8").splitlines()]
        others = rows[0].get("others", {})
    done = {int(row["count"]) for row in rows}
    for count in (one for one in chosen.sizes if one not in done):
        folder = Path(tempfile.mkdtemp(prefix="kanwu-scale-", dir=chosen.dir))
        try:
            rows.append(measure(count, folder, chosen.workers))
            others = others or peers(chosen.peers, folder)
            told = {**rows[-1], "others": others}
            print(json.dumps(told), file=sys.stderr, flush=True)
        finally:
            shutil.rmtree(folder)
    rows.sort(key=lambda row: row["count"])
    PAGE.write_text(page(rows, others, million(), chosen.workers), "utf-8")


if __name__ == "__main__":
    main()
