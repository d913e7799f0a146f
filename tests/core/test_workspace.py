"""Verdicts are durable, files a person wrote are never written over, bad files are named and passed by."""

from __future__ import annotations

import errno
import gzip
import os
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.correction import standing
from kanwu.errors import CorrectionError, KanwuError, UsageError, WorkspaceError
from kanwu.reading import Key
from kanwu.source import Span
from kanwu.workspace import Workspace, files, find_root, open_workspace
from kanwu.workspace.settings import parse_settings

SIGNED = Key("report.signed")
FILE = Path("corrections/li/liping-2020.toml")


def opened(folder: Path, reviewer: str = "li") -> Workspace:
    return open_workspace(folder, reviewer)


def signed(workspace: Workspace) -> tuple[object, str]:
    review = workspace.review("liping-2020")
    return review.by_key[SIGNED].reading.value, review.state(SIGNED)


def test_a_verdict_holds_in_the_next_session(folder: Path) -> None:
    """Decide, open again: the value stands, verified, with its source version kept."""
    assert signed(opened(folder)) == (None, "doubted")
    workspace = opened(folder)
    workspace.decide("liping-2020", SIGNED, "amended", value="2021-01-29", note="published 02-08")
    assert signed(workspace) == ("2021-01-29", "verified")
    again = opened(folder)
    assert signed(again) == ("2021-01-29", "verified")
    (outcome,) = again.replay()
    assert outcome.kind == "applied"
    text = (folder / FILE).read_text("utf-8")
    assert 'was = "2021129"' in text
    assert "value = 2021-01-29" in text
    source = again.source("liping-2020")
    kept = folder / "corrections" / "_sources" / f"{source.sha256}.txt.gz"
    assert gzip.decompress(kept.read_bytes()).decode() == source.text


def test_undo_and_redo_reach_over_sessions(folder: Path) -> None:
    """Undo is a verdict of its own: nothing is removed from the file, and redo brings it back."""
    opened(folder).decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    size = (folder / FILE).stat().st_size
    undone = opened(folder).undo()
    assert undone is not None
    assert undone.field == "report.signed"
    assert signed(opened(folder)) == (None, "doubted")
    assert (folder / FILE).stat().st_size > size
    assert opened(folder).redo() == undone
    assert signed(opened(folder)) == ("2021-01-29", "verified")
    assert opened(folder).redo() is None
    assert opened(folder, "wang").undo() is None


def test_a_persons_comments_and_order_stay(folder: Path) -> None:
    """What somebody wrote into a correction file is still there after the next verdict."""
    opened(folder).decide("liping-2020", SIGNED, "question", note="?")
    path = folder / FILE
    path.write_text("# mine\n" + path.read_text("utf-8").replace("id =", "# why\nid ="), "utf-8")
    before = path.read_text("utf-8")
    opened(folder).decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    assert path.read_text("utf-8").startswith(before)


def test_a_torn_file_is_named_and_never_written_over(folder: Path) -> None:
    """A merge conflict left in a file: its line is said, the file stays, other documents go on."""
    path = folder / FILE
    path.parent.mkdir(parents=True)
    path.write_text('format = 1\ndocument = "liping-2020"\n<<<<<<< HEAD\n', "utf-8")
    workspace = opened(folder)
    assert [r.source.document for r in workspace.reviews()] == ["liping-2020"]
    assert [problem.place for problem in workspace.problems] == [f"{FILE}:3"]
    with pytest.raises(CorrectionError, match="not TOML"):
        workspace.decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    assert path.read_text("utf-8").endswith("<<<<<<< HEAD\n")


