"""A document that was renamed is proposed, never assumed; what was decided of it is never lost."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from kanwu.cli import main
from kanwu.correction import standing
from kanwu.errors import UsageError
from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace

SIGNED = Key("report.signed")
TOTAL = Key("disclosed.total")


def opened(folder: Path, reviewer: str = "li") -> Workspace:
    return open_workspace(folder, reviewer)


@pytest.fixture
def renamed(folder: Path) -> Path:
    """Two people decided, then the document got another name."""
    opened(folder).decide("liping-2020", SIGNED, "amended", value="2021-01-29")
    opened(folder, "wang").decide("liping-2020", TOTAL, "confirmed")
    (folder / "documents" / "liping-2020.txt").rename(folder / "documents" / "a17.txt")
    return folder


def proposals(folder: Path) -> list[tuple[str, str]]:
    workspace = opened(folder)
    list(workspace.reviews())
    return [(one.former, one.document) for one in workspace.former.proposed("liping-2020")]


def test_a_renamed_document_is_proposed_and_nothing_is_assumed(renamed: Path) -> None:
    """Its hash tells: the proposal is an item of the queue, and no verdict holds as yet."""
    workspace = opened(renamed)
    review = workspace.review("a17")
    assert all(one.correction is None for one in review.settled)
    (item,) = [item for item in review.queue if item.findings[0].code == "replay.renamed"]
    message = item.findings[0].message
    assert "liping-2020" in message.zh
    assert "liping-2020" in message.en
    outcomes = list(workspace.replay())
    assert {(o.kind, o.gone, o.correction.document) for o in outcomes} == {
        ("lost", True, "liping-2020")
    }
    assert len(outcomes) == 2


def test_likeness_tells_where_the_text_changed_too(renamed: Path) -> None:
    """Scraped anew under another name: most words and the numbers are the same."""
    file = renamed / "documents" / "a17.txt"
    text = file.read_text("utf-8").replace("。", "。\n　　").replace("镇里培训", "全镇统一培训")
    file.write_text(text, "utf-8")
    assert proposals(renamed) == [("liping-2020", "a17")]
    workspace = opened(renamed)
    list(workspace.reviews())
    (one,) = workspace.former.proposed("liping-2020")
    assert 0.6 < one.score < 1


@pytest.mark.parametrize("kept", [True, False], ids=["snapshot", "own words"])
def test_another_year_and_another_office_are_not_proposed(renamed: Path, kept: bool) -> None:
    """The form is the same, and so are most of its words: it is another document."""
    file = renamed / "documents" / "a17.txt"
    text = file.read_text("utf-8")
    if not kept:
        for snapshot in (renamed / "corrections" / "_sources").iterdir():
            snapshot.unlink()
    year = {"2020": "2019", "2021-02-08": "2020-02-03", "2021129": "2020118", "160": "148"}
    year |= {"40条": "37条", "120条": "111条"}
    office = {"梨坪镇": "石渡乡", "160": "212", "40条": "53条", "120条": "159条"}
    for changes in (year, office):
        other = text
        for old, new in changes.items():
            assert old in other
            other = other.replace(old, new)
        file.write_text(other, "utf-8")
        assert proposals(renamed) == []


def test_taking_the_proposal_brings_every_verdict(renamed: Path) -> None:
    """All reviewers' verdicts hold under the new name, and nobody's file was touched."""
    before = {path: path.read_bytes() for path in (renamed / "corrections").rglob("*.toml")}
    workspace = opened(renamed, "zhou")
    workspace.adopt("liping-2020", "a17")
    for one in (workspace, opened(renamed)):
        outcomes = list(one.replay())
        assert [(o.kind, o.correction.document) for o in outcomes] == [("applied", "a17")] * 2
        assert one.review("a17").by_key[SIGNED].reading.value == "2021-01-29"
        assert [i for i in one.review("a17").queue if i.findings[0].code == "replay.renamed"] == []
    assert {path: path.read_bytes() for path in before} == before


def test_taking_it_is_undone_and_redone_like_any_verdict(renamed: Path) -> None:
    """Over restarts, and later verdicts on the document stay with it."""
    opened(renamed, "zhou").adopt("liping-2020", "a17")
    assert opened(renamed, "zhou").undo() is not None
    assert {o.gone for o in opened(renamed).replay()} == {True}
    assert proposals(renamed) == [("liping-2020", "a17")]
    assert opened(renamed, "zhou").redo() is not None
    assert {o.gone for o in opened(renamed).replay()} == {False}


def test_a_verdict_of_the_former_name_is_withdrawn_under_the_new_one(renamed: Path) -> None:
    """Undo reaches back over the change of name."""
    opened(renamed, "zhou").adopt("liping-2020", "a17")
    undone = opened(renamed, "li").undo()
    assert undone is not None
    assert (undone.field, undone.document) == ("report.signed", "a17")
    workspace = opened(renamed)
    assert [c.field for c in standing(workspace.corrections("a17"))] == ["disclosed.total"]
    assert workspace.review("a17").by_key[SIGNED].reading.value is None


def test_a_name_can_change_again(renamed: Path) -> None:
    """a → b → c: what was decided under each is the document's own."""
    opened(renamed).adopt("liping-2020", "a17")
    opened(renamed).decide("a17", Key("training.date"), "unreadable")
    (renamed / "documents" / "a17.txt").rename(renamed / "documents" / "b3.txt")
    workspace = opened(renamed)
    list(workspace.reviews())
    assert [one.document for one in workspace.former.proposed("a17")] == ["b3"]
    workspace.adopt("a17", "b3")
    assert [o.kind for o in opened(renamed).replay()] == ["applied"] * 3


