"""The same report through another extractor, and another year's report under the old name.

The table of applications is laid out anew, row by row to column by column and other ways (those of
tests/core/shapes.py); the true place of every cell is known. Corrections are made on the fields
that both extractions read, and replayed.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "core"))

from grids import Grid, grid
from shapes import column_major, lines, two_pages

from kanwu.anchor import anchor_reading
from kanwu.correction import Correction
from kanwu.locating import locate
from kanwu.replay import replay
from kanwu.review import Raw, prepare
from kanwu.schema import Schema
from kanwu.source import Source, Span
from kanwu.workspace.documents import load_schema

START = datetime(2026, 1, 1, tzinfo=UTC)
PROSE = """汀川县石门镇{year}年政府信息公开工作年度报告

一、总体情况
{year}年，全镇主动公开政府信息{a}条，其中网站公开{b}条，公示栏张贴{c}张。
镇里请了{d}位老师讲公文写作，听课的干部共{e}人次。

二、主动公开政府信息情况
公开栏设在渡口和集市两处，赶集的日子换一次内容。

"""
LAYOUTS: Mapping[str, Callable[[Grid, random.Random], str]] = {
    "row by row, tabs": lambda g, _: lines(g, "\t", "\n"),
    "row by row, bars": lambda g, _: lines(g, " | ", " |\n", "| "),
    "a line a cell": lambda g, _: lines(g, "\n", "\n"),
    "column by column": column_major,
    "column by column, two pages": two_pages,
}


class _Cell(int):
    """A value that is printed as one mark, so that its place can be told before its digits stand."""

    mark = ""

    def __str__(self) -> str:
        return self.mark


def _marked(g: Grid) -> tuple[Grid, dict[str, tuple[str, int]]]:
    """The grid with a mark in each cell, and what each mark stands for."""
    cells: dict[str, dict[str, int]] = {}
    told: dict[str, tuple[str, int]] = {}
    for row in g.labels:
        cells[row] = {}
        for column in g.columns:
            cell = _Cell(g.cells[row][column])
            cell.mark = chr(0xE000 + len(told))
            told[cell.mark] = f"applications.{row}.{column}", int(cell)
            cells[row][column] = cell
    return replace(g, cells=cells), told


def _written(text: str, told: Mapping[str, tuple[str, int]]) -> tuple[str, dict[str, Span]]:
    """The text with digits for marks, and where each field's stand."""
    pieces: list[str] = []
    places: dict[str, Span] = {}
    size = 0
    for c in text:
        field, value = told.get(c, ("", 0))
        piece = repr(value) if field else c
        if field:
            places[field] = Span(size, size + len(piece))
        pieces.append(piece)
        size += len(piece)
    return "".join(pieces), places


def measure(reports: int, schema: Schema) -> Counter[str]:
    """Counts over so many reports, each from every layout to every other one."""
    counts: Counter[str] = Counter()
    for seed in range(reports):
        chance = random.Random(f"kanwu layouts {seed}")
        g, told = _marked(grid(chance))
        numbers = {key: chance.randint(2, 900) for key in "abcde"}
        prose = PROSE.format(year=2021, **numbers)
        laid = {name: _written(prose + lay(g, chance), told) for name, lay in LAYOUTS.items()}
        read = {
            name: prepare(Source("a", text, "utf-8"), schema) for name, (text, _) in laid.items()
        }
        for old in LAYOUTS:
            for new in LAYOUTS:
                if old != new:
                    _count(schema, laid[old], read[old], laid[new], read[new], counts)
        other, told = _marked(grid(chance))
        next_year = PROSE.format(year=2022, **{key: chance.randint(2, 900) for key in "abcde"})
        name = "row by row, tabs"
        text, _ = _written(next_year + LAYOUTS[name](other, chance), told)
        _another_year(schema, laid[name], read[name], text, counts)
    return counts


Laid = tuple[str, dict[str, Span]]


def _made(source: Source, raw: Raw, places: Mapping[str, Span]) -> list[Correction]:
    """A correction on every cell that is read where it stands."""
    good = [r for r in raw.readings if r.span and places.get(r.key.field) == r.span]
    return [
        Correction(
            id=f"c{n:04}", document="a", reviewer="li", verdict="amended",
            at=START + timedelta(seconds=n), field=one.key.field, item=one.key.item,
            was=one.quote, value=Decimal(7000 + n), anchor=anchor_reading(source, one),
        )
        for n, one in enumerate(good)
    ]  # fmt: skip


def _count(schema: Schema, old: Laid, raw: Raw, new: Laid, now: Raw, counts: Counter[str]) -> None:
    source = Source("a", old[0], "utf-8")
    both = {r.key.field for r in now.readings if r.span and new[1].get(r.key.field) == r.span}
    made = [c for c in _made(source, raw, old[1]) if c.field in both]
    replayed = replay(now.ground, made, now.text, schema, {source.sha256: source})
    for outcome in replayed.outcomes:
        counts["replay, all"] += 1
        taken = outcome.kind in {"applied", "moved"}
        counts["replay, right"] += taken and outcome.span == new[1][outcome.correction.field]
        counts["replay, wrong"] += taken and outcome.span != new[1][outcome.correction.field]
    anchors = [
        {"id": c.field, "start": c.anchor.start, "end": c.anchor.span.end, "quote": c.was}
        for c in made
        if c.anchor
    ]
    case = {"case": "a", "doc_old": old[0], "doc_new": new[0], "anchors": anchors}
    for answer in locate(case, schema):
        counts["locate, all"] += 1
        if answer["status"] in {"applied", "moved"}:
            want = new[1][str(answer["id"])]
            right = (answer["start"], answer["end"]) == (want.start, want.end)
            counts["locate, right" if right else "locate, wrong"] += 1


def _another_year(schema: Schema, old: Laid, raw: Raw, text: str, counts: Counter[str]) -> None:
    source, new = Source("a", old[0], "utf-8"), Source("a", text, "utf-8")
    now = prepare(new, schema)
    made = _made(source, raw, old[1])
    for outcome in replay(now.ground, made, now.text, schema, {source.sha256: source}).outcomes:
        counts["another year, all"] += 1
        counts["another year, placed"] += outcome.kind in {"applied", "moved", "redundant"}
    spans = [Span(*m.span()) for m in re.finditer(r"\d+", source.text)]
    anchors = [
        {"id": n, "start": s.start, "end": s.end, "quote": source.quote(s)}
        for n, s in enumerate(spans)
    ]
    case = {"case": "a", "doc_old": source.text, "doc_new": text, "anchors": anchors}
    for answer in locate(case, schema):
        counts["another year, all"] += 1
        counts["another year, placed"] += (
            answer["start"] is not None and answer["status"] != "stale"
        )


def main() -> None:
    schema = load_schema("zh-disclosure-report")
    counts = measure(int(sys.argv[1]) if len(sys.argv) > 1 else 10, schema)
    for way in ("replay", "locate"):
        total = counts[f"{way}, all"]
        right, wrong = counts[f"{way}, right"], counts[f"{way}, wrong"]
        print(f"{way}: {100 * right / total:.2f} % of {total} placed, {wrong} wrong")
    print(f"another year: {counts['another year, placed']} of {counts['another year, all']} placed")


if __name__ == "__main__":
    main()
