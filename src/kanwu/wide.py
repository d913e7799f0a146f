"""Wide: one row a document, one column a field, and beside it a sheet of the same shape with marks.

Fields with items (a breakdown in a sentence) have no fixed columns; they stand in `values` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kanwu.dataset import day, goes_out
from kanwu.message import Message, say
from kanwu.reading import Kind, State
from kanwu.replay import Settled
from kanwu.schema import Form, Schema
from kanwu.sheet import Cell, Column, Missing, Record, Sheet, Type, column, sheet

_TYPES: Mapping[Kind, Type] = {
    "text": "string",
    "passage": "string",
    "year": "integer",
    "date": "date",
    "count": "number",
    "signed": "number",
    "money": "number",
    "percent": "number",
}
Mark = Literal[
    "verified", "sic", "read", "doubted", "unreadable", "unreviewed", "several", "imprecise"
]
"""How sure a cell is, or why it is empty; a cell without a mark is not stated."""
Decided = tuple[Settled, State]


@dataclass(frozen=True)
class Wide:
    """The two sheets that a schema asks for: `documents` and `marks`."""

    schema: Schema

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that have a column, in the schema's order."""
        listed = {key for one in self.schema.listings for key in (one.field, one.percent)}
        return tuple(key for key in self.schema.labels if key not in listed)

    @cached_property
    def documents(self) -> Sheet:
        """One row a document: its id, the hash of its source, and its values."""
        form = self.schema.form
        columns = [column("document"), column("sha256")]
        columns += [
            Column(
                name=key,
                type=_TYPES[self.schema.kinds[key]],
                label=self.schema.labels[key],
                unit=self.schema.units[key],
                categories=_forms(form) if form and form.field == key else (),
            )
            for key in self.fields
        ]
        return sheet("documents", columns, ("document",), coded=True)

    @cached_property
    def marks(self) -> Sheet:
        """One row a document: how sure each value is, or why there is none."""
        columns = [column("document")]
        columns += [
            Column(name=key, type="string", label=self.schema.labels[key]) for key in self.fields
        ]
        return sheet("marks", columns, ("document",))

    def rows(
        self, document: str, sha256: str, decided: Iterable[Decided], *, doubted: bool
    ) -> tuple[Record, Record]:
        """The row of one document in `documents`, and its row in `marks`."""
        found: dict[str, list[Decided]] = {}
        for one, state in decided:
            if one.reading.key.item is None and state != "silent":
                found.setdefault(one.reading.key.field, []).append((one, state))
        told = [_cell(found.get(key, ()), doubted=doubted) for key in self.fields]
        return (document, sha256, *(cell for cell, _ in told)), (document, *(m for _, m in told))


def _forms(form: Form) -> tuple[tuple[str, Message], ...]:
    """The editions of a family, each with what shows it."""
    told = {sign.form: sign.why for sign in reversed(form.signs)}
    return (*sorted(told.items()), (form.mixed, say("category.mixed")))


def _cell(decided: Iterable[Decided], *, doubted: bool) -> tuple[Cell, str | None]:
    """The value of one field in one document with its mark, or why there is none."""
    out: list[Decided] = []
    waiting = False
    for one, state in decided:
        if goes_out(one, state, doubted=doubted):
            out.append((one, state))
        elif state == "doubted":
            waiting = True
    values = [one.reading.value for one, _ in out if one.reading.value is not None]
    if not values and waiting:
        return Missing.UNREVIEWED, "unreviewed"
    if not values:
        return (Missing.UNREADABLE, "unreadable") if out else (Missing.NOT_STATED, None)
    if len(set(values)) > 1:
        return Missing.SEVERAL, "several"
    one, state = min(out, key=lambda entry: _ORDER[_mark(*entry)])
    value = one.reading.value
    if one.reading.kind == "date" and day("date", value) is None:
        return Missing.IMPRECISE, "imprecise"
    mark = _mark(one, state)
    return value, f"{mark} {one.reading.qualifier}" if one.reading.qualifier else mark


def _mark(one: Settled, state: State) -> Mark:
    if one.reading.value is None:
        return "unreadable"
    if one.correction is not None and one.correction.verdict == "sic" and state == "verified":
        return "sic"
    return "verified" if state == "verified" else "doubted" if state == "doubted" else "read"


_ORDER: Mapping[Mark, int] = {"sic": 0, "verified": 1, "read": 2, "doubted": 3, "unreadable": 4}
"""Which of several readings of the same value is told; that it is sic is never passed over."""
