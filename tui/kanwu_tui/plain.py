"""Plain: the queue as prompts, line by line, for screen readers, scripts and dumb terminals.

The same desk and the same letters as on the screen: one command a line, answered in sentences.
"""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import TextIO

from kanwu.candidate import parse_value
from kanwu.errors import KanwuError
from kanwu.folds.markup import untagged
from kanwu.message import Message
from kanwu.source import Span
from kanwu_tui.desk import Desk
from kanwu_tui.dialogue import add, alike, history, look
from kanwu_tui.said import Said
from kanwu_tui.sight import Sight
from kanwu_tui.telling import name_of, reading_of, value_of, verdict_of
from kanwu_tui.view import View, view_of
from kanwu_tui.words import Words

HELP = (
    *("a", "1", "e", "s", "x", "u", "n", "m", "dot", "j", "k", "z", "y"),
    *("g", "plus", "v", "equals", "slash", "q"),
)
"""The commands in the order of the help; `letter.…` in the words tells what each does."""
_ABOUT_ITEM = frozenset("aesxunm.")
"""The commands that do something to the item before the reviewer."""
_LETTERS = {
    "amend": "e",
    "absent": "x",
    "skip": ".",
    "undo": "z",
    "redo": "y",
    "alike": "g",
    "filter": "/",
}
"""The commands here, for the keys of the screen that its answers name."""
_MARKS = "+="
"""Commands that need no blank behind them."""
_AROUND = 60
"""Characters of the line shown on either side of the words under review."""
_PROGRESS = 50
"""So many documents are read between two words on how far it is."""


