"""`extract --watch` prints what extract does, then every document again that changes, until Ctrl+C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue

import pytest
from caching import fresh, printed

from kanwu.cli import main

PATIENCE = 120
"""Seconds after which a line that did not come never will."""


class Watched:
    """A watching process, and the documents whose lines it printed."""

    def __init__(self, folder: Path) -> None:
        words = ["extract", "--watch", "--interval", "0.2", str(folder)]
        pipe = subprocess.PIPE
        self.run = subprocess.Popen(
            [sys.executable, "-m", "kanwu", *words], stdout=pipe, stderr=pipe, text=True
        )
        self._said: Queue[str] = Queue()
        self._printed: Queue[str] = Queue()
        for stream, to in ((self.run.stdout, self._printed), (self.run.stderr, self._said)):
            threading.Thread(target=self._read, args=(stream, to), daemon=True).start()

    @staticmethod
    def _read(stream, to) -> None:  # type: ignore[no-untyped-def]
        for line in stream:
            to.put(line)

    def round(self) -> tuple[str, str]:
        """What was printed and said until it says how many documents it told."""
        said = ""
        while "documents told" not in said and "documents read again" not in said:
            said += self._said.get(timeout=PATIENCE)
        printed = ""
        with suppress(Empty):  # the lines come by another pipe than the word that they are there
            while True:
                printed += self._printed.get(timeout=0.5 if printed else 3)
        return printed, said

    def stop(self) -> tuple[int, str]:
        self.run.send_signal(signal.SIGINT)
        code = self.run.wait(PATIENCE)
        return code, self._said.get(timeout=PATIENCE)


def documents(lines: str) -> set[str]:
    return {json.loads(line)["document"] for line in lines.splitlines()}


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent as a signal")
def test_what_changes_is_printed_again(
    years: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change, a new file, a verdict, a broken file: each alone; what is gone says nothing."""
    whole = printed(fresh(years, tmp_path / "whole"), ["extract"], capsys)[1]
    folder = years / "documents"
    watched = Watched(years)
    try:
        assert watched.round()[0] == whole
        path = folder / "2020-0.txt"
        path.write_text(path.read_text("utf-8").replace("9", "8"), "utf-8")
        assert documents(watched.round()[0]) == {"2020-0"}
        (folder / "new.txt").write_text(path.read_text("utf-8"), "utf-8")
        assert documents(watched.round()[0]) == {"new"}
        main(["decide", "liping-2020", "report.signed", "--verdict", "unreadable", "--as", "li",
              "--workspace", str(years)])  # fmt: skip
        lines = watched.round()[0]
        assert documents(lines) == {"liping-2020"}
        assert '"verdict": "unreadable"' in lines
        path.write_text("", "utf-8")
        lines, said = watched.round()
        assert lines == ""
        assert "2020-0.txt: the file is empty" in said
        assert watched.stop() == (130, "kanwu: stopped watching; what was read is kept\n")
    finally:
        watched.run.kill()


@pytest.mark.parametrize(
    "words",
    [["--shard", "1/2"], ["--interval", "0"], ["--format", "table"], ["--to", "parts"]],
)
def test_words_that_do_not_go_with_watching_are_told(
    words: list[str], years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is read; a word about which."""
    code, out, err = printed(years, ["extract", "--watch", *words], capsys)
    assert (code, out) == (2, "")
    assert "--watch" in err or "--interval" in err


def test_without_a_cache_there_is_no_watching(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything would be read again each time: it is told what is in the way."""
    (years / ".kanwu").write_text("a file")
    code, _, err = printed(years, ["extract", "--watch"], capsys)
    assert code == 3
    assert "needs a cache" in err
