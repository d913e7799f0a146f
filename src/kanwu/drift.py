"""Drift: what an upgrade changed, of the extractor, the schema or the documents themselves.

Two states are compared, each as the lines that `extract` and `replay` print: which corrections the
machine makes superfluous by now, which fare otherwise, and which values are others though nobody
decided anything of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from kanwu.errors import UsageError
from kanwu.message import Message, say

ChangeKind = Literal["redundant", "outcome", "value"]
Scalar = str | int | float | None


class Place(NamedTuple):
    """What names a value among all documents."""

    document: str
    field: str
    item: str | None
    nth: int
    """0 for the first line of this document, field and item, then 1, 2, …"""


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a correction."""

    kind: str
    document: str
    field: str
    item: str | None


@dataclass(frozen=True, slots=True)
class State:
    """What a workspace said at one time."""

    values: dict[Place, Scalar] = field(default_factory=dict)
    """Every value that no verdict holds; None where the words cannot be read, or say nothing."""
    held: set[Place] = field(default_factory=set)
    """Those that a verdict holds."""
    fates: dict[str, Fate] = field(default_factory=dict)
    """Every correction, by its id."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two states."""

    kind: ChangeKind
    """`redundant`: the machine says by now what a correction says. `outcome`: another one befell
    a correction. `value`: another value, and no correction on it."""
    document: str
    field: str
    item: str | None
    was: Scalar
    now: Scalar
    correction: str | None = None

    @property
    def message(self) -> Message:
        """What changed, in words."""
        return say(f"drift.{self.kind}", was=_said(self.was), now=_said(self.now))


def drift(then: State, now: State) -> Iterator[Change]:
    """What is otherwise now than it was then: corrections first, in the order of now, then values.

    A correction that was made or taken back meanwhile is a person's doing, and no drift; nor is
    the value that it holds or held.
    """
    for identity, fate in now.fates.items():
        before = then.fates.get(identity)
        if before is not None and before.kind != fate.kind:
            kind: ChangeKind = "redundant" if fate.kind == "redundant" else "outcome"
            where = fate.document, fate.field, fate.item
            yield Change(kind, *where, before.kind, fate.kind, identity)
    if not then.values:
        return
    held = then.held | now.held
    for place in dict.fromkeys([*now.values, *then.values]):
        was, value = then.values.get(place), now.values.get(place)
        if was != value and place not in held:
            yield Change("value", place.document, place.field, place.item, was, value)


def state_of(lines: Iterable[tuple[str, Mapping[str, object]]]) -> State:
    """A state out of Reading and Outcome lines, each with the place it is named by in an error.

    Raises:
        UsageError: A line is neither.
    """
    state = State()
    seen: Counter[tuple[str, str, str | None]] = Counter()
    for where, line in lines:
        document, name = _text(line, "document", where), _text(line, "field", where)
        item = line.get("item")
        item = item if isinstance(item, str) else None
        if "outcome" in line:
            identity, kind = _text(line, "id", where), _text(line, "outcome", where)
            state.fates[identity] = Fate(kind, document, name, item)
        elif "state" in line:
            place = Place(document, name, item, seen[document, name, item])
            seen[document, name, item] += 1
            if line.get("verdict") is None:
                state.values[place] = _scalar(line.get("value"))
            else:
                state.held.add(place)
        else:
            raise UsageError(
                where,
                "this line is neither a reading nor an outcome",
                "Keep what `kanwu extract` and `kanwu replay` print: kanwu extract > before.jsonl; "
                "kanwu replay >> before.jsonl",
            )
    return state


def _text(line: Mapping[str, object], key: str, where: str) -> str:
    value = line.get(key)
    if not isinstance(value, str):
        raise UsageError(where, f"`{key}` is {value!r}", "It is text.")
    return value


def _scalar(value: object) -> Scalar:
    return value if isinstance(value, (str, int, float)) else None


def _said(value: Scalar) -> str:
    return "—" if value is None else str(value)
