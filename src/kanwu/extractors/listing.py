"""Listing: breakdowns in a sentence, items with their counts and often their shares."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import numeral
from kanwu.extractors.page import Page
from kanwu.reading import Key, Reading
from kanwu.schema import Listing, Schema

_STOP = re.compile(r"[。\n]")


def read(page: Page, schema: Schema) -> Iterator[Reading]:
    """The items of every breakdown that the schema knows."""
    for listing in schema.listings:
        for start, end in _regions(page.flow.folded, listing):
            yield from _items(page, schema, listing, start, end)


def _regions(flow: str, listing: Listing) -> list[tuple[int, int]]:
    """Where breakdowns stand: from a beginning to the end of its sentence, none twice."""
    found: list[tuple[int, int]] = []
    matches = sorted(
        (match.end() for begins in listing.begins for match in begins.finditer(flow)),
    )
    for start in matches:
        if found and start < found[-1][1]:
            continue
        stop = _STOP.search(flow, start)
        found.append((start, stop.start() if stop else len(flow)))
    return found


def _items(
    page: Page, schema: Schema, listing: Listing, start: int, end: int
) -> Iterator[Reading]:
    flow = page.flow.folded
    at = start
    while match := _next_entry(listing, flow, at, end):
        at = match.end()
        item, place = match["item"], match.span("value")
        if any(pattern.search(item) for pattern in listing.not_items):
            continue
        if page.free(page.flow.span(*place)):
            groups = match.groupdict()
            yield page.read(
                Key(listing.field, item),
                "count",
                place,
                unit=groups.get("unit") or schema.units[listing.field],
                qualifier=numeral.qualifier(groups.get("before") or "", groups.get("after") or ""),
            )
        share = listing.share.match(flow, at, end)
        if share and page.free(page.flow.span(*share.span("value"))):
            yield page.read(Key(listing.percent, item), "percent", share.span("value"), unit="%")
            at = share.end()


def _next_entry(listing: Listing, flow: str, at: int, end: int) -> re.Match[str] | None:
    """The entry that begins first; of those that begin together, the first pattern's."""
    matches = [match for entry in listing.entries if (match := entry.search(flow, at, end))]
    return min(matches, key=lambda match: match.start("value"), default=None)
