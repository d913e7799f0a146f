"""Glued: lines in which nothing stands between the cells of a table → the same lines, laid out.

A scraper that drops the tags of a table and puts nothing in their place leaves of its rows
`予以公开11751203101191(二)部分公开31970020328`. Where the name of a row stands right before digits,
line breaks and a tab are put in, so that the table is read as any other is. How the digits of a
row part into numbers is told in `cuts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kanwu.extractors.cells import UNIT
from kanwu.opening import compile_pattern, either
from kanwu.parts import Parts
from kanwu.schema import Block, Schema
from kanwu.source import Span
from kanwu.text import Text

_LEAST = 3
"""So many rows must be glued: fewer may be words of a sentence."""
_LONG = compile_pattern(r"[0-9]{7,}")
"""The digits of some rows are as many; they are looked for first, as few documents have any."""
_AS_NAUGHT = bytes.maketrans(b"123456789", b"000000000")
_LONG_NAUGHTS = b"0000000"
"""The fewest of them as naughts: so they are counted in less than half the time."""
_MEETING = compile_pattern(r"(?<=[^\W\d_]|[”\")])[0-9]")
"""Where digits stand right behind words."""
_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[+-][0-9]+)*")
_SIGN = re.compile(r"[+-]")
_ORDINAL = re.compile(r"[0-9][.、](?![0-9])")
_WIDE = 80
"""A line with fewer characters holds one row at most, and ends in its digits."""
_REACH = 400
"""So many characters before digits are looked at: a heading, a header and a row's name have no more."""
_NAME, _SHORT = 40, 12
"""No name of a row has more characters; one that must begin its label has no more than the second."""
_WORDS = re.compile(r"[^0-9]{1,60}")
_REMARK = re.compile(r"[(][^()]{12,}[)]")
"""A remark in brackets stands beside the table, not in a cell."""
_BEHIND = re.compile(r"[(][^()]*[)]$")
"""A remark behind a name belongs to it."""
_OPEN = re.compile(r"[,。;:、%]")
"""A sentence goes on so behind a number."""

Seams = tuple[tuple[int, str], ...]
"""What is to be put in, each before the character with this index."""


def unglued(text: Text, schema: Schema) -> Text:
    """The same text with breaks between the cells of tables that have none."""
    folded = text.folded
    if folded.encode("ascii", "replace").translate(_AS_NAUGHT).count(_LONG_NAUGHTS) < _LEAST:
        return text
    long = (match.start() for match in _LONG.finditer(folded))
    behind = (start for start in long if start and _is_word(folded[start - 1]))
    if len(list(islice(behind, _LEAST))) < _LEAST:
        return text
    seams: list[tuple[int, str]] = []
    rows, meeting = 0, _MEETING.search(folded)
    while meeting:
        start = folded.rfind("\n", 0, meeting.start()) + 1
        end = folded.find("\n", start)
        line = folded[start:] if end < 0 else folded[start:end]
        if _may_hold_rows(line, schema):
            found, several = _seams(line, schema)
            seams += _over(folded, start, schema) if several else ()
            seams += [(start + place, mark) for place, mark in found]
            rows += several
        meeting = _MEETING.search(folded, start + len(line))
    return text.insert(seams) if rows >= _LEAST else text


def _over(folded: str, start: int, schema: Schema) -> Iterator[tuple[int, str]]:
    """What is to be put into the line before one with rows, where it names their columns."""
    while start and folded[start - 1].isspace():
        start -= 1
    first = folded.rfind("\n", 0, start) + 1
    line = folded[first:start]
    names = [match.start() for match in _form(schema).over.finditer(line)]
    if len(names) >= _LEAST and not _DIGITS.search(line) and len(line.split()) == 1:
        yield from ((first + place, "\n") for place in names if place)


def _may_hold_rows(line: str, schema: Schema) -> bool:
    """Whether a line is worth a closer look."""
    if len(line) <= _WIDE:
        return bool(line[-1].isdigit() or UNIT.match(line[-1]))
    return bool(_LONG.search(line) or _form(schema).over.search(line))


def is_glued(text: Text, start: int) -> bool:
    """Whether what begins at a folded index stands right behind the words before it in the source."""
    return start > 0 and text.starts[start - 1] == text.ends[start - 1]


def within(text: Text, start: int, end: int) -> int:
    """Where a table ends that lies in folded [start, end): with the last line that holds many rows."""
    tabs = [match.start() for match in re.finditer("\t", text.folded[start:end])]
    tabs = [start + i for i in tabs if is_glued(text, start + i + 1)]
    whole = text.source.text
    lines = Counter(whole.rfind("\n", 0, text.starts[i]) for i in tabs)
    long = [line for line, rows in lines.items() if rows >= _LEAST]
    past = whole.find("\n", max(long) + 1) if long else -1
    return min(end, text.place(Span(past, past + 1))[0]) if past >= 0 else end


def _is_word(character: str) -> bool:
    return character.isalpha() or character in '”")'


