"""Once: what is worked out once for each thing that is asked about, as long as one document is looked at.

A cache of functools costs as much to make as a document's few questions save.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Once(dict[K, V]):
    """What a function gives, by what it was asked; `once.__getitem__` asks it.

    >>> asked = []
    >>> told = Once(lambda n: asked.append(n) or n * n)
    >>> told[3], told[3], asked
    (9, 9, [3])
    """

    def __init__(self, work: Callable[[K], V]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, key: K) -> V:
        """Work it out, the first time."""
        found = self[key] = self._work(key)
        return found
