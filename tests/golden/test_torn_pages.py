"""A page loses cells, rows or tags of its tables: what remains is right, silent, or in doubt."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from kanwu.review import review
from kanwu.source import Source
from kanwu.workspace.documents import load_schema

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "documents" / "yanbei-2021.html").read_text("utf-8")
SCHEMA = load_schema("zh-disclosure-report")
TABLES = {key for table in SCHEMA.tables.values() for key, _, _ in table.cells()}
PARTS = {
    "cells": r"<td[^>]*>(?:<p><span>)?\s*\d+\s*(?:</span></p>)?</td>",
    "labels": r"<td[^>]*>[^<\d]{4,}</td>|<td[^>]*>\d\.[^<]+</td>",
    "tags": r"</?t[dr][^>]*>",
    "rows": r"<tr><td>(?:(?!</tr>).)*</tr>",
    "spans": r" (?:row|col)span=\"?\d+\"?",
}


@pytest.mark.parametrize("kind", PARTS)
def test_no_wrong_value_is_beyond_doubt(kind: str) -> None:
    """Never a value in the wrong cell that no finding points at."""
    facts = yaml.safe_load((HERE / "yanbei-2021.yaml").read_text("utf-8"))["facts"]
    truth = {f["field"]: Decimal(str(f["value"])) for f in facts if f["field"] in TABLES}
    first = PAGE.index("<td>规章")
    parts = [m.span() for m in re.finditer(PARTS[kind], PAGE, re.DOTALL) if m.start() > first]
    assert len(parts) > 3
    for seed in range(15):
        torn = PAGE
        for start, end in sorted(random.Random(seed).sample(parts, 1 + seed % 3), reverse=True):
            torn = torn[:start] + torn[end:]
        one = review(Source("x", torn, "utf-8", "html"), SCHEMA)
        for settled in one.settled:
            reading = settled.reading
            if reading.value is not None and one.state(reading.key) == "read":
                assert reading.value == truth.get(reading.key.field, reading.value), (seed, reading)
