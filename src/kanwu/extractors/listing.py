"""Listing: breakdowns in a sentence, items with their counts and often their shares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kanwu.extractors.label import qualifier
from kanwu.extractors.page import Page
from kanwu.extractors.questions import questions, sought
from kanwu.extractors.seeking import Phrase, Sought, occurrences
from kanwu.reading import Key, Reading
from kanwu.schema import Listing, Schema

_STOP = re.compile(r"[。\n]|\.(?= |\n|$)")


def read(page: Page, schema: Schema) -> Iterator[Reading]:
    """The items of every breakdown that the schema knows."""
    here = sought(page.flow.folded, schema)
    for listing, begins in questions(schema).listings:
        for start, end in _regions(here, begins):
            yield from _items(page, schema, listing, start, end)


def _regions(here: Sought, begins: Sequence[Phrase]) -> list[tuple[int, int]]:
    """Where breakdowns stand: from a beginning to the end of its sentence, none twice."""
    flow = here.text
    found: list[tuple[int, int]] = []
    for start in sorted(match.end() for _, match in occurrences(begins, here)):
        if found and start < found[-1][1]:
            continue
        stop = _STOP.search(flow, start)
        found.append((start, stop.start() if stop else len(flow)))
    return found


def _items(page: Page, schema: Schema, listing: Listing, start: int, end: int) -> Iterator[Reading]:
    flow = page.flow.folded
    ahead = [entry.search(flow, start, end) for entry in listing.entries]
    while match := _first(ahead):
        at = match.end()
        if not any(pattern.search(match["item"]) for pattern in listing.not_items):
            yield from _count(page, schema, listing, match)
            share = listing.share.match(flow, at, end)
            if share and page.free(page.flow.span(*share.span("value"))):
                key = Key(listing.percent, match["item"])
                yield page.read(key, "percent", share.span("value"), unit="%")
                at = share.end()
        ahead = _onward(ahead, flow, at, end)


def _count(page: Page, schema: Schema, listing: Listing, match: re.Match[str]) -> Iterator[Reading]:
    """The count of an entry, where no other extractor has read it."""
    place, groups = match.span("value"), match.groupdict()
    if page.free(page.flow.span(*place)):
        yield page.read(
            Key(listing.field, match["item"]),
            "count",
            place,
            unit=groups.get("unit") or schema.units[listing.field],
            qualifier=qualifier(page.flow.folded, match, groups),
        )


def _first(ahead: Iterable[re.Match[str] | None]) -> re.Match[str] | None:
    """The entry that begins first; of those that begin together, the first pattern's."""
    matches = [match for match in ahead if match]
    return min(matches, key=lambda match: match.start("value"), default=None)


def _onward(
    ahead: Iterable[re.Match[str] | None], flow: str, at: int, end: int
) -> list[re.Match[str] | None]:
    """The next entry of each pattern from `at` on; one that has none left is not asked again."""
    return [
        match if match is None or match.start() >= at else match.re.search(flow, at, end)
        for match in ahead
    ]
