"""How fast documents are read, and whether the time grows as the length does.

    .venv/bin/python benchmarks/reading.py [FOLDER …]

Times `prepare` (fold and extract) and a whole `review` on the sample documents, or on the documents in
the folders given, on one core; then `prepare` on one document of each form made ever longer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from kanwu.review import prepare, review
from kanwu.source import Source
from kanwu.workspace.documents import load_schema
from kanwu.workspace.files import read_source

SAMPLES = Path(__file__).resolve().parents[1] / "documents"
SECONDS = 3.0
USUAL = 4_000
"""Characters of a usual report."""
LENGTHS = (10_000, 30_000, 100_000, 300_000, 1_000_000)


def main() -> None:
    schema = load_schema("zh-disclosure-report")
    folders = [Path(word) for word in sys.argv[1:]] or [SAMPLES]
    found = [file for folder in folders for file in sorted(folder.iterdir())]
    files = [file for file in found if file.suffix in {".txt", ".md", ".html", ".htm"}]
    sources = [read_source(file, file.stem, str(file)) for file in files]
    characters = sum(len(source.text) for source in sources) / len(sources)
    print(f"{len(sources)} documents, {characters:.0f} characters on average")
    prepare(sources[0], schema)
    for name, work in (("fold and extract", prepare), ("review", review)):
        done, start = 0, perf_counter()
        while perf_counter() - start < SECONDS:
            for source in sources:
                work(source, schema)
            done += len(sources)
        rate = done / (perf_counter() - start)
        print(
            f"{name}: {rate:.0f} documents a second, {rate * characters / 1e6:.2f} million characters,"
            f" {rate * characters / USUAL:.0f} times {USUAL:,}"
        )
    for one in {source.form: source for source in reversed(sources)}.values():
        for length in LENGTHS:
            text = (one.text * (length // len(one.text) + 1))[:length]
            start = perf_counter()
            prepare(Source("long", text, "utf-8", one.form), schema)
            seconds = perf_counter() - start
            print(
                f"{length:>9,} characters of {one.form}: {seconds:6.2f} s, "
                f"{1e6 * seconds / length:.1f} µs a character"
            )


if __name__ == "__main__":
    main()
