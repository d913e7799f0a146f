"""Lexicon: which characters and words are usual, to decide between what bytes leave open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from operator import add
from typing import TYPE_CHECKING, Any

from kanwu.lasting import lasting

if TYPE_CHECKING:
    from opencc import OpenCC

_SHORT = 10_000
"""To look through so few characters takes less than to note which ones stand together."""


@cache
def converter() -> OpenCC:
    """Traditional → simplified, by words and by characters."""
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(8192)
def simple(character: str) -> str:
    """A character in simplified script; itself where it has no form of its own there."""
    found = converter().convert(character)
    return str(found) if len(found) == 1 else character


def usual(character: str) -> bool:
    """Whether a Han character is one of the 3755 usual ones (level 1 of GB 2312), in either script.

    >>> [usual(c) for c in "強条稐彊"]
    [True, True, False, False]
    """
    try:
        lead = simple(character).encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return 0xB0 <= lead <= 0xD7


def written(character: str) -> bool:
    """Whether a Han character is one of the 6763 of GB 2312, in either script."""
    try:
        return 0xB0 <= simple(character).encode("gb2312")[0] <= 0xF7
    except UnicodeEncodeError:
        return False


def known(word: str, document: str) -> bool:
    """Whether a word of two characters is one: in the document itself, or in the list of words."""
    plain = "".join(map(simple, word))
    if plain in _words():
        return True
    there = document if len(document) <= _SHORT else _pairs(document)
    return len(word) == 2 and (word in there or plain in there)


@lru_cache(4)
def _pairs(document: str) -> frozenset[str]:
    """Every two characters that stand together in a document."""
    return frozenset(map(add, document, document[1:]))


@cache
def _words() -> frozenset[str]:
    return frozenset(_written()["words"].split())


def vocabulary() -> Mapping[str, Mapping[str, str]]:
    """Words of traditional pages → the usual ones, by what happened to them (vocabulary.yaml)."""
    return _written()


@lasting
def _written() -> Mapping[str, Any]:
    import yaml  # only here, as in `message.catalogue`

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = files("kanwu.folds").joinpath("vocabulary.yaml").read_text("utf-8")
    found: Mapping[str, Any] = yaml.load(text, Loader=loader)
    return found
