"""Attempts: which rules were tried on which readings, and what each try gave."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from kanwu.checks.facts import Facts, Trial
from kanwu.reading import Key, Value
from kanwu.schema import Rule


class Attempt(Struct, frozen=True):
    """A rule and what one try of it gave."""

    rule: Rule
    trial: Trial


Retry = Callable[[str, Facts], list[Attempt]]
"""Every rule about one field, tried on facts that may have been changed."""
Trying = Callable[[Key, Facts], Callable[[Value], list[Attempt]]]
"""Every rule that may say something of one reading, tried with a value of it."""
