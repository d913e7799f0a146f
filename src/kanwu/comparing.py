"""Comparing: two releases → the values that changed, are new or are gone, each with what is behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kanwu.errors import UsageError
from kanwu.message import Message, say

Line = Mapping[str, str]
"""A row of a release as it was read back; a cell that is empty or not there is ''."""
ChangeKind = Literal["changed", "new", "gone"]
Cause = Literal["correction", "withdrawn", "document", "source", "schema", "extractor", "rule"]
"""A verdict; a verdict that no longer holds; a document that came or went; another version of the
document; another schema; another extractor or version of it; a rule that doubts it, or does no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a release says of one document."""

    document: str
    sha256: str
    schema: str
    """The schema with its version."""
    extractor: str
    """kanwu with its version."""
    values: Sequence[Line] = ()
    withheld: Sequence[Line] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One value that is not as it was."""

    document: str
    field: str
    item: str
    nth: int
    kind: ChangeKind
    old: str
    """As it stood, with its qualifier; empty for a new one."""
    new: str
    cause: Cause
    why: Message
    correction: str = ""
    """The id of the verdict behind it."""
    rules: tuple[str, ...] = ()
    """Codes of what doubts it now, or doubted it before."""


def compare(old: Iterable[Page], new: Iterable[Page]) -> Iterator[Changed]:
    """Every value that changed, came or went, in the order of documents and, in one, of the new release.

    Of several values of one field and item, those that are the same are paired first, so that one
    more among them is one more, and no shift of all that follow.

    Raises:
        UsageError: The pages do not come in the order of their documents.
    """
    for before, after in _paired(_ordered(old), _ordered(new)):
        yield from _compare(before, after)


def _ordered(pages: Iterable[Page]) -> Iterator[Page]:
    last = ""
    for page in pages:
        if page.document <= last:
            raise UsageError(
                page.document, "stands out of order in the release", "Sort it by its documents."
            )
        last = page.document
        yield page


def _paired(old: Iterator[Page], new: Iterator[Page]) -> Iterator[tuple[Page | None, Page | None]]:
    before, after = next(old, None), next(new, None)
    while before or after:
        if after is None or (before and before.document < after.document):
            yield before, None
            before = next(old, None)
        elif before is None or after.document < before.document:
            yield None, after
            after = next(new, None)
        else:
            yield before, after
            before, after = next(old, None), next(new, None)


def _compare(before: Page | None, after: Page | None) -> Iterator[Changed]:
    old, new = _grouped(before), _grouped(after)
    for name in dict.fromkeys((*new, *old)):
        for was, now in _matched(old.get(name, []), new.get(name, [])):
            if was is None or now is None or _told(was) != _told(now):
                yield _changed(name, was, now, before, after)


def _grouped(page: Page | None) -> dict[tuple[str, str], list[Line]]:
    found: dict[tuple[str, str], list[Line]] = {}
    for line in page.values if page else ():
        found.setdefault((line["field"], line["item"]), []).append(line)
    return found


def _matched(old: Sequence[Line], new: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Equal values with each other, the rest in their order, what is over alone."""
    if [_told(one) for one in old] == [_told(one) for one in new]:
        return
    left, fresh = list(old), []
    for now in new:
        same = next((was for was in left if _told(was) == _told(now)), None)
        if same is None:
            fresh.append(now)
        else:
            left.remove(same)
    for i in range(max(len(left), len(fresh))):
        yield left[i] if i < len(left) else None, fresh[i] if i < len(fresh) else None


def _told(line: Line) -> tuple[str, ...]:
    return tuple(line.get(name, "") for name in ("value", "unit", "qualifier"))


def _shown(line: Line | None) -> str:
    if line is None:
        return ""
    told = [line.get("qualifier", ""), line["value"] or line.get("verdict", "")]
    return " ".join(part for part in told if part)


def _changed(
    name: tuple[str, str],
    was: Line | None,
    now: Line | None,
    before: Page | None,
    after: Page | None,
) -> Changed:
    page, line = after or before, now or was
    assert page is not None
    assert line is not None
    held = _held(after, name, line) if now is None else {}
    freed = _held(before, name, line) if was is None else {}
    cause, correction = _cause(was or freed, now or held, before, after)
    rules = (held or freed).get("doubts", "").split()
    if cause == "correction" and now is not None:
        rules = now.get("doubts", "").split()
    return Changed(
        document=page.document,
        field=name[0],
        item=name[1],
        nth=int(line.get("nth") or 0),
        kind="new" if was is None else "gone" if now is None else "changed",
        old=_shown(was),
        new=_shown(now),
        cause=cause,
        why=_why(cause, was or freed, now or held, before, after, rules),
        correction=correction,
        rules=tuple(rules),
    )


def _held(page: Page | None, name: tuple[str, str], line: Line) -> Line:
    """The reading of this field and item that a release holds back; of several, the one of this number."""
    found = [one for one in page.withheld if (one["field"], one["item"]) == name] if page else []
    exact = [one for one in found if one.get("nth", "") == line.get("nth", "")]
    return (exact or found or [{}])[0]


def _cause(was: Line, now: Line, before: Page | None, after: Page | None) -> tuple[Cause, str]:
    """What is behind a change, and the id of the verdict where it is one."""
    if before is None or after is None:
        return "document", ""
    old, new = was.get("correction", ""), now.get("correction", "")
    if new and new != old:
        return "correction", new
    if old and not new:
        return "withdrawn", old
    if before.sha256 != after.sha256:
        return "source", ""
    if before.schema != after.schema:
        return "schema", ""
    if _reader(was, before) != _reader(now, after):
        return "extractor", ""
    return "rule", ""


def _reader(line: Line, page: Page) -> str:
    return line.get("extractor", "") or page.extractor


def _why(
    cause: Cause,
    was: Line,
    now: Line,
    before: Page | None,
    after: Page | None,
    rules: Sequence[str],
) -> Message:
    match cause:
        case "correction":
            said = say(f"verdict.{now['verdict']}")
            note = f": {now['note']}" if now.get("note") else ""
            found = say(
                "diff.correction", reviewer=now["reviewer"], at=now["at"], said=said, note=note
            )
        case "withdrawn":
            found = say("diff.withdrawn", reviewer=was["reviewer"], at=was["at"])
        case "document":
            found = say("diff.document-new" if before is None else "diff.document-gone")
        case "source":
            found = say("diff.source")
        case "schema":
            found = say("diff.schema", old=_of(before, "schema"), new=_of(after, "schema"))
        case "extractor":
            old = was.get("extractor") or _of(before, "extractor")
            new = now.get("extractor") or _of(after, "extractor")
            found = say("diff.extractor", old=old, new=new)
        case "rule":
            found = say("diff.rule-open" if now.get("why") else "diff.rule")
    if not rules or cause in {"correction", "document"}:
        return found
    doubts = say("diff.doubts" if now.get("why") else "diff.doubted", codes=", ".join(rules))
    return Message(f"{found.zh}{doubts.zh}", f"{found.en}{doubts.en}")


def _of(page: Page | None, name: str) -> str:
    return str(getattr(page, name)) if page else ""
