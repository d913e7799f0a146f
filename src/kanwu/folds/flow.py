"""Flow: a folded text as its sentences run.

Blanks are gone (but one between two digits), soft line breaks joined, one break a paragraph; a
full stop inside a number ends no sentence: it flows as a point, though it lies as it was. In
a document in Latin letters one blank stays between words, and a soft line break becomes one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, compress, count, islice, pairwise
from math import ceil
from operator import add, neg

from msgspec import Struct
from msgspec.structs import replace

from kanwu.opening import compile_pattern
from kanwu.source import Span
from kanwu.text import Text, listed

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
_PAGED = re.compile(rf"\n(?:{PAGE_NUMBER.pattern})(?=\n|\Z)")
"""Such a line, in a text that begins with a line break."""
_STOPPED = tuple(
    re.compile(rf"{stop}(?=\d)(?<=\d.)(?<!\d{{5}}.)(?=\d{{1,4}}(?![\d.、:)年月日]))")
    for stop in "。·"
)
"""A stop between two runs of digits, where a point belongs: 71。23%. No list number or date follows.
Each stop by itself: one character is found sooner than either of two."""
_BLANKS = r" \t\x0b-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What `\\s` means, but for the line break: spelled out, it is found sooner."""
_GAP = compile_pattern(rf"((?<=\n)[\n{_BLANKS}]+|(?<!\d)[{_BLANKS}]+|(?<=\d)[{_BLANKS}]++(?!\d))")
"""Blanks and line breaks that do not flow: all behind a line break, all blanks but one between digits."""
_LATIN_GAP = compile_pattern(
    rf"((?<=\n)[\n{_BLANKS}]+|[{_BLANKS}]++(?=\n)|(?<=[{_BLANKS}])[{_BLANKS}]+)"
)
"""The same in Latin letters: all blanks but one between words."""
_UNITS = "[条件项个份次宗起篇名人家户期场]"
_BROKEN_OUT = re.compile(
    r"\n(?= *+[,。;\d])(?: *+(?P<mark>(?=[,。;](?!\d)))"
    rf"|(?<![。;:!?\n]\n) *+(?P<number>\d[\d.,]*+%?+) *+\n *+(?P<after>(?=[,。;%]|{_UNITS}[,。;、]))"
    r"|(?:(?<=[了,、共为达约至自从到]\n)|(?<=[了,、共为达约至自从到] \n)) *"
    rf"(?P<counted>\d[\d.,]*)(?: *\n *(?P<unit>(?={_UNITS}|年)))?)"
)
"""Where a page set the numbers of a sentence, or what follows them, on lines of their own."""
_DATE_BROKEN_OUT = re.compile(r"\d{4} *\n *年 *\n *\d{1,2} *\n *月(?: *\n *\d{1,2} *\n *日)?")
_LINE = re.compile(r"\n *(?=\S)")
_NEXT = re.compile(r"\n[^\S\n]*(?=\S)")
_NOTHING = re.compile("(?!)")
_HAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_NO_LETTER = bytes(code for code in range(128) if not chr(code).isalpha())
_WIDE = 2
"""How many Latin letters take the room of one Chinese character."""
_BARE = r"[\d,.|/%+-]*"


Run = tuple[int, int]
"""Some characters: from where, and to before where."""


