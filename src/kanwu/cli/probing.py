"""Probing: what the terminal says of itself when it is asked."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from typing import Literal

PATIENCE = 0.5
"""Seconds to wait for an answer: one that is farther away is asked in vain."""
_ASK = "\r“\x1b[6n"
"""Print one character that may be one cell wide or two, and ask where the cursor stands."""
_WIPE = "\r\x1b[K"
_ANSWER = re.compile(rb"\x1b\[\d+;(\d+)R")


def ambiguous_width(patience: float = PATIENCE) -> Literal[1, 2] | None:
    """How many cells the terminal draws “ in; None where there is none, or it does not say."""
    try:
        import termios
        import tty
    except ImportError:  # on Windows
        return None
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") in {"dumb", None}:
        return None
    asked = sys.stdin.fileno()
    before = termios.tcgetattr(asked)
    try:
        tty.setcbreak(asked)
        _say(_ASK)
        return _answer(asked, time.monotonic() + patience)
    finally:
        termios.tcsetattr(asked, termios.TCSADRAIN, before)
        _say(_WIPE)


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _answer(asked: int, until: float) -> Literal[1, 2] | None:
    got = b""
    while (left := until - time.monotonic()) > 0:
        if not select.select([asked], [], [], left)[0]:
            break
        got += os.read(asked, 64)
        if found := _ANSWER.search(got):
            return {2: 1, 3: 2}.get(int(found[1]))  # type: ignore[return-value]
    return None
