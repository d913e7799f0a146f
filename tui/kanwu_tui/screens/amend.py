"""Amend: write the value that the words have; checked while it is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kanwu.candidate import parse_value
from kanwu.checks.effects import Effect, Turn
from kanwu.folds.markup import untagged
from kanwu.message import Message
from kanwu.reading import Kind, Value
from kanwu_tui.cells import shown
from kanwu_tui.prompt import Prompt
from kanwu_tui.sight import Sight
from kanwu_tui.telling import name_of, value_of
from kanwu_tui.words import Words

_SIGNS: Mapping[Turn, str] = {"settles": "✓", "breaks": "✗", "fails": "≠"}
TOLD = 3
"""So many rules are told of; the others are counted."""


def effect_lines(effects: Sequence[Effect], words: Words) -> list[str]:
    """What a value would settle or break, a rule a line, what it breaks before what it leaves."""
    lines = [
        f"{_SIGNS[one.turn]} {words(f'effect.{one.turn}')}  {words.of(one.rule.why)}  {words.of(one.said)}"
        for one in effects
    ]
    if len(lines) <= TOLD:
        return lines
    kept = [lines[i] for i in _most(effects)]
    return [*kept, words("effect.more", count=len(lines) - len(kept))]


def _most(effects: Sequence[Effect]) -> list[int]:
    """The effects to tell of, in order: something of each turn, where there is not room for all."""
    firsts = {one.turn: i for i, one in reversed([*enumerate(effects)])}
    chosen = [*firsts.values(), *(i for i in range(len(effects)) if i not in firsts.values())]
    return sorted(chosen[: TOLD - 1])


class ValuePrompt(Prompt[Value]):
    """Asks for a value, and says of each letter what it would be."""

    def changed(self) -> None:
        """Say what it would be as it stands."""
        self.answer(self.line.text)

    def parsed(self, text: str, kind: Kind) -> Value | None:
        """The value of this kind; None when it cannot be meant, which is said."""
        try:
            return parse_value(text, kind)
        except ValueError as error:
            said = error.args[0]
            why = self.words.of(said) if isinstance(said, Message) else str(said)
            self.say(self.words("prompt.wrong", why=why), wrong=True)
            self.tell([])
            return None


class AmendPrompt(ValuePrompt):
    """Asks for a value of the reading's kind."""

    def __init__(self, sight: Sight, words: Words) -> None:
        reading = sight.reading
        if reading is None:
            raise ValueError("there is no reading to amend")
        name = name_of(reading.key, sight.review.schema, words)
        kind = words(f"kind.{reading.kind}")
        unit = f", {reading.unit}" if reading.unit else ""
        text = (
            value_of(reading.value) if reading.value is not None else shown(untagged(reading.quote))
        )
        title = f"{words('prompt.amend')}  {name} ({kind}{unit})"
        self._reading, self._candidates = reading, sight.candidates
        self._effects = sight.review.effects(reading.key)
        super().__init__(words, title, " ".join(text.split()), words("prompt.enter-esc"))

    def answer(self, text: str) -> Value | None:
        """The value, and what it would be saved as."""
        value = self.parsed(text, self._reading.kind)
        if value is None:
            return None
        told = value_of(value, self._reading.unit)
        same = [i for i, one in enumerate(self._candidates) if one.value == value]
        if value == self._reading.value:
            said = self.words("prompt.as-read")
        elif same:
            score = round(self._candidates[same[0]].score * 100)
            said = self.words("prompt.as-candidate", value=told, digit=same[0] + 1, score=score)
        else:
            said = self.words("prompt.will-be", value=told)
        self.say(f"{said}   {self.words('prompt.enter-esc')}")
        self.tell(effect_lines(self._effects.of(value), self.words))
        return value
