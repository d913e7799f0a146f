"""Locating: the pure part of `kanwu locate`, places for the anchors of another program.

A case is one JSON object with an old and a new text and anchors on the old one; the answers say
where each stands now. With a schema, a reading of the same field helps where the words alone do
not tell, and speaks against a place where they tell something else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kanwu.anchor import Ambiguous, Anchor, Fixed, Found, Lost, Place, Stale, anchor
from kanwu.errors import UsageError
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.placing import Ask, bare, place, says
from kanwu.reading import Key, Reading
from kanwu.schema import Schema
from kanwu.source import Source, Span
from kanwu.text import Text

_FIRM = 0.9
"""The score of a place that no reading can overrule, or that a reading vouches for."""
_CELLS = re.compile(r"(?<![0-9.])[0-9]+(?![0-9.、])")
"""Numbers that can be cells: the number of a row in its label is followed by a mark."""
_PAGE = re.compile(r"-\s*[0-9]+\s*-")
"""The number of a page that a table goes over."""
_CELL = 3
"""Steps of a cell's path: table, row, column."""


@dataclass(frozen=True, slots=True)
class Located:
    """One anchor with its name in the case."""

    identity: str | int
    ask: Ask


@dataclass(frozen=True, slots=True)
class Case:
    """Anchors on an old text, to be found in a new one."""

    old: Source | None
    """None where only the anchors' own words are known."""
    new: Source
    anchors: tuple[Located, ...]


def locate(case: Mapping[str, object], schema: Schema | None = None) -> list[dict[str, object]]:
    """The answers to one case, in the order of its anchors: `id`, `status`, `start`, `end`, `score`.

    Raises:
        UsageError: The case is not what it should be; it says where and what.
    """
    asked = parse(case)
    new = fold(asked.new)
    old = fold(asked.old) if asked.old else None
    asks = [one.ask for one in asked.anchors]
    places = place(asks, new, {old.source.sha256: old} if old else {})
    if schema is not None and old is not None and old.source.text != new.source.text:
        places = _with_fields(asks, places, old, new, schema)
    return [_answer(one, found) for one, found in zip(asked.anchors, places, strict=True)]


def _answer(one: Located, found: Place) -> dict[str, object]:
    span: Span | None = None
    match found:
        case Found(span, _, moved):
            status = "moved" if moved else "applied"
        case Fixed(span, _):
            status = "redundant"
        case Stale(span, _):
            status = "stale"
        case Ambiguous():
            status = "ambiguous"
        case Lost():
            status = "lost"
    return {
        "id": one.identity,
        "status": status,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "score": round(found.score, 4),
    }


# --- with fields ---------------------------------------------------------------------------------


def _with_fields(
    asks: Sequence[Ask], places: Sequence[Place], old: Text, new: Text, schema: Schema
) -> list[Place]:
    """The places, each checked by the reading of the same field in both texts."""
    before, now = _readings(old.source, schema), _readings(new.source, schema)
    by_span = {one.span: key for key, one in before.items() if one.span}
    broken = _broken_rows(before, now) | _recounted(before, old, now, new)
    placed: list[Place] = []
    for ask, found in zip(asks, places, strict=True):
        reading = now.get(by_span.get(ask.anchor.span, Key("")))
        sound = reading is not None and not {reading.path[:1], reading.path[:-1]} & broken
        placed.append(_checked(ask, found, reading) if reading and sound else found)
    owners = Counter(
        new_span
        for new_span, _ in {
            (one.span, ask.anchor.span)
            for ask, one in zip(asks, placed, strict=True)
            if isinstance(one, (Found, Fixed))
        }
    )
    return [
        Ambiguous((one.span,), one.score)
        if isinstance(one, (Found, Fixed)) and owners[one.span] > 1 and one is not found
        else one
        for one, found in zip(placed, places, strict=True)
    ]


@lru_cache(2)  # one old text is often asked for with many new ones
def _readings(source: Source, schema: Schema) -> Mapping[Key, Reading]:
    """The readings whose field and item stand once in a text, and whose words are theirs alone."""
    found = [one for one in extract(fold(source), schema) if one.span]
    names = Counter(one.key[:2] for one in found)
    spans = Counter(one.span for one in found)
    return {one.key: one for one in found if names[one.key[:2]] == spans[one.span] == 1}


def _broken_rows(before: Mapping[Key, Reading], now: Mapping[Key, Reading]) -> set[tuple[str, ...]]:
    """The rows of tables that do not print the same words any more: a cell there may be another."""
    broken: set[tuple[str, ...]] = set()
    for key in before.keys() | now.keys():
        old, new = before.get(key), now.get(key)
        path = (old or now[key]).path
        if len(path) == _CELL and (
            old is None or new is None or bare(old.quote) != bare(new.quote)
        ):
            broken.add(path[:-1])
    return broken


