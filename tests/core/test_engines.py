"""Where documents are read changes nothing: one process, several, or a Dask cluster."""

from __future__ import annotations

import os
import re
import shutil
from concurrent.futures import Executor
from pathlib import Path

import pytest
from caching import printed

from kanwu.cli import main
from kanwu.workspace.engines import Crew, Serial, executor


def doubled(numbers: list[int]) -> list[int]:
    return [2 * number for number in numbers]


def deadly(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        os._exit(9)
    return doubled(numbers)


@pytest.mark.parametrize("make", [Serial, lambda: executor(workers=3)])
def test_results_come_in_the_order_of_the_things(make: type[Executor]) -> None:
    """Whatever is done first, and however things are cut into tasks."""
    for together in (1, 3, 100):
        crew = Crew(doubled, make)
        try:
            told = [*crew.all(range(40), together, 3, lambda _: -1)]
        finally:
            crew.stop()
        assert told == [*range(0, 80, 2)]


def test_a_task_that_kills_its_process_takes_no_other_along() -> None:
    """The one thing is lost, and those that the process had in hand beside it are done."""
    crew = Crew(deadly, lambda: executor(workers=2))
    try:
        told = [*crew.all(range(20), 4, 2, lambda thing: -thing)]
    finally:
        crew.stop()
    assert told == [-13 if number == 13 else 2 * number for number in range(20)]


def test_nothing_is_started_for_nothing() -> None:
    """Where all stands in the cache, no process is made and no cluster."""
    crew = Crew(doubled, lambda: pytest.fail("made"))
    assert [*crew.all([], 4, 2, lambda _: -1)] == []
    crew.stop()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workers", "0"], "--workers: is 0"),
        (["--scheduler", "tcp://a:1"], "--engine dask"),
    ],
)
def test_words_that_do_not_fit_are_told(
    words: list[str], said: str, years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read, with what would be right."""
    for command in ("extract", "numbers", "queue", "check", "replay", "agree", "export --to -"):
        code, out, err = printed(years, [*command.split(), *words], capsys)
        assert (code, out) == (2, "")
        assert said in err


@pytest.mark.parametrize(
    "words",
    [
        "extract --workers 0",
        "extract --scheduler tcp://a:1",
        "extract --shard 5/4",
        "extract --to parts --format table",
        "extract --watch --format table",
        "extract --watch --interval 0",
        "extract nowhere",
        "extract memory://nothing/*.txt",
        "export --to - --as label-studio --workers 2",
        "merge .",
    ],
)
def test_what_is_wrong_is_told_in_chinese_too(
    words: str, years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line of it, for whoever works in Chinese."""
    monkeypatch.setenv("KANWU_LANG", "zh")
    monkeypatch.chdir(years)
    assert main(words.split()) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line for line in told if not re.search("[\u4e00-\u9fff]", line)] == []


def test_annotations_are_made_by_one_process(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An option that would do nothing is refused."""
    for words in ("check --annotate github", "replay --since x", "export --to - --as label-studio"):
        code, out, err = printed(years, [*words.split(), "--workers", "2"], capsys)
        assert (code, out) == (2, "")
        assert "--workers" in err


def test_without_dask_the_message_says_what_to_install(
    years: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named."""
    monkeypatch.setattr("kanwu.workspace.engines.find_spec", lambda _: None)
    code, _, err = printed(years, ["extract", "--engine", "dask"], capsys)
    assert code == 2
    assert "pip install 'kanwu[dask]'" in err


def test_a_dask_cluster_gives_the_same_bytes(
    years: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cluster that is reached by its address, and one that is made on this machine."""
    distributed = pytest.importorskip("distributed", reason="kanwu[dask] is not installed")
    (years / "documents" / "empty.txt").write_text("", "utf-8")

    def told(*words: str) -> tuple[int, str, str]:
        shutil.rmtree(years / ".kanwu", ignore_errors=True)
        return printed(years, [*words], capsys)

    alone = {command: told(command) for command in ("extract", "queue", "replay")}
    assert alone["extract"][0] == 3
    cluster = executor("dask", workers=1)
    try:
        (client,) = [one for one in vars(cluster).values() if isinstance(one, distributed.Client)]
        address = ("--engine", "dask", "--scheduler", client.scheduler.address)
        assert {command: told(command, *address) for command in alone} == alone
    finally:
        cluster.shutdown()