class Flow(Struct, frozen=True, eq=False):
    """A text as its sentences run: some of its characters, each with the way back.

    Few places of a document are ever asked for, so that each is found when it is: runs of
    characters that stand together in the text are kept, not where each character stands.
    """

    text: Text
    folded: str
    firsts: Sequence[int]
    """Where each run begins in the flow, were nothing in it left out (see `joints`); rising."""
    begins: Sequence[int]
    """Where it begins in the text."""
    joints: Sequence[int] = ()
    """How many characters flow before each one that is left out of a run; rising.

    Most are line breaks between two runs that are one sentence: too many to part the runs at them.
    """

    def span(self, start: int, end: int) -> Span:
        """The source span of flowing characters [start, end); empty stays empty, between its neighbours."""
        if start < end:
            firsts, begins, joints = self.firsts, self.begins, self.joints
            if joints:
                start += bisect_right(joints, start)
                end += bisect_right(joints, end - 1)
            run = bisect_right(firsts, start) - 1
            last = bisect_right(firsts, end - 1, run) - 1
            return self.text.span(
                begins[run] + start - firsts[run], begins[last] + end - firsts[last]
            )
        at = self.text.ends[self._lies(start - 1)] if start else 0
        return Span(at, at)

    def place(self, span: Span) -> tuple[int, int]:
        """The smallest flowing run [start, end) that covers a source span."""
        first, last = self.text.place(span)
        start = self._left(first)
        return start, max(start, self._left(last))

    def laid(self) -> Text:
        """The same as a text, where every character has its place: for those who look at all."""
        starts: list[int] = []
        ends: list[int] = []
        its_starts, its_ends = listed(self.text.starts), listed(self.text.ends)
        for begin, (first, beyond) in zip(
            self.begins, pairwise([*self.firsts, len(self.folded) + len(self.joints)]), strict=True
        ):
            size = beyond - first
            starts += its_starts[begin : begin + size]
            ends += its_ends[begin : begin + size]
        flows = bytearray(b"\1") * len(starts)
        for i, joint in enumerate(self.joints):
            flows[joint + i] = 0
        starts, ends = list(compress(starts, flows)), list(compress(ends, flows))
        return replace(self.text, folded=self.folded, starts=starts, ends=ends)

    def _lies(self, at: int) -> int:
        """Where a flowing character stands in the text."""
        at += bisect_right(self.joints, at)
        run = bisect_right(self.firsts, at) - 1
        return self.begins[run] + at - self.firsts[run]

    def _left(self, at: int) -> int:
        """How many characters flow of those before a place in the text."""
        run = bisect_right(self.begins, at) - 1
        if run < 0:
            return 0
        last = run + 1 == len(self.firsts)
        beyond = len(self.folded) + len(self.joints) if last else self.firsts[run + 1]
        left = min(self.firsts[run] + at - self.begins[run], beyond)
        joints = self.joints
        return left - bisect_left(range(len(joints)), left, key=lambda i: joints[i] + i)


# a file is looked through as it flows, to see what it holds, and then read so
@lru_cache(maxsize=2)
def flow(text: Text, heading: re.Pattern[str] = _NOTHING) -> Flow:
    """The same text as it flows; `heading` is what begins a line that never continues one."""
    latin = in_latin(text.folded)
    flowing = _joined(_dense(text, latin), text.folded, latin, heading)
    stopped = [match.start() for one in _STOPPED for match in one.finditer(flowing.folded)]
    return _written(flowing, stopped, ".")


def _dense(text: Text, latin: bool) -> Flow:
    """A text without its blanks and its blank lines.

    One blank stays between two digits: a date and a time of day are not one run; in Latin letters,
    between two words.
    """
    start = len(text.folded) - len(text.folded.lstrip())
    parts = (_LATIN_GAP if latin else _GAP).split(text.folded.strip())  # each second one a gap
    pieces = parts[::2]
    firsts = list(accumulate(map(len, pieces[:-1]), initial=0))
    begins = list(accumulate(map(len, parts[:-1]), initial=start))[::2]
    return Flow(text, "".join(pieces), firsts, begins)


def _joined(dense: Flow, folded: str, latin: bool, heading: re.Pattern[str]) -> Flow:
    """A text without its blanks, soft line breaks joined, and lines that only number a page gone."""
    lines = dense.folded.split("\n")
    lengths = list(map(len, lines))
    wide = _WIDE if latin else 1
    usual = _usual(lengths, wide)
    numbers = _page_numbers(dense.folded)
    goes_on = set() if latin else _going_on(folded)
    if usual is None and not numbers and not goes_on:
        return dense
    blanks = [0] * len(lines) if usual is None else _blanks_after(folded, len(lines))
    on = [start in goes_on for start in _begins(folded)] if goes_on else []
    double = _double(lengths, blanks, _FULL * usual) if usual is not None and any(blanks) else 0
    ends = list(map(add, accumulate(lengths), count()))
    left_out: list[Run] = []
    if numbers:
        left_out = _between(_unnumbered(lengths, numbers), ends[-1])
        on = [joined for i, joined in enumerate(on, start=1) if i not in numbers]
        for i in sorted(numbers, reverse=True):
            if i:  # the blank lines around it follow the line before
                blanks[i - 1] += blanks[i]
            del lines[i], ends[i], blanks[i]
    full = len(folded) + 1 if usual is None else _FULL * max(_SHORTEST * wide, usual)
    never = _apart(heading)
    joined = [
        end
        for line, after, end, blank in zip(lines, lines[1:], ends, blanks, strict=False)
        if len(line) >= full
        and blank <= double
        and line[-1] not in _ENDS
        and not never.match(after)
    ]
    if any(on):
        joined = sorted({*joined, *compress(ends[:-1], on)})
    if latin:
        dense = _written(dense, joined, " ")
    else:
        left_out = sorted([*left_out, *((at, at + 1) for at in joined)])
    return _without(dense, left_out)


