"""How fast documents are read, where the time goes, and whether it grows as the length does.

    .venv/bin/python benchmarks/reading.py [FOLDER …]

Times `prepare` (fold and extract) and a whole `review` on the sample documents, or on the documents in
the folders given, on one core (processor time, the best of several rounds); then the stages of
`prepare` one by one; then `prepare` on one document of each form made ever longer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import TypeVar

from kanwu.extractors import EXTRACTORS, extract, page
from kanwu.extractors.questions import sought
from kanwu.folds import fold, lay
from kanwu.review import prepare, review
from kanwu.source import Source
from kanwu.splitting import split
from kanwu.workspace.documents import load_schema
from kanwu.workspace.files import read_source

T = TypeVar("T")
SAMPLES = Path(__file__).resolve().parents[1] / "documents"
ROUNDS = 12
USUAL = 4_000
"""Characters of a usual report."""
LENGTHS = (10_000, 30_000, 100_000, 300_000, 1_000_000)


def main() -> None:
    schema = load_schema("zh-disclosure-report")
    folders = [Path(word) for word in sys.argv[1:]] or [SAMPLES]
    found = [file for folder in folders for file in sorted(folder.iterdir())]
    files = [file for file in found if file.suffix in {".txt", ".md", ".html", ".htm"}]
    sources = [read_source(file, file.stem, str(file)) for file in files if file.stem != "README"]
    characters = sum(len(source.text) for source in sources) / len(sources)
    print(f"{len(sources)} documents, {characters:.0f} characters on average")
    prepare(sources[0], schema)
    for name, work in (("fold and extract", prepare), ("review", review)):
        seconds = timed(lambda source, work=work: work(source, schema), sources)
        print(
            f"{name}: {1e3 * seconds:.2f} ms, {1 / seconds:.0f} documents a second,"
            f" {characters / USUAL / seconds:.0f} times {USUAL:,} characters"
        )
    texts = [fold(source) for source in sources]
    pages = [page(text, schema) for text in texts]
    stages: list[tuple[str, float]] = [
        ("fold", timed(fold, sources)),
        ("flow", timed(lambda text: page(text, schema), texts)),
    ]
    for name, read in EXTRACTORS.items():
        stages.append((name, timed(lambda one, read=read: list(read(one, schema)), pages)))
        pages = [
            one.claim(reading.span for reading in read(one, schema) if reading.span)
            for one in pages
        ]
    everything = timed(lambda text: extract(text, schema), texts) + stages[0][1]
    stages.append(("the rest", everything - sum(seconds for _, seconds in stages)))
    for name, seconds in stages:
        print(f"  {name:<9} {1e3 * seconds:5.2f} ms {100 * seconds / everything:4.0f} %")
    for one in {source.form: source for source in reversed(sources)}.values():
        for length in LENGTHS:
            text = (one.text * (length // len(one.text) + 1))[:length]
            start = process_time()
            prepare(Source("long", text, "utf-8", one.form), schema)
            seconds = process_time() - start
            print(
                f"{length:>9,} characters of {one.form}: {seconds:6.2f} s, "
                f"{1e6 * seconds / length:.1f} µs a character"
            )


def timed(work: Callable[[T], object], what: Sequence[T]) -> float:
    """Seconds of one call on average: the best round of each."""
    return sum(min(_once(work, one) for _ in range(ROUNDS)) for one in what) / len(what)


def _once(work: Callable[[T], object], one: T) -> float:
    """One call, as on a document that was never seen before."""
    fold.cache_clear()
    lay.cache_clear()
    split.cache_clear()
    sought.cache_clear()
    start = process_time()
    work(one)
    return process_time() - start


if __name__ == "__main__":
    main()
