"""A verdict survives the way to TOML and back, and undo is one more verdict."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.anchor import Anchor
from kanwu.correction import (
    Correction,
    dump,
    dump_header,
    parse,
    redoable,
    standing,
    undoable,
)
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
            "li/a.toml:4",
            "Did you mean 'amended'",
        ),
        (
            'format = 1\ndocument = "a"\n[[correction]]\nid = "x"\nverdict = "sic"\nat = "now"\n',
            "li/a.toml:3",
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


def test_unknown_keys_are_left_alone() -> None:
    """A file of a later version that only adds keys is read."""
    text = dump_header("a", "s") + dump(correction(1)).replace("verdict", 'mood = "calm"\nverdict')
    assert parse(text, "a.toml", "li") == [correction(1)]
