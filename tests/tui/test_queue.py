"""The queue: filled while it is worked on, filtered by a few letters, heavy items first."""

from __future__ import annotations

import pytest

from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace
from kanwu_tui.desk import Desk
from kanwu_tui.widgets.queue_pane import QueueView
from kanwu_tui.words import Words


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    desk = Desk(workspace, Words("zh"))
    for document in workspace.documents:
        desk.read(document)
    desk.take_in()
    return desk


def test_the_heaviest_comes_first(desk: Desk):
    """The order is by weight, whichever document was read first."""
    weights = [-row.rank[1] for row in desk.rows]
    assert weights == sorted(weights, reverse=True)
    assert len({row.document for row in desk.rows}) == 2


def test_reading_on_moves_nobody(workspace: Workspace):
    """Documents read later join the queue; the item under review stays."""
    desk = Desk(workspace, Words("zh"))
    desk.read("songling-2020")
    desk.take_in()
    desk.step(1)
    before = desk.row
    desk.read("hengtang-2019")
    desk.take_in()
    assert desk.row == before
    assert desk.shown[desk.index] == before


def test_a_document_decided_while_it_is_read_is_not_read_twice(workspace: Workspace):
    """What a reading thread brings late does not stand beside what the verdict made of it."""
    desk = Desk(workspace, Words("zh"))
    desk.read("songling-2020")
    desk.take_in()
    desk.read("hengtang-2019")
    desk.choose(1)
    desk.read("songling-2020")
    desk.take_in()
    leads = [(row.document, row.lead) for row in desk.rows]
    assert len(leads) == len(set(leads))


@pytest.mark.parametrize(
    "query",
    [
        "落款",
        "lkrq",
        "ＬＫＲＱ",
        "report.signed",
        "signature",
        "separators",
        "songling 乱码",
        "2021129",
    ],
)
def test_the_filter_finds(desk: Desk, query: str):
    """A field's name, its pinyin's first letters, its key, a finding, a state, the words."""
    desk.filter(query)
    assert "report.signed" in [row.lead.field for row in desk.shown]
    assert len(desk.shown) < len(desk.rows)
    assert desk.row in desk.shown


def test_a_filter_that_fits_nothing_and_none(desk: Desk):
    """An empty list is no accident; without words all is there again."""
    desk.filter("没有这样的东西")
    assert desk.shown == []
    desk.filter(" ")
    assert desk.shown is desk.rows


def test_deciding_under_a_filter(desk: Desk):
    """Items settled leave the filtered list and the whole one."""
    desk.filter("lkrq")
    desk.choose(1)
    assert desk.shown == []
    assert "report.signed" not in [row.lead.field for row in desk.rows]
    assert desk.verified == 1


def test_the_last_item(desk: Desk):
    """When all is decided there is nothing to see, and undo brings it back."""
    while desk.rows:
        desk.decide("absent")
    assert desk.sight is None
    assert desk.accept().kind == "refused"
    assert desk.undo().kind == "done"
    assert desk.sight is not None


def test_steps_end_at_the_ends(desk: Desk):
    """Nothing wraps around while moving."""
    desk.go_to(desk.rows[0])
    desk.step(-1)
    assert desk.row == desk.rows[0]
    desk.step(99)
    assert desk.row == desk.rows[-1]


def test_walking_and_stepping_back(desk: Desk):
    """From a reading walked to, down goes back to the item it was left at."""
    here = next(row for row in desk.rows if row.document == "songling-2020")
    desk.go_to(here)
    desk.walk(-1)
    assert desk.walked is not None
    assert desk.sight is not None
    assert desk.sight.item is None
    desk.step(1)
    assert (desk.row, desk.walked) == (here, None)
    while desk.walk(-1):
        pass
    assert desk.sight.key == Key("report.publisher")


