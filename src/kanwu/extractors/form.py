"""Form: which edition of the family a document bears, told table by table, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kanwu.extractors.page import Page
from kanwu.extractors.questions import questions, sought
from kanwu.extractors.seeking import Phrase, Sought, occurrences
from kanwu.message import say
from kanwu.reading import Candidate, Key, Reading
from kanwu.schema import Form, Schema, Sign
from kanwu.source import Span

_TOLD = 0.99
"""The score of a form that every sign tells."""


def read(page: Page, schema: Schema, readings: Sequence[Reading]) -> Iterator[Reading]:
    """The form that the signs of the schema tell, `mixed` where they tell several.

    `readings` are what was read before: a table that was read is a sign too. A weak sign counts
    only where there is no other. The candidate holds the reasons, one for each sign.
    """
    if schema.form is None:
        return
    cells = {one.key.field: one.span for one in reversed(readings) if one.quote and not one.damage}
    here = sought(page.flow.folded, schema)
    told: list[tuple[Sign, Span]] = []
    for weak in (False, True):
        signs = [one for one in questions(schema).signs if one[0].weak == weak]
        told = told or [(one[0], span) for one in signs if (span := _seen(page, here, *one, cells))]
    if not told:
        return
    forms = list(dict.fromkeys(sign.form for sign, _ in told))
    value = forms[0] if len(forms) == 1 else schema.form.mixed
    yield _reading(page, schema.form, value, told)


def _seen(
    page: Page,
    here: Sought,
    sign: Sign,
    phrases: Sequence[Phrase],
    cells: Mapping[str, Span | None],
) -> Span | None:
    """Where a sign stands: the first words that show it, or the first cell."""
    for _, match in occurrences(phrases, here):
        return page.flow.span(*match.span())
    there = map(cells.__getitem__, cells.keys() & sign.fields)
    return min(filter(None, there), default=None)


def _reading(page: Page, form: Form, value: str, told: Sequence[tuple[Sign, Span]]) -> Reading:
    quote = page.text.source.quote
    reasons = tuple(
        say("form.sign", why=sign.why, form=sign.form, words=quote(span)) for sign, span in told
    )
    span = told[0][1]
    return Reading(
        key=Key(form.field),
        kind="text",
        value=value,
        quote=quote(span),
        span=span,
        candidates=(Candidate(value, _TOLD, reasons),),
    )
