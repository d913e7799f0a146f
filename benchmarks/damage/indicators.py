"""Indicators: the return of 2014 (notice 32), one indicator a row, in the order of the return."""

from __future__ import annotations

import random
from collections.abc import Mapping

from pieces import Report, Table, joined
from tables import LAYOUTS, cell, paragraph

RETURN = (
    ("proactive_total", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("proactive_normative", "其中：主动公开规范性文件数", "条"),
    ("normative_issued", "制发规范性文件总数", "件"),
    ("channel_gazette", "1.政府公报公开政府信息数", "条"),
    ("channel_website", "2.政府网站公开政府信息数", "条"),
    ("channel_weibo", "3.政务微博公开政府信息数", "条"),
    ("channel_wechat", "4.政务微信公开政府信息数", "条"),
    ("channel_other", "5.其他方式公开政府信息数", "条"),
    ("response_total", "（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次"),
    ("policy_interpretations", "3.政策解读稿件发布数", "篇"),
    ("applications_received", "（一）收到申请数", "件"),
    ("applications_in_person", "1.当面申请数", "件"),
    ("applications_fax", "2.传真申请数", "件"),
    ("applications_online", "3.网络申请数", "件"),
    ("applications_letter", "4.信函申请数", "件"),
    ("applications_closed", "（二）申请办结数", "件"),
    ("closed_on_time", "1.按时办结数", "件"),
    ("closed_extended", "2.延期办结数", "件"),
    ("review_total", "四、行政复议数量", "件"),
    ("litigation_total", "五、行政诉讼数量", "件"),
    ("complaints", "六、举报投诉数量", "件"),
    ("dedicated_units", "（一）政府信息公开工作专门机构数", "个"),
    ("reading_points", "（二）设置政府信息公开查阅点数", "个"),
    ("staff_total", "（三）从事政府信息公开工作人员数", "人"),
    ("staff_full_time", "1.专职人员数（不包括政府公报及政府网站工作人员数）", "人"),
    ("staff_part_time", "2.兼职人员数", "人"),
    ("meetings", "（一）召开政府信息公开工作会议或专题会议数", "次"),
    ("trainings", "（二）举办各类培训班数", "次"),
    ("trained_people", "（三）接受培训人员数", "人次"),
)  # fmt: skip
SUMS = (
    (
        "applications_received",
        [
            "applications_in_person",
            "applications_fax",
            "applications_online",
            "applications_letter",
        ],
    ),
    ("applications_closed", ["closed_on_time", "closed_extended"]),
    ("staff_total", ["staff_full_time", "staff_part_time"]),
)


def indicators_2014(
    report: Report, chance: random.Random, known: Mapping[str, int], layout: str
) -> None:
    """The return of notice 32: label, unit, value; what the prose tells too has the same value."""
    values = {key: chance.randint(0, 9) for key, _, _ in RETURN}
    total = known["proactive_total"]
    values |= {
        "channel_website": total,
        "channel_wechat": total // 3,
        "proactive_normative": total // 20,
    }
    values |= known
    for whole, parts in SUMS:
        cuts = sorted(chance.randint(0, values[whole]) for _ in parts[1:])
        edges = [0, *cuts, values[whole]]
        values |= {part: edges[i + 1] - edges[i] for i, part in enumerate(parts)}
    body = [
        (key, label, {"value": cell(f"indicators_2014.{key}", values[key])})
        for key, label, _ in RETURN
    ]
    laid = LAYOUTS[layout]
    report.pieces.append(paragraph(report, "附表：政府信息公开情况统计表"))
    head = ["统 计 指 标", "单位", "统计数"]
    rows = [
        (label, [unit, cells["value"]])
        for (_, label, unit), (_, _, cells) in zip(RETURN, body, strict=True)
    ]
    report.pieces += joined(laid(head, rows))  # type: ignore[arg-type]
    report.tables["indicators_2014"] = Table({key: cells for key, _, cells in body}, layout)
    at = {key: cells["value"] for key, _, cells in body}
    for whole, parts in SUMS:
        report.tie("sum", [at[whole]], [at[part] for part in parts])