def test_what_is_settled_stays_in_view(desk: Desk):
    """A settled row keeps its place among the others, so that the list does not jump; undo opens it."""
    shown = [row.lead for row in desk.rows]
    desk.go_to(desk.rows[1])
    desk.choose(1)
    view = _view(desk)
    assert [row.lead for row in view.window(0, 99)] == shown
    assert [row.shape for row in view.window(1, 1)] == ["verified"]
    assert view.place == 2
    desk.undo()
    assert desk.past == []
    assert [row.lead for row in _view(desk).window(0, 99)] == shown


def test_a_window_on_a_long_queue(desk: Desk):
    """Any part of a long queue is cut out without walking through it, settled rows among them."""
    row = desk.rows[0]
    rows = [row._replace(rank=(0, -4.0, 0, i)) for i in range(100_000)]
    past = [row._replace(rank=(0, -4.0, 0, i + 0.5)) for i in range(0, 100_000, 1000)]
    view = QueueView(rows, past, 50_000, True, "", len(rows), desk.workspace.schema)
    everything = sorted([*rows, *past])
    for top in (0, 1, 999, 50_000, view.length - 20):
        assert view.window(top, 20) == everything[top : top + 20]
    assert everything[view.place] == rows[50_000]


def _view(desk: Desk) -> QueueView:
    return QueueView(
        desk.shown, desk.past, desk.index, True, "", len(desk.rows), desk.workspace.schema
    )


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("field:signed", {"report.signed"}),
        ("field:lkrq", {"report.signed"}),
        ("state:乱码 doc:songling", {"report.signed"}),
        ("state:garbled doc:hengtang", {"disclosed.wechat"}),
        ("year:2019", {"disclosed.wechat", "disclosed.online"}),
        ("ｙｅａｒ：２０２０ 2021129", {"report.signed"}),
        ('doc:"hengtang-2019" 41', {"disclosed.online"}),
        ("doc:“hengtang-2019” 41", {"disclosed.online"}),
        ('doc:"hengtang"', set()),
        ("field:2021129", set()),
        ("outcome:lost", set()),
        ("year:1999", set()),
    ],
)
def test_a_prefix_looks_in_one_part_alone(desk: Desk, query: str, fields: set[str]):
    """Beside free words, in any width; a quoted id is the whole id."""
    desk.filter(query)
    assert {row.lead.field for row in desk.shown} == fields


def test_a_prefix_still_being_typed_hides_nothing(desk: Desk):
    """`doc:` alone is no word yet."""
    desk.filter("doc:")
    assert len(desk.shown) == len(desk.rows)


@pytest.mark.parametrize("query", ["reviewer:wen", "state:question reviewer:we"])
def test_the_reviewer_of_a_question_is_found(desk: Desk, query: str):
    """What waits for a second person is found by who asked."""
    desk.filter(query)
    assert desk.shown == []
    desk.filter("")
    desk.go_to(desk.rows[0])
    lead = desk.rows[0].lead
    desk.decide("question", note="?")
    desk.filter(query)
    assert [row.lead for row in desk.shown] == [lead]


@pytest.mark.parametrize(
    "query", ["outcome:lost", "outcome:失位", "outcome:sw", "reviewer:wen outcome:l"]
)
def test_what_became_of_a_verdict_is_found(desk: Desk, root, query: str):
    """By its kind, in both languages and by initials."""
    desk.go_to(next(row for row in desk.rows if row.lead[0] == "report.signed"))
    desk.choose(1)
    document = root / "documents" / "songling-2020.txt"
    document.write_text(document.read_text("utf-8").replace("云汐县松岭镇人民政府\n2021129\n", ""))
    again = Desk(open_workspace(root, "zhou"), Words("zh"))
    for name in again.workspace.documents:
        again.read(name)
    again.take_in()
    again.filter(query)
    assert [row.shape for row in again.shown] == ["lost"]


def test_keys_before_the_first_document_decide_nothing(workspace: Workspace, saved):
    """What is typed ahead of the first item is told to wait."""
    desk = Desk(workspace, Words("en"))
    waits = Words("en")("desk.waiting")
    tried = [desk.choose(1), desk.accept(), desk.decide("absent")]
    assert [one.text for one in tried] == [waits] * 3
    assert saved() == []
