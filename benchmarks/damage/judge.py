"""Judge: what kanwu makes of one report, held against the truth."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import plain
from corpus import Damage, Damaged
from pieces import Fact, Report

from kanwu.reading import Reading
from kanwu.review import Review, review
from kanwu.schema import Schema
from kanwu.source import Source, Span
from kanwu.triage import Item

JUDGED = {"count", "money", "percent", "date", "signed"}


@dataclass
class Tally:
    """Counts over a corpus."""

    documents: int = 0
    clean_without_finding: int = 0
    places: Counter[str] = field(default_factory=Counter)
    """By act: `act/all`, `act/found`, `act/touched`, `act/decidable`, `act/first`, `act/three`."""
    items: int = 0
    """Items of the queues."""
    astray: int = 0
    """Items that lead to a place that is sound."""
    aside: int = 0
    """Of these, items of a relation that a damaged place is part of."""
    doubted: int = 0
    sound: int = 0
    """Readings that are marked doubted, and those of them that no act has hurt."""
    undoubted: int = 0
    wrong: int = 0
    """Values without a doubt, and those of them that are wrong."""
    scores: list[tuple[float, bool]] = field(default_factory=list)
    """The score of the first candidate of each item, and whether it is the truth."""
    seconds: float = 0.0
    tokens: int = 0
    in_table: Counter[str] = field(default_factory=Counter)
    """Decidable acts on table 3: `all`, `kanwu`, `plain`: by whom the truth of each cell is proposed first."""
    failures: list[tuple[str, str, str]] = field(default_factory=list)
    """What went wrong, by what, with an example."""


def judge(text: str, clean: Report, schema: Schema) -> tuple[Review, float]:
    """A review, and the seconds of CPU it took."""
    source = Source(clean.name, text, "utf-8", clean.form)
    start = time.process_time()
    made = review(source, schema)
    _ = made.queue
    return made, time.process_time() - start


def count_clean(clean: Report, schema: Schema, tally: Tally) -> None:
    """A sound report: no item in its queue, no value wrong."""
    text = clean.text()
    made, seconds = judge(text, clean, schema)
    tally.documents += 1
    tally.seconds += seconds
    tally.tokens += sum(bool(f.words) for f in clean.facts)
    tally.clean_without_finding += not made.queue
    for item in made.queue:
        tally.failures.append(
            (
                "alarm in a sound report",
                item.findings[0].code,
                f"{clean.name}: {item.findings[0].message.en}",
            )
        )
    _count_wrong(made, clean.facts, {}, tally, clean.name)


def count_damaged(one: Damaged, schema: Schema, tally: Tally) -> None:
    """A damaged report: each act found and repaired or not, each item of the queue at damage or not."""
    made, seconds = judge(one.text, one.clean, schema)
    tally.documents += 1
    tally.seconds += seconds
    places = one.places()
    tally.tokens += sum(bool(f.words) for f in places)
    leads = {
        key: made.by_key[key].reading
        for item in made.queue
        if item.key
        for key in (item.key, *(key for f in item.findings if f.each for key in f.readings))
    }
    covered = {id(f): d for d in one.damages for f in d.facts}
    hurt = [(places[f], f) for d in one.damages for f in d.facts]
    unsure = [d for d in one.damages if not d.decidable]
    truth = {fact.key: fact for fact in one.clean.facts}
    for item in made.queue:
        reading = made.by_key[item.key].reading if item.key else None
        tally.items += 1
        if item.candidates and item.key and item.key[:2] in truth:
            first = item.candidates[0]
            tally.scores.append((first.score, _same(first.value, truth[item.key[:2]])))
        alike = [reading] if reading else []
        alike += [made.by_key[key].reading for f in item.findings if f.each for key in f.readings]
        if any(_at(one, span, fact) for one in alike for span, fact in hurt):
            continue
        if any(_touches(item, made, [(places[f], f) for f in d.facts]) for d in unsure):
            continue
        tally.astray += 1
        touched = _touches(item, made, hurt)
        tally.aside += touched
        code = item.findings[0].code
        tally.failures.append(
            (
                "pointed beside" if touched else "false alarm",
                code,
                f"{one.clean.name} {one.grade}: {item.findings[0].message.en} {[d.act for d in one.damages] if not touched else ''}",
            )
        )
    for damage in one.damages:
        _count_place(one, damage, made, places, [*leads.values()], tally)
    _count_doubted(made, [fact for _, fact in hurt], one.clean.facts, tally)
    _count_wrong(made, one.clean.facts, covered, tally, f"{one.clean.name} {one.grade}")


def _at(reading: Reading, span: Span, fact: Fact) -> bool:
    """Whether a reading is that of a fact, or stands on its words; a cell that may be any of many is not."""
    if (reading.key.field, reading.key.item) == fact.key:
        return True
    if reading.span is None or reading.damage == "table.short-row":
        return False
    return reading.span.start < span.end and span.start < reading.span.end


def _touches(item: Item, made: Review, hurt: list[tuple[Span, Fact]]) -> bool:
    """Whether a finding of an item is about any of these places."""
    about = [made.by_key[key].reading for finding in item.findings for key in finding.readings]
    return any(_at(reading, span, fact) for reading in about for span, fact in hurt)


def _count_place(
    one: Damaged,
    damage: Damage,
    made: Review,
    places: dict[Fact, Span],
    leads: list[Reading],
    tally: Tally,
) -> None:
    act = damage.act
    hits = [f for f in damage.facts if any(_at(lead, places[f], f) for lead in leads)]
    spans = [(places[f], f) for f in damage.facts]
    touched = any(_touches(item, made, spans) for item in made.queue)
    found = bool(hits) or (touched and not damage.decidable)
    offers = [_offers(made, f, places[f]) for f in damage.facts]
    first = all(o and _same(o[0][0], f) for o, f in zip(offers, damage.facts, strict=True))
    three = all(
        any(_same(v, f) for v, _ in o[:3]) for o, f in zip(offers, damage.facts, strict=True)
    )
    words = " | ".join(
        one.text[places[f].start - 12 : places[f].end + 6].replace("\n", "⏎")
        for f in damage.facts[:2]
    )
    example = f"{one.clean.name} {one.grade} {one.clean.layout}: {words!r} is {[str(f.value) for f in damage.facts]} ({damage.facts[0].field}), offered {[[(str(v), s) for v, s in o[:3]] for o in offers]}"
    if damage.expect != "doubt":
        tally.places[f"{act}/{damage.expect}"] += 1
        tally.places[f"{act}/{damage.expect} right"] += first and (
            damage.expect == "either" or not hits
        )
        if not first or (damage.expect == "read" and hits):
            tally.failures.append(("not read", act, example))
        return
    tally.places[f"{act}/all"] += 1
    tally.places[f"{act}/found"] += found
    tally.places[f"{act}/touched"] += touched
    if not touched:
        tally.failures.append(("missed", act, example))
    if touched and not found:
        tally.failures.append(("found beside", act, example))
    if damage.decidable:
        if damage.facts[0].field.startswith("applications."):
            proposed = plain.repaired(one)
            tally.in_table["all"] += 1
            tally.in_table["kanwu"] += first
            tally.in_table["plain"] += all(proposed.get(f) == f.value for f in damage.facts)
        tally.places[f"{act}/decidable"] += 1
        tally.places[f"{act}/first"] += first
        tally.places[f"{act}/three"] += three
        if not first:
            tally.failures.append(("other first" if three else "not offered", act, example))


def _offers(made: Review, fact: Fact, span: Span) -> list[tuple[object, float | None]]:
    """What a reviewer is offered for a fact: candidates with their scores, or the value as read."""
    for settled in made.settled:
        r = settled.reading
        if (r.key.field, r.key.item) != fact.key or r.span is None:
            continue
        if fact.field.count(".") == 1 and not (
            r.span.start <= span.end and span.start <= r.span.end
        ):
            continue
        offered: list[tuple[object, float | None]] = []
        if made.state(r.key) == "doubted":
            offered = [(c.value, c.score) for c in made.candidates(r.key)]
        if r.value is not None:
            offered.append((r.value, None))
        return offered
    return []


def _same(value: object, fact: Fact) -> bool:
    return str(value) == str(fact.value) or (
        isinstance(value, Decimal) and fact.kind != "date" and value == Decimal(fact.value)
    )


def _count_wrong(
    made: Review, facts: list[Fact], covered: dict[int, Damage], tally: Tally, name: str
) -> None:
    truth: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in facts:
        truth.setdefault(fact.key, []).append(fact)
    for reading in _undoubted(made):
        tally.undoubted += 1
        true = truth.get((reading.key.field, reading.key.item), [])
        if any(_same(reading.value, fact) for fact in true):
            continue
        tally.wrong += 1
        act = next(
            (covered[id(f)].act for f in true if id(f) in covered),
            "no act" if true else "no such value",
        )
        tally.failures.append(
            (
                "wrong, undoubted",
                act,
                f"{name}: {reading.key.field} {reading.key.item or ''} = {reading.value} from {reading.quote!r}, is {[str(f.value) for f in true]}",
            )
        )


def _count_doubted(made: Review, hurt: list[Fact], facts: list[Fact], tally: Tally) -> None:
    """Of the readings of facts that are marked doubted, those that nothing has hurt."""
    damaged, known = {fact.key for fact in hurt}, {fact.key for fact in facts}
    for key in made.doubts:
        if key[:2] in known and made.state(key) == "doubted":
            tally.doubted += 1
            tally.sound += key[:2] not in damaged


def _undoubted(made: Review) -> Iterator[Reading]:
    for settled in made.settled:
        r = settled.reading
        if r.kind in JUDGED and r.value is not None and made.state(r.key) == "read":
            yield r
