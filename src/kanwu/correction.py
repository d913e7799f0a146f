"""Correction: one verdict of one reviewer on one reading, to and from TOML.

A file of corrections only ever grows at its end: undo is one more verdict, `withdrawn`. So the
comments and the order a person gave the file stay as they are.
"""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal, get_args

import tomli_w

from kanwu.anchor import Anchor
from kanwu.errors import CorrectionError
from kanwu.reading import Value

Verdict = Literal[
    "confirmed", "amended", "sic", "added", "absent", "unreadable", "question", "withdrawn"
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One verdict of one reviewer."""

    id: str
    """`20261122T101500.123Z-reviewer1-7f3a`: sorts by time, unique among reviewers."""
    document: str
    reviewer: str
    verdict: Verdict
    at: datetime
    """When it was decided, UTC."""
    field: str = ""
    """Empty for `withdrawn`, which is about another verdict."""
    item: str | None = None
    was: str = ""
    """The words as they were printed, which are the anchor's quote."""
    value: Value | None = None
    """For `amended` and `added`: what the words say, or said before they were damaged."""
    should_be: Value | None = None
    """For `sic`: what would have been right."""
    note: str = ""
    of: str = ""
    """For `withdrawn`: the id of the verdict taken back."""
    anchor: Anchor | None = None
    """None only for `withdrawn`."""

    @property
    def key(self) -> tuple[str, str | None]:
        """The field and item it speaks of."""
        return self.field, self.item


def new_id(reviewer: str, at: datetime) -> str:
    """A correction's id: the moment, the reviewer, and a random tail."""
    moment = at.astimezone(UTC).strftime("%Y%m%dT%H%M%S.") + f"{at.microsecond // 1000:03d}Z"
    return f"{moment}-{reviewer}-{secrets.token_hex(2)}"


def standing(corrections: Iterable[Correction]) -> list[Correction]:
    """The corrections that hold, in order of time: without withdrawn ones and withdrawals.

    A withdrawal can itself be withdrawn (that is redo). Each chain ends in the past, so going
    backwards in time decides it: a verdict stands unless a standing withdrawal names it.
    """
    ordered = sorted(corrections, key=lambda c: (c.at, c.id))
    taken_back: set[str] = set()
    kept: list[Correction] = []
    for correction in reversed(ordered):
        if correction.id in taken_back:
            continue
        if correction.verdict == "withdrawn":
            taken_back.add(correction.of)
        else:
            kept.append(correction)
    return kept[::-1]


def undoable(corrections: Iterable[Correction], reviewer: str) -> Correction | None:
    """The reviewer's latest standing decision: what undo takes back; None when there is none.

    A withdrawal that says why is a decision too (an orphan retired); a bare one is an undo.
    """
    mine = [c for c in _latest_first(corrections, reviewer) if c.verdict != "withdrawn" or c.note]
    return mine[0] if mine else None


def redoable(corrections: Iterable[Correction], reviewer: str) -> Correction | None:
    """The reviewer's latest standing withdrawal, unless they decided anew after it."""
    mine = sorted((c for c in corrections if c.reviewer == reviewer), key=lambda c: (c.at, c.id))
    taken_back: set[str] = set()
    for correction in reversed(mine):
        if correction.id in taken_back:
            continue
        if correction.verdict != "withdrawn" or correction.note:
            return None
        if _is_withdrawal(correction.of, mine):
            taken_back.add(correction.of)
            continue
        return correction
    return None


def _latest_first(corrections: Iterable[Correction], reviewer: str) -> list[Correction]:
    """What a reviewer said that nobody has taken back, withdrawals among it."""
    taken_back: set[str] = set()
    kept: list[Correction] = []
    for correction in sorted(corrections, key=lambda c: (c.at, c.id), reverse=True):
        if correction.id in taken_back:
            continue
        if correction.verdict == "withdrawn":
            taken_back.add(correction.of)
        if correction.reviewer == reviewer:
            kept.append(correction)
    return kept


def _is_withdrawal(identity: str, corrections: Sequence[Correction]) -> bool:
    """Whether it names an undo: a bare withdrawal, so that what names it is a redo."""
    return any(c.id == identity and c.verdict == "withdrawn" and not c.note for c in corrections)


# --- TOML ----------------------------------------------------------------------------------------


def dump_header(document: str, schema: str) -> str:
    """The first lines of a new correction file."""
    return tomli_w.dumps({"format": FORMAT, "document": document, "schema": schema})


def dump(correction: Correction) -> str:
    """One `[[correction]]` block, to be appended to a file."""
    entry: dict[str, object] = {"id": correction.id}
    if correction.of:
        entry["of"] = correction.of
    if correction.field:
        entry["field"] = correction.field
    if correction.item is not None:
        entry["item"] = correction.item
    entry["verdict"] = correction.verdict
    if correction.anchor is not None:
        entry["was"] = correction.was
    for name, value in (("value", correction.value), ("should_be", correction.should_be)):
        if value is not None:
            entry[name] = _to_toml(value)
    if correction.note:
        entry["note"] = correction.note
    entry["at"] = correction.at.astimezone(UTC)
    if correction.anchor is not None:
        anchor = correction.anchor
        entry["anchor"] = {
            "quote": anchor.quote,
            "before": anchor.before,
            "after": anchor.after,
            "start": anchor.start,
            "path": list(anchor.path),
            "sha256": anchor.sha256,
        }
    return tomli_w.dumps({"correction": [entry]})


def _to_toml(value: Value) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value)
    return value


