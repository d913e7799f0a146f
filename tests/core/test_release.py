"""A release is whole, says where each value comes from, and why each missing one is missing."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import frictionless
import opencc
import openpyxl
import pytest
import yaml
from pyarrow import parquet

from kanwu.errors import UsageError, WorkspaceError
from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace

SIGNED, TRAINED = Key("report.signed"), Key("training.date")
FORMS = ("jsonl", "xlsx", "sqlite", "parquet")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def made(folder: Path, name: str = "release", **more: object) -> Path:
    to = folder / "releases" / name
    open_workspace(folder, "li").export(str(to), "datapackage", **more)  # type: ignore[arg-type]
    return to


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def decided(folder: Path) -> Workspace:
    """A workspace with a value amended, one unreadable, one printed wrong, one taken off."""
    one = open_workspace(folder, "li")
    one.decide("liping-2020", SIGNED, "amended", value="2021-01-29", note="发布在后")
    one.decide("liping-2020", TRAINED, "unreadable")
    one.decide("liping-2020", Key("disclosed.total"), "sic", should_be=Decimal(161))
    one.decide("liping-2020", Key("disclosed.by_subject", "政策文件"), "absent")
    return one


@pytest.mark.parametrize("also", [(), FORMS])
def test_a_package_is_sound_for_others(decided: Workspace, also: tuple[str, ...]) -> None:
    """Frictionless finds no error in any resource, and nothing to warn of; with a mark, too."""
    package = made(decided.root, also=also, bom=not also)
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])
    assert report.stats["warnings"] == 0
    told = {task.name for task in report.tasks}
    assert told >= {"documents", "marks", "values", "withheld", "codebook"}
    if also:
        assert told >= {"values-jsonl", "values-parquet", "dataset-xlsx", "dataset-sqlite"}
    assert (package / "values.csv").read_bytes().startswith(b"\xef\xbb\xbf") == (not also)


def test_three_ways_to_be_missing_are_told_apart(folder: Path) -> None:
    """Not stated, unreadable, not yet reviewed: each has its code, and a label says what it means."""
    one = open_workspace(folder, "li")
    (before,) = rows(made(folder) / "documents.csv")
    assert (before["report.signed"], before["training.date"]) == ("unreviewed", "unreviewed")
    one.decide("liping-2020", TRAINED, "unreadable")
    package = made(folder)
    (after,) = rows(package / "documents.csv")
    assert (after["training.date"], after["fees.charged"]) == ("unreadable", "")
    told = json.loads((package / "datapackage.json").read_text("utf-8"))
    (documents,) = (one for one in told["resources"] if one["name"] == "documents")
    labels = {one["value"]: one["label"] for one in documents["schema"]["missingValues"]}
    assert labels["unreviewed"] == "not yet reviewed"
    assert labels[""] == "not stated"
    assert len(set(labels.values())) == len(labels) == 5


def test_several_values_and_vague_dates_are_not_made_one(folder: Path) -> None:
    """The wide table says that it cannot hold them; the long one does."""
    document = folder / "documents" / "liping-2020.txt"
    text = document.read_text("utf-8")
    more = "镇里于2009年5月成立了政务公开工作领导小组。2020年3月4日，镇里开展培训。2020年5月6日，镇里开展培训。"
    document.write_text(text.replace("202048，镇里培训了信息员。", more), "utf-8")
    package = made(folder)
    long = {}
    for one in rows(package / "values.csv"):
        long.setdefault(one["field"], []).append(one["value"])
    (wide,) = rows(package / "documents.csv")
    (marks,) = rows(package / "marks.csv")
    several = [field for field in wide if wide[field] == "several"]
    vague = [field for field in wide if wide[field] == "imprecise"]
    assert several
    assert vague
    assert all(len(set(long[field])) > 1 and marks[field] == "several" for field in several)
    assert all(len(long[field][0]) < 10 and marks[field] == "imprecise" for field in vague)


def test_every_value_has_its_provenance(decided: Workspace) -> None:
    """Hash, words, offsets, versions, repairs, verdict, reviewer, time, rule and note."""
    document = decided.root / "documents" / "liping-2020.txt"
    package = made(decided.root)
    source = document.read_text("utf-8")
    by_field = {one["field"]: one for one in rows(package / "values.csv")}
    for one in by_field.values():
        assert source[int(one["start"]) : int(one["end"])] == one["quote"]
        assert one["sha256"] == hashlib.sha256(source.encode()).hexdigest()
        assert one["extractor"].startswith("kanwu ")
        assert (one["schema"], one["schema_version"]) == ("zh-disclosure-report", "1")
    signed = by_field["report.signed"]
    assert (signed["value"], signed["date"], signed["quote"]) == (*["2021-01-29"] * 2, "2021129")
    assert (signed["verdict"], signed["reviewer"], signed["note"]) == ("amended", "li", "发布在后")
    assert signed["doubts"] == "date.separators-lost"
    assert datetime.fromisoformat(signed["at"]).tzinfo is not None
    (held,) = rows(package / "withheld.csv")
    assert (held["item"], held["why"], held["verdict"]) == ("政策文件", "absent", "absent")
    assert "value" not in held


def test_repairs_that_a_value_needed_are_named(folder: Path) -> None:
    """Traditional script in the words of a value, and nothing for digits."""
    document = folder / "documents" / "liping-2020.txt"
    text = document.read_text("utf-8").replace("梨坪镇2020年", "梨坪镇人民政府2020年")
    document.write_text(opencc.OpenCC("s2t").convert(text), "utf-8")
    by_field = {one["field"]: one for one in rows(made(folder) / "values.csv")}
    assert by_field["report.publisher"]["repairs"] == "script"
    assert by_field["disclosed.total"]["repairs"] == ""


def test_sic_goes_out_as_printed_and_is_marked(decided: Workspace) -> None:
    """The printed value, with what would have been right beside it, and a mark in the wide table."""
    package = made(decided.root)
    (one,) = (row for row in rows(package / "values.csv") if row["field"] == "disclosed.total")
    assert (one["value"], one["verdict"], one["should_be"]) == ("160", "sic", "161")
    (wide,), (marks,) = rows(package / "documents.csv"), rows(package / "marks.csv")
    assert (wide["disclosed.total"], marks["disclosed.total"]) == ("160", "sic")
    assert (wide["report.signed"], marks["report.signed"]) == ("2021-01-29", "verified")
    assert marks["report.year"] == "read"


def test_the_gate_holds_back_and_widens(folder: Path) -> None:
    """By default nothing doubted; asked for, it is marked in every table."""
    document = folder / "documents" / "liping-2020.txt"
    document.write_text(document.read_text("utf-8").replace("120条", "1200条"), "utf-8")
    narrow = made(folder)
    assert {one["state"] for one in rows(narrow / "values.csv")} == {"read"}
    assert {one["why"] for one in rows(narrow / "withheld.csv")} == {"doubted"}
    wide = made(folder, "wide", doubted=True)
    doubted = [one for one in rows(wide / "values.csv") if one["state"] == "doubted"]
    assert doubted
    assert all(one["doubts"] for one in doubted)
    (marks,) = rows(wide / "marks.csv")
    shown = [one["field"] for one in doubted if one["field"] in marks and not one["item"]]
    assert all(marks[field].startswith("doubted") for field in shown)
    told = json.loads((wide / "datapackage.json").read_text("utf-8"))
    assert told["kanwu"]["include"] == "doubted"


def test_the_same_inputs_give_the_same_bytes(decided: Workspace, tmp_path: Path) -> None:
    """In every form, in another folder, at another time."""
    first = contents(made(decided.root, also=FORMS))
    copied = tmp_path / "elsewhere" / decided.root.name
    shutil.copytree(
        decided.root, copied, ignore=shutil.ignore_patterns("releases", ".kanwu", "elsewhere")
    )
    time.sleep(1.1)  # what a clock would show in a header has moved on
    assert contents(made(copied, also=FORMS)) == first


def test_untouched_values_are_the_same_bytes(decided: Workspace) -> None:
    """One more verdict changes its own row, and no other."""
    before = (made(decided.root) / "values.csv").read_bytes().splitlines()
    key = Key("disclosed.by_subject", "财政信息")
    open_workspace(decided.root, "wang").decide("liping-2020", key, "confirmed")
    after = (made(decided.root, "second") / "values.csv").read_bytes().splitlines()
    (old,), (new,) = set(before) - set(after), set(after) - set(before)
    assert "财政信息".encode() in old
    assert b"wang" in new


def test_checksums_and_pages_are_true(decided: Workspace) -> None:
    """Every file is listed with its hash; the methods page has the counts, in both languages."""
    package = made(decided.root, also=("sqlite",))
    listed = dict(
        reversed(line.split("  "))
        for line in (package / "checksums.sha256").read_text("utf-8").splitlines()
    )
    files = contents(package)
    del files["checksums.sha256"]
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    page = (package / "methods.en.md").read_text("utf-8")
    assert "| `verified` | 4 |" in page
    assert "| `applied` | 4 |" in page
    assert "Reviewers: li" in page
    assert "审核人：li" in (package / "methods.zh.md").read_text("utf-8")
    labels = decided.schema.labels
    book = {one["field"]: one for one in rows(package / "codebook.csv")}
    assert book.keys() == labels.keys()
    assert book["disclosed.total"]["label_zh"] == labels["disclosed.total"].zh
    assert labels["disclosed.total"].en in (package / "codebook.en.md").read_text("utf-8")


def test_verdicts_on_documents_that_are_gone_are_counted(decided: Workspace) -> None:
    """They are lost, and the methods page does not keep that to itself."""
    document = decided.root / "documents" / "liping-2020.txt"
    document.with_name("other.txt").write_text("另一份文件，与前一份没有关系。\n", "utf-8")
    document.unlink()
    page = (made(decided.root) / "methods.en.md").read_text("utf-8")
    assert "| `lost` | 4 |" in page


def test_a_release_says_what_it_is(decided: Workspace) -> None:
    """`[release]` of kanwu.toml: title, version, licence and authors; reviewers are contributors."""
    settings = decided.root / "kanwu.toml"
    about = '\n[release]\ntitle = "乡镇年报"\nversion = "2026.1"\nlicense = "CC-BY-4.0"\nauthors = ["Li Wen"]\n'
    settings.write_text(settings.read_text("utf-8") + about, "utf-8")
    package = made(decided.root)
    told = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert (told["title"], told["version"]) == ("乡镇年报", "2026.1")
    assert told["licenses"] == [{"name": "CC-BY-4.0"}]
    people = {one["title"]: one["roles"] for one in told["contributors"]}
    assert people == {"Li Wen": ["author"], "li": ["reviewer"]}
    assert told["sources"][0]["path"] == "documents/liping-2020.txt"
    last = max(c.at for c in decided.corrections("liping-2020"))
    assert datetime.fromisoformat(told["created"]) == last
    cited = yaml.safe_load((package / "CITATION.cff").read_text("utf-8"))
    assert (cited["title"], cited["authors"]) == ("乡镇年报", [{"name": "Li Wen"}])
    settings.write_text(settings.read_text("utf-8").replace("authors", "authers"), "utf-8")
    with pytest.raises(WorkspaceError, match=r'kanwu.toml:8: (?s:.)*Did you mean "authors"'):
        open_workspace(decided.root)


def test_sources_have_their_licences(decided: Workspace) -> None:
    """The first glob that fits holds, an address is a path, and nothing is claimed where none fits."""
    settings = decided.root / "kanwu.toml"
    before = settings.read_text("utf-8")
    (decided.root / "documents" / "city").mkdir()
    (decided.root / "documents" / "city" / "a.txt").write_text("市里的年报\n", "utf-8")
    globs = '\n[release.source_licenses]\n"city/*" = "https://a.example/terms"\n"c*" = "CC0-1.0"\n'
    settings.write_text(before + globs, "utf-8")
    told = json.loads((made(decided.root) / "datapackage.json").read_text("utf-8"))
    assert {one["title"]: one.get("licenses") for one in told["sources"]} == {
        "city/a": [{"path": "https://a.example/terms"}],
        "liping-2020": None,
    }
    settings.write_text(before + globs + '"*" = "CC-BY-4.0"\n', "utf-8")
    package = made(decided.root)
    told = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert told["sources"][-1]["licenses"] == [{"name": "CC-BY-4.0"}]
    report = frictionless.validate(str(package / "datapackage.json"))
    assert (report.valid, report.stats["warnings"]) == (True, 0)
    settings.write_text(before + globs.replace('"CC0-1.0"', "0"), "utf-8")
    with pytest.raises(
        WorkspaceError, match=r"kanwu.toml:\d: source_licenses is (?s:.)*table of globs"
    ):
        open_workspace(decided.root)


def test_other_forms_hold_the_same_values(decided: Workspace) -> None:
    """Dates are dates, numbers are numbers, and Chinese is intact."""
    package = made(decided.root, also=FORMS)
    long = rows(package / "values.csv")
    words = [(one["field"], one["item"] or None, one["value"], one["quote"]) for one in long]
    page = openpyxl.load_workbook(package / "dataset.xlsx")
    cells = list(page["values"].iter_rows(values_only=True))
    head = list(cells[0])
    at = {name: head.index(name) for name in head}
    seen = [tuple(one[at[n]] or None for n in ("field", "item", "value")) for one in cells[1:]]
    assert seen == [(field, item, value or None) for field, item, value, _ in words]
    signed = next(one for one in cells if one[at["field"]] == "report.signed")
    assert signed[at["date"]] == datetime(2021, 1, 29)
    total = next(one for one in cells if one[at["field"]] == "disclosed.total")
    assert (total[at["number"]], total[at["should_be"]]) == (160, "161")
    with sqlite3.connect(package / "dataset.sqlite") as database:
        told = database.execute('SELECT field, item, value, quote FROM "values"').fetchall()
        assert [tuple(v or "" for v in one) for one in told] == [
            tuple(v or "" for v in one) for one in words
        ]
        (joined,) = database.execute(
            'SELECT d."report.signed", m."report.signed" FROM documents d JOIN marks m USING (document)'
        )
        assert joined == ("2021-01-29", "verified")
    table = parquet.read_table(package / "values.parquet")
    assert table.column("quote").to_pylist() == [quote for *_, quote in words]
    assert str(table.schema.field("date").type) == "date32[day]"
    assert str(parquet.read_schema(package / "documents.parquet").field("report.signed").type) == (
        "date32[day]"
    )
    lines = (package / "values.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["quote"] for line in lines] == [quote for *_, quote in words]


@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx", "sqlite", "parquet"])
def test_a_form_alone_is_one_file(decided: Workspace, form: str) -> None:
    """Told by the name of the file; nothing else is left in the folder."""
    to = decided.root / "out" / f"all.{form}"
    assert decided.export(str(to)).rows > 5
    assert [path.name for path in to.parent.iterdir()] == [to.name]
    assert to.stat().st_size > 500


@pytest.mark.parametrize(("form", "library"), [("xlsx", "xlsxwriter"), ("parquet", "pyarrow")])
def test_a_missing_extra_is_named(
    decided: Workspace, monkeypatch: pytest.MonkeyPatch, form: str, library: str
) -> None:
    """What is missing, and what to type; the release that was there stays."""
    package = made(decided.root)
    before = contents(package)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"pip install 'kanwu\[{form}\]'"):
        made(decided.root, also=(form,))
    assert contents(package) == before


def test_words_that_do_not_go_together_are_refused(decided: Workspace) -> None:
    """An option that would do nothing is wrong usage."""
    for words in ({"also": ("xlsx",)}, {"bom": True}):
        with pytest.raises(UsageError, match="datapackage"):
            decided.export(str(decided.root / "a.jsonl"), **words)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="takes no parquet"):
        decided.export("-", "parquet")


def test_only_a_release_is_written_over(decided: Workspace) -> None:
    """A folder with anything else in it is left alone, and what is in the way is named."""
    with pytest.raises(WorkspaceError, match="holds what is no release"):
        decided.export(str(decided.root), "datapackage")
    package = made(decided.root)
    (package / "my-notes.txt").write_text("keep me", "utf-8")
    with pytest.raises(WorkspaceError, match=r"my-notes\.txt"):
        made(decided.root)
    (package / "my-notes.txt").unlink()
    assert contents(made(decided.root)) == contents(package)


EXPORT = """
import sys
from pathlib import Path
from kanwu.workspace import open_workspace
workspace = open_workspace(Path(sys.argv[1]), "li")
print("ready", flush=True)
while True:
    workspace.export(sys.argv[2], "datapackage", also=("sqlite",))
    print("done", flush=True)
"""


def ready(folder: Path, package: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    while True:
        process = subprocess.Popen(
            [sys.executable, "-c", EXPORT, str(folder), str(package)],
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process


def test_a_killed_export_leaves_a_whole_release(decided: Workspace) -> None:
    """Killed at random moments: every file of the release fits its checksum, and the next one is clean."""
    chance = random.Random(11)
    package = made(decided.root, also=("sqlite",))
    whole = contents(package)
    for _, process in zip(range(3), ready(decided.root, package), strict=False):
        time.sleep(chance.uniform(0.0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        standing = package if package.exists() else package.parent / f".{package.name}.old.tmp"
        assert contents(standing) == whole
    made(decided.root, also=("sqlite",))
    assert contents(package) == whole
    assert [path.name for path in package.parent.iterdir()] == [package.name]
