"""Effects: what the rules would say of a reading, had it another value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from kanwu.checks import attempt, facts_of
from kanwu.checks.facts import Facts, Last, Outcome
from kanwu.message import Message
from kanwu.reading import Key, Value
from kanwu.replay import Settled, told_by
from kanwu.rule import Rule
from kanwu.schema import Schema
from kanwu.text import Text

Turn = Literal["settles", "breaks", "fails"]
"""The rule holds then, and did not before; the reverse; or it fails before and then."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one rule."""

    turn: Turn
    rule: Rule
    said: Message
    """The arithmetic or comparison as it would be."""


class Effects:
    """What the rules would say of one reading, for one value after another.

    What they say of the others is worked out once, so that a value costs no more than the rules
    about its field.
    """

    def __init__(
        self, key: Key, settled: tuple[Settled, ...], text: Text, schema: Schema, last: Last | None
    ) -> None:
        self._key = key
        self._own = next(one.reading for one in settled if one.reading.key == key)
        self._facts = facts_of(told_by(settled), text, schema, last)
        self._before = {
            (rule.name, keys): outcome for rule, keys, outcome, _ in self._tried(self._facts)
        }

    def of(self, value: Value) -> tuple[Effect, ...]:
        """The rules that a value settles, breaks or leaves failing, in this order."""
        found: list[Effect] = []
        for rule, keys, outcome, said in self._tried(self._with(value)):
            before = self._before.get((rule.name, keys))
            if outcome == "fail":
                found.append(Effect("fails" if before == "fail" else "breaks", rule, said))
            elif outcome == "pass" and before != "pass":
                found.append(Effect("settles", rule, said))
        order: tuple[Turn, ...] = ("settles", "breaks", "fails")
        return tuple(sorted(found, key=lambda one: order.index(one.turn)))

    def _with(self, value: Value) -> Facts:
        changed = replace(self._own, value=value)
        known = self._facts.all(self._key.field)
        others = tuple(changed if one.key == self._key else one for one in known)
        own = others if changed in others else (changed,)
        return self._facts.with_readings(self._key.field, own)

    def _tried(self, facts: Facts) -> Iterator[tuple[Rule, frozenset[Key], Outcome, Message]]:
        for one in attempt(self._key, facts):
            if not one.rule.prior:
                yield one.rule, frozenset(one.trial.keys), one.trial.outcome, one.trial.said
