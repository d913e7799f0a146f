"""Sifting: which items of the queue a reviewer's few typed words keep.

Every word must stand somewhere: in the document's id, the field's key or name, a finding's code,
the state, or the words themselves; with a prefix (`field:`), in that alone. Letters also find Chinese
by the initials of its pinyin. Words in quotes are one; after `doc:` they are the whole id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from kanwu.message import LANGUAGES
from kanwu.reading import Key
from kanwu.schema import Schema
from kanwu.workspace.pages import Entry
from kanwu_tui.words import catalogue

PREFIXES = ("doc", "publisher", "year", "field", "finding", "state", "reviewer", "outcome")
"""What a word may be looked for in alone."""
_TERM = re.compile(rf'(?:({"|".join(PREFIXES)}):)?(?:"([^"]*)"?|(\S+))')
_QUOTES = str.maketrans("“”", '""')
_OUTCOME = "replay."
"""What the code of a finding about an outcome begins with."""
_WHOLE = re.compile(r'\s*doc:["“]([^"“”]+)["”]\s*')
Test = Callable[[Entry], bool]


Says = Callable[[str], tuple[str, str]]
"""Whose report a document is and the year of it, as shown; empty where it does not say."""


def sift(query: str, schema: Schema, says: Says) -> Test:
    """A test of whether an item has all the words of a query."""
    tests: list[Test] = []
    free: list[str] = []
    for prefix, quoted, bare in _TERM.findall(folded(query.translate(_QUOTES))):
        if prefix:
            tests.append(_only(prefix, quoted or bare, bool(quoted), schema, says))
        elif quoted or bare.removesuffix(":") not in PREFIXES:  # else the word is still being typed
            free.append(quoted or bare)

    def keeps(one: Entry) -> bool:
        if not all(test(one) for test in tests):
            return False
        if not free:
            return True
        named = _names(one.named, schema) + _state(one.shape)
        return all(term in one.found or term in named for term in free)

    return keeps


def finds(query: str, fields: Sequence[str], schema: Schema) -> list[str]:
    """The fields whose key or name has all the words of a query, in their order."""
    terms = folded(query).split()
    return [one for one in fields if all(term in _names(Key(one), schema) for term in terms)]


def only_document(query: str) -> str | None:
    """The document whose items a query asks for, and nothing else; None for any other query.

    >>> only_document('doc:"songling-2020"'), only_document('doc:"songling-2020" 41')
    ('songling-2020', None)
    """
    found = _WHOLE.fullmatch(query)
    return found[1] if found else None


def quoted(document: str) -> str:
    """The query that keeps the items of one document.

    >>> quoted("songling-2020")
    'doc:"songling-2020"'
    """
    return f'doc:"{document}"'


def _only(prefix: str, word: str, whole: bool, schema: Schema, says: Says) -> Test:
    """A test of one part of an item."""
    of = lru_cache(1)(says)  # the items of one document come together

    def document(one: Entry) -> bool:
        name = _findable(one.document).strip()
        return word == name if whole else word in name

    def publisher(one: Entry) -> bool:
        name = of(one.document)[0]
        return word in _findable(name) or word in initials(name)

    tests: dict[str, Test] = {
        "doc": document,
        "field": lambda one: word in _names(one.named, schema),
        "state": lambda one: word in _state(one.shape),
        "publisher": publisher,
        "finding": lambda one: any(word in _finding(code, schema) for code in one.codes.split()),
        "year": lambda one: of(one.document)[1].startswith(word),
        "reviewer": lambda one: word in folded(one.reviewers),
        "outcome": lambda one: any(word in _outcome(code) for code in one.codes.split()),
    }
    return tests[prefix]


@lru_cache(256)
def _finding(code: str, schema: Schema) -> str:
    """How a finding may be called: its code, or why its rule is one."""
    why = schema.reasons.get(code)
    return _findable(f"{code} {why.zh} {why.en}") + initials(why.zh) if why else folded(code)


@lru_cache(64)
def _outcome(code: str) -> str:
    """How an outcome may be called; empty for the code of any other finding."""
    kind = code.removeprefix(_OUTCOME)
    entry = catalogue().get(f"outcome.{kind}") if kind != code else None
    if entry is None:
        return ""
    return f"{_findable(f'{kind} {entry.zh} {entry.en}')}{initials(entry.zh)}"


def folded(text: str) -> str:
    """A text in one width and one case.

    >>> folded("Ｌuoxia １７")
    'luoxia 17'
    """
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(4096)
def _names(lead: Key | str, schema: Schema) -> str:
    if not isinstance(lead, Key):
        return folded(lead)
    label = schema.labels.get(lead.field)
    names = [lead.field, lead.item or "", *((label.zh, label.en) if label else ())]
    return f"{_findable(' '.join(names))} {initials(label.zh if label else '')}{initials(lead.item or '')}"


@lru_cache(16)
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
