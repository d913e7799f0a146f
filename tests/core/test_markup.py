"""Web pages: laid out as a reader sees them, each character with its place in the source."""

from __future__ import annotations

import time
from html import unescape

import pytest
from grids import FIRST, LAST, RESULTS, THREE
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from kanwu.extractors import extract
from kanwu.folds import fold, lay
from kanwu.reading import Reading
from kanwu.source import Source, form_of
from kanwu.text import Text
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")


def page(words: str) -> Text:
    return lay(Source("x", words, "utf-8", "html"))


@pytest.mark.parametrize(
    ("source", "laid"),
    [
        ("<p>一</p><p>二<br>三</p>四", "一\n二\n三\n四"),
        ("<div>  多\n  行\t字 </div>", "多 行 字"),
        ("<p>主<b>动</b><i>公</i>开<span>１６０</span>条", "主动公开１６０条"),
        ("2021&#x5E74;&#24180;&nbsp;&ldquo;好&rdquo;&amp", "2021年年\xa0“好”&"),
        ("一<!-- 二 --><script>三</script><style>四</style>五", "一五"),
        ("<nav><a>首页</a></nav>正文<select><option>甲</select>", "正文"),
        ("<h1>某局2021年<br/>年报</h1>", "某局2021年 年报"),
        ("<pre>一\n 二</pre>", "一\n 二"),
        ("<title>某局年报_某网</title><h1>某局年报</h1>", "某局年报\n"),
        ("<title>某局年报_某网</title><p>正文", "某局年报_某网\n正文"),
        ("<p title='a > b' class=c>字</p>", "字\n"),
        ('<p>一</p><p title=">二">三</p>', "一\n三\n"),
        ("3 < 5 && 6 > 4 <3 &# &x; &zzz;", "3 < 5 && 6 > 4 <3 &# &x; &zzz;"),
        ("<li>一<li>二", "一\n二"),
        ("<?xml version='1.0'?><![if !x]>字<![endif]></3>", "字"),
    ],
)
def test_a_page_is_laid_out_as_it_is_shown(source: str, laid: str) -> None:
    """Blocks are lines, blanks are one, references are characters, what is not shown is gone."""
    assert page(source).folded.rstrip("\n") == laid.rstrip("\n")


@pytest.mark.parametrize(
    ("source", "laid"),
    [
        ("<table><tr><td>规章<td>0<td><td>3</table>", "|规章|0||3|"),
        ("<table><tr><td>规章</td><td></td><td> </td></tr></table>", "|规章|||"),
        (
            "<table><tr><td colspan=2>甲<td>1<td>2<tr><td>乙<td>丙<td>3<td>4",
            "||甲|1|2|\n|乙|丙|3|4|",
        ),
        ("<table><tr><td rowspan=2>甲<td>1<td>2<tr><td>3<td>4", "|甲|1|2|\n||3|4|"),
        ("<table><tr><td>甲<td rowspan=2>1<td>2<tr><td>乙<td>4", "|甲|1|2|\n|乙||4|"),
        ("<table><tr><td colspan=3>标题<tr><td>甲<td>1<td>2", "标题\n|甲|1|2|"),
        ("<table><tr><th>索引号<td>A-1<th>日期<td>2022-01-18", "索引号\tA-1\t日期\t2022-01-18"),
        (
            "<table><tr><td>指标<td>数量<tr><td>网站<td>3<tr><td>微信<td>",
            "|指标|数量|\n|网站|3|\n|微信||",
        ),
        ("<table><tr><td>甲|乙<td>1<td><p>2</p><p>3</p>", "|甲¦乙|1|2 3|"),
        ("<table><caption>表一</caption><tr><td>甲<td>1<td>2", "表一\n|甲|1|2|"),
        ("<table><tr><td><p>文</p><table><tr><td>甲<td>1<td>2</table>尾", "文\n|甲|1|2|\n尾"),
        ("<table><tr><table><tr><td>甲<td>1<td>2<tr><td>乙<td>3<td>4", "|甲|1|2|\n|乙|3|4|"),
        ("<table><tr>落在外面的字<td>甲<td>1<td>2", "落在外面的字\n|甲|1|2|"),
    ],
)
def test_a_table_is_one_line_a_row(source: str, laid: str) -> None:
    """Every row has all its columns: blank cells stay, a spanning cell stands where it begins."""
    assert page(source).folded.rstrip("\n") == laid


