"""A value that was missed: its words chosen by keys, its field by a few letters, its value by its kind."""

from __future__ import annotations

import pytest

from kanwu.reading import Key
from kanwu.source import Span
from kanwu_tui.screens.adding import AddedPrompt, FieldPrompt, ItemPrompt
from kanwu_tui.screens.select import SelectScreen
from kanwu_tui.selecting import Selection, run_at

TEXT = "全年发布1,568条，占37.0%。\n来年打算Wi-Fi再多3处。"


@pytest.fixture
def missed(root):
    """A report with two numbers that nobody reads."""
    document = root / "documents" / "songling-2020.txt"
    text = document.read_text("utf-8").replace("写告示的人手少", "走访61户，写告示4回，人手少")
    document.write_text(text, "utf-8")
    return root


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("before", "run"),
    [("全年发布1", "1,568"),
        ("占37.0", "37.0%"), ("", "全年发布"), ("占", "37.0%"), ("占37.", "37.0%"), ("来年打算", "Wi"), ("再多", "3")],
)  # fmt: skip
def test_a_word_is_a_run_of_its_kind(before: str, run: str) -> None:
    """A number keeps the marks inside it, and its per cent."""
    found = run_at(TEXT, TEXT.index(before) + len(before))
    assert TEXT[found.start : found.end] == run


def test_words_are_chosen_from_where_they_are_held() -> None:
    """By words and by characters, forward and back; let go, the eye's own word is chosen."""
    one = Selection(TEXT, at(TEXT, "1,568"), [])
    one.step(1)
    assert one.words == "条"
    one.word(-1)
    assert one.words == "1,568"
    one.hold()
    one.word(1)
    one.word(1)
    assert one.words == "1,568条，占"
    one.step(-1)
    one.step(-1)
    assert one.words == "1,568条"
    one.hold()
    assert one.words == "条"


def test_nothing_goes_over_the_ends() -> None:
    """At the first and the last character the eye stays; no line break is ever chosen alone."""
    one = Selection(TEXT, Span(0, 1), [])
    one.step(-1)
    one.word(-1)
    assert one.here == Span(0, 1)
    seen = {one.words}
    for _ in range(len(TEXT) * 2):
        one.step(1)
        seen.add(one.words)
    assert one.here.end == len(TEXT)
    assert "\n" not in seen
    one.word(1)
    assert one.here.end == len(TEXT)


def test_numbers_that_nobody_read_follow_each_other() -> None:
    """Both ways, and around."""
    stops = [at(TEXT, "3处"), at(TEXT, "37.0")]
    one = Selection(TEXT, Span(0, 1), stops)
    said = []
    for by in (1, 1, 1, -1, -1):
        one.stop(by)
        said.append(one.words)
    assert said == ["37.0", "3处", "37.0", "3处", "37.0"]
    alone = Selection(TEXT, Span(0, 1), [])
    alone.stop(1)
    assert alone.here == Span(0, 1)


@pytest.mark.parametrize("key", ["plus", "＋"])
async def test_a_value_is_added(missed, open_desk, settle, saved, screen_text, key) -> None:
    """`+`, the number, the field, and it is saved at its words; undo takes it back."""
    app = open_desk("zh")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(r for r in screen.desk.rows if r.document == "songling-2020"))
        screen.show()
        here = screen.desk.row
        await pilot.press(key, "tab")
        assert isinstance(app.screen, SelectScreen)
        await pilot.pause()
        assert "▐61▌" in screen_text(app.screen)
        await pilot.press("enter", *"wx")
        assert isinstance(app.screen.asked, FieldPrompt)
        await pilot.pause()
        assert "▸ 微信公开数  disclosed.wechat" in screen_text(app.screen)
        await pilot.press("enter")
        assert isinstance(app.screen.asked, AddedPrompt)
        await pilot.pause()
        assert "将存为 61 条" in screen_text(app.screen)
        await pilot.press("enter")
        (made,) = saved()
        assert (made["verdict"], made["field"], made["value"], made["was"]) == (
            "added", "disclosed.wechat", 61, "61"
        )  # fmt: skip
        text = (missed / "documents" / "songling-2020.txt").read_text("utf-8")
        assert made["anchor"]["start"] == text.index("61户")
        assert screen.desk.row.lead == here.lead
        review = screen.desk.workspace.review("songling-2020")
        assert review.state(Key("disclosed.wechat")) == "verified"
        assert "61" not in [review.source.quote(e.span) for e in review.ledger if not e.claimed_by]
        await pilot.press("backspace")
        review = screen.desk.workspace.review("songling-2020")
        assert review.by_key[Key("disclosed.wechat")].reading.silent


