"""Width: full-width, compatibility and radical forms and blanks of every kind → the plain ones."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from kanwu.text import Edit, Text

_RADICALS = str.maketrans(
    "⺠⻅⻥⻓⻔⻬⻛⻢⻋⻉⻚⻜⻰⻨⻩⻦⻧⻮⻙⻘⻤⻣⻁⻄⻆⻝⼾⾒⾙⾞⾧⾨⾱⾴⾵⾶⾺⾾⿂⿃⿄⿆⿈⿌⿑⿒⿓⿔",
    "民见鱼长门齐风马车贝页飞龙麦黄鸟卤齿韦青鬼骨虎西角食户见贝车长门韦页风飞马斗鱼鸟卤麦黄黾齐齿龙龟",
)
"""Radical forms of PDF text that NFKC leaves alone, or makes traditional."""
_ODD = re.compile(r"[^\x00-\x0c\x0e-\x7f\u4e00-\u9fff、。《》“”〔〕【】—]|\r")
"""What may have another form; Han, ASCII and the marks that have no other form are passed by."""
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def fold(text: Text) -> Text:
    """The same text in plain forms."""
    edits = []
    folded = text.folded
    for match in _ODD.finditer(folded):
        character = match[0]
        plain = _plain(character)
        if plain != character:
            radical = len(plain) == 1 and "\u4e00" <= plain <= "\u9fff"
            kind = "radical" if radical else None
            at = match.start()
            edits.append(Edit(at, at + 1, plain, kind, "repair.radical" if radical else ""))
    return text.edit(edits)


@cache
def _plain(character: str) -> str:
    """One character in plain form; '' for one without width, and for a carriage return."""
    if character in _ZERO_WIDTH or character == "\r":
        return ""
    if character in "\u2028\u2029\x85":
        return "\n"
    if unicodedata.category(character) == "Zs":
        return " "
    return unicodedata.normalize("NFKC", character.translate(_RADICALS))
