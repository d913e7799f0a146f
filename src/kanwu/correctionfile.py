"""Correctionfile: corrections to and from TOML, a file for each reviewer and document.

A file only ever grows at its end, so the comments and the order a person gave it stay, and so do
keys that this version does not know. One of an older format is read as it is; the next verdict
written to it brings it up to date, line by line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from difflib import get_close_matches

import tomli_w

from kanwu.anchor import Anchor
from kanwu.correction import UNANCHORED, VERDICTS, Correction, Verdict
from kanwu.errors import CorrectionError
from kanwu.message import Message, say, trouble
from kanwu.reading import Value

FORMAT = 1
_BLOCK = re.compile(r"\s*\[\[\s*correction\s*\]\]")
_TABLE = re.compile(r"\s*\[")
_FORMAT_LINE = re.compile(r"\s*format\s*=\s*[0-9]+")

# --- to TOML -------------------------------------------------------------------------------------


def dump_header(document: str, schema: str) -> str:
    """The first lines of a new correction file."""
    return tomli_w.dumps({"format": FORMAT, "document": document, "schema": schema})


def dump(correction: Correction) -> str:
    """One `[[correction]]` block, to be appended to a file."""
    entry: dict[str, object] = {"id": correction.id}
    for name, words in (("of", correction.of), ("replaces", correction.replaces)):
        if words:
            entry[name] = words
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
    for name, words in (
        ("note", correction.note),
        ("rule", correction.rule),
        ("batch", correction.batch),
    ):
        if words:
            entry[name] = words
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


# --- from TOML -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is being read, and the line that each part of it stands on."""

    place: str
    lines: tuple[str, ...]
    blocks: tuple[int, ...]
    """The line, from 0, of each `[[correction]]`."""

    def top(self, key: str) -> str:
        """The line of a key before all blocks."""
        return self._find(key, 0, self.blocks[0] if self.blocks else len(self.lines))

    def within(self, block: int, key: str = "") -> str:
        """The line of a key of a block; of the block, where it has no such key."""
        if block >= len(self.blocks):
            return self.top("correction")
        start = self.blocks[block]
        end = self.blocks[block + 1] if block + 1 < len(self.blocks) else len(self.lines)
        return self._find(key, start, end)

    def _find(self, key: str, start: int, end: int) -> str:
        wanted = re.compile(rf"\s*(?:anchor\s*\.\s*)?{re.escape(key)}\s*=") if key else None
        found = (n for n in range(start, end) if wanted and wanted.match(self.lines[n]))
        return f"{self.place}:{next(found, start) + 1}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One block of a file."""

    table: Mapping[str, object]
    file: _File
    number: int

    def wrong(self, said: tuple[Message, Message], key: str = "") -> CorrectionError:
        """What is wrong with a key of it, with the line."""
        return CorrectionError(self.file.within(self.number, key), *said)

    def text(self, name: str) -> str:
        """A key that must be there."""
        value = self.maybe(name)
        if value is None:
            raise self.wrong(trouble("entry.missing", name=name))
        return value

    def maybe(self, name: str) -> str | None:
        """A key that may be there, and is text."""
        return _text(self.table, name, self.file.within(self.number, name))

    def value(self, name: str) -> Value | None:
        """A number, a date or text."""
        value = self.table.get(name)
        if value is None or isinstance(value, (str, Decimal)):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, date)):
            raise self.wrong(trouble("entry.value", name=name, value=repr(value)), name)
        if isinstance(value, datetime):
            raise self.wrong(trouble("entry.value", name=name, value=repr(value)), name)
        return Decimal(value) if isinstance(value, int) else value.isoformat()


def parse(text: str, place: str, reviewer: str) -> list[Correction]:
    """The corrections of one file; keys that this version does not know are left alone.

    Raises:
        CorrectionError: The file is torn, means nothing, or is of a later format; the place has
            its line.
    """
    table = _load(text, place)
    form = _format_of(table, text, place)
    if form < FORMAT:
        text = _stepped(text, form)
        table = _load(text, place)
    lines = tuple(text.split("\n"))
    file = _File(place, lines, tuple(n for n, line in enumerate(lines) if _BLOCK.match(line)))
    document = _text(table, "document", file.top("document"))
    if document is None:
        raise CorrectionError(f"{place}:1", *trouble("entry.missing", name="document"))
    entries = table.get("correction", [])
    if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
        raise CorrectionError(file.top("correction"), *trouble("entry.list"))
    return [
        _correction(_Entry(entry, file, number), document, reviewer)
        for number, entry in enumerate(entries)
    ]


