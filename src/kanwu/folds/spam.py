"""Spam: words of advertisements that stand in place of others, or after the end, of a hijacked page.

Two things tell them: the words themselves (spam.yaml), and a string in Latin letters that repeats
among Chinese words of every kind. What stood there before is gone, so nothing is repaired: the
words stay, marked, and no extractor reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from importlib.resources import files
from typing import NamedTuple

from kanwu.lasting import lasting
from kanwu.needle import few_words
from kanwu.opening import compile_pattern
from kanwu.text import Edit, Text

_FOREIGN = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:https?://)?(?P<name>[A-Za-z0-9][A-Za-z0-9-]{1,30}(?:\.[A-Za-z0-9-]{2,20}){1,3}"
    r"|[A-Za-z]{3,12}\d{2,6})(?=[\u4e00-\u9fff])"
)
"""A name of a domain, or letters with digits (bet365), with a Chinese word right before and after."""
_LATIN = re.compile("[A-Za-z]{2}")
"""What every such name holds."""
_LETTERS = bytes(code | 32 if chr(code).isalpha() else 32 for code in range(128)).ljust(256)
"""Letters of ASCII in lower case, and blanks for all other bytes."""
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
    there = set(_words().needed.findall(folded))
    for term, needs in _words().terms:
        if not needs or not there.isdisjoint(needs):
            for match in term.finditer(folded):
                yield match.span()


def _repeated(folded: str) -> Iterator[tuple[int, int]]:
    """Foreign names that stand where a word should, in unlike places."""
    words = Counter(folded.encode("ascii", "replace").translate(_LETTERS).split())
    if max((count for word, count in words.items() if len(word) > 1), default=0) < _REPEATS:
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
        if near and len(line) <= _FOOTER and _words().footer.search(line):
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


class _Words(NamedTuple):
    """What tells an advertisement."""

    terms: Sequence[tuple[re.Pattern[str], Set[str]]]
    """Each with the words of which it needs one."""
    needed: re.Pattern[str]
    """Finds all of these."""
    footer: re.Pattern[str]
    """The words of a footer."""


@lasting
def _words() -> _Words:
    import yaml  # only here, as in `message.catalogue`

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    written = yaml.load(
        files("kanwu.folds").joinpath("spam.yaml").read_text("utf-8"), Loader=loader
    )
    terms = [(one := compile_pattern(term), few_words(one)) for term in written["terms"]]
    words = sorted({word for _, needs in terms for word in needs}, key=len)
    known = {word: next(filter(word.startswith, words)) for word in words}  # 娱乐城 by its 娱乐
    return _Words(
        [(term, {known[word] for word in needs}) for term, needs in terms],
        _wherever({*known.values()}),
        re.compile("|".join(written["footer"])),
    )


def _wherever(words: Set[str]) -> re.Pattern[str]:
    """Finds words in its one group, also where they overlap: by the first character of each."""
    firsts = re.escape("".join({word[0] for word in words}))
    return re.compile(f"[{firsts}](?<=(?=({'|'.join(map(re.escape, words))})).)")
