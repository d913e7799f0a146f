"""Audits on disk: `audits/NAME.toml`, the sample of each with its seed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import tomli_w

from kanwu.auditing import Audit, Sampled, asked
from kanwu.errors import KanwuError, UsageError, WorkspaceError
from kanwu.finding import Finding
from kanwu.reading import Key
from kanwu.review import Raw
from kanwu.workspace.files import read_text, toml_of, write_whole
from kanwu.workspace.identity import slug

FOLDER = "audits"
FORMAT = 1


class Audits:
    """All audits of a workspace."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[KanwuError] = []
        """The files that could not be read."""
        self._by_name: dict[str, Audit] = {}
        for path in sorted((root / FOLDER).glob("*.toml")):
            shown = self._shown(path.stem)
            try:
                self._by_name[path.stem] = parse(read_text(path, shown), shown, path.stem)
            except KanwuError as error:
                self.problems.append(error)

    def __iter__(self) -> Iterator[Audit]:
        """In the order of their names."""
        return iter(self._by_name[name] for name in sorted(self._by_name))

    def get(self, name: str) -> Audit | None:
        """The audit of this name; None where there is none."""
        return self._by_name.get(name)

    def asked(self, document: str, raw: Raw) -> Iterator[Finding]:
        """What all audits ask of a document."""
        for audit in self:
            if sampled := audit.of(document):
                yield from asked(audit.name, sampled, raw.readings)

    def save(self, audit: Audit) -> None:
        """Keep a new audit.

        Raises:
            UsageError: There is one of this name, or it is no name for a file.
            WorkspaceError: It cannot be written.
        """
        self.free(audit.name)
        shown = self._shown(audit.name)
        write_whole(self.root / shown, dump(audit).encode("utf-8"), shown)
        self._by_name[audit.name] = audit

    def free(self, name: str) -> None:
        """Make sure that a new audit can have this name.

        Raises:
            UsageError: There is one of this name, or it is no name for a file.
        """
        if name != slug(name):
            raise UsageError(name, "is no name for an audit", f'Write "{slug(name) or "spring"}".')
        if (self.root / self._shown(name)).exists():
            raise UsageError(
                self._shown(name), "has been drawn already", "Take another name for a new sample."
            )

    def _shown(self, name: str) -> str:
        return f"{FOLDER}/{name}.toml"


def dump(audit: Audit) -> str:
    """An audit as TOML."""
    head = {
        "format": FORMAT,
        "schema": audit.schema,
        "kanwu": audit.kanwu,
        "seed": audit.seed,
        "confidence": audit.confidence,
        "population": audit.population,
    }
    blocks = (f"\n[[sampled]]\n{tomli_w.dumps(_entry(one))}" for one in audit.sampled)
    return tomli_w.dumps(head) + "".join(blocks)


def parse(text: str, shown: str, name: str) -> Audit:
    """An audit out of its file; `shown` names that in errors.

    Raises:
        WorkspaceError: The file is no TOML, or says something that cannot be meant.
    """
    table = toml_of(text, shown)

    def wrong(key: str, what: str) -> WorkspaceError:
        lines = enumerate(text.splitlines(), 1)
        found = next((n for n, line in lines if re.match(rf"\s*{key}\s*=", line)), 1)
        return WorkspaceError(f"{shown}:{found}", f"{key} is {table.get(key)!r}", f"It is {what}.")

    if table.get("format") != FORMAT:
        raise wrong("format", f"{FORMAT} in this version")
    for key in ("schema", "kanwu"):
        if not isinstance(table.get(key), str):
            raise wrong(key, "a text")
    for key in ("seed", "population"):
        if not isinstance(table.get(key), int):
            raise wrong(key, "a whole number")
    confidence = table.get("confidence")
    if not isinstance(confidence, float) or not 0 < confidence < 1:
        raise wrong("confidence", "a number between 0 and 1")
    blocks = table.get("sampled", [])
    heads = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[", line)]
    sampled = []
    for number, block in enumerate(blocks if isinstance(blocks, list) else [blocks]):
        one = _sampled(block)
        if one is None:
            place = f"{shown}:{heads[number] if number < len(heads) else 1}"
            hint = "It has document, field, value and quote, and may have item and nth."
            raise WorkspaceError(place, "is no sampled value", hint)
        sampled.append(one)
    return Audit(
        name=name,
        schema=table["schema"],
        kanwu=table["kanwu"],
        seed=table["seed"],
        confidence=confidence,
        population=table["population"],
        sampled=tuple(sampled),
    )


def _entry(one: Sampled) -> Mapping[str, object]:
    found: dict[str, object] = {"document": one.document, "field": one.key.field}
    if one.key.item is not None:
        found["item"] = one.key.item
    if one.key.nth:
        found["nth"] = one.key.nth
    return {**found, "value": one.value, "quote": one.quote}


def _sampled(told: object) -> Sampled | None:
    if not isinstance(told, Mapping):
        return None
    texts = [told.get(name) for name in ("document", "field", "value", "quote")]
    item, nth = told.get("item"), told.get("nth", 0)
    good = all(isinstance(one, str) for one in texts) and isinstance(nth, int)
    if not good or not (item is None or isinstance(item, str)):
        return None
    document, field, value, quote = map(str, texts)
    return Sampled(document, Key(field, item, nth), value, quote)
