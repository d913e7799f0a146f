"""Telling: what the cache holds of each document for commands that put all of them together.

A release, the outcomes of all corrections and the agreement of reviewers are made of a few values for
each document. They are printed as JSON by whoever reads it, kept like any other lines, and read back
here; corrections are told by their ids.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, partial
from importlib.metadata import version
from typing import Any

from kanwu.agreement import Judged, judged
from kanwu.correction import Correction
from kanwu.dataset import COLUMNS, HELD_COLUMNS, Held, Row, held_record, record
from kanwu.errors import WorkspaceError
from kanwu.message import trouble
from kanwu.outgoing import Outgoing, Passing, passing
from kanwu.reading import Key
from kanwu.replay import Outcome, OutcomeKind
from kanwu.review import Review
from kanwu.schema import Schema
from kanwu.sheet import Missing
from kanwu.wide import Wide
from kanwu.workspace.packing import encoded
from kanwu.workspace.running import Printing

Known = Callable[[str], Iterable[Correction]]
"""The corrections of a document."""


def exporting(*, doubted: bool) -> Printing:
    """What a release is made of; `doubted`: also values that somebody still doubts."""
    extractor = f"kanwu {version('kanwu')}"
    gate = "doubted" if doubted else "verified"
    of = partial(_passing, doubted=doubted, extractor=extractor)
    return Printing(f"export {gate} {extractor}", of, beside=True)


def agreeing() -> Printing:
    """What the agreement of reviewers is made of."""
    return Printing("agree", _judged)


# --- to JSON ---------------------------------------------------------------------------------------


def _passing(review: Review, *, doubted: bool, extractor: str) -> bytes:
    one = passing(review, _wide(review.schema), extractor, doubted=doubted)
    told = {
        "values": [record(row) for row in one.rows.values],
        "withheld": [held_record(row) for row in one.rows.withheld],
        "document": one.rows.document,
        "marks": one.rows.marks,
        "states": [*one.states.items()],
        "findings": [*one.findings.items()],
        "outcomes": [(outcome.correction.id, outcome.kind) for outcome in one.outcomes],
        "judged": [_of(reading) for reading in one.judged],
    }
    return encoded(json.dumps(told, ensure_ascii=False, default=_cell))


def _judged(review: Review) -> bytes:
    found = [_of(reading) for reading in judged(review)]
    return encoded(json.dumps(found, ensure_ascii=False)) if found else b""


def _of(one: Judged) -> tuple[object, ...]:
    """By each reviewer, the id of the correction and what became of it."""
    by = [(name, outcome.correction.id, outcome.kind) for name, outcome in one.by.items()]
    return (*one.key, by)


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, Missing):
        return {"missing": value.name}
    raise TypeError(f"no cell of a release: {value!r}")


@lru_cache(1)
def _wide(schema: Schema) -> Wide:
    """Worked out once for all documents."""
    return Wide(schema)


# --- and back --------------------------------------------------------------------------------------


def passed(lines: Iterable[tuple[str, bytes]], known: Known) -> Iterator[Passing]:
    """The documents of a release, out of what `exporting` printed of each.

    Raises:
        WorkspaceError: Somebody decided something while they were read.
    """
    for document, line in lines:
        told = json.loads(line, object_hook=_read)
        outcome = _outcomes(document, known)
        yield Passing(
            document=document,
            rows=Outgoing(
                tuple(Row(**dict(zip(COLUMNS, row, strict=True))) for row in told["values"]),
                tuple(
                    Held(**dict(zip(HELD_COLUMNS, row, strict=True))) for row in told["withheld"]
                ),
                tuple(told["document"]),
                tuple(told["marks"]),
            ),
            states=dict(told["states"]),
            findings=dict(told["findings"]),
            outcomes=tuple(outcome(*one) for one in told["outcomes"]),
            judged=tuple(_back(document, one, outcome) for one in told["judged"]),
        )


def all_judged(lines: Iterable[tuple[str, bytes]], known: Known) -> list[Judged]:
    """The readings that several reviewers settled, out of what `agreeing` printed."""
    return [
        _back(document, one, _outcomes(document, known))
        for document, line in lines
        if line
        for one in json.loads(line)
    ]


def _back(document: str, told: Any, outcome: Callable[[str, OutcomeKind], Outcome]) -> Judged:
    field, item, nth, by = told
    return Judged(document, Key(field, item, nth), {name: outcome(*one) for name, *one in by})


def _outcomes(document: str, known: Known) -> Callable[[str, OutcomeKind], Outcome]:
    """What makes an outcome of a correction's id and what became of it."""
    corrections = {one.id: one for one in known(document)}

    def outcome(identity: str, kind: OutcomeKind) -> Outcome:
        if identity not in corrections:
            raise WorkspaceError(document, *trouble("correction.meanwhile"))
        return Outcome(correction=corrections[identity], kind=kind)

    return outcome


def _read(told: dict[str, Any]) -> object:
    if "number" in told:
        return Decimal(told["number"])
    return Missing[told["missing"]] if "missing" in told else told
