"""Lines of a table are lost, emptied or doubled: what remains is right, silent, or in doubt."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.replay import Replayed, Settled
from kanwu.source import Source
from kanwu.workspace.documents import load_schema

HERE = Path(__file__).parent
DOCUMENTS = HERE.parents[1] / "documents"
SCHEMA = load_schema("zh-disclosure-report")
TABLES = {key for table in SCHEMA.tables.values() for key, _, _ in table.cells()}


def damaged(text: str, kind: str, rng: random.Random) -> str:
    """The text with some lines of its tables gone (values, labels), emptied, or told twice."""
    lines = text.split("\n")
    start = next(i for i, line in enumerate(lines) if "第二十条" in line)
    numbers = [i for i in range(start, len(lines)) if lines[i].strip().lstrip("+-").isdigit()]
    within = range(numbers[0], numbers[-1])
    labels = [i for i in within if lines[i].strip() and i not in numbers]
    chosen = set(rng.sample(labels if kind == "labels" else numbers, rng.randint(1, 3)))
    if kind == "both":
        chosen |= set(rng.sample(labels, 2))
    kept = []
    for i, line in enumerate(lines):
        if i not in chosen:
            kept.append(line)
        elif kind == "doubled":
            kept += [line, line]
        elif kind == "emptied":
            kept.append("")
    return "\n".join(kept)


@pytest.mark.parametrize("kind", ["values", "emptied", "labels", "both", "doubled"])
@pytest.mark.parametrize("name", ["qingyang-2020", "lanchuan-2021", "shiqiao-2020"])
def test_no_wrong_value_is_beyond_doubt(name: str, kind: str) -> None:
    """Never a value in the wrong cell that no finding points at."""
    text = (DOCUMENTS / f"{name}.txt").read_text("utf-8")
    facts = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))["facts"]
    truth = {f["field"]: Decimal(str(f["value"])) for f in facts if f["field"] in TABLES}
    for seed in range(8):
        folded = fold(Source("x", damaged(text, kind, random.Random(seed)), "utf-8"))
        readings = extract(folded, SCHEMA)
        settled = tuple(Settled(reading=r, machine=r) for r in readings)
        findings = check(Replayed(settled, ()), folded, SCHEMA)
        doubted = {key for f in findings if f.severity != "note" for key in f.readings}
        for reading in readings:
            right = truth.get(reading.key.field, reading.value)
            assert reading.value in {None, right} or reading.key in doubted, (seed, reading)
