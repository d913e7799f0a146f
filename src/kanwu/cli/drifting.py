"""What an upgrade changed: the report behind `kanwu replay --since`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kanwu.cli import records
from kanwu.cli.output import Record, emit, note
from kanwu.drift import Change, drift, state_of
from kanwu.errors import UsageError
from kanwu.message import Language
from kanwu.replay import WORK, Outcome
from kanwu.workspace import Workspace
from kanwu.workspace.files import read_text

_WORK: frozenset[object] = frozenset(WORK)


def report(
    one: Workspace, outcomes: Sequence[Outcome], chosen: argparse.Namespace, said: Language
) -> int:
    """Print what changed since a state was kept; 1 with `--strict` if something wants a look.

    Raises:
        UsageError: The file holds something else.
    """
    then = state_of(_kept(chosen.since))
    now = state_of(("", line) for line in _lines(one, outcomes, said))
    found = list(drift(then, now))
    emit(
        (_record(change, said) for change in found),
        chosen.format,
        ("change", "document", "field", "item", "was", "now", "message"),
    )
    counts = Counter(change.kind for change in found)
    note(", ".join(f"{counts[kind]} {kind}" for kind in ("redundant", "outcome", "value")))
    if not then.values:
        note(f"{chosen.since} holds no readings, so values were not compared")
    wanted = any(c.kind == "value" or (c.kind == "outcome" and c.now in _WORK) for c in found)
    return int(chosen.strict and wanted)


def _lines(one: Workspace, outcomes: Sequence[Outcome], said: Language) -> Iterator[Record]:
    for review in one.reviews():
        for settled in review.settled:
            yield records.reading(review, settled.reading.key, said)
    for outcome in outcomes:
        yield records.outcome(outcome, said)


def _kept(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    for number, line in enumerate(read_text(path, str(path)).splitlines(), 1):
        where = f"{path}:{number}"
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, Mapping):
            raise UsageError(
                where, "this is no JSON object", "Keep the lines as they were printed."
            )
        yield where, found


def _record(one: Change, said: Language) -> Record:
    return {
        "change": one.kind,
        "document": one.document,
        "field": one.field,
        "item": one.item,
        "was": one.was,
        "now": one.now,
        "correction": one.correction,
        "message": one.message[said],
    }
