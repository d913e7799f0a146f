"""Kanwu (勘误, errata): read fields out of documents, doubt them, settle the doubts, keep the proof.

The flow is pure functions: `fold`, `extract`, `replay`, `check`, `triage`, and all of it `review`.
`kanwu.open(path)` is the one room that opens files: it gives a `Workspace`.
"""

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.replay import replay
from kanwu.review import review
from kanwu.source import decode
from kanwu.triage import triage
from kanwu.workspace import Workspace
from kanwu.workspace import open_workspace as open
from kanwu.workspace.documents import load_schema

__all__ = [
    "Workspace",
    "check",
    "decode",
    "extract",
    "fold",
    "load_schema",
    "open",
    "replay",
    "review",
    "triage",
]
