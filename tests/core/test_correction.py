"""A verdict survives the way to TOML and back, and undo is one more verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.anchor import Anchor
from kanwu.correction import Correction, on_names, redoable, standing, undoable
from kanwu.correctionfile import dump, dump_header, parse, renewed
from kanwu.errors import CorrectionError

START = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)
words = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=12)
values = st.one_of(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    ),
    st.dates().map(str),
    words.filter(bool),
)


def correction(n: int, verdict: str = "amended", of: str = "") -> Correction:
    return Correction(
        id=f"c{n}",
        document="a",
        reviewer="li",
        verdict=verdict,  # type: ignore[arg-type]
        at=START + timedelta(seconds=n),
        field="" if of else "report.signed",
        was="" if of else "2021129",
        value=None if of else "2021-01-29",
        of=of,
        anchor=None if of else Anchor(quote="2021129"),
    )


@given(value=values, was=words, before=words, note=words, item=st.none() | words)
def test_toml_keeps_everything(
    value: Decimal | str, was: str, before: str, note: str, item: str | None
) -> None:
    """What is written is what is read, whatever the words hold."""
    one = Correction(
        id="x",
        document="reports/a",
        reviewer="li",
        verdict="amended",
        at=START,
        field="disclosed.total",
        item=item,
        was=was,
        value=value,
        note=note,
        anchor=Anchor(quote=was, before=before, start=7, path=("a", "b"), sha256="0" * 64),
    )
    (read,) = parse(dump_header("reports/a", "s") + dump(one), "a.toml", "li")
    assert read == one


def test_undo_and_redo_are_verdicts() -> None:
    """A withdrawal takes a verdict back, a withdrawn withdrawal lets it hold again."""
    first, second = correction(1), correction(2)
    undone = [first, second, correction(3, "withdrawn", of="c2")]
    assert standing(undone) == [first]
    assert undoable(undone, "li") == first
    back = redoable(undone, "li")
    assert back is not None
    assert back.of == "c2"
    redone = [*undone, correction(4, "withdrawn", of="c3")]
    assert standing(redone) == [first, second]
    assert redoable(redone, "li") is None


def test_a_withdrawal_with_a_reason_is_a_decision() -> None:
    """An orphan that was retired comes back by undo, and goes again by redo."""
    retired = replace(correction(2, "withdrawn", of="c1"), note="retired")
    decided = [correction(1), retired]
    assert standing(decided) == []
    assert undoable(decided, "li") == retired
    assert redoable(decided, "li") is None
    undone = [*decided, correction(3, "withdrawn", of="c2")]
    assert standing(undone) == [correction(1)]
    back = redoable(undone, "li")
    assert back is not None
    assert back.id == "c3"
    redone = [*undone, correction(4, "withdrawn", of="c3")]
    assert standing(redone) == []
    assert redoable(redone, "li") is None
    assert undoable(redone, "li") == retired


def test_a_new_verdict_ends_redo() -> None:
    """After deciding anew there is nothing to redo, and nothing is destroyed."""
    decided = [correction(1), correction(2, "withdrawn", of="c1"), correction(3)]
    assert redoable(decided, "li") is None
    assert [c.id for c in standing(decided)] == ["c3"]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('format = 1\ndocument = "a"\n[[correction]]\nid = "x\n', "li/a.toml:4", "not TOML"),
        ("format = 2\n", "li/a.toml:1", "format is 2"),
        ("format = 1\n", "li/a.toml:1", "`document` is missing"),
        (
            'format = 1\ndocument = "a"\n\n[[correction]]\nid = "x"\nverdict = "ammended"\n',
            "li/a.toml:6",
            'Did you mean "amended',
        ),
        (
            'format = 1\ndocument = "a"\n[[correction]]\nid = "x"\nverdict = "sic"\nat = "now"\n',
            "li/a.toml:6",
            "not a date with a time",
        ),
    ],
)
def test_a_wrong_file_is_named_with_its_line(text: str, place: str, said: str) -> None:
    """The message leads to the line, and says what would be right."""
    with pytest.raises(CorrectionError) as error:
        parse(text, "li/a.toml", "li")
    assert error.value.place == place
    assert said in str(error.value)


WRONG = {
    "verdict": ('verdict = "amended"', 'verdict = "amend"', "unknown verdict 'amend'"),
    "value": ("value = 2021-01-29", "value = [1]", "`value` is [1]"),
    "at": ("at = 2026-11-22 10:15:02+00:00", "at = 2026-11-22", "not a date with a time"),
    "start": ("start = 0", "start = -4", "anchor.start is -4"),
    "path": ("path = []", "path = [3]", "anchor.path is [3]"),
    "before": ('before = ""', "before = 7", "`before` is 7, not text"),
}


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG.values(), ids=WRONG)
def test_the_line_is_that_of_the_key(right: str, wrong: str, said: str) -> None:
    """Of several corrections, the one that is wrong is named by the very line."""
    text = dump_header("a", "s") + dump(correction(1)) + "# mine\n" + dump(correction(2))
    at = text.rindex(right)
    text = text[:at] + wrong + text[at + len(right) :]
    with pytest.raises(CorrectionError) as error:
        parse(text, "li/a.toml", "li")
    line = text.split("\n").index(wrong) + 1
    assert error.value.place == f"li/a.toml:{line}"
    assert said in str(error.value)


OLDER = """\
# by hand, before files were numbered
document = "a"
schema = "s"

