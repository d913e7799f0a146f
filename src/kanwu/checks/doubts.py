"""Doubts: what is wrong with a reading's own words, with its verdicts, or with a correction's place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kanwu.correction import Correction, Verdict
from kanwu.finding import Finding, Severity
from kanwu.folds.markup import untagged
from kanwu.message import Message, say
from kanwu.numeral import written
from kanwu.reading import Candidate, Key, Reading
from kanwu.replay import WORK, Outcome, Replayed, Settled, latest
from kanwu.source import Span
from kanwu.text import UNREAD, Text

_SEVERITY: dict[str, Severity] = {"table.blank-cell": "warning", "table.label-lost": "warning"}
"""Damage is an error unless it stands here."""
UNPLACED = "table.short-row"
"""The damage of cells that lost their place."""
_MANY = 8
"""So many cells are more than one row."""
_SAID = 60
"""So many characters of a reading's words are said in a sentence."""
_BEYOND: dict[str, str] = {kind: f"finding.text.{kind}" for kind in ("spam", "gloss", "ordinal")}
"""What a mark in the text says, by its kind; every other one is garbled words."""


def doubts(
    replayed: Replayed, text: Text, weigh: Callable[[Reading], tuple[Candidate, ...]]
) -> Iterator[Finding]:
    """Every doubt that needs no rule of the schema."""
    noted = [one for one in replayed.spoken if one.reading.damage or one.correction is not None]
    for torn in _torn(noted, replayed.spoken):
        yield _unplaced(torn, text, weigh)
    for one in noted:
        reading, correction = one.reading, one.correction
        if reading.damage and reading.damage != UNPLACED and not one.decided:
            yield _damaged(reading, weigh)
        if correction is not None and correction.verdict == "question":
            yield _questioned(one)
    for outcome in replayed.outcomes:
        if outcome.kind in WORK:
            yield _orphaned(outcome)
    for a, b in _contradictions(replayed):
        yield _contradicted(a, b)
    for repair in [one for one in text.mended if one.before == one.after or UNREAD in one.after]:
        yield Finding(
            code=f"text.{repair.kind}",
            severity="note",
            message=say(_BEYOND.get(repair.kind, "finding.text"), words=repair.before),
            spans=(repair.span,),
        )


def settled_by_verdict(finding: Finding, verdicts: Mapping[Key, Verdict]) -> bool:
    """Whether a verdict has settled a finding about a relation.

    It has when the source itself is said to be wrong (`sic`), when the most suspect reading is
    confirmed, or when every reading concerned bears a verdict. An amended value is tried again.
    """
    if not finding.readings or finding.code.startswith(("verdict.", "replay.")):
        return False
    given = [verdicts.get(key) for key in finding.readings]
    if "sic" in given or given[0] in {"confirmed", "unreadable", "absent"}:
        return True
    return all(verdict is not None and verdict != "question" for verdict in given)


def _damaged(reading: Reading, weigh: Callable[[Reading], tuple[Candidate, ...]]) -> Finding:
    code = reading.damage or ""
    return Finding(
        code=code,
        severity=_SEVERITY.get(code, "error"),
        message=say(f"finding.{code}", words=_short(untagged(reading.quote))),
        readings=(reading.key,),
        spans=(reading.span,) if reading.span else (),
        candidates=weigh(reading) if reading.value is None else (),
    )


def _torn(noted: Iterable[Settled], settled: Sequence[Settled]) -> Iterator[list[Settled]]:
    """The undecided cells whose place is not known, those together whose words overlap.

    Where one alone is open, the others of its row follow: which of their equal values is the one
    that is gone makes no difference to them.
    """
    groups: list[list[Settled]] = []
    open_ones = [one for one in noted if one.reading.damage == UNPLACED and not one.decided]
    for one in sorted(open_ones, key=_start):
        near = next((g for g in groups if any(_meet(one, other) for other in g)), None)
        if near is None:
            groups.append([one])
        else:
            near.append(one)
    for group in groups:
        first = group[0].reading
        table = first.key.field.rpartition(".")[0]
        if len(group) == 1:
            group += [
                one
                for one in settled
                if one.reading.key.field.rpartition(".")[0] == table
                and one.reading.value is not None
                and _meet(one, group[0])
            ]
        yield group


