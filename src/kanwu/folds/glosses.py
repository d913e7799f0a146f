"""Glosses: readings in brackets that a page put after characters, `報(bào)告`.

A bracket is a gloss only right after a Han character that is read so; `(PDF)` stays. Where a page
has glosses, one that follows no character, or another than it reads, says that a character there
is damaged: it stays, marked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from operator import attrgetter

from kanwu.text import Edit, Text

_GLOSS = re.compile(
    r"[(（](?<=[\u4e00-\u9fff].)([a-zü\u00e0-\u00fc\u0101-\u01dc\u1e3f\u0144\u0148\u01f9]{1,7})[)）]"
    r"((?:[(（][a-zü\u00e0-\u00fc\u0101-\u01dc\u1e3f\u0144\u0148\u01f9]{1,7}[)）])*)"
)
"""A bracket after a Han character that may hold its reading, and those right behind it."""
_BRACKETS = tuple(
    re.compile(rf"{bracket}(?<=[\u4e00-\u9fff].)[a-zü\u00e0-\u01f9\u1e3f]{{1,7}}[)）]")
    for bracket in ("\\(", "（")
)
"""What a gloss is at least. Each bracket by itself: one character is found sooner than either of two."""
_SYLLABLE = re.compile(
    r"[(（](?=[a-zü]{0,6}[\u00e0-\u00fc\u0101-\u01dc\u1e3f\u0144\u0148\u01f9])"
    r"[a-zü\u00e0-\u00fc\u0101-\u01dc\u1e3f\u0144\u0148\u01f9]{1,7}[)）]"
)
"""A bracket that holds one syllable with its tone."""
_ONE = re.compile(r"[(（]([^)）]+)[)）]")


def fold(text: Text) -> Text:
    """The same text without its glosses."""
    folded = text.folded
    if not any(bracket.search(folded) for bracket in _BRACKETS):
        return text
    edits = []
    seen: set[int] = set()
    for match in _GLOSS.finditer(folded):
        start, end = match.span()
        character, (first, others) = folded[start - 1], match.groups()
        if first in _readings(character) and (not others or _all_read(character, others)):
            edits.append(Edit(start, end, "", "gloss", "repair.gloss"))
            seen.add(start)
            if others:
                seen.update(range(start, end))
    if edits:
        edits += [
            Edit(*match.span(), match[0], "gloss", "repair.gloss-orphan")
            for match in _SYLLABLE.finditer(folded)
            if match.start() not in seen
        ]
    return text.edit(sorted(edits, key=attrgetter("start")))


def _all_read(character: str, brackets: str) -> bool:
    return all(reads(character, gloss) for gloss in _ONE.findall(brackets))


def reads(character: str, gloss: str) -> bool:
    """Whether a character has this reading; a gloss without tone marks fits any tone.

    >>> reads("報", "bào"), reads("報", "bao"), reads("報", "diǎn")
    (True, True, False)
    """
    return gloss in _readings(character)


@lru_cache(4096)
def _readings(character: str) -> frozenset[str]:
    """The readings of a character, each also without its tone."""
    readings = _dictionary().get(ord(character), "").split(",")
    return frozenset((*readings, *map(_toneless, readings)))


@cache
def _dictionary() -> Mapping[int, str]:
    """The readings of single characters by pypinyin, parted by commas.

    Taken out of its file: the package itself brings phrases, 40 MB and 150 ms in every process.
    """
    package = find_spec("pypinyin")
    folders = package.submodule_search_locations if package else None
    spec = PathFinder.find_spec("pinyin_dict", folders)
    if spec is None or spec.loader is None:
        raise ImportError("pypinyin.pinyin_dict")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Mapping[int, str] = module.pinyin_dict
    return found


def _toneless(reading: str) -> str:
    """A reading without its tone marks; ü stays ü."""
    bare = "".join(
        c for c in unicodedata.normalize("NFD", reading) if c not in "\u0300\u0301\u0304\u030c"
    )
    return unicodedata.normalize("NFC", bare)
