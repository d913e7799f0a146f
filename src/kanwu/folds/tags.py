"""Tags: the source of a web page → its words, character references and tags, with their places.

Why no library reads the tags: a value has to point at the source's own characters. Lexbor
(selectolax), lxml and html5lib give no offsets; the standard `html.parser` gives them, but differs
from one Python to the next, raises AssertionError on `<![x[`, and takes 2.5 s for 80 kB of `<!--`.
What stands here is the tokenizer of the HTML standard as far as text needs it, each step linear;
the standard library decodes the references, and Lexbor checks the words in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import Literal

from kanwu.opening import compile_pattern

_NEXT = compile_pattern(
    r"""(?x)
      ([^<&]++)
    | <(?:([a-zA-Z][a-zA-Z0-9]{0,15}+)|/([a-zA-Z][a-zA-Z0-9]{0,15}+))
      (?:\s[^<>"'=]{0,60}+(?:="[^"<>]{0,300}+"[^<>"'=]{0,60}+){0,30}+)?+>
    | ([<&])
    """
)
"""Words, or a tag of the plainest kind: nearly all there is. Else what begins anything else."""
_TEXT, _CLOSE, _ELSE = 1, 3, 4
"""Which group holds words, which the name of a tag that ends something, and which what is not plain."""
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_REST = compile_pattern(r"""[^>=]*+(?:=\s*+(?:"[^"]*+"|'[^']*+')?+[^>=]*+)*+>""")
"""What follows a tag's name; a `>` in a quoted value does not end it. Possessive: no way back."""
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"))
"""What holds no tags: it ends at its first end tag, whatever stands before it."""
_UNSEEN = frozenset(("nav", "select", "datalist", "svg", "template", "canvas", "audio", "video"))
"""What is no part of the text."""
_PASSED = _RAW | _UNSEEN

Kind = Literal["text", "reference", "open", "close", "title"]


Token = tuple[Kind, int, int, str]
"""One piece of the source: its kind, where it starts and ends, and its name.

The name is that of a tag in lower case, or the characters that a reference stands for. What is not shown
(comments, scripts, navigation) makes no piece. Plain, since there are thousands on each page.
"""


def tokens(source: str) -> Iterator[Token]:
    """The pieces of a page in their order.

    Nothing that was meant to be read is swallowed: an unclosed comment ends at the next `>`, an
    unclosed script or navigation hides nothing, a `<` that opens no tag is a character.

    >>> [name or kind for kind, _, _, name in tokens("<p>5&nbsp;<!-- 7 --></p>")]
    ['p', 'text', '\\xa0', 'p']
    """
    at, length = 0, len(source)
    closings = _Closings(source)
    while at < length:
        for plain in _NEXT.finditer(source, at):
            group = plain.lastindex or _ELSE
            start, end = plain.span()
            if group == _TEXT:
                yield "text", start, end, ""
            else:
                name = plain[group].lower()
                if group == _CLOSE:
                    yield "close", start, end, name
                elif group == _ELSE or name in _PASSED:
                    break
                else:
                    yield "open", start, end, name
            at = end
        if at == length:
            return
        start = at
        if source[start] == "&":
            decoded, taken = _reference(source, start)
            at = start + max(1, taken)
            yield "reference" if taken else "text", start, at, decoded
            continue
        named = _NAME.match(source, start)
        at = closings.tag(start, named.end()) if named else closings.comment(start)
        if at == start:
            at += 1
            yield "text", start, at, ""
        elif named is not None:
            name = named[1].lower()
            if source[start + 1] == "/":
                yield "close", start, at, name
                continue
            passed = closings.element(name, at) if name in _PASSED else None
            if passed is None:
                yield "open", start, at, name
                continue
            if name == "title":
                yield "title", at, passed, ""
            at = passed


class _Closings:
    """Where what was opened ends; what was once sought in vain is not sought again."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._none: set[str] = set()
        self._plain = False
        """Whether a quotation mark was left open, so that a tag ends at the next `>`."""

    def tag(self, start: int, at: int) -> int:
        """The end of the tag whose name ends at `at`; its start where it has none."""
        if not self._plain:
            rest = _REST.match(self._source, at)
            if rest is not None:
                return rest.end()
            self._plain = True
        return self._find(">", at) or start

    def comment(self, start: int) -> int:
        """The end of what begins with `<!`, `<?` or `</` and is no tag; its start where it has none."""
        if not self._source.startswith(("<!", "<?", "</"), start):
            return start
        if self._source.startswith("<!--", start):
            if self._source.startswith((">", "->"), start + 4):
                return self._source.index(">", start) + 1
            end = self._find("-->", start + 4)
            if end:
                return end
        return self._find(">", start) or start

    def element(self, name: str, at: int) -> int | None:
        """Where the end tag of an element that is passed over begins.

        None where there is none: a navigation that opens again before it ends was never closed.
        """
        if name in self._none:
            return None
        match = _boundary(name).search(self._source, at)
        if match is None:
            self._none.add(name)
            return None
        return match.start() if match[1] else None

    def _find(self, words: str, at: int) -> int:
        """The end of the next such words; 0 where there are none."""
        if words in self._none:
            return 0
        found = self._source.find(words, at)
        if found < 0:
            self._none.add(words)
            return 0
        return found + len(words)


def _boundary(name: str) -> re.Pattern[str]:
    opens = "" if name in _RAW else "?"
    return re.compile(rf"<(/){opens}{name}(?=[\s/>])", re.IGNORECASE)


def _reference(source: str, at: int) -> tuple[str, int]:
    """The characters of the reference at `&`, and its length; 0 where it is none.

    >>> _reference("&nbsp;1", 0), _reference("&#x5E74;", 0), _reference("&amp1", 0), _reference("&a", 0)
    (('\\xa0', 6), ('年', 8), ('&', 4), ('', 0))
    """
    match = _REFERENCE.match(source, at)
    if match is None:
        return "", 0
    words = match[0]
    if words[1] == "#":
        return unescape(words), len(words)
    name = words[1:]
    for length in range(len(name), 1, -1):
        if name[:length] in html5:
            return html5[name[:length]], length + 1
    return "", 0