async def test_an_item_of_a_breakdown_is_named(missed, open_desk, settle, saved) -> None:
    """A share has the subject that it is of; a value that is none of its kind is not saved."""
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(r for r in screen.desk.rows if r.document == "songling-2020"))
        await pilot.press("i", "tab", "space", "l", "enter", *"disclosed.by_subject", "enter")
        assert isinstance(app.screen.asked, ItemPrompt)
        await pilot.press("enter", *"visits", "enter")
        assert isinstance(app.screen.asked, AddedPrompt)
        await pilot.press(*"some", "enter")
        assert saved() == []
        assert app.screen.asked.wrong
        await pilot.press(*["backspace"] * 4, *"61", "enter")
        (made,) = saved()
        assert (made["item"], made["value"], made["was"]) == ("visits", 61, "61户")


async def test_leaving_at_any_step_adds_nothing(missed, open_desk, settle, saved) -> None:
    """Esc while the words, the field or the value are asked for."""
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        for steps in ([], ["enter"], ["enter", *"wechat", "enter"]):
            await pilot.press("+", *steps, "escape")
            await pilot.pause()
            assert app.screen is screen
        await pilot.press("+", "enter", *"no such thing", "enter")
        assert isinstance(app.screen.asked, FieldPrompt)
        assert saved() == saved("hengtang-2019") == []


async def test_the_fields_that_the_words_could_be_come_first(missed, open_desk, settle) -> None:
    """A date is offered dates that the document does not tell; the arrows choose among them."""
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await settle(pilot)
        review = screen.desk.workspace.review("hengtang-2019")
        prompt = FieldPrompt(review, "2020年1月15日", screen.desk.words)
        answers: list[object] = []
        screen.ask(prompt, answers.append)
        await pilot.pause()
        await pilot.press("down", "up", "up", "down", "enter")
        (field,) = answers
        assert review.schema.kinds[field] == "date"
        assert Key(field) not in review.by_key or review.by_key[Key(field)].reading.silent


async def test_words_of_a_page_are_the_sources_own(root, open_desk, settle, saved) -> None:
    """What is chosen as it is laid out is saved where it stands among the tags."""
    page = (
        "<!doctype html><h1>云汐县桥头镇2020年政府信息公开工作年度报告</h1>"
        "<p>全年主动公开政府信息<b>127</b>条。走访<i>6</i>1户。</p><p>云汐县桥头镇</p><p>2021129</p>"
    )
    (root / "documents" / "qiaotou-2020.htm").write_text(page, "utf-8")
    settings = root / "kanwu.toml"
    settings.write_text(settings.read_text("utf-8").replace("*.txt", "*.htm"), "utf-8")
    app = open_desk("en")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("plus", "tab", "enter", *"wechat", "enter", "enter")
        (made,) = saved("qiaotou-2020")
        assert made["value"] == 61
        assert made["anchor"]["quote"] == page[made["anchor"]["start"] :][: len("6</i>1")]


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_adding_looks_so(
    missed, open_desk, settle, screen_text, matches_snapshot, language, size
) -> None:
    """The words marked in the source, and the fields below the line."""
    app = open_desk(language)
    async with app.run_test(size=size) as pilot:
        screen = await settle(pilot)
        screen.desk.go_to(next(r for r in screen.desk.rows if r.document == "songling-2020"))
        screen.show()
        await pilot.press("plus", "tab", "space", "right")
        await pilot.pause()
        matches_snapshot(f"select-{language}-{size[0]}x{size[1]}", screen_text(app.screen))
        await pilot.press("enter")
        await pilot.pause()
        matches_snapshot(f"field-{language}-{size[0]}x{size[1]}", screen_text(app.screen))
