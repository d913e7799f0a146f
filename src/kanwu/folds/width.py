"""Width: full-width, compatibility and radical forms and blanks of every kind → the plain ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, partial
from itertools import accumulate, islice

from msgspec.structs import replace

from kanwu.text import Edit, Repair, Text

_RADICALS = str.maketrans(
    "⺠⻅⻥⻓⻔⻬⻛⻢⻋⻉⻚⻜⻰⻨⻩⻦⻧⻮⻙⻘⻤⻣⻁⻄⻆⻝⼾⾒⾙⾞⾧⾨⾱⾴⾵⾶⾺⾾⿂⿃⿄⿆⿈⿌⿑⿒⿓⿔",
    "民见鱼长门齐风马车贝页飞龙麦黄鸟卤齿韦青鬼骨虎西角食户见贝车长门韦页风飞马斗鱼鸟卤麦黄黾齐齿龙龟",
)
"""Radical forms of PDF text that NFKC leaves alone, or makes traditional."""
_COMMON = {"，": ",", "：": ":", "；": ";", "（": "(", "）": ")"}
"""Most of what has a plainer form: replaced at once, so that it need not be looked for."""
_OTHER = re.compile(r"([^\x00-\x7f、。《》“”\u4e00-\u9fff])")
"""What else may have one: nearly all characters of a text are none of these."""
_KNOWN: set[str] = set()
"""Those among them that have none, as far as they were met."""
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def fold(text: Text) -> Text:
    """The same text in plain forms."""
    if "\r" in text.folded:
        text = text.without("\r")
    common = text.folded
    for one, to in _COMMON.items():
        common = common.replace(one, to)
    parts = _OTHER.split(common)  # each second one is such a character
    others = parts[1::2]
    plain = {one: to for one in set(others) - _KNOWN if (to := _plain(one)) != one}
    if not plain:
        return text if common is text.folded else replace(text, folded=common)
    alike = {one: to for one, to in plain.items() if len(to) == 1}
    resized = {one: to for one, to in plain.items() if len(to) != 1}
    radicals = {one: to for one, to in alike.items() if "\u4e00" <= to <= "\u9fff"}
    parts[1::2] = [alike.get(one, one) for one in others]
    edits: list[Edit] = []
    if resized:
        places = zip(islice(accumulate(map(len, parts)), 0, None, 2), others, strict=False)
        edits = [Edit(at, at + 1, resized[one]) for at, one in places if one in resized]
    told = (*text.told, partial(_repairs, text, radicals)) if radicals else text.told
    return replace(text, folded="".join(parts), told=told).edit(edits)


def _repairs(text: Text, radicals: Mapping[str, str]) -> list[Repair]:
    """What became of the radical forms in a text."""
    return [
        text.repair("radical", at, at + 1, radicals[one], "repair.radical")
        for at, one in enumerate(text.folded)
        if one in radicals
    ]


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
