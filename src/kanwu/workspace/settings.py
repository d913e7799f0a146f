"""Settings: what `kanwu.toml` says, with the line of whatever is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import tomli_w

from kanwu.errors import WorkspaceError
from kanwu.message import LANGUAGES, Language
from kanwu.yamlnode import did_you_mean

FILE = "kanwu.toml"
GLOBS = tuple(f"documents/**/*.{suffix}" for suffix in ("txt", "md", "html", "htm"))
_KEYS = (
    "format",
    "name",
    "schema",
    "documents",
    "encoding",
    "reviewer",
    "language",
    "keep_sources",
    "max_megabytes",
    "release",
)
_RELEASE = ("title", "version", "license", "authors", "url")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The table `[release]`: what a data package says of itself."""

    title: str = ""
    version: str = ""
    license: str = ""
    """An SPDX identifier: CC-BY-4.0."""
    authors: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A workspace's settings."""

    schema: str
    """The name of a built-in schema or of one in `schemas/`."""
    name: str = ""
    documents: tuple[str, ...] = GLOBS
    """Globs below the workspace; a document's id is its path below the glob's fixed part."""
    encoding: str | None = None
    """Tried before UTF-8 and GB18030 when a document says nothing of itself."""
    reviewer: str | None = None
    language: Language | None = None
    keep_sources: bool = True
    """Whether the source versions that verdicts were made on are kept beside the corrections."""
    max_megabytes: int = 10
    release: About = About()
    """What a data package says of itself."""


def parse_settings(text: str, shown: str) -> Settings:
    """The settings of a `kanwu.toml`.

    Raises:
        WorkspaceError: The file is no TOML, or says something that cannot be meant.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{shown}:{line[1]}" if line else shown
        raise WorkspaceError(place, f"this is not TOML: {error}", "Mend the line.") from None
    for key in table:
        if key not in _KEYS:
            raise WorkspaceError(
                _at(text, shown, key),
                f'unknown setting "{key}"',
                did_you_mean(key, _KEYS, "settings"),
            )
    if table.get("format", 1) != 1:
        raise WorkspaceError(
            _at(text, shown, "format"),
            f"format is {table['format']!r}",
            "This kanwu reads format = 1.",
        )

    def wrong(key: str, what: str) -> WorkspaceError:
        return WorkspaceError(_at(text, shown, key), f"{key} is {table[key]!r}", f"It is {what}.")

    if "schema" not in table:
        raise WorkspaceError(
            f"{shown}:1", "no schema is named", 'Add: schema = "zh-disclosure-report"'
        )
    for key in ("schema", "name", "encoding", "reviewer"):
        if key in table and not isinstance(table[key], str):
            raise wrong(key, "a text")
    globs = table.get("documents", list(GLOBS))
    if not isinstance(globs, list) or not globs or not all(isinstance(g, str) and g for g in globs):
        raise wrong("documents", 'a list of globs: ["documents/**/*.txt"]')
    if any(g.startswith("/") or ".." in g.split("/") for g in globs):
        raise wrong("documents", "a list of globs below the workspace")
    if not isinstance(table.get("keep_sources", True), bool):
        raise wrong("keep_sources", "true or false")
    limit = table.get("max_megabytes", 10)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise wrong("max_megabytes", "a whole number from 1")
    if table.get("language", "zh") not in LANGUAGES:
        raise wrong("language", '"zh" or "en"')
    return _settings(table, tuple(globs), _about(table.get("release", {}), text, shown))


def _about(told: object, text: str, shown: str) -> About:
    if not isinstance(told, Mapping):
        raise WorkspaceError(_at(text, shown, "release"), "release is no table", "Write [release].")
    for key, value in told.items():
        place = _at(text, shown, key)
        if key not in _RELEASE:
            hint = did_you_mean(key, _RELEASE, "keys of [release]")
            raise WorkspaceError(place, f'unknown key "{key}" in [release]', hint)
        good = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not (good if key == "authors" else isinstance(value, str)):
            what = 'a list of names: ["…"]' if key == "authors" else "a text"
            raise WorkspaceError(place, f"{key} is {value!r}", f"It is {what}.")
    return About(**{**told, "authors": tuple(told.get("authors", ()))})


def _settings(table: Mapping[str, object], globs: tuple[str, ...], about: About) -> Settings:
    def text(key: str) -> str | None:
        value = table.get(key)
        return str(value) if value else None

    return Settings(
        schema=str(table["schema"]),
        name=text("name") or "",
        documents=globs,
        encoding=text("encoding"),
        reviewer=text("reviewer"),
        language=cast("Language | None", text("language")),
        keep_sources=bool(table.get("keep_sources", True)),
        max_megabytes=cast(int, table.get("max_megabytes", 10)),
        release=about,
    )


def dump_settings(name: str, schema: str, documents: list[str]) -> str:
    """A new `kanwu.toml`."""
    return tomli_w.dumps({"format": 1, "name": name, "schema": schema, "documents": documents})


def _at(text: str, shown: str, key: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*{re.escape(key)}\s*=", line):
            return f"{shown}:{number}"
    return shown
