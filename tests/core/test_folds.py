"""Folds: one way of writing, with the way back for every character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanwu.folds import FOLDS, flow, fold, script, width
from kanwu.folds.lexicon import known, simple
from kanwu.source import Source, Span
from kanwu.text import Text

PIECES = st.sampled_from(
    [
        "報(bào)告",
        "重點(diǎn)",
        "政務(wu)公開",
        "(PDF)",
        "。ㄒ唬┌盐罩攸c(diǎn)",
        "。ǘ┟鞔_職責",
        "。ㄈ╆犖榻ㄔO",
        "。ò",
        "１６０条",
        "㈠",
        "⼀、⼈⺠",
        "\u200b",
        "\ufeff",
        "\r\n",
        "\n",
        "\u3000\u3000",
        "\xa0",
        "2020年",
        "1\u200b20",
        "- 3 -",
        "…",
        "ﬁ",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=24).map("".join)


def whole(text: str) -> Text:
    source = Source("x", text, "utf-8")
    return Text(source, text, range(len(text)), range(1, len(text) + 1))


def assert_leads_back(text: Text) -> None:
    """Every folded character has a place in the source, and the places only rise."""
    assert len(text.folded) == len(text.starts) == len(text.ends)
    before_start = before_end = 0
    for start, end in zip(text.starts, text.ends, strict=True):
        assert 0 <= start < end <= len(text.source.text)
        assert before_start <= start
        assert before_end <= end
        before_start, before_end = start, end


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_every_fold_leads_back(words: str) -> None:
    """After each single fold, and after all of them, and after the flow."""
    for one in FOLDS:
        assert_leads_back(one(whole(words)))
    folded = fold(Source("x", words, "utf-8"))
    assert_leads_back(folded)
    assert_leads_back(flow(folded).laid())


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_a_span_there_is_a_place_back(words: str) -> None:
    """What a folded run came from, folded again, is found by that run or more."""
    text = fold(Source("x", words, "utf-8"))
    for i in range(len(text.folded)):
        start, end = text.place(text.span(i, i + 1))
        assert start <= i < end
        assert text.span(start, end).start <= text.starts[i]


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_a_flow_finds_its_places_as_a_text_does(words: str) -> None:
    """Each place that is found when it is asked for is the one of the text laid out whole."""
    found = flow(fold(Source("x", words, "utf-8")))
    laid = found.laid()
    for i in range(len(laid.folded) + 1):
        for end in range(i, min(i + 4, len(laid.folded) + 1)):
            span = laid.span(i, end)
            assert found.span(i, end) == span
            assert found.place(span) == laid.place(span)
    nothing = Span(0, len(words))
    assert found.place(nothing) == laid.place(nothing)


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_unfolding_loses_nothing(words: str) -> None:
    """All spans together cover the source, but for what was dropped between them."""
    text = fold(Source("x", words, "utf-8"))
    kept = {i for start, end in zip(text.starts, text.ends, strict=True) for i in range(start, end)}
    dropped = "".join(c for i, c in enumerate(words) if i not in kept)
    glosses = "".join(repair.before for repair in text.repairs if repair.kind == "gloss")
    assert all(c in glosses or c == "\r" or not c.isprintable() or c in "\xad" for c in dropped)


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_repairs_quote_what_they_replaced(words: str) -> None:
    """Each repair names a run of the source, and lies inside it."""
    for repair in fold(Source("x", words, "utf-8")).repairs:
        assert 0 <= repair.span.start <= repair.span.end <= len(words)


@pytest.mark.parametrize(
    ("words", "folded"),
    [
        ("１６０条，占５５％", "160条,占55%"),
        ("⼀、⼈⺠政府", "一、人民政府"),
        ("⻔⼾⽹站", "门户网站"),
        ("1\u200b20人次", "120人次"),
        ("a\r\nb", "a\nb"),
        ("㈠总数", "(一)总数"),
        ("乾县人民政府", "乾县人民政府"),
        ("见附件(PDF)", "见附件(PDF)"),
        ("報(bào)告裏寫着開(kāi)會的時(shí)間，單位負責", "报告里写着开会的时间,单位负责"),
        ("報(diǎn)告", "報(diǎn)告"),
    ],
)
def test_one_way_of_writing(words: str, folded: str) -> None:
    """Width, radicals, blanks, script and glosses; sound words stay."""
    assert fold(Source("x", words, "utf-8")).folded == folded


def shifted(words: str) -> str:
    """The words as a pairwise decoder reads them after one stray byte A1."""
    return (b"\xa1" + words.encode("gb18030")).decode("gb18030", "ignore")


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("。ㄒ唬┒⒕o重點(diǎn)，抓住要害", "(一)盯"),
        ("。ㄋ模┢平怆y(nán)題", "(四)破解"),
        (shifted("（一）盯紧重点工程"), "(一)盯紧重点工"),
        (shifted("（四）修好村口公示栏"), "(四)修好村口公示"),
        (shifted("（七）请老人念告示"), "(七)请老人念告"),
    ],
)
def test_a_byte_shift_is_undone(words: str, begins: str) -> None:
    """A line that is one byte out of step reads again."""
    body = "盯紧重点工程，破解难题，修好村口公示，请老人念告示。"
    text = fold(Source("x", f"题目\n{words}\n{body}", "utf-8"))
    assert text.folded.split("\n")[1].startswith(begins)
    whys = {repair.why for repair in text.repairs}
    assert whys & {"repair.byte-shift", "repair.byte-shift-part"}


@pytest.mark.parametrize("words", ["。保街道", "。好的", "ㄅㄆㄇ是注音", "镇里说。ㄒ唬"])
def test_a_line_that_only_looks_odd_stays(words: str) -> None:
    """Damage has a signature: a stop, then a letter that begins no Chinese line."""
    text = fold(Source("x", words, "utf-8"))
    assert text.folded == words
    assert text.repairs == ()


def test_a_byte_shift_that_lost_bytes_stays_and_says_so() -> None:
    """Beyond its ordinal nothing is certain: the words are left, marked."""
    text = fold(Source("x", "。ǘ┣炕游", "utf-8"))
    assert text.folded.startswith("(二)")
    lost = [repair for repair in text.repairs if repair.why == "repair.byte-shift-lost"]
    assert lost
    assert all(repair.before == repair.after for repair in lost)


WRAPPED = """一、总体情况
这一年里镇上把该公开的信息按月登出来，网站上有，公示栏
里也有，全年主动公开政府信息
120条，其中网站80条，公示栏40条，两处的内容没有重复，村
民看得明白。
（一）人员。有一个人管这件事，忙不过来的时候请村里的会计
帮一把手。
"""


def test_wrapped_lines_flow() -> None:
    """Full lines run on, headings and short lines do not, page numbers vanish."""
    text = flow(fold(Source("x", WRAPPED, "utf-8")))
    assert "公示栏里也有,全年" in text.folded
    assert "村民看得明白。\n(一)" in text.folded
    apart = flow(fold(Source("x", WRAPPED.replace("\n", "\n\n"), "utf-8")))
    assert apart.folded == text.folded
    turned = flow(fold(Source("x", WRAPPED.replace("公示栏\n里", "公示栏\n- 1 -\n里"), "utf-8")))
    assert "公示栏里也有" in turned.folded


def test_paragraphs_do_not_flow_together() -> None:
    """Where lines are paragraphs, none is the continuation of another."""
    words = "\n\n".join(["这是一段很长的话" * 12 + "没有句号", "又是一段" * 20 + "。", "短的一行"])
    assert flow(fold(Source("x", words, "utf-8"))).folded.count("\n") == 2


BROKEN_OUT = """根据规定，自
2009
年
3
月
1
日起本乡开展这项工作。为此，配备了
2
名兼职工作人员，设立了
1
个受理点
；到年底公开信息
418
条，电子化率达
96.5%
，无人投诉。
"""


def test_numbers_broken_out_of_a_sentence_flow_back() -> None:
    """A page sets each number on a line of its own; cells of a table stay apart."""
    told = flow(fold(Source("x", BROKEN_OUT, "utf-8"))).folded
    assert "\n" not in told.strip()
    assert "自2009年3月1日起" in told
    assert "配备了2名兼职工作人员,设立了1个受理点;" in told
    assert "信息418条,电子化率达96.5%,无人投诉" in told
    table = "信息内容\n规章\n3\n件数\n4\n人事信息\n5\n条"
    assert flow(fold(Source("x", table, "utf-8"))).folded == table


def test_every_character_with_a_plainer_form_is_put_into_it() -> None:
    """Also those next to what is passed over as plain, Han characters and ASCII."""
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x10000))))
    plain = width.fold(whole(every)).folded
    assert all(unicodedata.is_normalized("NFKC", c) for c in plain)
    assert not any(c in plain for c in "\r\xa0\u200b\ufeff\u3000\u2028⻅")


def test_every_traditional_character_counts_among_those_that_make_a_document_so() -> None:
    """Five different ones do, four do not."""
    han = list(map(chr, range(0x3400, 0xA000)))
    traditional = [c for c in han if simple(c) != c]
    for at in range(0, len(traditional) - 5, 5):
        five = "\n".join(traditional[at : at + 5])
        assert script.fold(whole(five)).folded == "\n".join(map(simple, five.split("\n")))
        assert script.fold(whole(five[:-2])).folded == five[:-2]
    sound = "\n".join(c for c in han if simple(c) == c)
    assert script.fold(whole(sound)).folded == sound


def test_two_characters_are_a_word_where_they_stand_together_however_long_the_document_is() -> None:
    for document in ("坳垭沟", "坳垭沟" + "无关。" * 5_000):
        assert known("坳垭", document)
        assert not known("沟坳", document)
        assert not known("坳", document)
