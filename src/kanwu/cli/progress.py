"""Progress: how far a long command has come, on a terminal; nothing in a pipe."""

from __future__ import annotations

import sys
from collections import deque
from time import monotonic

from kanwu.cli.output import note
from kanwu.errors import KanwuError
from kanwu.message import Language, Message, say

_EVERY = 0.25
"""Seconds between two lines, and before the first."""
_RECENT = 60
"""Lines that the speed is taken over: of late, since what the cache holds goes by at once."""


class Progress:
    """A line on stderr that tells how many are done, how fast, and how long it will take."""

    def __init__(self, total: int, said: Language) -> None:
        self.total = total
        self._said = said
        self.done = 0
        self._shown = False
        self._speaks = sys.stderr.isatty() and not sys.stdout.isatty()
        self._told = monotonic()
        self._recent = deque([(self._told, 0)], maxlen=_RECENT)

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self._speaks and (now := monotonic()) - self._told > _EVERY:
            self._told = now
            self._recent.append((now, self.done))
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{self._line(now)}")
            sys.stderr.flush()

    def say(self, text: str) -> None:
        """A line that stays, above this one."""
        self.clear()
        note(text)

    def complain(self, error: KanwuError) -> str:
        """What is wrong, in a line that stays; returns it as it was told."""
        told = error.told(self._said)
        self.say(f"kanwu: {told}")
        return told

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._shown = False
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def _line(self, now: float) -> str:
        then, before = self._recent[0]
        speed = (self.done - before) / (now - then)
        told = say("progress", done=self.done, total=self.total, speed=speed)
        if not speed:
            return told[self._said]
        left = say("progress.left", span=_span((self.total - self.done) / speed))
        return f"{told[self._said]} · {left[self._said]}"


def _span(seconds: float) -> Message:
    """
    >>> [_span(seconds).en for seconds in (42.4, 200, 9000)]
    ['42 s', '3 min', '2 h 30 min']
    """
    if seconds < 100:
        return say("span.seconds", seconds=seconds)
    minutes = round(seconds / 60)
    if minutes < 100:
        return say("span.minutes", minutes=minutes)
    return say("span.hours", hours=minutes // 60, minutes=minutes % 60)
