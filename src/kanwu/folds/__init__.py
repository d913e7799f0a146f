"""Folds: source → text, folded to one way of writing, with the way back for every character.

The order matters: bytes are put right before anything reads characters, a gloss is told by the
character it stands after, a lost blank is a half-width question mark, and script comes before
width, since conversion knows words. What is told by whole lines and words comes last.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from kanwu.folds import (
    blanks,
    boxes,
    byteshift,
    glosses,
    latin,
    markdown,
    markup,
    ordinals,
    rolled,
    script,
    spam,
    width,
)
from kanwu.folds.flow import Flow, flow
from kanwu.source import Form, Source
from kanwu.text import Text, plain

__all__ = ["FOLDS", "Flow", "flow", "fold", "lay"]

FORMS: Mapping[Form, Callable[[Source], Text]] = {
    "text": plain,
    "html": markup.lay,
    "markdown": markdown.lay,
}

FOLDS: Sequence[Callable[[Text], Text]] = (
    latin.fold,
    byteshift.fold,
    glosses.fold,
    blanks.fold,
    script.fold,
    boxes.fold,
    rolled.fold,
    width.fold,
    ordinals.fold,
    spam.fold,
)


@lru_cache(maxsize=4)
def lay(source: Source) -> Text:
    """The text of a source as a reader sees it: markup gone, tables in lines, nothing folded yet.

    Of a source that is a part of a file, only that part.
    """
    text = FORMS[source.form](source)
    if source.within is None:
        return text
    runs = (bisect_left(text.starts, at) for at in (source.within.start, source.within.end))
    return text.keep([(next(runs), next(runs))])


@lru_cache(maxsize=2)  # a file is folded to see what documents it holds, and then to be read
def fold(source: Source) -> Text:
    """The text of a source: simplified script, half-width marks, plain blanks, no glosses.

    >>> fold(Source("a", "年度報(bào)告１６０條，萬衆開會", "utf-8")).folded
    '年度报告160条,万众开会'
    """
    text = lay(source)
    for one in FOLDS:
        text = one(text)
    return text
