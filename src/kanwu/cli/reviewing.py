"""Commands that review: queue, decide, replay, check."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from kanwu.candidate import parse_value
from kanwu.checks.unclaimed import CODE, unclaimed
from kanwu.cli import drifting, records
from kanwu.cli.annotations import HOSTS, Annotation, annotated
from kanwu.cli.output import Record, json_line, language, note, printed_rows
from kanwu.cli.running import alone, refreshed, told_of_all, unbroken
from kanwu.errors import UsageError
from kanwu.folds import lay
from kanwu.message import Language, say, trouble
from kanwu.numeral import written
from kanwu.reading import Key, Value
from kanwu.replay import WORK, Outcome
from kanwu.review import Review
from kanwu.source import Span
from kanwu.workspace import Workspace, open_workspace
from kanwu.workspace.packing import encoded
from kanwu.workspace.running import Printing, printed, run

_PAGE = 50
"""Items that are looked up together."""


def queue(chosen: argparse.Namespace) -> int:
    """Print what is left to settle, the most doubtful first."""
    one = open_workspace(chosen.workspace)
    said = language(chosen.lang, one.settings.language)
    printing = Printing(f"queue {said}", partial(_queued, said=said), beside=True)
    limited = chosen.limit is not None
    refreshed(one, None if limited else printing, chosen)
    with unbroken(one):
        found = islice(_in_order(one, printing, limited), chosen.limit)
        printed_rows(found, chosen.format, ("document", "field", "item", "quote", "message"))
    note(f"{one.index.count()} to settle in {len(one.documents)} documents")
    return problems(one)


def _queued(review: Review, said: Language) -> bytes:
    return encoded("".join(json_line(records.item(review, item, said)) for item in review.queue))


def _in_order(one: Workspace, printing: Printing, limited: bool) -> Iterator[bytes]:
    """The lines of all items, in the order of the queue; `limited`: made for those asked for alone."""
    page = one.index.page(limit=_PAGE)
    while page:
        documents = [*dict.fromkeys(row.document for row in page)]
        if limited:
            for _ in run(one, documents, printing=printing):
                pass  # they are in the index by now
        found = printed(one, documents, printing.name)
        lines = {document: told.splitlines(True) for document, told in found}
        yield from (lines[row.document][row.rank[2]] for row in page)
        page = one.index.page(after=page[-1].rank, limit=_PAGE)


def decide(chosen: argparse.Namespace) -> int:
    """Save one verdict on one reading."""
    one = open_workspace(chosen.workspace, chosen.reviewer)
    review = one.review(chosen.document)
    if chosen.field not in review.schema.labels:
        raise UsageError(chosen.field, *trouble("field"))
    if chosen.verdict == "withdrawn":
        saved = one.withdraw(_standing(one, review, chosen))
    elif chosen.verdict == "added":
        span = words_span(review, chosen.quote)
        key = Key(chosen.field, chosen.item)
        value = _value(review, key, chosen.value, "--value")
        saved = one.decide(chosen.document, key, "added", value=value, note=chosen.note, span=span)
    else:
        key = _key(review, chosen)
        saved = one.decide(
            chosen.document,
            key,
            chosen.verdict,
            value=_value(review, key, chosen.value, "--value"),
            should_be=_value(review, key, chosen.should_be, "--should-be"),
            note=chosen.note,
        )
    shown = "" if saved.value is None else f" {written(saved.value)}"
    note(f"saved: {chosen.document} {chosen.field} {saved.verdict}{shown} as {saved.reviewer}")
    print(saved.id)
    return 0


def replay(chosen: argparse.Namespace) -> int:
    """Print what became of every correction."""
    one = open_workspace(chosen.workspace)
    said = language(chosen.lang, one.settings.language)
    if chosen.since is not None:
        alone("--since", chosen)
        code = drifting.report(one, list(one.replay()), chosen, said)
        return problems(one) or code
    counts: Counter[str] = Counter()

    def lines() -> Iterator[bytes]:
        for line in _outcome_lines(one, chosen, said):
            counts[json.loads(line)["outcome"]] += 1
            yield line

    columns = ("outcome", "document", "field", "item", "verdict", "was", "value", "message")
    printed_rows(lines(), chosen.format, columns)
    summary = ", ".join(f"{count} {kind}" for kind, count in counts.most_common())
    note(f"{counts.total()} corrections" + (f": {summary}" if summary else ""))
    code = problems(one)
    return code or int(chosen.strict and not WORK.isdisjoint(counts))


def _outcome_lines(one: Workspace, chosen: argparse.Namespace, said: Language) -> Iterator[bytes]:
    """An Outcome line for each correction, those on documents that are gone at the end."""
    printing = Printing(f"replay {said}", partial(_outcomes, said=said), beside=True)
    for _, told in told_of_all(one, printing, chosen):
        yield from told.splitlines(True)
    one.look_at_candidates()
    yield from (encoded(json_line(_outcome(one, each, said))) for each in one.orphans())


def _outcomes(review: Review, said: Language) -> bytes:
    found = (
        records.outcome(outcome, said, review if outcome.kind in WORK else None)
        for outcome in review.outcomes
    )
    return encoded("".join(map(json_line, found)))


def check(chosen: argparse.Namespace) -> int:
    """Print the open findings; 1 if any is an error."""
    one = open_workspace(chosen.workspace)
    said = language(chosen.lang, one.settings.language)
    counts: Counter[str] = Counter()
    if chosen.annotate:
        if chosen.format:
            raise UsageError("--annotate", *trouble("check.format"))
        alone("--annotate", chosen)
        found = _counted(annotated(one, said), counts)
        sys.stdout.writelines(HOSTS[chosen.annotate](found))
        note(f"{counts['error']} errors, {counts['warning']} warnings")
        return problems(one) or int(counts["error"] > 0)

    printing = Printing("check", _findings, beside=True)
    refreshed(one, printing, chosen)

    def lines() -> Iterator[bytes]:
        for _, told in printed(one, one.documents, printing.name):
            for line in told.splitlines(True):
                finding = json.loads(line)
                counts[finding["code"] if finding["code"] == CODE else finding["severity"]] += 1
                yield line

    with unbroken(one):
        printed_rows(lines(), chosen.format, ("document", "severity", "code", f"message.{said}"))
    doubts = ", ".join(f"{counts[s]} {s}s" for s in ("error", "warning", "note"))
    note(f"{doubts}, {counts[CODE]} numbers unclaimed")
    return problems(one) or int(counts["error"] > 0)


def _findings(review: Review) -> bytes:
    found = (*review.findings, *unclaimed(review.ledger))
    document = review.source.document
    return encoded("".join(json_line(records.finding(document, one)) for one in found))


def _counted(found: Iterable[Annotation], counts: Counter[str]) -> Iterator[Annotation]:
    for one in found:
        counts[one.severity] += 1
        yield one


def _outcome(one: Workspace, outcome: Outcome, said: Language) -> Record:
    """An Outcome line; of one that is work, with what could be done about it."""
    document = outcome.correction.document
    if outcome.gone:
        return records.outcome(outcome, said, proposed=one.former.proposed(document))
    review = one.review(document) if outcome.kind in WORK else None
    return records.outcome(outcome, said, review)


def problems(one: Workspace) -> int:
    """Name what could not be read; 3 if anything."""
    said = language(None, one.settings.language)
    for problem in one.problems:
        note(f"kanwu: {problem.told(said)}")
    return 3 if one.problems else 0


def _key(review: Review, chosen: argparse.Namespace) -> Key:
    """The reading meant: the only one, or the only doubted one, of this field and item."""
    found = [
        s.reading.key
        for s in review.settled
        if s.reading.key.field == chosen.field
        and (chosen.item is None or s.reading.key.item == chosen.item)
    ]
    if chosen.nth is not None:
        found = [key for key in found if key.nth == chosen.nth]
    if not found:
        items = sorted(
            {
                s.reading.key.item
                for s in review.settled
                if s.reading.key.field == chosen.field and s.reading.key.item
            }
        )
        raise UsageError(
            chosen.field,
            say("error.reading", document=chosen.document, item=chosen.item or "—"),
            say("hint.items", items=", ".join(items)) if items else "",
        )
    if len(found) == 1:
        return found[0]
    leading = [key for key in found if any(item.key == key for item in review.queue)]
    if len(leading) == 1:
        return leading[0]
    listed = [
        f"  --nth {key.nth}"
        + (f" --item {key.item}" if key.item else "")
        + f": {review.by_key[key].reading.quote!r}"
        for key in found
    ]
    raise UsageError(chosen.field, say("error.several", count=len(found)), "\n".join(listed))


def _standing(one: Workspace, review: Review, chosen: argparse.Namespace) -> str:
    """The id of the reviewer's own latest standing verdict on a field."""
    mine = [
        outcome.correction
        for outcome in review.outcomes
        if outcome.correction.reviewer == one.reviewer
        and outcome.correction.field == chosen.field
        and (chosen.item is None or outcome.correction.item == chosen.item)
    ]
    if not mine:
        raise UsageError(chosen.field, *trouble("verdict.not-standing", reviewer=one.reviewer))
    return max(mine, key=lambda correction: (correction.at, correction.id)).id


def _value(review: Review, key: Key, words: str | None, place: str) -> Value | None:
    if words is None:
        return None
    try:
        return parse_value(words, review.schema.kinds[key.field])
    except ValueError as error:
        raise UsageError(place, error.args[0]) from None


def words_span(review: Review, quote: str | None) -> Span:
    """The one place where words stand in the source."""
    if not quote:
        raise UsageError("--quote", *trouble("quote.needed"))
    own, laid = review.source.own, lay(review.source)
    text = own if quote in own else laid.folded
    start = text.find(quote)
    if start < 0 or text.find(quote, start + 1) >= 0:
        wrong = trouble("quote.nowhere") if start < 0 else trouble("quote.twice")
        raise UsageError("--quote", *wrong)
    end = start + len(quote)
    if text is not own:
        return laid.span(start, end)
    first = review.source.within.start if review.source.within else 0
    return Span(first + start, first + end)
