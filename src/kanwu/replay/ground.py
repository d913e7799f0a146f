"""Ground: the readings of one document as verdicts are laid on them, in order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from kanwu.reading import Reading
from kanwu.replay.outcome import Settled
from kanwu.schema import Schema


class Ground:
    """Readings in the order of the schema and the text, so that those of a field stand together.

    That is how `extract` and `merge` give them.
    """

    def __init__(self, readings: Iterable[Reading], schema: Schema) -> None:
        given = tuple(readings)
        self.schema = schema
        self.readings: Sequence[Reading] = given
        self.settled = tuple(map(Settled, given, given))
        """Every reading as it is before any verdict."""

    def of(self, field: str) -> range:
        """Where the readings of a field stand."""
        order = self.schema.order
        here, last = order[field], len(order)

        def nth(one: Reading) -> int:
            return order.get(one.key.field, last)

        first = bisect_left(self.readings, here, key=nth)
        return range(first, bisect_right(self.readings, here, first, key=nth))


def rank(reading: Reading, schema: Schema) -> tuple[int, int]:
    """Where a reading stands: its field in the schema, then its words in the text."""
    order = schema.order
    start = reading.span.start if reading.span else -1
    return order.get(reading.key.field, len(order)), start