def _start(one: Settled) -> int:
    return one.reading.span.start if one.reading.span else 0


def _meet(a: Settled, b: Settled) -> bool:
    """Whether two cells are of one table, and their words overlap."""
    one, other = a.reading, b.reading
    if one.span is None or other.span is None or not one.span.overlaps(other.span):
        return False
    return one.key.field.partition(".")[0] == other.key.field.partition(".")[0]


def _unplaced(
    torn: Sequence[Settled], text: Text, weigh: Callable[[Reading], tuple[Candidate, ...]]
) -> Finding:
    """One finding for all cells of a row, or of a table, that cannot be placed."""
    readings = [one.reading for one in torn]
    spans = tuple(span for reading in readings if (span := reading.span) is not None)
    words = text.source.quote(Span(min(s.start for s in spans), max(s.end for s in spans)))
    each = tuple(weigh(reading) if reading.damage else () for reading in readings)
    if sum(map(bool, each)) > 1:
        each = _or_blanks(each, readings)
    several = "" if sum(map(bool, each)) < _MANY else ".several"
    return Finding(
        code=UNPLACED,
        severity="error",
        message=say(f"finding.{UNPLACED}{several}", words=_short(untagged(words)), count=len(torn)),
        readings=tuple(reading.key for reading in readings),
        spans=spans,
        candidates=each[0],
        each=each,
        spared=frozenset(reading.key for reading in readings if not reading.damage),
    )


def _or_blanks(
    each: Sequence[tuple[Candidate, ...]], readings: Sequence[Reading]
) -> tuple[tuple[Candidate, ...], ...]:
    """What each could be if it is no blank; cells that share their words share the answer."""
    found: dict[tuple[int, int], tuple[Candidate, ...]] = {}
    for candidates, reading in zip(each, readings, strict=True):
        shared = id(candidates), id(reading.candidates)
        if shared not in found:
            found[shared] = _or_blank(candidates, reading)
    return tuple([found[id(a), id(b.candidates)] for a, b in zip(each, readings, strict=True)])


def _or_blank(candidates: tuple[Candidate, ...], reading: Reading) -> tuple[Candidate, ...]:
    """The same candidates, less likely by what the words leave for a blank."""
    share = min(1.0, sum([one.score for one in reading.candidates]) or 1.0)
    return tuple(
        [Candidate(one.value, round(one.score * share, 4), one.reasons) for one in candidates]
    )


def _short(words: str) -> str:
    """Words in one line, and no longer than a sentence bears."""
    line = " ".join(words.split())
    return line if len(line) <= _SAID else f"{line[:_SAID]}…"


def _questioned(one: Settled) -> Finding:
    note = one.correction.note if one.correction else ""
    reviewer = one.correction.reviewer if one.correction else ""
    return Finding(
        code="verdict.question",
        severity="warning",
        message=say("finding.verdict.question", reviewer=reviewer, note=note),
        readings=(one.reading.key,),
        spans=(one.reading.span,) if one.reading.span else (),
    )


def _orphaned(outcome: Outcome) -> Finding:
    return Finding(
        code=f"replay.{outcome.kind}",
        severity="error",
        message=outcome.message,
        spans=(*((outcome.span,) if outcome.span else ()), *outcome.nearest),
        correction=outcome.correction.id,
    )


def _contradictions(replayed: Replayed) -> Iterator[tuple[Outcome, Outcome]]:
    """Two reviewers' latest verdicts on one reading that do not say the same."""
    for by_reviewer in latest(replayed.outcomes).values():
        first, *others = by_reviewer.values()
        for other in others:
            if first.said != other.said:
                yield first, other


def _told(correction: Correction) -> Message:
    value = "" if correction.value is None else f" {written(correction.value)}"
    verdict = say(f"verdict.{correction.verdict}")
    return Message(verdict.zh + value, verdict.en + value)


def _contradicted(a: Outcome, b: Outcome) -> Finding:
    one, other = a.correction, b.correction
    span = b.span or a.span
    return Finding(
        code="verdict.contradiction",
        severity="error",
        message=say(
            "finding.verdict.contradiction",
            first=one.reviewer,
            first_said=_told(one),
            second=other.reviewer,
            second_said=_told(other),
        ),
        readings=(b.key,) if b.key else (),
        spans=(span,) if span else (),
    )
