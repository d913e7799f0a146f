"""How fast a release is written, and how much memory that takes.

    .venv/bin/python benchmarks/release.py [VALUES]

Writes a data package with Parquet of a million values, or as many as are said: the sample documents under
ever new names, each reviewed once, so that what is timed is the release and not the reading. Time is
the processor's, memory the process's peak.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from time import process_time

from kanwu.publishing.imprint import Imprint
from kanwu.review import Review
from kanwu.workspace import open_workspace
from kanwu.workspace.release import export

SAMPLES = Path(__file__).resolve().parents[1]
VALUES = 1_000_000


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else VALUES
    workspace = open_workspace(SAMPLES, "benchmark")
    reviews = list(workspace.reviews())
    imprint = Imprint(
        name="benchmark", schema=workspace.schema, kanwu=version("kanwu"), gate="verified"
    )
    before = _peak()
    with tempfile.TemporaryDirectory() as folder:
        alone = export(reviews, f"{folder}/once", imprint=imprint, paths=str)
        times = -(-wanted // alone.rows)
        start = process_time()
        done = export(
            _again(reviews, times), f"{folder}/all", imprint=imprint, paths=str, also=("parquet",)
        )
        seconds = process_time() - start
        size = sum(path.stat().st_size for path in Path(f"{folder}/all").iterdir())
    print(
        f"{done.rows:,} values of {done.documents:,} documents as CSV, Parquet and datapackage: "
        f"{seconds:.1f} s, {1e6 * seconds / done.rows:.1f} µs a value, {size / 1e6:.0f} MB written; "
        f"peak {_peak():.0f} MB, {before:.0f} MB of it before"
    )


def _again(reviews: list[Review], times: int) -> Iterator[Review]:
    for n in range(times):
        for one in reviews:
            source = replace(one.source, document=f"{one.source.document}-{n}")
            text = replace(one.text, source=source)
            yield replace(one, source=source, text=text)


def _peak() -> float:
    """Megabytes of the most that the process has held (Linux counts in kilobytes, macOS in bytes)."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main()
