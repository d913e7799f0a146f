"""Folds: source → text, folded to one way of writing, with the way back for every character.

The order matters: a byte shift is undone before anything reads characters, a gloss is told by the
character it stands after, and script before width, since conversion knows words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kanwu.folds import byteshift, glosses, script, width
from kanwu.folds.flow import flow
from kanwu.source import Source
from kanwu.text import Text

__all__ = ["FOLDS", "flow", "fold"]

FOLDS: Sequence[Callable[[Text], Text]] = (
    byteshift.fold,
    glosses.fold,
    script.fold,
    width.fold,
)


def fold(source: Source) -> Text:
    """The text of a source: simplified script, half-width marks, plain blanks, no glosses.

    >>> fold(Source("a", "年度報(bào)告１６０條，萬衆開會", "utf-8")).folded
    '年度报告160条,万众开会'
    """
    n = len(source.text)
    text = Text(source, source.text, range(n), range(1, n + 1))
    for one in FOLDS:
        text = one(text)
    return text
