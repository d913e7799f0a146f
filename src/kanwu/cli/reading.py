"""Commands that read text and strings: text, suggest, locate."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from kanwu.candidate import Evidence, TokenKind
from kanwu.candidate import suggest as candidates
from kanwu.cli import records
from kanwu.cli.output import Record, emit, language
from kanwu.cli.parser import KINDS
from kanwu.errors import UsageError
from kanwu.folds import fold
from kanwu.locating import locate as places
from kanwu.message import Language, say
from kanwu.workspace import root_near
from kanwu.workspace.documents import load_schema
from kanwu.workspace.files import read_source


def text(chosen: argparse.Namespace) -> int:
    """Print the folded text of a file, or each repair with its reason."""
    one = fold(read_source(chosen.file, chosen.file.stem, str(chosen.file)))
    if not chosen.explain:
        sys.stdout.write(one.folded if one.folded.endswith("\n") else one.folded + "\n")
        return 0
    said = language(chosen.lang)
    rows = (
        {
            "start": repair.span.start,
            "end": repair.span.end,
            "line": one.source.line(repair.span.start),
            "kind": repair.kind,
            "before": repair.before,
            "after": repair.after,
            "why": say(repair.why)[said],
        }
        for repair in one.repairs
    )
    emit(rows, chosen.format, ("line", "kind", "before", "after", "why"))
    return 0


def suggest(chosen: argparse.Namespace) -> int:
    """Print what a bare string could mean; with --stdin, one answer for each JSON line."""
    said = language(chosen.lang)
    if chosen.stdin:
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                asked = _object(line, f"line {number}")
                found = _candidates(asked, f"line {number}", said)
                answer = {"id": asked.get("id"), "candidates": found}
                print(json.dumps(answer, ensure_ascii=False), flush=True)
        return 0
    if chosen.words is None or chosen.kind is None:
        raise UsageError("suggest", "needs WORDS and --kind", f"Kinds: {', '.join(KINDS)}.")
    asked = {
        "words": chosen.words,
        "kind": chosen.kind,
        "report_year": chosen.report_year,
        "not_after": chosen.not_after,
        "not_before": chosen.not_before,
    }
    emit(_candidates(asked, "suggest", said), chosen.format, ("value", "score", "reasons"))
    return 0


def locate(chosen: argparse.Namespace) -> int:
    """Answer each case of anchors with their places, one line an anchor."""
    schema = load_schema(chosen.schema, root_near(Path())) if chosen.schema else None
    for number, line in enumerate(sys.stdin, 1):
        if line.strip():
            for answer in places(_object(line, f"line {number}"), schema):
                sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sys.stdout.flush()
    return 0


# --- JSON lines in ------------------------------------------------------------------------------------


def _object(line: str, place: str) -> Mapping[str, object]:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(place, f"is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise UsageError(place, "is not a JSON object", 'Write {"id": …, …} on one line.')
    return found


def _candidates(asked: Mapping[str, object], place: str, said: Language) -> list[Record]:
    words, kind = asked.get("words"), asked.get("kind")
    year = asked.get("report_year")
    if not isinstance(words, str):
        raise UsageError(place, f"words is {words!r}", "It is a text.")
    if kind not in KINDS:
        raise UsageError(place, f"kind is {kind!r}", f"Kinds: {', '.join(KINDS)}.")
    if year is not None and (isinstance(year, bool) or not isinstance(year, int)):
        raise UsageError(place, f"report_year is {year!r}", "It is a whole number.")
    limits = {}
    for name in ("not_after", "not_before"):
        limit = asked.get(name)
        if limit is not None and not (
            isinstance(limit, str) and re.fullmatch(r"\d{4}(-\d\d){0,2}", limit)
        ):
            raise UsageError(place, f"{name} is {limit!r}", "Write 2021-02-08.")
        limits[name] = limit
    found = candidates(
        words, cast(TokenKind, kind), Evidence(year, limits["not_after"], limits["not_before"])
    )
    return [records.candidate(one, said) for one in found]
