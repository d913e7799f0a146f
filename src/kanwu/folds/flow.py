"""Flow: a folded text as its sentences run.

Blanks are gone (but one between two digits), soft line breaks joined, one break a paragraph; a
full stop inside a number ends no sentence: it flows as a point, though it lies as it was. In
a document in Latin letters one blank stays between words, and a soft line break becomes one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from math import ceil

from kanwu.text import Text

_ENDS = frozenset("。;:!?.")
_FULL, _SHORTEST = 0.7, 16
"""A line this much of the usual full one, which is no shorter than this, may run on in the next."""
_WRAPPED, _ALIKE = 60, 1.6
"""Full lines of wrapped text are no longer than this, and the longest is not much longer."""
PAGE_NUMBER = re.compile(
    r"[-—–~·]{1,2}\d{1,3}[-—–~·]{1,2}|第\d{1,3}页(?:[,/]?共\d{1,3}页)?"
    r"|[Pp]age ?\d{1,3}(?: ?(?:of|/) ?\d{1,3})?"
)
"""A line, without its blanks, that only numbers a page."""
_PAGED = frozenset("-—–~·第Pp")
"""What such a line begins with."""
_STOPPED = re.compile(r"[。·](?=\d)(?<=\d.)(?<!\d{5}.)(?=\d{1,4}(?![\d.、:)年月日]))")
"""A stop between two runs of digits, where a point belongs: 71。23%. No list number or date follows."""
_UNITS = "[条件项个份次宗起篇名人家户期场]"
_BROKEN_OUT = re.compile(
    r"\n(?= *[,。;\d])(?: *(?P<mark>(?=[,。;](?!\d)))"
    rf"|(?<![。;:!?\n]\n) *(?P<number>\d[\d.,]*%?) *\n *(?P<after>(?=[,。;%]|{_UNITS}[,。;、]))"
    r"|(?:(?<=[了,、共为达约至自从到]\n)|(?<=[了,、共为达约至自从到] \n)) *"
    rf"(?P<counted>\d[\d.,]*)(?: *\n *(?P<unit>(?={_UNITS}|年)))?)"
)
"""Where a page set the numbers of a sentence, or what follows them, on lines of their own."""
_DATE_BROKEN_OUT = re.compile(r"\d{4} *\n *年 *\n *\d{1,2} *\n *月(?: *\n *\d{1,2} *\n *日)?")
_LINE = re.compile(r"\n *(?=\S)")
_NOTHING = re.compile("(?!)")
_HAN, _LETTER = re.compile("[\u3040-\u30ff\u4e00-\u9fff]"), re.compile("[A-Za-z]")
_WIDE = 2
"""How many Latin letters take the room of one Chinese character."""
_BARE = re.compile(r"[\d,.|/%+-]*")


def flow(text: Text, heading: re.Pattern[str] = _NOTHING) -> Text:
    """The same text as it flows; `heading` is what begins a line that never continues one."""
    folded = text.folded
    latin = in_latin(folded)
    lines = _lines(folded, latin)
    usual, double = _usual([len(line) for _, line in lines], _WIDE if latin else 1)
    full = _FULL * usual
    goes_on = set() if latin else _going_on(folded)
    kept: list[tuple[int, int]] = []
    joints: list[int] = []
    before = ""
    blank = length = 0
    for runs, line in lines:
        if not line:
            blank += 1
            continue
        if line[0] in _PAGED and PAGE_NUMBER.fullmatch(line):
            continue
        soft = runs[0][0] in goes_on or (
            blank <= double
            and len(before) >= full
            and before[-1] not in _ENDS
            and not _BARE.fullmatch(line)
            and not heading.match(line)
        )
        if kept and (latin or not soft):
            if soft:
                joints.append(length)
            start, end = kept[-1]
            newline = folded.index("\n", end - 1)
            if newline == end and newline + 1 == runs[0][0]:  # all of it is kept
                kept[-1] = (start, runs[0][1])
                runs = runs[1:]
            else:
                kept.append((newline, newline + 1))
            length += 1
        kept += runs
        length += len(line)
        before, blank = line, 0
    flowing = text.keep(kept)
    stopped = [match.start() for match in _STOPPED.finditer(flowing.folded)]
    if not joints and not stopped:
        return flowing
    characters = list(flowing.folded)
    for joint in joints:
        characters[joint] = " "
    for stop in stopped:
        characters[stop] = "."
    return replace(flowing, folded="".join(characters))


def _going_on(folded: str) -> set[int]:
    """Where lines begin that go on in the sentence of the line before: 设立了, 1, 个受理点."""
    found = {
        match.start(group)
        for match in _BROKEN_OUT.finditer(folded)
        for group, words in match.groupdict().items()
        if words is not None
    }
    for date in _DATE_BROKEN_OUT.finditer(folded) if found else ():
        found.update(line.end() for line in _LINE.finditer(folded, *date.span()))
    return found


def in_latin(folded: str) -> bool:
    """Whether a text is written in Latin letters, for the most part.

    >>> in_latin("Annual report 2020"), in_latin("2020年APP年度报告"), in_latin("2020")
    (True, False, False)
    """
    most = len(_LETTER.findall(folded)) / _WIDE
    return sum(1 for _ in islice(_HAN.finditer(folded), ceil(most))) < most


def _usual(lengths: Sequence[int], wide: int) -> tuple[int, int]:
    """The length of a full line, and how many blank lines do not end a paragraph.

    A quarter of all characters stands in lines so long or longer: cells of tables, though many,
    do not count for much. Where lines are much longer than that, the text is not wrapped at all,
    and no line runs on. Where the full lines are all apart, one blank line ends nothing.
    """
    ordered = sorted(lengths, reverse=True)
    everything, passed, usual = sum(ordered), 0, 0
    for length in ordered:
        usual, passed = length, passed + length
        if 4 * passed >= everything:
            break
    longer = sum(length for length in ordered if length > _ALIKE * usual)
    if usual > _WRAPPED * wide or 10 * longer > everything:
        return everything + 1, 0
    full = [i for i, length in enumerate(lengths[:-1]) if length >= _FULL * usual]
    apart = sum(not lengths[i + 1] for i in full)
    return max(_SHORTEST * wide, usual), int(5 * apart >= 4 * len(full))


def _lines(folded: str, latin: bool) -> list[tuple[list[tuple[int, int]], str]]:
    """Each line without its blanks, with the runs of it that are left.

    One blank stays between two digits: a date and a time of day are not one run; in Latin letters,
    between two words.
    """
    found: list[tuple[list[tuple[int, int]], str]] = []
    at = 0
    for line in folded.split("\n"):
        words = line.split()
        if not words:
            found.append(([], ""))
        elif len(words[0]) == len(line):
            found.append(([(at, at + len(line))], line))
        else:
            runs: list[tuple[int, int]] = []
            pieces: list[str] = []
            end = 0
            for word in words:
                if end and (latin or (pieces[-1][-1].isdecimal() and word[0].isdecimal())):
                    runs[-1] = (runs[-1][0], at + end + 1)
                    pieces.append(line[end])
                start = line.index(word, end)
                end = start + len(word)
                runs.append((at + start, at + end))
                pieces.append(word)
            found.append((runs, "".join(pieces)))
        at += len(line) + 1
    return found
