"""Intake: what other tools wrote → claims: one for each value, with the document it is said of.

Each form has one signature, `text, mapping → claims`. What a tool says beyond what a claim has room for
is kept beside it, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kanwu.choices import Notation
from kanwu.intake import barejson, labelstudio, langextract, rows
from kanwu.intake.claim import Claim, Naming

INTAKE: Mapping[Notation, Callable[[str, str, Naming], Iterator[Claim]]] = {
    "langextract": langextract.claims,
    "label-studio": labelstudio.claims,
    "csv": rows.csv_claims,
    "jsonl": rows.jsonl_claims,
    "json": barejson.claims,
}
"""By form; each takes the text of a file, what the file is called, and the naming, and raises
UsageError where the file is not of that form."""
