"""Work: what takes long tells how far it is, and can be stopped between two pieces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class Stopped(Exception):  # noqa: N818
    """The reviewer stopped the work; what was done before stands, and nothing is half done."""


class Work(Protocol):
    """Who waits for long work."""

    def tell(self, done: int, total: int) -> None:
        """So many pieces of all are done.

        Raises:
            Stopped: The reviewer wants no more of it.
        """

    def here(self, act: Callable[[], object]) -> None:
        """Do something where the screen lives: what it shows changes in no other thread."""


class AtOnce:
    """Work that nobody watches: it is done where it is asked for."""

    def tell(self, done: int, total: int) -> None:
        """Nobody asks."""

    def here(self, act: Callable[[], object]) -> None:
        """Here is where we are."""
        act()
