"""Panes as pure functions: what is under review is whole, marked and in view."""

from __future__ import annotations

import pytest

from kanwu.source import Span
from kanwu.waiting import brief
from kanwu.workspace import Workspace, open_workspace
from kanwu_tui.cells import width
from kanwu_tui.keys import TRIAGE
from kanwu_tui.sight import Sight, row_of, told_keys
from kanwu_tui.telling import SIGNS
from kanwu_tui.view import view_of
from kanwu_tui.widgets.bars import Progress, keys_line, progress_line
from kanwu_tui.widgets.item_pane import item_lines
from kanwu_tui.widgets.lines import STYLES, Frame
from kanwu_tui.widgets.queue_pane import QueueView, queue_lines, strip_line
from kanwu_tui.widgets.readings_pane import readings_lines
from kanwu_tui.widgets.source_pane import LONGEST, Page, source_lines, text_lines
from kanwu_tui.words import Words

ZH, EN = Words("zh"), Words("en")


def sights(workspace: Workspace):
    for document in workspace.documents:
        review = workspace.review(document)
        for key in told_keys(review):
            item = next((item for item in review.queue if item.key == key), None)
            yield Sight(review, key, item)


@pytest.mark.parametrize("cells", [30, 58, 77, 130])
@pytest.mark.parametrize("height", [4, 9, 20])
def test_the_words_under_review_are_in_view(workspace: Workspace, cells: int, height: int):
    """Every reading's own words stand between the marks, without any scrolling."""
    for sight in sights(workspace):
        assert sight.span is not None
        page = Page(sight.review.source.text, cells - 2, sight.span)
        top = page.top(sight.span.start, height - 1)
        lines = source_lines(sight, page, top, ZH, cells, height, Frame())
        text = "".join(line.text.strip() for line in lines[1:]).replace(" ", "")
        quote = "".join(sight.review.source.quote(sight.span).split())
        assert f"▐{quote}▌" in text or (height < 9 and f"▐{quote[:20]}" in text)
        assert width(lines[0].text) == cells
        assert all(width(line.text) <= cells for line in lines)


@pytest.mark.parametrize(("words", "said"), [(ZH, "▫ 2 未认领"), (EN, "▫ 2 unclaimed")])
@pytest.mark.parametrize("cells", [58, 77, 130])
def test_numbers_that_nobody_reads_are_marked(root, words: Words, said: str, cells: int):
    """They are counted above the source, and have a mark of their own in it."""
    document = root / "documents" / "songling-2020.txt"
    document.write_text(
        document.read_text("utf-8").replace("写告示的人手少", "走访61户，写告示4回，人手少"),
        "utf-8",
    )
    review = open_workspace(root, "wen").review("songling-2020")
    sight = Sight(review, told_keys(review)[-1], None)
    page = Page(review.source.text, cells - 2, sight.span)
    lines = source_lines(sight, page, page.top(0, 40), words, cells, 40, Frame())
    assert said in lines[0].text
    assert width(lines[0].text) == cells
    marked = [bit.text for line in lines[1:] for bit in line.bits if bit.style == "at-unclaimed"]
    assert marked == ["61", "4"]


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize("cells", [40, 76, 120])
def test_an_item_tells_all_it_can(workspace: Workspace, words: Words, cells: int):
    """The words, the doubt and every candidate are there; less room costs reasons, not values."""
    for sight in sights(workspace):
        for height in (10, 14, 40):
            lines, _ = item_lines(sight, words, cells, height)
            text = "\n".join(line.text for line in lines)
            assert len(lines) <= height
            assert all(width(line.text) <= cells for line in lines)
            assert "".join(sight.reading.quote.split()) in "".join(text.split())
            for digit, candidate in enumerate(sight.candidates, start=1):
                assert f"{digit}  {candidate.value}" in text


def test_every_cut_bears_a_mark(workspace: Workspace):
    """What does not fit ends in a mark, in the queue and in its strip."""
    review = workspace.review("songling-2020")
    rows = [row_of(one, 0, ZH) for one in brief(review).waiting]
    view = QueueView(rows, [], 0, True, "", len(rows), review.schema)
    for cells in (20, 28, 36):
        for line in queue_lines(view, ZH, cells, 10, 0, Frame())[1:]:
            row = rows[queue_lines(view, ZH, cells, 10, 0, Frame())[1:].index(line)]
            assert row.words in line.text or "…" in line.text
    assert width(strip_line(view, ZH, 60).text) <= 60


def test_readings_stand_under_their_fields(workspace: Workspace):
    """Items of a breakdown stand below its name; what the document does not tell is counted."""
    review = workspace.review("songling-2020")
    lines, at = readings_lines(review, told_keys(review)[3], ZH, 40)
    texts = [line.text for line in lines]
    assert texts[at].startswith("▸")
    assert any("按内容分类" in text for text in texts)
    assert "项文中未提" in texts[-1]


@pytest.mark.parametrize(
    ("text", "at", "shown"),
    [
        ("新收\t4\n总计", 3, "新收 ▐▌4"),
        ("新收\t4\n总计", 2, "新收▐▌ 4"),
        ("新收\n总计", 2, "新收▐▌"),
        ("新收\n总计\n", 6, "总计▐▌"),
        ("新收\t4", 4, "新收 4▐▌"),
    ],
)
def test_a_blank_place_is_marked_between_its_neighbours(text: str, at: int, shown: str):
    """A blank cell has no words: the marks stand where they would be, at the very end too."""
    page = Page(text, 20, Span(at, at))
    lines = text_lines(page, list(page.below(page.top(at, 3))), [])
    assert shown in [line.text for line in lines]


