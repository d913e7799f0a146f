"""Release: the dataset as a file, or as a folder with all that belongs to it, written whole."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from kanwu.auditing import Audited
from kanwu.choices import Also, Form
from kanwu.dataset import values_sheet, withheld_sheet
from kanwu.errors import UsageError
from kanwu.message import LANGUAGES, trouble
from kanwu.outgoing import Passing
from kanwu.publishing import citation, croissant, descriptor, rocrate
from kanwu.publishing.codebook import codebook_page, codebook_sheet
from kanwu.publishing.imprint import File, Imprint, Tally, Told
from kanwu.publishing.methods import methods_page
from kanwu.replay import Outcome
from kanwu.schema import Schema
from kanwu.sheet import Sheet
from kanwu.wide import Wide
from kanwu.workspace.folder import aside, move, swap
from kanwu.workspace.forms import ANNOTATIONS, FORMS, WHOLE, Sink
from kanwu.workspace.forms.delimited import Csv
from kanwu.workspace.forms.tables import Tables
from kanwu.workspace.settings import Settings

CHECKSUMS = "checksums.sha256"
_METADATA: Mapping[
    str, tuple[str, Callable[[Imprint, Tally, Sequence[Sheet], Sequence[File]], str]]
] = {
    "croissant": (croissant.FILE, croissant.croissant),
    "ro-crate": (rocrate.FILE, rocrate.ro_crate),
}
"""Metadata for other tools: the file, and what makes its text."""
_SUFFIXES: dict[str, Form] = {
    "": "datapackage",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".sqlite": "sqlite",
    ".db": "sqlite",
    ".parquet": "parquet",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What went out, and what did not."""

    path: str
    rows: int
    documents: int
    doubted: int
    """Readings left out because they are doubted."""


def imprint(settings: Settings, name: str, schema: Schema, *, doubted: bool) -> Imprint:
    """What a release of a workspace says of itself."""
    about = settings.release
    return Imprint(
        name=name,
        schema=schema,
        kanwu=version("kanwu"),
        gate="doubted" if doubted else "verified",
        title=about.title,
        version=about.version,
        license=about.license,
        authors=about.authors,
        url=about.url,
        date=about.date,
        source_licenses=about.source_licenses,
    )


def export(
    documents: Iterable[Passing],
    to: str,
    form: Form | None = None,
    *,
    imprint: Imprint,
    paths: Callable[[str], str],
    orphans: Callable[[], Iterable[Outcome]] = tuple,
    audited: Callable[[], Iterable[Audited]] = tuple,
    also: Sequence[Also] = (),
    bom: bool = False,
) -> Exported:
    """Write every value that passes the gate of the imprint, with its provenance.

    `to` is a file, or `-` for stdout, or for a data package a folder; `form` is told by its name
    where it is not given. `paths` gives the path of a document in its workspace, and `orphans` what
    became of corrections whose documents are not among these, and `audited` what audits came to, once
    all have passed by. It is all written aside first, and takes its place when it is whole.

    Raises:
        UsageError: The form cannot be told, does not go with the rest, or lacks its library.
        WorkspaceError: It cannot be written; what stood there stands there.
    """
    chosen = form or form_of(to)
    package = chosen == "datapackage"
    if to == "-" and chosen not in {"csv", "jsonl", *ANNOTATIONS}:
        raise UsageError("--to", *trouble("export.no-folder", form=chosen))
    if also and not package:
        raise UsageError("--with", *trouble("export.with"))
    if bom and chosen not in {"csv", "datapackage"}:
        raise UsageError("--bom", *trouble("export.bom"))
    wide = Wide(imprint.schema)
    sheets = [wide.documents, wide.marks, values_sheet(), withheld_sheet(), codebook_sheet()]
    target = Path(to)
    with TemporaryDirectory() if to == "-" else aside(target, to) as name:
        folder = Path(name)
        sink = _sink(chosen, folder, sheets, imprint.schema, also, bom=bom)
        tally = _pass(documents, sink, paths)
        tally.audited.extend(audited())
        _count_outcomes(orphans(), tally)
        made = folder / WHOLE.get(chosen, f"values.{chosen}")
        if package:
            _complete(folder, imprint, tally, sheets, also, bom=bom)
            swap(folder, target, to)
        elif to == "-":
            with made.open(encoding="utf-8", newline="") as file:
                shutil.copyfileobj(file, sys.stdout)
        else:
            move(made, target, to)
    return Exported(to, tally.out, len(tally.documents), tally.held["doubted"])


