"""Spam: words of advertisements that stand in place of others, or after the end, of a hijacked page.

Two things tell them: the words themselves (spam.yaml), and a string in Latin letters that repeats
among Chinese words of every kind. What stood there before is gone, so nothing is repaired: the
words stay, marked, and no extractor reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

import yaml

from kanwu.needle import Needle, needle_of
from kanwu.text import Edit, Text

_FOREIGN = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:https?://)?(?P<name>[A-Za-z0-9][A-Za-z0-9-]{1,30}(?:\.[A-Za-z0-9-]{2,20}){1,3}"
    r"|[A-Za-z]{3,12}\d{2,6})(?=[\u4e00-\u9fff])"
)
"""A name of a domain, or letters with digits (bet365), with a Chinese word right before and after."""
_LATIN = re.compile("[A-Za-z]{2,}")
"""What every such name holds."""
_OFFICIAL = re.compile(r"\.(?:gov|edu|org|mil)\b|covid", re.IGNORECASE)
"""Names that stand in sound texts too."""
_REPEATS, _UNLIKE = 3, 3
"""So often such a string must repeat, among so many different neighbours on either side."""
_TAIL, _FOOTER = 500, 160
"""The last characters, where a footer may stand, and how long its lines are."""


def fold(text: Text) -> Text:
    """The same text with what is spam marked."""
    folded = text.folded
    runs = _joined([*_terms(folded), *_repeated(folded)])
    if runs:
        runs = _joined([*runs, *_footer(folded, runs)])
    return text.edit(
        [Edit(start, end, folded[start:end], "spam", "repair.spam") for start, end in runs]
    )


def _terms(folded: str) -> Iterator[tuple[int, int]]:
    terms, needed, _ = _words()
    if needed.search(folded):
        for term, needle in terms:
            also = (needle.words, *needle.also)  # all are looked for before the pattern is
            if all(any(map(folded.__contains__, words)) for words in also if words):
                for match in term.finditer(folded):
                    yield match.span()


def _repeated(folded: str) -> Iterator[tuple[int, int]]:
    """Foreign names that stand where a word should, in unlike places."""
    words = Counter(map(str.lower, _LATIN.findall(folded)))
    if max(words.values(), default=0) < _REPEATS:
        return
    found: dict[str, list[tuple[int, int]]] = {}
    for match in _FOREIGN.finditer(folded):
        if _LATIN.search(match["name"]) and not _OFFICIAL.search(match["name"]):
            found.setdefault(match["name"].lower(), []).append(match.span())
    for spans in found.values():
        before = {folded[start - 2 : start] for start, _ in spans}
        after = {folded[end : end + 2] for _, end in spans}
        if len(spans) >= _REPEATS and min(len(before), len(after)) >= _UNLIKE:
            yield from spans


def _footer(folded: str, runs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """From a footer's line that holds spam to the end: its telephone is nobody's."""
    for start, _ in runs:
        first = folded.rfind("\n", 0, start) + 1
        end = folded.find("\n", start)
        line = folded[first : end if end >= 0 else len(folded)]
        near = first >= len(folded) - _TAIL
        if near and len(line) <= _FOOTER and _words()[2].search(line):
            yield first, len(folded.rstrip())
            return


def _joined(runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and start <= joined[-1][1]:
            start, end = joined[-1][0], max(end, joined.pop()[1])
        joined.append((start, end))
    return joined


@cache
def _words() -> tuple[Sequence[tuple[re.Pattern[str], Needle]], re.Pattern[str], re.Pattern[str]]:
    """The terms of advertisements, each with what it needs; all of that; and the words of a footer."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    written = yaml.load(
        files("kanwu.folds").joinpath("spam.yaml").read_text("utf-8"), Loader=loader
    )
    terms = [(one := re.compile(term), needle_of(one)) for term in written["terms"]]
    needed = sorted({words for _, needle in terms for words in needle.words or ("",)})
    return (
        terms,
        re.compile("|".join(map(re.escape, needed))),
        re.compile("|".join(written["footer"])),
    )
