"""Locating: another program's anchors come back with a status and a place."""

from __future__ import annotations

import re

import pytest

from kanwu.errors import UsageError
from kanwu.locating import locate
from kanwu.schema import Schema
from kanwu.workspace.documents import load_schema

OLD = """汀州市石笋镇2021年政府信息公开工作年度报告

一、总体情况
全年主动公开政府信息236条，其中网站公开158条，微信公众号发布78条。
2021年镇里办了业务培训4次，参加的有95人次。

三、收到和处理政府信息公开申请情况
本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和
| 申请人情况 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
| 一、本年新收政府信息公开申请数量 | 6 | 2 | 0 | 0 | 0 | 0 | 8 |
| 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |

四、存在的问题
公示栏更换不及时，来年每月更换一次。

汀州市石笋镇人民政府
2022118
"""


@pytest.fixture(scope="module")
def schema() -> Schema:
    return load_schema("zh-disclosure-report")


def asked(new: str, *quotes: str, old: str | None = OLD, **more: str) -> dict[str, object]:
    """A case with one anchor for the first place of each quote."""
    anchors = []
    for quote in quotes:
        start = OLD.index(quote)
        end = start + len(quote)
        around = {"prefix": OLD[max(0, start - 32) : start], "suffix": OLD[end : end + 32]}
        place = {"id": quote, "start": start, "end": end, "quote": quote}
        anchors.append({**place, **around, **more})
    return {"case": "shisun", "doc_old": old, "doc_new": new, "anchors": anchors}


def test_the_six_answers() -> None:
    """Each outcome, and a place with the four that have one."""
    new = OLD.replace("\n全年", "\n（节录）全年").replace("158条", "185条")
    new = new.replace("2022118", "2022年1月18日").replace("参加的有95人次。", "")
    answers = {
        answer["id"]: answer
        for answer in (
            *locate(asked(new, "2021", "236", "158", "95")),
            *locate(asked(new, "2022118", corrected="2022-01-18")),
        )
    }
    statuses = {name: answer["status"] for name, answer in answers.items()}
    assert statuses == {
        "2021": "applied",
        "236": "moved",
        "158": "stale",
        "95": "lost",
        "2022118": "redundant",
    }
    printed = {
        name: new[answer["start"] : answer["end"]]  # type: ignore[misc]
        for name, answer in answers.items()
        if answer["start"] is not None
    }
    assert printed == {"2021": "2021", "236": "236", "158": "185", "2022118": "2022年1月18日"}
    assert all(0 <= float(str(answer["score"])) <= 1 for answer in answers.values())


def test_two_places_that_fit_equally_are_ambiguous() -> None:
    """A line printed twice side by side carries no place."""
    line = "2021年镇里办了业务培训4次，参加的有95人次。\n"
    (answer,) = locate(asked(OLD.replace(line, line * 2), "95"))
    assert (answer["status"], answer["start"], answer["end"]) == ("ambiguous", None, None)


def test_without_the_old_text_the_anchors_own_words_do() -> None:
    """`doc_old` may be null."""
    (answer,) = locate(asked("按：\n" + OLD, "158", old=None))
    assert (answer["status"], answer["start"]) == ("moved", OLD.index("158") + 3)


def test_answers_come_in_the_order_of_the_anchors() -> None:
    """One line an anchor, in order."""
    answers = locate(asked(OLD, "95", "236", "158"))
    assert [answer["id"] for answer in answers] == ["95", "236", "158"]
    assert {answer["status"] for answer in answers} == {"applied"}


def cells(text: str) -> dict[str, object]:
    """A case with an anchor for every cell of the table."""
    anchors = [
        {"id": match.start(), "start": match.start(), "end": match.end(), "quote": match[0]}
        for match in re.finditer(r"(?<=\| )[0-9]+(?= \|)", OLD)
    ]
    return {"case": "cells", "doc_old": OLD, "doc_new": text, "anchors": anchors}


def test_fields_help_where_rows_changed_places(schema: Schema) -> None:
    """With a schema no cell of a table is taken for another, and none is placed elsewhere."""
    first, second = (line for line in OLD.splitlines() if line.startswith(("| 一", "| 二")))
    new = OLD.replace(f"{first}\n{second}", f"{second}\n{first}")
    shift = {first: len(second) + 1, second: -len(first) - 1}
    for answer in locate(cells(new), schema):
        start = int(str(answer["id"]))
        line = first if start < OLD.index(second) else second
        if answer["start"] is not None:
            assert answer["start"] == start + shift[line]


def test_a_schema_changes_nothing_in_an_unchanged_table(schema: Schema) -> None:
    """Where the words tell, the fields only agree."""
    new = OLD.replace("一、总体情况", "一、总体的情况")
    assert locate(cells(new), schema) == locate(cells(new))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"doc_new": None}, "`doc_new` is missing"),
        ({"doc_old": 7}, "`doc_old` is 7"),
        ({"anchors": "none"}, "`anchors` is 'none'"),
        ({"anchors": [3]}, "anchor 1: it is 3"),
        ({"anchors": [{"start": 0}]}, "`id` is missing"),
        ({"anchors": [{"id": "a", "start": -1, "end": 2}]}, "`start` is -1"),
        ({"anchors": [{"id": "a", "start": 4, "end": 2}]}, "`end` 2 is before `start` 4"),
        ({"anchors": [{"id": "a", "start": 0, "end": 99999}]}, "beyond the"),
        ({"anchors": [{"id": "a", "start": 0, "end": 2, "corrected": []}]}, "`corrected` is []"),
    ],
)
def test_a_case_that_is_wrong_is_told_so(change: dict[str, object], said: str) -> None:
    """The error names the case, the anchor and what stands there."""
    with pytest.raises(UsageError) as error:
        locate({**asked(OLD, "95"), **change})
    assert said in str(error.value)
    assert str(error.value).startswith("shisun")