def _load(text: str, place: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise CorrectionError(
            f"{place}:{line}",
            *trouble("entry.toml", why=re.sub(r" [(]at .*[)]$", "", str(error))),
        ) from None


def _correction(entry: _Entry, document: str, reviewer: str) -> Correction:
    verdict = _verdict(entry)
    at = entry.table.get("at")
    if not isinstance(at, datetime):
        raise entry.wrong(trouble("entry.at", value=repr(at)), "at")
    value = entry.value("value")
    if verdict in {"amended", "added"} and value is None:
        raise entry.wrong(trouble("entry.no-value", verdict=verdict))
    anchored = verdict not in UNANCHORED
    was = entry.text("was") if anchored else ""
    return Correction(
        id=entry.text("id"),
        document=document,
        reviewer=reviewer,
        verdict=verdict,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        field=entry.text("field") if anchored else "",
        item=entry.maybe("item"),
        was=was,
        value=value,
        should_be=entry.value("should_be"),
        note=entry.maybe("note") or "",
        of="" if anchored else entry.text("of"),
        replaces=(entry.maybe("replaces") or "") if anchored else "",
        rule=entry.maybe("rule") or "",
        batch=entry.maybe("batch") or "",
        anchor=_anchor(entry, was) if anchored else None,
    )


def _verdict(entry: _Entry) -> Verdict:
    said = entry.text("verdict")
    for verdict in VERDICTS:
        if said == verdict:
            return verdict
    near = get_close_matches(said, VERDICTS, 1)
    known = ", ".join(VERDICTS)
    hint = say("hint.near", near=near[0], known=known) if near else say("hint.known", known=known)
    raise entry.wrong((say("error.entry.verdict", verdict=repr(said)), hint), "verdict")


def _anchor(entry: _Entry, was: str) -> Anchor:
    table = entry.table.get("anchor")
    if not isinstance(table, Mapping):
        raise entry.wrong(
            trouble("entry.anchor"),
            "anchor",
        )
    start, path = table.get("start", 0), table.get("path", [])
    if not isinstance(start, int) or isinstance(start, bool) or start < 0:
        raise entry.wrong(trouble("entry.start", value=repr(start)), "start")
    if not isinstance(path, list) or not all(isinstance(step, str) for step in path):
        raise entry.wrong(trouble("entry.path", value=repr(path)), "path")

    def words(name: str) -> str | None:
        return _text(table, name, entry.file.within(entry.number, name))

    quote = words("quote")
    return Anchor(
        quote=was if quote is None else quote,
        before=words("before") or "",
        after=words("after") or "",
        start=start,
        path=tuple(path),
        sha256=words("sha256") or "",
    )


def _text(table: Mapping[str, object], name: str, place: str) -> str | None:
    value = table.get(name)
    if value is not None and not isinstance(value, str):
        raise CorrectionError(place, *trouble("entry.text", name=name, value=repr(value)))
    return value


# --- older formats -------------------------------------------------------------------------------


def renewed(text: str, place: str) -> str:
    """A file as this format has it: comments, order and unknown keys stay; the same where it is new.

    Raises:
        CorrectionError: It is torn, or of a later format.
    """
    form = _format_of(_load(text, place), text, place)
    if form == FORMAT:
        return text
    lines = _stepped(text, form).split("\n")
    head = next((n for n, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    told = next((n for n in range(head) if _FORMAT_LINE.match(lines[n])), None)
    if told is None:
        lines.insert(0, f"format = {FORMAT}")
    else:
        lines[told] = _FORMAT_LINE.sub(f"format = {FORMAT}", lines[told], count=1)
    return "\n".join(lines)


def _format_of(table: Mapping[str, object], text: str, place: str) -> int:
    """The number that a file bears; 0 where it bears none."""
    form = table.get("format", 0)
    if isinstance(form, int) and not isinstance(form, bool) and 0 <= form <= FORMAT:
        return form
    lines = text.split("\n")
    line = next((n for n, one in enumerate(lines, 1) if re.match(r"\s*format\s*=", one)), 1)
    raise CorrectionError(
        f"{place}:{line}",
        *trouble("entry.format", value=repr(form), most=FORMAT),
    )


def _stepped(text: str, form: int) -> str:
    """The lines of an older format in the words of this one, line by line."""
    for step in range(form, FORMAT):
        text = _STEPS[step](text)
    return text


def _anchor_set_apart(text: str) -> str:
    """Format 0, which bears no number, has the anchor's keys beside the others of a correction."""
    lines: list[str] = []
    inside = False
    for line in text.split("\n"):
        if _TABLE.match(line):
            inside = bool(_BLOCK.match(line))
        moved = re.sub(
            r"^(\s*)(quote|before|after|start|path|sha256)(\s*=)", r"\1anchor.\2\3", line
        )
        lines.append(moved if inside else line)
    return "\n".join(lines)


_STEPS: Mapping[int, Callable[[str], str]] = {0: _anchor_set_apart}
"""For each older format, what turns its lines into those of the next."""