def form_of(to: str) -> Form:
    """The form that the name of a file tells.

    Raises:
        UsageError: It tells none.
    """
    if to == "-":
        return "csv"
    found = _SUFFIXES.get(Path(to).suffix.lower())
    if found is None:
        known = "|".join(get_args(Form))
        raise UsageError(
            "--to",
            *trouble("export.form", path=to, known=known),
        )
    return found


def _sink(
    form: Form,
    folder: Path,
    sheets: Sequence[Sheet],
    schema: Schema,
    also: Sequence[Also],
    *,
    bom: bool,
) -> Sink:
    """What takes the documents in a form."""
    if form in ANNOTATIONS:
        return ANNOTATIONS[form](folder)
    if form == "datapackage":
        books = [FORMS[one](folder, sheets) for one in dict.fromkeys(also) if one in FORMS]
        return Tables([Csv(folder, sheets, bom=bom), *books], schema, whole=True)
    if form in WHOLE:
        return Tables([FORMS[form](folder, sheets)], schema, whole=True)
    alone = [values_sheet()]
    book = Csv(folder, alone, bom=bom) if form == "csv" else FORMS[form](folder, alone)
    return Tables([book], schema, whole=False)


def _pass(documents: Iterable[Passing], sink: Sink, paths: Callable[[str], str]) -> Tally:
    """Let all documents pass by, write what goes out, and count."""
    tally = Tally()
    for one in documents:
        path, rows = paths(one.document), one.rows
        sha256 = str(rows.document[1])
        tally.documents.append(Told(document=one.document, path=path, sha256=sha256))
        tally.out += len(rows.values)
        tally.held.update(held.why for held in rows.withheld)
        tally.extractors.update(row.extractor for row in rows.values if row.extractor)
        tally.states.update(one.states)
        tally.findings.update(one.findings)
        tally.judged.extend(one.judged)
        _count_outcomes(one.outcomes, tally)
        sink.add(path, one)
    sink.close()
    return tally


def _count_outcomes(outcomes: Iterable[Outcome], tally: Tally) -> None:
    for outcome in outcomes:
        correction = outcome.correction
        tally.outcomes[outcome.kind] += 1
        tally.verdicts[correction.verdict] += 1
        tally.reviewers.add(correction.reviewer)
        at = correction.at.isoformat().replace("+00:00", "Z")
        tally.latest = max(tally.latest, at)


def _complete(
    folder: Path,
    imprint: Imprint,
    tally: Tally,
    sheets: Sequence[Sheet],
    also: Sequence[Also],
    *,
    bom: bool,
) -> None:
    """Write what stands beside the tables: pages, citation, descriptor, checksums."""
    for language in LANGUAGES:
        _write(folder / f"codebook.{language}.md", codebook_page(imprint.schema, language))
        _write(folder / f"methods.{language}.md", methods_page(imprint, tally, sheets, language))
    _write(folder / citation.FILE, citation.citation(imprint, tally))
    files = [_file(path) for path in sorted(folder.iterdir())]
    for name, (file, metadata) in _METADATA.items():
        if name in also:
            _write(folder / file, metadata(imprint, tally, sheets, files))
            files = sorted((*files, _file(folder / file)), key=lambda one: one.path)
    text = descriptor.descriptor(imprint, tally, sheets, files, bom=bom)
    _write(folder / descriptor.FILE, text)
    files = sorted((*files, _file(folder / descriptor.FILE)), key=lambda one: one.path)
    _write(folder / CHECKSUMS, "".join(f"{one.sha256}  {one.path}\n" for one in files))


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _file(path: Path) -> File:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.name, path.stat().st_size, digest)
