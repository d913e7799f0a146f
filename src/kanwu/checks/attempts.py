"""Attempts: which rules were tried on which readings, and what each try gave."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from kanwu.checks.facts import Facts, Trial
from kanwu.reading import Key, Value
from kanwu.rule import Rule


class Attempt(Struct, frozen=True):
    """A rule and what one try of it gave."""

    rule: Rule
    trial: Trial


Retry = Callable[[Key, Facts], list[Attempt]]
"""What every rule says of one reading, on facts that may have been changed."""
Trying = Callable[[Key], Callable[[Value], list[Attempt]] | None]
"""What every rule says of one reading, had it a value; None where none has anything to say."""
