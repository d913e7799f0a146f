"""The command line keeps its contract: shapes on stdout, narration on stderr, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.cli.output import table
from kanwu.reading import Key
from kanwu.workspace import open_workspace

READING = [
    "document", "field", "item", "value", "kind", "unit", "qualifier", "quote", "start", "end",
    "state", "candidates", "findings", "verdict", "reviewer",
]  # fmt: skip


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    return folder


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_extract_prints_reading_lines(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object a line, in the contract's order of keys; offsets count the source."""
    code, out, _ = run(capsys, "extract")
    rows = lines(out)
    assert code == 0
    assert all(list(row) == READING for row in rows)
    (signed,) = [row for row in rows if row["field"] == "report.signed"]
    text = (here / "documents" / "liping-2020.txt").read_text("utf-8")
    assert signed["value"] is None
    assert text[int(str(signed["start"])) : int(str(signed["end"]))] == signed["quote"] == "2021129"
    assert [c["value"] for c in signed["candidates"]] == ["2021-01-29", "2021-12-09"]  # type: ignore[attr-defined]
    assert signed["state"] == "doubted"
    assert {row["state"] for row in rows} == {"read", "doubted", "silent"}


def test_extract_names_what_it_leaves_out(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of two files with one id the second is no document; nobody takes the run for a whole one."""
    (here / "documents" / "liping-2020.md").write_text("二", "utf-8")
    code, out, err = run(capsys, "extract")
    assert code == 3
    assert {line["document"] for line in lines(out)} == {"liping-2020"}
    assert "liping-2020.txt" in err or "liping-2020.md" in err


def test_the_whole_job_headless(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Decide, wrap the document anew, replay, export: the date is there with its provenance."""
    code, out, err = run(
        capsys, "decide", "liping-2020", "report.signed", "--verdict", "amended",
        "--value", "2021年1月29日", "--note", "发布在后", "--as", "li",
    )  # fmt: skip
    assert (code, out.strip().split("-")[1]) == (0, "li")
    document = here / "documents" / "liping-2020.txt"
    text = (
        document.read_text("utf-8")
        .replace("。", "。\n   ")
        .replace("\n2021129", "\n\n       2021129")
    )
    document.write_text(text, "utf-8")
    code, out, err = run(capsys, "replay", "--strict")
    assert code == 0
    assert lines(out)[0]["outcome"] in {"applied", "moved"}
    code, _, err = run(capsys, "export", "--to", "out.csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO((here / "out.csv").read_text("utf-8"))))
    (signed,) = [row for row in rows if row["field"] == "report.signed"]
    assert (signed["value"], signed["quote"]) == ("2021-01-29", "2021129")
    assert (signed["verdict"], signed["reviewer"], signed["note"]) == ("amended", "li", "发布在后")
    assert text[int(signed["start"]) : int(signed["end"])] == "2021129"
    assert not [row for row in rows if row["state"] == "doubted"]
    assert "doubted" in err


def test_doubted_values_go_out_only_when_asked_and_marked(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A contradicted total is left out by default."""
    document = here / "documents" / "liping-2020.txt"
    document.write_text(document.read_text("utf-8").replace("120条", "1200条"), "utf-8")
    run(capsys, "export", "--to", "a.jsonl")
    run(capsys, "export", "--to", "b.jsonl", "--include", "doubted")
    few, more = (lines((here / name).read_text("utf-8")) for name in ("a.jsonl", "b.jsonl"))
    new = [row for row in more if row not in few]
    assert new
    assert {row["state"] for row in new} == {"doubted"}
    assert 1200 in [row["value"] for row in new]


def test_check_is_a_gate(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 while an error is open, 0 when verdicts have settled all of them."""
    code, out, _ = run(capsys, "check")
    assert code == 1
    assert {row["code"] for row in lines(out)} == {"date.separators-lost"}
    assert set(lines(out)[0]["message"]) == {"zh", "en"}  # type: ignore[call-overload]
    run(
        capsys,
        "decide",
        "liping-2020",
        "report.signed",
        "--verdict",
        "amended",
        "--value",
        "2021-01-29",
    )
    run(capsys, "decide", "liping-2020", "training.date", "--verdict", "unreadable")
    assert run(capsys, "check")[0] == 0
    assert run(capsys, "queue")[1] == ""


def test_numbers_prints_the_ledger(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object for every number, in the contract's order of keys, with who accounts for it."""
    code, out, _ = run(capsys, "numbers")
    rows = lines(out)
    text = (here / "documents" / "liping-2020.txt").read_text("utf-8")
    assert code == 0
    assert all(
        list(row) == ["document", "quote", "start", "end", "kind", "claimed_by"] for row in rows
    )
    assert all(text[int(str(r["start"])) : int(str(r["end"]))] == r["quote"] for r in rows)
    by = {str(row["quote"]): row["claimed_by"] for row in rows}
    assert by["160"] == "field:disclosed.total"
    assert by["10"] == by["20"] == "ignored:time-of-day"
    assert None not in by.values()
    file = str(here / "documents" / "liping-2020.txt")
    bare = run(capsys, "numbers", file, "--schema", "zh-disclosure-report")[1]
    assert [row["claimed_by"] for row in lines(bare)] == [row["claimed_by"] for row in rows]


def test_check_names_unclaimed_numbers(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A note for each, counted apart; they open nothing and wait in no queue."""
    document = here / "documents" / "liping-2020.txt"
    before = run(capsys, "queue")[1]
    document.write_text(
        document.read_text("utf-8").replace("镇里培训", "走访61户，镇里培训"), "utf-8"
    )
    _, out, err = run(capsys, "check")
    (row,) = [row for row in lines(out) if row["code"] == "number.unclaimed"]
    assert row["severity"] == "note"
    assert "61" in row["message"]["zh"]  # type: ignore[index]
    assert "0 notes, 1 numbers unclaimed" in err
    assert len(run(capsys, "queue")[1].splitlines()) == len(before.splitlines())


def test_withdrawing_is_deciding(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--verdict withdrawn` takes back one's own latest verdict on a field."""
    words = ("decide", "liping-2020", "report.signed", "--as", "li", "--verdict")
    run(capsys, *words, "absent")
    assert len(lines(run(capsys, "queue")[1])) == 1
    assert run(capsys, *words, "withdrawn")[0] == 0
    assert len(lines(run(capsys, "queue")[1])) == 2
    code, _, err = run(capsys, *words, "withdrawn")
    assert code == 2
    assert "no standing verdict" in err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["exract"], 2, 'Did you mean "extract"?'),
        (["extract", "nowhere.txt"], 2, "no such file"),
        (["extract", "--shard", "3/2"], 2, "1/4"),
        (["decide", "liping-2020", "report.singed", "--verdict", "absent"], 2, "no such field"),
        (
            ["decide", "liping-2020", "report.signed", "--verdict", "amended", "--value", "x"],
            2,
            "no date",
        ),
        (["decide", "liping-2021", "report.signed", "--verdict", "absent"], 2, "Did you mean"),
        (["suggest", "x", "--kind", "date", "--not-after", "soon"], 2, "2021-02-08"),
        (["export", "--to", "a.docx"], 2, "--as csv"),
        (["export", "--to", "kanwu.toml/out.csv"], 3, "cannot be written"),
        (["queue", "nowhere"], 3, "kanwu init"),
        (["schema", "check", "zh.yaml"], 3, "cannot be read"),
        (["init", ".", "--schema", "zh-disclosure-report"], 3, "is there already"),
    ],
)
def test_wrong_words_say_what_is_right(
    here: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    said: str,
) -> None:
    """2 for wrong usage, 3 for a wrong file, and never a traceback."""
    if words == ["queue", "nowhere"]:
        monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    got, out, err = run(capsys, *words)
    assert (got, out) == (code, "")
    assert err.startswith("kanwu: ")
    assert said in err


def test_bad_documents_are_named_and_the_rest_is_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3, each bad file on stderr, all readings of the good ones on stdout."""
    (here / "documents" / "empty.txt").write_bytes(b"")
    code, out, err = run(capsys, "extract", "--workers", "2")
    assert code == 3
    assert "documents/empty.txt: the file is empty" in err
    assert {row["document"] for row in lines(out)} == {"liping-2020"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such name")
def test_a_file_whose_name_is_no_text_is_named_and_the_rest_is_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Archives in other encodings leave such names; the cache cannot hold them."""
    bad = os.fsencode(here / "documents") + b"/\xcd\xc5.txt"
    with open(bad, "wb") as file:  # noqa: PTH123
        file.write("主动公开政府信息16条。".encode())
    for command in (["extract"], ["queue"], ["export", "--to", "-"]):
        code, out, err = run(capsys, *command)
        assert code == 3
        assert "not UTF-8" in err
        assert "liping-2020" in out


@pytest.mark.parametrize("command", ["extract", "queue", "check", "replay"])
def test_a_separator_of_lines_in_a_name_ends_no_line(
    here: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """U+2028 and U+0085 end a line for Python, and none of JSON lines: each row is whole, a table too."""
    documents = here / "documents"
    (documents / "liping-2020.txt").rename(documents / "liping\u2028\u00852020.txt")
    open_workspace(here, "li").decide("liping\u2028\u00852020", Key("disclosed.total"), "confirmed")
    out = run(capsys, command)[1]
    told = [json.loads(line) for line in out.split("\n")[:-1]]
    assert {row["document"] for row in told} == {"liping\u2028\u00852020"}
    assert run(capsys, command, "--format", "table")[1].count("\n") == len(told) + 2


def test_shards_and_workers_change_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All shards together are the whole, whatever the number of processes."""
    text = (here / "documents" / "liping-2020.txt").read_text("utf-8")
    for n in range(4):
        (here / "documents" / f"copy-{n}.txt").write_text(text.replace("160", f"16{n}"), "utf-8")
    whole = run(capsys, "extract")[1].splitlines()
    assert run(capsys, "extract", "--workers", "2")[1].splitlines() == whole
    shards = [run(capsys, "extract", "--shard", f"{i}/3")[1].splitlines() for i in (1, 2, 3)]
    assert sorted(line for shard in shards for line in shard) == sorted(whole)


def test_bare_files_need_no_workspace(
    tmp_path: Path, report: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`extract FILE --schema NAME`, and a folder of files with a schema."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(report, "utf-8")
    code, out, _ = run(capsys, "extract", "a.txt", "--schema", "zh-disclosure-report")
    assert code == 0
    assert lines(out)[0]["document"] == "a"
    assert run(capsys, "extract", ".", "--schema", "zh-disclosure-report")[1] == out


def test_suggest_answers_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """JSON lines in, one answer a line out, reasons in words."""
    asked = [
        {"id": 1, "words": "2021129", "kind": "date", "not_after": "2021-02-08"},
        {"id": 2, "words": "2025111231日", "kind": "period"},
        {"id": 3, "words": "1. 8 %", "kind": "percent"},
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(json.dumps(one) for one in asked)))
    code, out, _ = run(capsys, "suggest", "--stdin")
    answers = lines(out)
    assert code == 0
    assert [answer["id"] for answer in answers] == [1, 2, 3]
    firsts = [answer["candidates"][0] for answer in answers]  # type: ignore[index]
    assert [first["value"] for first in firsts] == ["2021-01-29", "2025-01-01/2025-12-31", 1.8]
    assert firsts[0]["score"] > 0.9
    assert any("2021-02-08" in reason for reason in firsts[0]["reasons"])


def test_text_explains_its_repairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each repair with where, what and why."""
    file = tmp_path / "a.txt"
    file.write_text("年度報(bào)告１６條，萬衆開會，認識門檻\n", "utf-8")
    assert run(capsys, "text", str(file))[1] == "年度报告16条,万众开会,认识门槛\n"
    rows = lines(run(capsys, "text", str(file), "--explain")[1])
    assert [row["before"] for row in rows if row["kind"] == "gloss"] == ["(bào)"]
    assert all(row["why"] for row in rows)


def test_init_starts_a_workspace_around_documents(
    tmp_path: Path, report: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The globs fit what is there; the first command after it works."""
    (tmp_path / "2020").mkdir()
    (tmp_path / "2020" / "a.txt").write_text(report, "utf-8")
    assert run(capsys, "init", str(tmp_path), "--schema", "zh-disclosure-report")[0] == 0
    code, out, _ = run(capsys, "queue", str(tmp_path))
    assert code == 0
    assert {row["document"] for row in lines(out)} == {"2020/a"}


def test_schema_show_is_a_codebook(capsys: pytest.CaptureFixture[str]) -> None:
    """Every field with its names in both languages, kind, unit and rules."""
    rows = lines(run(capsys, "schema", "show", "zh-disclosure-report")[1])
    total = next(row for row in rows if row["field"] == "applications.granted.total")
    assert total["kind"] == "count"
    assert "applicants-add-up" in total["rules"]  # type: ignore[operator]


def test_a_closed_pipe_is_no_traceback(folder: Path) -> None:
    """`kanwu extract | head -1`: a word on stderr, and an exit code of its own."""
    command = [sys.executable, "-m", "kanwu", "extract", str(folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    for n in range(60):
        text = (folder / "documents" / "liping-2020.txt").read_text("utf-8")
        (folder / "documents" / f"n{n}.txt").write_text(text, "utf-8")
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait() == 141
    assert "Traceback" not in said
    assert "closed" in said


def test_tables_fit_and_mark_what_they_cut() -> None:
    """A wide character takes two cells; a cut cell bears a mark."""
    shown = table([["政府信息公开工作年度报告", "160"]], ("what", "n"), 16)
    assert shown[2] == "政府信息公…  160"


def test_help_imports_no_more_than_it_needs() -> None:
    """The words of the command line cost no extractor and no schema."""
    code = (
        "import sys; from kanwu.cli.parser import build; build().format_help();"
        "sys.exit(any(f'kanwu.{name}' in sys.modules for name in ('extractors', 'review', 'workspace')))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("words", "file", "text", "said"),
    [
        (["queue", ".."], "", "", "所以不是工作区"),
        (["queue", "."], "kanwu.toml", 'schema = "zh"\nlanguge = "zh"\n', "没有“languge”这项设置"),
        (["queue", "."], "kanwu.toml", "schema = \n", "这不是 TOML"),
        (["queue", "."], "documents/b.txt", "", "文件是空的"),
        (["check", "."], "corrections/li/a.toml", 'format = 1\n[[correction]]\nid = "x"\n', "缺 `document`"),
        (["decide", "liping-2020", "nothing", "--verdict", "absent"], "", "", "没有这样的字段"),
        (["decide", "liping-2020", "report.signed", "--verdict", "sic"], "", "", "没有值可以“原文如此”"),
        (["export", "--to", "a.odt"], "", "", "看不出要什么格式"),
        (["diff", "x", "y"], "", "", "没有这个文件或文件夹"),
    ],
)  # fmt: skip
def test_errors_are_told_in_chinese(folder, monkeypatch, capsys, words, file, text, said) -> None:
    """Where the reader's language is Chinese, what is wrong and what would be right are."""
    monkeypatch.setenv("KANWU_LANG", "zh")
    monkeypatch.chdir(folder)
    if file:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, "utf-8")
    assert main(words) in {2, 3}
    told = capsys.readouterr().err
    assert said in told
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+ [a-z]+", told.partition("TOML")[0])
