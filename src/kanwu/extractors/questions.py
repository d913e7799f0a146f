"""Questions: what a schema asks of the flowing text, and where a text may answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kanwu.extractors.seeking import Phrase, Sought, Words, phrases, seek
from kanwu.schema import Field, Listing, Schema, Sign


@dataclass(frozen=True, slots=True)
class Questions:
    """What a schema asks of prose."""

    fields: Sequence[tuple[Field, Sequence[Phrase], int]]
    """The fields with their phrases, of which those that tell a value in words come last, and with the
    sets of words of which a text that answers has one, as the bits of a number: -1 where any may."""
    listings: Sequence[tuple[Listing, Sequence[Phrase]]]
    """The breakdowns with the phrases that they begin with."""
    signs: Sequence[tuple[Sign, Sequence[Phrase]]]
    """What shows a form, with its phrases."""
    words: Words


@lru_cache(16)
def questions(schema: Schema) -> Questions:
    """What a schema asks of prose, worked out once."""
    asked = [one for field in schema.fields.values() if not field.inside for one in _asked(field)]
    begun = [(listing.field, pattern) for listing in schema.listings for pattern in listing.begins]
    shown = [pattern for sign in schema.signs for pattern in sign.phrases]
    made, words = phrases(
        [(pattern, told) for _, pattern, told in asked]
        + [(pattern, None) for _, pattern in begun]
        + [(pattern, None) for pattern in shown],
        schema.needles,
        schema.onward,
    )
    rest = iter(made)  # in the order in which they were given
    fields: dict[str, list[Phrase]] = {}
    for key, _, _ in asked:
        fields.setdefault(key, []).append(next(rest))
    for field in schema.fields.values():
        if field.inside:  # in the few words of another field, which need no search for words
            fields[field.key] = [Phrase(pattern, told=told) for _, pattern, told in _asked(field)]
    begins: dict[str, list[Phrase]] = {}
    for key, _ in begun:
        begins.setdefault(key, []).append(next(rest))
    signs = [(sign, [next(rest) for _ in sign.phrases]) for sign in schema.signs]
    return Questions(
        [(schema.fields[key], several, _any(several)) for key, several in fields.items()],
        [(listing, begins[listing.field]) for listing in schema.listings],
        signs,
        words,
    )


def _asked(field: Field) -> Iterator[tuple[str, re.Pattern[str], str | None]]:
    """The patterns of a field, those that tell a value in words last, with that value."""
    for told, patterns in [(None, field.phrases), *field.told.items()]:
        for pattern in patterns:
            yield field.key, pattern, told


def _any(several: Sequence[Phrase]) -> int:
    """The sets of words of which one is in each text in which one of the phrases can match."""
    bits = 0
    for one in several:
        bits |= 1 << one.needs[0] if one.needs else -1
    return bits


@lru_cache(2)  # one document at a time is asked, by one extractor after another
def sought(flow: str, schema: Schema) -> Sought:
    """A flowing text in which the words of every question were found."""
    return seek(flow, questions(schema).words)
