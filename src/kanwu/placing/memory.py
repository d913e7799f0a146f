"""Memory: the old text that anchors were made on, from a snapshot or put together from their words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kanwu.anchor import Anchor
from kanwu.folds import fold
from kanwu.folds.markup import tagged
from kanwu.placing.form import SEAM, Form, form
from kanwu.source import Form as Written
from kanwu.source import Source, Span
from kanwu.text import Text


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of an old text."""

    form: Form
    pieces: Sequence[tuple[int, int]]
    """(offset in the old source, offset in the text of `form`) of each piece, rising."""
    whole: bool = False
    """Whether it is the old text itself."""

    def span(self, anchor: Anchor) -> Span:
        """Where the anchor's quote stands in the text of `form`."""
        if self.whole:
            return anchor.span
        index = bisect_right(self.pieces, anchor.start, key=lambda piece: piece[0]) - 1
        offset, here = self.pieces[max(index, 0)]
        start = anchor.start - offset + here
        return Span(start, start + len(anchor.quote))


def remember(
    anchors: Sequence[Anchor], snapshot: Text | None, written: Written = "text"
) -> list[tuple[Memory, list[int]]]:
    """The old text or texts behind anchors of one source version, with the anchors of each.

    An anchor that does not fit the snapshot (a person edited it) is taken at its own words, which
    are `written` as the document is, or as the page was that they come from.
    """
    fitting = [
        i
        for i, one in enumerate(anchors)
        if snapshot is not None and snapshot.source.text.startswith(one.quote, one.start)
    ]
    found: list[tuple[Memory, list[int]]] = []
    if snapshot is not None and fitting:
        found.append((Memory(form(snapshot), [(0, 0)], whole=True), fitting))
    rest = sorted(set(range(len(anchors))) - set(fitting), key=lambda i: _begins(anchors[i]))
    while rest:
        memory, told = _put_together(anchors, rest, written)
        found.append((memory, told))
        rest = [i for i in rest if i not in set(told)]
    return found


def _begins(anchor: Anchor) -> int:
    return anchor.start - len(anchor.before)


def _put_together(
    anchors: Sequence[Anchor], order: Sequence[int], written: Written
) -> tuple[Memory, list[int]]:
    """The words of anchors laid in their order, as far as they do not contradict each other."""
    pieces: list[tuple[int, int]] = []
    text = ""
    reach = None
    told: list[int] = []
    for i in order:
        one = anchors[i]
        words, begins = one.before + one.quote + one.after, _begins(one)
        if reach is None or begins > reach:
            text += SEAM if text else ""
            pieces.append((begins, len(text)))
            text, reach = text + words, begins + len(words)
        else:
            shared = min(reach - begins, len(words))
            at = len(text) - (reach - begins)
            if at < pieces[-1][1] or text[at : at + shared] != words[:shared]:
                continue
            text, reach = text + words[shared:], max(reach, begins + len(words))
        told.append(i)
    if tagged(text):
        written = "html"
    return Memory(form(fold(Source("", text, "utf-8", written))), pieces), told
