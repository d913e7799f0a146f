"""Sameness: whether a text is a document that verdicts were made on, under whatever name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress

from kanwu.anchor import Anchor
from kanwu.placing.alignment import align
from kanwu.placing.form import SEAM, Form
from kanwu.placing.identity import likeness
from kanwu.placing.memory import remember
from kanwu.text import Text

_GRAM = 8
"""Units of a stretch in a sketch."""
_SAMPLED = bytes(low % 8 == 0 for low in range(256))
"""Which stretches a sketch keeps, by the low byte of their first unit."""


def sketch(form: Form) -> frozenset[str]:
    """Some of the stretches of a text, the same ones wherever the same words stand."""
    code = form.code
    low = code.encode("utf-32-le", "surrogatepass")[::4].translate(_SAMPLED)
    grams = (code[i : i + _GRAM] for i in compress(range(len(code) - _GRAM + 1), low))
    return frozenset(gram for gram in grams if SEAM not in gram)


def remembered(anchors: Sequence[Anchor], olds: Mapping[str, Text]) -> list[Form]:
    """What is known of the old texts behind anchors, the best known version first."""
    versions: dict[str, list[Anchor]] = {}
    for one in anchors:
        versions.setdefault(one.sha256, []).append(one)
    found = [
        memory.form
        for version, members in versions.items()
        for memory, _ in remember(members, olds.get(version))
    ]
    return sorted(found, key=lambda form: -len(form.code))


def sameness(old: Form, new: Form) -> float:
    """The share of an old text that stands in a new one; 0 where that is another document.

    The report of another year, or of another office, is another document, though most of its
    words are the same (see `identity`).
    """
    found = likeness(old, new, align(old, new).sure)
    return round(found.words, 4) if found.same else 0.0
