"""A schema that was kept is the schema that was parsed; one that cannot be trusted is parsed again."""

from __future__ import annotations

import os
import pickle
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from kanwu import lasting
from kanwu.errors import SchemaError
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.schema import Schema
from kanwu.schemafile import parse_schema
from kanwu.workspace.compiled import cache_folder, compiled
from kanwu.workspace.documents import built_in_schemas, schema_text
from kanwu.workspace.files import read_source

DOCUMENTS = Path(__file__).resolve().parents[2] / "documents"
SMALL = """
schema: small
version: 1
title: {zh: 小, en: Small}
fields:
  a.count: {label: {zh: 数, en: Count}, kind: count, phrases: ["公开{N}条"]}
"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return cache_folder(os.environ)


def never(text: str, file: str) -> Schema:
    raise AssertionError(f"{file} is parsed again")


def told(value: object) -> object:
    """A value and all that it holds, patterns and parts with their whole contents."""
    if is_dataclass(value):
        return [told(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, re.Pattern):
        return value.pattern, value.flags, value.groups, dict(value.groupindex)
    if isinstance(value, dict):
        return [(told(key), told(one)) for key, one in value.items()]
    return [told(one) for one in value] if isinstance(value, (list, tuple)) else value


@pytest.mark.parametrize("name", built_in_schemas())
def test_what_is_kept_is_what_was_parsed(kept: Path, name: str) -> None:
    text, file = schema_text(name)
    parsed = parse_schema(text, file)
    assert told(compiled(text, file, parse_schema)) == told(parsed)
    again = compiled(text, file, never)
    assert told(again) == told(parsed)
    assert again.needles == parsed.needles
    for document in sorted(DOCUMENTS.glob("*.*")):
        one = fold(read_source(document, document.stem, document.name))
        assert extract(one, again) == extract(one, parsed), document.name


def test_what_lasts_is_handed_over_with_it(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled(SMALL, "s.yaml", parse_schema)
    worked_out = lasting.worked_out()
    monkeypatch.setattr(lasting, "_KNOWN", {})
    compiled(SMALL, "s.yaml", never)
    assert told(lasting._KNOWN) == told(worked_out)


def test_a_pattern_keeps_its_flags(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flagged = re.compile("^a", re.IGNORECASE | re.MULTILINE)
    monkeypatch.setattr(lasting, "_MAKERS", {"it": lambda: flagged})
    monkeypatch.setattr(lasting, "_KNOWN", {})
    compiled(SMALL, "s.yaml", parse_schema)
    compiled(SMALL, "s.yaml", never)
    assert told(lasting._KNOWN["it"]) == told(flagged)


def test_another_text_is_another_schema(kept: Path) -> None:
    compiled(SMALL, "s.yaml", parse_schema)
    other = compiled(SMALL.replace("version: 1", "version: 2"), "s.yaml", parse_schema)
    assert other.version == 2
    assert compiled(SMALL, "s.yaml", never).version == 1


def test_what_is_wrong_is_told_each_time(kept: Path) -> None:
    for _ in range(2):
        with pytest.raises(SchemaError, match=r"s\.yaml:6"):
            compiled(SMALL.replace("{N}", "{N"), "s.yaml", parse_schema)
    assert not list(kept.glob("*"))


@pytest.mark.parametrize("left", [b"", b"\x80", b"torn", pickle.dumps("no schema")])
def test_a_torn_file_is_made_again(kept: Path, left: bytes) -> None:
    compiled(SMALL, "s.yaml", parse_schema)
    [file] = kept.iterdir()
    whole = file.read_bytes()
    file.write_bytes(left or whole[: len(whole) // 2])
    assert compiled(SMALL, "s.yaml", parse_schema).name == "small"
    assert compiled(SMALL, "s.yaml", never).name == "small"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system knows no such rights")
def test_what_others_could_have_written_is_not_read(kept: Path) -> None:
    compiled(SMALL, "s.yaml", parse_schema)
    for place in (kept, *kept.iterdir()):
        usual = place.stat().st_mode
        place.chmod(0o777)
        with pytest.raises(AssertionError, match="parsed again"):
            compiled(SMALL, "s.yaml", never)
        place.chmod(usual)
    assert compiled(SMALL, "s.yaml", never).name == "small"


def test_the_last_are_kept(kept: Path) -> None:
    for version in range(12):
        compiled(SMALL.replace("version: 1", f"version: {version}"), "s.yaml", parse_schema)
    assert len(list(kept.iterdir())) == 8
    assert compiled(SMALL.replace("version: 1", "version: 11"), "s.yaml", never).version == 11


@pytest.fixture(params=["no-folder", "no-home"])
def nowhere(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing can be kept."""
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    if request.param == "no-home":
        monkeypatch.setenv("XDG_CACHE_HOME", "")
        monkeypatch.setenv("LOCALAPPDATA", "")
        monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))


def test_where_nothing_can_be_kept_schemas_are_parsed(nowhere: None) -> None:
    for _ in range(2):
        assert compiled(SMALL, "s.yaml", parse_schema).name == "small"
