"""Splitting: a file that holds several documents → the documents in it.

Where one ends and the next begins is told by the schema: by a title of another year or publisher,
after which the chapters are counted from the first again. Each document is a part of the file; its
places are those of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, pairwise

from kanwu.errors import UsageError
from kanwu.folds import Flow, flow, fold
from kanwu.message import trouble
from kanwu.schema import Schema, Split
from kanwu.source import Source, Span

_LEAST = 200
"""So many flowing characters are a document: fewer before a title are the page around it."""
_NUMBERED = re.compile(r"(.+)#([2-9]|[1-9]\d+)", re.DOTALL)


@lru_cache(maxsize=2)  # who opens a file asks it to name the documents, and then who reads one
def split(source: Source, schema: Schema) -> tuple[Source, ...]:
    """The documents that a source holds, in their order; most hold one, which is the source itself.

    The first keeps the id, the second of `a` is `a#2`. A source that is a part of another stays so.
    """
    rule = schema.split
    if rule is None or source.within is not None:
        return (source,)
    if len(list(islice(_openings(rule, source.text), 2))) < 2:
        return (source,)
    text = fold(source)
    begins = list(_begins(rule, flow(text, schema.heading)))
    if len(begins) < 2:
        return (source,)
    bounds = [0, *begins[1:], len(source.text)]
    return tuple(
        replace(source, document=numbered(source.document, n), within=Span(start, end))
        for n, (start, end) in enumerate(pairwise(bounds), start=1)
    )


def chosen(parts: Sequence[Source], document: str, file: str) -> Source:
    """The one of the documents in a file that goes by an id.

    Raises:
        UsageError: The file holds no such document.
    """
    for one in parts:
        if one.document == document:
            return one
    raise UsageError(
        document,
        *trouble("document.no-part", file=file, count=len(parts), first=parts[0].document),
    )


def part_of(source: Source, schema: Schema, document: str) -> Source:
    """The part of a file that a document is; the whole file where it holds no such part."""
    several = split(source, schema)
    number = number_of(document)[1]
    found = several[number - 1] if number <= len(several) else source
    return replace(found, document=document)


def numbered(document: str, number: int) -> str:
    """The id of a document in a file, from 1.

    >>> numbered("a", 1), numbered("a", 2)
    ('a', 'a#2')
    """
    return f"{document}#{number}" if number > 1 else document


def number_of(document: str) -> tuple[str, int]:
    """The id of the first document of a file, and which of them this one is.

    >>> number_of("a#2"), number_of("a"), number_of("b#1")
    (('a', 2), ('a', 1), ('b#1', 1))
    """
    match = _NUMBERED.fullmatch(document)
    return (match[1], int(match[2])) if match else (document, 1)


def _openings(rule: Split, text: str) -> Iterator[re.Match[str]]:
    """The headings of first chapters, in the order of what tells them."""
    return chain.from_iterable(one.finditer(text) for one in rule.opens)


def _begins(rule: Split, page: Flow) -> Iterator[int]:
    """Where the documents begin, in the source: each at the first title that is its own."""
    lines = f"\n{page.folded}"  # so that each comes after a line break, which is quickly found
    titles = [match for one in rule.begins for match in one.finditer(lines)]
    titles.sort(key=lambda match: match.start("year"))
    if len(titles) < 2:  # there is no second document
        return
    known: re.Match[str] | None = None
    last, at = 0, 1
    for opening in sorted(_openings(rule, lines), key=lambda match: match.start()):
        between = [one for one in titles if last <= one.start() and one.end() <= opening.start()]
        last = opening.end()
        if not between:
            continue
        own = between[-1]
        first = next(one for one in between if not _differ(one, own))
        if known is None:
            yield page.span(0, 1).start
        elif _differ(known, own) and first.start() - at >= _LEAST:
            at = first.start() + len(first[0]) - len(first[0].lstrip())
            yield page.span(at - 1, at).start
        else:
            continue
        known = own


def _differ(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two titles name different years, or different publishers of one year."""
    if one["year"] != other["year"]:
        return True
    names = one.groupdict().get("of"), other.groupdict().get("of")
    return all(names) and not (str(names[0]) in str(names[1]) or str(names[1]) in str(names[0]))
