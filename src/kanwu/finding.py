"""Finding: a doubt about readings, with its reason in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kanwu.message import Message
from kanwu.reading import Candidate, Key
from kanwu.source import Span

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One doubt of one check: what, how bad, why, about which readings."""

    code: str
    """`date.separators-lost`, or the name of the schema's rule: `applicants-add-up`."""
    severity: Severity
    message: Message
    readings: tuple[Key, ...] = ()
    """The readings concerned, the most suspect first."""
    spans: tuple[Span, ...] = ()
    """The source words concerned, in the order of `readings`, or of the text where there are none."""
    candidates: tuple[Candidate, ...] = ()
    """Values for the most suspect reading that would settle the doubt, best first."""
    correction: str | None = None
    """The id of the correction that the finding is about, for outcomes of replay."""
