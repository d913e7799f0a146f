"""Packing: printed lines as they go out, and as the cache holds them."""

from __future__ import annotations

import zlib

_MOST_PRINTED = 1 << 17
"""Bytes that are printed of most documents at most."""
_SUM = 4
"""Bytes of the sum that shows whether packed lines are as they were written."""


def encoded(text: str) -> bytes:
    """Printed lines as they go out; half a character, as in a name that is no text, as JSON writes it.

    >>> encoded("a\\udc80")
    b'a\\\\udc80'
    """
    return text.encode("utf-8", "backslashreplace")


def packed(lines: bytes) -> bytes:
    """Printed lines compressed, behind a sum over that: it is a tenth of what zlib would sum up itself.

    >>> unpacked(packed(b"a line"))
    b'a line'
    """
    told = zlib.compress(lines, 1, -zlib.MAX_WBITS)
    return zlib.adler32(told).to_bytes(_SUM, "big") + told


def unpacked(data: bytes) -> bytes:
    """Printed lines out of their compressed form.

    Raises:
        zlib.error: They are not as they were packed.
    """
    told = data[_SUM:]
    if zlib.adler32(told) != int.from_bytes(data[:_SUM], "big"):
        raise zlib.error("printed lines are damaged")
    return zlib.decompress(told, -zlib.MAX_WBITS, _MOST_PRINTED)