def _recounted(
    before: Mapping[Key, Reading], old: Text, now: Mapping[Key, Reading], new: Text
) -> set[tuple[str, ...]]:
    """The tables that hold more or fewer numbers than they did: one was lost, or stands twice."""
    then, here = _counts(before, old), _counts(now, new)
    return {path for path in then.keys() | here.keys() if then.get(path) != here.get(path)}


def _counts(readings: Mapping[Key, Reading], text: Text) -> dict[tuple[str, ...], int]:
    """How many numbers stand from the first to the last cell of each table."""
    reach: dict[tuple[str, ...], Span] = {}
    for one in readings.values():
        if one.span and len(one.path) == _CELL:
            known = reach.get(one.path[:1], one.span)
            reach[one.path[:1]] = Span(
                min(known.start, one.span.start), max(known.end, one.span.end)
            )
    return {
        path: len(_CELLS.findall(_PAGE.sub("", text.folded[slice(*text.place(span))])))
        for path, span in reach.items()
    }


def _checked(ask: Ask, found: Place, reading: Reading) -> Place:
    """A place, checked by where the same field is read now."""
    span = reading.span
    if span is None or (isinstance(found, Lost) and found.other_document):
        return found
    fits = _fitting(ask, reading, span)
    if isinstance(found, (Found, Fixed)):
        if fits is None or fits.span == found.span or found.span.overlaps(span):
            return found
        # Two witnesses that contradict each other: neither the words nor the field are sure.
        return found if found.score >= _FIRM else Ambiguous((found.span, span), found.score)
    if fits is None:
        stale = isinstance(found, Stale) or len(reading.path) != _CELL
        return found if stale else Stale(span, found.score)
    cell = len(reading.path) == _CELL
    return fits if cell or (isinstance(found, Ambiguous) and span in found.spans) else found


def _fitting(ask: Ask, reading: Reading, span: Span) -> Found | Fixed | None:
    """The place of a reading that prints the quote, or says the corrected value."""
    if bare(reading.quote) == bare(ask.anchor.quote):
        return Found(span, _FIRM, moved=span.start != ask.anchor.start)
    if ask.corrected is not None and says(reading.quote, ask.corrected):
        return Fixed(span, _FIRM)
    return None


# --- what is asked -------------------------------------------------------------------------------


def parse(case: Mapping[str, object]) -> Case:
    """A case of `kanwu locate`.

    Raises:
        UsageError: Something is missing, or is not what it should be.
    """
    name = str(case.get("case", "case"))
    new = Source(name, _words(case, "doc_new", name), "utf-8")
    kept = case.get("doc_old") is not None
    old = Source(name, _words(case, "doc_old", name), "utf-8") if kept else None
    entries = case.get("anchors")
    if not isinstance(entries, list):
        raise UsageError(name, f"`anchors` is {_shown(entries)}", "It is a list of objects.")
    anchors = [_located(entry, f"{name}, anchor {i}", old) for i, entry in enumerate(entries, 1)]
    return Case(old, new, tuple(anchors))


def _located(entry: object, where: str, old: Source | None) -> Located:
    if not isinstance(entry, Mapping):
        raise UsageError(where, f"it is {_shown(entry)}", "It is an object.")
    identity = entry.get("id")
    if not isinstance(identity, (str, int)):
        raise UsageError(where, f"`id` is {_shown(identity)}", "It is text or a whole number.")
    where = f"{where} ({identity})"
    start, end = (_offset(entry, key, where) for key in ("start", "end"))
    if end < start:
        raise UsageError(where, f"`end` {end} is before `start` {start}", "start ≤ end.")
    corrected = entry.get("corrected")
    if isinstance(corrected, (int, float)) and not isinstance(corrected, bool):
        corrected = str(corrected)
    if corrected is not None and not isinstance(corrected, str):
        raise UsageError(where, f"`corrected` is {_shown(corrected)}", "It is text, or left out.")
    return Located(identity, Ask(_anchor(entry, Span(start, end), where, old), corrected))


def _anchor(entry: Mapping[str, object], span: Span, where: str, old: Source | None) -> Anchor:
    quote = entry.get("quote")
    if old is not None:
        if span.end > len(old.text):
            raise UsageError(
                where,
                f"`end` {span.end} is beyond the {len(old.text)} characters of doc_old",
                "Offsets count code points.",
            )
        if quote is None or quote == old.quote(span):
            return anchor(old, span)
    return Anchor(
        quote=_words(entry, "quote", where),
        before=_words(entry, "prefix", where, ""),
        after=_words(entry, "suffix", where, ""),
        start=span.start,
    )


def _words(entry: Mapping[str, object], key: str, where: str, missing: str | None = None) -> str:
    value = entry.get(key)
    if value is None and missing is not None:
        return missing
    if not isinstance(value, str):
        raise UsageError(where, f"`{key}` is {_shown(value)}", "It is text.")
    return value


def _offset(entry: Mapping[str, object], key: str, where: str) -> int:
    value = entry.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UsageError(where, f"`{key}` is {_shown(value)}", "It is a whole number from 0.")
    return value


def _shown(value: object) -> str:
    return "missing" if value is None else f"{value!r}"[:60]