def test_a_line_without_an_end_is_laid_out_in_pieces():
    """A megabyte in one line costs no more than what is looked at."""
    text = "政府信息公开" * 200_000
    page = Page(text, 60, Span(600_000, 600_003))
    top = page.top(600_000, 20)
    rows = [row for row, _ in zip(page.below(top), range(20), strict=False)]
    assert rows[0].start <= 600_000 < rows[-1].end
    assert len(page._rows) <= 1 + 2 * (60 * 20 // LONGEST + 1) + 1


def test_signs_are_told_apart():
    """State has a shape of its own before it has a colour, and every style is known."""
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert set(SIGNS) <= set(STYLES)


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize("cells", [60, 80, 100, 160])
def test_bars_fit(words: Words, cells: int):
    """The bars give up what matters least; help, accept and undo are always named."""
    progress = Progress("乡镇年报", "reviewer-with-a-name", 312, 88, 3, 10, 2)
    assert width(progress_line(progress, words, 200).text) == 200
    keys = keys_line(TRIAGE, words, cells)
    assert width(keys.text) <= cells
    for face in ("F1", "F2", "⌫", "1-9"):
        assert face in keys.text


async def test_a_hidden_blank_inside_a_number_is_shown(open_desk, root, settle):
    """A zero-width blank is what is wrong with the number: it has a mark where the value is shown."""
    document = root / "documents" / "songling-2020.txt"
    document.write_text(document.read_text("utf-8").replace("2021129", "2021\u200b129"), "utf-8")
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        for _ in screen.desk.rows:
            if screen.desk.sight.key.field == "report.signed":
                break
            await pilot.press("down")
        await pilot.pause()
        shown = "\n".join(
            "".join(s.text for s in strip) for strip in screen._compositor.render_strips()
        )
        assert shown.count("2021·129") >= 3
        assert "▐2021·129▌" in shown


def test_a_page_is_shown_as_it_is_laid_out(root):
    """No tag stands in the source pane; the mark is on the words as they are seen."""
    (root / "documents" / "qiaotou-2020.htm").write_text(
        "<!doctype html><style>p{}</style><h1>云汐县桥头镇2020年政府信息公开工作年度报告</h1>"
        "<p>全年主动公开政府信息<b>1</b><span lang=en>27</span>条，&ldquo;账&rdquo;贴在墙上。</p>"
        "<p>二、收到和处理政府信息公开申请情况</p><p>云汐县桥头镇</p><p>2021<i>129</i></p>",
        "utf-8",
    )
    settings = root / "kanwu.toml"
    settings.write_text(settings.read_text("utf-8").replace("*.txt", "*.htm"), "utf-8")
    review = open_workspace(root, "wen").review("qiaotou-2020")
    seen = {}
    for key in told_keys(review):
        item = next((item for item in review.queue if item.key == key), None)
        sight = Sight(review, key, item)
        view = view_of(review.source)
        assert sight.span is not None
        page = Page(view.text, 58, view.place(sight.span))
        lines = source_lines(sight, page, page.top(0, 20), ZH, 60, 20, Frame())
        text = "\n".join(line.text for line in lines)
        assert "<" not in text
        assert "“账”贴在墙上" in text
        assert "行 1–5/5" in lines[0].text
        seen[key.field] = "".join(
            bit.text for line in lines[1:] for bit in line.bits if bit.style == "mark"
        )
        told = "\n".join(line.text for line in item_lines(sight, ZH, 60, 20)[0])
        assert "<" not in told
    assert seen["disclosed.total"] == "127"
    assert seen["report.signed"] == "2021129"


@pytest.mark.parametrize(
    ("words", "said"),
    [(ZH, "原文如此：印的就是这个数，是原文错了"), (EN, "printed so: the source itself is wrong")],
)
def test_printed_so_is_the_first_choice_where_the_source_does_not_add_up(
    workspace: Workspace, words: Words, said: str
):
    """40 and 41 are both read well: F4 stands before Enter and the digits; elsewhere it does not."""
    for document, first in (("hengtang-2019", True), ("songling-2020", False)):
        review = workspace.review(document)
        item = next(i for i in review.queue if i.key and not review.by_key[i.key].reading.damage)
        lines = [line.text for line in item_lines(Sight(review, item.key, item), words, 76, 20)[0]]
        at = next((n for n, line in enumerate(lines) if said in line), None)
        assert item.sic is first
        assert (at is not None) is first
        assert at is None or not any(" 1 " in line for line in lines[:at])


def test_a_long_passage_is_cut_and_hides_no_number(root):
    """Its beginning and its end are told; a number in it that nobody read keeps its own mark."""
    document = root / "documents" / "songling-2020.txt"
    long = "写告示的人手少，" + "走访61户，" * 30
    document.write_text(document.read_text("utf-8").replace("写告示的人手少，", long), "utf-8")
    review = open_workspace(root, "wen").review("songling-2020")
    key = next(key for key in told_keys(review) if key.field == "text.problems_improvements")
    sight = Sight(review, key, None)
    told = "".join("".join(line.text.split()) for line in item_lines(sight, ZH, 60, 14)[0])
    assert "…" in told
    assert "请中学的老师来讲一课。" in told
    assert told.count("61") < 30
    page = Page(review.source.text, 76, sight.span)
    lines = source_lines(sight, page, page.top(0, 40), ZH, 78, 40, Frame())
    marked = [bit.text for line in lines[1:] for bit in line.bits if bit.style == "at-unclaimed"]
    assert marked == ["61"] * 30
