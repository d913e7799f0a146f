"""Errata: the corrections on disk, a folder a reviewer, a file a document, and their source versions."""

from __future__ import annotations

import contextlib
import gzip
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from threading import RLock

from kanwu.correction import Correction, when
from kanwu.correctionfile import dump, dump_header, parse, renewed
from kanwu.errors import CorrectionError, KanwuError, WorkspaceError
from kanwu.message import trouble
from kanwu.source import Form, Source
from kanwu.workspace import verdicts
from kanwu.workspace.cache import Cache
from kanwu.workspace.files import read_text, sweep, write_whole
from kanwu.workspace.stamps import stamp
from kanwu.workspace.verdicts import Packed

FOLDER = "corrections"
SOURCES = "_sources"
_QUICKLY = 4
"""How hard a source version is compressed: a reviewer waits, and harder spares 3 % in twice the time."""
SUFFIXES: Mapping[Form, str] = {"text": ".txt", "html": ".html", "markdown": ".md"}
"""A kept version is named as it is written, so that it is read again in the same way."""


class Errata:
    """All corrections of a workspace, as they stand on disk and in memory."""

    def __init__(self, root: Path, cache: Cache) -> None:
        self.root = root
        self.problems: list[KanwuError] = []
        """The files that could not be read; they are never written over."""
        self._packed: dict[str, list[Packed]] = {}
        """What the files of a document say, until somebody asks for it."""
        self._by_document: dict[str, list[Correction]] = {}
        self._by_reviewer: dict[str, list[Correction]] = {}
        self._by_id: dict[str, Correction] = {}
        self._turns: list[Correction] = []
        """Those that take others back: withdrawals, and what was put to another place."""
        self._written: dict[Path, bytes] = {}
        """The stamps of the files that this process wrote last: what they say is known."""
        self._latest: dict[str, datetime] = {}
        """When each reviewer decided last."""
        self._unpacking = RLock()
        self._open(cache)

    @property
    def documents(self) -> frozenset[str]:
        """Every document that somebody decided something of."""
        with self._unpacking:
            return frozenset((*self._packed, *self._by_document))

    def of(self, document: str) -> tuple[Correction, ...]:
        """All corrections of a document, withdrawn ones and withdrawals among them, in order of time."""
        if document in self._packed:
            self._unpack(document)
        return tuple(self._by_document.get(document, ()))

    def by(self, reviewer: str) -> list[Correction]:
        """All corrections of one reviewer, in order of time."""
        self._unpack_where(lambda one: one.reviewer == reviewer)
        return sorted(self._by_reviewer.get(reviewer, ()), key=when)

    def turns_of(self, reviewer: str) -> list[Correction]:
        """All corrections of one reviewer, and those of others that take some back."""
        self._unpack_where(lambda one: one.turning)
        return [*self.by(reviewer), *(c for c in self._turns if c.reviewer != reviewer)]

    def last_of(self, reviewer: str) -> Correction | None:
        """What a reviewer decided last, be it that they took something back; only its file is unpacked."""
        latest = self._latest.get(reviewer)
        if latest is None:
            return None
        told = latest.isoformat()
        self._unpack_where(lambda one: one.reviewer == reviewer and one.latest == told)
        return next(one for one in self._by_reviewer[reviewer] if one.at == latest)

    def find(self, identity: str) -> Correction | None:
        """The correction with this id; None where there is none."""
        if identity not in self._by_id:
            self._unpack_where(lambda one: identity in one.data)
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
            text = read_text(path, shown) if path.exists() else ""
            if not text or self._written.get(path) != stamp(text):
                sweep(path)
                text = text and self._sound(text, shown, correction)
            text = text or dump_header(correction.document, schema)
            text = text.rstrip("\n") + "\n\n" + dump(correction)
            write_whole(path, text.encode("utf-8"), shown)
            self._written[path] = stamp(text)
        with self._unpacking:
            self.of(correction.document)
            self._take(correction)

    @staticmethod
    def _sound(text: str, shown: str, correction: Correction) -> str:
        """A file that somebody else may have written, as this format has it."""
        text = renewed(text, shown)
        kept = parse(text, shown, correction.reviewer)
        if wrong := _misnamed(kept, correction.document, text, shown):
            raise wrong
        return text

    def moment(self, reviewer: str) -> datetime:
        """Now, but later than whatever the reviewer decided before, in whole milliseconds."""
        now = datetime.now(UTC)
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        last = self._latest.get(reviewer)
        return now if last is None or now > last else last + timedelta(milliseconds=1)

    # --- the source versions that verdicts were made on ---------------------------------------------

    def keep(self, source: Source) -> None:
        """Keep a source version, compressed, under its SHA-256."""
        path = self._snapshot(source.sha256, source.form)
        if not path.exists():
            data = source.text.encode("utf-8", "surrogatepass")
            write_whole(path, gzip.compress(data, _QUICKLY, mtime=0), self._shown(path))

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

    def _open(self, cache: Cache) -> None:
        """Take note of all files; only those that the cache does not know as they are now are parsed."""
        known, new = verdicts.kept(cache), []
        for path in self._files():
            shown, mark = self._shown(path), verdicts.mark(path)
            found = known.pop(shown, None)
            if found is None or not mark or found.mark != mark:
                found = self._parsed(path, shown, mark)
                if found is None:
                    continue
                if found.mark:
                    new.append(found)
            if found.latest:
                self._packed.setdefault(found.document, []).append(found)
                self._decided(found.reviewer, datetime.fromisoformat(found.latest))
        verdicts.keep(cache, new, known)

    def _parsed(self, path: Path, shown: str, mark: str) -> Packed | None:
        """What a file says, without a mark where there is something to say of it each time."""
        reviewer, *below = path.relative_to(self.root / FOLDER).parts
        try:
            text = read_text(path, shown)
            corrections = parse(text, shown, reviewer)
        except KanwuError as error:
            self.problems.append(error)
            return None
        named = Path(*below).with_suffix("").as_posix()
        if wrong := _misnamed(corrections, named, text, shown):
            self.problems.append(wrong)
        return verdicts.packed(shown, "" if wrong else mark, reviewer, corrections)

    def _unpack(self, document: str) -> None:
        with self._unpacking:
            found = [c for one in self._packed.get(document, ()) for c in one.corrections]
            for correction in sorted(found, key=when):
                self._take(correction)
            self._packed.pop(document, None)  # at last, so that nobody finds it half unpacked

    def _unpack_where(self, wanted: Callable[[Packed], bool]) -> None:
        with self._unpacking:
            for document in [d for d, files in self._packed.items() if any(map(wanted, files))]:
                self._unpack(document)

    def _take(self, correction: Correction) -> None:
        """Join what is known; what a reviewer decides comes after all that they decided before."""
        self._by_document.setdefault(correction.document, []).append(correction)
        self._by_reviewer.setdefault(correction.reviewer, []).append(correction)
        self._by_id[correction.id] = correction
        self._decided(correction.reviewer, correction.at)
        if correction.takes_back:
            self._turns.append(correction)

    def _decided(self, reviewer: str, at: datetime) -> None:
        self._latest[reviewer] = max(at, self._latest.get(reviewer, at))

    def _path(self, reviewer: str, document: str) -> Path:
        return self.root / FOLDER / reviewer / f"{document}.toml"

    def _snapshot(self, sha256: str, form: Form) -> Path:
        name = sha256 if re.fullmatch(r"[0-9a-f]{64}", sha256) else "none"
        return self.root / FOLDER / SOURCES / f"{name}{SUFFIXES[form]}.gz"

    @contextlib.contextmanager
    def _locked(self, reviewer: str) -> Iterator[None]:
        from filelock import FileLock  # only here: most runs write nothing

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
