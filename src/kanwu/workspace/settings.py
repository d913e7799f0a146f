"""Settings: what `kanwu.toml` says, with the line of whatever is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, cast, get_args

import tomli_w

from kanwu.errors import WorkspaceError, known_words
from kanwu.message import LANGUAGES, Language, say, trouble
from kanwu.workspace.files import toml_of

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
    "ambiguous_width",
    "low_bandwidth",
    "release",
    "keys",
    "views",
    "theme",
)
OWN = ("language", "theme", "keys", "ambiguous_width", "low_bandwidth")
"""Those that a reviewer can have for all workspaces, in a file of their own (see `own`)."""
_RELEASE = ("title", "version", "license", "authors", "url", "date", "source_licenses")
_WANTED: Mapping[str, tuple[type, str]] = {
    "authors": (list, "names"),
    "date": (date, "date"),
    "source_licenses": (dict, "licenses"),
}
"""What a key of [release] is, where it is no text: its type, and `expected.…` in the messages."""


Width = Literal["auto", 1, 2]
WIDTHS: tuple[Width, ...] = get_args(Width)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The table `[release]`: what a data package says of itself."""

    title: str = ""
    version: str = ""
    license: str = ""
    """An SPDX identifier: CC-BY-4.0."""
    authors: tuple[str, ...] = ()
    url: str = ""
    date: str = ""
    """When it is published, ISO 8601; empty for the day of the last verdict."""
    source_licenses: tuple[tuple[str, str], ...] = ()
    """Globs of document ids, and the licence of those documents: the first that fits holds."""


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
    ambiguous_width: Width = "auto"
    """How many cells the terminal draws “ and its like in; `auto` asks it."""
    low_bandwidth: bool | None = None
    """Whether the desk is sparing of what it sends; None for over SSH only."""
    release: About = About()
    """What a data package says of itself."""
    theme: str = ""
    """The colours of the desk; empty for those that suit the terminal."""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The table `[keys]`: the desk's acts by name, with the keys that they have instead of their own."""
    views: Mapping[str, str] = field(default_factory=dict)
    """The table `[views]`: filters of the queue by the name that they go by."""


def parse_settings(text: str, shown: str, schema: str | None = None) -> Settings:
    """The settings of a `kanwu.toml`; `schema` is the one where the file need not name any.

    Raises:
        WorkspaceError: The file is no TOML, or says something that cannot be meant.
    """
    table = toml_of(text, shown)
    for key in table:
        if key not in _KEYS:
            raise WorkspaceError(
                _at(text, shown, key),
                say("error.setting.unknown", name=key),
                known_words(key, _KEYS),
            )
    if table.get("format", 1) != 1:
        raise WorkspaceError(
            _at(text, shown, "format"),
            *trouble("setting.format", value=repr(table["format"])),
        )

    def wrong(key: str, what: str) -> WorkspaceError:
        return _is(_at(text, shown, key), key, table[key], what)

    if schema is not None:
        table.setdefault("schema", schema)
    if "schema" not in table:
        raise WorkspaceError(f"{shown}:1", *trouble("setting.schema"))
    for key in ("schema", "name", "encoding", "reviewer", "theme"):
        if key in table and not isinstance(table[key], str):
            raise wrong(key, "text")
    globs = table.get("documents", list(GLOBS))
    if not isinstance(globs, list) or not globs or not all(isinstance(g, str) and g for g in globs):
        raise wrong("documents", "globs")
    if any(g.startswith("/") or ".." in g.split("/") for g in globs):
        raise wrong("documents", "globs-below")
    if not isinstance(table.get("keep_sources", True), bool):
        raise wrong("keep_sources", "flag")
    limit = table.get("max_megabytes", 10)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise wrong("max_megabytes", "whole")
    if table.get("language", "zh") not in LANGUAGES:
        raise wrong("language", "language")
    ambiguous = table.get("ambiguous_width", "auto")
    if isinstance(ambiguous, bool) or ambiguous not in WIDTHS:
        raise wrong("ambiguous_width", "width")
    if not isinstance(sparing := table.get("low_bandwidth", "auto"), bool) and sparing != "auto":
        raise wrong("low_bandwidth", "flag-or-auto")
    about = _about(table.get("release", {}), text, shown)
    keys = _lists("keys", table.get("keys", {}), text, shown)
    views = _lists("views", table.get("views", {}), text, shown)
    for name, queries in views.items():
        if len(queries) != 1:
            place = _at(text, shown, name)
            raise _is(place, name, list(queries), "text")
    named = {name: told[0] for name, told in views.items()}
    return replace(_settings(table, tuple(globs), about), keys=keys, views=named)


def _is(place: str, name: str, value: object, what: str) -> WorkspaceError:
    """A setting that is not what it should be: `expected.…` in the messages."""
    wanted = say("hint.setting", what=say(f"expected.{what}"))
    return WorkspaceError(place, say("error.setting.value", name=name, value=repr(value)), wanted)


def _lists(name: str, told: object, text: str, shown: str) -> dict[str, tuple[str, ...]]:
    """A table of texts, or of lists of texts."""
    if not isinstance(told, Mapping):
        raise WorkspaceError(_at(text, shown, name), *trouble("setting.table", name=name))
    found: dict[str, tuple[str, ...]] = {}
    for key, value in told.items():
        several = value if isinstance(value, list) else [value]
        if not several or not all(isinstance(one, str) and one for one in several):
            raise _is(_at(text, shown, key), key, value, "texts")
        found[key] = tuple(several)
    return found


def _about(told: object, text: str, shown: str) -> About:
    if not isinstance(told, Mapping):
        raise WorkspaceError(_at(text, shown, "release"), *trouble("setting.table", name="release"))
    for key, value in told.items():
        place = _at(text, shown, key)
        if key not in _RELEASE:
            unknown = say("error.setting.release", name=key)
            raise WorkspaceError(place, unknown, known_words(key, _RELEASE))
        wanted, what = _WANTED.get(key, (str, "text"))
        inside = value.values() if isinstance(value, Mapping) else () if key == "date" else value
        if not isinstance(value, wanted) or not all(isinstance(one, str) for one in inside):
            raise _is(place, key, value, what)
    authors, licenses = told.get("authors", ()), told.get("source_licenses", {})
    day = str(told["date"])[:10] if "date" in told else ""
    more = {"authors": tuple(authors), "source_licenses": tuple(licenses.items()), "date": day}
    return About(**{**told, **more})


def _settings(table: Mapping[str, object], globs: tuple[str, ...], about: About) -> Settings:
    def text(key: str) -> str | None:
        value = table.get(key)
        return str(value) if value else None

    sparing = table.get("low_bandwidth", "auto")
    return Settings(
        schema=str(table["schema"]),
        name=text("name") or "",
        documents=globs,
        encoding=text("encoding"),
        reviewer=text("reviewer"),
        language=cast("Language | None", text("language")),
        keep_sources=bool(table.get("keep_sources", True)),
        max_megabytes=cast(int, table.get("max_megabytes", 10)),
        ambiguous_width=cast(Width, table.get("ambiguous_width", "auto")),
        low_bandwidth=None if sparing == "auto" else bool(sparing),
        release=about,
        theme=text("theme") or "",
    )


def dump_settings(name: str, schema: str, documents: list[str]) -> str:
    """A new `kanwu.toml`."""
    return tomli_w.dumps({"format": 1, "name": name, "schema": schema, "documents": documents})


def _at(text: str, shown: str, key: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*(?:{re.escape(key)}\s*=|\[[\w.]*\b{re.escape(key)}\])", line):
            return f"{shown}:{number}"
    return shown
