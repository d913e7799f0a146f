"""Keys and words: everything has a name in both languages, and nothing has two meanings."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path

import pytest
from textual import events

import kanwu_tui
from kanwu_tui.keys import TRIAGE, bindings, folded
from kanwu_tui.screens.help import help_lines
from kanwu_tui.words import Words, catalogue

CODE = sorted(Path(str(files(kanwu_tui))).rglob("*.py"))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("１", "1"),
        ("９", "9"),
        ("？", "question_mark"),
        ("／", "slash"),
        ("ａ", "a"),
        ("！", "exclamation_mark"),
        ("，", "comma"),
        ("\u3000", "space"),
    ],
)
def test_wide_keys_are_folded(typed: str, key: str):
    """What an input method makes of a key is the key."""
    name = typed if typed.isalnum() else None
    event = events.Key(name or "wide", typed)
    assert folded(event).key == key


def test_other_keys_are_left_alone():
    """Function keys, ASCII and Chinese are what they are."""
    for key, character in (
        ("f1", None),
        ("enter", "\r"),
        ("a", "a"),
        ("政", "政"),
        ("ctrl+p", None),
    ):
        event = events.Key(key, character)
        assert folded(event) is event


def test_no_key_means_two_things():
    """Each key is bound once, and each binding has an id and a tooltip."""
    keys = [key for binding in bindings(TRIAGE) for key in binding.key.split(",")]
    assert len(keys) == len(set(keys))
    ids = [binding.id for binding in bindings(TRIAGE)]
    assert len(ids) == len(set(ids))
    assert all(binding.tooltip and binding.id.startswith("triage.") for binding in bindings(TRIAGE))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_key_is_in_the_help(language):
    """The help is made from the same acts as the bindings."""
    words = Words(language)
    text = "\n".join(line.text for line in help_lines(TRIAGE, words, 200))
    for act in TRIAGE:
        assert words(f"tip.{act.id}") in text


def test_every_sentence_has_both_languages_and_the_same_places():
    """No sentence is missing, and both say the same values."""
    for key, entry in catalogue().items():
        assert entry.zh.strip(), key
        assert entry.en.strip(), key
        places = [set(re.findall(r"\{(\w+)", text)) for text in (entry.zh, entry.en)]
        assert places[0] == places[1], key


def test_every_sentence_is_said_and_every_one_said_exists():
    """Keys in the code are in the catalogue, and the other way round."""
    said: set[str] = set()
    prefixes: set[str] = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                said.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                prefixes.add(str(node.values[0].value))
    prefixes = {prefix for prefix in prefixes if re.fullmatch(r"[a-z]+\.", prefix)}
    for key in catalogue():
        assert key in said or key.partition(".")[0] + "." in prefixes, f"{key} is never said"
    heads = {key.partition(".")[0] for key in catalogue()}
    for key in said:
        if re.fullmatch(r"[a-z]+\.[a-z-]+", key) and key.partition(".")[0] in heads - {
            "prompt",
            "help",
            "notice",
        }:
            assert key in catalogue(), f"{key} is in no catalogue"


def test_no_chinese_in_the_code():
    """Sentences stand in words.yaml; only doctests and comments may show Chinese."""
    for path in CODE:
        tree = ast.parse(path.read_text("utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs
            ):
                assert not re.search(r"[\u4e00-\u9fff]", node.value) or _is_doc(tree, node), path


def _is_doc(tree: ast.Module, wanted: ast.Constant) -> bool:
    """A string that stands alone is a comment on the line above it."""
    return any(isinstance(node, ast.Expr) and node.value is wanted for node in ast.walk(tree))
