"""Recent: what was worked out of late, so that a workspace of any size fits in memory."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(OrderedDict[K, V]):
    """A mapping that lets go of what was not asked for longest, once it holds more than `most`.

    >>> kept = Recent[str, int](2)
    >>> kept["a"], kept["b"] = 1, 2
    >>> kept["a"], kept.update(c=3)
    (1, None)
    >>> list(kept)
    ['a', 'c']
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def hold(self, most: int) -> None:
        """Keep no more than so many from here on."""
        self._most = most
        while len(self) > most:
            self.popitem(last=False)

    def __getitem__(self, key: K) -> V:
        """What is kept under the key, which is now the latest."""
        self.move_to_end(key)
        return super().__getitem__(key)

    def __setitem__(self, key: K, value: V) -> None:
        """Keep a value, and let go of the oldest where it is one too many."""
        super().__setitem__(key, value)
        if len(self) > self._most:
            self.popitem(last=False)
