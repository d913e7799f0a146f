"""A workspace of any size, of fictional reports in the shapes of real ones.

    .venv/bin/python benchmarks/scale/corpus.py 100000 FOLDER

The reports are those of `benchmarks/damage`: all eras, as plain text, Markdown and pages; in every
other one the dates have lost their separators (2021129), so that something waits in the queue. There
are 20,000 distinct ones; a larger workspace holds them again under other names (as links, or a million files
would take an hour to write), which saves kanwu nothing but the disk's time, since it keeps what it read by
document. A folder holds a thousand.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "damage"))

from reports import report

DISTINCT = 20_000
PER_FOLDER = 1000
DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
SUFFIX = {"text": ".txt", "markdown": ".md", "html": ".html"}
SETTINGS = 'format = 1\nschema = "zh-disclosure-report"\n'


def corpus(count: int, folder: Path) -> int:
    """Write `count` documents, in addition to those that are there; how many characters they have."""
    documents = folder / "documents"
    documents.mkdir(parents=True, exist_ok=True)
    (folder / "kanwu.toml").write_text(SETTINGS, "utf-8")
    characters = 0
    for seed in range(min(count, DISTINCT)):
        one = report(seed)
        text = one.text()
        if seed % 2:
            text = DATE.sub(r"\1\2\3", text)
        made = folder / "made"
        made.unlink(missing_ok=True)  # of a run that was killed, and a link to one of its documents
        made.write_text(text, "utf-8")
        for number in range(seed, count, DISTINCT):
            below = documents / f"{number // PER_FOLDER:04}"
            below.mkdir(exist_ok=True)
            path = below / f"{number:07}-{one.year}{SUFFIX[one.form]}"
            if not path.exists():
                path.hardlink_to(made)
            characters += len(text)
        made.unlink()
    return characters


if __name__ == "__main__":
    total = int(sys.argv[1])
    print(
        f"{total} documents, {corpus(total, Path(sys.argv[2])) / total:.0f} characters on average"
    )
