"""PDF and DOCX: the text in them, tables in their place; what cannot be read is named."""

from __future__ import annotations

import builtins
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from kanwu.cli import main
from kanwu.errors import SourceError
from kanwu.folds import fold
from kanwu.source import Source
from kanwu.workspace import open_workspace
from kanwu.workspace.containers import READERS
from kanwu.workspace.files import read_source

WIDTHS = (40, 240, 320, 400, 480)
ROWS = [
    ["信息内容", "制发件数", "废止件数", "有效件数"],
    ["规章", "0", "", "3"],
    ["文件", "12", "1", "9"],
]


def pdf(pages: list[bytes], encrypt: bool = False) -> bytes:
    """A small PDF whose pages have these drawing commands; its font holds every Chinese character."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<<"
        b"/Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)"
        b"/Ordering(GB1)/Supplement 4>>/DW 1000>>]>>"
    )
    kids = b" ".join(b"%d 0 R" % (4 + 2 * i) for i in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        font,
    ]
    for i, drawn in enumerate(pages):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (5 + 2 * i)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    tail = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
    return out + table + tail % (len(objects) + 1, lock if encrypt else b"", len(out))


def said(x: int, y: int, words: str) -> bytes:
    code = words.encode("utf-16-be").hex().encode()
    return b"BT /F 12 Tf %d %d Td <%s> Tj ET\n" % (x, y, code)


def ruled(top: int) -> bytes:
    """A ruled table of ROWS, its upper edge at a height."""
    out = b""
    for n in range(len(ROWS) + 1):
        out += b"40 %d m 480 %d l S\n" % (top - 30 * n, top - 30 * n)
    for x in WIDTHS:
        out += b"%d %d m %d %d l S\n" % (x, top, x, top - 30 * len(ROWS))
    for n, row in enumerate(ROWS):
        for x, cell in zip(WIDTHS, row, strict=False):
            out += said(x + 8, top - 30 * n - 20, cell) if cell else b""
    return out


LAID = "|信息内容|制发件数|废止件数|有效件数|\n|规章|0||3|\n|文件|12|1|9|"


def test_a_pdf_is_its_pages_with_tables_in_place() -> None:
    """Prose above and below stays there, a row is a line with all its cells."""
    first = said(40, 740, "一、主动公开情况") + ruled(700) + said(40, 560, "全年公开160条。")
    data = pdf([first, said(40, 740, "二、其他事项")])
    words = READERS[".pdf"](data, "a.pdf")
    assert words == f"一、主动公开情况\n{LAID}\n全年公开160条。\n二、其他事项\n"
    assert READERS[".pdf"](data, "a.pdf") == words


def document() -> bytes:
    made = docx.Document()
    made.add_paragraph("一、主动公开情况")
    table = made.add_table(4, 4)
    for row, cells in zip(table.rows, [["第一项", "", "", ""], *ROWS], strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    table.cell(0, 0).merge(table.cell(0, 3))
    made.add_paragraph("全年公开160条。")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_docx_is_its_paragraphs_and_tables_in_order() -> None:
    """A merged cell stands once, a blank one is blank."""
    words = READERS[".docx"](document(), "a.docx")
    assert words == f"一、主动公开情况\n||||第一项|\n{LAID}\n全年公开160条。\n"


def test_a_workspace_reads_what_it_names(folder: Path, report: str) -> None:
    """With the suffix in `documents`, a container is a document, its characters are the source."""
    made = docx.Document()
    for line in report.split("\n"):
        made.add_paragraph(line)
    made.save(str(folder / "documents" / "other-2020.docx"))
    settings = folder / "kanwu.toml"
    assert open_workspace(folder, "li").documents == ("liping-2020",)
    globs = 'documents = ["documents/**/*.txt", "documents/**/*.docx"]\n'
    settings.write_text(settings.read_text("utf-8") + globs, "utf-8")
    workspace = open_workspace(folder, "li")
    source = workspace.source("other-2020")
    assert (source.encoding, source.form) == ("docx", "text")
    assert source.text.strip() == report.strip()
    told = {s.reading.key.field: s.reading.value for s in workspace.review("other-2020").settled}
    assert told["disclosed.total"] == 160


def bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(210):
            part.write(bytes(10**6))
    return out.getvalue()


def entity() -> bytes:
    """A DOCX whose text is an external entity: the file of passwords."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document())) as old, zipfile.ZipFile(told, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                head, _, rest = data.partition(b"?>")
                outside = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                data = head + b"?>" + outside + rest.replace("规章".encode(), b"&e;", 1)
            new.writestr(name, data)
    return told.getvalue()


