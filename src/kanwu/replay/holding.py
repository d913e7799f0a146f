"""Holding: the verdicts on a document laid on its readings, each where its words stand by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kanwu.anchor import Place
from kanwu.correction import Correction
from kanwu.folds import fold
from kanwu.placing import Ask, place
from kanwu.replay.ground import Ground
from kanwu.replay.outcome import Replayed
from kanwu.replay.settling import Desk, anchor_of
from kanwu.source import Source
from kanwu.text import Text


def hold(
    held: Sequence[Correction], ground: Ground, text: Text, snapshots: Mapping[str, Source]
) -> Replayed:
    """The readings under standing verdicts, and an outcome for each of these (see `replay`)."""
    desk = Desk(ground, text.source)
    places = _places(held, text, snapshots)
    outcomes = [desk.settle(c, place) for c, place in zip(held, places, strict=True)]
    return Replayed(desk.settled(), tuple(outcomes))


def asked(correction: Correction) -> Ask:
    """What is looked for: the words it was made on, or those that would show it mended upstream."""
    value = correction.should_be if correction.verdict == "sic" else correction.value
    return Ask(anchor_of(correction), value)


def _places(held: Sequence[Correction], text: Text, snapshots: Mapping[str, Source]) -> list[Place]:
    asks = [asked(one) for one in held]
    wanted = {ask.anchor.sha256 for ask in asks} - {text.source.sha256}
    olds = {version: fold(snapshots[version]) for version in wanted if version in snapshots}
    return place(asks, text, olds)
