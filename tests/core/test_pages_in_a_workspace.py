"""A web page among the documents: its verdicts are durable, and hold when the site is made anew."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from kanwu.cli import main, tools
from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace

PAGE = """<!doctype html>
<html><head><meta charset="gb2312"><title>云岭市梨坪镇2020年年报</title></head><body>
<nav><a href="/">首页</a> 第31期</nav>
<h1>云岭市梨坪镇2020年政府信息公开工作年度报告</h1>
<p class=date>发布时间：2021-02-08&nbsp;10:20</p>
<p>&ldquo;公开&rdquo;两个字写在门口。全年累计主动公开政府信息<b>16</b><i>0</i>条。</p>
<table><tr><th>公开渠道</th><th>条数</th><th>上年</th></tr><tr><td>政府网站</td><td>88</td><td></td></tr></table>
<p>云岭市梨坪镇人民政府</p><p>20211<span>29</span></p>
</body></html>
"""
ANEW = re.sub(
    r"<(p|b|i|span)( class=date)?>",
    r'<\1 style="font-size: 16px" id="x7">',
    PAGE.replace("<nav>", '<header class="head-2023"><div>手机版</div></header>\n<nav>')
    .replace("&ldquo;", "“")
    .replace("&rdquo;", "&#8221;")
    .replace("<body>", "<body class='v3'><!-- 2023 -->"),
)
SIGNED, TOTAL = Key("report.signed"), Key("disclosed.total")


@pytest.fixture
def site(folder: Path) -> Path:
    (folder / "documents" / "liping-2020.txt").unlink()
    (folder / "documents" / "liping-2020.html").write_bytes(PAGE.encode("gb18030"))
    return folder


def opened(folder: Path) -> Workspace:
    return open_workspace(folder, "li")


def test_a_page_is_read_in_its_own_encoding_at_its_own_characters(site: Path) -> None:
    """What the page declares is tried; the quote is the page's, tags and all."""
    workspace = opened(site)
    source = workspace.source("liping-2020")
    assert (source.form, source.encoding, source.text) == ("html", "gb2312", PAGE)
    total = workspace.review("liping-2020").by_key[TOTAL].reading
    assert (total.value, total.quote) == (160, "16</b><i>0")
    assert total.span is not None
    assert source.quote(total.span) == total.quote


@pytest.mark.parametrize("kept", [True, False])
def test_verdicts_hold_when_the_site_is_made_anew(site: Path, kept: bool) -> None:
    """Other tags, references and ids around the same words: both verdicts find their place."""
    if not kept:
        settings = site / "kanwu.toml"
        settings.write_text(settings.read_text("utf-8") + "keep_sources = false\n", "utf-8")
    workspace = opened(site)
    workspace.decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    workspace.decide("liping-2020", TOTAL, "amended", value=Decimal(166))
    sources = list((site / "corrections").glob("_sources/*"))
    assert [path.name for path in sources] == [
        f"{workspace.source('liping-2020').sha256}.html.gz"
    ] * kept
    (site / "documents" / "liping-2020.html").write_bytes(ANEW.encode("gb18030"))
    again = opened(site)
    outcomes = {o.correction.field: o.kind for o in again.replay()}
    assert outcomes == {"report.signed": "moved", "disclosed.total": "moved"}
    settled = again.review("liping-2020").by_key
    assert settled[SIGNED].reading.value == "2021-01-29"
    assert settled[TOTAL].reading.value == 166


def test_a_changed_number_is_not_taken_for_the_old_one(site: Path) -> None:
    """A verdict on 160 does not hold for 180, whatever tags stand around it."""
    opened(site).decide("liping-2020", TOTAL, "confirmed")
    (site / "documents" / "liping-2020.html").write_bytes(
        ANEW.replace(">16<", ">18<").encode("gb18030")
    )
    (outcome,) = opened(site).replay()
    assert outcome.kind == "stale"


def test_words_can_be_quoted_as_they_are_seen(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`decide --quote` takes the words of the page without its tags."""
    said = ["decide", "liping-2020", "training.meetings", "--verdict", "added", "--value", "2"]
    where = ["--workspace", str(site), "--as", "li"]
    assert main([*said, "--quote", "“公开”两个字", *where]) == 0, capsys.readouterr().err
    found = next(s for s in opened(site).review("liping-2020").settled if s.correction)
    assert found.reading.quote == "&ldquo;公开&rdquo;两个字"


def test_a_page_without_text_is_named(site: Path) -> None:
    """A page that scripts would fill says nothing; that is no report that says nothing."""
    empty = "<!doctype html><title></title><div id=app></div><script>load('a.json')</script>"
    (site / "documents" / "app.html").write_text(empty, "utf-8")
    workspace = opened(site)
    assert len(list(workspace.reviews())) == 1
    (problem,) = workspace.problems
    assert problem.place == "documents/app.html"
    assert "no text in this page" in str(problem)


def test_a_new_workspace_takes_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`kanwu init` around saved pages finds them; a PDF of the same name is most likely the same report."""
    (tmp_path / "a.htm").write_text(PAGE, "utf-8")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    assert main(["init", str(tmp_path), "--schema", "zh-disclosure-report"]) == 0
    assert 'add "**/*.pdf" to documents' in capsys.readouterr().err
    assert open_workspace(tmp_path, "li").documents == ("a",)
    assert main(["extract", str(tmp_path), "--format", "jsonl"]) == 0
    assert '"field": "disclosed.total"' in capsys.readouterr().out


@pytest.mark.parametrize("folder", ["", "documents/"])
def test_a_new_workspace_takes_pdf_and_docx_files(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
) -> None:
    """They are covered where they are there; where their library is not, that is said."""
    (tmp_path / folder).mkdir(exist_ok=True)
    for name in ("a.htm", "b.PDF", "c.docx"):
        (tmp_path / folder / name).write_text(PAGE, "utf-8")

    def version(library: str) -> str:
        if library == "pdfplumber":
            raise PackageNotFoundError(library)
        return "1"

    monkeypatch.setattr(tools, "version", version)
    assert main(["init", str(tmp_path), "--schema", "zh-disclosure-report"]) == 0
    told = capsys.readouterr().err
    assert "3 documents" in told
    assert "pip install 'kanwu[pdf]'" in told
    assert "kanwu[docx]" not in told
    assert open_workspace(tmp_path, "li").documents == ("a", "b", "c")
