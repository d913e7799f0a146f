"""Fuzz: documents damaged at random; none may raise, and none may take a second.

    python benchmarks/fuzz.py [--cases 100000] [--first 0] [--workers 2]

Each case is told by its number alone, so that a failure is run again with `--first N --cases 1`.
Bytes are decoded; whole documents are cut, shuffled, interleaved, sprinkled with damage, made one
long line or one deep nest; tables lose, gain and swap cells. Then all of it is reviewed: folds,
readings, rules, queue and ledger, and every quote must stand at its span.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

from kanwu.candidate import suggest
from kanwu.errors import SourceError
from kanwu.review import review
from kanwu.schema import Schema
from kanwu.source import Source, decode
from kanwu.workspace.documents import built_in_schemas, load_schema

ROOT = Path(__file__).resolve().parents[1]
SLOW = 1.0
"""Seconds that no document may take."""
PIECES = (
    *"0123456789一二三十年月日条件，。、；：（）()|\t \n\u200b\u3000/-%.“”《》?#*<>&$",
    "\ufffd", "\u2028", "\ue000", "\U0002a700", "12 ", "1,", "| 1 ", "。ㄒ唬┌", "。ǘ", "(bào)", "(diǎn)",
    "報(bào)", "?稐l", "½ñÌì", "2021129", "2020年1月", "29 January ", "twelve ", "received ", "requests ",
    "主动公开政府信息", "收到申请", "财政信息20条，占20%；", "第二十条第（一）项", "行政复议", "总计", "PG电子官网",
    "、", "。、", "一是", "是", "。玻", "<td colspan=9999>", "</table>", "<table><tr><td>", "&#x110000;", "&nbsp;",
    "---|---", "10.5", "９９", "一百二", "99999999999999999999",
)  # fmt: skip

NESTS = (
    ("(", ")"), ("（", "）"), ("“", "”"), ("《", "》"), ("[", "]"), ("> ", ""), ("- ", "\n"), ("", "</td>"),
    ("<div>", "</div>"), ("<b>", ""), ("<table><tr><td>", "</td></tr></table>"),
)  # fmt: skip
Damage = Callable[[random.Random, str], str]


@cache
def documents() -> Sequence[str]:
    """The sample documents, in every family."""
    paths = [*(ROOT / "documents").rglob("*.*"), *(ROOT / "tests" / "golden" / "en").glob("*.txt")]
    texts = [p for p in sorted(paths) if p.suffix in {".txt", ".md", ".html"}]
    return [decode(path.read_bytes(), path.stem).text for path in texts]


@cache
def schemas() -> Sequence[Schema]:
    return [load_schema(name) for name in built_in_schemas()]


def cut(rng: random.Random, text: str) -> str:
    """A piece of it, or it without a piece."""
    start, end = sorted(rng.randrange(len(text) + 1) for _ in "ab")
    return text[start:end] if rng.random() < 0.5 else text[:start] + text[end:]


def shuffled(rng: random.Random, text: str) -> str:
    """Its lines in another order, some of them gone or twice there."""
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(line for line in lines for _ in range(rng.choice((0, 1, 1, 1, 2))))


def interleaved(rng: random.Random, text: str) -> str:
    """Line by line with another document."""
    other = rng.choice(documents()).split("\n")
    return "\n".join(line for pair in zip(text.split("\n"), other, strict=False) for line in pair)


def sprinkled(rng: random.Random, text: str) -> str:
    """With pieces of damage in it."""
    for _ in range(rng.randrange(1, 60)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(PIECES) + text[at + rng.choice((0, 0, 1, 3)) :]
    return text


def tabular(rng: random.Random, text: str) -> str:
    """Cells deleted, doubled, swapped, joined and parted."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if rng.random() < 0.3:
            cells = line.split("|") if "|" in line else line.split()
            if rng.random() < 0.4:
                rng.shuffle(cells)
            cells = [cell for cell in cells for _ in range(rng.choice((0, 1, 1, 2)))]
            lines[i] = rng.choice(("|", "\t", " ", "\n", "\n\n", "\n|\n")).join(cells)
    return "\n".join(lines)


