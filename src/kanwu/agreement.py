"""Agreement: how far reviewers who settled the same readings came to the same.

Confirming a value, amending to it and adding it come to the same; `sic`, `absent` and `unreadable`
are said of themselves (see `Outcome.said`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from kanwu.binomial import at_least
from kanwu.reading import Key
from kanwu.replay import Outcome, latest
from kanwu.review import Review

CONFIDENCE = 0.95
"""How surely the share of equal verdicts is at least what `Agreement.at_least` says."""


class Judged(NamedTuple):
    """A reading that two or more reviewers settled."""

    document: str
    key: Key
    by: Mapping[str, Outcome]
    """The latest verdict of each reviewer, by name."""

    @property
    def agreed(self) -> bool:
        """Whether all came to the same."""
        return len({one.said for one in self.by.values()}) == 1

    @property
    def one_value(self) -> bool:
        """Whether all left the same value, or none; a printed error may be one to some of them."""
        return len({_left(one) for one in self.by.values()}) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far some reviewers agree on some readings."""

    field: str | None
    """The field; None for all of them."""
    reviewers: tuple[str, ...]
    """Two of them, or all who settled a reading that another settled, too."""
    readings: int
    """How many readings two or more of them settled."""
    same_value: int
    """On how many of these all left the same value."""
    same: int
    """On how many all came to the same, value and kind of verdict."""
    alpha: float | None
    """Krippendorff's alpha of what they came to, nominal; None where all is one and the same, since
    nothing tells agreement from chance then."""
    kappa: float | None
    """Cohen's kappa, for two reviewers; None as alpha is, and for more than two."""

    @property
    def at_least(self) -> float:
        """The share of equal verdicts that is surely reached, at `CONFIDENCE`."""
        return at_least(self.same, self.readings, CONFIDENCE)


def judged(review: Review) -> Iterator[Judged]:
    """The readings of one document that two or more reviewers settled."""
    for key, by in latest(review.outcomes).items():
        if len(by) > 1:
            yield Judged(review.source.document, key, by)


def agreements(readings: Sequence[Judged]) -> Iterator[Agreement]:
    """How far reviewers agree: on all readings, then by pair, then by field, the least sure first.

    Nothing where no two reviewers settled the same reading.
    """
    if not readings:
        return
    everybody = tuple(sorted({name for one in readings for name in one.by}))
    yield _agreement(readings, everybody, None)
    pairs = list(combinations(everybody, 2)) if len(everybody) > 2 else []
    for pair in pairs:
        both = [one._replace(by={name: one.by[name] for name in pair}) for one in readings
                if all(name in one.by for name in pair)]  # fmt: skip
        if both:
            yield _agreement(both, pair, None)
    by_field: dict[str, list[Judged]] = {}
    for one in readings:
        by_field.setdefault(one.key.field, []).append(one)
    found = [
        _agreement(some, tuple(sorted({name for one in some for name in one.by})), field)
        for field, some in by_field.items()
    ]
    yield from sorted(found, key=lambda one: (one.same / one.readings, str(one.field)))


def _agreement(
    readings: Sequence[Judged], reviewers: tuple[str, ...], field: str | None
) -> Agreement:
    labels = [[one.by[name].said for name in reviewers if name in one.by] for one in readings]
    return Agreement(
        field=field,
        reviewers=reviewers,
        readings=len(readings),
        same_value=sum(one.one_value for one in readings),
        same=sum(one.agreed for one in readings),
        alpha=alpha(labels),
        kappa=kappa([(a, b) for a, b in labels]) if len(reviewers) == 2 else None,
    )


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal labels, some of which may be missing.

    After Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): 1 less the disagreement
    observed over the disagreement expected by chance. Units with one label say nothing.

    >>> alpha([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    0.5333333333333333
    """
    observed, total = 0.0, 0
    labels: Counter[Hashable] = Counter()
    for unit in units:
        many = len(unit)
        if many > 1:
            counts = Counter(unit)
            observed += (many * many - sum(n * n for n in counts.values())) / (many - 1)
            total += many
            labels.update(counts)
    chance = total * total - sum(n * n for n in labels.values())
    return 1 - (total - 1) * observed / chance if chance else None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two reviewers' labels (Cohen, A coefficient of agreement, 1960).

    >>> kappa([("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")])
    0.5
    """
    many = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(first[label] * second[label] for label in first)
    same = sum(a == b for a, b in pairs)
    return (many * same - chance) / (many * many - chance) if many * many != chance else None


def _left(one: Outcome) -> tuple[str, str]:
    """The value that a verdict leaves, or why there is none."""
    kind, value = one.said
    return ("value", value) if kind == "sic" else (kind, value)
