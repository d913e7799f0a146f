"""How fast verdicts find their places again, in CPU seconds of one process.

    .venv/bin/python benchmarks/anchors/speed.py [--write]

Unchanged documents: the replay step alone, five corrections each, on the sample documents again and
again. A changed one: 5,000 characters of prose and table, changed heavily in six ways at once and
in each of the twelve ways alone, 50 corrections, both texts folded beforehand. Long ones: up to a
megabyte, changed as heavily. Each figure but the first is the best of several runs.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

from mutations import (
    MUTATIONS,
    NUMBER,
    characters,
    edit_digits,
    insert,
    misread,
    move,
    reword,
    rewrap,
    text_of,
)

from kanwu.anchor import anchor, anchor_reading
from kanwu.correction import Correction
from kanwu.folds import fold
from kanwu.placing import Ask, place
from kanwu.replay import replay
from kanwu.review import Raw, prepare
from kanwu.source import Source, Span, decode
from kanwu.workspace.documents import load_schema

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "placing.md"
BEGIN, END = "<!-- speed: benchmarks/anchors/speed.py --write -->", "<!-- end of speed -->"
START = datetime(2026, 1, 1, tzinfo=UTC)
SIZE, CORRECTIONS, EACH = 5_000, 50, 5
SIZES = (10_000, 50_000, 100_000, 350_000)
"""Characters; the last is a megabyte of Chinese in UTF-8."""
ROUNDS = 40
AT_ONCE = (misread, reword, insert, move, edit_digits, rewrap)


def best(act: Callable[[], object], times: int) -> float:
    """The least CPU seconds that an act took."""
    least = float("inf")
    for _ in range(times):
        start = process_time()
        act()
        least = min(least, process_time() - start)
    return least


def samples() -> list[Source]:
    return [decode(p.read_bytes(), p.stem) for p in sorted((ROOT / "documents").glob("*.txt"))]


def unchanged() -> tuple[float, float]:
    """Documents a second: their readings indexed before, as in a workspace, and as they are given."""
    schema = load_schema("zh-disclosure-report")
    work: list[tuple[Raw, list[Correction]]] = []
    for source in samples():
        raw = prepare(source, schema)
        read = [one for one in raw.readings if one.span and one.value is not None]
        chosen = random.Random(source.document).sample(read, EACH)
        made = [
            Correction(
                id=f"c{n}", document=source.document, reviewer="li", verdict="confirmed",
                at=START + timedelta(seconds=n), field=one.key.field, item=one.key.item,
                was=one.quote, value=one.value, anchor=anchor_reading(source, one),
            )
            for n, one in enumerate(chosen)
        ]  # fmt: skip
        assert raw.ground is not None
        work.append((raw, made))
    speeds: list[float] = []
    for indexed in (True, False):
        start = process_time()
        for _ in range(ROUNDS):
            for raw, made in work:
                readings = raw.ground if indexed else raw.readings
                found = replay(readings, made, raw.text, schema, {})
                assert [one.kind for one in found.outcomes] == ["applied"] * EACH
        speeds.append(ROUNDS * len(work) / (process_time() - start))
    return speeds[0], speeds[1]


def long_text(size: int) -> str:
    """The samples one after another, each round with other words, so that nothing repeats whole."""
    chance = random.Random("kanwu speed")
    text = ""
    while len(text) < size:
        for source in samples():
            changed = characters(source.text)
            if text:
                changed = edit_digits(misread(changed, "heavy", chance), "heavy", chance)
            text += text_of(changed)
    return text[:size]


def changed(old: Source, ways: tuple[Callable[..., object], ...]) -> Source:
    chance = random.Random("kanwu speed")
    chars = characters(old.text)
    for way in ways:
        chars = way(chars, "heavy", chance)  # type: ignore[assignment]
    return replace(old, text=text_of(chars))


def placing(old: Source, new: Source, times: int) -> float:
    """CPU seconds to place the corrections of one document."""
    spans = [Span(*match.span()) for match in NUMBER.finditer(old.text)]
    spans = random.Random("kanwu speed").sample(spans, CORRECTIONS)
    asks = [Ask(anchor(old, span)) for span in spans]
    before, now = fold(old), fold(new)
    olds = {old.sha256: before}
    return best(lambda: place(asks, now, olds), times)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="put the table into docs/placing.md")
    chosen = asked.parse_args()
    indexed, plain = unchanged()
    old = Source("long", long_text(SIZE), "utf-8")
    at_once = placing(old, changed(old, AT_ONCE), 30)
    alone = sorted(placing(old, changed(old, (way,)), 10) for way in MUTATIONS)
    lines = [
        "| | |",
        "|---|---|",
        f"| unchanged documents a second, {EACH} corrections each | {indexed:,.0f} |",
        f"| … with their readings indexed anew each time | {plain:,.0f} |",
        f"| {SIZE:,} characters, {CORRECTIONS} corrections, six heavy changes at once | {at_once * 1000:.1f} ms |",
        f"| … one heavy change, median and worst of {len(alone)} kinds | {alone[len(alone) // 2] * 1000:.1f}, {alone[-1] * 1000:.1f} ms |",
    ]
    for size in SIZES:
        long = Source("long", long_text(size), "utf-8")
        spent = placing(long, changed(long, AT_ONCE), 2)
        each = 1e6 * spent / size
        lines.append(f"| {size:,} characters, {CORRECTIONS} corrections, six heavy changes | {spent:.2f} s, {each:.1f} µs a character |")  # fmt: skip
    print("\n".join(lines))
    if chosen.write:
        page = PAGE.read_text("utf-8")
        head, tail = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text("\n".join([f"{head}{BEGIN}", "", *lines, "", f"{END}{tail}"]), "utf-8")


if __name__ == "__main__":
    main()
