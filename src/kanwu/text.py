"""Text and Repair: a source folded to one way of writing, with the way back.

How each fold is done stands in `folds`; this room holds what a fold makes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kanwu.source import Source, Span


@dataclass(frozen=True, slots=True)
class Repair:
    """One fold that was more than width or blanks, and can explain itself."""

    kind: str
    """`byte-shift`, `gloss`, `script` or `radical`."""
    span: Span
    """What it replaced, in the source."""
    before: str
    after: str
    why: str
    """Key of the sentence, in the message catalogue, that says why."""


@dataclass(frozen=True, slots=True)
class Text:
    """Folded characters, each with the source characters that it came from.

    `starts[i]` and `ends[i]` bound the source characters behind folded character i. Both only
    rise; source characters that no folded character claims were dropped (a zero-width blank, a
    gloss) and lie in the gaps.
    """

    source: Source
    folded: str
    starts: Sequence[int]
    ends: Sequence[int]
    repairs: tuple[Repair, ...] = field(default=())

    def span(self, start: int, end: int) -> Span:
        """The source span of folded characters [start, end); empty stays empty, between its neighbours."""
        if start < end:
            return Span(self.starts[start], self.ends[end - 1])
        at = self.ends[start - 1] if start else 0
        return Span(at, at)

    def place(self, span: Span) -> tuple[int, int]:
        """The smallest folded run [start, end) that covers a source span."""
        start = _first_over(self.ends, span.start)
        end = start
        while end < len(self.folded) and self.starts[end] < span.end:
            end += 1
        return start, end

    def quote(self, start: int, end: int) -> str:
        """The source words behind folded characters [start, end)."""
        return self.source.quote(self.span(start, end))

    def keep(self, kept: Iterable[int]) -> Text:
        """The same text with only the folded characters at these rising indexes."""
        index = list(kept)
        folded = self.folded
        return Text(
            self.source,
            "".join([folded[i] for i in index]),
            [self.starts[i] for i in index],
            [self.ends[i] for i in index],
            self.repairs,
        )


def _first_over(ends: Sequence[int], offset: int) -> int:
    """The first index whose end lies beyond the offset (ends rise)."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] <= offset:
            low = middle + 1
        else:
            high = middle
    return low
