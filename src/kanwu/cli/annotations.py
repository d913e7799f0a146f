"""Annotations: findings as code hosts show them, beside the line of the file that they are about.

GitHub reads workflow commands out of a job's log (docs.github.com, Workflow commands); GitLab takes
a Code Quality report as an artifact (docs.gitlab.com, Code Quality, a subset of Code Climate's).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kanwu.choices import Host
from kanwu.finding import Finding, Severity
from kanwu.message import Language
from kanwu.review import Review
from kanwu.source import Span
from kanwu.workspace import Workspace

_ROOTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Where the hosts say that the repository is; paths are told from there, else from here."""
_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
_GRADES: Mapping[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}
UNREAD = "file"
"""The code of a file that cannot be read."""
_CONTAINERS = {"pdf", "docx"}
"""Documents whose text has no lines that their file has, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One finding at its place in a file of the repository."""

    path: str
    start: tuple[int, int] | None
    """Line and column, from 1; None where the file has no such line."""
    end: tuple[int, int] | None
    """The line and column of the last character."""
    severity: Severity
    code: str
    message: str
    mark: str
    """The same for the same finding, though lines before it came or went; two findings on one
    reading with one code share it."""


def annotated(one: Workspace, said: Language) -> Iterator[Annotation]:
    """The errors and warnings of all documents, and then the files that cannot be read."""
    for review in one.reviews():
        yield from annotate(one, review, said)
    for problem in one.problems:
        place = re.fullmatch(r"(.*?)(?::(\d+))?", problem.place, re.DOTALL)
        path, line = (place[1], place[2]) if place else (problem.place, None)
        yield Annotation(
            path=_path(one, path),
            start=(int(line), 1) if line else None,
            end=(int(line), 1) if line else None,
            severity="error",
            code=UNREAD,
            message=f"{problem.what}. {problem.hint}".rstrip(". ") + ".",
            mark=f"{UNREAD}\0{problem.place}\0{problem.what}",
        )


def annotate(one: Workspace, review: Review, said: Language) -> Iterator[Annotation]:
    """The errors and warnings of one document; notes ask nothing of anybody."""
    path = _path(one, one.path(review.source.document))
    for finding in review.findings:
        if finding.severity == "note":
            continue
        span = _span(finding, review)
        lined = span is not None and review.source.encoding not in _CONTAINERS
        yield Annotation(
            path=path,
            start=_at(review.source.text, span.start) if lined and span else None,
            end=_at(review.source.text, max(span.start, span.end - 1)) if lined and span else None,
            severity=finding.severity,
            code=finding.code,
            message=_message(finding, review, said),
            mark=_mark(finding, review, span),
        )


def github(found: Iterable[Annotation]) -> Iterator[str]:
    """One workflow command a line."""
    for one in found:
        told: dict[str, object] = {"file": one.path}
        if one.start and one.end:
            told |= {"line": one.start[0], "endLine": one.end[0]}
            if one.start[0] == one.end[0]:
                told |= {"col": one.start[1], "endColumn": one.end[1]}
        told["title"] = one.code
        words = ",".join(f"{name}={_property(str(value))}" for name, value in told.items())
        yield f"::{_LEVELS[one.severity]} {words}::{_data(one.message)}\n"


def gitlab(found: Iterable[Annotation]) -> Iterator[str]:
    """A report: one JSON array."""
    seen: Counter[str] = Counter()
    report = []
    for one in found:
        nth = seen[one.mark]
        seen[one.mark] += 1
        mark = hashlib.sha256(f"{one.mark}\0{nth}".encode("utf-8", "surrogatepass")).hexdigest()
        report.append(
            {
                "description": one.message,
                "check_name": one.code,
                "fingerprint": mark,
                "severity": _GRADES[one.severity],
                "location": {
                    "path": one.path,
                    "lines": {"begin": one.start[0] if one.start else 1},
                },
            }
        )
    yield json.dumps(report, ensure_ascii=False, indent=1) + "\n"


HOSTS: Mapping[Host, Callable[[Iterable[Annotation]], Iterator[str]]] = {
    "github": github,
    "gitlab": gitlab,
}
"""How each host wants them."""


def _path(one: Workspace, below: str) -> str:
    """Where a file of the workspace stands in the repository."""
    root = next((os.environ[name] for name in _ROOTS if os.environ.get(name)), "")
    return Path(os.path.relpath(one.root / below, root or Path.cwd())).as_posix()


def _span(finding: Finding, review: Review) -> Span | None:
    if finding.spans:
        return finding.spans[0]
    found = (review.by_key[key].reading.span for key in finding.readings if key in review.by_key)
    return next(found, None)


def _at(text: str, offset: int) -> tuple[int, int]:
    begin = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - begin + 1


def _message(finding: Finding, review: Review, said: Language) -> str:
    if not finding.readings:
        return finding.message[said]
    first = finding.readings[0]
    name = review.schema.labels[first.field][said]
    item = f" {first.item}" if first.item else ""
    return f"{name}{item}: {finding.message[said]}"


def _mark(finding: Finding, review: Review, span: Span | None) -> str:
    keys = (":".join((key.field, key.item or "", str(key.nth))) for key in finding.readings)
    words = review.source.quote(span) if span else ""
    correction = finding.correction or ""
    return "\0".join((review.source.document, finding.code, words, correction, *keys))


def _data(text: str) -> str:
    """A message, with what would end the command escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A value before the message, with what would end it escaped, too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
