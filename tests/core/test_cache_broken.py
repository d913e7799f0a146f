"""A cache that is broken, full, foreign, old or on a shared disk is worked around, and told once."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from caching import many, printed
from hypothesis import given
from hypothesis import strategies as st

from kanwu.workspace import running
from kanwu.workspace.cache import Cache
from kanwu.workspace.index import Index
from kanwu.workspace.packing import packed, unpacked

FILE = ".kanwu/cache.sqlite"


def _rubbish(folder: Path) -> None:
    (folder / FILE).write_bytes(b"no database at all, but long enough to look at" * 99)


def _torn(folder: Path) -> None:
    data = (folder / FILE).read_bytes()
    page = int.from_bytes(data[16:18], "big")  # the first holds the format, the second documents
    (folder / FILE).write_bytes(data[:page] + b"\xff" * page + data[2 * page :])


def _foreign(folder: Path) -> None:
    (folder / FILE).unlink()
    with sqlite3.connect(folder / FILE) as other:
        other.execute("CREATE TABLE precious (a)")


def _no_folder(folder: Path) -> None:
    shutil.rmtree(folder / ".kanwu")
    (folder / ".kanwu").write_text("a file")


@given(st.binary(), st.integers(min_value=0), st.integers(1, 255))
def test_a_byte_that_changed_in_packed_lines_is_noticed(lines: bytes, at: int, by: int) -> None:
    """A wrong value out of the cache would look like any other."""
    data = bytearray(packed(lines))
    assert unpacked(bytes(data)) == lines
    data[at % len(data)] ^= by
    with pytest.raises(zlib.error):
        unpacked(bytes(data))


@pytest.mark.parametrize("damage", [_rubbish, _torn, _foreign, _no_folder])
@pytest.mark.parametrize("command", [["extract"], ["queue"]])
def test_a_cache_that_is_of_no_use_is_told_once_and_worked_around(
    damage: Callable[[Path], None],
    command: list[str],
    years: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Rubbish, torn pages, somebody else's database, no folder: the same bytes, one word, exit 0."""
    code, out, _ = printed(years, command, capsys)
    for ending in ("-wal", "-shm"):
        (years / (FILE + ending)).unlink(missing_ok=True)
    damage(years)
    again = printed(years, command, capsys)
    assert again[:2] == (code, out)
    assert again[2].count("cache.sqlite") == 1
    if damage is _foreign:
        with sqlite3.connect(years / FILE) as other:
            assert other.execute("SELECT count(*) FROM precious").fetchone() == (0,)


@pytest.mark.parametrize("command", [["extract"], ["queue"], ["check"]])
def test_a_full_disk_is_told_once_and_worked_around(
    command: list[str],
    years: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Soon no page can be added to the file: the same bytes and exit code, and one word about it."""
    many(years, 24)
    monkeypatch.setattr(running, "_BATCH", 3)
    monkeypatch.setattr("kanwu.workspace.cache._PAGE", 4096)  # larger ones have room within
    before = printed(years, command, capsys)
    shutil.rmtree(years / ".kanwu")
    opened = Cache._opened

    def full(cache: Cache) -> sqlite3.Connection:
        database = opened(cache)
        pages = database.execute("PRAGMA page_count").fetchone()[0]
        database.execute(f"PRAGMA max_page_count = {pages}")
        return database

    monkeypatch.setattr(Cache, "_opened", full)
    again = printed(years, command, capsys)
    assert again[:2] == before[:2]
    assert again[2].count("full") == 1


def test_a_disk_too_full_for_the_orders_of_the_queue_leaves_the_queue(
    years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All items are kept, and nothing can be added: they are put in order whenever they are asked for."""
    before = printed(years, ["queue"], capsys)
    shutil.rmtree(years / ".kanwu")
    printed(years, ["extract"], capsys)
    cache = Cache(years)
    index = Index(cache)
    index.sort_in()
    items = cache.read("SELECT document, place FROM item ORDER BY rank, document, place")
    pages = cache.read("PRAGMA page_count")[0][0]
    cache.read(f"PRAGMA max_page_count = {pages}")
    assert [(one.document, one.rank[2]) for one in index.page()] == items != []
    assert cache.trouble is None
    cache.close()
    assert printed(years, ["queue"], capsys)[:2] == before[:2]


@pytest.mark.parametrize("data", [b"", b"\x91\x01", b"\xff" * 9])
def test_items_that_are_not_as_they_were_kept_are_not_told(
    data: bytes, years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An extraction keeps them for later; where they are damaged, all is read again, and said."""
    before = printed(years, ["queue"], capsys)
    shutil.rmtree(years / ".kanwu")
    printed(years, ["extract"], capsys)
    cache = Cache(years)
    cache.write([("UPDATE later SET data = ?", [(data,)])])
    cache.close()
    code, out, told = printed(years, ["queue"], capsys)
    assert (code, out) == before[:2]
    assert told.count("items are damaged") == 1


def test_where_machines_share_the_files_no_write_ahead_log_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal's mode is chosen by where the folder lies."""
    for remote, mode in ((False, "wal"), (True, "delete")):
        shutil.rmtree(folder / ".kanwu", ignore_errors=True)
        monkeypatch.setattr("kanwu.workspace.cache._remote", lambda _, remote=remote: remote)
        assert Cache(folder).read("PRAGMA journal_mode") == [(mode,)]


def test_a_cache_of_another_format_is_made_anew(folder: Path) -> None:
    """A kanwu that is newer or older finds nothing in it that it could misread."""
    Cache(folder).write([("INSERT INTO lines VALUES ('a', 'b', x'00', x'00')", [()])])
    with sqlite3.connect(folder / FILE) as database:
        database.execute("PRAGMA user_version = 99")
    cache = Cache(folder)
    assert cache.read("SELECT * FROM lines") == []
    assert cache.trouble is None
