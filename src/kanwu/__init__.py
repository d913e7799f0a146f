"""Kanwu (勘误, errata): read fields out of documents, doubt them, settle the doubts, keep the proof.

The flow is pure functions: `fold`, `extract`, `replay`, `check`, `triage`, and all of it `review`.
`kanwu.open(path)` is the one room that opens files: it gives a `Workspace`. Each is imported when it
is first asked for, so that a command pays for what it uses.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
_HOMES = {
    "Workspace": ("workspace", "Workspace"),
    "check": ("checks", "check"),
    "decode": ("source", "decode"),
    "extract": ("extractors", "extract"),
    "fold": ("folds", "fold"),
    "load_schema": ("workspace.documents", "load_schema"),
    "open": ("workspace", "open_workspace"),
    "replay": ("replay", "replay"),
    "review": ("review", "review"),
    "triage": ("triage", "triage"),
}
"""Name → the module below this one that it lives in, and its name there."""


class _Package(ModuleType):
    """This package: `kanwu.review` is the function, also once the module of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (isinstance(value, ModuleType) and name in _HOMES):
            super().__setattr__(name, value)


def __getattr__(name: str) -> object:
    """One of the names above, from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found


sys.modules[__name__].__class__ = _Package
