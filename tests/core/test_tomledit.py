"""Settings changed one at a time: the value, and nothing else a person wrote."""

from __future__ import annotations

import pytest

from kanwu.errors import WorkspaceError
from kanwu.workspace.changing import change_settings
from kanwu.workspace.tomledit import changed

FILE = """\
# ours
format = 1
schema = "zh-disclosure-report"   # the only one
documents = [
  "documents/*.txt",  # plain
  "scans/*.txt",
]
# language = "en"

[keys]
sic = ["f12", "s"]

[views]  # filters
"last year's dates" = "year:2025 field:date"
# the end
"""


@pytest.mark.parametrize(
    ("table", "key", "value", "before", "after"),
    [
        ("", "schema", "mine", '"zh-disclosure-report"   # the only one', '"mine"   # the only one'),
        ("", "language", "zh", "]\n# language", ']\nlanguage = "zh"\n# language'),
        ("", "keep_sources", False, "]\n# language", "]\nkeep_sources = false\n# language"),
        ("", "documents", ["a/*.txt"], FILE[FILE.index("[\n") : FILE.index("]\n") + 1], '["a/*.txt"]'),
        ("keys", "sic", "c", '["f12", "s"]', '"c"'),
        ("keys", "undo", ["u", "#"], '"s"]\n', '"s"]\nundo = ["u", "#"]\n'),
        ("views", "last year's dates", "年:“2025”", '"year:2025 field:date"', '"年:“2025”"'),
        ("views", "a # b", "x", 'date"\n', 'date"\n"a # b" = "x"\n'),
        ("views", "last year's dates", None, '"last year\'s dates" = "year:2025 field:date"\n', ""),
        ("views", "none such", None, "", ""),
        ("release", "title", "t", "# the end\n", '# the end\n\n[release]\ntitle = "t"\n'),
    ],
)  # fmt: skip
def test_one_value_changes_and_nothing_else(table, key, value, before, after) -> None:
    """Comments, order, blank lines and lists over several lines stay as they are."""
    assert changed(FILE, "f", table, key, value) == FILE.replace(before, after, 1)


@pytest.mark.parametrize("text", ['keys = {sic = "c"}\n', 'keys.sic = "c"\n'])
def test_what_cannot_be_changed_alone_is_told(text: str) -> None:
    """An inline table, a dotted key: nothing is guessed, and the line to write by hand is named."""
    with pytest.raises(WorkspaceError, match="cannot be changed alone") as told:
        changed(text, "f", "keys", "sic", "x")
    assert told.value.hint == 'Write it by hand: sic = "x"'
    assert told.value.place == "f [keys]"


def test_words_that_look_like_a_setting_are_none() -> None:
    """What stands inside a text of several lines is left alone, or nothing is changed."""
    text = 'a = """\nformat = 2\n"""\n[other]\n'
    with pytest.raises(WorkspaceError):
        changed(text, "f", "", "format", 1)


def test_a_setting_that_cannot_be_meant_is_never_written(tmp_path) -> None:
    """The file is read as it would be, and stays as it is when that says nonsense."""
    path = tmp_path / "kanwu.toml"
    path.write_text(FILE, "utf-8")
    with pytest.raises(WorkspaceError, match="max_megabytes"):
        change_settings(tmp_path, "", "max_megabytes", 0)
    assert path.read_text("utf-8") == FILE
    assert change_settings(tmp_path, "", "max_megabytes", 7).max_megabytes == 7
    assert "max_megabytes = 7" in path.read_text("utf-8")
