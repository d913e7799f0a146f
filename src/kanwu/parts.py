"""Part, Parts: the rows and columns of a form, and which of them words name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kanwu.message import Message


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """A row or a column of a table: its key, its names and what tells it.

    Each is one of its schema's, and no other: parts are compared by identity.
    """

    key: str
    label: Message
    name: re.Pattern[str]
    """What identifies its label, found in the label without blanks."""
    optional: bool = False
    """Whether some editions of the form leave it out."""


class Parts(tuple[Part, ...]):
    """Rows or columns of a form, in an order, that know which of them words name."""

    @cached_property
    def named_by(self) -> Callable[[str], Sequence[int]]:
        """Every part that the words of a label name, by its index, rising."""
        searches = [part.name.search for part in self]

        @lru_cache(1024)  # the labels of a form recur in every document
        def named_by(words: str) -> Sequence[int]:
            return [i for i, search in enumerate(searches) if search(words)]

        return named_by

    def __reduce__(self) -> tuple[type[Parts], tuple[tuple[Part, ...]]]:
        """The parts alone: what words they name is worked out again."""
        return Parts, (tuple(self),)
