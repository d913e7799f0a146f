"""The item under review: what stands there, why it is doubted, and which key settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from textual.geometry import Offset

from kanwu.correction import Correction
from kanwu.folds.markup import untagged
from kanwu.reading import Candidate, Reading
from kanwu.waiting import shape_of
from kanwu_tui.cells import CUT, UNSEEN, Bit, Line, hang, pad, paragraph, shown, width
from kanwu_tui.prompt import Prompt
from kanwu_tui.sight import Sight
from kanwu_tui.telling import (
    SIGNS,
    cut_inside,
    field_of,
    name_of,
    reading_of,
    state_of,
    value_of,
)
from kanwu_tui.widgets.grid_lines import grid_lines, last_lines
from kanwu_tui.widgets.lines import Frame, LinesPane, clipped
from kanwu_tui.widgets.orphan_lines import place_lines, then_lines
from kanwu_tui.widgets.source_pane import CLOSE, OPEN
from kanwu_tui.words import Words

ENTER = "⏎"
"""Enter, as short as a digit."""
DETAILS = (99, 3, 2, 1, 0)
"""How many reasons a candidate shows: as many as there is room for."""
_GRID = (7, 3, 1)
"""How many rows around a cell its grid shows; one goes before the last reason does."""


def item_lines(sight: Sight, words: Words, cells: int, height: int) -> tuple[list[Line], bool]:
    """What there is to say, in as much detail as fits; and whether that is all."""
    parts = _Parts(sight, words, cells)
    every = parts.lines(DETAILS[0], _GRID[0], airy=True)
    if len(every) <= height:
        return every, True
    tries = [(reasons, rows) for reasons in DETAILS[:-1] for rows in _GRID if sight.neighbours]
    for reasons, rows in [*tries, *((reasons, 0) for reasons in DETAILS)]:
        for airy in (True, False):
            if parts.height(reasons, rows, airy=airy) <= height:
                return parts.lines(reasons, rows, airy=airy), False
    return clipped(parts.lines(DETAILS[-1], 0, airy=False), height), False


def every_line(sight: Sight, words: Words, cells: int) -> list[Line]:
    """All that there is to say."""
    return _Parts(sight, words, cells).lines(DETAILS[0], _GRID[0], airy=True)


class _Parts:
    """The parts of an item, each worked out once in each detail that is asked for."""

    def __init__(self, sight: Sight, words: Words, cells: int) -> None:
        self._told = sight, words, cells
        self._head = _head(sight, words, cells)
        self._last = last_lines(sight, words, cells)
        self._doubts = _doubts(sight, words, cells)
        self._grids: dict[int, list[Line]] = {0: []}
        self._choices: dict[int, list[Line]] = {}

    def _of(self, reasons: int, rows: int) -> list[list[Line]]:
        if rows not in self._grids:
            self._grids[rows] = grid_lines(*self._told, rows)
        if reasons not in self._choices:
            self._choices[reasons] = _choices(*self._told, reasons)
        head = [*self._head, *self._last] if reasons else self._head
        parts = (head, self._doubts, self._grids[rows], self._choices[reasons])
        return [part for part in parts if part]

    def height(self, reasons: int, rows: int, *, airy: bool) -> int:
        """How many lines it would be."""
        parts = self._of(reasons, rows)
        return sum(map(len, parts)) + (max(0, len(parts) - 1) if airy else 0)

    def lines(self, reasons: int, rows: int, *, airy: bool) -> list[Line]:
        """The lines, with a blank between the parts where there is room."""
        lines: list[Line] = []
        for part in self._of(reasons, rows):
            lines += [Line(), *part] if airy and lines else part
        return lines


def _head(sight: Sight, words: Words, cells: int) -> list[Line]:
    if sight.orphan is not None:
        return then_lines(sight, sight.orphan, words, cells)
    settled = sight.settled
    if settled is None:
        return []
    reading = settled.reading
    quote = shown(" ".join(untagged((settled.machine or reading).quote).split()), UNSEEN)
    if reading.kind == "passage":
        quote = cut_inside(quote)
    printed = [Bit(f"{words('item.printed')}  ", "quiet")]
    if reading.silent:
        printed.append(Bit(words("value.silent"), "quiet"))
    elif quote:
        printed += [Bit(OPEN, "edge"), Bit(quote, "mark"), Bit(CLOSE, "edge")]
    else:
        printed += [Bit(OPEN + CLOSE, "edge"), Bit(f" {words('value.blank')}", "quiet")]
    value = reading_of(reading, words)
    as_read = [Bit(f"{words('item.read-as')}  ", "quiet"), Bit(value, "strong")]
    both = [*printed, Bit("   "), *as_read]
    if sum(width(bit.text) for bit in both) <= cells:
        lines = [Line(tuple(both))]
    else:
        lines = [
            *hang(printed[:1], "".join(bit.text for bit in printed[1:]), cells, "mark"),
            *hang(as_read[:1], value, cells, "strong"),
        ]
    if settled.correction is not None and settled.correction.verdict != "question":
        lines += _verdict(settled.correction, words, cells)
    return lines


def _verdict(correction: Correction, words: Words, cells: int) -> list[Line]:
    said = words(f"verdict.{correction.verdict}")
    if correction.note:
        said = f"{said}: {correction.note}"
    text = words(
        "item.verdict", verdict=said, reviewer=correction.reviewer, at=f"{correction.at:%Y-%m-%d}"
    )
    return hang([Bit(f"{SIGNS['verified']} ", "verified")], text, cells)


def _doubts(sight: Sight, words: Words, cells: int) -> list[Line]:
    lines: list[Line] = []
    for finding in sight.findings:
        shape = shape_of(finding, sight.review)
        said = shown(words.of(finding.message), UNSEEN)
        lines += hang([Bit(f"{SIGNS[shape]} ", shape)], said, cells)
    if not lines and sight.key is not None:
        state = state_of(sight.key, sight.review)
        if state != "verified":
            lines = hang([Bit(f"{SIGNS[state]} ", state)], words("item.no-doubt"), cells, "quiet")
    return lines


def _choices(sight: Sight, words: Words, cells: int, reasons: int) -> list[Line]:
    if sight.orphan is not None:
        return [
            *place_lines(sight, words, cells, reasons),
            *_key("absent", words("item.retire"), words, cells),
            *_key("skip", words("item.leave"), words, cells),
        ]
    if sight.renamed:
        return [
            *_key("confirm", words("item.adopt"), words, cells),
            *_key("absent", words("item.refuse"), words, cells),
            *_key("skip", words("item.leave"), words, cells),
        ]
    if sight.reading is None:
        return _key("skip", words("item.leave"), words, cells)
    reading, lines = sight.reading, []
    texts = [value_of(candidate.value) for candidate in sight.candidates]
    column = min(16, max([width(shown(text)) for text in texts], default=0))
    if sight.item is not None and sight.item.sic:
        lines += _key("sic", words("item.printed-so"), words, cells)
    if reading.value is not None:
        lines += _accept(reading, words, cells)
    elif not texts:
        lines += _key("amend", words("item.type-it"), words, cells)
    told = _reasons(sight.candidates, words)
    for digit, (candidate, text) in enumerate(zip(sight.candidates, texts, strict=True), start=1):
        kept = told[digit - 1][:reasons]
        if len(kept) < len(told[digit - 1]):
            kept = [*kept[:-1], f"{kept[-1]} {CUT}"] if kept else [CUT]
        lines += _candidate(digit, candidate, text, column, kept, cells)
    return lines


def _reasons(candidates: Sequence[Candidate], words: Words) -> list[list[str]]:
    """The reasons of each candidate, those first that tell it from the others."""
    told = [list(dict.fromkeys(words.of(one) for one in c.reasons)) for c in candidates]
    shared = Counter(_gist(reason) for reasons in told for reason in reasons)

    def order(reason: str) -> tuple[bool, bool, bool]:
        common = len(told) > 1 and shared[_gist(reason)] == len(told)
        return common, not reason.startswith("✗"), not reason.startswith("✓")

    return [sorted(reasons, key=order) for reasons in told]


def _gist(reason: str) -> str:
    """A reason without its arithmetic."""
    return reason.partition(": ")[0]


def _key(act: str, said: str, words: Words, cells: int) -> list[Line]:
    return hang([Bit(pad(words.face(act), 7), "key")], said, cells)


def _accept(reading: Reading, words: Words, cells: int) -> list[Line]:
    value = shown(reading_of(reading, words))
    face = words.face("confirm")
    key = Bit(pad(ENTER if face == words("face.enter") else face, 3), "key")
    if width(value) < cells // 2:
        return hang([key, Bit(f"{value}   ", "strong")], words("item.accept"), cells, "quiet")
    return hang([key], value, cells, "strong")


def _candidate(
    digit: int,
    candidate: Candidate,
    text: str,
    column: int,
    reasons: Sequence[str],
    cells: int,
) -> Iterator[Line]:
    """The digit, the value, how likely, and the reasons hanging at the right or below."""
    score = f"{round(candidate.score * 100):>3} %"
    head = [Bit(f"{digit}  ", "key")]
    if width(shown(text)) > column:
        yield from hang(head, text, cells, "strong")
        head = [Bit(" " * (3 + column))]
    else:
        head.append(Bit(shown(text) + " " * (column - width(shown(text))), "strong"))
    head.append(Bit(f" {score}  ", "quiet"))
    lines: list[Line] = []
    for reason in reasons:
        sign = reason[:1]
        style = {"✓": "verified", "✗": "garbled"}.get(sign, "")
        mark = [Bit(f"{sign} ", style)] if style else []
        before = head if not lines else [Bit(" " * sum(width(bit.text) for bit in head))]
        lines += hang([*before, *mark], reason[1:].lstrip() if style else reason, cells, "quiet")
    yield from lines or [Line(tuple(head))]


def item_title(sight: Sight, words: Words) -> tuple[list[Bit], list[Bit]]:
    """The name of what is under review; at the right, what kind of value it is."""
    schema = sight.review.schema
    if sight.renamed:
        return [Bit(words("item.renamed"), "title")], []
    if sight.key is None:
        return [Bit(words("item.orphan" if sight.orphan else "item.document"), "title")], []
    name, key = name_of(sight.key, schema, words), sight.key.field
    kind = words(f"kind.{sight.review.by_key[sight.key].reading.kind}")
    title = [Bit(name, "title")]
    if field_of(key, schema, words) != key:
        title.append(Bit(f"  {key}", "quiet"))
    return title, [Bit(kind, "quiet")]


class ItemPane(LinesPane):
    """The item under review; Tab comes here where there is more to say than fits."""

    def __init__(self, words: Words, *, id: str) -> None:
        super().__init__(id=id)
        self._words = words
        self._sight: Sight | None = None
        self._empty = ""
        self._top = 0
        self._asked: Prompt[Any] | None = None

    def ask(self, asked: Prompt[Any] | None) -> None:
        """Show a prompt below what there is to say, or none."""
        self._asked = asked
        self.redraw()

    def show(self, sight: Sight | None, empty: str = "") -> None:
        """Show an item; or, where there is none, why."""
        self._sight, self._empty, self._top = sight, empty, 0
        self.redraw()

    def scroll(self, pages: int = 0, rows: int = 0) -> None:
        """Move the lines, by pages or by rows."""
        self._top += pages * max(1, self.size.height - 2) + rows
        self.redraw()

    def draw(self, cells: int, height: int) -> Sequence[Line]:
        """The item in as much detail as fits; with the keys, in all detail."""
        frame = Frame("├" if self.region.x else "", self.has_focus)
        inside, room, prompt = frame.room(cells), height - 1, list[Line]()
        if self._asked is not None:
            prompt, caret = self._asked.lines(inside, room)
            room -= len(prompt)
            x, y = self.region.offset
            place = Offset(x + cells - inside - 1 + caret, y + height - len(prompt))
            self.app.cursor_position = place  # where an input method shows what it offers
        if self._sight is None:
            lines = [line for part in self._empty.split("\n") for line in paragraph(part, inside)]
            lines += [Line()] * (room - len(lines))
            title = [Bit(self._words("title.item"), "quiet")]
            return frame.around(title, [], [*lines[:room], *prompt], cells)
        if self.has_focus:
            everything = every_line(self._sight, self._words, inside)
            self._top = max(0, min(self._top, len(everything) - room))
            lines = everything[self._top : self._top + room]
        else:
            lines, complete = item_lines(self._sight, self._words, inside, room)
            self.can_focus = not complete
        title, right = item_title(self._sight, self._words)
        lines += [Line()] * (room - len(lines))
        return frame.around(title, right, [*lines, *prompt], cells)