def test_a_number_in_several_fonts_is_one_number() -> None:
    """Word processors split 1036 in two runs; a raised footnote mark is no digit of it."""
    whole = fold(Source("x", "<p>公开<b>1</b><span>036</span>条", "utf-8", "html"))
    at = whole.folded.index("1036")
    assert whole.quote(at, at + 4) == "1</b><span>036"
    assert [whole.starts[i + 1] - whole.ends[i] for i in range(at, at + 3)] == [0, 0, 0]
    raised = fold(Source("x", "<p>公开72<sup>1</sup>条", "utf-8", "html"))
    at = raised.folded.index("721")
    assert raised.starts[at + 2] > raised.ends[at + 1]


# --- laws ---------------------------------------------------------------------------------------

PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "年报",
                "1",
                "036",
                " ",
                "\n",
                "一 二",
                "&nbsp;",
                "&ldquo;",
                "&#x5E74;",
                "&#49;",
                "&amp",
            ),
            *(
                "<p>",
                "</p>",
                "<br>",
                "<b>",
                "</b>",
                "<span class='a>b'>",
                "</span>",
                "<div>",
                "</div>",
            ),
            *(
                "<table>",
                "</table>",
                "<tr>",
                "</tr>",
                "<td>",
                "</td>",
                "<td rowspan=2>",
                "<th colspan=3>",
            ),
            *(
                "<!-- 3 -->",
                "<script>4</script>",
                "<ul><li>",
                "<",
                ">",
                "&",
                "&x;",
                "|",
                "\t",
                "<h1>",
            ),
            *(
                "<!--",
                "<sup>",
                "</sup>",
                '<a href="',
                "<pre>",
                "</pre>",
                "<nav>",
                "</nav>",
                "<title>7</title>",
            ),
        ]
    ),
    max_size=40,
).map("".join)


@given(PIECES)
@example("<table>年报</td>年报")
@example("&#49;<b>1")
def test_every_character_comes_from_its_place(source: str) -> None:
    """A laid-out character is what the source says at its place; places only rise."""
    laid = page(source)
    assert list(laid.starts) == sorted(laid.starts)
    assert list(laid.ends) == sorted(laid.ends)
    for i, character in enumerate(laid.folded):
        start, end = laid.starts[i], laid.ends[i]
        assert 0 <= start <= end <= len(source)
        there = source[start:end]
        if character in "|\t\n ¦":  # a mark between cells, the end of a line, one blank for several
            continue
        assert character in {there, unescape(there), unescape(there.split("<")[0])}


TAME = st.recursive(
    st.sampled_from(
        ["年报", "1,036", "&nbsp;", "&#x5E74;", "a < b", " ", "<!-- 3 -->", "<script>4</script>"]
    ),
    lambda inner: st.tuples(
        st.sampled_from(["p", "div", "span", "b", "h2", "li", "section", "font"]),
        st.lists(inner, max_size=4).map("".join),
    ).map(lambda pair: f'<{pair[0]} class="c">{pair[1]}</{pair[0]}>'),
    max_leaves=20,
)


@given(TAME)
def test_the_words_are_those_of_a_browsers_parser(source: str) -> None:
    """Lexbor, which gives no offsets, reads the same characters."""
    tree = LexborHTMLParser(source)
    tree.strip_tags(["script"])
    assert tree.body is not None
    assert "".join(page(source).folded.split()) == "".join(tree.body.text().split())


HARD = ["<", "<!--", "<a ", '<a =">"', "<script>", "<nav>", "<nav></nav>", "&", "&nbsp", "<?", "</"]
HARD += [
    "<table><tr><td>",
    "<table><td rowspan=60000 colspan=99>x<tr>",
    "<pre>\n",
    "1</b>",
    '<td colspan="',
]


@pytest.mark.parametrize("piece", HARD)
def test_no_page_takes_long(piece: str) -> None:
    """Whatever is unclosed or nested, time grows as the length does: 60,000 characters in a moment."""
    start = time.perf_counter()
    page((piece * 60_000)[:60_000])
    assert time.perf_counter() - start < 1.5


