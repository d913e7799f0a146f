"""Running: all documents read, by however many hands; what the cache holds is not read again.

Results come in the order of the documents, and are the same for any number of hands, from the cache
or not. They are kept as they come, so that whoever stops in the middle goes on from there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from kanwu.checks.across import heard
from kanwu.checks.facts import Last
from kanwu.errors import KanwuError, SourceError
from kanwu.message import say
from kanwu.review import Review, prepare
from kanwu.waiting import brief
from kanwu.workspace.engines import Crew, Serial, ahead
from kanwu.workspace.former import named
from kanwu.workspace.kept import Kept, Problem, Told, last_stamp, trouble_of
from kanwu.workspace.lending import lend, lent_for
from kanwu.workspace.packing import packed, unpacked
from kanwu.workspace.remote import Remote, place
from kanwu.workspace.stamps import mark_of, stamp

if TYPE_CHECKING:
    from kanwu.workspace.indexed import Indexed

_WINDOW = 512
"""Documents that are looked up in the cache together."""
TOGETHER = 16
"""Documents that one hand takes at a time."""
_BATCH = 256
"""Documents that are kept in one transaction."""


class Printing(NamedTuple):
    """What is printed of each document."""

    name: str
    """What tells it from other things that are printed, its language among them."""
    of: Callable[[Review], bytes]
    """Its lines, as they go out (see `packing.encoded`)."""
    beside: bool = False
    """Whether it rests on last year's report, too; else on the document by itself."""
    plain: bool = False
    """Whether it is told as it is, too: it goes no further than the process that reads."""


class Result(NamedTuple):
    """What became of one document."""

    document: str
    data: bytes | None
    """What is printed of it, compressed."""
    problem: Problem | None
    read: bool
    """Whether it was read just now; else it stood in the cache."""
    plain: bytes | None = None
    """What is printed of it as it is, where it was read in this process."""

    @property
    def lines(self) -> bytes | None:
        """What is printed of it; None where it cannot be read, or nothing is to be printed."""
        return unpacked(self.data) if self.plain is None and self.data is not None else self.plain


class Task(Struct, frozen=True):
    """A document to read."""

    document: str
    file: str
    again: bool = True
    """Whether its items are wanted too; else only what is printed."""
    last: Last | None = None
    """What last year's report tells, where that is known."""


