"""Needles: a pattern tried only near the words it needs finds just what it finds everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kanwu.extractors.needle import needle_of, occurrences
from kanwu.extractors.page import page
from kanwu.folds import fold
from kanwu.source import decode
from kanwu.workspace.documents import load_schema

DOCUMENTS = Path(__file__).parents[2] / "documents"
SCHEMA = load_schema("zh-disclosure-report")


@pytest.mark.parametrize("file", sorted(DOCUMENTS.glob("*.txt")), ids=lambda file: str(file.stem))
def test_the_same_is_found_sooner(file: Path) -> None:
    """Every phrase of the schema on every sample, whole and in part."""
    text = page(fold(decode(file.read_bytes(), file.stem)), SCHEMA).flow.folded
    for field in SCHEMA.fields.values():
        told = [phrase for phrases in field.told.values() for phrase in phrases]
        for phrase in (*field.phrases, *told):
            for start, end in ((0, len(text)), (0, 700), (300, len(text))):
                found = [match.span() for match in occurrences(phrase, text, start, end)]
                assert found == [m.span() for m in phrase.finditer(text, start, end)], phrase


@pytest.mark.parametrize(
    ("pattern", "words", "newlines"),
    [
        ("公示栏", {"公示栏"}, 0),
        ("[公告]示栏?", {"公示", "告示"}, 0),
        ("(?:培训|会议)[^。]{0,3}次", {"培训", "会议"}, 3),
        ("培训[^。\\n]{0,9}\\n?次", {"培训"}, 1),
        ("(?:培训)?[0-9]+", set(), 0),
        ("培训.*次", {"培训"}, 0),
        ("培训[^。]*次", {"培训"}, None),
        ("(?=会议)[0-9]", set(), 0),
        ("a|[b-z]x", {"a", "x"}, 0),
    ],
)
def test_what_a_pattern_needs(pattern: str, words: set[str], newlines: int | None) -> None:
    """Words in every match, and the newlines that a match may hold."""
    needle = needle_of(re.compile(pattern))
    assert needle.words == words
    assert needle.newlines == newlines


def test_two_words_are_better_than_one() -> None:
    """A paragraph that holds only one of two needed words is passed by."""
    needle = needle_of(re.compile("公开[^。\\n]{0,9}[0-9]+(?:条|件)"))
    assert (needle.words, needle.also) == ({"公开"}, {"条", "件"})
    text = "公开栏\n12件\n公开了12件\n公开\n公开条例"
    assert [m[0] for m in occurrences(re.compile("公开[^。\\n]{0,9}[0-9]+(?:条|件)"), text)] == [
        "公开了12件"
    ]


def test_a_pattern_that_ignores_case_is_tried_everywhere() -> None:
    """Its words are not the words of the text."""
    pattern = re.compile("abc", re.IGNORECASE)
    assert [match.span() for match in occurrences(pattern, "xABC")] == [(1, 4)]


@pytest.mark.parametrize(
    "pattern", ["培训(?=\\n)", "培训$", "\\n培训", "(?<=\\n)培训", "培训(?!\\n会)", "^培训"]
)
def test_the_ends_of_paragraphs_are_seen(pattern: str) -> None:
    """What stands around a paragraph counts, though only the paragraph is searched."""
    text = "培训\n会议\n培训\n\n培训x\n培训"
    compiled = re.compile(pattern)
    assert [m.span() for m in occurrences(compiled, text)] == [
        m.span() for m in compiled.finditer(text)
    ]
