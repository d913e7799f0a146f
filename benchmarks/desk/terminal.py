"""Terminal: a program in a pseudo-terminal, whose bytes and processor time are counted key by key."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from struct import pack
from termios import TIOCSWINSZ
from typing import Self

QUIET, LULL = 0.12, 0.04
"""Seconds without a byte, and then without work, after which a screen stands still."""
SYNC_ASKED, SYNC_HAD = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
"""What a program asks about synchronised output, and what a terminal of today answers."""
PLACE_ASKED = "“\x1b[6n".encode()
"""Where the cursor stands after a quotation mark: that says how wide it is."""
UNTOLD = ("NO_COLOR", "SSH_CONNECTION", "COLORFGBG", "COLUMNS", "LINES", "COLORTERM", "KANWU_LANG")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a program sent after a key."""

    sent: bytes
    wall: float
    """Seconds from the key to the last byte; 0 where nothing came."""
    busy: float
    """Seconds of processor time until the screen stood still, in all threads of the program."""
    own: float
    """Of these, in its first thread: the one that answers keys."""


class Terminal:
    """A program at work in a terminal of some size; `with` ends it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None,
        ambiguous: int = 1,
    ) -> None:
        """Start it; `ambiguous` is how wide the terminal says that “ is, 0 for not a word."""
        columns, rows = size
        self._ambiguous = ambiguous
        self._main, side = pty.openpty()
        ioctl(side, TIOCSWINSZ, pack("HHHH", rows, columns, 0, 0))
        kept = {name: value for name, value in os.environ.items() if name not in UNTOLD}
        told = {"TERM": "xterm-256color", "PYTHONPATH": ":".join(sys.path), **(environment or {})}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command,
            stdin=side,
            stdout=side,
            stderr=side,
            env={**kept, **told},
            start_new_session=True,
        )
        os.close(side)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        os.close(self._main)

    def kill(self) -> None:
        """End the program as a power cut would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def type(self, keys: bytes) -> None:
        """Send keys, and do not wait for what comes of them."""
        os.write(self._main, keys)

    def press(self, keys: bytes, quiet: float = QUIET, patience: float = 60.0) -> Answer:
        """Send keys, and read until the screen stands still; nothing at all may come, too.

        A program that a busy machine lets wait has not finished: the screen stands still when nothing
        came for a while, and then no thread of it worked, or wanted to.
        """
        busy, own, began = self.busy, self.own, time.monotonic()
        self.type(keys)
        sent, last, wait, worked = b"", began, quiet, busy
        while time.monotonic() - began < patience:
            if more := self.read(wait):
                sent, last, wait = sent + more, time.monotonic(), quiet
            elif wait == LULL and worked == self.busy and not self.wants:
                break
            else:
                wait, worked = LULL, self.busy
        return Answer(sent, last - began if sent else 0.0, self.busy - busy, self.own - own)

    def read(self, seconds: float) -> bytes:
        """The next bytes within so many seconds; none where nothing comes, or the program is gone."""
        asked = select.poll()  # `select` knows no file beyond the thousandth
        asked.register(self._main, select.POLLIN)
        if not asked.poll(seconds * 1000):
            return b""
        try:
            got = os.read(self._main, 1 << 16)
        except OSError:
            return b""
        if SYNC_ASKED in got:
            self.type(SYNC_HAD)
        if PLACE_ASKED in got and self._ambiguous:
            self.type(b"\x1b[1;%dR" % (self._ambiguous + 1))
        return got

    def settle(self, quiet: float = 0.5, patience: float = 60.0) -> bytes:
        """Everything until the screen stands still."""
        return self.press(b"", quiet, patience).sent

    def until(self, wanted: bytes, seconds: float = 300.0) -> bytes:
        """Everything up to some bytes, those among it.

        Raises:
            TimeoutError: They did not come.
        """
        got, end = b"", time.monotonic() + seconds
        while wanted not in got:
            if time.monotonic() > end:
                raise TimeoutError(
                    f"{wanted!r} is not in the {len(got)} bytes sent: {got[-400:]!r}"
                )
            got += self.read(0.1)
        return got

    @property
    def busy(self) -> float:
        """Seconds of processor time so far, in all threads."""
        return sum(int(told.split()[0]) for told in self._threads("schedstat")) / 1e9

    @property
    def wants(self) -> bool:
        """Whether a thread of it runs, waits for a processor, or for the disk."""
        return any(told.rpartition(")")[2].split()[0] in "RD" for told in self._threads("stat"))

    def _threads(self, name: str) -> Iterator[str]:
        """What the system tells of each thread."""
        for path in Path(f"/proc/{self.process.pid}/task").glob(f"*/{name}"):
            with suppress(OSError):  # it has ended meanwhile
                yield path.read_text()

    @property
    def own(self) -> float:
        """Seconds of processor time so far, in the first thread."""
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[0]) / 1e9

    def megabytes(self, what: str = "VmRSS") -> float:
        """The memory that it holds (`VmRSS`), or held at most (`VmHWM`)."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) / 1024
        raise ProcessLookupError(self.process.pid)


def desk(
    root: Path,
    *words: str,
    size: tuple[int, int] = (120, 40),
    environment: Mapping[str, str] | None = None,
    ambiguous: int = 1,
) -> Terminal:
    """`kanwu review` on a workspace."""
    command = [sys.executable, "-m", "kanwu", "review", str(root), "--as", "bench", *words]
    return Terminal(command, size=size, environment=environment, ambiguous=ambiguous)