@cache
def _apart(heading: re.Pattern[str]) -> re.Pattern[str]:
    """What a line begins with that never continues one: a heading, or a whole line without words."""
    return re.compile(rf"{heading.pattern}|{_BARE}\Z", heading.flags)


def _without(dense: Flow, runs: Sequence[Run]) -> Flow:
    """A text without its blanks, and without these runs of characters, which rise."""
    if not runs:
        return dense
    joints: list[int] = []
    pieces: list[str] = []
    folded, at = dense.folded, 0
    for start, end in runs:
        pieces.append(folded[at:start])
        joints += [start - len(joints)] * (end - start)
        at = end
    pieces.append(folded[at:])
    return replace(dense, folded="".join(pieces), joints=joints)


def _between(runs: Iterable[Run], size: int) -> list[Run]:
    """What of so many characters lies between some runs of them, which rise.

    >>> _between([(0, 2), (5, 6)], 9)
    [(2, 5), (6, 9)]
    """
    edges = pairwise([(0, 0), *runs, (size, size)])
    return [(start, end) for (_, start), (end, _) in edges if start < end]


def _written(text: Flow, places: Sequence[int], character: str) -> Flow:
    """The same text with a character in each of some places, instead of another."""
    if not places:
        return text
    characters = list(text.folded)
    for place in places:
        characters[place] = character
    return replace(text, folded="".join(characters))


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
    most = len(folded.encode("ascii", "ignore").translate(None, _NO_LETTER)) / _WIDE
    return sum(1 for _ in islice(_HAN.finditer(folded), ceil(most))) < most


def _usual(lengths: Sequence[int], wide: int) -> int | None:
    """The length of a full line; None where the text is not wrapped at all, and no line runs on.

    A quarter of all characters stands in lines so long or longer: cells of tables, though many,
    do not count for much. Where lines are much longer than that, the text is not wrapped.
    """
    ordered = sorted(lengths, reverse=True)
    passed = list(accumulate(ordered))
    everything = passed[-1]
    usual = ordered[bisect_left(passed, everything / 4)]
    much_longer = bisect_left(ordered, -_ALIKE * usual, key=neg)
    longer = passed[much_longer - 1] if much_longer else 0
    if usual > _WRAPPED * wide or 10 * longer > everything:
        return None
    return usual


def _page_numbers(dense: str) -> Collection[int]:
    """The lines, by their number, that only number a page."""
    lines = f"\n{dense}"
    found: set[int] = set()
    number = at = 0
    for match in _PAGED.finditer(lines):
        number += lines.count("\n", at, match.start())
        at = match.start()
        found.add(number)
    return found


def _begins(folded: str) -> list[int]:
    """Where each line begins that is not blank, but for the first."""
    first = len(folded) - len(folded.lstrip())
    return [line.end() for line in _NEXT.finditer(folded, first)]


def _blanks_after(folded: str, count: int) -> list[int]:
    """How many blank lines follow each of so many lines that are none.

    Where they follow the last line alone, they part nothing and are not counted.
    """
    if folded.strip().count("\n") < count:
        return [0] * count
    lines = folded.lstrip().split("\n")
    written = [*compress(range(len(lines)), map(str.strip, lines)), len(lines)]
    return [after - line - 1 for line, after in pairwise(written)] or [len(lines)]


def _unnumbered(lengths: Sequence[int], numbers: Collection[int]) -> list[Run]:
    """What is left of a text without some of its lines: the runs between them."""
    begins = list(accumulate(lengths, lambda at, size: at + size + 1, initial=0))
    gone = [-1, *sorted(numbers), len(lengths)]
    found = [(begins[i + 1], begins[j]) for i, j in pairwise(gone) if i + 1 < j]
    if found:
        found[-1] = (found[-1][0], found[-1][1] - 1)
    return found


def _double(lengths: Sequence[int], blanks: Sequence[int], full: float) -> int:
    """How many blank lines do not end a paragraph: one, where nearly all full lines are apart."""
    after = [blank for length, blank in zip(lengths, blanks, strict=True) if length >= full]
    if lengths[-1] >= full and not blanks[-1]:
        after.pop()  # the last line of all ends one in any case
    return int(5 * sum(map(bool, after)) >= 4 * len(after))