def run(
    here: Indexed,
    documents: Sequence[str],
    *,
    printing: Printing | None = None,
    make: Callable[[], Executor] = Serial,
    hands: int = 1,
    together: int = TOGETHER,
    at_once: bool = False,
    later: bool = False,
) -> Generator[Result, None, None]:
    """Read documents that are not in the cache as they are now, and tell them all in their order.

    `at_once`: each is kept before it is told; else many together. `later`: see `Kept.keep`.
    """
    kept = here.index
    lend(here)
    told_so = printing and printing._replace(plain=hands == 1)
    crew = Crew(partial(work, here.root, here.state, told_so), make)
    pending: list[Told] = []
    line: deque[_Segment] = deque()
    busy = 0
    windows = _windows(
        here, documents, printing, max(1, min(together, len(documents) // (4 * hands)))
    )
    try:
        while True:
            while max(busy, len(line)) <= ahead(hands):
                segment = next(windows, None)
                if segment is None:
                    break
                if segment.tasks:
                    segment.future = crew.submit(segment.tasks)
                    busy += 1
                line.append(segment)
            if not line:
                return
            segment = line.popleft()
            yield from segment.ready
            if segment.future is not None:
                busy -= 1
                for told in crew.results(segment.tasks, segment.future, _killed):
                    if told.more:
                        here.note([told.document], told.file)
                    pending.append(replace(told, plain=None))
                    if len(pending) >= (1 if at_once else _BATCH):
                        _keep(kept, pending, printing, later)
                    yield Result(told.document, told.lines, told.problem, True, told.plain)
    finally:
        crew.stop()
        _keep(kept, pending, printing, later)


class _Segment:
    """Some documents in a row: those that were ready, then those that a task is about."""

    def __init__(self) -> None:
        self.ready: list[Result] = []
        self.tasks: list[Task] = []
        self.future: Future[Sequence[Told]] | None = None


def _windows(
    here: Indexed, documents: Sequence[str], printing: Printing | None, together: int
) -> Iterator[_Segment]:
    """The documents in their order, cut where what is ready and what is to be read change places."""
    segment = _Segment()
    for at in range(0, len(documents), _WINDOW):
        for found in _looked_up(here, documents[at : at + _WINDOW], printing):
            if isinstance(found, Result):
                if segment.tasks:
                    yield segment
                    segment = _Segment()
                segment.ready.append(found)
            else:
                segment.tasks.append(found)
                if len(segment.tasks) == together:
                    yield segment
                    segment = _Segment()
        if segment.ready and not segment.tasks:
            yield segment
            segment = _Segment()
    yield segment


def _looked_up(
    here: Indexed, documents: Sequence[str], printing: Printing | None
) -> Iterator[Result | Task]:
    kept = here.index
    known = kept.known(documents)
    lines = kept.lines(documents, printing.name) if printing and known else {}
    touched: list[tuple[str, str]] = []
    for document in documents:
        file, row = here.path(document), known.get(document)
        if row is None or not row.content:
            yield Task(document, file)
            continue
        mark, content = mark_of(place(here.root, file)), row.content
        if not mark or mark != row.mark:
            content = _content(place(here.root, file))
            if content == row.content and mark:
                touched.append((mark, document))
        base, whole = here.stamps(document, file, content, row.named)
        same = row.stamp == whole
        stamped, data = lines.get(document, (b"", b""))
        if same and (row.problem or not printing):
            yield Result(document, None, row.problem, False)
        elif printing and stamped == (stamp(whole, row.last) if printing.beside else base):
            yield Result(document, data, None, False)
        else:
            again = not same or (printing is not None and printing.beside)
            yield Task(document, file, again, kept.last(row.series) if again else None)
    kept.marked(touched)


def _keep(kept: Kept, pending: list[Told], printing: Printing | None, later: bool = False) -> None:
    if not printing or printing.beside or kept.cache.lasting:
        kept.keep(pending, printing.name if printing else "", later=later)
    pending.clear()


def _content(path: Path | Remote) -> bytes:
    try:
        return stamp(path.read_bytes())
    except OSError:
        return b""


def refresh(
    here: Indexed,
    documents: Sequence[str] | None = None,
    *,
    printing: Printing | None = None,
    make: Callable[[], Executor] = Serial,
    hands: int = 1,
    together: int = TOGETHER,
    at_once: bool = False,
) -> Generator[Result, None, None]:
    """Bring the index up to date; tells every document as it is looked at, some of them twice.

    `at_once`: what is told of a document stands in the index by then.

    A document is told again when last year's report turns out to tell something else than was
    known when it was read.
    """
    there = here.documents if documents is None else documents
    here.index.sort_in()
    lasting = here.index.cache.lasting
    reading = partial(
        run,
        here,
        there,
        printing=printing,
        make=make,
        hands=hands,
        together=together,
        at_once=at_once,
    )
    yield from reading()
    if here.index.cache.lasting != lasting:  # what had been kept by then is out of reach
        yield from reading()
    if documents is None:
        gone = here.index.others(here.documents)
        here.index.forget(gone)
        yield from (Result(document, None, None, True) for document in gone)
    wrong = (Task(one, here.path(one), last=last) for one, last in here.index.unsure())
    again = (
        printing if printing and printing.beside else None
    )  # the lines of others are as they were
    crew = Crew(partial(work, here.root, here.state, again), make)
    pending: list[Told] = []
    try:
        for told in crew.all(wrong, together, hands, _killed):
            pending.append(told)
            if len(pending) >= (1 if at_once else _BATCH):
                _keep(here.index, pending, again)
            yield Result(told.document, told.lines, told.problem, True)
    finally:
        crew.stop()
        _keep(here.index, pending, again)
    here.index.unsure()


def printed(here: Indexed, documents: Sequence[str], name: str) -> Iterator[tuple[str, bytes]]:
    """What `refresh` had to print of these documents, as far as they can be read, in their order."""
    for at in range(0, len(documents), _WINDOW):
        some = documents[at : at + _WINDOW]
        found = here.index.lines(some, name)
        yield from ((one, unpacked(found[one][1])) for one in some if one in found)


def renew(here: Indexed, full: Review, mark: str, content: bytes) -> None:
    """Bring what the index holds of a document up to date, after a verdict on it.

    `mark` and `content` are of the file as it was read.
    """
    document = full.source.document
    file = here.path(document)
    said = named(full.raw)
    base, whole = here.stamps(document, file, content, said)
    alone = here.beside(full.source, full.raw) if full.last else full
    told = Told(
        document=document,
        file=file,
        mark=mark,
        content=content,
        base=base,
        stamp=whole,
        named=said,
        brief=brief(full, alone),
        last=last_stamp(full.last, alone.asked_of_last),
    )
    here.index.keep([told])


# --- what a hand does -----------------------------------------------------------------------------------


def work(
    root: Path, state: bytes, printing: Printing | None, tasks: Sequence[Task]
) -> Sequence[Told]:
    """Read some documents; last year's report is known to one that was read after it."""
    lent = lent_for(root, state)
    here = lent.here
    found = [(task, *one) for task in tasks for one in _read(here, task, printing)]
    asking = [alone for task, _, alone in found if alone is not None and task.again]
    for alone in asking:
        lent.note(alone)
    lasts = lent.last(asking)
    return [
        _briefed(here, told, alone, task.last or lasts.get(alone.source.document), printing)
        if alone is not None and task.again
        else told
        for task, told, alone in found
    ]


def _read(
    here: Indexed, task: Task, printing: Printing | None
) -> Iterator[tuple[Told, Review | None]]:
    """A document, and those that its file turns out to hold beside it."""
    told, alone, new = _read_one(here, task, printing)
    yield told, alone
    for document in new:
        more, alone, _ = _read_one(here, Task(document, task.file), printing)
        yield replace(more, more=True), alone


def _read_one(
    here: Indexed, task: Task, printing: Printing | None
) -> tuple[Told, Review | None, list[str]]:
    told = Told(document=task.document, file=task.file)
    new: list[str] = []
    try:
        source, (_, mark, content), new = here.read(task.document)
        base = here.base_stamp(task.document, task.file, content)
        whole = here.whole_stamp(task.document, base)
        told = replace(told, mark=mark, content=content, base=base, stamp=whole)
        raw = prepare(source, here.schema, here.imports.of(task.document))
        said = named(raw)
        told = replace(told, named=said, stamp=here.whole_stamp(task.document, base, said))
        alone = here.beside(source, raw)
        if printing is None or printing.beside:
            return told, alone, new
        data = printing.of(alone)
        lines, shown = packed(data), data if printing.plain else None
        return replace(told, lines=lines, plain=shown, items=task.again), alone, new
    except KanwuError as error:
        return replace(told, problem=trouble_of(error)), None, new
    except Exception as error:  # one strange document stops nobody; what happened is told
        return replace(told, content=b"", problem=_failed(task.file, error)), None, new


def _briefed(
    here: Indexed, told: Told, alone: Review, last: Last | None, printing: Printing | None
) -> Told:
    last = heard(last, alone.asked_of_last)
    full = here.beside(alone.source, alone.raw, last) if last else alone
    stamped = last_stamp(last, alone.asked_of_last)
    told = replace(told, brief=brief(full, alone), last=stamped)
    if printing is None or not printing.beside:
        return told
    lines = packed(printing.of(full))
    return replace(told, lines=lines, base=stamp(told.stamp, told.last))


def _failed(shown: str, error: Exception) -> Problem:
    told = f"{type(error).__name__}: {error}"
    return trouble_of(
        SourceError(shown, say("error.source.failed", told=told), say("error.source.failed-hint"))
    )


def _killed(task: Task) -> Told:
    error = SourceError(task.file, say("error.source.killed"), say("error.source.killed-hint"))
    return Told(document=task.document, file=task.file, problem=trouble_of(error))
