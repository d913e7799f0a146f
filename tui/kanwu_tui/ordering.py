"""Ordering: the ways in which the queue can stand, each a key that never changes for a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal, get_args

from kanwu.reading import Key
from kanwu.schema import Schema
from kanwu_tui.sight import Row

Order = Literal["doubt", "field", "document", "group"]
ORDERS: tuple[Order, ...] = get_args(Order)
Rank = Callable[[Row], tuple[object, ...]]
"""What rows are sorted by; what was skipped stands behind all that was not."""


def order_of(name: str) -> Order:
    """The order of that name; the usual one for any other name."""
    return next((one for one in ORDERS if one == name), "doubt")


def ranking(order: Order, schema: Schema, rows: Iterable[Row] = ()) -> Rank:
    """What an order sorts by; `rows` tell how large each group is.

    `doubt`: the most doubtful and most influential first. `field`: like after like, each field's
    readings together, in the order of the schema. `document`: one document after the other.
    `group`: what would take the same fix together, the largest group first.
    """
    last = len(schema.order)
    sizes = Counter(row.group for row in rows) if order == "group" else Counter[str]()

    def by_field(row: Row) -> tuple[object, ...]:
        lead = row.lead
        known = isinstance(lead, Key)
        place = schema.order.get(lead.field, last) if isinstance(lead, Key) else last
        return row.rank[0], not known, place, row.shape, row.codes, *row.rank[1:]

    def by_document(row: Row) -> tuple[object, ...]:
        return row.rank[0], row.rank[2], row.rank[3]

    def by_group(row: Row) -> tuple[object, ...]:
        return row.rank[0], not row.group, -sizes[row.group], row.group, *row.rank[1:]

    ranks: dict[Order, Rank] = {
        "doubt": lambda row: row.rank,
        "field": by_field,
        "document": by_document,
        "group": by_group,
    }
    return ranks[order]
