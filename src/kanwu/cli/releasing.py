"""Commands around releases: export, diff, import."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from typing import get_args

from kanwu.cli.output import emit, language, note, table
from kanwu.cli.reviewing import problems
from kanwu.cli.running import alone, told_of_all
from kanwu.comparing import Changed, ChangeKind, compare
from kanwu.dataset import as_json
from kanwu.imported import Extraction
from kanwu.message import Language, say
from kanwu.publishing.codebook import markdown_table
from kanwu.workspace import open_workspace
from kanwu.workspace.forms import ANNOTATIONS
from kanwu.workspace.release import form_of
from kanwu.workspace.releases import read_release
from kanwu.workspace.telling import exporting, passed


def export(chosen: argparse.Namespace) -> int:
    """Write the dataset."""
    one = open_workspace(chosen.workspace)
    doubted = chosen.include == "doubted"
    form = chosen.form or form_of(chosen.to)
    if form in ANNOTATIONS:
        alone(f"--as {form}", chosen)
    told = told_of_all(one, exporting(doubted=doubted), chosen)
    result = one.export(
        chosen.to,
        form,
        doubted=doubted,
        also=chosen.also,
        bom=chosen.bom,
        documents=None if form in ANNOTATIONS else passed(told, one.corrections),
    )
    note(
        f"{result.rows} values of {result.documents} documents → {result.path}",
        f"left out: {result.doubted} doubted"
        + ("" if chosen.include else " (--include doubted takes those that have a value)"),
    )
    return problems(one)


def diff(chosen: argparse.Namespace) -> int:
    """Print the values that changed, came or went from one release to another."""
    said = language(chosen.lang)
    changes = list(compare(read_release(chosen.old), read_release(chosen.new)))
    form = chosen.form or ("table" if sys.stdout.isatty() else "json")
    if form == "json":
        told = {
            "old": str(chosen.old),
            "new": str(chosen.new),
            "changes": [_record(one) for one in changes],
        }
        print(json.dumps(told, ensure_ascii=False, indent=1))
    elif form == "markdown":
        print(_markdown(changes, chosen.old.name, chosen.new.name, said))
    elif changes:
        headings = [_say(f"diff.{name}", said) for name in ("place", "old", "now", "why")]
        width = shutil.get_terminal_size((100, 24)).columns
        for line in table([_cells(one, said) for one in changes], headings, width):
            print(line)
    note(", ".join(_counts(changes, said)))
    return 0


def bring(chosen: argparse.Namespace) -> int:
    """Import what another tool extracted, and print what became of each place that it gave."""
    one = open_workspace(chosen.workspace)
    taken = one.take(
        chosen.file, chosen.form, name=chosen.name, mapping=chosen.map, document=chosen.document
    )
    emit(
        (_taken(extraction) for extraction in taken.extractions),
        chosen.format,
        ("document", "extractor", "field", "item", "value", "quote", "status"),
    )
    counts = Counter(extraction.status for extraction in taken.extractions)
    summary = ", ".join(f"{count} {status}" for status, count in counts.most_common())
    note(f"{len(taken.extractions)} extractions" + (f": {summary}" if summary else ""))
    unknown = {e.name for e in taken.extractions if e.field not in one.schema.kinds}
    if unknown:
        names = ", ".join(sorted(unknown))
        note(f"kept, but read as no field: {names}. Say what they are: --map FILE.toml, [fields]")
    for name in taken.strange:
        note(f"kanwu: {name}: there is no such document here; what is said of it is left out")
    return problems(one) or (3 if taken.strange else 0)


def _taken(one: Extraction) -> dict[str, object]:
    given = {"start": one.given.start, "end": one.given.end, "status": one.given.status}
    return {
        "document": one.document,
        "extractor": one.extractor,
        "field": one.field,
        "item": one.item,
        "value": as_json(one.value),
        "quote": one.quote,
        "given": given,
        "start": one.span.start if one.span else None,
        "end": one.span.end if one.span else None,
        "status": one.status,
    }


def _record(one: Changed) -> dict[str, object]:
    return {
        "document": one.document,
        "field": one.field,
        "item": one.item or None,
        "nth": one.nth,
        "change": one.kind,
        "old": one.old or None,
        "new": one.new or None,
        "cause": one.cause,
        "correction": one.correction or None,
        "rules": list(one.rules),
        "why": {"zh": one.why.zh, "en": one.why.en},
    }


def _cells(one: Changed, said: Language) -> list[str]:
    place = " ".join(part for part in (one.document, one.field, one.item) if part)
    return [place, one.old, one.new, one.why[said]]


def _counts(changes: Sequence[Changed], said: Language) -> list[str]:
    counts = Counter(one.kind for one in changes)
    return [say(f"diff.{kind}", count=counts[kind])[said] for kind in get_args(ChangeKind)]


def _markdown(changes: Sequence[Changed], old: str, new: str, said: Language) -> str:
    headings = [_say(f"diff.{name}", said) for name in ("place", "old", "now", "why")]
    parts = [f"## {say('diff.title', old=old, new=new)[said]}"]
    for kind, counted in zip(get_args(ChangeKind), _counts(changes, said), strict=True):
        shown = [_cells(one, said) for one in changes if one.kind == kind]
        parts += [f"### {counted}", markdown_table(headings, shown)] if shown else [counted]
    return "\n\n".join(parts)


def _say(key: str, said: Language) -> str:
    return say(key)[said]
