"""The cache changes nothing but the time: with it, without it, broken or shared, the bytes are the same."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from caching import fresh, many, printed
from test_across import report

from kanwu.errors import KanwuError
from kanwu.reading import Key
from kanwu.workspace import open_workspace, running
from kanwu.workspace.cache import Cache

COMMANDS = (
    ["extract"],
    ["numbers"],
    ["queue"],
    ["check"],
    ["extract", "--lang", "zh"],
    ["replay"],
    ["agree", "--disagreements"],
    ["export", "--to", "-"],
    ["export", "--to", "-", "--as", "jsonl", "--include", "doubted"],
)


def edits(folder: Path) -> list[Callable[[random.Random], None]]:
    """What may happen to a workspace between two runs."""
    documents = folder / "documents"

    def one(chance: random.Random) -> Path:
        return chance.choice(sorted(documents.iterdir()))

    def change(chance: random.Random) -> None:
        path = one(chance)
        path.write_text(path.read_text("utf-8").replace("9", "8"), "utf-8")

    def touch(chance: random.Random) -> None:
        os.utime(one(chance), (chance.randint(10**9, 10**9 + 10**6),) * 2)

    def remove(chance: random.Random) -> None:
        if len([*documents.iterdir()]) > 3:
            one(chance).unlink()

    def rename(chance: random.Random) -> None:
        path = one(chance)
        path.rename(path.with_stem(f"m{chance.randint(0, 9)}"))

    def add(chance: random.Random) -> None:
        year = chance.choice((2019, 2020, 2021, 2022, 2023))
        text = report(year, chance.randint(0, 9), str(chance.randint(0, 5)), chance.randint(0, 2))
        (documents / f"n{chance.randint(0, 3)}.txt").write_text(text, "utf-8")

    def decide(chance: random.Random) -> None:
        here = open_workspace(folder, chance.choice(("li", "wang")))
        found = [item for item in here.queue() if item.key]
        if found:
            item = chance.choice(found)
            verdict = chance.choice(("confirmed", "absent", "unreadable", "question", "sic"))
            assert item.key is not None
            try:
                here.decide(item.document, item.key, verdict)  # type: ignore[arg-type]
            except KanwuError:
                here.decide(item.document, item.key, "unreadable")

    def undo(chance: random.Random) -> None:
        open_workspace(folder, "li").undo()

    def draw(chance: random.Random) -> None:
        name = f"a{chance.randint(0, 99)}"
        if not (folder / "audits" / f"{name}.toml").exists():
            open_workspace(folder, "li").draw(name, 3, confidence=0.9, seed=1)

    return [change, touch, remove, rename, add, decide, decide, decide, undo, draw]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_between_two_runs_the_bytes_are_those_without_a_cache(
    seed: int,
    years: Path,
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Documents and verdicts come, change and go; every command tells what one without a cache does."""
    chance = random.Random(seed)
    other = tmp_path_factory.mktemp("other") / "w"
    for _ in range(10):
        for _ in range(chance.randint(0, 2)):
            chance.choice(edits(years))(chance)
        command = chance.choice(COMMANDS)
        warm = printed(years, command, capsys)
        cold = printed(fresh(years, other), command, capsys)
        assert warm == cold


