"""Ground: the readings of one document as verdicts are laid on them, in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import repeat

from kanwu.reading import Reading
from kanwu.replay.outcome import Settled
from kanwu.schema import Schema


class Ground:
    """Readings in the order of the schema and the text, so that those of a field stand together."""

    __slots__ = ("_ranks", "readings", "schema", "settled")

    def __init__(self, readings: Iterable[Reading], schema: Schema) -> None:
        order, last = schema.order, len(schema.order)
        given = tuple(readings)
        ranks = [order.get(one.key.field, last) for one in given]
        if ranks != sorted(ranks):
            given = tuple(sorted(given, key=lambda one: rank(one, schema)))
            ranks.sort()
        self._ranks = ranks
        self.schema = schema
        self.readings: Sequence[Reading] = given
        self.settled = list(map(_settled, zip(given, given, repeat(None), strict=False)))
        """Every reading as it is before any verdict."""

    def of(self, field: str) -> range:
        """Where the readings of a field stand."""
        rank = self.schema.order[field]
        return range(bisect_left(self._ranks, rank), bisect_right(self._ranks, rank))


_settled = partial(tuple.__new__, Settled)
"""`Settled._make` without its checks: there are hundreds for each document."""


def rank(reading: Reading, schema: Schema) -> tuple[int, int]:
    """Where a reading stands: its field in the schema, then its words in the text."""
    order = schema.order
    start = reading.span.start if reading.span else -1
    return order.get(reading.key.field, len(order)), start
