"""A document's bytes become characters in one encoding, or a message that says what is wrong."""

from __future__ import annotations

import codecs

import pytest

from kanwu.errors import SourceError
from kanwu.source import Source, Span, decode

WORDS = "报告１６０条\r\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WORDS.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF8 + WORDS.encode("utf-8"), "utf-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "utf-16-le"),
        (WORDS.encode("gb18030"), "gb18030"),
    ],
)
def test_mark_then_utf8_then_gb18030(data: bytes, encoding: str) -> None:
    """Short Chinese in GB18030 is not guessed at: strict UTF-8 fails, and GB18030 is next."""
    source = decode(data, "a")
    assert (source.text, source.encoding) == (WORDS, encoding)


def test_a_declared_encoding_comes_first_and_may_lie() -> None:
    """A page's `charset` is tried before UTF-8; one that does not fit is passed over."""
    page = '<meta charset="gb2312">条'
    assert decode(page.encode("gb18030"), "a").encoding == "gb2312"
    assert decode(page.encode("utf-8"), "a").text == page
    assert decode("條".encode("big5"), "a", declared="big5").text == "條"


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"", "empty"), (b" \n ", "empty"), (b"%PDF\0\x01", "binary"), (b"a\xff\xff\xff", "byte 1")],
)
def test_what_is_no_text_is_named(data: bytes, said: str) -> None:
    """Empty and binary files are errors with a way out, not documents without readings."""
    with pytest.raises(SourceError) as error:
        decode(data, "documents/a.txt")
    assert said in str(error.value)
    assert "documents/a.txt" in str(error.value)


def test_the_hash_is_of_the_characters() -> None:
    """The same characters in another encoding are the same source version."""
    assert decode(WORDS.encode("gb18030"), "a").sha256 == decode(WORDS.encode("utf-8"), "a").sha256


def test_spans_are_half_open() -> None:
    """A span's quote is what stands there; a span that runs backwards is a mistake of ours."""
    assert Source("a", "abc", "utf-8").quote(Span(1, 3)) == "bc"
    with pytest.raises(ValueError, match="not a span"):
        Span(3, 1)
