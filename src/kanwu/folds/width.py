"""Width: full-width, compatibility and radical forms and blanks of every kind → the plain ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from kanwu.text import Edit, Repair, Text

_RADICALS = str.maketrans(
    "⺠⻅⻥⻓⻔⻬⻛⻢⻋⻉⻚⻜⻰⻨⻩⻦⻧⻮⻙⻘⻤⻣⻁⻄⻆⻝⼾⾒⾙⾞⾧⾨⾱⾴⾵⾶⾺⾾⿂⿃⿄⿆⿈⿌⿑⿒⿓⿔",
    "民见鱼长门齐风马车贝页飞龙麦黄鸟卤齿韦青鬼骨虎西角食户见贝车长门韦页风飞马斗鱼鸟卤麦黄黾齐齿龙龟",
)
"""Radical forms of PDF text that NFKC leaves alone, or makes traditional."""
_RADICAL = re.compile(
    r"([\u2e80-\u2fff\u3038-\u303a\u3190-\u33ff\uf900-\ufaff\U0001f200-\U0001f2ff\U0002f800-\U0002fa1f])"
)
"""All that may have a Han character for its plain form."""
_COMMON = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")"}
"""Most of what has a plainer form: replaced at once, so that it need not be looked for."""
_OTHER = re.compile(rf"[^\x00-\x7f、。《》“”{''.join(_COMMON)}\u4e00-\u9fff]")
"""What else may have one: nearly all characters of a text are none of these."""
_KNOWN: set[str] = set()
"""Those among them that have none, as far as they were met."""
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def fold(text: Text) -> Text:
    """The same text in plain forms."""
    if "\r" in text.folded:
        text = text.without("\r")
    folded = common = text.folded
    for one, to in _COMMON.items():
        common = common.replace(one, to)
    met = set(_OTHER.findall(folded)) - _KNOWN
    plain = {one: to for one in met if (to := _plain(one)) != one}
    if not plain:
        return text if common is folded else replace(text, folded=common)
    alike = {one: to for one, to in plain.items() if len(to) == 1}
    radicals = {one: to for one, to in alike.items() if "\u4e00" <= to <= "\u9fff"}
    changed = common
    repairs: list[Repair] = []
    if radicals:
        parts = _RADICAL.split(common)  # each second one may be a radical
        places = list(accumulate(map(len, parts[:-1])))[::2]
        repairs = [
            text.repair("radical", at, at + 1, radicals[one], "repair.radical")
            for at, one in zip(places, parts[1::2], strict=True)
            if one in radicals
        ]
        parts[1::2] = [radicals.get(one, one) for one in parts[1::2]]
        changed = "".join(parts)
    for one in alike.keys() - radicals.keys():  # sooner than `translate`, which asks for every one
        changed = changed.replace(one, alike[one])
    text = replace(text, folded=changed, repairs=(*text.repairs, *repairs))
    others = _places([one for one in plain if one not in alike], folded)
    return text.edit([Edit(at, at + 1, plain[folded[at]]) for at in others])


def _places(characters: Sequence[str], folded: str) -> list[int]:
    """Where any of the characters stands."""
    if not characters:
        return []
    any_of = re.compile(f"[{re.escape(''.join(characters))}]")
    return [match.start() for match in any_of.finditer(folded)]


@cache
def _plain(character: str) -> str:
    """One character in plain form; '' for one without width."""
    if character in _ZERO_WIDTH:
        return ""
    if character in "\u2028\u2029\x85":
        return "\n"
    if unicodedata.category(character) == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", character.translate(_RADICALS))
    if plain == character:
        _KNOWN.add(character)
    return plain
