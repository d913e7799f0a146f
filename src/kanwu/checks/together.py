"""Together: documents that share a file: one after the other, or side by side, where none can be told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kanwu.finding import Finding
from kanwu.message import say
from kanwu.replay import Settled
from kanwu.schema import Schema
from kanwu.text import Text


def together(settled: Sequence[Settled], text: Text, schema: Schema) -> Iterator[Finding]:
    """A note on a document that is a part of its file; a doubt of all that stands side by side.

    Where the lines of two documents alternate, nothing tells whose a value is: every value is doubted.
    """
    source = text.source
    if source.within is not None:
        first, last = source.line(source.within.start), source.line(source.within.end - 1)
        yield Finding(
            code="document.part",
            severity="note",
            message=say("finding.document.part", first=first, last=last),
        )
    shown = schema.split.side_by_side(text.folded) if schema.split else None
    if shown is None:
        return
    words = text.span(*shown.span())
    yield Finding(
        code="document.side-by-side",
        severity="error",
        message=say("finding.document.side-by-side", words=" ".join(source.quote(words).split())),
        spans=(words,),
    )
    told = say("finding.document.whose")
    for one in settled:
        if one.reading.value is not None and not one.decided and one.reading.span is not None:
            yield Finding(
                code="document.whose",
                severity="warning",
                message=told,
                readings=(one.reading.key,),
                spans=(one.reading.span,),
            )
