"""Shards: what each of several machines printed of its part of the documents, and all of it in one.

A shard is a file of lines, `extract-2-of-8.jsonl`, and a marker beside it, `extract-2-of-8.json`,
which is written last: without it the shard is not done. It tells how many bytes each document has,
so that the shards can be put together again in the order of the documents.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO

from kanwu.errors import UsageError, WorkspaceError
from kanwu.message import say, trouble
from kanwu.workspace.files import TEMPORARY, reason, sync_folder, write_whole

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What a finished shard says of itself."""

    format: int
    name: str
    """What was printed."""
    shard: int
    """From 1."""
    shards: int
    documents: str
    """The stamp of the ids of all documents, those of the other shards among them."""
    rests_on: str
    """The stamp of all that this shard rests on; empty where a file was written too lately to tell."""
    sizes: list[int]
    """The bytes of each of its documents, in their order; 0 where one could not be read."""
    problems: list[tuple[int, str]]
    """What is wrong with those that could not be read, each by its number among the sizes, from 0."""

    @property
    def part(self) -> str:
        """What its cache is called by."""
        return part_of(self.shard, self.shards)


def part_of(shard: int, shards: int) -> str:
    """What the cache of a shard is called by; empty where there is but one."""
    return f"-{shard}-of-{shards}" if shards > 1 else ""


class Shard:
    """One part of the documents, in a folder."""

    def __init__(self, folder: Path, name: str, shard: int, shards: int) -> None:
        self.name, self.shard, self.shards = name, shard, shards
        self.lines = folder / f"{name.split()[0]}-{shard}-of-{shards}.jsonl"
        self.marker = self.lines.with_suffix(".json")

    def done(self, documents: str, rests_on: str) -> Marker | None:
        """Its marker, where it was finished and nothing has changed since."""
        try:
            found = _marker(self.marker)
            if self.lines.stat().st_size != sum(found.sizes):
                return None
        except (OSError, WorkspaceError):
            return None
        told = (found.name, found.documents, found.rests_on)
        return found if rests_on and told == (self.name, documents, rests_on) else None

    def write(
        self,
        printed: Iterable[bytes],
        problems: Sequence[tuple[int, str]],
        documents: str,
        rests_on: str,
    ) -> None:
        """Write the lines of each document, then the marker; `problems` may fill while it is written.

        Raises:
            WorkspaceError: It cannot be written; it is then not done.
        """
        made = self.lines.with_name(f".{self.lines.name}.{os.getpid()}{TEMPORARY}")
        sizes: list[int] = []
        try:
            self.lines.parent.mkdir(parents=True, exist_ok=True)
            self.marker.unlink(missing_ok=True)
            with made.open("wb") as file:
                for lines in printed:
                    file.write(lines)
                    sizes.append(len(lines))
                file.flush()
                os.fsync(file.fileno())
            made.replace(self.lines)
            sync_folder(self.lines.parent)
        except OSError as error:
            told = trouble("file.write", why=reason(error))
            raise WorkspaceError(str(self.lines), *told) from None
        finally:
            made.unlink(missing_ok=True)
        marker = Marker(
            format=FORMAT,
            name=self.name,
            shard=self.shard,
            shards=self.shards,
            documents=documents,
            rests_on=rests_on,
            sizes=sizes,
            problems=[*problems],
        )
        data = json.dumps(asdict(marker), ensure_ascii=False).encode("utf-8", "backslashreplace")
        write_whole(self.marker, data, str(self.marker))


def merged(folder: Path) -> tuple[list[Marker], Iterator[bytes]]:
    """The markers of all shards in a folder, and their lines in the order of the documents.

    Raises:
        UsageError: There is no shard, or one is missing.
        WorkspaceError: A marker or its file is not what it was, or the shards do not belong together.
    """
    found = {path: _marker(path) for path in sorted(folder.glob("*-of-*.json"))}
    if not found:
        raise UsageError(str(folder), *trouble("shard.none"))
    markers = sorted(found.values(), key=lambda one: one.shard)
    for what in ("name", "shards", "documents"):
        if len({getattr(one, what) for one in markers}) > 1:
            told = trouble("shard.differ", what=say(f"shard.{what}"))
            raise WorkspaceError(str(folder), *told)
    missing = sorted({*range(1, markers[0].shards + 1)} - {one.shard for one in markers})
    if missing:
        counts = {"count": len(missing), "of": markers[0].shards, "first": missing[0]}
        raise UsageError(str(folder), *trouble("shard.lacks", folder=folder, **counts))
    files = {marker.shard: path.with_suffix(".jsonl") for path, marker in found.items()}
    for one in markers:
        path = files[one.shard]
        if not path.is_file() or path.stat().st_size != sum(one.sizes):
            raise WorkspaceError(str(path), *trouble("shard.other"))
    return markers, _in_turn(markers, [files[one.shard] for one in markers])


def _in_turn(markers: Sequence[Marker], paths: Sequence[Path]) -> Iterator[bytes]:
    """A document of each shard in turn: so they were dealt out."""
    with ExitStack() as stack:
        files: list[IO[bytes]] = [stack.enter_context(path.open("rb")) for path in paths]
        for sizes in zip_longest(*(one.sizes for one in markers), fillvalue=0):
            yield from (file.read(size) for file, size in zip(files, sizes, strict=True) if size)


def _marker(path: Path) -> Marker:
    try:
        found = Marker(**json.loads(path.read_bytes()))
        if found.format == FORMAT:
            return found
    except OSError as error:
        raise WorkspaceError(str(path), *trouble("file.read", why=reason(error))) from None
    except (ValueError, TypeError):
        pass
    raise WorkspaceError(str(path), *trouble("shard.marker"))
