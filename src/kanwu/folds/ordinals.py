"""Ordinals: numbers of list items that were lost, told by the items before and after.

`、存在问题` after 四、 is 五、 and `。、加大` between 3、 and 5、 is 4、; `是完善` between 一是 and 三是
is 二是. Only what the order of the list tells is put back, each as a Repair; a line that could be
the rest of the one before it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kanwu.text import Edit, Text

_HAN = "一二三四五六七八九十"
_ITEM = re.compile(
    rf"\n[ \t]*(?:(?P<number>[{_HAN}]{{1,3}}|\d{{1,2}})(?P<mark>[、.])(?!\d)"
    r"|(?P<lost>。?、)(?=[\u4e00-\u9fff]{2}))"
)
"""An item, in a text that begins with a line break, which is found sooner than what may follow it."""
_LOST = re.compile(
    r"、(?<![^\n \t。]、)(?=[\u4e00-\u9fff]{2})(?:(?<=[\n \t]、)|(?<=^、)|(?<=[\n \t]。、)|(?<=^。、))"
)
"""What an item that lost its number begins with, if it is at the beginning of a line."""
_ENDED = re.compile(r"[。;:!?.”)]\s*$|^\s*$")
_Near = tuple[re.Match[str] | None, re.Match[str] | None]
_SHORT = 24
"""A line before a lost number that ends without a stop is a heading, no longer than this."""
_AMONG = re.compile(
    r"是(?=[\u4e00-\u9fff]{2})(?:(?<=[。;,:\n]是)|(?<=^是)"
    rf"|(?:(?<=[。;,:\n].是)|(?<=^.是))(?<=(?P<number>[{_HAN}])是))",
    re.MULTILINE,
)


def fold(text: Text) -> Text:
    """The same text with those numbers in their places."""
    folded = text.folded
    edits = [*_of_lines(folded), *_of_sentences(folded)]
    return text.edit(sorted(edits, key=lambda edit: edit.start))


def _of_lines(folded: str) -> Iterator[Edit]:
    if not _LOST.search(folded):
        return
    lines = f"\n{folded}"
    items = list(_ITEM.finditer(lines))
    before, after = _nearest(items), _nearest(items[::-1])[::-1]
    for i, item in enumerate(items):
        if item["lost"] is None or not _begins(lines, item):
            continue
        start, end = item.start("lost") - 1, item.end("lost") - 1
        told = _told(lines, item, items[i - 1] if i else None, before[i], after[i])
        if told is None:
            yield Edit(start, end, item["lost"], "ordinal", "repair.ordinal-open")
        else:
            yield Edit(start, end, told[0], "ordinal", told[1])


def _told(
    lines: str, item: re.Match[str], last: re.Match[str] | None, before: _Near, after: _Near
) -> tuple[str, str] | None:
    """The number and mark of a lost item, and why; None where the order of the lists leaves it open.

    Lists in 一、二、 and in 1. 2. run beside each other: an item that lies between two of one list
    belongs to that; else it follows the item before it, unless it could be the next heading.
    """
    between = [
        one
        for one, other in zip(before, after, strict=True)
        if one and other and _value(other["number"]) == _value(one["number"]) + 2
    ]
    if len(between) == 1:
        return _following(between[0], "repair.ordinal")
    if between or last is None or last["number"] is None:
        return None
    digits = last["number"].isdigit()
    later = after[digits]
    if later and _value(later["number"]) > 1:
        return None
    line = lines[item.start() : lines.find("\n", item.end())].strip()
    heading = len(line) <= _SHORT and line[-1:] not in "。;"
    if digits and heading and before[False]:
        return None
    return _following(last, "repair.ordinal-next")


def _following(item: re.Match[str], why: str) -> tuple[str, str] | None:
    number = _next(item["number"])
    return None if number is None else (number + item["mark"], why)


def _nearest(items: Sequence[re.Match[str]]) -> list[_Near]:
    """For each item, the last one before it with a number in Chinese, and in digits."""
    found: list[_Near] = []
    near: _Near = (None, None)
    for item in items:
        found.append(near)
        if item["number"]:
            near = (near[0], item) if item["number"].isdigit() else (item, near[1])
    return found


def _begins(lines: str, item: re.Match[str]) -> bool:
    """Whether the line can be an item: a stop and a comma, or after a line that has ended."""
    if item["lost"] != "、":
        return True
    stop = item.start()
    while stop and lines[stop - 1] == "\n":
        stop -= 1
    last = lines[lines.rfind("\n", 0, stop) + 1 : stop]
    return bool(_ENDED.search(last)) or (len(last) <= _SHORT and stop < item.start())


def _of_sentences(folded: str) -> Iterator[Edit]:
    """`是…` between 一是 and 三是 of one line."""
    items = list(_AMONG.finditer(folded))
    for i in range(1, len(items) - 1):
        before, item, after = items[i - 1 : i + 2]
        if item["number"] or not before["number"] or "\n" in folded[before.end() : after.start()]:
            continue
        follower = _next(before["number"])
        if follower is not None and after["number"] and after["number"] == _next(follower):
            start, end = item.start(), item.end()
            places = ((start, end),) * 2
            yield Edit(start, end, follower + "是", "ordinal", "repair.ordinal", places)


def _next(number: str) -> str | None:
    """The number after this one, in the same writing, up to 20.

    >>> _next("四"), _next("十"), _next("9"), _next("二十")
    ('五', '十一', '10', None)
    """
    value = _value(number) + 1
    if number.isdigit():
        return str(value)
    if not 1 < value <= 19:
        return None
    return ("十" if value >= 10 else "") + (_HAN[value % 10 - 1] if value % 10 else "")


def _value(number: str) -> int:
    """What an ordinal says; 99 where it is none up to nineteen."""
    if number.isdigit():
        return int(number)
    tens, _, ones = number.rpartition("十")
    if tens or len(ones) > 1 or (ones and ones not in _HAN):
        return 99
    return (10 if "十" in number else 0) + (_HAN.index(ones) + 1 if ones else 0)
