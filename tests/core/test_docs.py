"""The docs name everything there is, and no sentence is missing in either language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from kanwu.checks import CHECKS
from kanwu.cli.parser import build
from kanwu.correction import VERDICTS
from kanwu.dataset import COLUMNS
from kanwu.message import catalogue
from kanwu.reading import State
from kanwu.replay import OutcomeKind
from kanwu.rulefile import ARGUMENTS
from kanwu.schemafile import KINDS

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")


def doc(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def test_every_kind_and_check_is_in_the_schema_reference() -> None:
    """A kind or check that is not explained does not exist for its user."""
    page = doc("schema.md")
    named = {*KINDS, *CHECKS, *(a for arguments in ARGUMENTS.values() for a in arguments)}
    assert [name for name in named if f"`{name}`" not in page] == []
    assert set(ARGUMENTS) == set(CHECKS)


def test_every_verdict_state_and_outcome_is_in_the_glossary() -> None:
    """The glossary is the list of words that stand in files."""
    page = doc("glossary.md")
    words = (*VERDICTS, *get_args(State), *get_args(OutcomeKind))
    assert [word for word in words if f"`{word}`" not in page] == []


def test_every_command_and_column_is_in_the_commands_page() -> None:
    """What can be typed, and what comes out."""
    page = doc("commands.md")
    (commands,) = (a for a in build()._actions if hasattr(a, "choices") and a.choices)
    assert [name for name in commands.choices or () if f"`kanwu {name}" not in page] == []
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []


def test_every_sentence_is_in_both_languages_with_the_same_values() -> None:
    """A {value} that only one language fills in would be lost in the other."""
    for key, (zh, en) in catalogue().items():
        assert zh, key
        assert en, key
        assert not HAN.search(en), key
        assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), key


def test_every_sentence_that_code_says_is_there() -> None:
    """`say("key")` with a key that the catalogue lacks would fail in front of a reviewer."""
    said = {
        key
        for file in (ROOT / "src").rglob("*.py")
        for key in re.findall(r"say\(\s*\"([a-z.-]+)\"", file.read_text("utf-8"))
    }
    troubles = {
        f"error.{key}"
        for file in (ROOT / "src").rglob("*.py")
        for key in re.findall(r"trouble\(\s*\"([a-z0-9.-]+)\"", file.read_text("utf-8"))
    }
    of_schemas = {
        f"error.schema.{key}"
        for name in ("yamlnode", "schemafile", "rulefile")
        for key in re.findall(
            r"\.(?:error|unknown)\(\s*\"([a-z-]+)\"",
            (ROOT / "src" / "kanwu" / f"{name}.py").read_text("utf-8"),
        )
    }
    assert len(of_schemas) > 15
    troubles |= of_schemas
    assert len(said) > 20
    assert len(troubles) > 20
    assert (said | troubles) - set(catalogue()) == set()
    hints = {key.replace("hint.", "error.", 1) for key in catalogue() if key.startswith("hint.")}
    alone = {"error.near", "error.known", "error.meant", "error.setting", "error.items"}
    assert hints - alone <= troubles


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_links_lead_somewhere(page: str) -> None:
    """Pages and pictures that a README names are in the repository."""
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
