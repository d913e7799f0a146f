"""No input is too strange: 300 of the cases that benchmarks/fuzz.py runs by the hundred thousand."""

from __future__ import annotations

import importlib.util
import time
from pathlib import Path
from types import ModuleType

import pytest

from kanwu.review import review
from kanwu.source import Form, Source

FILE = Path(__file__).resolve().parents[2] / "benchmarks" / "fuzz.py"
SLOW = 4.0
"""A machine that runs many tests at once takes its time; a hang takes more."""
ONCE = (
    "&emsp6;", "&n99999999999999999999sp;", "6" * 8000, "。玻", "?稐", "<!--", "1、\n。、\n、", "；收到申请10.5" * 888,
)  # fmt: skip
"""Words that raised or hung before, and their like."""


@pytest.fixture(scope="module")
def fuzz() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_no_exception_and_no_hang(fuzz: ModuleType, first: int) -> None:
    """Whatever arrives is read, each quote at its span, within its time."""
    outcomes = [fuzz.outcome(number, SLOW) for number in range(first, first + 50)]
    assert [(number, problem) for number, _, problem in outcomes if problem] == []


def test_every_kind_of_damage_is_among_them(fuzz: ModuleType) -> None:
    """Bytes that are no text, bytes that are, and damaged documents of each form."""
    sources = [fuzz.document(number) for number in range(300)]
    assert None in sources
    assert {source.form for source in sources if source} == {"text", "html", "markdown"}
    assert {source.encoding for source in sources if source} >= {"utf-8", "gb18030"}


@pytest.mark.parametrize("words", ONCE)
@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_what_failed_once_does_not_again(fuzz: ModuleType, words: str, form: Form) -> None:
    start = time.process_time()
    for schema in fuzz.schemas():
        one = review(Source("x", words, "utf-8", form), schema)
        assert all(one.source.quote(entry.span) == entry.quote for entry in one.ledger)
    assert time.process_time() - start < SLOW
