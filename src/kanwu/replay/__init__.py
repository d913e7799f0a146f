"""Replay: readings + corrections → settled readings, and an outcome for each correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from kanwu.correction import Correction, standing
from kanwu.reading import Reading
from kanwu.replay.ground import Ground
from kanwu.replay.outcome import WORK, Outcome, OutcomeKind, Replayed, Settled, latest, told_by
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
    "latest",
    "replay",
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
    from kanwu.replay.holding import hold  # only here: most documents bear no verdict

    return hold(held, ground, text, snapshots)
