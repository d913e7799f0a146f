"""Needles: a pattern tried only near the words it needs finds just what it finds everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.extractors.page import page
from kanwu.extractors.seeking import occurrences, phrases, seek
from kanwu.folds import fold
from kanwu.needle import needle_of
from kanwu.opening import onward
from kanwu.source import decode
from kanwu.workspace.documents import load_schema

DOCUMENTS = Path(__file__).parents[2] / "documents"
SCHEMA = load_schema("zh-disclosure-report")
NO_WORDS = phrases([], {}, {})[1]


@pytest.mark.parametrize("file", sorted(DOCUMENTS.glob("*.txt")), ids=lambda file: str(file.stem))
def test_the_same_is_found_sooner(file: Path) -> None:
    """Every phrase of the schema on every sample, whole and in part."""
    text = page(fold(decode(file.read_bytes(), file.stem)), SCHEMA).flow.folded
    patterns = [(one, None) for one in SCHEMA.sought]
    asked, words = phrases(patterns, SCHEMA.needles, SCHEMA.onward)
    sought = seek(text, words)
    for one in asked:
        for start, end in ((0, len(text)), (0, 700), (300, len(text))):
            found = [match.span() for _, match in occurrences([one], sought, start, end)]
            assert found == [m.span() for m in one.pattern.finditer(text, start, end)], one


def spans(pattern: str | re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where one pattern is found when it is sought."""
    compiled = re.compile(pattern)
    later = onward(compiled)
    further = {compiled.pattern: later} if later else {}
    [one], words = phrases([(compiled, None)], {compiled.pattern: needle_of(compiled)}, further)
    return [match.span() for _, match in occurrences([one], seek(text, words))]


@pytest.mark.parametrize(
    ("pattern", "words", "breaks"),
    [
        ("公示栏", {"公示栏"}, 0),
        ("[公告]示栏?", {"公示", "告示"}, 0),
        ("(?:培训|会议)[^。]{0,3}次", {"培训", "会议"}, 3),
        ("培训[^。\\n]{0,9}\\n?次", {"培训"}, 1),
        ("培训。会议", {"培训"}, 1),
        ("(?:培训)?[0-9]+", set(), 0),
        ("培训.*次", {"培训"}, None),
        ("培训.次", {"培训"}, 1),
        ("培训[^\\n]{0,5}次", {"培训"}, 5),
        (r"培训\D{0,4}\d次?", {"培训"}, 4),
        ("培训[^。]*次", {"培训"}, None),
        ("培训(?:[(][^()\\n]{0,60}[)])?次", {"培训"}, 0),
        ("培训(?:[(][^()\\n]{0,61}[)])?次", {"培训"}, 61),
        ("培训(?:[(][^(\\n]{0,9}[)])?次", {"培训"}, 9),
        ("培训(?:[(][^()\\n]{2,50}(?:共三?次)?[)])?次", {"培训"}, 0),
        ("培训(?:[(]共?[^()\\n]{2,60}[)])?次", {"培训"}, 60),
        ("培训(?:[(][^()\\n]{2,9}[)(][^()\\n]{2,9}[)])?次", {"培训"}, 18),
        ("(?=会议)[0-9]", {"会议"}, 0),
        ("a|[b-z]x", {"a", "x"}, 0),
        ("(?<=会议)[0-9]", {"会议"}, 0),
        ("(?!会议)[0-9](?=[0-9]\\n会议)", set(), 0),
        ("公开(?=[0-9]{1,3}(?:条|件))", {"公开"}, 0),
        ("(?:会议|会)培训", {"会培训", "会议培训"}, 0),
        ("(?:会议|会)", {"会"}, 0),
        ("培(?:训|会?议)了?[0-9]", {"培训", "培议", "培会议"}, 0),
        ("会(?<!开会)(?:议){1,2}培?训", {"会议训", "会议培训", "会议议训", "会议议培训"}, 0),
        ("培(?:训。)?会议", {"会议"}, 1),
        ("(?i:ab)(?:培训)", {"培训"}, 0),
        ("(?i:会A)", set(), 0),
    ],
)
def test_what_a_pattern_needs(pattern: str, words: set[str], breaks: int | None) -> None:
    """Words in every match, and the ends of sentences that a match may hold."""
    needle = needle_of(re.compile(pattern))
    assert needle.words == words
    assert needle.breaks == breaks


