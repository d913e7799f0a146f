"""Commands that read: extract, numbers, text, suggest, locate."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeVar, cast

from kanwu.candidate import Evidence, TokenKind
from kanwu.candidate import suggest as candidates
from kanwu.cli import records
from kanwu.cli.output import Record, emit, in_lines, json_line, language, note
from kanwu.cli.parser import KINDS
from kanwu.errors import KanwuError, UsageError, WorkspaceError
from kanwu.folds import fold
from kanwu.locating import locate as places
from kanwu.message import Language, say
from kanwu.review import Review, review
from kanwu.schema import Schema
from kanwu.workspace import Workspace, find_root, open_workspace, root_near
from kanwu.workspace.documents import built_in_schemas, load_schema
from kanwu.workspace.files import read_source

COLUMNS = ("document", "field", "item", "value", "unit", "state", "quote", "findings")
LEDGER = ("document", "quote", "start", "kind", "claimed_by")
_SUFFIXES = {".txt", ".md", ".html", ".htm"}


@dataclass(frozen=True, slots=True)
class Job:
    """One document to read: of a workspace, or a bare file with a schema."""

    document: str
    root: Path | None = None
    file: Path | None = None
    schema: str = ""


Lines = Callable[[Review], list[Record]]
"""What is printed of one document."""
Printed = TypeVar("Printed")


def extract(chosen: argparse.Namespace) -> int:
    """Print the readings of documents; a document that cannot be read is named and passed over."""
    return _print(chosen, partial(_readings, said=language(chosen.lang)), COLUMNS)


def numbers(chosen: argparse.Namespace) -> int:
    """Print the ledger of documents: every number, and who accounts for it."""
    return _print(chosen, _account, LEDGER)


def _print(chosen: argparse.Namespace, of: Lines, columns: Sequence[str]) -> int:
    jobs = list(_jobs(chosen.paths or [Path()], chosen.schema))
    jobs = _shard(jobs, chosen.shard)
    problems: list[str] = []
    if in_lines(chosen.format):
        for lines in _results(jobs, chosen.workers, partial(_lines, of=of), problems):
            sys.stdout.write(lines)
    else:
        found = _results(jobs, chosen.workers, of, problems)
        emit((row for rows in found for row in rows), chosen.format, columns)
    failed = len(problems)
    if failed:
        note(f"kanwu: {failed} of {len(jobs)} documents could not be read")
    return 3 if failed else 0


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


# --- what is to be read ------------------------------------------------------------------------------


def _jobs(paths: Sequence[Path], schema: str | None) -> Iterator[Job]:
    for path in paths:
        if path.is_file():
            yield Job(path.stem, file=path, schema=schema or _schema_near(path))
        elif schema and path.is_dir():
            for one in sorted(path.rglob("*")):
                if one.suffix in _SUFFIXES and one.is_file():
                    document = one.relative_to(path).with_suffix("").as_posix()
                    yield Job(document, file=one, schema=schema)
        elif path.is_dir():
            root = find_root(path)
            for document in _workspace(root).documents:
                yield Job(document, root=root)
        else:
            raise UsageError(str(path), "there is no such file or folder")


def _schema_near(path: Path) -> str:
    """The schema of the workspace that a file lies in; which of several is never guessed."""
    try:
        return _workspace(find_root(path.parent)).settings.schema
    except WorkspaceError:
        known = ", ".join(built_in_schemas())
        raise UsageError(str(path), "needs a --schema", f"Built-in schemas: {known}.") from None


def _shard(jobs: list[Job], shard: str | None) -> list[Job]:
    if shard is None:
        return jobs
    match = re.fullmatch(r"(\d+)/(\d+)", shard)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError("--shard", f'is "{shard}"', "Write I/N with 1 ≤ I ≤ N, for instance 1/4.")
    return jobs[int(match[1]) - 1 :: int(match[2])]


def _results(
    jobs: list[Job], workers: int, of: Callable[[Review], Printed], problems: list[str]
) -> Iterator[Printed]:
    """What is printed of each document, in their order; `problems` takes what is wrong with others."""
    for found, problem in _read_all(jobs, workers, of):
        if found is not None:
            yield found
        if problem is not None:
            problems.append(problem)
            note(f"kanwu: {problem}")


def _read_all(
    jobs: list[Job], workers: int, of: Callable[[Review], Printed]
) -> Iterator[tuple[Printed | None, str | None]]:
    if workers < 1:
        raise UsageError("--workers", f"is {workers}", "It is a whole number from 1.")
    if workers == 1 or len(jobs) < 2:
        yield from (_read(job, of) for job in jobs)
        return
    with ProcessPoolExecutor(workers) as pool:
        chunk = max(1, min(64, len(jobs) // (4 * workers)))
        yield from pool.map(partial(_read, of=of), jobs, chunksize=chunk)


def _read(job: Job, of: Callable[[Review], Printed]) -> tuple[Printed | None, str | None]:
    """What is printed of one document, or what is wrong with it."""
    try:
        return of(_reviewed(job)), None
    except KanwuError as error:
        return None, str(error)


def _lines(one: Review, of: Lines) -> str:
    """The JSON lines of one document: made where it is read, so that workers hand over only text."""
    return "".join(map(json_line, of(one)))


def _readings(one: Review, said: Language) -> list[Record]:
    return [records.reading(one, settled.reading.key, said) for settled in one.settled]


def _account(one: Review) -> list[Record]:
    return [records.entry(one.source.document, entry) for entry in one.ledger]


def _reviewed(job: Job) -> Review:
    if job.root is not None:
        return _workspace(job.root).review(job.document)
    if job.file is None:
        raise ValueError("a job is of a workspace or of a file")
    source = read_source(job.file, job.document, str(job.file))
    return review(source, _schema(job.schema, root_near(job.file.parent)))


@cache
def _workspace(root: Path) -> Workspace:
    return open_workspace(root)


@cache
def _schema(name: str, root: Path | None) -> Schema:
    return load_schema(name, root)


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
