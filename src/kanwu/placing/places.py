"""Places: the search itself, for all anchors of a document together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kanwu.anchor import Ambiguous, Anchor, Fixed, Found, Lost, Place
from kanwu.placing.alignment import align
from kanwu.placing.doubts import Doubts
from kanwu.placing.form import Form, form
from kanwu.placing.identity import likeness
from kanwu.placing.judging import Judge, Quoted
from kanwu.placing.memory import Memory, remember
from kanwu.placing.neighbours import Neighbours
from kanwu.reading import Value
from kanwu.source import Span
from kanwu.text import Text


@dataclass(frozen=True, slots=True)
class Ask:
    """An anchor to be placed, and the value that would show that upstream has mended it."""

    anchor: Anchor
    corrected: Value | None = None
    """A value, or words that say one."""


def place(asks: Sequence[Ask], new: Text, olds: Mapping[str, Text]) -> list[Place]:
    """Where each anchor of one document stands in its new text, in the order of `asks`.

    `olds` are the old texts that are still there, by the SHA-256 of their sources. Anchors of
    the new source's own version need none.
    """
    places: list[Place] = [Lost()] * len(asks)
    current = new.source.sha256
    versions: dict[str, list[int]] = {}
    for i, ask in enumerate(asks):
        one = ask.anchor
        if one.sha256 == current and new.source.holds(one.quote, one.start):
            places[i] = Found(one.span, 1.0, moved=False)
        elif one.sha256 == current and not new.source.holds("", one.start):
            places[i] = Lost(other_document=True)
        else:
            versions.setdefault(one.sha256, []).append(i)
    target = form(new) if versions else None
    for version, members in versions.items():
        assert target is not None
        for memory, told in remember(
            [asks[i].anchor for i in members], olds.get(version), new.source.form
        ):
            group = [members[k] for k in told]
            found = _place([asks[i] for i in group], memory, target)
            for i, one_place in zip(group, found, strict=True):
                places[i] = one_place
    return places


def _place(asks: Sequence[Ask], memory: Memory, new: Form) -> list[Place]:
    if memory.form.text.source.text == new.text.source.text:
        return [Found(ask.anchor.span, 1.0, moved=False) for ask in asks]
    alignment = align(memory.form, new)
    if not likeness(memory.form, new, alignment.sure).same:
        return [Lost(other_document=True) for _ in asks]
    known = memory.form, new, alignment
    asked = [Quoted(memory.span(one.anchor), one.anchor.start, one.corrected) for one in asks]
    judge = Judge(*known, Neighbours(*known), Doubts(*known, whole=memory.whole))
    return _one_each(asks, judge.places(asked))


def _one_each(asks: Sequence[Ask], places: Sequence[Place]) -> list[Place]:
    """No two anchors of different old places share a new one: then neither has it."""
    result = list(places)
    taken = sorted(
        (one.span.start, one.span.end, i)
        for i, one in enumerate(places)
        if isinstance(one, (Found, Fixed))
    )
    last = -1
    for at, (start, _, i) in enumerate(taken):
        if last >= 0 and start < taken[last][1]:
            k = taken[last][2]
            if not _meet(asks[i].anchor.span, asks[k].anchor.span):
                result[i], result[k] = _shared(places[i]), _shared(places[k])
        if last < 0 or taken[at][1] > taken[last][1]:
            last = at
    return result


def _shared(one: Place) -> Place:
    return Ambiguous((one.span,), one.score) if isinstance(one, (Found, Fixed)) else one


def _meet(a: Span, b: Span) -> bool:
    return a.overlaps(b) or a == b
