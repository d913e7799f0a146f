"""What a value would settle or break is told before it is saved, and is what becomes of it after."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kanwu.reading import Key
from kanwu.workspace import Workspace, open_workspace

SETTINGS = 'format = 1\nschema = "zh-disclosure-report"\ndocuments = ["*.txt"]\n'
REPORT = """\
云汐县石桥乡人民政府2020年政府信息公开工作年度报告

发布日期：2021-02-08

一、主动公开政府信息情况
全年主动公开政府信息127条，其中，财政资金类88条，占69.3%；林权登记类40条，占31.5%。
网上公开信息128条，石桥的桥墩上也刷了几条。

云汐县石桥乡人民政府
2021129
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    (tmp_path / "kanwu.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "r.txt").write_text(REPORT, "utf-8")
    return open_workspace(tmp_path, "wen")


def turns(workspace: Workspace, key: Key, value: Decimal | str) -> dict[str, str]:
    effects = workspace.review("r").effects(key).of(value)
    return {one.rule.name: one.turn for one in effects}


def test_a_date_out_of_its_year_breaks_a_rule(workspace: Workspace) -> None:
    """What held of no value yet is settled or broken by one."""
    key = Key("report.signed")
    good, bad = turns(workspace, key, "2021-01-29"), turns(workspace, key, "2021-12-09")
    assert set(good.values()) == {"settles"}
    assert "breaks" in bad.values()
    assert set(bad) == set(good)


def test_the_arithmetic_is_that_of_the_value(workspace: Workspace) -> None:
    """A total that its parts make up settles what fails now; another leaves it failing."""
    key = Key("disclosed.total")
    effects = workspace.review("r").effects(key)
    failing = {f.code for f in workspace.review("r").findings if key in f.readings}
    told = {one.rule.name: one for one in effects.of(Decimal(128))}
    settled = {name for name, one in told.items() if one.turn == "settles"}
    assert settled & failing
    assert any("128" in told[name].said.en for name in settled)
    left = turns(workspace, key, Decimal(126))
    assert {left[name] for name in settled & failing} == {"fails"}


@pytest.mark.parametrize("value", [127, 128, 126, 1, 1000])
def test_it_is_what_becomes_of_it(workspace: Workspace, value: int) -> None:
    """After the verdict no rule told as broken or failing is one that nothing doubts, and none that
    is told as settled fails.
    """
    key = Key("disclosed.total")
    told = turns(workspace, key, Decimal(value))
    workspace.decide("r", key, "amended", value=Decimal(value))
    review = workspace.review("r")
    after = {f.code for f in review.findings if key in f.readings}
    for name, turn in told.items():
        assert (name in after) is (turn in {"breaks", "fails"}), (name, turn)


def test_what_the_document_does_not_tell_can_be_tried(workspace: Workspace) -> None:
    """A silent field has no reading yet, and rules about it none to compare before."""
    key = Key("disclosed.wechat")
    assert workspace.review("r").by_key[key].reading.silent
    assert "breaks" in turns(workspace, key, Decimal(5000)).values()


def test_trying_changes_nothing(workspace: Workspace) -> None:
    """The review is the same value after as before."""
    review = workspace.review("r")
    before = review.findings
    review.effects(Key("disclosed.total")).of(Decimal(9))
    assert workspace.review("r") is review
    assert review.findings == before
