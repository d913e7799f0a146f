"""The queue line by line: a script or a screen reader settles what the screen would."""

from __future__ import annotations

import io

import pytest

from kanwu.errors import WorkspaceError
from kanwu.workspace import open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.plain import HELP, Plain
from kanwu_tui.words import Words


@pytest.fixture
def played(root):
    """What is said when these lines are typed, and the exit code."""

    def play(*answers: str, language="en", query=""):
        desk = Desk(open_workspace(root, "wen"), Words(language))
        desk.filter(query)
        out = io.StringIO()
        plain = Plain(desk, io.StringIO("".join(f"{one}\n" for one in answers)), out)
        return plain.run(), out.getvalue(), desk

    return play


def test_a_digit_settles_the_item(played, saved) -> None:
    """The candidate is saved with its provenance, and the next item is told."""
    code, said, desk = played("/signed", "1", "q")
    assert code == 0
    assert "line 19: [[2021129]]" in said
    assert "1: 2021-01-29" in said
    [correction] = saved()
    assert (correction["verdict"], str(correction["value"])) == ("amended", "2021-01-29")
    assert desk.verified == 1
    assert said.rstrip().endswith(
        f"{len(desk.rows)} items open, 1 values verified. Every verdict is saved."
    )


def test_every_verdict_has_its_letter(played, saved) -> None:
    """Typed, printed so, absent, unreadable, a question with its note; undone and redone."""
    played("/signed", "e 2021-1-28", "q")
    assert str(saved()[0]["value"]) == "2021-01-28"
    played("z", "y", "z", "q")
    assert [one["verdict"] for one in saved()] == ["amended"] + ["withdrawn"] * 3
    for letter, verdict in (("u", "unreadable"), ("x", "absent"), ("n ask Lao Lin", "question")):
        played("/signed", letter, "q")
        assert saved()[-1]["verdict"] == verdict
        played("z", "q")
    assert [one.get("note") for one in saved() if one["verdict"] == "question"] == ["ask Lao Lin"]
    played("/37", "s", "q")
    assert saved()[-1]["verdict"] == "sic"


def test_an_input_method_may_make_the_letters_wide(played, saved) -> None:
    """As on the screen."""
    _, said, _ = played("／signed", "？", "１", "ｑ")
    assert Words("en")("letter.q") in said
    assert [one["verdict"] for one in saved()] == ["amended"]


def test_a_note_goes_with_the_next_verdict(played, saved) -> None:
    """It is kept until that is given."""
    played("/signed", "m ask Lao Lin", "1", "q")
    assert [(one["verdict"], one["note"]) for one in saved()] == [("amended", "ask Lao Lin")]


def test_what_cannot_be_done_is_said(played, saved) -> None:
    """A wrong value, no such candidate, no such command: nothing is saved."""
    code, said, _ = played("/signed", "e soon", "9", "frobnicate", "s", "a")
    assert code == 0
    assert "There is no command frobnicate" in said
    assert "there is no candidate 9" in said
    assert saved() == []


def test_an_end_of_the_answers_is_an_end(played) -> None:
    """A script need not say q."""
    code, said, desk = played("j", "k", ".")
    assert code == 0
    assert f"{len(desk.rows)} items open" in said


def test_a_verdict_that_cannot_be_saved_is_told_by_the_exit_code(
    played, monkeypatch, saved
) -> None:
    """The next verdicts are still taken."""
    tried = []
    decide = Desk.decide

    def fails_once(self, verdict, value=None, note=""):
        tried.append(verdict)
        if len(tried) == 1:
            raise WorkspaceError("corrections", "the disk is full", "Make room.")
        return decide(self, verdict, value, note)

    monkeypatch.setattr(Desk, "decide", fails_once)
    code, said, _ = played("/signed", "1", "1", "q")
    assert "the disk is full" in said
    assert code == 3
    assert len(saved()) == 1