class Plain:
    """One reviewer at a line terminal."""

    def __init__(self, desk: Desk, answers: TextIO, out: TextIO) -> None:
        self.desk = desk
        self.words: Words = desk.words
        self.words.faces = _LETTERS
        self._answers = answers
        self._out = out
        self._views: dict[str, View] = {}
        self.code = 0
        """The exit code: that of the last verdict that could not be saved."""

    def run(self) -> int:
        """Work through the queue until `q` or the end of the answers; the exit code."""
        self._read()
        self.say(self.words("plain.welcome", count=len(self.desk.workspace.documents)))
        for problem in self.desk.workspace.problems:
            self.say(problem.told(self.words.language))
        self._show()
        while True:
            print("> ", end="", file=self._out, flush=True)
            answer = self._answers.readline()
            if not answer:
                print(file=self._out)
            if not answer or answer.strip().casefold() == "q":
                break
            self.answer(answer)
        counts = {"open": len(self.desk.rows), "settled": self.desk.verified}
        self.say(self.words("plain.bye", **counts))
        return self.code

    def answer(self, line: str) -> None:
        """Do what one line says."""
        line = line.strip()
        line = unicodedata.normalize("NFKC", line[:1]) + line[1:]  # of an input method: ？ is ?
        marked = line[:1] if line[:1] in _MARKS else ""
        command, _, rest = (marked, "", line[1:]) if marked else line.partition(" ")
        command, rest = command.casefold(), rest.strip()
        if command.startswith("/"):
            self._filter(line.strip()[1:])
        elif not self.desk.shown and (command.isdigit() or command in _ABOUT_ITEM):
            self._show()  # nothing is before the reviewer, so nothing can be decided
        elif command.isdigit():
            self._try(lambda: self.desk.choose(int(command)))
        elif command in self._acts:
            self._acts[command](rest)
        elif command == "?":
            for name in HELP:
                self.say(self.words(f"letter.{name}"))
        elif command:
            self.say(self.words("plain.unknown", command=command))
        else:
            self._show()

    @property
    def _acts(self) -> dict[str, Callable[[str], None]]:
        desk = self.desk
        return {
            "a": lambda _: self._try(desk.accept),
            "e": self._amend,
            "s": lambda _: self._try(lambda: desk.decide("sic")),
            "x": lambda _: self._try(desk.dismiss),
            "u": lambda _: self._try(lambda: desk.decide("unreadable")),
            "n": lambda note: self._try(lambda: desk.decide("question", note=note)),
            "m": self._note,
            ".": lambda _: self._try(desk.skip),
            "z": lambda _: self._try(desk.undo),
            "y": lambda _: self._try(desk.redo),
            "g": lambda rest: self._tell(lambda: alike(self, rest)),
            "+": lambda rest: self._tell(lambda: add(self, rest)),
            "v": lambda rest: self._tell(lambda: history(self, rest)),
            "=": lambda rest: self._tell(lambda: look(self, rest)),
            "j": lambda _: self._step(1),
            "k": lambda _: self._step(-1),
        }

    def _step(self, by: int) -> None:
        self.desk.step(by)
        self._show()

    def _filter(self, query: str) -> None:
        self.desk.filter(query)
        self.desk.fill_up()
        said = "plain.filtered" if self.desk.query else "plain.unfiltered"
        self.say(self.words(said, count=len(self.desk.shown)))
        self._show()

    def _note(self, text: str) -> None:
        """Keep a note for the next verdict on the item."""
        sight = self.desk.sight
        known = sight is not None and sight.reading is not None
        self.say(self.desk.take_note(text).text if known else self.words("said.no-reading"))

    def _amend(self, text: str) -> None:
        """Take a typed value, when it is one of the reading's kind."""
        sight = self.desk.sight
        if sight is None or sight.reading is None:
            self.say(self.words("said.no-reading"))
            return
        try:
            value = parse_value(text, sight.reading.kind)
        except ValueError as error:
            why = error.args[0]
            self.say(self.words.of(why) if isinstance(why, Message) else str(why))
            return
        self._try(lambda: self.desk.take(value))

    def ask(self, question: str) -> str:
        """The answer to a question; empty where there is none."""
        self.say(question)
        print(">> ", end="", file=self._out, flush=True)
        return self._answers.readline()

    def _tell(self, act: Callable[[], Said | None]) -> None:
        """Do something that may only have listed; what came of anything else is said."""
        self._try(lambda: act() or Said("", "refused"))

    def _try(self, act: Callable[[], Said]) -> None:
        """Do something that may write; say what came of it, and show what is next."""
        before = self.desk.sight
        try:
            said = act()
        except KanwuError as error:
            self.code = error.exit_code
            self.say(self.words("said.unsaved", what=error.told(self.words.language)))
            return
        if said.text:
            self.say(said.text)
        if said.kind != "refused" and self.desk.sight is not before:
            self._show()

    def _read(self) -> None:
        """Read every document; the queue is in order only when all are in."""
        for done in self.desk.refresh():
            if done % _PROGRESS == 0 and self._out.isatty():
                self.say(self.words("desk.reading", done=done, all=self.desk.documents))
        self.desk.fill_up()

    def _show(self) -> None:
        """The item that the reviewer is at."""
        sight = self.desk.sight if self.desk.shown else None
        if sight is None:
            empty = "plain.empty-filter" if self.desk.query else "plain.empty"
            self.say(self.words(empty, query=self.desk.query))
            return
        self.desk.leave_mark()
        at, shown = self.desk.index + 1, len(self.desk.shown)
        self.say("")
        self.say(self.words("plain.item", at=at, shown=shown, document=sight.document))
        for line in self._told(sight):
            self.say(line)

    def _told(self, sight: Sight) -> Iterator[str]:
        """What there is to say of an item, a sentence a line."""
        words, settled = self.words, sight.settled
        if sight.key is not None and settled is not None:
            reading = settled.reading
            name = name_of(sight.key, sight.review.schema, words)
            yield f"{name} ({sight.key.field}, {words(f'kind.{reading.kind}')})"
            printed = " ".join(untagged((settled.machine or reading).quote).split())
            printed = printed or words("value.silent" if reading.silent else "value.blank")
            yield f"{words('item.printed')}: {printed}"
            yield f"{words('item.read-as')}: {reading_of(reading, words)}"
        if sight.orphan is not None:
            yield f"{words('item.orphan')}: {verdict_of(sight.orphan, sight.review.schema, words)}"
        if sight.span is not None:
            line, around = self._source(sight, sight.span)
            yield f"{words('plain.line', line=line)}: {around}"
        for finding in sight.findings:
            yield f"{words('plain.doubt')}: {words.of(finding.message)}"
        for digit, candidate in enumerate(sight.candidates, start=1):
            reasons = "; ".join(words.of(reason) for reason in candidate.reasons)
            score = f"{round(candidate.score * 100)} %"
            said = f"{digit}: {value_of(candidate.value)}, {score}"
            yield f"{said}: {reasons}" if reasons else said
        for digit, spot in enumerate(sight.spots, start=1):
            line, around = self._source(sight, spot.span)
            score = f"{round(spot.score * 100)} %"
            yield f"{digit}: {words('plain.line', line=line)}, {score}: {around}"

    def _source(self, sight: Sight, span: Span) -> tuple[int, str]:
        """The line that some words stand on, and the words marked in what is around them."""
        view = self._views.setdefault(sight.document, view_of(sight.review.source))
        place, text = view.place(span), view.text
        start = max(text.rfind("\n", 0, place.start) + 1, place.start - _AROUND)
        end = text.find("\n", place.end)
        end = min(len(text) if end < 0 else end, place.end + _AROUND)
        before, after = text[start : place.start], text[place.end : end]
        marked = f"{before}[[{text[place.start : place.end]}]]{after}"
        return view.line(place.start), " ".join(marked.split())

    def say(self, line: str) -> None:
        """Say a line."""
        print(line, file=self._out)


def work(desk: Desk) -> int:
    """Work through a desk at standard input and output; the exit code."""
    return Plain(desk, sys.stdin, sys.stdout).run()