@pytest.mark.parametrize(
    ("suffix", "data", "what"),
    [
        (".pdf", b"%PDF-1.7\nbroken", "damaged"),
        (".pdf", b"no pdf at all", "damaged"),
        (".pdf", pdf([said(40, 700, "文")], encrypt=True), "password"),
        (".pdf", pdf([b"10 10 100 100 re f"]), "its pages are pictures"),
        (".docx", b"PK\x03\x04broken", "damaged"),
        (".docx", document()[:2000], "damaged"),
        (".docx", b"\xd0\xcf\x11\xe0 an old .doc", "damaged"),
        (".docx", bomb(), "would unpack to 210 MB"),
        (".docx", b"  ", "empty"),
    ],
)
def test_a_container_that_cannot_be_read_is_named(
    tmp_path: Path, suffix: str, data: bytes, what: str
) -> None:
    """The file, what is wrong with it, and what would help; never a bare exception of a library."""
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=what) as error:
        read_source(path, "a", f"documents/a{suffix}")
    assert error.value.place == f"documents/a{suffix}"
    assert error.value.hint


def test_a_document_reads_no_other_file() -> None:
    """An external entity in a DOCX stays unresolved."""
    assert "root:" not in READERS[".docx"](entity(), "a.docx")


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_missing_extra_is_named(suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library, the message says what to install."""
    data, found = document(), builtins.__import__

    def missing(name: str, *rest: object) -> object:
        if name.partition(".")[0] in {"pdfplumber", "pdfminer", "docx"}:
            raise ImportError(name)
        return found(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(SourceError) as error:
        READERS[suffix](data, f"a{suffix}")
    assert f"kanwu[{suffix[1:]}]" in error.value.hint


def test_bars_in_a_container_part_no_cells() -> None:
    """What looks like the mark between cells is not one."""
    made = docx.Document()
    table = made.add_table(2, 3)
    for cell, words in zip(table._cells, ["甲|乙", "1", "2", "丙", "3", "4"], strict=True):
        cell.text = words
    out = io.BytesIO()
    made.save(out)
    text = fold(Source("a", READERS[".docx"](out.getvalue(), "a.docx"), "docx"))
    assert text.folded == "|甲¦乙|1|2|\n|丙|3|4|\n"


def test_words_in_smart_tags_and_revisions_are_read() -> None:
    """A date in a smart tag, a number that was inserted, one that was deleted, a content control."""
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:r><w:t>{}</w:t></w:r>"
    paragraph = (
        f"<w:p {w}>{run.format('截至')}<w:smartTag>{run.format('2020年')}</w:smartTag>"
        f"<w:ins>{run.format('公开16')}</w:ins>{run.format('0条')}"
        f"<w:del><w:r><w:delText>159</w:delText></w:r></w:del></w:p>"
    )
    control = f"<w:sdt {w}><w:sdtContent><w:p>{run.format('其他事项')}</w:p></w:sdtContent></w:sdt>"
    made = docx.Document()
    for xml in (paragraph, control):
        made.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
    out = io.BytesIO()
    made.save(out)
    assert READERS[".docx"](out.getvalue(), "a.docx") == "截至2020年公开160条\n其他事项\n"


def test_a_workspace_without_documents_says_where_it_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder of PDF files that nothing names is not passed over without a word."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "kanwu.toml").write_text('schema = "zh-disclosure-report"\n', "utf-8")
    assert main(["extract", str(tmp_path), "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "no documents found" in said.err
    assert "documents/**/*.txt" in said.err


def test_a_folder_of_bare_files_may_hold_containers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is read, but for one beside a text of its name; a folder that holds nothing says so."""
    asked = ["extract", str(tmp_path), "--schema", "zh-disclosure-report", "--lang", "en"]
    assert main(asked) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "no .txt, .md, .html, .htm, .pdf, .docx files" in told.err
    for name in ("a.docx", "b.docx"):
        (tmp_path / name).write_bytes(document())
    (tmp_path / "b.txt").write_text("全年共主动公开政府信息160条。", "utf-8")
    (tmp_path / "c.PDF").write_bytes(pdf([said(40, 740, "全年共主动公开政府信息160条。")]))
    assert main(asked) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [(row["document"], row["value"]) for row in rows if row["field"] == "disclosed.total"]
    assert told == [("a", None), ("b", 160), ("c", 160)]
