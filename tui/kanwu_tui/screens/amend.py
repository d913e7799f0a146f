"""Amend: write the value that the words have; checked while it is typed."""

from __future__ import annotations

from textual import on
from textual.widgets import Input

from kanwu.candidate import parse_value
from kanwu.folds.markup import untagged
from kanwu.message import Message
from kanwu.reading import Value
from kanwu_tui.cells import shown
from kanwu_tui.screens.prompt import Prompt
from kanwu_tui.sight import Sight
from kanwu_tui.telling import name_of, value_of
from kanwu_tui.words import Words


class AmendScreen(Prompt[Value]):
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
        super().__init__(words, title, " ".join(text.split()), words("prompt.enter-esc"))
        self._reading, self._candidates = reading, sight.candidates

    @on(Input.Changed)
    def _try(self, event: Input.Changed) -> None:
        event.stop()
        self.answer(event.value)

    def answer(self, text: str) -> Value | None:
        """The value, and what it would be saved as."""
        try:
            value = parse_value(text, self._reading.kind)
        except ValueError as error:
            why = error.args[0]
            self.say(self.words.of(why) if isinstance(why, Message) else str(why), wrong=True)
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
        return value
