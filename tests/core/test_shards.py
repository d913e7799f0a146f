"""Shards put together are what one run prints; one that is missing, torn or of another run is named."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from caching import fresh, printed

from kanwu.cli import main
from kanwu.workspace import running


@pytest.fixture
def old(years: Path) -> Path:
    """Files that were not written just now, so that their times tell whether they changed."""
    (years / "documents" / "2021-1.txt").write_text("", "utf-8")
    for path in (years / "documents").iterdir():
        os.utime(path, (10**9, 10**9))
    return years


def shard(folder: Path, part: str, to: Path, *words: str) -> int:
    return main(["extract", str(folder), "--shard", part, "--to", str(to), *words])


@pytest.mark.parametrize("shards", [1, 2, 3, 9])
def test_shards_put_together_are_one_run(
    shards: int,
    old: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lines, words on stderr and the exit code, with a document among them that cannot be read."""
    whole = printed(fresh(old, tmp_path / "whole"), ["extract"], capsys)
    assert whole[0] == 3
    for number in range(shards, 0, -1):
        assert shard(old, f"{number}/{shards}", tmp_path / "out") in {0, 3}
    capsys.readouterr()
    monkeypatch.chdir(old)
    assert printed(tmp_path / "out", ["merge"], capsys) == whole
    assert [one.name for one in (old / ".kanwu").iterdir() if one.suffix == ".sqlite"] == [
        "cache.sqlite"
    ]
    queue = printed(fresh(old, tmp_path / "whole"), ["queue"], capsys)
    assert printed(old, ["queue"], capsys) == queue
    monkeypatch.setattr(running, "prepare", None)
    assert printed(old, ["extract"], capsys) == whole


def test_copies_put_together_are_one_run(
    old: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each part done on a copy of the workspace; its files and its cache are copied back, by their names."""
    whole = printed(fresh(old, tmp_path / "whole"), ["extract"], capsys)
    parts = old / "parts"
    for folder in (parts, old / ".kanwu"):
        folder.mkdir(exist_ok=True)
    for part in ("1/2", "2/2"):
        copy = fresh(old, tmp_path / part.replace("/", "-of-"))
        shard(copy, part, copy / "parts")
        for one in (*copy.glob("parts/extract-*"), *copy.glob(".kanwu/cache-*.sqlite")):
            shutil.copy(one, old / one.relative_to(copy))
    capsys.readouterr()
    monkeypatch.chdir(old)
    assert printed(parts, ["merge"], capsys) == whole
    monkeypatch.setattr(running, "prepare", None)
    assert printed(old, ["extract"], capsys) == whole


def test_a_shard_that_is_done_is_not_done_again(
    old: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Unless a document of it, a verdict, or the file itself is another than it was."""
    out = tmp_path / "out"

    def said() -> bool:
        shard(old, "1/2", out)
        return "is done already" in capsys.readouterr().err

    assert [said(), said()] == [False, True]
    path = old / "documents" / "2020-0.txt"
    path.write_text(path.read_text("utf-8").replace("9", "8"), "utf-8")
    os.utime(path, (10**9 + 1, 10**9 + 1))
    assert [said(), said()] == [False, True]
    with (out / "extract-1-of-2.jsonl").open("a") as file:
        file.write("{}\n")
    assert [said(), said()] == [False, True]
    main(["decide", "liping-2020", "report.signed", "--verdict", "unreadable", "--as", "li",
          "--workspace", str(old)])  # fmt: skip
    assert [said(), said()] == [False, True]


def test_what_is_missing_or_torn_is_named(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is printed, and the message says which shard to run again."""
    out = tmp_path / "out"

    def merge() -> tuple[int, str, str]:
        code = main(["merge", str(out)])
        return (code, *capsys.readouterr())

    out.mkdir()
    assert "holds no shard" in merge()[2]
    shard(old, "1/3", out)
    shard(old, "3/3", out)
    code, told, err = merge()
    assert (code, told) == (2, "")
    assert "lacks 1 of 3 shards" in err
    assert "--shard 2/3" in err
    shard(old, "2/3", out)
    shutil.copy(out / "extract-2-of-3.jsonl", tmp_path / "kept")
    with (out / "extract-2-of-3.jsonl").open("a") as file:
        file.write("{}\n")
    code, told, err = merge()
    assert (code, told) == (3, "")
    assert "extract-2-of-3.jsonl: is not what its marker says" in err
    shutil.copy(tmp_path / "kept", out / "extract-2-of-3.jsonl")
    assert merge()[0] == 3  # one document cannot be read
    marker = out / "extract-2-of-3.json"
    marker.write_text(json.dumps({**json.loads(marker.read_text("utf-8")), "documents": "others"}))
    code, told, err = merge()
    assert (code, told) == (3, "")
    assert "differ in their documents" in err
    marker.write_text("[")
    assert "is no marker" in merge()[2]


def test_bare_files_are_dealt_out_too(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a workspace, with a schema."""
    bare = shutil.copytree(old / "documents", tmp_path / "bare")
    schema = ("--schema", "zh-disclosure-report")
    whole = printed(bare, ["extract", *schema], capsys)
    for number in (1, 2):
        shard(bare, f"{number}/2", tmp_path / "out", *schema)
    capsys.readouterr()
    assert printed(tmp_path / "out", ["merge"], capsys) == whole


def test_a_table_is_not_written_into_a_folder(
    old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Words that do not go together are told, and nothing is done."""
    assert shard(old, "1/2", tmp_path / "out", "--format", "table") == 2
    assert "--to" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


PAGE = (Path(__file__).resolve().parents[2] / "docs" / "scaling.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("begins", "variables"),
    [
        ('kanwu extract --shard "$SLURM', "SLURM_ARRAY_TASK_ID={} SLURM_ARRAY_TASK_COUNT=2"),
        ('kanwu extract --shard "$((JOB', "JOB_COMPLETION_INDEX=$(({} - 1))"),
        ("kanwu extract --shard {}", ""),
    ],
)
@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="the recipes are for a shell")
def test_the_recipes_of_the_page_do_what_they_say(
    begins: str,
    variables: str,
    old: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each line is taken from the page, and run for two parts, as its scheduler would."""
    (line,) = re.findall(rf"{re.escape(begins)}[^\n']*", PAGE)
    line = line.removesuffix(" ::: $(seq 100)").replace("/100", "/2").replace("kanwu ", "$KANWU ")
    whole = printed(fresh(old, tmp_path / "whole"), ["extract"], capsys)
    monkeypatch.chdir(old)
    monkeypatch.setenv("KANWU", f"{sys.executable} -m kanwu")
    for number in (1, 2):
        command = f"{variables} sh -c '{line}'".replace("{}", str(number))
        told = subprocess.run(["/bin/sh", "-c", command], capture_output=True)
        assert told.returncode in {0, 3}, told.stderr.decode()
    assert printed(Path("parts"), ["merge"], capsys) == whole
