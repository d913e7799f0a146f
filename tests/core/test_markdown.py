"""Markdown: marks are no part of the words, rows with bars are rows, what only might be a mark stays."""

from __future__ import annotations

import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.extractors import extract
from kanwu.folds import fold, lay
from kanwu.reading import Reading
from kanwu.source import Source
from kanwu.text import Text
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")


def page(words: str) -> Text:
    return lay(Source("x", words, "utf-8", "markdown"))


@pytest.mark.parametrize(
    ("source", "laid"),
    [
        ("## 一、总体情况 ##\n", "一、总体情况\n"),
        ("全年**公开**__160__条，*其中*网站", "全年公开160条，其中网站"),
        ("**见[公报](http://a.b/c_d.html)第3期**", "见公报第3期"),
        ("![二维码](q.png)扫一扫", "扫一扫"),
        ("> 来源：党政办", "来源：党政办"),
        ("1\\. 属于国家秘密 \\*", "1. 属于国家秘密 *"),
        ("&ldquo;三安全&rdquo;&nbsp;&#50;", "“三安全”\xa02"),
        ("| 结果<br>维持 | 甲\\|乙 | 0 |", "| 结果 维持 | 甲¦乙 | 0 |"),
        ("```\n一\n```\n===\n", "一\n\n"),
    ],
)
def test_marks_are_no_part_of_the_words(source: str, laid: str) -> None:
    """Headings, emphasis, links, pictures, quoting, escapes and references."""
    assert page(source).folded == laid


@pytest.mark.parametrize(
    "words",
    [
        "2*3*4=24",
        "- 1 -",
        "a_b_c",
        "* 条",
        "5 > 3",
        "#号楼",
        "[1]",
        "a < b",
        "〔2021〕30号",
        "** 不是 **",
        "&x;",
    ],
)
def test_what_only_might_be_a_mark_stays(words: str) -> None:
    """A product, a page number, a name with underscores, a footnote."""
    assert page(words).folded == words


def test_labels_and_publishers_are_read_through_marks() -> None:
    """A heading in bold with a link names the body; a number in bold is a number."""
    words = (
        "# **云岭市[梨坪镇](/lp)人民政府**2020年政府信息公开工作年度报告\n\n"
        "*一*、**主动公开**\n\n全年累计主动公开政府信息**160**条。\n"
    )
    readings: dict[str, Reading] = {
        r.key.field: r for r in extract(fold(Source("x", words, "utf-8", "markdown")), SCHEMA)
    }
    assert readings["report.publisher"].value == "云岭市梨坪镇人民政府"
    assert readings["report.publisher"].quote == "云岭市[梨坪镇](/lp)人民政府"
    assert readings["report.year"].value == 2020
    assert (readings["disclosed.total"].value, readings["disclosed.total"].quote) == (160, "160")


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "年报",
                "160",
                " ",
                "\n",
                "**",
                "*",
                "__",
                "_",
                "[",
                "](",
                ")",
                "![",
                "# ",
                "## ",
                "> ",
            ),
            *(
                "|",
                "\\",
                "\\|",
                "\\.",
                "&nbsp;",
                "&#50;",
                "&x;",
                "<br>",
                "<b>",
                "</b>",
                "<!--",
                "`",
                "===\n",
            ),
        ]
    ),
    max_size=30,
).map("".join)


@given(PIECES)
def test_every_character_comes_from_its_place(source: str) -> None:
    """What stays is what the source says at its place; places only rise."""
    laid = page(source)
    assert list(laid.starts) == sorted(laid.starts)
    assert list(laid.ends) == sorted(laid.ends)
    for i, character in enumerate(laid.folded):
        there = source[laid.starts[i] : laid.ends[i]]
        assert character in {there, unescape(there)} or there in {"\\|", "<br>"}


@pytest.mark.parametrize(
    "piece", ["**a", "__a ", "[a](", "![a](b", "*a", "\\|", "&amp;", "> # ", "<span "]
)
def test_no_document_takes_long(piece: str) -> None:
    """Whatever is unclosed, time grows as the length does."""
    start = time.process_time()
    page((piece * 60_000)[:60_000])
    assert time.process_time() - start < 1.5
