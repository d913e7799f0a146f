"""Ordering: the ways in which the queue can stand, each a place that never changes for an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from kanwu.reading import Key
from kanwu.schema import Schema
from kanwu.workspace.pages import Entry, Mark
from kanwu_tui.sight import Row

Order = Literal["doubt", "field", "document", "group"]
ORDERS: tuple[Order, ...] = get_args(Order)
_MANY = 10**9
"""More items than any group has."""
First = Callable[[str | None, str, str, str], str]
"""What an order goes by, of an item's field, shape, codes and group."""


def order_of(name: str) -> Order:
    """The order of that name; the usual one for any other name."""
    return next((one for one in ORDERS if one == name), "doubt")


class Ordering:
    """Where items stand in one of the orders.

    `doubt`: the most doubtful and most influential first. `field`: like after like, each field's
    readings together, in the order of the schema. `document`: one document after the other.
    `group`: what would take the same fix together, the largest group first.
    """

    def __init__(self, order: Order, schema: Schema, sizes: Mapping[str, int]) -> None:
        """`sizes` tell how large each group is."""
        self._weighed = order != "document"
        last = len(schema.order)

        def by_field(field: str | None, shape: str, codes: str, _: str) -> str:
            place = schema.order.get(field, last) if field else last
            return f"{not field:d} {place:05} {shape} {codes}"

        def by_group(_: str | None, __: str, ___: str, group: str) -> str:
            # Of a group that is settled the last was one: its place is asked for, too.
            return f"{not group:d} {_MANY - sizes.get(group, 1)} {group}"

        def by_nothing(_: str | None, __: str, ___: str, ____: str) -> str:
            return ""

        firsts: dict[Order, First] = {"field": by_field, "group": by_group}
        self._first = firsts.get(order, by_nothing)

    def of_entry(self, one: Entry) -> Mark:
        """Where an item stands."""
        first = self._first(one.field, one.shape, one.codes, one.group)
        return first, one.rank if self._weighed else 0.0, one.document, one.place

    def of_row(self, row: Row) -> Mark:
        """Where a row stands, had it not been skipped."""
        _, weight, document, place = row.rank
        field = row.lead.field if isinstance(row.lead, Key) else None
        first = self._first(field, row.shape, " ".join(row.codes), row.group)
        return first, weight if self._weighed else 0.0, document, place

    def rank(self, row: Row) -> tuple[object, ...]:
        """What rows are sorted by; what was skipped stands behind all that was not."""
        return row.rank[0], *self.of_row(row)
