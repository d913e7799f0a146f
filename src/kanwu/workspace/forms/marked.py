"""Annotations: JSON with the text of each document, or with its path, and the values marked in it."""

from __future__ import annotations

import json
from pathlib import Path

from kanwu.annotating import CONTEXT, label_studio, web_annotations
from kanwu.outgoing import Passing
from kanwu.source import Source

_IDENTITY = "urn:kanwu:release"


class LabelStudio:
    """`values.label-studio`: a list of tasks, as Label Studio imports and exports it."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "values.label-studio").open("w", encoding="utf-8", newline="\n")
        self._between = "["

    def add(self, path: str, one: Passing) -> None:
        """Add the task of one document."""
        del path
        task = json.dumps(label_studio(_source(one), one.rows.values), ensure_ascii=False)
        self._file.write(f"{self._between}\n{task}")
        self._between = ","

    def close(self) -> None:
        """Finish the file."""
        self._file.write("\n]\n" if self._between == "," else "[]\n")
        self._file.close()


class WebAnnotation:
    """`values.web-annotation`: a page of annotations in JSON-LD, after the W3C's model."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "values.web-annotation").open("w", encoding="utf-8", newline="\n")
        head = {"@context": CONTEXT, "id": _IDENTITY, "type": "AnnotationPage"}
        self._file.write(json.dumps(head)[:-1] + ', "items": [')
        self._between = "\n"

    def add(self, path: str, one: Passing) -> None:
        """Add the annotations of one document."""
        for annotation in web_annotations(path, _source(one), one.rows.values):
            self._file.write(self._between + json.dumps(annotation, ensure_ascii=False))
            self._between = ",\n"

    def close(self) -> None:
        """Finish the file."""
        self._file.write("\n]}\n")
        self._file.close()


def _source(one: Passing) -> Source:
    assert one.source is not None, "what is marked in its document is exported from its review"
    return one.source
