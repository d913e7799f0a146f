"""Cache: what was worked out before, in SQLite below `.kanwu/`; deleting it loses nothing.

Two processes may use it at once. Where it cannot be used (a folder that is read-only, a full disk, a
file of somebody else's) that is told in `trouble`, and a database in memory stands in for it.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import RLock
from time import monotonic, sleep

from kanwu.errors import WorkspaceError
from kanwu.message import trouble

_FILE = ".kanwu/cache{part}.sqlite"
FORMAT = 7
"""Of the tables below; a cache of another format is made anew."""
_OURS = 0x6B616E77
"""What our databases are marked with, so that no other is taken for one."""
_PATIENCE = 20.0
"""Seconds to wait for another process that writes."""
_REMOTE = [
    "9p",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "davfs",
    "fuse.",
    "gfs2",
    "glusterfs",
    "gpfs",
    "lustre",
    "nfs",
    "ocfs2",
    "orangefs",
    "prl_fs",
    "smb",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
]
"""How file systems that several machines may share are called: a write-ahead log needs one machine."""
_TABLES = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, file TEXT, mark TEXT, content BLOB, stamp BLOB, problem TEXT,
    publisher TEXT, year INTEGER, told TEXT, asked BLOB, last BLOB, named TEXT, unsure INTEGER,
    reports TEXT, open INTEGER, verdicts INTEGER, unreadable INTEGER, whose TEXT, read INTEGER, doubted INTEGER,
    verified INTEGER, silent INTEGER, out INTEGER, verified_out INTEGER, doubted_out INTEGER,
    turn INTEGER
) WITHOUT ROWID;
CREATE TABLE asked (stamp BLOB PRIMARY KEY, fields TEXT) WITHOUT ROWID;
CREATE TABLE gone (id TEXT PRIMARY KEY, turn INTEGER) WITHOUT ROWID;
CREATE INDEX series ON document (publisher, year, unsure) WHERE publisher IS NOT NULL;
CREATE INDEX turn ON document (turn);
CREATE INDEX went ON gone (turn);
CREATE INDEX unsure ON document (id) WHERE unsure;
CREATE INDEX progress ON document (open DESC, verdicts, id, unreadable, verified);
CREATE TABLE lines (document TEXT, what TEXT, stamp BLOB, data BLOB, PRIMARY KEY (document, what));
CREATE TABLE item (
    rank REAL, document TEXT, place INTEGER, field TEXT, item TEXT, nth INTEGER, lead TEXT, shape TEXT,
    words TEXT, said TEXT, zh TEXT, en TEXT, codes TEXT, grp TEXT, reviewers TEXT,
    found TEXT,
    PRIMARY KEY (document, place)
) WITHOUT ROWID;
CREATE TABLE later (document TEXT PRIMARY KEY, data BLOB);
CREATE TABLE verdicts (
    file TEXT PRIMARY KEY, mark TEXT, document TEXT, reviewer TEXT, turning INTEGER, latest TEXT,
    data TEXT
) WITHOUT ROWID;
"""
_ORDERS = (
    "CREATE INDEX IF NOT EXISTS queue ON item (rank, document, place)",
    "CREATE INDEX IF NOT EXISTS learned ON item (field, codes, rank, document, place)",
    "CREATE INDEX IF NOT EXISTS alike ON item (grp, rank, document, place) WHERE grp <> ''",
)
"""The orders that the items of all documents are asked for in: half of what keeping them takes. They
are made, all at once, when somebody first asks, and kept from there on."""
_PAGE = 16 << 10
"""Bytes of a page: fewer of them are looked for, and written, than of the usual 4 KiB."""
_AT_HAND = 32 << 10
"""Kibibytes of the database that are kept in memory: the items of many documents go to places all over it."""
_AHEAD = 2_000
"""Pages that are written ahead before they are put to their places, each once."""
LATEST = (
    "max(coalesce((SELECT max(turn) FROM document), 0), coalesce((SELECT max(turn) FROM gone), 0))"
)
"""The last turn: one more whenever a document is kept, or goes."""
_TAKING = (
    "INSERT OR REPLACE INTO asked SELECT * FROM part.asked",
    "INSERT OR REPLACE INTO document SELECT * FROM part.document",
    f"UPDATE document SET unsure = 1, turn = turn + {LATEST} "
    "WHERE id IN (SELECT id FROM part.document)",
    "DELETE FROM gone WHERE id IN (SELECT id FROM part.document)",
    "DELETE FROM item WHERE document IN (SELECT id FROM part.document)",
    "INSERT INTO item SELECT * FROM part.item",
    "DELETE FROM later WHERE document IN (SELECT id FROM part.document)",
    "INSERT INTO later SELECT * FROM part.later",
    "INSERT OR REPLACE INTO lines SELECT * FROM part.lines",
)
CHOSEN = (
    "DROP TABLE IF EXISTS temp.chosen",
    "CREATE TEMP TABLE chosen (one TEXT, rank REAL, document TEXT, place INTEGER, "
    "PRIMARY KEY (one, rank, document, place)) WITHOUT ROWID",
    "CREATE INDEX temp.chosen_of ON chosen (document)",
)
"""What makes the table of the items that somebody chose (see `pages`); every connection has one, so
that another database can stand in at any time."""
Row = tuple[object, ...]
Statement = tuple[str, Sequence[Row]]