def test_an_end_in_brackets_ends_no_sentence() -> None:
    """A phrase that may hold some words in brackets is still searched in its own sentence alone."""
    assert len(seek("培训(见附件。下同)三次。会议(。\n)", NO_WORDS).ends) == 5
    assert spans("培训(?:[(][^()\\n]{0,60}[)])?三次", "培训(见附件。下同)三次。") == [(0, 12)]


def test_half_a_character_hides_no_word() -> None:
    """Text that cannot be encoded is searched like any other."""
    assert spans("培训[^。]{0,3}次", "\ud800培训三次") == [(1, 5)]


def test_two_words_are_better_than_one() -> None:
    """A paragraph that holds only one of two needed words is passed by."""
    needle = needle_of(re.compile("公开[^。\\n]{0,9}[0-9]+(?:条|件)"))
    assert (needle.words, needle.also) == ({"公开"}, ({"条", "件"},))
    text = "公开栏\n12件\n公开了12件\n公开\n公开条例"
    assert spans("公开[^。\\n]{0,9}[0-9]+(?:条|件)", text) == [(8, 14)]
    seen = needle_of(re.compile("公开(?=了?[0-9]+(?:条|件))"))
    assert (seen.words, seen.also) == ({"公开"}, ({"条", "件"},))


def test_words_that_others_imply_are_not_sought() -> None:
    """What a run of choices spells tells more than each of them, and one word as much as a longer one."""
    needle = needle_of(re.compile("(?:公开|发布)(?:政府|政务)?信息[^。]{0,9}(?:条|多条)"))
    words = {f"{first}{of}信息" for first in ("公开", "发布") for of in ("", "政府", "政务")}
    assert (needle.words, needle.also, needle.before) == (words, ({"条"},), (0, 9))


def test_a_pattern_that_ignores_case_is_tried_everywhere() -> None:
    """Its words are not the words of the text."""
    assert spans(re.compile("abc", re.IGNORECASE), "xABC") == [(1, 4)]


@given(
    st.sampled_from(
        [
            "培训[^。\\n]{0,3}会议",
            "培训(?=。)",
            "培训$",
            "(?:^|[。\\n])培训",
            "培训(?!。会)",
            "会议[^\\n]{0,3}培训",
            "培训。\\n?会议",
            "[会培].{0,2}训",
            "培训|会议(?=\\n会)",
            "(?:^|[。\\n])[^x]培训",
            "(?:(?:^|\\n)x*|会议)(?!训)[^\\n]{1,2}训",
            "\\n会?培[^培]{0,30}议",
            "会[(][^()\\n]{0,60}[)](?:培|议)训?",
            "(?:[(][^()\\n]{1,4}+[)])?培[^。\\n]?(?=议)",
            "会(?:[(]x?[^()\\n]{0,5}(?:训议?)?[)])培",
            "议[(][^(\\n]{0,60}[)]",
            "(?:。|x\\n)[^x]{0,2}(?:培训|会议)(?=[^x]{0,9}议)",
            "(?<=会)。{0,2}\\n?培(?![培会]{0,7}训)",
            "(?:培训|会)议?(?:(?<!会议)培|会)",
            "(?:培。?){1,2}会?训",
            "(?:x|[培会]{2})(?:训|)[^培]{0,2}会{1,3}",
            "(?:培(?=训)|会)(?:训|议)?(?:[(]x?[)]|。)(?:会议|会)",
        ]
    ),
    st.text("培训会议。\nx()", max_size=40),
)
def test_what_is_sought_is_what_is_found(pattern: str, text: str) -> None:
    """Whatever the text, just the matches of `finditer`."""
    assert spans(pattern, text) == [match.span() for match in re.finditer(pattern, text)]


@pytest.mark.parametrize(
    "pattern", ["培训(?=\\n)", "培训$", "\\n培训", "(?<=\\n)培训", "培训(?!\\n会)", "^培训"]
)
def test_the_ends_of_paragraphs_are_seen(pattern: str) -> None:
    """What stands around a paragraph counts, though only the paragraph is searched."""
    text = "培训\n会议\n培训\n\n培训x\n培训"
    assert spans(pattern, text) == [match.span() for match in re.finditer(pattern, text)]
