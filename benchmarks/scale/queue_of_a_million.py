"""How fast a queue of a million items answers, and how little memory it takes to ask it.

    .venv/bin/python benchmarks/scale/queue_of_a_million.py

The items are written into an index directly, ten of each of 100,000 documents, and asked by a process
of its own. JSON out: milliseconds of processor time, megabytes.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import process_time

from kanwu.reading import Key
from kanwu.waiting import Brief, Counts, Shape, Waiting
from kanwu.workspace.cache import Cache
from kanwu.workspace.index import Index
from kanwu.workspace.kept import Told
from kanwu.workspace.pages import Chosen, Entry, Mark, Pages

DOCUMENTS, EACH = 100_000, 10
SHAPES: tuple[Shape, ...] = ("garbled", "differs", "missing", "percent")
CODES = ("date.separators-lost", "applicants-add-up", "cell.blank", "share-of-total")


def item(chance: random.Random, document: str, place: int) -> Waiting:
    kind = chance.randrange(4)
    return Waiting(
        rank=(-4.0 + place * 0.25, document, place),
        key=Key(f"applications.row{chance.randrange(30)}.total", None, 0),
        lead="",
        shape=SHAPES[kind],
        words=f"{chance.randrange(9999)} 件",
        said="",
        message=None,
        codes=(CODES[kind],),
        group=f"count:{CODES[kind]}",
        reviewers=(),
    )


def fill(index: Index) -> None:
    chance = random.Random(1)
    for start in range(0, DOCUMENTS, 1000):
        found = []
        for number in range(start, start + 1000):
            document = f"{number // 1000:04}/{number:07}"
            items = tuple(item(chance, document, place) for place in range(EACH))
            year = 2014 + number % 10
            brief = Brief(
                series=(f"publisher {number // 10}", year),
                told={},
                reports=str(year),
                verdicts=0,
                counts=Counts(read=100, doubted=EACH, silent=90),
                waiting=items,
            )
            found.append(Told(document=document, file=f"{document}.txt", brief=brief))
        index.keep(found)


def ask(folder: Path) -> dict[str, float]:
    start = process_time()
    index = Index(Cache(folder))
    told = {"open": 1000 * (process_time() - start)}
    pages = Pages(index)
    (middle,) = pages.part(DOCUMENTS * EACH // 2, 1)
    there: Mark = ("", *middle.rank)

    def chosen(one: Entry) -> Mark | None:
        kept = one.shape == "garbled" and "0042" in one.found
        return ("", one.rank, one.document, one.place) if kept else None

    filtered = Chosen(index, chosen)
    for name, work in {
        "first page": lambda: pages.part(0, 100),
        "how many": lambda: pages.count,
        "position of the middle": lambda: pages.before(there),
        "next page from the middle": lambda: pages.part(DOCUMENTS * EACH // 2, 100),
        "page before the middle": lambda: pages.part(DOCUMENTS * EACH // 2 - 100, 100),
        "items of a document": lambda: index.of(middle.document),
        "all looked through for a filter": lambda: list(filtered.fill()),
        "first page of the filter": lambda: filtered.part(0, 100),
        "100 documents, the most open first": lambda: index.tallies(limit=100),
    }.items():
        start = process_time()
        work()
        told[name] = 1000 * (process_time() - start)
    told["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return told


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(ask(Path(sys.argv[1]))))
    else:
        with tempfile.TemporaryDirectory(prefix="kanwu-million-") as folder:
            index = Index(Cache(Path(folder)))
            fill(index)
            index.cache.close()
            size = sum(one.stat().st_size for one in (Path(folder) / ".kanwu").iterdir()) / 1e6
            told = subprocess.run(
                [sys.executable, __file__, folder], capture_output=True, check=True
            )
            print(json.dumps({"cache": size, **json.loads(told.stdout)}))
