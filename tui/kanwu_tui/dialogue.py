"""Dialogue: what takes more than one line in the line mode: adding, history, groups, views."""

from __future__ import annotations

from typing import Protocol

from kanwu.candidate import parse_value
from kanwu.cli.reviewing import words_span
from kanwu.folds.markup import untagged
from kanwu.message import Message
from kanwu.reading import Key, Value
from kanwu.review import Review
from kanwu_tui.desk import Desk
from kanwu_tui.said import Said
from kanwu_tui.screens.adding import bare, fields_for, with_items
from kanwu_tui.sifting import finds
from kanwu_tui.telling import field_of
from kanwu_tui.viewing import choices_of
from kanwu_tui.words import Words

LISTED = 9
"""So many fields are told at once; more letters find the others."""
REMEMBERED = 20
"""So many decisions are told, the latest first."""


class Line(Protocol):
    """One reviewer at a line terminal."""

    desk: Desk
    words: Words

    def say(self, line: str) -> None:
        """Say a line."""

    def ask(self, question: str) -> str:
        """The answer to a question; empty where there is none."""


def add(line: Line, quote: str) -> Said | None:
    """A value that was missed: its words, then field, item and value; an empty answer leaves all.

    Raises:
        KanwuError: The words stand nowhere, or in several places; or it cannot be saved.
    """
    sight, words = line.desk.sight, line.words
    if sight is None:
        return Said(words("said.no-reading"), "refused")
    if not quote:
        return Said(words("plain.add-what"), "refused")
    review = sight.review
    span = words_span(review, quote)
    said = " ".join(untagged(review.source.quote(span)).split())
    field = _field(line, review, said)
    if field is None:
        return Said(words("plain.left"), "note")
    item = None
    if field in with_items(review):
        name = field_of(field, review.schema, words)
        item = line.ask(words("prompt.item", name=name)).strip()
        if not item:
            return Said(words("plain.left"), "note")
    value = _value(line, review, said, field)
    if value is None:
        return Said(words("plain.left"), "note")
    return line.desk.add(sight.document, Key(field, item), value, span)


def _field(line: Line, review: Review, said: str) -> str | None:
    """Which field the words are of: a number of those listed, or letters that find others."""
    words, schema = line.words, review.schema
    fields = fields_for(said, review)
    found = fields
    while True:
        for number, field in enumerate(found[:LISTED], start=1):
            kind = words(f"kind.{schema.kinds[field]}")
            line.say(f"{number}: {field_of(field, schema, words)} ({field}, {kind})")
        answer = line.ask(words("plain.which-field", words=said)).strip()
        if not answer:
            return None
        if answer.isdigit() and 1 <= int(answer) <= len(found[:LISTED]):
            return found[int(answer) - 1]
        found = finds(answer, fields, schema)
        if len(found) == 1:
            return found[0]
        if not found:
            line.say(words("prompt.no-field"))
            found = fields


def _value(line: Line, review: Review, said: str, field: str) -> Value | None:
    """The value that the words say; an empty answer takes the words themselves."""
    words, kind = line.words, review.schema.kinds[field]
    own = bare(said, field, review)
    while True:
        name = field_of(field, review.schema, words)
        answer = line.ask(words("plain.which-value", name=name, words=own)).strip()
        try:
            return parse_value(answer or own, kind)
        except ValueError as error:
            why = error.args[0]
            line.say(words.of(why) if isinstance(why, Message) else str(why))
            if not answer:
                return None


def history(line: Line, rest: str) -> Said | None:
    """The reviewer's decisions, the latest first; with a number, that one is turned.

    Raises:
        KanwuError: It cannot be written.
    """
    desk, words = line.desk, line.words
    decisions = desk.workspace.history()
    if rest.isdigit() and 1 <= int(rest) <= len(decisions):
        return desk.turn(decisions[int(rest) - 1].correction)
    if rest:
        return Said(words("plain.no-number", number=rest), "refused")
    for number, one in enumerate(decisions[:REMEMBERED], start=1):
        mark = "" if one.holds else f" ({words('history.withdrawn')})"
        at = f"{one.correction.at.astimezone():%m-%d %H:%M}"
        line.say(f"{number}: {at} {one.correction.document}: {desk.told(one.correction)}{mark}")
    if not decisions:
        line.say(words("plain.no-history"))
    return None


def alike(line: Line, rest: str) -> Said | None:
    """What takes the same fix; with numbers, or `all`, those are settled as one.

    Raises:
        KanwuError: One cannot be written; those before it stand.
    """
    desk, words = line.desk, line.words
    habit, fixes = desk.habit, desk.alike()
    if habit is None or not fixes:
        return Said(words("said.no-group"), "refused")
    if not rest:
        for number, fix in enumerate(fixes, start=1):
            score = f", {round(fix.score * 100)} %" if fix.score else ""
            told = f" → {fix.told}{score}" if fix.decision else ""
            line.say(f"{number}: {fix.document}: {fix.name}: {fix.words}{told}")
        line.say(words("plain.alike-keys"))
        return None
    numbers = range(1, len(fixes) + 1) if rest == "all" else _numbers(rest)
    if not numbers or not all(1 <= number <= len(fixes) for number in numbers):
        return Said(words("plain.no-number", number=rest), "refused")
    return desk.settle_alike(habit.rule, [fixes[number - 1] for number in numbers])


def look(line: Line, rest: str) -> Said | None:
    """The orders and views of the queue; with a number, that one is taken."""
    desk, words = line.desk, line.words
    choices = list(choices_of(desk))
    if not rest:
        for number, one in enumerate(choices, start=1):
            here = f" ({words('plain.in-force')})" if one.here else ""
            count = "" if one.kept is None else f", {one.kept}"
            line.say(f"{number}: {one.name}{count}{here}")
        return None
    if not rest.isdigit() or not 1 <= int(rest) <= len(choices):
        return Said(words("plain.no-number", number=rest), "refused")
    chosen = choices[int(rest) - 1]
    if chosen.order:
        desk.arrange(chosen.order)
        desk.fill_up()
        return Said(words("said.arranged", order=chosen.name), "note")
    desk.filter(chosen.view.query if chosen.view else "")
    desk.fill_up()
    said = "plain.filtered" if desk.query else "plain.unfiltered"
    return Said(words(said, count=len(desk.shown)), "note")


def _numbers(rest: str) -> list[int]:
    parts = rest.replace(",", " ").split()
    return [int(part) for part in parts] if all(part.isdigit() for part in parts) else []
