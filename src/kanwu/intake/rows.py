"""Rows: CSV and JSON lines, one value a row, or one document a row with a column for each field."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping

from kanwu.errors import UsageError
from kanwu.intake.claim import PARTS, Claim, Naming, extraction, load_lines
from kanwu.intake.claim import text as words


def csv_claims(text: str, shown: str, naming: Naming) -> Iterator[Claim]:
    """The claims of a CSV file with headings."""
    return _claims(csv.DictReader(f"{line}\n" for line in text.split("\n")), shown, naming)


def jsonl_claims(text: str, shown: str, naming: Naming) -> Iterator[Claim]:
    """The claims of JSON lines."""
    return _claims(load_lines(text, shown), shown, naming)


def _claims(rows: Iterable[Mapping[str, object]], shown: str, naming: Naming) -> Iterator[Claim]:
    theirs = {naming.column(part): part for part in (*PARTS, "extractor", "status")}
    for row in rows:
        if None in row:
            raise UsageError(shown, "a row in it has more cells than headings", "Quote its commas.")
        told = {theirs.get(name, name): one for name, one in row.items()}
        document = words(told.pop("document", None))
        if "field" in told:
            name = words(told.pop("field"))
            yield Claim(document, None, extraction(naming, name, told))
            continue
        known = [name for name in row if naming.knows(name)]
        if not known:
            raise UsageError(
                shown,
                "has neither a column field nor columns that are fields",
                "Say what its columns are: --map FILE.toml with [columns] or [fields].",
            )
        for name in known:
            if words(row[name]):
                yield Claim(document, None, extraction(naming, name, {"value": row[name]}))
