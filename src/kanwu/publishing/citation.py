"""Citation: `CITATION.cff`, after the Citation File Format 1.2.0."""

from __future__ import annotations

import yaml

from kanwu.message import say
from kanwu.publishing.imprint import Imprint, Tally

FILE = "CITATION.cff"


def citation(imprint: Imprint, tally: Tally) -> str:
    """How to cite a release: its authors, else its reviewers, else the release itself by its name."""
    names = imprint.authors or tuple(sorted(tally.reviewers)) or (imprint.heading,)
    found: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": say("citation.message").en,
        "type": "dataset",
        "title": imprint.heading,
        "authors": [{"name": name} for name in names],
    }
    if imprint.version:
        found["version"] = imprint.version
    if date := imprint.date or tally.latest[:10]:
        found["date-released"] = date
    if imprint.license:
        found["license"] = imprint.license
    if imprint.url:
        found["url"] = imprint.url
    return yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=100)