def glued(rng: random.Random, text: str) -> str:
    """Runs of lines without anything between their cells, as where the tags of a table were dropped."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        several = rng.choice((1, 1, 2, 8, 40, 200))
        if several > 1:
            lines[at : at + several] = ["".join("".join(lines[at : at + several]).split())]
        at += rng.randrange(1, 12)
    return "\n".join(lines)


def long(rng: random.Random, text: str) -> str:
    """One line, or one piece over and over."""
    if rng.random() < 0.5:
        return text.replace("\n", rng.choice(("", " ", "，")))
    size = rng.choice((2000, 8000, 20000))
    piece = "".join(rng.choice(PIECES) for _ in range(rng.randrange(1, 5)))
    return (piece * size)[:size]


def nested(rng: random.Random, text: str) -> str:
    """Brackets, quotations or elements, one in another."""
    opening, closing = rng.choice(NESTS)
    deep = rng.choice((20, 400, 2000))
    return (
        ("<html><body>" if "<" in opening else "") + opening * deep + text[:1500] + closing * deep
    )


DAMAGE: Sequence[Damage] = (cut, shuffled, interleaved, sprinkled, tabular, glued, long, nested)


def document(number: int) -> Source | None:
    """The source of a case; None where its bytes are no text."""
    rng = random.Random(number)
    text = rng.choice(documents())
    if rng.random() < 0.12:
        return _decoded(rng, text)
    for damage in rng.choices(DAMAGE, k=rng.choice((1, 1, 2, 3))):
        text = damage(rng, text)
    form = rng.choice(("text", "text", "html", "markdown"))
    return Source("x", text[: rng.choice((1000, 4000, 8000, 30000))], "utf-8", form)


def _decoded(rng: random.Random, text: str) -> Source | None:
    """Bytes at random, or a document's own, cut in the middle of characters and flipped."""
    if rng.random() < 0.3:
        data = rng.randbytes(rng.randrange(3000))
    else:
        encoding = rng.choice(("utf-8", "gb18030", "gb18030", "utf-16", "utf-8-sig"))
        flipped = bytearray(text.encode(encoding, "replace"))
        for _ in range(rng.randrange(30)):
            flipped[rng.randrange(len(flipped))] = rng.randrange(256)
        data = bytes(flipped[rng.randrange(4) : rng.randrange(4, len(flipped))])
    declared = rng.choice((None, "utf-8", "gbk", "no-such", "latin-1", "big5", "base64", "utf-7"))
    try:
        return decode(data, "x", declared)
    except SourceError:
        return None


def tried(number: int) -> float:
    """Seconds that a case took; nothing that it does may raise."""
    source = document(number)
    if source is None:
        return 0.0
    start = time.process_time()
    for schema in schemas() if number % 4 == 0 else schemas()[-1:]:
        one = review(source, schema)
        assert len({settled.reading.key for settled in one.settled}) == len(one.settled)
        for settled in one.settled:
            span = settled.reading.span
            assert span is None or source.quote(span) == settled.reading.quote
        assert all(source.quote(entry.span) == entry.quote for entry in one.ledger)
        for entry in one.ledger[:40]:
            for kind in ("date", "count", "percent", "period"):
                suggest(entry.quote, kind)
    taken = time.process_time() - start
    return taken / (2 if number % 4 == 0 else 1)


def outcome(number: int, slow: float = SLOW) -> tuple[int, float, str]:
    """A case with the seconds it took, and what is wrong with it."""
    try:
        taken = tried(number)
    except Exception as error:
        import traceback

        where = traceback.extract_tb(error.__traceback__)[-1]
        return number, 0.0, f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})"
    return number, taken, f"{taken:.2f} s" if taken > slow else ""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--cases", type=int, default=100_000)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--slow", type=float, default=SLOW, help="seconds no document may take")
    chosen = asked.parse_args()
    numbers = range(chosen.first, chosen.first + chosen.cases)
    failed, total, slowest = 0, 0.0, (0.0, -1)
    begun = time.perf_counter()
    with ProcessPoolExecutor(chosen.workers) as pool:
        run = partial(outcome, slow=chosen.slow)
        for number, taken, problem in pool.map(run, numbers, chunksize=20):
            total += taken
            slowest = max(slowest, (taken, number))
            if problem:
                failed += 1
                print(f"case {number}: {problem}", flush=True)
    print(
        f"{chosen.cases} cases in {time.perf_counter() - begun:.0f} s, {failed} failed; "
        f"{1000 * total / max(1, chosen.cases):.1f} ms each, the slowest {slowest[0]:.2f} s (case {slowest[1]})"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
