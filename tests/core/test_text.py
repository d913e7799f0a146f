"""Text: edits and cuts keep the way back."""

from __future__ import annotations

from kanwu.source import Source, Span
from kanwu.text import Edit, Text


def whole(words: str) -> Text:
    return Text(Source("x", words, "utf-8"), words, range(len(words)), range(1, len(words) + 1))


def test_an_edit_of_the_same_length_keeps_each_place() -> None:
    text = whole("报吿书").edit([Edit(1, 2, "告", "script", "repair.script")])
    assert text.folded == "报告书"
    assert text.span(1, 2) == Span(1, 2)
    assert text.repairs[0].before == "吿"


def test_an_edit_of_another_length_comes_from_all() -> None:
    text = whole("共㈠项").edit([Edit(1, 2, "(一)")])
    assert text.folded == "共(一)项"
    assert {text.span(i, i + 1) for i in (1, 2, 3)} == {Span(1, 2)}
    assert text.place(Span(1, 2)) == (1, 4)


def test_what_is_dropped_lies_in_a_gap() -> None:
    text = whole("1\u200b20").edit([Edit(1, 2, "")])
    assert text.folded == "120"
    assert text.span(0, 3) == Span(0, 4)
    assert text.quote(0, 3) == "1\u200b20"


def test_an_empty_run_stands_after_its_neighbour() -> None:
    text = whole("ab").keep([(1, 2)])
    assert text.span(0, 0) == Span(0, 0)
    assert text.span(1, 1) == Span(2, 2)


def test_edits_follow_each_other() -> None:
    """A second edit counts the characters of the first."""
    text = whole("一二三四").edit([Edit(0, 1, "1"), Edit(3, 4, "45")]).edit([Edit(1, 3, "")])
    assert text.folded == "145"
    assert [text.span(i, i + 1) for i in range(3)] == [Span(0, 1), Span(3, 4), Span(3, 4)]


def test_what_is_put_in_lies_between_the_places_of_a_text_as_it_came() -> None:
    text = whole("总计12").insert([(2, "\t"), (3, "\n")])
    assert text.folded == "总计\t1\n2"
    assert (list(text.starts), list(text.ends)) == ([0, 1, 2, 2, 3, 3], [1, 2, 2, 3, 3, 4])
    assert text.span(3, 6) == Span(2, 4)