def _seams(line: str, schema: Schema) -> tuple[Seams, int]:
    """What is to be put into a line, and how many rows it lays out."""
    seams: dict[int, str] = {}
    at = rows = 0
    for digits in _DIGITS.finditer(line):
        start, end = digits.span()
        if not start or not _is_word(line[start - 1]):
            continue
        if _ORDINAL.match(line, end - 1):  # the last digit begins the next label
            end -= 1
            if start == end:
                continue
        unit = UNIT.match(line, end)
        end = unit.end() if unit and _is_whole(line, unit.end(), schema) else end
        row = _LONG.match(line, start) and not UNIT.match(line, end) and not _OPEN.match(line, end)
        if not row and not _is_whole(line, end, schema):
            continue
        first = max(at, start - _REACH)
        told = _label(line[first:start], schema)
        if told is None:
            continue
        breaks, length, mark = told
        for i in breaks:
            seams[first + i] = "\n"
        seams[start - length] = "\n"
        seams[start] = mark
        seams[end] = "\n"
        for sign in _SIGN.finditer(line, start, end):
            seams[sign.start()] = "\t"
        at, rows = end, rows + 1
    if rows:
        for i in _breaks(line[at : at + _REACH], schema):
            seams[at + i] = "\n"
    kept = sorted([place for place in seams if 0 < place < len(line)])
    return tuple([(place, seams[place]) for place in kept]), rows


@lru_cache(1024)  # the labels of a form recur in every document
def _label(words: str, schema: Schema) -> tuple[Sequence[int], int, str] | None:
    """Where lines break in the words before digits, how long the row's name is that ends them, and
    what parts it from the digits; None where they end in none.

    Digits stand on a line of their own where the name of another row stands before this one's.
    """
    length = _name(words, schema)
    if length is None:
        return None
    before = words[: len(words) - length]
    alone = length and not _form(schema).rows.search(before)
    return _breaks(before, schema), length, "\t" if alone else "\n"


def _name(words: str, schema: Schema) -> int | None:
    """How many characters the name of a row has that words end in; None where they end in none.

    It has none where the values of a block, whose rows have no names, stand behind its columns.
    """
    form = _form(schema)
    last = words[-_NAME:]
    for over in form.headless:
        if over[-1].name.search(last) and all(column.name.search(words) for column in over):
            return 0
    lengths = range(2, min(len(words), _SHORT) + 1)
    short = next((i for i in lengths if form.leading.search(words[-i:])), None)
    if words.count("(") > words.count(")") or not (short or form.rows.search(last)):
        return None
    behind = _BEHIND.search(words)
    ended = words[: behind.start()] if behind else words
    start = max(_headings(ended, schema), default=0)
    tail = ended[start:]
    if form.rows.search(tail) and len(tail) <= _NAME and not form.over.search(tail):
        named = [block.rows.named_by(tail) for block in form.blocks]
        if all(len(rows) <= 1 for rows in named):
            return len(words) - start
    lengths = range(2, min(len(tail), _NAME) + 1)
    length = next((i for i in lengths if form.rows.search(ended[-i:])), None)
    return length and len(words) - len(ended) + length


def _is_whole(line: str, end: int, schema: Schema) -> bool:
    """Whether a cell may end in a line: what follows begins another, and goes on with no sentence."""
    if end == len(line) or line[end].isdigit() or schema.heading.match(line, end):
        return True
    if UNIT.match(line, end) or _OPEN.match(line, end):
        return False
    words = _WORDS.match(line, end)
    form = _form(schema)
    return words is not None and bool(form.over.search(words[0]) or form.rows.search(words[0]))


@lru_cache(1024)
def _breaks(words: str, schema: Schema) -> Sequence[int]:
    """Where something else begins in words that stand beside rows."""
    if not words:
        return ()
    remarks = [i for remark in _REMARK.finditer(words) for i in remark.span()]
    over = [match.start() for match in _form(schema).over.finditer(words)]
    return (*_headings(words, schema), *remarks, *(over if len(over) > 1 else ()))


def _headings(words: str, schema: Schema) -> Iterator[int]:
    """Where a numbered heading begins, or what stands above a block."""
    above = [match.span() for match in _form(schema).above.finditer(words)]
    taken = [*above, *(match.span() for match in _REMARK.finditer(words))]
    yield from (start for start, _ in above)
    for heading in schema.heading.finditer(words):
        at = heading.start()
        if not any(start <= at < end for start, end in taken):
            yield at


@dataclass(frozen=True, slots=True)
class _Form:
    """What a schema names in its tables."""

    blocks: Sequence[Block]
    """Those whose rows have names."""
    headless: Sequence[Parts]
    """The columns of blocks whose rows have none."""
    rows: re.Pattern[str]
    leading: re.Pattern[str]
    """The names of rows that must begin their label."""
    above: re.Pattern[str]
    """What a block begins with."""
    over: re.Pattern[str]
    """What stands above rows: that, and the names of columns."""


@lru_cache(16)
def _form(schema: Schema) -> _Form:
    blocks = [block for table in schema.tables.values() for block in table.blocks]
    named = [block for block in blocks if not block.headless]
    rows = list(dict.fromkeys(part.name.pattern for block in named for part in block.rows))
    columns = [part for block in blocks for part in block.columns if part.key]
    over = list(dict.fromkeys(part.name.pattern for part in columns))
    begins = list(dict.fromkeys(block.begins.pattern for block in blocks if block.begins))
    return _Form(
        named,
        [block.columns for block in blocks if block.headless],
        either(rows),
        either(name for name in rows if "^" in name),
        either(begins),
        either([*over, *begins]),
    )
