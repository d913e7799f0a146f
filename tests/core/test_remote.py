"""Documents by their addresses are read as files are; what is in the way is told with what to do."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from caching import fresh, printed

from kanwu import workspace
from kanwu.cli import main

fsspec = pytest.importorskip("fsspec", reason="kanwu[remote] is not installed")


def stored(folder: Path) -> str:
    """The documents of a workspace in a store in memory; the address of it."""
    store = fsspec.filesystem("memory")
    base = f"memory://bucket-{uuid4().hex}/reports"
    for path in sorted((folder / "documents").iterdir()):
        store.pipe_file(f"{base}/{path.name}", path.read_bytes())
    return base


def pointed(folder: Path, *globs: str) -> Path:
    """The workspace with its documents elsewhere."""
    shutil.rmtree(folder / "documents")
    listed = ", ".join(f'"{glob}"' for glob in globs)
    text = (folder / "kanwu.toml").read_text("utf-8")
    (folder / "kanwu.toml").write_text(f"{text}documents = [{listed}]\n", "utf-8")
    return folder


@pytest.mark.parametrize("command", ["extract", "numbers", "queue", "check"])
def test_a_workspace_of_addresses_is_one_of_files(
    command: str, years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same lines; and again out of the cache."""
    files = printed(fresh(years, tmp_path / "files"), [command], capsys)
    away = pointed(years, f"{stored(years)}/**/*.txt")
    for _ in range(2):
        assert printed(away, [command], capsys) == files


def test_a_change_in_the_store_is_seen(
    years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One object is written anew: it is read again, the others are not."""
    base = stored(years)
    away = pointed(years, f"{base}/*.txt")
    monkeypatch.setattr("kanwu.workspace.remote._FRESH", 0.0)
    before = printed(away, ["extract"], capsys)
    fsspec.filesystem("memory").pipe_file(
        f"{base}/liping-2020.txt", "主动公开政府信息7条。".encode()
    )
    read: list[str] = []
    inner = workspace.copy
    monkeypatch.setattr(workspace, "copy", lambda *told: (read.append(told[1]), inner(*told))[1])
    after = printed(away, ["extract"], capsys)
    assert after != before
    assert '"value": 7,' in after[1]
    assert read == [f"{base}/liping-2020.txt"]


def test_bare_addresses_with_a_schema(
    years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A glob, one file, and without a schema a word about it."""
    schema = ["--schema", "zh-disclosure-report"]
    base = stored(years)
    whole = printed(years / "documents", ["extract", *schema], capsys)
    code = main(["extract", f"{base}/*.txt", *schema])
    assert (code, *capsys.readouterr()) == whole
    assert main(["extract", f"{base}/liping-2020.txt", *schema]) == 0
    assert '"document": "liping-2020"' in capsys.readouterr().out
    assert main(["extract", f"{base}/*.txt"]) == 2
    assert "needs a --schema" in capsys.readouterr().err
    assert main(["extract", f"{base}/none/*.txt", *schema]) == 2
    assert "there is no such file" in capsys.readouterr().err


@pytest.fixture
def served(years: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(years / "documents"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_documents_of_a_web_server_read_by_two_processes(
    served: str, years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each process reaches the server by itself."""
    pytest.importorskip("aiohttp", reason="fsspec reads http by aiohttp")
    files = printed(fresh(years, tmp_path / "files"), ["extract"], capsys)
    away = fresh(years, tmp_path / "away")
    assert printed(pointed(away, f"{served}/*.txt"), ["extract", "--workers", "2"], capsys) == files


def test_files_by_their_addresses(
    years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`file://` is a store, too; one file that cannot be read is named, the others are read."""
    elsewhere = fresh(years, tmp_path / "elsewhere") / "documents"
    (elsewhere / "void.txt").write_text("", "utf-8")
    away = pointed(years, f"{elsewhere.as_uri()}/*.txt")
    code, out, err = printed(away, ["extract", "--workers", "2"], capsys)
    assert code == 3
    assert f"{elsewhere.as_uri()}/void.txt: the file is empty" in err
    assert out.count('"report.signed"') == 7


@pytest.mark.parametrize(
    ("glob", "said"),
    [
        ("nostore://a/*.txt", "nostore"),
        ("http://127.0.0.1:9/*.txt", "cannot be"),
    ],
)
def test_a_store_that_cannot_be_reached_is_told(
    glob: str, said: str, years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An unknown kind of store, and one that does not answer: a message, and no trace."""
    code, out, err = printed(pointed(years, glob), ["extract"], capsys)
    assert code in {2, 3}
    assert out == ""
    assert said in err


def test_without_fsspec_the_message_says_what_to_install(
    years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named."""
    monkeypatch.setattr("kanwu.workspace.remote.find_spec", lambda _: None)
    code, _, err = printed(pointed(years, "s3://bucket/*.txt"), ["extract"], capsys)
    assert code == 2
    assert "pip install 'kanwu[remote]'" in err