def test_the_help_names_every_command(played) -> None:
    """In both languages."""
    for language in ("zh", "en"):
        _, said, _ = played("?", "q", language=language)
        words = Words(language)
        assert all(words(f"letter.{name}") in said for name in HELP)


def test_a_filter_that_finds_nothing_says_so(played) -> None:
    """And how to come back."""
    _, said, desk = played("/nowhere", "1", "a", "u", "/", "q")
    assert said.count("Nothing fits “nowhere”") == 4
    assert f"all {len(desk.rows)} items." in said
    assert desk.verified == 0, "nothing that is not shown is decided"


def test_a_value_is_added_line_by_line(played, root, saved) -> None:
    """Its words, then field and value are asked; an empty answer at any of them leaves all."""
    path = root / "documents" / "songling-2020.txt"
    path.write_text(
        path.read_text("utf-8").replace("字也小。", "字也小。政务微博发了7条。"), "utf-8"
    )
    asked = ("/doc:songling", "+ 政务微博发了7条")
    _, said, _ = played(*asked, "weibo", "3", "7", "q")
    assert "disclosed.weibo" in said
    assert [(one["field"], one["verdict"], one["value"]) for one in saved()] == [
        ("disclosed.weibo", "added", 7)
    ]
    assert saved()[0]["anchor"]["quote"] == "政务微博发了7条"
    for answers in (("",), ("weibo", "3", "no number", "", "q"), ("no such field", "", "q")):
        played(*asked, *answers)
    _, said, _ = played("/doc:songling", "+", "+ 这里没有的词", "+条", "q")
    assert "write words of the source behind +" in said
    assert said.count("these words") == 2
    assert len(saved()) == 1


def test_history_is_told_and_turned(played, saved) -> None:
    """Numbered, the latest first; a number takes that one back, or lets it hold again."""
    played("/signed", "1", "/wechat", "1", "q")
    _, said, desk = played("v", "v 2", "v", "v 2", "v 9", "q")
    assert "1: " in said
    assert said.count("date of signature  2021129 → 2021-01-29 (withdrawn)") == 1
    assert "holds again: date of signature" in said
    assert "there is no number 9" in said
    assert desk.verified == 2


def test_a_group_is_listed_and_settled(played, root, saved) -> None:
    """All of it, or just the numbers that are written."""
    text = (root / "documents" / "songling-2020.txt").read_text("utf-8")
    for name, day in (("a-2020", "2021118"), ("b-2020", "2021125")):
        changed = text.replace("松岭镇", f"{name}镇").replace("2021129", day)
        (root / "documents" / f"{name}.txt").write_text(changed, "utf-8")
    _, said, _ = played("/signed", "g", "g 9", "g 1 3", "q")
    assert "3: " in said
    assert "there is no number 9" in said
    done = [name for name in ("songling-2020", "a-2020", "b-2020") if saved(name)]
    assert len(done) == 2
    _, said, _ = played("z", "/signed", "g all", "q")
    assert "undone: 2 together" in said
    assert all(saved(name) for name in ("songling-2020", "a-2020", "b-2020"))


def test_orders_and_views_line_by_line(played) -> None:
    """Listed with their counts; a number takes one."""
    _, said, desk = played("=", "=2", "= 99", "q")
    assert "1: most doubtful (in force)" in said
    assert "order of the queue: by field" in said
    assert desk.order == "field"
    assert "there is no number 99" in said


def test_one_is_where_one_left(root) -> None:
    """The item and the order, as on the screen."""

    def play(*answers: str) -> Desk:
        desk = Desk(open_workspace(root, "wen"), Words("en"))
        desk.resume()
        lines = io.StringIO("".join(f"{one}\n" for one in answers))
        Plain(desk, lines, io.StringIO()).run()
        return desk

    first = play("=2", "j", "j", "q")
    again = play("q")
    assert again.order == "field"
    assert again.row == first.row
