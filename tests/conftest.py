"""What tests share: a small report in our own words, a workspace around it, and the shared folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPORT = """云岭市梨坪镇2020年政府信息公开工作年度报告

发布时间：2021-02-08 10:20

本报告的统计期限为2020年1月1日至2020年12月31日。

一、主动公开政府信息情况

全年累计主动公开政府信息160条。其中，政策文件40条，占25%；财政信息120条，占75%。202048，镇里培训了信息员。

二、依申请公开情况

本年度未收到政府信息公开申请，没有发生行政复议、行政诉讼案件。

云岭市梨坪镇人民政府

2021129
"""
SETTINGS = 'format = 1\nschema = "zh-disclosure-report"\n'


@pytest.fixture
def report() -> str:
    return REPORT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace folder with one document, `liping-2020`."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "kanwu.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "documents" / "liping-2020.txt").write_text(REPORT, "utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def quiet_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the developer's name nor their language changes what a test sees."""
    for name in ("KANWU_REVIEWER", "KANWU_LANG", "LC_ALL", "SSH_CONNECTION", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", os.devnull)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents, which the repository does not hold."""
    places = (os.environ.get("KANWU_SHARED", ""), "../shared", "/work/shared")
    root = Path(__file__).resolve().parents[1]
    for place in places:
        if place and (root / place / "seeds" / "gold").is_dir():
            return root / place
    pytest.skip("the shared folder with the five seeds is not here (set KANWU_SHARED)")
