"""Commands for verdicts that lost their place or their document: put them elsewhere, or retire them."""

from __future__ import annotations

import argparse

from kanwu.cli import records
from kanwu.cli.output import emit, language, note
from kanwu.cli.reviewing import problems, words_span
from kanwu.errors import UsageError
from kanwu.message import trouble
from kanwu.workspace import Workspace, open_workspace


def reanchor(chosen: argparse.Namespace) -> int:
    """Put a verdict to one of its likeliest places, or to words; without either, list the places."""
    one = open_workspace(chosen.workspace, chosen.reviewer)
    said = language(chosen.lang, one.settings.language)
    orphan = one.correction(chosen.correction)
    review = one.review(orphan.document)
    places = review.spots(orphan.id)
    if chosen.quote is None and chosen.place is None:
        emit(
            (records.spot(review, n, spot, said) for n, spot in enumerate(places, 1)),
            chosen.format,
            ("place", "line", "quote", "score", "reasons"),
        )
        note(f"{len(places)} places for {orphan.id}; take one: --place N, or --quote WORDS")
        return problems(one)
    if chosen.quote is not None:
        span = words_span(review, chosen.quote)
    elif 1 <= chosen.place <= len(places):
        span = places[chosen.place - 1].span
    else:
        raise UsageError(
            "--place",
            *trouble("place", place=chosen.place, correction=orphan.id, count=len(places)),
        )
    saved = one.reanchor(orphan.id, span)
    note(
        f"saved: {saved.document} {saved.field} {saved.verdict} at {span.start} as {saved.reviewer}"
    )
    print(saved.id)
    return 0


def adopt(chosen: argparse.Namespace) -> int:
    """Say what a document that is gone is called now, or is not; without a name, the only one proposed."""
    one = open_workspace(chosen.workspace, chosen.reviewer)
    document = chosen.document or _proposed(one, chosen.former)
    if chosen.refuse:
        saved = one.refuse(chosen.former, document)
        note(f"{chosen.former} is not {document}, as {saved.reviewer}: proposed no more")
        print(saved.id)
        return 0
    saved = one.adopt(chosen.former, document)
    count = len(one.former.of(document))
    note(f"{chosen.former} is {document} by now, as {saved.reviewer}: {count} corrections in all")
    print(saved.id)
    return 0


def _proposed(one: Workspace, former: str) -> str:
    for _ in one.refresh():
        pass
    one.look_at_candidates()
    found = one.former.proposed(former)
    if len(found) == 1:
        return found[0].document
    listed = [f"  {p.document}: {p.score:.0%}" for p in found]
    what = "several documents" if found else "no document"
    raise UsageError(former, f"may be {what}; say which:", "\n".join(listed))


def retire(chosen: argparse.Namespace) -> int:
    """Take back a verdict, anybody's, and say why."""
    one = open_workspace(chosen.workspace, chosen.reviewer)
    if not chosen.note.strip():
        raise UsageError("--note", *trouble("note"))
    saved = one.withdraw(chosen.correction, chosen.note)
    note(f"retired: {chosen.correction} as {saved.reviewer}")
    print(saved.id)
    return 0