def test_what_has_not_changed_is_not_even_read(
    years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second run looks at the state of the files alone; one that was touched is hashed, no more."""
    for path in (years / "documents").iterdir():
        os.utime(path, (10**9, 10**9))
    before = printed(years, ["extract"], capsys)
    reads: list[str] = []
    inner = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: (reads.append(path.name), inner(path))[1])
    monkeypatch.setattr(running, "prepare", None)
    assert printed(years, ["extract"], capsys) == before
    assert not [name for name in reads if name.endswith(".txt")]
    os.utime(years / "documents" / "2021-0.txt", (10**9, 10**9 + 5))
    for expected in (["2021-0.txt"], []):
        reads.clear()
        assert printed(years, ["extract"], capsys) == before
        assert [name for name in reads if name.endswith(".txt")] == expected


def test_a_change_that_the_time_does_not_show_is_seen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file just written may change again within a tick, to the same length: it is read again."""
    path = folder / "documents" / "liping-2020.txt"
    assert '"value": 160' in printed(folder, ["extract"], capsys)[1]
    told = path.stat()
    path.write_text(path.read_text("utf-8").replace("160", "190"), "utf-8")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert '"value": 190' in printed(folder, ["extract"], capsys)[1]


def _command(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "kanwu", *words, str(folder)]


def test_two_processes_use_it_at_once(years: Path) -> None:
    """Three runs at the same time over one cache all tell the same, and nobody complains."""
    many(years, 40)
    runs = [
        subprocess.Popen(_command(years, "extract"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [run.communicate(timeout=300) for run in runs]
    assert len({out for out, _ in told}) == 1
    assert {err for _, err in told} == {b""}


def test_many_open_a_new_cache_at_once(tmp_path: Path) -> None:
    """Whoever comes while another makes it waits, and takes it for nobody else's."""
    for number in range(60):
        folder = tmp_path / str(number)
        folder.mkdir()
        begin = threading.Barrier(6)

        def opened(folder: Path = folder, begin: threading.Barrier = begin) -> str:
            begin.wait()
            cache = Cache(folder)
            cache.close()
            return str(cache.trouble)

        with ThreadPoolExecutor(6) as pool:
            told = {one.result() for one in [pool.submit(opened) for _ in range(6)]}
        assert told == {"None"}


@pytest.mark.parametrize("kind", ["kill", "interrupt"])
def test_a_run_that_was_stopped_goes_on_where_it_was(kind: str, years: Path) -> None:
    """Killed or interrupted at whatever point, the next run tells what an undisturbed one does."""
    many(years, 40)
    whole = subprocess.run(
        _command(fresh(years, years.parent / "undisturbed"), "extract"),
        capture_output=True,
        check=True,
    ).stdout
    for lines in (1, 2500):
        with subprocess.Popen(
            _command(years, "extract", "--workers", "2"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as run:
            assert run.stdout is not None
            for _ in range(lines):
                assert run.stdout.readline()
            run.send_signal(9 if kind == "kill" else 2)
            if kind == "interrupt":
                err = run.communicate(timeout=60)[1].decode()
                assert run.returncode == 130
                assert "stopped after" in err
                assert "Traceback" not in err
    again = subprocess.run(_command(years, "extract"), capture_output=True, check=True)
    assert again.stdout == whole


def test_the_processes_of_a_killed_run_end_with_it(years: Path) -> None:
    """Whoever waits on the output of the hands gets to its end: none of them is left behind."""
    many(years, 40)
    with subprocess.Popen(
        _command(years, "extract", "--workers", "2"), stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        assert run.stdout.readline()
        run.kill()
        run.communicate(timeout=60)  # the hands have inherited the pipe: it ends when they do


@pytest.mark.parametrize("workers", ["1", "2", "3"])
def test_workers_change_nothing(
    workers: str, years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However many hands there are, lines, words on stderr and exit codes are the same."""
    (years / "documents" / "empty.txt").write_text("", "utf-8")
    for command in COMMANDS:
        shutil.rmtree(years / ".kanwu", ignore_errors=True)
        alone = printed(years, command, capsys)
        shutil.rmtree(years / ".kanwu")
        assert printed(years, [*command, "--workers", workers], capsys) == alone
        assert printed(years, [*command, "--workers", workers], capsys) == alone


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_document_that_kanwu_fails_on_stops_nobody(
    workers: str,
    years: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A mistake of ours on one document is told with its name; all others are read; exit 3."""
    inner = running.prepare

    def failing(source, schema, extractions=()):  # type: ignore[no-untyped-def]
        if source.document == "2021-0":
            raise RecursionError("too deep")
        return inner(source, schema, extractions)

    monkeypatch.setattr(running, "prepare", failing)
    code, out, err = printed(years, ["extract", "--workers", workers], capsys)
    assert code == 3
    assert "documents/2021-0.txt: kanwu failed on it: RecursionError: too deep" in err
    assert out.count('"report.signed"') == 6
    monkeypatch.setattr(running, "prepare", inner)
    code, out, err = printed(years, ["extract"], capsys)
    assert (code, err) == (0, "")
    assert out.count('"report.signed"') == 7


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes must inherit the damage")
def test_a_document_that_kills_its_process_is_given_up_alone(
    years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the killed process had in hand is read by another; the one document is named; exit 3."""
    inner, parent = running.prepare, os.getpid()

    def deadly(source, schema, extractions=()):  # type: ignore[no-untyped-def]
        if source.document == "2021-0" and os.getpid() != parent:
            os._exit(9)
        return inner(source, schema, extractions)

    monkeypatch.setattr(running, "prepare", deadly)
    code, out, err = printed(years, ["extract", "--workers", "2"], capsys)
    assert code == 3
    assert "documents/2021-0.txt: the process that read it was killed" in err
    assert out.count('"report.signed"') == 6


def test_extract_reads_each_document_by_itself(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Last year's report doubts nothing in extract, whatever was read before; in check it does."""
    found = printed(years, ["extract"], capsys)[1]
    assert "carried-over" not in found
    assert "carried-over" in printed(years, ["check"], capsys)[1]
    assert printed(years, ["extract"], capsys)[1] == found


def test_the_head_of_the_queue_reads_no_more_than_it_shows(
    years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After extract the index knows the order; --limit prints what the whole queue begins with."""
    whole = printed(fresh(years, years.parent / "whole"), ["queue"], capsys)
    printed(years, ["extract"], capsys)
    read: list[str] = []
    inner = running.prepare

    def counted(source, schema, extractions=()):  # type: ignore[no-untyped-def]
        read.append(source.document)
        return inner(source, schema, extractions)

    monkeypatch.setattr(running, "prepare", counted)
    monkeypatch.setattr("kanwu.cli.reviewing._PAGE", 2)
    for limit in (0, 1, 2, 5, 99):
        code, out, err = printed(years, ["queue", "--limit", str(limit)], capsys)
        assert (code, out, err) == (whole[0], "".join(whole[1].splitlines(True)[:limit]), whole[2])
        if limit == 1:
            assert set(read) == {"liping-2020"}


def test_only_what_last_year_bears_on_is_read_again(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report that came before that of last year is looked at again where a rule compares them."""
    asking = report(2022, 8, "5", 1)
    silent = asking.replace("二、上年结转政府信息公开申请数量 5 0 0 0 0 0 5\n", "")
    for name, text in {"a": asking, "b": silent, "c": report(2021, 9, "2", 3)}.items():
        (folder / "documents" / f"{name}.txt").write_text(text, "utf-8")
    read: list[str] = []
    first = running._read_one
    monkeypatch.setattr(
        running, "_read_one", lambda h, t, p: (read.append(t.document), first(h, t, p))[1]
    )
    printed(folder, ["extract"], capsys)
    assert sorted(read) == ["a", "b", "c", "liping-2020"]
    read.clear()
    list(running.refresh(open_workspace(folder)))
    assert read == ["a"]


def test_a_verdict_on_last_years_report_reaches_the_next(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The year after is not changed itself, and is looked at again all the same."""
    before = printed(years, ["queue"], capsys)
    assert '"document": "2022-0"' in before[1]
    here = open_workspace(years, "li")
    here.decide("2021-0", Key("applications.carried_out.total"), "absent")
    told = printed(years, ["queue"], capsys)
    assert told == printed(fresh(years, years.parent / "cold"), ["queue"], capsys) != before
