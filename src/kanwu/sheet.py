"""Sheet and Column: what the tables of a release look like, whatever file they are written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Literal

from kanwu.message import Message, say
from kanwu.numeral import plain

Type = Literal["string", "integer", "number", "date", "datetime", "any"]
"""The types of Frictionless Table Schema that are used; `any` is a number or words."""


class Missing(Enum):
    """Why a cell of the wide table has no value; what stands in CSV in its place."""

    NOT_STATED = ""
    """The document says nothing, or a reviewer found that it does not."""
    UNREADABLE = "unreadable"
    """A value is there, and a reviewer found that it cannot be recovered."""
    UNREVIEWED = "unreviewed"
    """A value is there, somebody doubts it, and no verdict has settled that yet."""
    SEVERAL = "several"
    """Several different values go out; they stand in the long table."""
    IMPRECISE = "imprecise"
    """A date that is given only to its month or year; it stands in the long table."""

    @property
    def label(self) -> Message:
        """What the code means."""
        return say(f"missing.{self.name.lower().replace('_', '-')}")


Cell = Decimal | str | int | Missing | None
Record = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: its name, its type, and what it holds."""

    name: str
    type: Type
    label: Message
    unit: str | None = None
    categories: tuple[tuple[str, Message], ...] = ()
    """All values that there can be, with what they mean; empty where they are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table: its name, its columns, and what one row is."""

    name: str
    label: Message
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """The columns that name a row, where none of them is ever empty."""
    coded: bool = False
    """Whether cells say why they are empty."""


def sheet(
    name: str, columns: Sequence[Column], key: tuple[str, ...] = (), *, coded: bool = False
) -> Sheet:
    """A sheet whose label stands in the catalogue under `sheet.<name>`."""
    label = say(f"sheet.{name}")
    return Sheet(name=name, label=label, columns=tuple(columns), key=key, coded=coded)


def column(name: str, type: Type = "string", categories: Sequence[str] = ()) -> Column:
    """A column whose label stands in the catalogue under `column.<name>`, its categories' likewise."""
    return Column(
        name=name,
        type=type,
        label=say(f"column.{name.replace('_', '-')}"),
        categories=tuple((one, say(f"category.{one.replace('_', '-')}")) for one in categories),
    )


def written(cell: Cell) -> str:
    """A cell as text: numbers without exponent, a missing one as its code.

    >>> [written(one) for one in (Decimal("1E3"), None, Missing.UNREADABLE, "条")]
    ['1000', '', 'unreadable', '条']
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Decimal):
        return plain(cell)
    return str(cell.value) if isinstance(cell, Missing) else str(cell)
