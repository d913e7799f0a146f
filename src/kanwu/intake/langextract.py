"""LangExtract: annotated documents, one JSON object a line.

An extraction has a class (the field), its words, and attributes: `value`, `unit` and `item` are read,
all others kept. The words alone are the value where no attribute says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kanwu.errors import UsageError
from kanwu.imported import Extraction
from kanwu.intake.claim import Claim, Naming, extraction, load_lines
from kanwu.intake.claim import text as words


def claims(text: str, shown: str, naming: Naming) -> Iterator[Claim]:
    """The claims of annotated documents."""
    for one in load_lines(text, shown):
        found = one.get("extractions")
        if not isinstance(found, list):
            raise UsageError(
                shown,
                "a document in it has no list of extractions",
                "LangExtract writes such files with save_annotated_documents.",
            )
        for entry in found:
            if isinstance(entry, dict):
                document, copy = words(one.get("document_id")), words(one.get("text")) or None
                yield Claim(document, copy, _extraction(entry, naming))


def _extraction(entry: Mapping[str, object], naming: Naming) -> Extraction:
    interval = entry.get("char_interval")
    place = interval if isinstance(interval, dict) else {}
    given = entry.get("attributes")
    attributes = dict(given) if isinstance(given, dict) else {}
    told = {
        **attributes,
        "quote": entry.get("extraction_text"),
        "start": place.get("start_pos"),
        "end": place.get("end_pos"),
        "status": entry.get("alignment_status"),
    }
    rest = ("extraction_index", "group_index", "description")
    told |= {key: entry[key] for key in rest if entry.get(key) is not None}
    return extraction(naming, words(entry.get("extraction_class")), told)