def test_bad_documents_are_named_and_passed_by(folder: Path) -> None:
    """An empty, a binary and a large file beside a good one: three problems, one review."""
    documents = folder / "documents"
    (documents / "empty.txt").write_bytes(b"")
    (documents / "picture.txt").write_bytes(b"\x89PNG\0\0")
    (documents / "large.txt").write_bytes(b"a" * (10 * files.MEGABYTE + 1))
    workspace = opened(folder)
    assert [r.source.document for r in workspace.reviews()] == ["liping-2020"]
    said = sorted(str(problem) for problem in workspace.problems)
    assert [one.split(":")[0] for one in said] == [
        "documents/empty.txt",
        "documents/large.txt",
        "documents/picture.txt",
    ]
    assert "max_megabytes" in said[1]
    list(workspace.reviews())
    assert len(workspace.problems) == 3


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_full_or_read_only_disk_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """The verdict is refused with a way out; the file is what it was, and no litter is left."""
    opened(folder).decide("liping-2020", SIGNED, "question")
    before = (folder / FILE).read_bytes()
    workspace = opened(folder)
    item = workspace.queue()

    def full(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(WorkspaceError, match="nothing was changed"):
        workspace.decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    assert (folder / FILE).read_bytes() == before
    assert [path.name for path in (folder / FILE).parent.iterdir()] == [FILE.name]
    assert workspace.queue() == item


def test_two_windows_of_one_reviewer_lose_nothing(folder: Path) -> None:
    """Each verdict is appended to the file as it stands on disk, not as it stood at start."""
    one, other = opened(folder), opened(folder)
    one.decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    other.decide("liping-2020", Key("disclosed.total"), "confirmed")
    fields = [c.field for c in standing(opened(folder).corrections("liping-2020"))]
    assert sorted(fields) == ["disclosed.total", "report.signed"]


def test_verdicts_that_cannot_hold_are_refused(folder: Path) -> None:
    """Nothing to confirm, no value, no such reading: said before anything is written."""
    workspace = opened(folder)
    with pytest.raises(CorrectionError, match="no value to be confirmed"):
        workspace.decide("liping-2020", SIGNED, "confirmed")
    with pytest.raises(CorrectionError, match="without a value"):
        workspace.decide("liping-2020", SIGNED, "amended")
    with pytest.raises(UsageError, match="no such reading"):
        workspace.decide("liping-2020", Key("report.singed"), "absent")
    with pytest.raises(UsageError, match="liping-2020"):
        workspace.review("liping-2021")
    assert not (folder / "corrections").exists()


def test_an_added_value_stands_where_its_words_stand(folder: Path) -> None:
    """A value the extractor missed joins the readings, verified."""
    workspace = opened(folder)
    start = workspace.source("liping-2020").text.index("镇里")
    key = Key("training.meetings")
    workspace.decide("liping-2020", key, "added", value=Decimal(1), span=Span(start, start + 2))
    review = opened(folder).review("liping-2020")
    found = next(s for s in review.settled if s.correction is not None)
    assert (found.reading.key.field, found.reading.value, found.reading.quote) == (
        "training.meetings",
        1,
        "镇里",
    )
    assert review.state(found.reading.key) == "verified"


def test_corrections_of_a_document_that_is_gone_are_listed(folder: Path) -> None:
    """Nothing a person decided disappears with its document."""
    opened(folder).decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    (folder / "documents" / "liping-2020.txt").rename(folder / "documents" / "renamed.txt")
    (outcome,) = opened(folder).replay()
    assert (outcome.kind, outcome.correction.document) == ("lost", "liping-2020")


def test_ids_are_paths_without_suffix_and_unique(folder: Path) -> None:
    """Two files that would share one correction file are named."""
    below = folder / "documents" / "2020"
    below.mkdir()
    (below / "a.txt").write_text("一", "utf-8")
    (below / "a.md").write_text("二", "utf-8")
    workspace = opened(folder)
    assert workspace.documents == ("2020/a", "liping-2020")
    assert "documents/2020/a.md" in str(workspace.problems[0])


@pytest.mark.parametrize("globs", ["documents/**/*.txt", "documents/*.txt"])
def test_a_link_that_leads_nowhere_is_named(folder: Path, globs: str) -> None:
    """A disk that is not mounted takes no document away in silence; a pipe is none."""
    settings = folder / "kanwu.toml"
    settings.write_text(f'documents = ["{globs}"]\n{settings.read_text("utf-8")}', "utf-8")
    (folder / "documents" / "away.txt").symlink_to(folder / "unmounted" / "a.txt")
    (folder / "documents" / "round.txt").symlink_to(folder / "documents" / "round.txt")
    os.mkfifo(folder / "documents" / "pipe.txt")
    workspace = opened(folder)
    assert workspace.documents == ("away", "liping-2020", "round")
    assert [r.source.document for r in workspace.reviews()] == ["liping-2020"]
    said = sorted(str(problem).split(":")[0] for problem in workspace.problems)
    assert said == ["documents/away.txt", "documents/round.txt"]


def test_a_folder_that_cannot_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents in it are not passed over as though they had never been."""
    (folder / "documents" / "secret").mkdir()
    scandir = os.scandir

    def refused(path: str) -> object:
        if path.endswith("secret"):
            raise PermissionError(errno.EACCES, "no", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refused)
    workspace = opened(folder)
    assert workspace.documents == ("liping-2020",)
    assert str(workspace.problems[0]).startswith("documents/secret/: cannot be read")


def test_the_workspace_is_the_nearest_above(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Commands work from any folder inside; outside, the way to start one is said."""
    assert find_root(folder / "documents") == folder
    with pytest.raises(WorkspaceError, match="kanwu init"):
        find_root(tmp_path_factory.mktemp("elsewhere"))


def test_reviewers_are_told_apart_by_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--as`, then KANWU_REVIEWER, then kanwu.toml; each a slug."""
    assert open_workspace(folder, "Li Wen").reviewer == "li-wen"
    monkeypatch.setenv("KANWU_REVIEWER", "王芳")
    assert open_workspace(folder).reviewer == "王芳"
    assert open_workspace(folder, "../x").reviewer == "x"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ('schema = "a"\nshcema = "b"\n', "kanwu.toml:2", 'Did you mean "schema"?'),
        ("format = 1\n", "kanwu.toml:1", "no schema"),
        ('schema = "a"\ndocuments = "x"\n', "kanwu.toml:2", "a list of globs"),
        ('schema = "a"\ndocuments = ["../x/*.txt"]\n', "kanwu.toml:2", "below the workspace"),
        ('schema = "a"\nmax_megabytes = 0\n', "kanwu.toml:2", "from 1"),
        ('schema = "a"\nkeep_sources = "no"\n', "kanwu.toml:2", "true or false"),
        ('schema = "a"\nambiguous_width = 3\n', "kanwu.toml:2", '"auto", 1 or 2'),
        ('schema = "a"\nlow_bandwidth = "ssh"\n', "kanwu.toml:2", "true or false"),
        ('schema = "a"\nlanguage = "fr"\n', "kanwu.toml:2", '"zh" or "en"'),
        ('schema = "a\n', "kanwu.toml:1", "not TOML"),
        ('schema = "a"\nformat = 3\n', "kanwu.toml:2", "format"),
    ],
)
def test_settings_say_what_is_wrong(text: str, place: str, said: str) -> None:
    """Line and hint for each slip."""
    with pytest.raises(KanwuError) as error:
        parse_settings(text, "kanwu.toml")
    assert error.value.place == place
    assert said in str(error.value)


def test_an_unknown_schema_is_named(folder: Path) -> None:
    """The known ones are listed."""
    (folder / "kanwu.toml").write_text('schema = "zh-disclosure-reports"\n', "utf-8")
    with pytest.raises(WorkspaceError, match='Did you mean "zh-disclosure-report"'):
        opened(folder)


def test_sources_are_kept_only_if_wanted(folder: Path) -> None:
    """A setting keeps documents that may not be copied out of the corrections folder."""
    settings = folder / "kanwu.toml"
    settings.write_text(settings.read_text("utf-8") + "keep_sources = false\n", "utf-8")
    opened(folder).decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    assert not (folder / "corrections" / "_sources").exists()
    document = folder / "documents" / "liping-2020.txt"
    document.write_text("新增一行。\n" + document.read_text("utf-8"), "utf-8")
    (outcome,) = opened(folder).replay()
    assert outcome.kind == "moved"


def test_each_decision_of_a_reviewer_is_later_than_the_one_before(folder: Path) -> None:
    """Within one millisecond, and after an id of the future that another window wrote."""
    workspace = opened(folder)
    made = [workspace.decide("liping-2020", SIGNED, "question", note=str(n)) for n in range(5)]
    moments = [one.at for one in made]
    assert moments == sorted(set(moments))
    again = opened(folder)
    assert again.errata.moment("li") > moments[-1]
    assert again.errata.find(made[2].id) == made[2]
    assert again.errata.by("li") == made
    assert again.errata.by("wang") == []


def test_a_file_that_speaks_of_another_document_takes_no_verdict(folder: Path) -> None:
    """It would be lost there: the line is named, and the file is as it was."""
    opened = open_workspace(folder, "li")
    opened.decide("liping-2020", Key("disclosed.total"), "confirmed")
    path = folder / "corrections" / "li" / "liping-2020.toml"
    path.write_text("# mine\n" + path.read_text("utf-8").replace("liping-2020", "liping-2019"))
    before = path.read_bytes()
    with pytest.raises(CorrectionError, match=r'liping-2020\.toml:3: document is "liping-2019"'):
        open_workspace(folder, "li").decide("liping-2020", Key("report.signed"), "absent")
    assert path.read_bytes() == before
