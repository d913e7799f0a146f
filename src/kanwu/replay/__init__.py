"""Replay: readings + corrections → settled readings, and an outcome for each correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kanwu.anchor import Place
from kanwu.correction import Correction, standing
from kanwu.folds import fold
from kanwu.placing import Ask, place
from kanwu.reading import Reading
from kanwu.replay.ground import Ground
from kanwu.replay.outcome import WORK, Outcome, OutcomeKind, Replayed, Settled, latest, told_by
from kanwu.replay.settling import Desk, anchor_of
from kanwu.replay.spots import Spot, put_to, spots
from kanwu.schema import Schema
from kanwu.source import Source
from kanwu.text import Text

__all__ = [
    "WORK",
    "Ground",
    "Outcome",
    "OutcomeKind",
    "Replayed",
    "Settled",
    "Spot",
    "asked",
    "latest",
    "put_to",
    "replay",
    "spots",
    "told_by",
]


def replay(
    readings: Sequence[Reading] | Ground,
    corrections: Iterable[Correction],
    text: Text,
    schema: Schema,
    snapshots: Mapping[str, Source],
) -> Replayed:
    """Match corrections back on readings: structure first for tables, words first for prose.

    `snapshots` are the source versions that verdicts were made on, by SHA-256. Each standing
    correction gets one outcome, in order of time; where several hold one reading, the latest
    does. The order of `corrections` says nothing, `readings` are in the schema's. Who replays
    again and again on the same readings makes their `Ground` once.
    """
    ground = readings if isinstance(readings, Ground) else Ground(readings, schema)
    held = standing(corrections)
    if not held:
        return Replayed(ground.settled, ())
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
