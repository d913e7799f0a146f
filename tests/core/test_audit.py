"""An audit is a fair sample, settled like anything else, and says no more than it knows."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.auditing import Sampled, draw
from kanwu.binomial import at_most, needed
from kanwu.cli import main
from kanwu.errors import KanwuError
from kanwu.reading import Key
from kanwu.triage import SAMPLED
from kanwu.workspace import Workspace, open_workspace

TOTAL = Key("disclosed.total")
DOCUMENT = "liping-2020"


@pytest.fixture
def several(folder: Path, report: str) -> Path:
    """Five documents of one kind."""
    for number in range(4):
        text = report.replace("梨坪镇", f"梨坪镇第{number + 1}分所")
        (folder / "documents" / f"other-{number}.txt").write_text(text, "utf-8")
    return folder


def drawn(folder: Path, size: int = 6, seed: int = 1, name: str = "spring") -> Workspace:
    one = open_workspace(folder, "li")
    one.draw(name, size, confidence=0.95, seed=seed)
    return one


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("found", "of", "confidence", "bound"),
    [
        (0, 10, 0.95, 0.25887),  # 1 − 0.05^(1/10)
        (1, 10, 0.975, 0.44502),  # the two-sided 95 % interval of 1 in 10 is 0.25 % to 44.50 %
        (5, 10, 0.975, 0.81291),  # … of 5 in 10, 18.71 % to 81.29 %
        (10, 100, 0.975, 0.17622),  # … of 10 in 100, 4.90 % to 17.62 %
        (7, 7, 0.95, 1.0),
        (0, 0, 0.95, 1.0),
    ],
)
def test_bounds_are_those_of_the_tables(
    found: int, of: int, confidence: float, bound: float
) -> None:
    """Clopper and Pearson's, as tables and other programs give them."""
    assert at_most(found, of, confidence) == pytest.approx(bound, abs=1e-5)


def test_the_bound_is_exact_in_large_samples_too() -> None:
    """No number overflows or vanishes: a hundred thousand, some of them wrong."""
    assert at_most(0, 100_000, 0.95) == pytest.approx(1 - 0.05 ** (1 / 100_000), rel=1e-6)
    assert 0.0005 < at_most(50, 100_000, 0.95) < 0.00064
    assert (
        at_most(0, needed(0.001, 0.99), 0.99) <= 0.001 < at_most(0, needed(0.001, 0.99) - 1, 0.99)
    )


def test_every_value_is_as_likely_as_any_other() -> None:
    """Over 400 seeds each of 40 values is drawn about as often (χ² below its 99.9 % point)."""
    values = [Sampled(f"d{n // 8}", Key("f", None, n % 8), "1", "1") for n in range(40)]
    often = Counter(one for seed in range(400) for one in draw(values, 10, seed)[0])
    assert sum((often[one] - 100) ** 2 / 100 for one in values) < 73.4


def test_the_draw_depends_on_the_seed_and_the_names_alone() -> None:
    """Not on the order of the documents; another seed draws others."""
    values = [Sampled("d", Key("f", None, n), "1", "1") for n in range(50)]
    assert draw(values, 5, 7) == draw(values[::-1], 5, 7)
    assert set(draw(values, 5, 7)[0]) != set(draw(values, 5, 8)[0])
    assert draw(values, 80, 7)[1] == len(draw(values, 80, 7)[0]) == 50


def test_only_what_nobody_doubts_and_nobody_decided_is_drawn(folder: Path) -> None:
    """Neither doubted, nor silent, nor verified; the file says how it was drawn."""
    one = open_workspace(folder, "li")
    one.decide(DOCUMENT, TOTAL, "confirmed")
    audit = one.draw("spring", 1000, confidence=0.9, seed=3)
    review = one.review(DOCUMENT)
    assert {review.state(value.key) for value in audit.sampled} == {"read"}
    assert (
        len(audit.sampled)
        == audit.population
        == sum(review.state(s.reading.key) == "read" for s in review.settled)
    )
    told = tomllib.loads((folder / "audits" / "spring.toml").read_text("utf-8"))
    assert (told["seed"], told["confidence"], told["population"]) == (3, 0.9, audit.population)
    assert open_workspace(folder).audits.get("spring") == audit


def test_sampled_values_wait_in_the_queue_and_go_out_all_the_same(several: Path) -> None:
    """They are not doubted: the same bytes go out, and they come after all that is doubted."""
    before, after = several / "before.csv", several / "after.csv"
    open_workspace(several).export(str(before))
    one = drawn(several)
    queue = one.queue()
    asked = [item for item in queue if item.findings[0].code == SAMPLED]
    assert len(asked) == 6
    assert queue[-6:] == asked
    assert {one.review(i.document).state(i.key) for i in asked if i.key} == {"read"}
    one.export(str(after))
    assert after.read_bytes() == before.read_bytes()


def test_a_verdict_settles_a_sampled_value(several: Path) -> None:
    """Confirmed or printed so: right. Another value, or none: wrong. A question: open."""
    one = drawn(several, 6)
    a, b, c, d, e, _ = one.audits.get("spring").sampled  # type: ignore[union-attr]
    one.decide(a.document, a.key, "confirmed")
    one.decide(b.document, b.key, "sic")
    one.decide(c.document, c.key, "absent")
    one.decide(d.document, d.key, "unreadable")
    one.decide(e.document, e.key, "question")
    (audit,) = one.audits
    came_to = one.audited(audit)
    assert came_to.counts == {"right": 2, "wrong": 2, "open": 2, "gone": 0}
    assert (came_to.settled, came_to.rate) == (4, 0.5)
    assert came_to.upper == at_most(2, 4, 0.95)
    assert "2 more are not judged" in came_to.message.en
    one.undo()
    one.undo()
    assert one.audited(audit).counts["wrong"] == 1
    left = [i for i in one.queue() if i.findings[0].code == SAMPLED]
    assert len(left) == 3


