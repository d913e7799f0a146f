"""Said: what the desk answers to a key, in words."""

from __future__ import annotations

from typing import Literal, NamedTuple


class Said(NamedTuple):
    """One sentence of the status line."""

    text: str
    kind: Literal["done", "note", "refused"] = "done"
