"""Several reports in one file: each is a document of its own, and no value of two years is mixed."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.errors import CorrectionError, UsageError
from kanwu.reading import Key
from kanwu.review import review
from kanwu.source import Source, Span
from kanwu.splitting import split
from kanwu.workspace import open_workspace
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")
SETTINGS = (
    'format = 1\nname = "x"\nschema = "zh-disclosure-report"\ndocuments = ["documents/*.*"]\n'
)
CHAPTERS = """
根据《中华人民共和国政府信息公开条例》编制。

一、总体情况
全年主动公开政府信息{total}条。局里把要紧的事写在门口的黑板上，字写得大，谁路过都能看见。
旧的告示揭下来收在柜子里，要看随时能翻；档案室每逢赶集的日子开一整天，来查图纸的人可以坐下慢慢看。
写稿的人每月到村里走一遍，听听哪一句看不明白，回来当场改，改完念给门卫听，门卫听懂了才贴出去。

二、收到和处理政府信息公开申请情况
收到申请{asked}件。来申请的人都给了一张收条，写着哪一天能来取，取的时候不用再排队，找值班的人就行。
"""


def report(title: str, total: int, asked: int) -> str:
    return title + "\n" + CHAPTERS.format(total=total, asked=asked) + "\n"


TWO = report("岚川县档案局2022年政府信息公开工作年度报告", 212, 3) + report(
    "岚川县档案局2023年政府信息公开工作年度报告", 345, 5
)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KANWU_REVIEWER", "wen")
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "both.txt").write_text(TWO, "utf-8")
    alone = report("苇塘镇人民政府2021年政府信息公开工作年度报告", 18, 0)
    (tmp_path / "documents" / "lone.txt").write_text(alone, "utf-8")
    (tmp_path / "kanwu.toml").write_text(SETTINGS, "utf-8")
    return tmp_path


def told(source: Source) -> list[tuple[str, object, object]]:
    found = []
    for one in split(source, SCHEMA):
        by = review(one, SCHEMA).by_key
        year, total = (by[Key(f)].reading.value for f in ("report.year", "disclosed.total"))
        found.append((one.document, year, total))
    return found


def test_a_second_title_begins_another_document() -> None:
    """Each has its own year and numbers, at places that count in the whole file."""
    source = Source("a", TWO, "utf-8")
    assert told(source) == [
        ("a", Decimal(2022), Decimal(212)),
        ("a#2", Decimal(2023), Decimal(345)),
    ]
    second = review(split(source, SCHEMA)[1], SCHEMA)
    span = second.by_key[Key("disclosed.total")].reading.span
    assert span is not None
    assert TWO[span.start : span.end] == "345"
    assert all(entry.span.start >= TWO.index("岚川县档案局2023") for entry in second.ledger)


def test_a_whole_file_is_read_as_its_first_document() -> None:
    """Whoever reviews the file without splitting it is never given two years in one record."""
    one = review(Source("a", TWO, "utf-8"), SCHEMA)
    assert [s.reading.value for s in one.settled if s.reading.key.field == "disclosed.total"] == [
        Decimal(212)
    ]
    assert any(finding.code == "document.part" for finding in one.findings)


def test_a_page_is_split_as_a_text_is() -> None:
    page = "<!doctype html>" + "".join(f"<p>{line}</p>" for line in TWO.split("\n") if line)
    assert [one[1:] for one in told(Source("a", page, "utf-8", "html"))] == [
        (Decimal(2022), Decimal(212)),
        (Decimal(2023), Decimal(345)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        TWO[: TWO.index("岚川县档案局2023")]
        + "上一篇\n岚川县档案局2021年政府信息公开工作年度报告\n",
        "岚川县档案局2022年政府信息公开工作年度报告\n目录\n一、总体情况\n二、申请情况\n"
        + report("岚川县档案局2022年政府信息公开工作年度报告", 212, 3),
        "相关链接\n岚川县档案局2021年政府信息公开工作年度报告\n"
        + report("岚川县档案局2022年政府信息公开工作年度报告", 212, 3),
    ],
    ids=["a link at its foot", "a list of its chapters", "a link at its head"],
)
def test_one_report_stays_whole(text: str) -> None:
    assert len(split(Source("a", text, "utf-8"), SCHEMA)) == 1


def test_two_bodies_of_one_year_are_two_documents() -> None:
    text = report("岚川县人民政府2022年政府信息公开工作年度报告", 900, 9)
    text += report("岚川县水利局2022年政府信息公开工作年度报告", 40, 1)
    assert [one[2] for one in told(Source("a", text, "utf-8"))] == [Decimal(900), Decimal(40)]


def test_a_workspace_has_both(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`extract` gives them in order, read just now or kept."""
    for _ in range(2):
        assert main(["extract", str(root)]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        years = [(r["document"], r["value"]) for r in rows if r["field"] == "report.year"]
        assert years == [("both", 2022), ("both#2", 2023), ("lone", 2021)]
    assert [*open_workspace(root).documents] == ["both", "both#2", "lone"]
    assert [one.source.document for one in open_workspace(root).reviews()] == [
        "both",
        "both#2",
        "lone",
    ]


def test_a_verdict_on_the_second_is_replayed_on_the_second(root: Path) -> None:
    """It has a file of its own, holds when both move, and never touches the first."""
    key = Key("disclosed.total")
    open_workspace(root, "wen").decide("both#2", key, "amended", value=Decimal(346))
    assert (root / "corrections" / "wen" / "both#2.toml").is_file()
    document = root / "documents" / "both.txt"
    document.write_text("岚川县档案局\n" + document.read_text("utf-8"), "utf-8")
    workspace = open_workspace(root, "wen")
    assert [(one.kind, one.correction.document) for one in workspace.replay()] == [
        ("moved", "both#2")
    ]
    assert workspace.review("both#2").by_key[key].reading.value == Decimal(346)
    assert workspace.review("both").by_key[key].reading.value == Decimal(212)


def test_a_verdict_made_elsewhere_in_the_file_is_not_laid_on_the_first(root: Path) -> None:
    """One that was made on the second's words, under the first's name, is lost: to be looked at."""
    workspace = open_workspace(root, "wen")
    key = Key("disclosed.total")
    workspace.decide("both#2", key, "confirmed")
    kept = root / "corrections" / "wen" / "both#2.toml"
    (kept.with_name("both.toml")).write_text(
        kept.read_text("utf-8").replace("both#2", "both"), "utf-8"
    )
    kept.unlink()
    again = open_workspace(root, "wen")
    assert [one.kind for one in again.replay()] == ["lost"]
    assert not again.review("both").by_key[key].decided


def test_words_of_the_other_document_are_refused(root: Path) -> None:
    workspace = open_workspace(root, "wen")
    at = TWO.index("345")
    with pytest.raises(CorrectionError, match="another document in the same file"):
        workspace.decide(
            "both", Key("disclosed.online"), "added", value=Decimal(345), span=Span(at, at + 3)
        )


def test_a_second_that_is_there_no_more_is_named(root: Path) -> None:
    """Its verdicts are lost, and listed; the id is refused with what the file holds."""
    workspace = open_workspace(root, "wen")
    workspace.decide("both#2", Key("disclosed.total"), "confirmed")
    document = root / "documents" / "both.txt"
    document.write_text(TWO[: TWO.index("岚川县档案局2023")], "utf-8")
    again = open_workspace(root, "wen")
    assert [one.kind for one in again.replay()] == ["lost"]
    with pytest.raises(UsageError):
        open_workspace(root, "wen").review("both#3")


def test_reports_side_by_side_are_doubted_whole() -> None:
    """Where two years alternate, nothing tells whose a value is: none is read without a doubt."""
    text = "岚川县 年报比对\n年份 : 2022 vs 2023\n2022 年报告 2023 年报告\n" + TWO
    for one in split(Source("a", text, "utf-8"), SCHEMA)[:1]:
        seen = review(one, SCHEMA)
        assert {f.code for f in seen.findings} >= {"document.side-by-side", "document.whose"}
        states = {seen.state(s.reading.key) for s in seen.settled}
        assert "read" not in states
