"""Release: the dataset as a file, written whole."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from kanwu.dataset import COLUMNS, Row, as_json, cells, goes_out, row
from kanwu.errors import UsageError
from kanwu.review import Review
from kanwu.workspace.files import write_whole

Form = Literal["csv", "jsonl"]


@dataclass(frozen=True, slots=True)
class Exported:
    """What went out, and what did not."""

    path: str
    rows: int
    documents: int
    doubted: int
    """Readings left out because they are doubted."""


def export(
    reviews: Iterable[Review], to: str, form: Form | None = None, *, doubted: bool = False
) -> Exported:
    """Write every value that is verified, or read without a doubt, with its provenance.

    `to` is a file, or `-` for stdout; `form` is told by its name where it is not given.

    Raises:
        UsageError: The form cannot be told.
        WorkspaceError: The file cannot be written; what stood there stands there.
    """
    chosen = form or _form(to)
    rows: list[Row] = []
    left_out = documents = 0
    for review in reviews:
        documents += 1
        for one in review.settled:
            state = review.state(one.reading.key)
            if goes_out(one, state, doubted=doubted):
                rows.append(row(review.source, review.schema, one, state))
            elif state == "doubted":
                left_out += 1
    written = _csv(rows) if chosen == "csv" else _jsonl(rows)
    if to == "-":
        sys.stdout.write(written)
    else:
        write_whole(Path(to), written.encode("utf-8"), to)
    return Exported(to, len(rows), documents, left_out)


def _form(to: str) -> Form:
    suffix = Path(to).suffix.lower()
    if suffix == ".csv" or to == "-":
        return "csv"
    if suffix in {".jsonl", ".ndjson"}:
        return "jsonl"
    raise UsageError(
        "--to", f'"{to}" does not tell the form', "Name it .csv or .jsonl, or add --as csv."
    )


def _csv(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(list(cells(one)) for one in rows)
    return out.getvalue()


def _jsonl(rows: Iterable[Row]) -> str:
    return "".join(json.dumps(_record(one), ensure_ascii=False) + "\n" for one in rows)


def _record(one: Row) -> dict[str, object]:
    return {name: as_json(value) for name, value in asdict(one).items()}
