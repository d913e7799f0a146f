"""Years: the reports of one publisher, found by their year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kanwu.checks.across import last_of
from kanwu.checks.facts import Last
from kanwu.review import Review


class Years:
    """An index of documents by publisher and year, with what each tells the year after.

    It keeps a few numbers of a document, and looks a neighbour up; it compares no two documents.
    """

    def __init__(self) -> None:
        self._places: dict[str, tuple[str, int] | None] = {}
        self._told: dict[tuple[str, int], dict[str, Mapping[str, Decimal]]] = {}

    def __contains__(self, document: str) -> bool:
        return document in self._places

    def __len__(self) -> int:
        return len(self._places)

    def put(self, review: Review) -> set[str]:
        """Take note of a document; the ids of those that its numbers now bear on differently."""
        document, place = review.source.document, review.place
        before = self._places.get(document)
        known = self._told.get(before, {}).get(document) if before else None
        if document in self._places and before == place and known == review.told_next:
            return set()
        if before:
            del self._told[before][document]
        self._places[document] = place
        if place:
            self._told.setdefault(place, {})[document] = review.told_next
        return self._after(before) | self._after(place)

    def last(self, review: Review) -> Last | None:
        """What the report of the year before tells; None where there is none."""
        return last_of(self.before(review))

    def before(self, review: Review) -> Mapping[str, Mapping[str, Decimal]]:
        """What each report of the year before tells, by its id."""
        if review.place is None:
            return {}
        publisher, year = review.place
        return self._told.get((publisher, year - 1), {})

    def _after(self, place: tuple[str, int] | None) -> set[str]:
        """The documents of the year after a place."""
        return set(self._told.get((place[0], place[1] + 1), {})) if place else set()