class Cache:
    """The database of one workspace."""

    def __init__(self, root: Path, part: str = "") -> None:
        self.file = _FILE.format(part=part)
        """Where it is, below the workspace."""
        self.trouble: WorkspaceError | None = None
        """What is wrong with the file; None while nothing is."""
        self.lasting = True
        """Whether what is written is there the next time."""
        self.made = 0
        """How often another database had to stand in for the one before."""
        self._ordered = -1
        """Which of the databases (see `made`) is known to have all orders of its items."""
        self._lock = RLock()
        self._path = root / self.file
        try:
            self._database = self._opened()
        except (sqlite3.Error, OSError) as error:
            self._database = self._instead(error)

    def read(self, query: str, *values: object) -> list[Row]:
        """The rows that a query finds; none where the cache turns out to be of no use."""
        with self._lock:
            try:
                return self._database.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                self._database = self._instead(error)
                return self._database.execute(query, values).fetchall()

    def order(self) -> None:
        """Have the orders that items are asked for in; without room for them it only takes longer."""
        with self._lock:
            if self._ordered != self.made:
                self._ordered = self.made
                for order in _ORDERS:  # each by itself: other processes may write in between
                    with contextlib.suppress(sqlite3.DatabaseError):  # it is told when it is read
                        self._write([(order, [()])])

    def write(self, statements: Iterable[Statement]) -> None:
        """Run statements, each with all its rows, together or not at all."""
        todo = list(statements)
        with self._lock:
            try:
                self._write(todo)
            except sqlite3.DatabaseError as error:
                self._database = self._instead(error)
                self._write(todo)

    def move(self, query: str, moved: Callable[[list[Row]], Iterable[Statement]]) -> None:
        """Run the statements that the rows of a query call for; nobody else writes in between.

        `moved` raises `sqlite3.DatabaseError` where a row is not as it was written.
        """

        def statements() -> Iterator[Statement]:
            yield from moved(self._database.execute(query).fetchall())

        with self._lock:
            try:
                self._write(statements())
            except sqlite3.DatabaseError as error:
                self._database = self._instead(error)

    def aside(self, *statements: Statement) -> None:
        """Run statements about temporary tables: no other process waits for them, or sees them."""
        with self._lock:
            try:
                self._write(statements, "BEGIN")
            except sqlite3.DatabaseError as error:
                self._database = self._instead(error)

    def take_in(self, parts: Iterable[str]) -> None:
        """Take in the caches of shards, which are then removed; what is no such cache is left alone."""
        for part in parts:
            other = self._path.with_name(Path(_FILE.format(part=part)).name)
            if not self.lasting or not part or not other.is_file():
                continue
            with self._lock, contextlib.suppress(sqlite3.DatabaseError):
                self._database.execute("ATTACH ? AS part", (str(other),))
                try:
                    told = [
                        self._database.execute(f"PRAGMA part.{name}").fetchone()[0]
                        for name in ("application_id", "user_version")
                    ]
                    if told == [_OURS, FORMAT]:
                        self._write([(statement, [()]) for statement in _TAKING])
                finally:
                    self._database.execute("DETACH part")
                if told == [_OURS, FORMAT]:
                    _remove(other)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._database.close()

    def _write(self, statements: Iterable[Statement], begin: str = "BEGIN IMMEDIATE") -> None:
        self._database.execute(begin)
        try:
            for statement, rows in statements:
                self._database.executemany(statement, rows)
            self._database.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")
            raise

    # --- opening ------------------------------------------------------------------------------------

    def _opened(self) -> sqlite3.Connection:
        self._path.parent.mkdir(exist_ok=True)
        for _ in range(2):  # what is damaged or of another format is removed once, and made anew
            database = _connected(str(self._path))
            try:
                if self._sound(database):
                    return _with_chosen(database)
            except sqlite3.OperationalError:
                database.close()
                raise
            except sqlite3.DatabaseError as error:
                self.trouble = WorkspaceError(self.file, *trouble("cache.damaged", why=error))
            database.close()
            _remove(self._path)
        raise sqlite3.DatabaseError("it cannot be made anew")

    def _sound(self, database: sqlite3.Connection) -> bool:
        """Whether the file is a cache of this format, or has been made one.

        Raises:
            OperationalError: It cannot be used, or is a database of somebody else's.
            DatabaseError: It is damaged.
        """
        mode = "DELETE" if _remote(self._path.parent) else "WAL"
        database.execute("BEGIN")  # another process may be making it just now: all of one moment
        tables, mark, version = (
            database.execute(query).fetchone()[0]
            for query in (
                "SELECT count(*) FROM sqlite_master",
                "PRAGMA application_id",
                "PRAGMA user_version",
            )
        )
        database.execute("COMMIT")
        if mark != _OURS and (mark or tables):
            raise sqlite3.OperationalError("it is a database, and none of kanwu's")
        if tables and version != FORMAT:
            return False
        if not tables:
            database.execute(f"PRAGMA page_size = {_PAGE}")
        _set_mode(database, mode)
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(f"PRAGMA cache_size = -{_AT_HAND}")
        database.execute(f"PRAGMA wal_autocheckpoint = {_AHEAD}")
        database.execute("BEGIN IMMEDIATE")  # the probe: whether it can be written in this mode
        if not database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            _make(database)
        database.execute("COMMIT")
        return True

    def _instead(self, error: Exception) -> sqlite3.Connection:
        """A database in memory, and a word about why."""
        what = error.strerror if isinstance(error, OSError) else str(error)
        self.lasting = False
        self.made += 1
        self.trouble = WorkspaceError(self.file, *trouble("cache.not-used", why=what))
        with contextlib.suppress(AttributeError, sqlite3.Error):
            self._database.close()
        database = _connected(":memory:")
        _make(database)
        return _with_chosen(database)


def _connected(path: str) -> sqlite3.Connection:
    return sqlite3.connect(
        path,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )


def _with_chosen(database: sqlite3.Connection) -> sqlite3.Connection:
    for statement in CHOSEN:
        database.execute(statement)
    return database


def _set_mode(database: sqlite3.Connection, mode: str) -> None:
    """Set the journal mode; SQLite does not wait by itself for another process that sets it, too."""
    until = monotonic() + _PATIENCE
    while True:
        try:
            database.execute(f"PRAGMA journal_mode = {mode}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _make(database: sqlite3.Connection) -> None:
    for statement in _TABLES.split(";"):
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {_OURS}")
    database.execute(f"PRAGMA user_version = {FORMAT}")


def _remote(folder: Path) -> bool:
    """Whether a folder lies where several machines may write, as far as the system tells."""
    with contextlib.suppress(OSError):
        mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
        here = folder.resolve()
        below = [one for one in mounts if here.is_relative_to(one[1].replace("\\040", " "))]
        kind = max(below, key=lambda one: len(one[1]))[2] if below else ""
        return kind.startswith(tuple(_REMOTE))
    return False
