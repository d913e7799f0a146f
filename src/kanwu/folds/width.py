"""Width: full-width, compatibility and radical forms and blanks of every kind → the plain ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kanwu.source import Span
from kanwu.text import Edit, Repair, Text

_RADICALS = str.maketrans(
    "⺠⻅⻥⻓⻔⻬⻛⻢⻋⻉⻚⻜⻰⻨⻩⻦⻧⻮⻙⻘⻤⻣⻁⻄⻆⻝⼾⾒⾙⾞⾧⾨⾱⾴⾵⾶⾺⾾⿂⿃⿄⿆⿈⿌⿑⿒⿓⿔",
    "民见鱼长门齐风马车贝页飞龙麦黄鸟卤齿韦青鬼骨虎西角食户见贝车长门韦页风飞马斗鱼鸟卤麦黄黾齐齿龙龟",
)
"""Radical forms of PDF text that NFKC leaves alone, or makes traditional."""
_OTHER = re.compile(r"[^\x00-\x0c\x0e-\x7f、。《》“”\u4e00-\u9fff]")
"""What may have a plainer form: nearly all characters of a text are none of these."""
_KNOWN: set[str] = set()
"""Those among them that have none, as far as they were met."""
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def fold(text: Text) -> Text:
    """The same text in plain forms."""
    folded = text.folded
    plain = {one: to for one in set(_OTHER.findall(folded)) - _KNOWN if (to := _plain(one)) != one}
    if not plain:
        return text
    alike = {one: to for one, to in plain.items() if len(to) == 1}
    found = _places([one for one, to in plain.items() if _is_han(to)], folded)
    starts, ends = text.starts, text.ends
    repairs = [
        Repair(
            "radical", Span(starts[at], ends[at]), (one := folded[at]), plain[one], "repair.radical"
        )
        for at in found
    ]
    changed = folded
    for one, to in alike.items():  # sooner than `translate`, which asks for every character
        changed = changed.replace(one, to)
    text = replace(text, folded=changed, repairs=(*text.repairs, *repairs))
    others = _places([one for one in plain if one not in alike], folded)
    return text.edit([Edit(at, at + 1, plain[folded[at]]) for at in others])


def _places(characters: Sequence[str], folded: str) -> list[int]:
    """Where any of the characters stands."""
    if not characters:
        return []
    any_of = re.compile(f"[{re.escape(''.join(characters))}]")
    return [match.start() for match in any_of.finditer(folded)]


def _is_han(plain: str) -> bool:
    return len(plain) == 1 and "\u4e00" <= plain <= "\u9fff"


@cache
def _plain(character: str) -> str:
    """One character in plain form; '' for one without width, and for a carriage return."""
    if character in _ZERO_WIDTH or character == "\r":
        return ""
    if character in "\u2028\u2029\x85":
        return "\n"
    if unicodedata.category(character) == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", character.translate(_RADICALS))
    if plain == character:
        _KNOWN.add(character)
    return plain
