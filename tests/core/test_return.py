"""The statistics return of 2014: a label, a unit and a value in each row."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from grids import SCHEMA, judge

RETURN = """一、主动公开情况|----
（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条|proactive_total
其中：主动公开规范性文件数|条|proactive_normative
制发规范性文件总数|件|normative_issued
（二）通过不同渠道和方式公开政府信息的情况|----
1.政府公报公开政府信息数|条|channel_gazette
2.政府网站公开政府信息数|条|channel_website
3.政务微博公开政府信息数|条|channel_weibo
4.政务微信公开政府信息数|条|channel_wechat
5.其他方式公开政府信息数|条|channel_other
二、回应解读情况|----
（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）|次|response_total
（二）通过不同渠道和方式回应解读的情况|----
1.参加或举办新闻发布会总次数|次|press_conferences
其中：主要负责同志参加新闻发布会次数|次|press_conferences_by_head
2.政府网站在线访谈次数|次|online_interviews
其中：主要负责同志参加政府网站在线访谈次数|次|online_interviews_by_head
3.政策解读稿件发布数|篇|policy_interpretations
4.微博微信回应事件数|次|weibo_wechat_responses
5.其他方式回应事件数|次|other_responses
三、依申请公开情况|----
（一）收到申请数|件|applications_received
1.当面申请数|件|applications_in_person
2.传真申请数|件|applications_fax
3.网络申请数|件|applications_online
4.信函申请数|件|applications_letter
（二）申请办结数|件|applications_closed
1.按时办结数|件|closed_on_time
2.延期办结数|件|closed_extended
（三）申请答复数|件|replies_total
1.属于已主动公开范围数|件|reply_already_public
2.同意公开答复数|件|reply_granted
3.同意部分公开答复数|件|reply_partial
4.不同意公开答复数|件|reply_refused
其中：涉及国家秘密|件|refused_state_secret
涉及商业秘密|件|refused_trade_secret
涉及个人隐私|件|refused_privacy
危及国家安全、公共安全、经济安全和社会稳定|件|refused_security
不是《条例》所指政府信息|件|refused_not_gov_info
法律法规规定的其他情形|件|refused_other_law
5.不属于本行政机关公开数|件|reply_not_this_agency
6.申请信息不存在数|件|reply_no_info
7.告知作出更改补充数|件|reply_amend
8.告知通过其他途径办理数|件|reply_other_channel
四、行政复议数量|件|review_total
（一）维持具体行政行为数|件|review_upheld
（二）被依法纠错数|件|review_corrected
（三）其他情形数|件|review_other
五、行政诉讼数量|件|litigation_total
（一）维持具体行政行为或者驳回原告诉讼请求数|件|litigation_upheld
（二）被依法纠错数|件|litigation_corrected
（三）其他情形数|件|litigation_other
六、举报投诉数量|件|complaints
七、依申请公开信息收取的费用|万元|application_fees
八、机构建设和保障经费情况|----
（一）政府信息公开工作专门机构数|个|dedicated_units
（二）设置政府信息公开查阅点数|个|reading_points
（三）从事政府信息公开工作人员数|人|staff_total
1.专职人员数（不包括政府公报及政府网站工作人员数）|人|staff_full_time
2.兼职人员数|人|staff_part_time
（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）|万元|budget
九、政府信息公开会议和培训情况|----
（一）召开政府信息公开工作会议或专题会议数|次|meetings
（二）举办各类培训班数|次|trainings
（三）接受培训人员数|人次|trained_people"""
ROWS = [tuple(line.split("|")) for line in RETURN.split("\n")]


def sound(rng: random.Random) -> dict[str, int]:
    """Values of all 58 rows, every sum kept."""
    found = {row[2]: rng.randint(0, 9) for row in ROWS if len(row) == 3}
    for rule in SCHEMA.rules:
        for case in rule.cases:
            if rule.check == "sum" and case["total"][0].startswith("indicators_2014."):
                parts = [part.partition(".")[2] for part in case["parts"]]
                found[case["total"][0].partition(".")[2]] = sum(found[part] for part in parts)
    found["replies_total"] = sum(found[key] for key in found if key.startswith("reply_"))
    found["proactive_total"] = found["channel_website"] + found["proactive_normative"]
    found["press_conferences"] += found["press_conferences_by_head"]
    found["online_interviews"] += found["online_interviews_by_head"]
    return found


def laid_out(values: dict[str, int], cell: str, end: str, row: str = "") -> str:
    """The return with cells kept apart by `cell`, rows begun by `row` and ended by `end`."""
    made = [row + cell.join(("统 计 指 标", "单位", "统计数")) + end]
    for one in ROWS:
        value = str(values[one[2]]) if len(one) == 3 else "----"
        made.append(row + cell.join((*one[:2], value)) + end)
    return "附件：政府信息公开情况统计表\n（2016年度）\n" + "".join(made) + "单位负责人：某某\n"


def truth(values: dict[str, int]) -> dict[str, int]:
    return {f"indicators_2014.{key}": value for key, value in values.items()}


def test_the_schema_holds_the_58_rows() -> None:
    """Their keys are `indicators_2014.<row>`, in the order of the return."""
    asked = [key for key in SCHEMA.labels if key.startswith("indicators_2014.")]
    assert asked == [f"indicators_2014.{row[2]}" for row in ROWS if len(row) == 3]
    assert len(asked) == 58


@pytest.mark.parametrize(
    ("row", "cell", "end"),
    [
        ("", " ", "\n"),
        ("", "\t", "\n"),
        ("", "\n", "\n"),
        ("", "\n\n", "\n\n"),
        ("| ", " | ", " |\n"),
        ("", "\n|\n", "\n|\n"),
        ("|\n", " |\n", " |\n"),
    ],
)
def test_every_row_is_right_however_flattened(row: str, cell: str, end: str) -> None:
    """58 of 58, with nothing to doubt."""
    values = sound(random.Random(7))
    judged = judge(laid_out(values, cell, end, row), truth(values))
    assert judged.wrong == []
    assert judged.right == 58


def test_labels_may_be_wrapped() -> None:
    """A label goes on in the next line, and a number inside its brackets is no value."""
    values = sound(random.Random(8))
    text = laid_out(values, " ", "\n")
    text = text.replace("信息计1条）", "信息计\n1\n条）").replace("信息计1", "信息计 1 ")
    text = text.replace("和社会稳定", "和社\n会稳定").replace("驳回原告", "驳回\n原告")
    judged = judge(text, truth(values))
    assert judged.wrong == []
    assert judged.right == 58


def test_amounts_keep_the_unit_they_are_given_in() -> None:
    """The column of units says 元 where the form says 万元."""
    values = sound(random.Random(9))
    text = laid_out(values, " ", "\n").replace("费用 万元", "费用 元")
    read = judge(text, truth(values)).read
    assert read["indicators_2014.application_fees"].unit == "元"
    assert read["indicators_2014.budget"].unit == "万元"
    assert read["indicators_2014.trained_people"].unit == "人次"


def test_the_sums_of_the_return_are_tried() -> None:
    """A total that is not the sum of its rows is doubted."""
    values = sound(random.Random(10))
    values["applications_received"] += 3
    judged = judge(laid_out(values, " ", "\n"), truth(values))
    assert judged.right < 58 - 4


def lines_lost(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    gone = set(rng.sample(range(5, len(lines) - 3), rng.randint(1, 4)))
    return "\n".join(line for i, line in enumerate(lines) if i not in gone)


@pytest.mark.parametrize(("cell", "end"), [(" ", "\n"), ("\n", "\n"), ("\n\n", "\n\n")])
def test_lost_lines_make_no_wrong_value(cell: str, end: str) -> None:
    """Labels, units or values are gone: what remains is right, silent, or in doubt."""
    wrong: list[Sequence[str]] = []
    for seed in range(25):
        rng = random.Random(seed)
        values = sound(rng)
        text = lines_lost(laid_out(values, cell, end), rng)
        wrong += judge(text, truth(values)).wrong
    assert wrong == []


def by_columns(values: dict[str, int], *, units: bool, dashes: bool, page: int = 0) -> str:
    """The return as PDF text has it: all labels, then all units, then all values, page by page."""
    made = ["附件：政府信息公开情况统计表", "统 计 指 标", "单位", "统计数"]
    for rows in (ROWS[:page], ROWS[page:]) if page else (ROWS,):
        cells = [str(values[row[2]]) if len(row) == 3 else "----" for row in rows]
        columns = [[row[0] for row in rows], [row[1] for row in rows] if units else [], cells]
        for column in columns:
            made += [cell for cell in column if dashes or cell != "----"]
        made += ["- 7 -"] if rows is not ROWS[page:] else []
    return "\n".join([*made, "单位负责人：某某", ""])


@pytest.mark.parametrize("units", [True, False])
@pytest.mark.parametrize("dashes", [True, False])
@pytest.mark.parametrize("page", [0, 31])
def test_a_return_is_read_column_by_column(units: bool, dashes: bool, page: int) -> None:
    """58 of 58, though rows of one name (其他情形数) stand in it twice.

    Where no unit is told, what the two amounts are in is asked.
    """
    values = sound(random.Random(11))
    judged = judge(by_columns(values, units=units, dashes=dashes, page=page), truth(values))
    assert judged.wrong == []
    assert judged.right == (58 if units else 56)


@pytest.mark.parametrize("units", [True, False])
def test_lost_lines_of_columns_make_no_wrong_value(units: bool) -> None:
    """A value that is gone moves none of the others into a wrong row."""
    wrong: list[Sequence[str]] = []
    for seed in range(25):
        rng = random.Random(seed)
        values = sound(rng)
        text = by_columns(values, units=units, dashes=True)
        wrong += judge(lines_lost(text, rng), truth(values)).wrong
    assert wrong == []
