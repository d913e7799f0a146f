"""Openings: a search that leaps to where a match can begin finds what one finds that tries everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.extractors.page import page
from kanwu.folds import fold
from kanwu.opening import Parsed, _first, compile_pattern, compiled, onward
from kanwu.source import decode
from kanwu.workspace.documents import load_schema

DOCUMENTS = Path(__file__).parents[2] / "documents"
SCHEMA = load_schema("zh-disclosure-report")
LEAPS = [
    "(?<!不)(?:予以|同意)公开",
    "(?:公开|[0-9]{2}年?)信",
    "(?:^|[,。])公?开",
    "(?=[公开])(?:开|[^,])",
    "(?=公)?开|信",
    "(?:公|)开",
    "(?P<a>[0-9])?(?>公|开)信?",
    "(?<=公)[开0-9]++",
    "(?:(?!)|公)开",
    r"\d+?公|开",
    "(?:)公{0,2}开",
    "x*?公(?=开)|(?!公)开",
]
"""Patterns whose beginning `re` does not see itself."""


def leaps(pattern: str) -> bool:
    """Whether a search is told where to leap that would not be told by `re`."""
    code = compiled(pattern)[1].tolist()
    return code != _compiler._code(_parser.parse(pattern), re.UNICODE.value)


@pytest.mark.parametrize("pattern", LEAPS)
@given(text=st.text("公开信不予以同意,。0年x\n", max_size=30))
def test_what_leaps_finds_the_same(pattern: str, text: str) -> None:
    """In texts of the characters that matter."""
    plain, made = re.compile(pattern), compile_pattern(pattern)
    assert [m.span() for m in made.finditer(text)] == [m.span() for m in plain.finditer(text)]
    assert [m.groups() for m in made.finditer(text)] == [m.groups() for m in plain.finditer(text)]
    found, wanted = made.search(text, 3, 20), plain.search(text, 3, 20)
    assert (found and found.span()) == (wanted and wanted.span())


def test_these_leap() -> None:
    """The patterns above are what this is for."""
    assert [pattern for pattern in LEAPS if not leaps(pattern)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        "公开",
        "[公开]",
        "",
        "(?:公开)?",
        "(?:公开)?^",
        "[^,]公",
        "(?:公|.)开",
        r"(?:\w|公)",
        "(公)(?:\\1|开)",
    ],
)
def test_these_do_not(pattern: str) -> None:
    """`re` sees their beginning itself, or any character may begin them, or nothing may be all that they match."""
    assert not leaps(pattern)


@pytest.mark.parametrize("pattern", ["(?i)(?<!x)a", "(?i:a)|b", "(?:(?i:a)|[bc])d", "(?m)(?:^|x)a"])
def test_where_case_does_not_matter_nothing_leaps(pattern: str) -> None:
    """Its letters are not those of the text."""
    assert not leaps(pattern)
    assert compile_pattern(pattern).flags == re.compile(pattern).flags


@pytest.mark.parametrize(
    ("pattern", "further"),
    [
        ("(?:^|[,。])[^公]开", True),
        ("(?:(?:^|\\n)#*|公)(?=开|x)[^信]{2}", True),
        ("(?:^|[,。])公开", True),
        ("(?:^|[,。公])公开", False),
        ("^[^公]开", True),
        ("(?:^|[^公])开", False),
        ("[公开]", False),
        ("(?i)(?:^|[,。])[^公]开", False),
    ],
)
def test_what_may_stand_at_the_start_is_another_pattern_further_on(
    pattern: str, further: bool
) -> None:
    """Only where it can begin with more characters there than elsewhere."""
    found = onward(re.compile(pattern))
    assert (found is not None) is further
    assert found is None or leaps(found.pattern)


def test_a_pattern_is_what_it_was() -> None:
    """Its words, groups and names are those of `re`; what is none is told as `re` tells it."""
    words = "(?<!不)(?:(?P<how>予以)|(同意))公开(?P<value>[0-9]+)"
    plain, made = re.compile(words), compile_pattern(words)
    assert (made.pattern, made.groups, made.groupindex) == (words, plain.groups, plain.groupindex)
    match = made.search("予以公开12")
    assert match is not None
    assert match.groupdict() == {"how": "予以", "value": "12"}
    with pytest.raises(re.error, match="missing"):
        compile_pattern("(")


def test_every_phrase_of_the_schema_finds_the_same() -> None:
    """All that leap, on all samples."""
    texts = [
        page(fold(decode(file.read_bytes(), file.stem)), SCHEMA).flow.folded
        for file in sorted(DOCUMENTS.glob("*.txt"))
    ]
    asked = [one for one in SCHEMA.needles if leaps(one)]
    assert len(asked) > 100
    for one in asked:
        plain, made = re.compile(one), compile_pattern(one)
        for text in texts:
            assert [m.span() for m in made.finditer(text)] == [
                m.span() for m in plain.finditer(text)
            ]


def gates(parsed: Parsed) -> Iterator[tuple[set[int], Parsed]]:
    """Each look ahead for one of a few characters, with the choice that stands right behind it."""
    for (code, argument), following in pairwise([*parsed, (None, None)]):
        inner: list[Parsed] = []
        if code in (op.ASSERT, op.ASSERT_NOT):
            inner = [cast("tuple[int, Parsed]", argument)[1]]
            [seen, *more] = [*inner[0], (None, None)]
            choice = following[0] in (op.SUBPATTERN, op.BRANCH)
            if code is op.ASSERT and seen[0] is op.IN and len(more) == 1 and choice:
                members = cast(Parsed, seen[1])
                if all(kind is op.LITERAL for kind, _ in members):
                    yield {cast(int, value) for _, value in members}, [following]
        elif code is op.SUBPATTERN:
            inner = [cast("tuple[object, object, object, Parsed]", argument)[3]]
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            inner = [cast("tuple[int, int, Parsed]", argument)[2]]
        elif code is op.BRANCH:
            inner = cast("tuple[None, list[Parsed]]", argument)[1]
        elif code is op.ATOMIC_GROUP:
            inner = [cast(Parsed, argument)]
        for one in inner:
            yield from gates(one)


def test_what_is_looked_ahead_for_is_what_the_words_behind_it_begin_with() -> None:
    """A word that is added to such a choice, but not its first character before it, would never be met."""
    found = [gate for one in SCHEMA.needles for gate in gates(cast(Parsed, _parser.parse(one)))]
    assert len(found) > 100
    for seen, choice in found:
        begun, _ = _first(choice, later=False)
        assert begun is not None
        assert {value for _, value in begun} <= seen


@pytest.mark.parametrize("words", ["(?:a|ab)*+c", "(?:[ab]{0,2}b){0,3}+c", "x(?:(?:a|ab)?+b)++"])
def test_a_possessive_repeat_matches_what_an_atomic_one_does(words: str) -> None:
    """In Python 3.11.2, which Debian 12 has, `re` alone forgets some of these matches."""
    atomic = {"(?:a|ab)*+c": "(?>(?:a|ab)*)c", "(?:[ab]{0,2}b){0,3}+c": "(?>(?:[ab]{0,2}b){0,3})c"}
    other = re.compile(atomic.get(words, "x(?>(?:(?>(?:a|ab)?)b)+)"))
    made = compile_pattern(words)
    for length in range(7):
        for letters in product("abcx", repeat=length):
            text = "".join(letters)
            assert [m.span() for m in made.finditer(text)] == [
                m.span() for m in other.finditer(text)
            ]
