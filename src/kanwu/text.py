"""Text and Repair: a source folded to one way of writing, with the way back.

How each fold is done stands in `folds`; this room holds what a fold makes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from msgspec import Struct

from kanwu.source import Source, Span

_COUNTED = 1 << 16
"""So many numbers are made once, for all documents: few are longer."""
UNREAD = "\ufffd"
"""A character that a repair could not tell, though it knows that one stood there."""


class Repair(Struct, frozen=True, gc=False):
    """One fold that was more than width or blanks, and can explain itself."""

    kind: str
    """`encoding`, `byte-shift`, `gloss`, `blank`, `script`, `radical`, `ordinal` or `spam`."""
    start: int
    """What it replaced, in the source, begins here."""
    end: int
    before: str
    after: str
    why: str
    """Key of the sentence, in the message catalogue, that says why."""

    @property
    def span(self) -> Span:
        """What it replaced, in the source: made for who asks, since few repairs of many are asked."""
        return Span(self.start, self.end)


class Edit(Struct, frozen=True, gc=False):
    """One change that a fold makes: folded characters [start, end) become `after`."""

    start: int
    end: int
    after: str
    kind: str | None = None
    """The kind of Repair it is; None when it is no more than width or blanks."""
    why: str = ""
    places: tuple[tuple[int, int], ...] | None = None
    """For each new character, the folded characters it comes from; None: one each where there
    are as many as before, else all from all."""


class Text(Struct, frozen=True, eq=False):
    """Folded characters, each with the source characters that it came from; compared by identity.

    `starts[i]` and `ends[i]` bound the source characters behind folded character i. Both only
    rise; source characters that no folded character claims were dropped (a zero-width blank, a
    gloss) and lie in the gaps. They are ranges where every character stands where it did.
    """

    source: Source
    folded: str
    starts: Sequence[int]
    ends: Sequence[int]
    told: tuple[Repair | Callable[[], Iterable[Repair]], ...] = ()
    """Its repairs in the order of the folds; of the script alone, which is hundreds of them and bears on
    no number, what tells them once somebody asks."""

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """All of its repairs, worked out each time."""
        return tuple(
            repair for one in self.told for repair in ([one] if isinstance(one, Repair) else one())
        )

    @property
    def mended(self) -> list[Repair]:
        """Its repairs but for those of the script alone."""
        return [one for one in self.told if isinstance(one, Repair)]

    def span(self, start: int, end: int) -> Span:
        """The source span of folded characters [start, end); empty stays empty, between its neighbours."""
        if isinstance(self.starts, range):
            return Span(start, end if start < end else start)
        if start < end:
            return Span(self.starts[start], self.ends[end - 1])
        at = self.ends[start - 1] if start else 0
        return Span(at, at)

    def place(self, span: Span) -> tuple[int, int]:
        """The smallest folded run [start, end) that covers a source span."""
        if isinstance(self.starts, range):
            start, end, size = span.start, span.end, len(self.folded)
            return (start, end) if end <= size else (min(start, size), size)
        start = bisect_right(self.ends, span.start)
        return start, max(start, bisect_left(self.starts, span.end))

    def quote(self, start: int, end: int) -> str:
        """The source words behind folded characters [start, end)."""
        return self.source.quote(self.span(start, end))

    def edit(self, edits: Sequence[Edit]) -> Text:
        """The same text with these changes, which rise and do not overlap."""
        if not edits:
            return self
        folded = self.folded
        own_starts, own_ends = listed(self.starts), listed(self.ends)
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = placed = 0
        for edit in edits:
            start, end, after, places = edit.start, edit.end, edit.after, edit.places
            pieces.append(folded[at:start])
            pieces.append(after)
            if places is not None or len(after) != end - start:
                starts += own_starts[placed:start]
                ends += own_ends[placed:start]
                if after:
                    for first, last in places or [(start, end)] * len(after):
                        starts.append(own_starts[first])
                        ends.append(own_ends[last - 1])
                placed = end
            at = end
        repairs = [
            self.repair(one.kind, one.start, one.end, one.after, one.why)
            for one in edits
            if one.kind is not None
        ]
        pieces.append(folded[at:])
        changed, told = "".join(pieces), (*self.told, *repairs)
        if not (placed or starts):  # every character has the place that it had
            return Text(self.source, changed, self.starts, self.ends, told)
        starts += own_starts[placed : len(folded)]
        ends += own_ends[placed : len(folded)]
        return Text(self.source, changed, starts, ends, told)

    def repair(self, kind: str, start: int, end: int, after: str, why: str) -> Repair:
        """What a fold tells of folded characters [start, end), which become `after`."""
        before = self.folded[start:end]
        return Repair(kind, self.starts[start], self.ends[end - 1], before, after, why)

    def keep(self, runs: Iterable[tuple[int, int]]) -> Text:
        """The same text with only these runs [start, end) of folded characters, which rise."""
        own_starts, own_ends = listed(self.starts), listed(self.ends)
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in runs:
            pieces.append(self.folded[start:end])
            starts += own_starts[start:end]
            ends += own_ends[start:end]
        return Text(self.source, "".join(pieces), starts, ends, self.told)

    def without(self, character: str) -> Text:
        """The same text without a character, wherever it stands."""
        runs: list[tuple[int, int]] = []
        at = 0
        for piece in self.folded.split(character):
            runs.append((at, at + len(piece)))
            at += len(piece) + 1
        return self.keep(runs)

    def insert(self, marks: Sequence[tuple[int, str]]) -> Text:
        """The same text with characters put in that the source has not, each before an index; they rise."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for index, mark in marks:
            pieces += self.folded[at:index], mark
            starts += self.starts[at:index]
            ends += self.ends[at:index]
            here = [self.ends[index - 1] if index else 0] * len(mark)
            starts += here
            ends += here
            at = index
        pieces.append(self.folded[at:])
        starts += self.starts[at:]
        ends += self.ends[at:]
        return Text(self.source, "".join(pieces), starts, ends, self.told)


def plain(source: Source) -> Text:
    """The text of a source, character by character."""
    n = len(source.text)
    return Text(source, source.text, range(n), range(1, n + 1))


def counted(start: int, end: int) -> Sequence[int]:
    """The numbers from `start` to before `end`: the places of characters that stand as they are.

    >>> counted(2, 5)
    [2, 3, 4]
    """
    return _numbers(0)[start:end] if end <= _COUNTED else range(start, end)


def listed(places: Sequence[int]) -> Sequence[int]:
    """The same places for those who ask for many, and perhaps more after them.

    All of a range that begins with 0 or 1, as those of a whole text do, exist already.
    """
    if isinstance(places, range) and places.start <= 1 and places.stop <= _COUNTED:
        return _numbers(places.start)
    return places


@cache
def _numbers(first: int) -> list[int]:
    return list(range(first, _COUNTED))
