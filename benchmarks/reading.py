"""How fast documents are read, where the time goes, and whether it grows as the length does.

    .venv/bin/python benchmarks/reading.py [--write] [FOLDER …]

Times, on one core and in processor time: the whole command `kanwu extract`, its start and what it
prints among it; `prepare` (fold and extract) and a whole `review`, the best of several rounds on each
document as though it had never been seen; the stages of a review one by one; and `prepare` on one
document of each form made ever longer. The documents are our samples, or those of the folders
given, each folder by itself. `--write` makes docs/reading.md of it.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import process_time
from typing import TypeVar

from kanwu.checks import check
from kanwu.extractors import EXTRACTORS, extract, page
from kanwu.extractors.questions import sought
from kanwu.folds import flow, fold, lay
from kanwu.replay import replay
from kanwu.review import Raw, prepare, review
from kanwu.source import Source
from kanwu.splitting import split
from kanwu.workspace.documents import load_schema
from kanwu.workspace.files import read_source

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[1]
SCHEMA = "zh-disclosure-report"
ROUNDS = 12
USUAL = 4_000
"""Characters of a usual report."""
MANY = 4_000
"""So many documents, or some more, are read by one run of the command."""
LENGTHS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
SUFFIXES = {".txt", ".md", ".html", ".htm"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="make docs/reading.md")
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "documents"])
    chosen = parser.parse_args()
    folders = [(folder.name, _files(folder)) for folder in chosen.folders]
    told = "\n".join(_page(folders)) + "\n"
    if chosen.write:
        (ROOT / "docs" / "reading.md").write_text(told, "utf-8")
    sys.stdout.write(told)


def _files(folder: Path) -> list[Path]:
    return [f for f in sorted(folder.iterdir()) if f.suffix in SUFFIXES and f.stem != "README"]


def _page(folders: Sequence[tuple[str, Sequence[Path]]]) -> Iterator[str]:
    """The page, line by line."""
    machine = f"CPython {platform.python_version()}, {platform.machine()}"
    yield "# How fast documents are read\n"
    yield "Made by `benchmarks/reading.py --write`, on one core, in processor time. Documents a second are as they"
    yield f"are by the whole command, and of {USUAL:,} characters by it and by parts of it. {machine}.\n"
    yield "| documents of | how many | characters | as they are | whole command | fold and extract | review |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    schema = load_schema(SCHEMA)
    stages: list[tuple[str, Sequence[tuple[str, float]]]] = []
    everything: list[Source] = []
    for name, files in folders:
        sources = [read_source(file, file.stem, str(file)) for file in files]
        everything += sources
        characters = sum(len(source.text) for source in sources) / len(sources)
        each = whole(files)
        speeds = [1 / each, characters / USUAL / each]
        for work in (prepare, review):
            seconds = timed(lambda source, work=work: work(source, schema), sources)
            speeds.append(characters / USUAL / seconds)
        figures = " | ".join(f"{speed:.0f}" for speed in speeds)
        yield f"| {name} | {len(sources)} | {characters:,.0f} | {figures} |"
        stages.append((name, _stages(sources)))
    yield f"\nThe whole command reads {MANY:,} documents in one run, the same ones under several names; it starts,"
    yield "finds the files, reads them, tries every rule, prints each reading, and keeps it all in a cache. A table"
    yield "has as many cells in a short document as in a long one: by the character a short one takes longer.\n"
    yield "## Where the time goes\n"
    yield "Milliseconds a document.\n"
    yield f"| stage | {' | '.join(name for name, _ in stages)} |"
    yield f"|---|{'---:|' * len(stages)}"
    for row in zip(*(found for _, found in stages), strict=True):
        yield f"| {row[0][0]} | {' | '.join(f'{1e3 * seconds:.2f}' for _, seconds in row)} |"
    yield "\n## As documents grow\n"
    yield "One document of each form, repeated; microseconds a character to fold and extract it.\n"
    yield f"| form | {' | '.join(f'{length:,}' for length in LENGTHS)} |"
    yield f"|---|{'---:|' * len(LENGTHS)}"
    for one in {source.form: source for source in reversed(everything)}.values():
        yield f"| {one.form} | {' | '.join(f'{cost:.1f}' for cost in _growth(one))} |"


def whole(files: Sequence[Path]) -> float:
    """Seconds a document that `kanwu extract` takes, all of it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "documents").mkdir()
        (root / "kanwu.toml").write_text(f'schema = "{SCHEMA}"\n', "utf-8")
        copies = -(-MANY // len(files))  # none stands beside its own, whose words would be known
        for file in files:
            for copy in range(copies):
                shutil.copy(file, root / "documents" / f"{copy}-{file.stem}{file.suffix}")
        before = getrusage(RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "kanwu", "extract", folder, "--workers", "1"]
        subprocess.run(command, env=os.environ, stdout=subprocess.DEVNULL, check=True)
        after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return spent / (copies * len(files))


def _stages(sources: Sequence[Source]) -> list[tuple[str, float]]:
    """What each stage of a review takes, in seconds."""
    schema = load_schema(SCHEMA)
    texts = [fold(source) for source in sources]
    pages = [page(text, schema) for text in texts]
    stages = [
        ("fold", timed(fold, sources)),
        ("flow", timed(lambda text: page(text, schema), texts)),
    ]
    for name, read in EXTRACTORS.items():
        stages.append((name, timed(lambda one, read=read: list(read(one, schema)), pages)))
        pages = [
            one.claim(reading.span for reading in read(one, schema) if reading.span)
            for one in pages
        ]
    raws = [Raw(text, extract(text, schema), schema) for text in texts]
    replayed = [(replay(raw.ground, (), raw.text, schema, {}), raw.text) for raw in raws]
    stages.append(("rules", timed(lambda one: check(*one, schema), replayed)))
    return stages


def _growth(one: Source) -> Iterator[float]:
    schema = load_schema(SCHEMA)
    for length in LENGTHS:
        text = (one.text * (length // len(one.text) + 1))[:length]
        start = process_time()
        prepare(Source("long", text, "utf-8", one.form), schema)
        yield 1e6 * (process_time() - start) / length


def timed(work: Callable[[T], object], what: Sequence[T]) -> float:
    """Seconds of one call on average: the best round of each."""
    return sum(min(_once(work, one) for _ in range(ROUNDS)) for one in what) / len(what)


def _once(work: Callable[[T], object], one: T) -> float:
    """One call, as on a document that was never seen before."""
    for remembered in (fold, lay, split, flow, sought):
        remembered.cache_clear()
    start = process_time()
    work(one)
    return process_time() - start


if __name__ == "__main__":
    main()
