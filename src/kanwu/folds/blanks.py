"""Blanks: question marks that stand for a special blank which an encoding could not hold.

`?1340條?` is left of a number between two such blanks. A question mark is one of them where no
question can end: at the beginning of a line, and beside a digit in a sentence that asks nothing.
"""

from __future__ import annotations

import re

from kanwu.text import Edit, Text

_LEFT = re.compile(
    r"(?P<indent>^[ \t]*\?[ \t?]*(?=[\u4e00-\u9fff\d(（《“]))"
    r"|(?<=[\u4e00-\u9fff，、。；：（:;,)）”》])\?{1,4}(?=\d)"
    r"|(?<=\d)\?{1,4}(?=[\u4e00-\u9fff，、。；）;,%％]|\d)"
    r"|(?<=[條条件篇次个個份名人项項期])\?{1,4}(?=[，、。；）;,(（])",
    re.MULTILINE,
)
_ASKS = re.compile(
    r"[吗嗎呢吧么麼谁誰哪几幾怎]|什[么麼]|多少|如何|[为為]何|是否|是不是|能不能|有没有|有沒有"
)
_STOP = re.compile(r"[。；;!！\n]")
_BACK = 60
"""How far back a question may begin."""


def fold(text: Text) -> Text:
    """The same text with plain blanks in their places."""
    folded = text.folded
    if "?" not in folded:
        return text
    edits = []
    for match in _LEFT.finditer(folded):
        if match["indent"] is None and _asks(folded, match.start()):
            continue
        start, end = match.span()
        edits.append(Edit(start, end, " " * (end - start), "blank", "repair.blank"))
    return text.edit(edits)


def _asks(folded: str, at: int) -> bool:
    """Whether the sentence up to `at` asks something."""
    back = max(0, at - _BACK)
    start = max((stop.end() for stop in _STOP.finditer(folded, back, at)), default=back)
    return _ASKS.search(folded, start, at) is not None
