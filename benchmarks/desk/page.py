"""The page of the bars: a row for each thing that was measured, replaced when it is measured again.

    .venv/bin/python benchmarks/desk/page.py OTHER

takes over the rows of another page, as of a copy in which something was measured that takes hours.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "desk-bars.md"
Row = tuple[str, str, str]
"""What was measured, the figure, the bar."""
_HEAD = "|---|---|---|\n"


def under() -> str:
    """On what something was measured, and how busy that was: the figures by the clock rest on it."""
    load = os.getloadavg()[1]
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load:.1f}"


def record(rows: Iterable[Row], page: Path = PAGE) -> None:
    """Put rows into the table of a page: where they stand already, else at its end."""
    before, head, rest = page.read_text("utf-8").partition(_HEAD)
    table, gap, after = rest.partition("\n\n")
    known = {_what(line): line for line in table.splitlines()}
    known.update((what, f"| {what} | {figure} | {bar} |") for what, figure, bar in rows)
    page.write_text(f"{before}{head}" + "\n".join(known.values()) + gap + after, "utf-8")


def _what(line: str) -> str:
    return line.split("|")[1].strip()


def rows_of(page: Path) -> list[Row]:
    """The rows that stand on a page."""
    table = page.read_text("utf-8").partition(_HEAD)[2].partition("\n\n")[0]
    cells = ([cell.strip() for cell in line.split("|")] for line in table.splitlines())
    return [(what, figure, bar) for _, what, figure, bar, _ in cells]


if __name__ == "__main__":
    record(rows_of(Path(sys.argv[1])))
