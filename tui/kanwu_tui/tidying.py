"""Tidying: Python looks for what is no longer used while nobody waits for a key.

To look through all that there is takes longer than any key may (54 ms with thirty reports at hand).
"""

from __future__ import annotations

import gc
from time import monotonic

REST = 0.7
"""Seconds without a key after which there is time."""
OFTEN, SELDOM = 10, 1000
"""After so many smaller looks all is looked through in a rest, and without one."""


def spare() -> None:
    """Never look again at what is there by now: the program itself, the schema; for the rest, wait."""
    gc.freeze()
    small, middle, _ = gc.get_threshold()
    gc.set_threshold(small, middle, SELDOM)


class Tidying:
    """When there was a key, and when there is time."""

    def __init__(self) -> None:
        self._key = monotonic()

    def key(self) -> None:
        """There was a key."""
        self._key = monotonic()

    def rest(self) -> bool:
        """Look through all, where nobody is at the keys and it is time; whether it was."""
        due = monotonic() - self._key > REST and gc.get_count()[2] >= OFTEN
        if due:
            gc.collect()
        return due
