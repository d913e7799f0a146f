"""Reports: clean fictional 政府信息公开工作年度报告 of all eras, with the truth of every value.

`report(seed)` is one of them, always the same for the same number: a narrative up to 2018 (often
with the return of 2014), the form of 2019 and 2020, the form of 2021 and later; by a township, a
county or a department; as plain text, Markdown or a page.
"""

from __future__ import annotations

import random
from datetime import date

import prose
import tables
from indicators import indicators_2014
from pieces import Fact, Report, joined, none
from prose import Writer

FIRST = "竹柳霜石松桐枫梨云青白墨芦沙荷棠藤杏麦雁"
SECOND = "岭渡溪汀坪湾桥塘川洲屿涧垭埠圩堰沟坞峪潭"
LEVELS = {"镇": 40, "乡": 20, "街道": 60, "县": 900, "局": 200}
"""What ends a name, and how many applications such a body may get in a year."""
TEXT_LAYOUTS = (
    "one cell a line",
    "one cell a line, blank lines between",
    "row a line",
    "tabs",
    "bars",
)


def _body(chance: random.Random) -> tuple[str, str, str]:
    """A level, the full name and the short name of a body that does not exist."""
    level = chance.choice(list(LEVELS))
    place = chance.choice(FIRST) + chance.choice(SECOND)
    county = chance.choice(FIRST) + chance.choice(SECOND) + "县"
    if level == "局":
        short = chance.choice(("水利局", "教育局", "民政局", "统计局"))
        return level, county + short, "我局"
    name = county + place + level if level != "县" else place + level
    ending = "办事处" if level == "街道" else "人民政府"
    return level, name + ending, place + level


def report(seed: int) -> Report:
    """The clean report of a number."""
    chance = random.Random(f"kanwu damage {seed}")
    level, body, short = _body(chance)
    year = chance.choice(
        (*range(2009, 2019), *range(2014, 2019), *[2019, 2020] * 5, *[2021, 2022, 2023, 2024] * 3)
    )
    layout = chance.choice((*TEXT_LAYOUTS, "Markdown", "HTML"))
    form = {"Markdown": "markdown", "HTML": "html"}.get(layout, "text")
    made = Report(f"{seed}-{short}-{year}", year, layout, form)  # type: ignore[arg-type]
    month = chance.choices((1, 2, 3, 4), (60, 15, 20, 5))[0]
    w = Writer(chance, made, body, short, date(year + 1, month, chance.randint(1, 28)))
    prose.opening(w)
    size = chance.choice((0, 0, 2, 7, LEVELS[level])) if level != "县" else chance.randint(60, 900)
    total = chance.choice((chance.randint(41, 400), chance.randint(400, 3600)))
    (_narrative if year < 2019 else _form)(w, size, total)
    prose.signature(w)
    made.pieces = joined(made.pieces)
    return made


def _narrative(w: Writer, size: int, total: int) -> None:
    w.heading("一、概述")
    prose.filler(w)
    told = prose.people(w)
    w.heading("二、主动公开政府信息情况")
    prose.disclosure(w, total)
    w.heading("三、依申请公开政府信息情况")
    if size:
        closed = size - w.chance.choice((0, 0, 1))
        prose.requested(w, size, closed)
    else:
        closed = 0
        prose.none_requested(w)
    prose.fees_and_disputes(w)
    w.heading("六、存在的主要问题及改进情况")
    prose.filler(w)
    if w.report.year >= 2014 and w.chance.random() < 0.6:
        known = {
            "proactive_total": total,
            "applications_received": size,
            "applications_closed": closed,
            "review_total": 0,
            "litigation_total": 0,
        }
        indicators_2014(w.report, w.chance, {**known, "staff_total": 9, **told}, w.report.layout)
        at = w.report.tables["indicators_2014"].rows
        for prose_key, key in (
            ("disclosed.total", "proactive_total"),
            ("requests.received", "applications_received"),
        ):
            _same(w.report, w.report.fact(prose_key), at[key]["value"])


def _form(w: Writer, size: int, total: int) -> None:
    layout = w.report.layout
    three = w.report.year >= 2021 and w.chance.random() < 0.95
    w.heading("一、总体情况")
    prose.filler(w)
    prose.disclosure(w, total)
    at = len(w.report.pieces)
    prose.people(w)
    w.say("<br>\n" if w.report.form == "html" else "\n")
    duties = tables.duties_2021 if w.report.year >= 2021 else tables.duties_2019
    duties(w.report, w.chance, 9 * size + 3, layout)
    shape = (
        "column-major" if w.report.form == "text" and size and w.chance.random() < 0.12 else layout
    )
    tables.applications(w.report, w.chance, size, three=three, layout=shape)
    tables.disputes(w.report, w.chance, size // 40, layout)
    cells = w.report.tables["applications"].rows
    new, done = cells["new_received"]["total"], cells["results_total"]["total"]
    rest, w.report.pieces = w.report.pieces[at:], w.report.pieces[:at]
    if new.value:
        told = prose.requested(w, int(new.value), int(done.value))
        _same(w.report, told[0], new)
        _same(w.report, told[1], done)
        if w.chance.random() < 0.5:
            prose.detailed(w, cells)
    else:
        prose.none_requested(w)
    w.report.pieces += rest
    w.heading("五、存在的主要问题及改进情况")
    prose.filler(w)
    w.heading("六、其他需要报告的事项")
    w.paragraph()
    w.say(
        "{f}本年度未收取信息处理费。",
        "{f}全年没有收取信息处理费，没有其他需要报告的事项。",
        f=none("fees.charged", "money"),
    )
    w.end()


def _same(report: Report, one: Fact | None, other: Fact) -> None:
    report.tie("same", [one], [other])
