"""How kanwu grows from a thousand documents on; writes docs/scale.md.

    .venv/bin/python benchmarks/scale/run.py --peers /tmp/peers/bin/python --dir DIR [--workers 2] [SIZE …]

For each size: a workspace is made (`corpus.py`), extracted, extracted again with nothing changed and with
100 documents changed, its queue is brought up to date and asked; then the workspace is removed. Times are
processor time of all processes together, since a machine is seldom idle; the clock is told beside it.

The figures stay in DIR: a size that was measured is not measured again, and one that was stopped goes on
where it was, as long as kanwu is the same (run it from a worktree of a commit).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from corpus import DISTINCT, corpus
from measuring import CHANGED, Measuring

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "scale.md"
SIZES = (1_000, 10_000, 100_000)
PEERS_ON = 400


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
        "Made by `benchmarks/scale/run.py`. Times are **processor time of all processes together**, since a machine "
        f"is seldom idle: the load was {os.getloadavg()[2]:.0f} on {os.cpu_count()} cores when this was written. A load beyond "
        f"the {workers} workers makes both longer. "
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
        "| documents | items | first page | page from the middle | all looked through for a filter | its first page |",
        "|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {r['count']:,.0f} | {r['items']:,.0f} | {r['page']:.1f} | {r['page_middle']:.1f} | {r['filtered']:,.0f} | {r['page_filtered']:.1f} |"
            for r in rows
        ),
    ]
    return "\n".join(
        [
            head + "\n".join(table),
            "",
            f"By the clock: {clock}.\n",
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
    parser.add_argument("--dir", type=Path, required=True, help="for workspaces and their figures")
    chosen = parser.parse_args()
    chosen.dir.mkdir(parents=True, exist_ok=True)
    rows = [
        Measuring(count, chosen.dir / f"documents-{count}", chosen.workers).measure()
        for count in sorted(chosen.sizes)
    ]
    documents = chosen.dir / "peers"
    corpus(PEERS_ON, documents)
    others = peers(chosen.peers, documents)
    PAGE.write_text(page(rows, others, million(), chosen.workers), "utf-8")


if __name__ == "__main__":
    main()