@pytest.mark.parametrize(
    "damage", ["<!-- 没有关上", "<script>没有关上", '<a href="没有关上', "<nav>没有关上"]
)
def test_what_was_not_closed_hides_nothing(damage: str) -> None:
    """A page cut or broken in the middle loses no words that stand after the break."""
    assert "全年公开160条" in page(f"<p>前</p>{damage}<p>全年公开160条</p>").folded


@pytest.mark.parametrize(
    ("suffix", "text", "form"),
    [
        (".htm", "字", "html"),
        (".md", "# 字", "markdown"),
        (".txt", "\n<!doctype HTML><p>字", "html"),
        (".txt", "<?xml version='1.0'?>\n<html><p>字", "html"),
        (".txt", "字<html>", "text"),
        (".txt", "<p>字", "text"),
    ],
)
def test_a_page_is_told_by_its_suffix_or_its_beginning(suffix: str, text: str, form: str) -> None:
    """A saved page named .txt is still a page; a stray tag makes none."""
    assert form_of(suffix, text) == form


# --- tables beat their flattened text -------------------------------------------------------------

LABELS = {
    key: label.replace("“", "&ldquo;").replace("”", "&rdquo;")
    for key, label in {**FIRST, **RESULTS, **THREE, **LAST}.items()
}
COLUMNS = [
    "natural_person",
    "commercial",
    "research",
    "social",
    "legal_service",
    "other_org",
    "total",
]
GROUPS = {
    "denied_state_secret": ("（三）不予公开", 8),
    "unable_not_held": ("（四）无法提供", 3),
    "unprocessed_petition": ("（五）不予处理", 5),
    "other_not_corrected": ("（六）其他处理", 3),
}
HEAD = (
    "<h2>三、收到和处理政府信息公开申请情况</h2><table border=1><tr><td colspan=3 rowspan=3>（本列数据的"
    "勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）<td colspan={0}>申请人情况<tr><td rowspan=2>"
    "自然人<td colspan={1}>法人或其他组织<td rowspan=2>总计<tr><td>商业企业<td>科研机构<td>社会公益<br>"
    "组织<td>法律服务机构<td>其他{2}"
)


def cell(row: int, column: int) -> str:
    """Different in every cell, some of them blank."""
    return "" if (row + column) % 6 == 0 else str(100 * row + column)


def table(subtotal: bool) -> str:
    out = HEAD.format(8, 6, "<td>小计") if subtotal else HEAD.format(7, 5, "")
    for row, (key, label) in enumerate(LABELS.items(), 1):
        out += "<tr>"
        if key in {"new_received", "carried_in", "carried_out"}:
            out += f"<td colspan=3>{label}</td>"
        elif key in {"granted", "partial", "results_total"}:
            out += "<td rowspan=22>三、本年度<br>办理结果</td>" if key == "granted" else ""
            out += f"<td colspan=2>{label}</td>"
        else:
            group, size = GROUPS.get(key, ("", 0))
            out += f"<td rowspan={size}><p>{group}</p></td>" if size else ""
            out += f"<td><p>{label}</p></td>"
        for column in range(1, 8):
            if subtotal and column == 7:
                out += f"<td>{9000 + row}</td>"
            out += f"<td align=center><p>{cell(row, column) or '&nbsp;'}</p></td>"
        out += "</tr>"
    return out + "</table><h2>四、政府信息公开行政复议、行政诉讼情况</h2>"


def read(source: str) -> dict[str, Reading]:
    found = extract(fold(Source("x", source, "utf-8", "html")), SCHEMA)
    return {r.key.field: r for r in found if r.key.field.startswith("applications.")}


@pytest.mark.parametrize("subtotal", [False, True], ids=["seven columns", "eight columns"])
def test_each_cell_of_a_real_table_is_read_where_it_stands(subtotal: bool) -> None:
    """Span cells of header and groups move nothing; a blank cell is blank, at its own place."""
    source = table(subtotal)
    readings = read(source)
    for row, key in enumerate(LABELS, 1):
        for column, name in enumerate(COLUMNS, 1):
            reading = readings[f"applications.{key}.{name}"]
            said = cell(row, column)
            assert reading.span is not None
            assert reading.quote == said
            if said:
                assert reading.value == int(said), reading
                assert source[reading.span.start : reading.span.end] == said
            else:
                assert reading.value is None
                assert reading.damage == "table.blank-cell"
                around = source[: reading.span.start].rpartition("<td")[2]
                assert "</td>" not in around
