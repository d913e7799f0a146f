"""Prose: what sentences say, field by field; and that no input is too strange to be read."""

from __future__ import annotations

import random
import time
import tomllib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.numeral import plain
from kanwu.reading import Reading
from kanwu.replay import Replayed, Settled
from kanwu.source import Source, decode
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")
CASES = Path(__file__).parents[1] / "cases" / "phrases"
DOCUMENTS = sorted((Path(__file__).parents[2] / "documents").glob("*.txt"))


def cases(*names: str) -> list[Any]:
    found = []
    for name in names:
        rows = tomllib.loads((CASES / f"{name}.toml").read_text("utf-8"))["case"]
        found += [pytest.param(row, id=row["label"]) for row in rows]
    return found


def read(text: str) -> list[Reading]:
    return [r for r in extract(fold(Source("x", text, "utf-8")), SCHEMA) if r.span is not None]


def shown(reading: Reading) -> str:
    """`?` before what is only proposed, `~` before what is not exact."""
    value = reading.value
    if value is None:
        value = reading.candidates[0].value if reading.candidates else "nothing"
    words = plain(value) if isinstance(value, Decimal) else value
    return ("?" if reading.value is None else "") + ("~" if reading.qualifier else "") + words


def said(text: str) -> dict[str, str]:
    """Everything read: `field/item` → value; `'` after the second of a name."""
    found: dict[str, str] = {}
    for reading in read(text):
        name = "/".join(filter(None, reading.key[:2])) + "'" * reading.key.nth
        found[name] = shown(reading)
    return found


@pytest.mark.parametrize("case", cases("in-the-wild", "synthetic"))
def test_a_sentence_says_this_and_no_more(case: dict[str, Any]) -> None:
    assert said(case["text"]) == case["reads"]


@pytest.mark.parametrize("case", cases("negative"))
def test_a_sentence_does_not_say_this(case: dict[str, Any]) -> None:
    fields = {reading.key.field for reading in read(case["text"])}
    assert fields & set(case["silent"]) == set()


@pytest.mark.parametrize("case", cases("known-failures"))
@pytest.mark.xfail(strict=True)
def test_what_is_still_wrong(case: dict[str, Any]) -> None:
    assert said(case["text"]) == case["reads"]


def strange(rng: random.Random, texts: Sequence[str]) -> str:
    """One document cut, shuffled, thinned, sprinkled or interleaved with another."""
    text = rng.choice(texts)
    lines = text.split("\n")
    match rng.randrange(5):
        case 0:
            start, end = sorted(rng.sample(range(len(text) + 1), 2))
            return text[start:end]
        case 1:
            rng.shuffle(lines)
        case 2:
            lines = [line for line in lines if rng.random() > 0.2]
        case 3:
            sprinkled = list(text)
            for _ in range(40):
                at = rng.randrange(len(sprinkled))
                sprinkled[at] = rng.choice("0123456789一年月日|\t \n\u200b。，/-%.“（")
            return "".join(sprinkled)
        case _:
            other = rng.choice(texts).split("\n")
            lines = [line for pair in zip(lines, other, strict=False) for line in pair]
    return "\n".join(lines)


def test_no_input_is_too_strange() -> None:
    """Whatever arrives: no exception, every quote stands at its span, every key once."""
    rng = random.Random(20)
    texts = [decode(path.read_bytes(), path.stem).text for path in DOCUMENTS]
    for _ in range(300):
        text = strange(rng, texts)
        folded = fold(Source("x", text, "utf-8"))
        readings = extract(folded, SCHEMA)
        check(Replayed(tuple(Settled(reading=r, machine=r) for r in readings), ()), folded, SCHEMA)
        assert len({reading.key for reading in readings}) == len(readings)
        for reading in readings:
            if reading.span is not None:
                assert text[reading.span.start : reading.span.end] == reading.quote


@pytest.mark.parametrize(
    "piece",
    [
        "12 ",
        "1,",
        "0\n",
        "一",
        "收到申请",
        "2020年1月",
        "| 1 ",
        "财政信息20条，占20%；",
        "主动公开信息",
    ],
)
def test_time_grows_with_the_text_and_not_faster(piece: str) -> None:
    """No pattern goes back and forth: ten times the text takes about ten times the time."""

    def took(length: int) -> float:
        text = fold(Source("x", (piece * length)[:length], "utf-8"))
        start = time.process_time()  # what others do on the machine counts nothing
        extract(text, SCHEMA)
        return time.process_time() - start

    took(1000)
    small, large = min(took(4000) for _ in range(2)), took(40000)
    assert large < 0.3 + 30 * small
