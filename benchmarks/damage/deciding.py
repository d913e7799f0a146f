"""Deciding: whether a document can still tell the truth of what was damaged in it.

Worked out from the sound report's own ties and dates, by trying every value that is one act of
damage away; nothing of kanwu is asked, so that the measure does not lean on what it measures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, product

from pieces import Fact, Report, Tie

_LOOKS = str.maketrans("OoIl", "0011")
Printed = Mapping[Fact, Decimal | None]
"""What the damaged facts of a document say now; None where they say nothing."""


def value_of(words: str) -> Decimal | None:
    """A plain number, wide or with its marks of thousands."""
    plain = "".join(str(int(c)) if c.isdigit() else c for c in words).rstrip("%").replace(",", "")
    return Decimal(plain) if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain) else None


def _said(fact: Fact, printed: Printed) -> Decimal | None:
    return printed[fact] if fact in printed else Decimal(fact.value)


def broken(report: Report, printed: Printed) -> list[Tie]:
    """The ties that what is printed breaks."""
    about = [tie for tie in report.ties if any(fact in printed for fact in tie.facts)]
    return [tie for tie in about if not tie.holds(lambda f: _said(f, printed))]


def one_act_away(words: str) -> Iterator[str]:
    """Every number that one lost, doubled, swapped or changed digit, or a lost point, could turn into these words."""
    for i, c in enumerate(words):
        if c.isdigit():
            if i and words[i - 1] == c:
                yield words[:i] + words[i + 1 :]
            yield from (words[:i] + d + words[i + 1 :] for d in "0123456789" if d != c)
        if words[i : i + 2].isdigit() and len(words[i : i + 2]) == 2:
            yield words[:i] + words[i + 1] + c + words[i + 2 :]
    for i in range(len(words) + 1):
        yield from (words[:i] + d + words[i:] for d in "0123456789.")


def decides_number(report: Report, fact: Fact, words: str) -> bool:
    """Whether one single change, a damage away from what is printed, mends all that is broken."""
    printed = {fact: value_of(words)}
    failed = broken(report, printed)
    if not failed:
        return False
    found: set[tuple[Fact, Decimal]] = set()
    for suspect in {f for tie in failed for f in tie.facts}:
        if any(suspect not in tie.facts for tie in failed):
            continue
        now = words if suspect is fact else suspect.words
        tries = {value_of(w) for w in one_act_away(now.rstrip("%"))}
        for value in tries - {None}:
            if not broken(report, {**printed, suspect: value}):
                found.add((suspect, value))  # type: ignore[arg-type]
    return found == {(fact, Decimal(fact.value))}


def decides_blank(report: Report, facts: Sequence[Fact]) -> bool:
    """Whether blank cells follow one after another from sums that miss nothing else."""
    open_ones = set(facts)
    while open_ones:
        solved = {
            fact
            for tie in report.ties
            for missing in [open_ones & set(tie.facts)]
            if len(missing) == 1 and tie.kind != "share"
            for fact in missing
        }
        if not solved:
            return False
        open_ones -= solved
    return True


def decides_missing(report: Report, fact: Fact) -> bool:
    """Whether a number that is gone follows from a sum, or is the only one that fits its share."""
    for tie in report.ties:
        if fact in tie.facts and tie.kind != "share":
            return True
        if tie.kind == "share" and fact is tie.right[0]:
            base = int(tie.right[1].value)
            fits = [n for n in range(base + 1) if not _breaks(tie, fact, Decimal(n))]
            return len(fits) == 1
    return False


def _breaks(tie: Tie, fact: Fact, value: Decimal) -> bool:
    return not tie.holds(lambda f: _said(f, {fact: value}))


def decides_swap(report: Report, rows: Sequence[Sequence[Fact]], pair: tuple[Fact, Fact]) -> bool:
    """Whether swapping two cells of one row back is the only such swap that mends all."""
    first, second = (Decimal(f.value) for f in pair)
    printed: dict[Fact, Decimal | None] = {pair[0]: second, pair[1]: first}
    if not broken(report, printed):
        return False
    found = 0
    for row in rows:
        for a, b in combinations(row, 2):
            now = {**printed, a: _said(b, printed), b: _said(a, printed)}
            found += not broken(report, now)
    return found == 1


def decides_row(report: Report, row: Sequence[Fact], left: Sequence[Decimal]) -> bool:
    """Whether a row that lost a cell fits the sums in one way only."""
    found = set()
    for at in range(len(row)):
        printed: dict[Fact, Decimal | None] = dict(
            zip(row, [*left[:at], None, *left[at:]], strict=True)
        )
        tie = next(t for t in report.ties if set(t.facts) == set(row))
        for value in {Decimal(f.value) for f in row} | {_residual(tie, printed)}:
            if not broken(report, {**printed, row[at]: value}):
                found.add(tuple({**printed, row[at]: value}.values()))
    return len(found) == 1


def _residual(tie: Tie, printed: Printed) -> Decimal:
    left, right = (
        sum((_said(f, printed) or Decimal(0) for f in side), Decimal(0))
        for side in (tie.left, tie.right)
    )
    return abs(right - left)


def readings_of(words: str, years: Sequence[int]) -> set[str]:
    """Every day and month of these years whose writing, with any of its marks dropped, is these words."""
    seen = re.sub(r"\s", "", words.translate(_LOOKS))
    seen = "".join(str(int(c)) if c.isdigit() else c for c in seen)
    found = set()
    for year in years:
        for n in range(366):
            day = date(year, 1, 1) + timedelta(n)
            for a, b, c in product(("年", ""), ("月", ""), ("日", "")):
                short = f"{day.month}{b}{day.day}{c}"
                if seen == f"{day.year}{a}{short}" or (seen == short and b + c):
                    found.add(day.isoformat())
                if day.day == 1 and seen == f"{day.year}{a}{day.month}{b}":
                    found.add(f"{day:%Y-%m}")
    return found


def decides_date(report: Report, fact: Fact, words: str) -> bool:
    """Whether the words and what the document says elsewhere leave one day."""
    year = report.year
    found = readings_of(words, (year, year + 1))
    if not found:  # the year itself is damaged, and the report's year tells which it was
        return True
    published = report.fact("report.published")
    if fact.field in {"report.period_start", "report.period_end", "report.as_of"}:
        statutory = found & {f"{year}-01-01", f"{year}-12-31"}
        found = statutory or found
    elif fact.field == "training.date":
        found = {d for d in found if d.startswith(str(year))}
    elif fact.field == "report.signed":
        last = str(published.value) if published else f"{year + 1}-12-31"
        found = {d for d in found if f"{year}-12-31" < d <= last}
    elif fact.field == "report.published":
        signed = report.fact("report.signed")
        found = {d for d in found if signed is None or d >= str(signed.value)}
    return found == {fact.value}
