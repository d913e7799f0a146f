"""Commands that read all documents: extract, numbers."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from kanwu.cli import INTERRUPTED, records
from kanwu.cli.lines import reading_lines
from kanwu.cli.output import as_they_are, json_line, language, note, printed_rows
from kanwu.cli.progress import Progress
from kanwu.cli.running import engine
from kanwu.cli.watching import watch
from kanwu.errors import KanwuError, SourceError, UsageError, WorkspaceError
from kanwu.message import Language, say, trouble
from kanwu.review import Review, review
from kanwu.schema import Schema
from kanwu.splitting import split
from kanwu.workspace import Workspace, find_root, open_workspace, root_near
from kanwu.workspace.containers import READERS
from kanwu.workspace.documents import built_in_schemas, fixed, load_schema, name_of
from kanwu.workspace.engines import Crew
from kanwu.workspace.files import read_source
from kanwu.workspace.kept import error_of
from kanwu.workspace.packing import encoded
from kanwu.workspace.remote import is_remote, listed, place
from kanwu.workspace.running import Printing, run
from kanwu.workspace.settings import GLOBS
from kanwu.workspace.shards import Shard, merged, part_of
from kanwu.workspace.stamps import code_stamp, mark_of, stamp

COLUMNS = ("document", "field", "item", "value", "unit", "state", "quote", "findings")
LEDGER = ("document", "quote", "start", "kind", "claimed_by")
_SUFFIXES = (*(Path(glob).suffix for glob in GLOBS), *READERS)
_TOGETHER = 16
"""Bare files that one process takes at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to read: of a workspace, or a bare file with a schema."""

    document: str
    root: Path | None = None
    file: str = ""
    """A path or an address; empty where it is of a workspace."""
    schema: str = ""


Opened = Callable[[Path], Workspace]
"""Opens a workspace, each once."""
Answer = tuple[bytes | None, KanwuError | None]
"""What is printed of one document, or what is wrong with it."""


def extract(chosen: argparse.Namespace) -> int:
    """Print the readings of documents; a document that cannot be read is named and passed over."""
    said = language(chosen.lang)
    printing = Printing(f"extract {said}", partial(reading_lines, said=said))
    return watch(chosen, printing) if chosen.watch else _print(chosen, printing, COLUMNS)


def numbers(chosen: argparse.Namespace) -> int:
    """Print the ledger of documents: every number, and who accounts for it."""
    return _print(chosen, Printing("numbers", _account), LEDGER)


def _print(chosen: argparse.Namespace, printing: Printing, columns: Sequence[str]) -> int:
    shard, shards = _part(chosen.shard)
    if chosen.to is not None and chosen.format == "table":
        raise UsageError("--to", *trouble("shard.table"))
    hands, make = engine(chosen)
    opened = cache(partial(_opened, part_of(shard, shards)))
    said = language(chosen.lang)
    everything = [*_jobs(chosen.paths or ["."], chosen.schema, opened, said)]
    jobs = everything[shard - 1 :: shards]
    progress = Progress(len(jobs), said)
    roots = dict.fromkeys(job.root for job in everything if job.root)
    left_out = [progress.complain(one) for root in roots for one in opened(root).problems]
    problems: list[tuple[int, str]] = []
    found = _printed(jobs, opened, printing, make, hands, progress, problems)
    try:
        with closing(found):
            if chosen.to is None:
                printed_rows(found, chosen.format, columns)
            else:
                part = Shard(chosen.to, printing.name, shard, shards)
                documents = stamp([job.document for job in everything]).hex()
                rests_on = _rests_on(jobs, opened)
                if done := part.done(documents, rests_on):
                    note(f"{part.lines}: {say('shard.done')[said]}")
                    return 3 if done.problems or left_out else 0
                part.write(found, problems, documents, rests_on)
    except KeyboardInterrupt:
        counts = {"done": progress.done, "total": progress.total}
        progress.say(f"kanwu: {say('progress.stopped', **counts)[said]}")
        return INTERRUPTED
    finally:
        for root in roots:  # a cache is copied as one file: nothing is left beside it
            opened(root).index.cache.close()
    failed = len(problems)
    if failed:
        progress.say(f"kanwu: {say('progress.unread', count=failed, of=len(jobs))[said]}")
    return 3 if failed or left_out else 0


def _printed(
    jobs: Sequence[Job],
    opened: Opened,
    printing: Printing,
    make: Callable[[], Executor],
    hands: int,
    progress: Progress,
    problems: list[tuple[int, str]],
) -> Generator[bytes, None, None]:
    """What is printed of each document, in their order; `problems` takes what is wrong with others."""
    for root, some in groupby(jobs, key=lambda job: job.root):
        own = [*some]
        told = (
            _of_workspace(opened(root), own, printing, make, hands, progress)
            if root
            else _bare(own, printing, make, hands)
        )
        with closing(told):
            for lines, problem in told:
                progress.step()
                if problem is not None:
                    problems.append((progress.done - 1, progress.complain(problem)))
                yield lines or b""
    progress.clear()


def _of_workspace(
    here: Workspace,
    jobs: Sequence[Job],
    printing: Printing,
    make: Callable[[], Executor],
    hands: int,
    progress: Progress,
) -> Generator[Answer, None, None]:
    documents = [job.document for job in jobs]
    reading = run(here, documents, printing=printing, make=make, hands=hands, later=True)
    with closing(reading) as told:
        for one in told:
            yield one.lines, error_of(one.problem) if one.problem else None
    if here.index.cache.trouble:
        progress.complain(here.index.cache.trouble)


def _bare(
    jobs: Sequence[Job], printing: Printing, make: Callable[[], Executor], hands: int
) -> Generator[Answer, None, None]:
    crew = Crew(partial(_read, printing=printing), make)
    together = max(1, min(_TOGETHER, len(jobs) // (4 * hands)))
    try:
        yield from crew.all(jobs, together, hands, _killed)
    finally:
        crew.stop()


# --- what is to be read ------------------------------------------------------------------------------


def _jobs(
    words: Sequence[str], schema: str | None, opened: Opened, said: Language
) -> Iterator[Job]:
    for word in words:
        path = Path(word)
        if is_remote(word):
            yield from _at(word, schema)
        elif path.is_file():
            yield Job(path.stem, file=word, schema=schema or _schema_near(path, opened))
        elif schema and path.is_dir():
            if not (found := _files(path)):
                note(say("cli.no-files", folder=word, suffixes=", ".join(_SUFFIXES))[said])
            for document, file in found:
                yield Job(document, file=file, schema=schema)
        elif path.is_dir():
            root = find_root(path)
            workspace = opened(root)
            if not workspace.documents:
                globs = ", ".join(workspace.settings.documents)
                note(say("cli.no-documents", root=root, globs=globs)[said])
            for document in workspace.documents:
                yield Job(document, root=root)
        else:
            raise UsageError(word, *trouble("file.none"))


def _files(folder: Path) -> list[tuple[str, str]]:
    """The documents below a folder and their files; none in a container whose name a file of text has."""
    found = {
        one: suffix in READERS
        for one in sorted(folder.rglob("*"))
        if (suffix := one.suffix.lower()) in _SUFFIXES and one.is_file()
    }
    texts = {one.with_suffix("") for one, contained in found.items() if not contained}
    return [
        (one.relative_to(folder).with_suffix("").as_posix(), str(one))
        for one, contained in found.items()
        if not contained or one.with_suffix("") not in texts
    ]


def _at(url: str, schema: str | None) -> Iterator[Job]:
    """The documents at an address, or at all that a glob of addresses finds."""
    if schema is None:
        known = ", ".join(built_in_schemas())
        raise UsageError(url, *trouble("schema.needed", known=known))
    base = fixed(url)
    found = listed(url, base)
    if not found:
        raise UsageError(url, *trouble("remote.none"))
    for one in found:
        yield Job(name_of(one, base), file=one, schema=schema)


def _schema_near(path: Path, opened: Opened) -> str:
    """The schema of the workspace that a file lies in; which of several is never guessed."""
    try:
        return opened(find_root(path.parent)).settings.schema
    except WorkspaceError:
        known = ", ".join(built_in_schemas())
        raise UsageError(str(path), *trouble("schema.needed", known=known)) from None


def _part(shard: str | None) -> tuple[int, int]:
    """Which part of how many."""
    match = re.fullmatch(r"(\d+)/(\d+)", shard or "1/1")
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError("--shard", *trouble("shard.word", word=shard))
    return int(match[1]), int(match[2])


def _opened(part: str, root: Path) -> Workspace:
    """A workspace; each shard has a cache of its own, so that machines do not wait for each other."""
    one = open_workspace(root)
    one.part = part
    return one


def _rests_on(jobs: Sequence[Job], opened: Opened) -> str:
    """The stamp of all that a shard rests on; empty where a file was written too lately to tell."""
    roots = {job.root: opened(job.root) for job in jobs if job.root}
    files = (
        place(job.root, roots[job.root].path(job.document)) if job.root else place(Path(), job.file)
        for job in jobs
    )
    marks = [mark_of(file) for file in files]
    states = [one.state for one in roots.values()]
    return stamp(code_stamp(), states, jobs, marks).hex() if all(marks) else ""


def merge(chosen: argparse.Namespace) -> int:
    """Print what all shards in a folder printed, as one run would have; their caches become one."""
    markers, lines = merged(chosen.folder)
    as_they_are(lines)
    if root := root_near(Path()):
        open_workspace(root).index.cache.take_in(one.part for one in markers)
    problems = sorted((at, one.shard, told) for one in markers for at, told in one.problems)
    for _, _, problem in problems:
        note(f"kanwu: {problem}")
    if problems:
        count = sum(len(marker.sizes) for marker in markers)
        note(f"kanwu: {say('progress.unread', count=len(problems), of=count)[language(None)]}")
    return 3 if problems else 0


def _read(jobs: Sequence[Job], printing: Printing) -> list[Answer]:
    return [_read_one(job, printing) for job in jobs]


def _read_one(job: Job, printing: Printing) -> Answer:
    try:
        source = read_source(place(Path(), job.file), job.document, job.file)
        near = None if is_remote(job.file) else root_near(Path(job.file).parent)
        schema = _schema(job.schema, near)
        return b"".join(printing.of(review(one, schema)) for one in split(source, schema)), None
    except KanwuError as error:
        return None, error


def _killed(job: Job) -> Answer:
    return None, SourceError(job.file, say("error.source.killed"))


def _account(one: Review) -> bytes:
    document = one.source.document
    return encoded("".join(json_line(records.entry(document, entry)) for entry in one.ledger))


@cache
def _schema(name: str, root: Path | None) -> Schema:
    return load_schema(name, root)
