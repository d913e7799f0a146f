"""Sifting: which items of the queue a reviewer's few typed words keep.

Every word must stand somewhere: in the document's id, the field's key or name, a finding's code,
the state, or the words themselves. Letters also find Chinese by the initials of its pinyin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from kanwu.message import LANGUAGES
from kanwu.reading import Key
from kanwu.schema import Schema
from kanwu_tui.sight import Row
from kanwu_tui.words import catalogue


def sift(query: str, schema: Schema) -> Callable[[Row], bool]:
    """A test of whether a row has all the words of a query."""
    terms = folded(query).split()

    def keeps(row: Row) -> bool:
        written = folded(f"{row.document} {row.words} {' '.join(row.codes)}")
        named = _names(row.lead, schema) + _state(row.shape)
        return all(term in written or term in named for term in terms)

    return keeps


def folded(text: str) -> str:
    """A text in one width and one case.

    >>> folded("Ｌuoxia １７")
    'luoxia 17'
    """
    return unicodedata.normalize("NFKC", text).casefold()


def _names(lead: Key | str, schema: Schema) -> str:
    if not isinstance(lead, Key):
        return folded(lead)
    label = schema.labels.get(lead.field)
    names = [lead.field, lead.item or "", *((label.zh, label.en) if label else ())]
    return f"{_findable(' '.join(names))} {initials(label.zh if label else '')}{initials(lead.item or '')}"


def _state(shape: str) -> str:
    entry = catalogue()[f"shape.{shape}"]
    return _findable(" ".join(entry[language] for language in LANGUAGES)) + initials(entry.zh)


@lru_cache(4096)
def _findable(text: str) -> str:
    return f" {folded(text)} "


@lru_cache(4096)
def initials(text: str) -> str:
    """The first letters of a Chinese text's pinyin; empty where there is nothing Chinese.

    >>> initials("落款日期")
    ' lkrq '
    """
    if text.isascii():
        return ""
    from pypinyin import Style, lazy_pinyin  # slow to import, and seldom needed

    letters = lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore")
    return f" {''.join(letters)} "
