"""Adding: words, then their field, then its item where it has several, then the value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kanwu.candidate import parse_value
from kanwu.folds.markup import untagged
from kanwu.reading import VERBATIM, Key, Kind, Value
from kanwu.review import Review
from kanwu.source import Span
from kanwu_tui.cells import cut, shown
from kanwu_tui.prompt import Picking, Prompt
from kanwu_tui.screens.amend import ValuePrompt, effect_lines
from kanwu_tui.screens.asking import Asking
from kanwu_tui.screens.select import SelectScreen
from kanwu_tui.sifting import finds
from kanwu_tui.sight import Sight
from kanwu_tui.telling import field_of, value_of
from kanwu_tui.words import Words

_UNIT = 2
"""A unit or a measure word has so many characters at most."""


@dataclass(frozen=True, slots=True)
class Added:
    """A value that a reviewer found in words that nobody read."""

    document: str
    span: Span
    key: Key
    value: Value


def add_value(desk: Asking, sight: Sight, words: Words, done: Callable[[Added], None]) -> None:
    """Ask for the words, the field, the item and the value, one after the other; Esc leaves all."""
    review = sight.review

    def chosen(span: Span | None) -> None:
        if span is not None:
            said = " ".join(untagged(review.source.quote(span)).split())
            desk.ask(FieldPrompt(review, said, words), lambda field: named(span, said, field))

    def named(span: Span, said: str, field: str | None) -> None:
        if field is None:
            return
        if field in with_items(review):
            prompt = ItemPrompt(field_of(field, review.schema, words), words)
            desk.ask(prompt, lambda item: valued(span, said, Key(field, item)) if item else None)
        else:
            valued(span, said, Key(field))

    def valued(span: Span, said: str, key: Key) -> None:
        def finished(value: Value | None) -> None:
            if value is not None:
                done(Added(sight.document, span, key, value))

        desk.ask(AddedPrompt(review, key, said, words), finished)

    desk.app.push_screen(SelectScreen(sight, words), chosen)


def with_items(review: Review) -> set[str]:
    """The fields that are told item by item."""
    return {field for one in review.schema.listings for field in (one.field, one.percent)}


def fields_for(said: str, review: Review) -> list[str]:
    """Every field of the schema: those first that the words could be, and the document does not tell."""
    told = {one.reading.key.field for one in review.settled if not one.reading.silent}
    schema = review.schema

    def last(field: str) -> tuple[bool, bool]:
        kind = schema.kinds[field]
        return kind in VERBATIM or not _fits(said, field, review), field in told

    return sorted(schema.labels, key=last)


def _fits(said: str, field: str, review: Review) -> bool:
    return _parsed(bare(said, field, review), review.schema.kinds[field]) is not None


def _parsed(said: str, kind: Kind) -> Value | None:
    try:
        return parse_value(said, kind)
    except ValueError:
        return None


def bare(said: str, field: str, review: Review) -> str:
    """Words without the unit or the measure word behind them, where that makes them a value."""
    kind = review.schema.kinds[field]
    tried = (said[: len(said) - behind].rstrip() for behind in range(min(_UNIT + 1, len(said))))
    return next((one for one in tried if _parsed(one, kind) is not None), said)


class FieldPrompt(Picking[str]):
    """Asks which field the words are of."""

    def __init__(self, review: Review, said: str, words: Words) -> None:
        self._review, self._fields = review, fields_for(said, review)
        self._found: Sequence[str] = self._fields
        title = f"{words('prompt.field')}  {cut(said, 24)}"
        super().__init__(words, title, "", words("prompt.field-keys"))

    def changed(self) -> None:
        """Those fields that have the letters."""
        self._found = finds(self.line.text, self._fields, self._review.schema)
        self.count, self.at = len(self._found), 0
        said = "prompt.field-keys" if self._found else "prompt.no-field"
        self.say(self.words(said), wrong=not self._found)

    def row(self, i: int) -> str:
        """The name of a field, its key, its kind."""
        field, schema = self._found[i], self._review.schema
        kind = self.words(f"kind.{schema.kinds[field]}")
        return f"{field_of(field, schema, self.words)}  {field}  {kind}"

    def answer(self, text: str) -> str | None:  # noqa: ARG002
        """The field under the pointer."""
        return self._found[self.at] if self._found else None


class ItemPrompt(Prompt[str]):
    """Asks which item of a breakdown it is."""

    def __init__(self, name: str, words: Words) -> None:
        super().__init__(words, words("prompt.item", name=name), "", words("prompt.enter-esc"))

    def answer(self, text: str) -> str | None:
        """The item as typed; a breakdown has none without a name."""
        return text.strip() or None


class AddedPrompt(ValuePrompt):
    """Asks for the value that the words say."""

    def __init__(self, review: Review, key: Key, said: str, words: Words) -> None:
        schema = review.schema
        self._kind, self._unit = schema.kinds[key.field], schema.units[key.field]
        name = field_of(key.field, schema, words)
        title = f"{words('verdict.added')}  {name} ({words(f'kind.{self._kind}')})"
        self._effects = review.effects(key) if key in review.by_key else None
        super().__init__(
            words, title, shown(bare(said, key.field, review)), words("prompt.enter-esc")
        )

    def answer(self, text: str) -> Value | None:
        """The value, and what it would settle or break."""
        value = self.parsed(text, self._kind)
        if value is None:
            return None
        said = self.words("prompt.will-be", value=value_of(value, self._unit))
        self.say(f"{said}   {self.words('prompt.enter-esc')}")
        self.tell(effect_lines(self._effects.of(value), self.words) if self._effects else [])
        return value
