"""Flow of a document in Latin letters: blanks stay, one each, and wrapped lines become sentences."""

from __future__ import annotations

from kanwu.folds import flow, fold
from kanwu.source import Source

WRAPPED = """The Board received requests from people who live near
the harbour and from two companies that build there, and
it answered all of them   in time.

Page 3 of 12
(a) a heading that stands on its own
"""


def test_words_keep_one_blank_and_wrapped_lines_join() -> None:
    """Each character of the joined line leads back, the blank to the line break it came from."""
    text = flow(fold(Source("x", WRAPPED, "utf-8")))
    first, second = text.folded.strip().split("\n")
    assert first.startswith("The Board received requests from people who live near the harbour")
    assert first.endswith("answered all of them in time.")
    assert second == "(a) a heading that stands on its own"
    at = text.folded.index("near the") + 4
    assert text.laid().quote(at, at + 1) == "\n"


def test_chinese_keeps_none() -> None:
    """A few Latin words do not make a Chinese document a Latin one."""
    text = flow(fold(Source("x", "本镇 APP 公开 信息 160 条", "utf-8")))
    assert text.folded == "本镇APP公开信息160条"
