"""Errata: the corrections on disk, a folder a reviewer, a file a document, and their source versions."""

from __future__ import annotations

import contextlib
import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from filelock import FileLock

from kanwu.correction import Correction, when
from kanwu.correctionfile import dump, dump_header, parse, renewed
from kanwu.errors import CorrectionError, KanwuError, WorkspaceError
from kanwu.message import trouble
from kanwu.source import Form, Source
from kanwu.workspace.files import read_text, sweep, write_whole

FOLDER = "corrections"
SOURCES = "_sources"
SUFFIXES: Mapping[Form, str] = {"text": ".txt", "html": ".html", "markdown": ".md"}
"""A kept version is named as it is written, so that it is read again in the same way."""


class Errata:
    """All corrections of a workspace, as they stand on disk and in memory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[KanwuError] = []
        """The files that could not be read; they are never written over."""
        self._by_document: dict[str, list[Correction]] = {}
        self._by_reviewer: dict[str, list[Correction]] = {}
        self._by_id: dict[str, Correction] = {}
        self._turns: list[Correction] = []
        """Those that take others back: withdrawals, and what was put to another place."""
        for path in self._files():
            self._load(path)
        for known in (*self._by_document.values(), *self._by_reviewer.values()):
            known.sort(key=when)

    @property
    def documents(self) -> frozenset[str]:
        """Every document that somebody decided something of."""
        return frozenset(document for document, known in self._by_document.items() if known)

    def of(self, document: str) -> tuple[Correction, ...]:
        """All corrections of a document, withdrawn ones and withdrawals among them, in order of time."""
        return tuple(self._by_document.get(document, ()))

    def all(self) -> list[Correction]:
        """All corrections of all reviewers."""
        return [c for known in self._by_document.values() for c in known]

    def by(self, reviewer: str) -> list[Correction]:
        """All corrections of one reviewer."""
        return list(self._by_reviewer.get(reviewer, ()))

    def turns_of(self, reviewer: str) -> list[Correction]:
        """All corrections of one reviewer, and those of others that take some back."""
        others = (c for c in self._turns if c.reviewer != reviewer)
        return [*self._by_reviewer.get(reviewer, ()), *others]

    def find(self, identity: str) -> Correction | None:
        """The correction with this id; None where there is none."""
        return self._by_id.get(identity)

    def add(self, correction: Correction, schema: str) -> None:
        """Append one correction to its file; when this returns it is durable.

        The file is read again first, under a lock, so that another window of the same reviewer
        loses nothing, and what a person wrote in it stays as it is.

        Raises:
            CorrectionError: The file there is torn; it is left alone.
            WorkspaceError: It cannot be written; it is as it was.
        """
        path = self._path(correction.reviewer, correction.document)
        shown = self._shown(path)
        with self._locked(correction.reviewer):
            sweep(path)
            text = dump_header(correction.document, schema)
            if path.exists():
                text = renewed(read_text(path, shown), shown)
                kept = parse(text, shown, correction.reviewer)
                if wrong := _misnamed(kept, correction.document, text, shown):
                    raise wrong
            block = "\n" + dump(correction)
            write_whole(path, (text.rstrip("\n") + "\n" + block).encode("utf-8"), shown)
        self._take(correction)

    def moment(self, reviewer: str) -> datetime:
        """Now, but later than whatever the reviewer decided before, in whole milliseconds."""
        now = datetime.now(UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        mine = self._by_reviewer.get(reviewer)
        last = mine[-1].at if mine else None
        return now if last is None or now > last else last + timedelta(milliseconds=1)

    # --- the source versions that verdicts were made on ---------------------------------------------

    def keep(self, source: Source) -> None:
        """Keep a source version, compressed, under its SHA-256."""
        path = self._snapshot(source.sha256, source.form)
        if not path.exists():
            data = source.text.encode("utf-8", "surrogatepass")
            write_whole(path, gzip.compress(data, mtime=0), self._shown(path))

    def snapshots(self, wanted: Iterable[str], document: str) -> dict[str, Source]:
        """The kept source versions among these SHA-256; a damaged one is as good as none."""
        found: dict[str, Source] = {}
        for sha256, form in product(set(wanted), SUFFIXES):
            path = self._snapshot(sha256, form)
            with contextlib.suppress(OSError, EOFError, UnicodeDecodeError):
                text = gzip.decompress(path.read_bytes()).decode("utf-8", "surrogatepass")
                source = Source(document, text, "utf-8", form)
                if source.sha256 == sha256:
                    found[sha256] = source
        return found

    def versions(self, corrections: Iterable[Correction]) -> list[str]:
        """The kept source versions that these corrections were made on, as they stand on disk."""
        wanted = {c.anchor.sha256 for c in corrections if c.anchor and c.anchor.sha256}
        found = (self._snapshot(sha256, form) for sha256, form in product(sorted(wanted), SUFFIXES))
        return [f"{path.name} {path.stat().st_size}" for path in found if path.exists()]

    # --- files --------------------------------------------------------------------------------------

    def _files(self) -> Iterator[Path]:
        for path in sorted((self.root / FOLDER).glob("*/**/*.toml")):
            if path.relative_to(self.root / FOLDER).parts[0] != SOURCES:
                yield path

    def _load(self, path: Path) -> None:
        shown = self._shown(path)
        below = path.relative_to(self.root / FOLDER)
        try:
            text = read_text(path, shown)
            corrections = parse(text, shown, below.parts[0])
        except KanwuError as error:
            self.problems.append(error)
            return
        named = Path(*below.parts[1:]).with_suffix("").as_posix()
        if wrong := _misnamed(corrections, named, text, shown):
            self.problems.append(wrong)
        for correction in corrections:
            self._take(correction)

    def _take(self, correction: Correction) -> None:
        """Join what is known; what a reviewer decides comes after all that they decided before."""
        self._by_document.setdefault(correction.document, []).append(correction)
        self._by_reviewer.setdefault(correction.reviewer, []).append(correction)
        self._by_id[correction.id] = correction
        if correction.verdict == "withdrawn" or correction.replaces:
            self._turns.append(correction)

    def _path(self, reviewer: str, document: str) -> Path:
        return self.root / FOLDER / reviewer / f"{document}.toml"

    def _snapshot(self, sha256: str, form: Form) -> Path:
        name = sha256 if re.fullmatch(r"[0-9a-f]{64}", sha256) else "none"
        return self.root / FOLDER / SOURCES / f"{name}{SUFFIXES[form]}.gz"

    @contextlib.contextmanager
    def _locked(self, reviewer: str) -> Iterator[None]:
        folder = self.root / ".kanwu"
        try:
            folder.mkdir(exist_ok=True)
            lock = FileLock(folder / f"{reviewer}.lock", timeout=10)
            lock.acquire()
        except (OSError, TimeoutError) as error:
            raise WorkspaceError(
                self._shown(folder),
                *trouble("correction.lock", why=error),
            ) from None
        try:
            yield
        finally:
            lock.release()

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _misnamed(
    corrections: Iterable[Correction], document: str, text: str, shown: str
) -> CorrectionError | None:
    """What is wrong where a file speaks of another document than it is named for."""
    other = next((c.document for c in corrections if c.document != document), None)
    if other is None:
        return None
    lines = enumerate(text.splitlines(), 1)
    line = next((n for n, words in lines if words.startswith("document")), 1)
    wrong = trouble("correction.elsewhere", document=other, named=document)
    return CorrectionError(f"{shown}:{line}", *wrong)