def test_a_value_amended_to_itself_is_right(folder: Path) -> None:
    """It is the value that counts; amended to another it was wrong, whatever was read since."""
    one = drawn(folder, 1000)
    (audit,) = one.audits
    one.decide(DOCUMENT, TOTAL, "amended", value=Decimal(160))
    assert one.audited(audit).counts["right"] == 1
    one.decide(DOCUMENT, TOTAL, "amended", value=Decimal(161))
    assert one.audited(audit).counts["wrong"] == 1


def test_what_changed_since_is_gone_and_asks_nothing(folder: Path) -> None:
    """Other words at its place, or no document: not judged, and not counted as right."""
    one = drawn(folder, 1000)
    (audit,) = one.audits
    document = folder / "documents" / f"{DOCUMENT}.txt"
    document.write_text(document.read_text("utf-8").replace("160条", "170条"), "utf-8")
    fresh = open_workspace(folder, "li")
    assert fresh.audited(audit).counts["gone"] == 1
    asked = {item.key for item in fresh.queue() if item.findings[0].code == SAMPLED}
    assert TOTAL not in asked
    fresh.decide(DOCUMENT, TOTAL, "confirmed")
    assert fresh.audited(audit).counts == {
        "right": 0, "wrong": 0, "open": len(audit.sampled) - 1, "gone": 1,
    }  # fmt: skip
    document.rename(document.with_name("elsewhere.txt"))
    fresh = open_workspace(folder, "li")
    assert fresh.audited(audit).counts["gone"] == len(audit.sampled)
    assert fresh.problems == []


def test_reviewers_who_disagree_leave_it_open(folder: Path) -> None:
    """Who is right is not for the audit to say."""
    one = drawn(folder, 1000)
    (audit,) = one.audits
    open_workspace(folder, "wang").decide(DOCUMENT, TOTAL, "amended", value=Decimal(161))
    one = open_workspace(folder, "li")
    one.decide(DOCUMENT, TOTAL, "amended", value=Decimal(162))
    assert one.audited(audit).counts["open"] == len(audit.sampled)


def test_the_whole_audit_headless(several: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Draw for a bound, settle line by line, report; the methods page of a release says it, too."""
    at = ["--workspace", str(several)]
    assert main(["audit", "spring", "--bound", "0.5", "--seed", "5", *at]) == 0
    rows = lines(capsys)
    assert len(rows) == needed(0.5, 0.95) == 5
    assert {tuple(row["findings"]) for row in rows} == {(SAMPLED,)}  # type: ignore[arg-type]
    for row in rows:
        words = [str(row["document"]), str(row["field"]), "--nth", str(row["nth"])]
        item = ["--item", str(row["item"])] if row["item"] else []
        assert main(["decide", *words, *item, "--verdict", "confirmed", *at, "--as", "li"]) == 0
    capsys.readouterr()
    assert main(["audit", "spring", *at]) == 0
    assert lines(capsys) == []
    assert main(["audit", "--report", *at]) == 0
    (told,) = lines(capsys)
    assert (told["audit"], told["sampled"], told["right"], told["wrong"]) == ("spring", 5, 5, 0)
    assert (told["rate"], told["upper"], told["confidence"]) == (0.0, 0.4508, 0.95)
    to = several / "releases" / "a"
    assert main(["export", str(several), "--to", str(to)]) == 0
    page = (to / "methods.en.md").read_text("utf-8")
    assert "`spring` (seed 5): 5 judged, 0 wrong" in page
    assert "at most 45.08 % are wrong, at 95 % confidence" in page
    assert "抽查" in (to / "methods.zh.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["spring"], "there is no such audit"),
        ([], "NAME: is needed"),
        (["spring", "--size", "0"], "--size: is 0"),
        (["spring", "--bound", "2"], "--bound: is 2"),
        (["spring", "--size", "3", "--bound", "0.1"], "does not go with --bound"),
        (["spring", "--seed", "3"], "goes with --size or --bound"),
        (["--report", "--size", "3"], "does not go with --size"),
        (["a/b", "--size", "3"], "is no name for an audit"),
        (["old", "--size", "3"], "has been drawn already"),
        (["--report", "odl"], 'Did you mean "old"?'),
    ],
)
def test_words_that_do_not_go_together(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], why: str
) -> None:
    """Each is named with what would be right; nothing is drawn."""
    drawn(folder, 3, name="old")
    assert main(["audit", *words, "--workspace", str(folder)]) == 2
    assert why in capsys.readouterr().err
    assert [path.name for path in (folder / "audits").iterdir()] == ["old.toml"]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("format = 1", "format = 2", r"spring.toml:1: format is 2"),
        ("seed = 1", 'seed = "one"', r"spring.toml:4: seed is 'one'"),
        ("confidence = 0.95", "confidence = 95.0", r"spring.toml:5: confidence is 95.0"),
        ('document = "liping-2020"\n', "", r"spring.toml:8: is no sampled value"),
        ("seed = 1", "seed = ", r"spring.toml:4: this is not TOML"),
    ],
)
def test_a_torn_file_is_named_with_its_line(folder: Path, old: str, new: str, why: str) -> None:
    """And everything else is read; it is never written over."""
    drawn(folder, 1)
    file = folder / "audits" / "spring.toml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    one = open_workspace(folder, "li")
    assert one.queue()
    (problem,) = one.problems
    with pytest.raises(KanwuError, match=why):
        raise problem
    with pytest.raises(KanwuError, match="drawn already"):
        one.draw("spring", 1, confidence=0.95, seed=1)
