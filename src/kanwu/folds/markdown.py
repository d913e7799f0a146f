"""Markdown: marks for headings, emphasis and links → the words alone; rows of tables stay rows.

Every pattern is bounded, and what only might be a mark stays: `2*3*4`, `- 1 -`, `_id_`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu.folds.tags import tokens
from kanwu.source import Source
from kanwu.text import Edit, Text, plain

_MARK = re.compile(
    r"""
    (?=[`~=#\s>\\!\[*_<&])(?:  # what all of them begin with: most characters are told at once
      (?P<fence>^[ ]{0,3}(?:```|~~~)[^\n]{0,60}\n)
    | (?P<rule>^[ ]{0,3}={3,}[ \t]*$)
    | (?P<heading>^[ ]{0,3}\#{1,6}[ \t]+)
    | (?P<closing>(?<=\S)[ \t]+\#{1,6}[ \t]*$)
    | (?P<quoting>^[ ]{0,3}>[ ]?)
    | (?P<escaped>\\(?=[!-/:-@\[-`{-~]))
    | (?P<picture>!\[[^\[\]\n]{0,200}\]\([^()\s]{0,500}(?:[ ]"[^"\n]{0,200}")?\))
    | (?P<link>\[(?P<words>[^\[\]\n]{1,300})\]\([^()\s]{0,500}(?:[ ]"[^"\n]{0,200}")?\))
    | (?P<strong>(?P<two>\*\*|(?<!\w)__)(?=\S)(?P<loud>(?:(?!(?P=two))[^\n]){1,500})(?<=\S)(?P=two))
    | (?P<soft>(?<![*0-9A-Za-z])\*(?=[^\s*])(?P<low>[^*\n]{1,300})(?<=\S)\*(?![*0-9A-Za-z]))
    | (?P<html></?(?:br|b|i|u|p|span|strong|em|sup|sub|div|font)(?:\s[^<>]{0,300})?/?>|<!--)
    | (?P<reference>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)
    )
    """,
    re.MULTILINE | re.VERBOSE,
)
_INNER = ("words", "loud", "low")
"""Words inside a mark, which stay."""


def lay(source: Source) -> Text:
    """The text of a Markdown document, each character with the source characters behind it.

    >>> from kanwu.source import Source
    >>> lay(Source("a", "## 一、**总体**情况\\n[公报](http://a.b/c) 2\\\\.1&nbsp;条", "utf-8")).folded
    '一、总体情况\\n公报 2.1\\xa0条'
    """
    text = plain(source)
    return text.edit(list(_edits(source.text, 0, len(source.text))))


def _edits(words: str, start: int, end: int) -> Iterator[Edit]:
    at = start
    while match := _MARK.search(words, at, end):
        first, at = match.span()
        inner = next((name for name in _INNER if match[name] is not None), None)
        if inner:
            yield Edit(first, match.start(inner), "")
            yield from _edits(words, *match.span(inner))
            yield Edit(match.end(inner), at, "")
        elif match["escaped"]:
            at += 1
            bar = words[at - 1] == "|"  # a bar that parts no cells must not look like one
            yield Edit(first, at if bar else at - 1, "¦" if bar else "")
        elif match["html"]:
            yield Edit(first, at, " " if words[first + 1 : first + 3].lower() == "br" else "")
        elif match["reference"]:
            found = list(tokens(match[0]))
            if len(found) == 1 and found[0][0] == "reference":
                name = found[0][3]
                yield Edit(first, at, name, places=((first, at),) * len(name))
        else:
            yield Edit(first, at, "")