def test_what_cannot_be_a_former_name_is_refused(renamed: Path) -> None:
    """A document that is there, one that nobody decided anything of, one that has its name."""
    workspace = opened(renamed)
    with pytest.raises(UsageError, match="no verdict was made"):
        workspace.adopt("nothing", "a17")
    with pytest.raises(UsageError, match="no such document"):
        workspace.adopt("liping-2020", "nothing")
    workspace.adopt("liping-2020", "a17")
    with pytest.raises(UsageError, match="is a17 by now"):
        workspace.adopt("liping-2020", "a17")


def test_a_document_that_comes_back_has_its_verdicts_again(renamed: Path) -> None:
    """Where both names are there, each document has what was decided under its own."""
    opened(renamed).adopt("liping-2020", "a17")
    text = (renamed / "documents" / "a17.txt").read_text("utf-8")
    (renamed / "documents" / "liping-2020.txt").write_text(text, "utf-8")
    outcomes = list(opened(renamed).replay())
    assert {(o.kind, o.correction.document) for o in outcomes} == {("applied", "liping-2020")}


def test_the_command_line_proposes_and_takes(
    renamed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`replay` lists what is gone with what it may be; `adopt` takes the only proposal."""
    assert main(["replay", str(renamed), "--strict"]) == 1
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [[p["document"] for p in row["proposed"]] for row in rows] == [["a17"], ["a17"]]
    assert main(["adopt", "liping-2020", "--workspace", str(renamed), "--as", "zhou"]) == 0
    assert main(["replay", str(renamed), "--strict"]) == 0
    capsys.readouterr()
    assert main(["adopt", "nothing", "--workspace", str(renamed)]) == 2
    assert "no document" in capsys.readouterr().err


def test_verdicts_of_a_document_that_stays_away_can_be_retired(renamed: Path) -> None:
    """Each is taken back by its id, though there is no document; then nothing is proposed."""
    workspace = opened(renamed, "zhou")
    for outcome in list(workspace.replay()):
        workspace.withdraw(outcome.correction.id, note="another document")
    assert list(workspace.replay()) == []
    assert list(opened(renamed).replay()) == []
    assert proposals(renamed) == []
    assert opened(renamed, "zhou").undo() is not None
    assert [o.gone for o in opened(renamed).replay()] == [True]


def test_a_refused_proposal_comes_back_only_by_undo(renamed: Path) -> None:
    """One person's word is enough, for everybody and over restarts; the verdicts stay as they were."""
    workspace = opened(renamed, "zhou")
    saved = workspace.refuse("liping-2020", "a17")
    assert (saved.verdict, saved.of, saved.document) == ("distinct", "liping-2020", "a17")
    for one in (workspace, opened(renamed)):
        assert [i for i in one.review("a17").queue if i.findings[0].code == "replay.renamed"] == []
        assert {o.gone for o in one.replay()} == {True}
    assert proposals(renamed) == []
    with pytest.raises(UsageError, match="another document than a17, as zhou said"):
        workspace.adopt("liping-2020", "a17")
    assert workspace.undo() is not None
    assert [i.findings[0].code for i in workspace.review("a17").queue].count("replay.renamed") == 1
    assert proposals(renamed) == [("liping-2020", "a17")]
    assert workspace.redo() is not None
    assert proposals(renamed) == []


def test_a_refusal_outlives_another_change_of_name(renamed: Path) -> None:
    """What was refused under a name is refused under the next."""
    workspace = opened(renamed)
    workspace.refuse("liping-2020", "a17")
    workspace.decide("a17", Key("training.date"), "unreadable")
    (renamed / "documents" / "a17.txt").rename(renamed / "documents" / "b3.txt")
    opened(renamed).adopt("a17", "b3")
    assert proposals(renamed) == []


def test_the_command_line_refuses(renamed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`adopt --refuse` refuses the only proposal; then there is none to take."""
    told = ["adopt", "liping-2020", "--workspace", str(renamed)]
    assert main([*told, "--refuse"]) == 0
    capsys.readouterr()
    assert main(["replay", str(renamed)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["proposed"] for row in rows] == [[], []]
    assert main(told) == 2
    assert "no document" in capsys.readouterr().err


def test_many_renamed_reports_of_one_form_are_told_apart(folder: Path) -> None:
    """What they all say tells nothing: each is proposed for its own, though its text changed."""
    text = (folder / "documents" / "liping-2020.txt").read_text("utf-8")
    chance = random.Random(3)
    for n in range(24):
        own = "".join(chance.choice("桥灯船雨松石云路山水花鸟渡口集市祠堂") for _ in range(60))
        numbers = {"160": str(200 + n), "40条": f"{50 + n}条", "120条": "150条"}
        other = text.replace("梨坪镇", f"{own[0]}{own[1]}{own[2]}镇").replace(
            "镇里培训", f"{own}，镇里培训"
        )
        for old, new in numbers.items():
            other = other.replace(old, new)
        (folder / "documents" / f"r{n}.txt").write_text(other, "utf-8")
    workspace = opened(folder)
    for n in range(24):
        workspace.decide(f"r{n}", TOTAL, "confirmed")
    for n in range(24):
        file = folder / "documents" / f"r{n}.txt"
        file.write_text(file.read_text("utf-8").replace("。", "。\n  "), "utf-8")
        file.rename(folder / "documents" / f"s{n}.txt")
    again = opened(folder)
    list(again.reviews())
    for n in range(24):
        assert again.former.proposed(f"r{n}")[0].document == f"s{n}"


def disputed(renamed: Path) -> Workspace:
    """Two people's folders, put together: one says that it is the document, the other that it is not."""
    refusing = renamed.with_name(f"{renamed.name}-other")
    shutil.copytree(renamed, refusing)
    opened(refusing, "qian").refuse("liping-2020", "a17")
    opened(renamed, "zhou").adopt("liping-2020", "a17")
    shutil.copytree(refusing / "corrections" / "qian", renamed / "corrections" / "qian")
    return opened(renamed)


def codes(workspace: Workspace, document: str = "a17") -> list[list[str]]:
    found = [[f.code for f in item.findings] for item in workspace.review(document).queue]
    return [told for told in found if "replay.renamed" in told]


def test_two_people_who_disagree_on_a_name_are_a_contradiction(renamed: Path) -> None:
    """Neither holds: no verdict is moved, none is lost, and the queue says who says what."""
    workspace = disputed(renamed)
    review = workspace.review("a17")
    assert all(one.correction is None for one in review.settled)
    assert codes(workspace) == [["verdict.contradiction", "replay.renamed"]]
    (item,) = [i for i in review.queue if i.findings[0].code == "verdict.contradiction"]
    assert item.severity == "error"
    assert {"zhou", "qian", "liping-2020"} <= set(
        re.findall(r"[a-z][a-z0-9-]+", item.findings[0].message.en)
    )
    assert {o.gone for o in workspace.replay()} == {True}
    with pytest.raises(UsageError, match="already"):
        opened(renamed, "zhou").adopt("liping-2020", "a17")


def test_the_one_who_gives_way_settles_it(renamed: Path) -> None:
    """By saying the other thing; undo brings the contradiction back."""
    disputed(renamed)
    opened(renamed, "qian").adopt("liping-2020", "a17")
    workspace = opened(renamed)
    assert codes(workspace) == []
    assert {o.gone for o in workspace.replay()} == {False}
    assert opened(renamed, "qian").undo() is not None
    assert codes(opened(renamed)) == [["verdict.contradiction", "replay.renamed"]]
    opened(renamed, "zhou").refuse("liping-2020", "a17")
    assert codes(opened(renamed)) == []
    assert {o.gone for o in opened(renamed).replay()} == {True}


def test_one_name_is_not_two_documents(renamed: Path) -> None:
    """Each of two people gave the verdicts to another copy: neither has them."""
    copy = renamed.with_name(f"{renamed.name}-other")
    shutil.copy(renamed / "documents" / "a17.txt", renamed / "documents" / "b3.txt")
    shutil.copytree(renamed, copy)
    opened(copy, "qian").adopt("liping-2020", "b3")
    opened(renamed, "zhou").adopt("liping-2020", "a17")
    shutil.copytree(copy / "corrections" / "qian", renamed / "corrections" / "qian")
    workspace = opened(renamed)
    for document in ("a17", "b3"):
        assert codes(workspace, document) == [["verdict.contradiction", "replay.renamed"]]
        assert all(one.correction is None for one in workspace.review(document).settled)
    opened(renamed, "qian").refuse("liping-2020", "b3")
    assert {o.correction.document for o in opened(renamed).replay()} == {"a17"}


def test_only_what_a_document_may_be_by_now_is_read_again(renamed: Path) -> None:
    """When one with verdicts goes, those of other years and publishers stay as they were read."""
    documents = renamed / "documents"
    text = (documents / "a17.txt").read_text("utf-8")
    (documents / "other-year.txt").write_text(text.replace("2020年", "2019年"), "utf-8")
    (documents / "other-office.txt").write_text(text.replace("梨坪镇", "石渡乡"), "utf-8")
    (documents / "alike.txt").write_text(text.replace("。", "。\n"), "utf-8")
    (documents / "liping-2020.txt").write_text(text, "utf-8")
    assert {one.document for one in opened(renamed).refresh() if one.read} >= {"a17", "alike"}
    assert not [one for one in opened(renamed).refresh() if one.read]
    (documents / "liping-2020.txt").unlink()
    read = {one.document for one in opened(renamed).refresh() if one.read}
    assert read == {"liping-2020", "a17", "alike"}
    told = opened(renamed).index
    assert [row.document for row in told.page() if "replay.renamed" in row.codes] == [
        "a17",
        "alike",
    ]
    assert not [one for one in opened(renamed).refresh() if one.read]
    (documents / "liping-2020.txt").write_text(text, "utf-8")
    assert {one.document for one in opened(renamed).refresh() if one.read} == read
    assert not [row for row in told.page() if "replay.renamed" in row.codes]


def test_without_a_version_any_document_may_be_it(renamed: Path) -> None:
    """Where the sources of verdicts were not kept, their own words must tell, in every document."""
    documents = renamed / "documents"
    text = (documents / "a17.txt").read_text("utf-8")
    (documents / "other-year.txt").write_text(text.replace("2020年", "2019年"), "utf-8")
    (documents / "liping-2020.txt").write_text(text, "utf-8")
    list(opened(renamed).refresh())
    for snapshot in (renamed / "corrections" / "_sources").iterdir():
        snapshot.unlink()
    (documents / "liping-2020.txt").unlink()
    read = {one.document for one in opened(renamed).refresh() if one.read}
    assert read == {"liping-2020", "a17", "other-year"}
