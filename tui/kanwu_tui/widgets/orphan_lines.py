"""A verdict that lost its place: what it was made on, and below it the places it could be put to.

The words stand in one column, so that then and now are compared at a glance.
"""

from __future__ import annotations

from collections.abc import Iterator

from kanwu.correction import Correction
from kanwu.folds.markup import untagged
from kanwu.replay.spots import Spot
from kanwu.source import Source
from kanwu_tui.cells import CUT, UNSEEN, Bit, Line, cut, fit, hang, pad, shown, width
from kanwu_tui.sight import Sight
from kanwu_tui.telling import verdict_of
from kanwu_tui.widgets.source_pane import CLOSE, OPEN
from kanwu_tui.words import Words

HEAD = 10
"""Cells before the words: the digit and the score; for what stood there then, the word for it."""
_AROUND = 80
"""Source characters on each side from which as many are shown as there is room for."""


def then_lines(sight: Sight, orphan: Correction, words: Words, cells: int) -> list[Line]:
    """What the verdict says, whose it is, and the words it was made on with those around them."""
    told = verdict_of(orphan, sight.review.schema, words)
    by = words("item.verdict", verdict=told, reviewer=orphan.reviewer, at=f"{orphan.at:%Y-%m-%d}")
    lines = hang([Bit(pad(words("item.then"), HEAD), "quiet")], by, cells, "strong")
    if orphan.anchor is not None:
        around = orphan.anchor.before, orphan.was, orphan.anchor.after
        lines.append(_words_in(Bit(" " * HEAD), around, cells))
    return lines


def place_lines(sight: Sight, words: Words, cells: int, reasons: int) -> Iterator[Line]:
    """Each place with its digit, its score, its words in those around them, and what speaks for it."""
    source = sight.review.source
    for digit, spot in enumerate(sight.spots, start=1):
        score = f"{round(spot.score * 100):>3} %"
        head = Bit(pad(f"{digit}  {score}", HEAD), "key")
        yield _words_in(head, _around(spot, source), cells)
        told = [words("item.line", line=source.line(spot.span.start))]
        told += [words.of(reason) for reason in spot.reasons[:reasons]]
        if reasons:
            more = f" {CUT}" if reasons < len(spot.reasons) else ""
            said = f"{' · '.join(told)}{more}"
            yield from hang([Bit(" " * HEAD)], said, cells, "quiet")


def _around(spot: Spot, source: Source) -> tuple[str, str, str]:
    start, end = spot.span.start, spot.span.end
    before = source.text[max(0, start - _AROUND) : start]
    return before, source.quote(spot.span), source.text[end : end + _AROUND]


def _words_in(head: Bit, around: tuple[str, str, str], cells: int) -> Line:
    """Words between marks, in the same column wherever they come from."""
    before, quote, after = (" ".join(untagged(part).split()) for part in around)
    room = cells - width(head.text)
    left = max(4, min(room * 2 // 5, room - width(shown(quote, UNSEEN)) - 6))
    bits = (
        head,
        Bit(pad(cut(before, left, left=True), left, right=True), "quiet"),
        Bit(OPEN, "edge"),
        Bit(shown(quote, UNSEEN), "mark"),
        Bit(CLOSE, "edge"),
        Bit(shown(after), "quiet"),
    )
    return fit(Line(bits), cells)