def parse(text: str, place: str, reviewer: str) -> list[Correction]:
    """The corrections of one file; keys that this version does not know are left alone.

    Raises:
        CorrectionError: The file is torn or means nothing; the place has its line.
    """
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise CorrectionError(
            f"{place}:{line}",
            f"this is not TOML: {re.sub(r' [(]at .*[)]$', '', str(error))}",
            "Mend the line, or restore the file from git; kanwu does not write over it.",
        ) from None
    lines = _block_lines(text)
    form = table.get("format")
    if form != FORMAT:
        raise CorrectionError(
            f"{place}:1", f"format is {form!r}", f"This version of kanwu reads format = {FORMAT}."
        )
    document = _string(table, "document", f"{place}:1")
    entries = table.get("correction", [])
    if not isinstance(entries, list):
        raise CorrectionError(f"{place}:1", "`correction` is not a list", "Write [[correction]].")
    return [
        _entry(entry, document, reviewer, f"{place}:{lines[i] if i < len(lines) else 1}")
        for i, entry in enumerate(entries)
    ]


def _block_lines(text: str) -> list[int]:
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*\[\[\s*correction\s*\]\]", line)
    ]


def _entry(entry: Mapping[str, object], document: str, reviewer: str, place: str) -> Correction:
    verdict = _string(entry, "verdict", place)
    if verdict not in VERDICTS:
        near = get_close_matches(verdict, VERDICTS, 1)
        raise CorrectionError(
            place,
            f"unknown verdict {verdict!r}",
            (f"Did you mean {near[0]!r}? " if near else "") + "Verdicts: " + ", ".join(VERDICTS),
        )
    at = entry.get("at")
    if not isinstance(at, datetime):
        raise CorrectionError(
            place, f"`at` is {at!r}, not a date with a time", "Write: at = 2026-11-22T10:15:00Z"
        )
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    withdrawn = verdict == "withdrawn"
    value = _value(entry, "value", place)
    if verdict in {"amended", "added"} and value is None:
        raise CorrectionError(
            place, f"{verdict} without a `value`", "Add the value, or remove the block."
        )
    was = "" if withdrawn else _string(entry, "was", place)
    return Correction(
        id=_string(entry, "id", place),
        document=document,
        reviewer=reviewer,
        verdict=verdict,
        at=at,
        field="" if withdrawn else _string(entry, "field", place),
        item=_optional(entry, "item", place),
        was=was,
        value=value,
        should_be=_value(entry, "should_be", place),
        note=_optional(entry, "note", place) or "",
        of=_string(entry, "of", place) if withdrawn else "",
        anchor=None if withdrawn else _anchor(entry.get("anchor"), was, place),
    )


def _anchor(table: object, was: str, place: str) -> Anchor:
    if not isinstance(table, Mapping):
        raise CorrectionError(
            place,
            "this correction has no [correction.anchor]",
            "It needs at least: quote, before, after, start.",
        )
    start, path = table.get("start", 0), table.get("path", [])
    if not isinstance(start, int) or isinstance(start, bool) or start < 0:
        raise CorrectionError(place, f"anchor.start is {start!r}", "It is a whole number from 0.")
    if not isinstance(path, list) or not all(isinstance(step, str) for step in path):
        raise CorrectionError(place, f"anchor.path is {path!r}", "It is a list of words.")
    quote = _optional(table, "quote", place)
    return Anchor(
        quote=was if quote is None else quote,
        before=_optional(table, "before", place) or "",
        after=_optional(table, "after", place) or "",
        start=start,
        path=tuple(path),
        sha256=_optional(table, "sha256", place) or "",
    )


def _string(table: Mapping[str, object], name: str, place: str) -> str:
    value = _optional(table, name, place)
    if value is None:
        raise CorrectionError(place, f"`{name}` is missing", f'Add: {name} = "…"')
    return value


def _optional(table: Mapping[str, object], name: str, place: str) -> str | None:
    value = table.get(name)
    if value is not None and not isinstance(value, str):
        raise CorrectionError(place, f"`{name}` is {value!r}, not text", f'Write: {name} = "…"')
    return value


def _value(table: Mapping[str, object], name: str, place: str) -> Value | None:
    value = table.get(name)
    if value is None or isinstance(value, (str, Decimal)):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, date)) or isinstance(value, datetime):
        raise CorrectionError(
            place, f"`{name}` is {value!r}", "It is a number, a date (2021-01-29), or text."
        )
    return Decimal(value) if isinstance(value, int) else value.isoformat()