[[correction]]  # the date
id = "x"
field = "report.signed"
verdict = "amended"
was = "2021129"
value = 2021-01-29
mood = "calm"
at = 2021-03-01T09:00:00Z
# the place
quote = "2021129"
before = "人民政府"
start = 120
"""


def test_a_file_of_an_older_format_is_read() -> None:
    """Before files bore a number, the anchor's keys stood beside the others."""
    (read,) = parse(OLDER, "a.toml", "li")
    assert read.anchor == Anchor(quote="2021129", before="人民政府", start=120)
    assert parse(OLDER.replace("document", "format = 0\ndocument"), "a.toml", "li") == [read]
    with pytest.raises(CorrectionError) as error:
        parse(OLDER.replace("start = 120", "start = -1"), "a.toml", "li")
    assert error.value.place == "a.toml:16"


@pytest.mark.parametrize("told", ["", "format = 0 # old\n"])
def test_renewing_an_older_file_keeps_what_a_person_wrote(told: str) -> None:
    """Comments, order and keys of others stay; the file is read as it was, and renewed once."""
    old = OLDER.replace("document", told + "document", 1)
    new = renewed(old, "a.toml")
    assert parse(new, "a.toml", "li") == parse(old, "a.toml", "li")
    assert "format = 1" in new
    for line in old.split("\n"):
        assert line.replace("format = 0", "format = 1") in new or f"anchor.{line}" in new
    assert renewed(new, "a.toml") == new


def test_unknown_keys_are_left_alone() -> None:
    """A file of a later version that only adds keys is read."""
    text = dump_header("a", "s") + dump(correction(1)).replace("verdict", 'mood = "calm"\nverdict')
    assert parse(text, "a.toml", "li") == [correction(1)]


def test_a_verdict_put_to_another_place_replaces_the_first() -> None:
    """The first is heard no more; undo brings it back, redo sends it away again."""
    first = correction(1)
    again = replace(correction(2), replaces="c1")
    (read,) = parse(dump_header("a", "s") + dump(again), "a.toml", "li")
    assert read == again
    assert standing([first, again]) == [again]
    assert undoable([first, again], "li") == again
    undone = [first, again, correction(3, "withdrawn", of="c2")]
    assert standing(undone) == [first]
    assert undoable(undone, "li") == first
    redo = redoable(undone, "li")
    assert redo is not None
    assert standing([*undone, correction(4, "withdrawn", of=redo.id)]) == [again]


def test_a_former_name_is_a_verdict_on_a_document() -> None:
    """It stands among the verdicts, says nothing of a reading, and is undone like any."""
    named = replace(correction(1, "renamed", of="a-2020"), note="")
    (read,) = parse(dump_header("a", "s") + dump(named), "a.toml", "li")
    assert read == named
    assert standing([named]) == []
    assert on_names([named]) == [named]
    assert undoable([named], "li") == named
    assert on_names([named, correction(2, "withdrawn", of="c1")]) == []


def test_a_block_that_a_merge_brought_twice_counts_once() -> None:
    """The same id is the same verdict."""
    assert standing([correction(1), correction(1), correction(2)]) == [correction(1), correction(2)]
