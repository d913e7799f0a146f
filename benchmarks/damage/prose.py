"""Prose: the sentences of a report, several ways for each, with what they state.

Phrasings after the families that are usual in these reports; the words and all names are made up.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as day
from datetime import timedelta
from decimal import Decimal

from pieces import Fact, Report, Trap, amount, count, date, month_day, month_of, none, percent, tell

SUBJECTS = (
    "政策文件", "财政信息", "工作动态", "人事信息", "民生保障", "规划计划", "办事指南", "应急管理", "农业补贴",
    "社会救助", "公共服务", "行政执法", "招标采购", "环境保护", "重点项目", "通知公告",
)  # fmt: skip


@dataclass
class Writer:
    """Who writes one report: its chance, its report, its body's names, the day it is signed."""

    chance: random.Random
    report: Report
    body: str
    short: str
    signed: day

    def say(self, *templates: str, **slots: Fact | Trap | str) -> None:
        """One of the templates, at the end of the report."""
        named = {"body": self.body, "short": self.short, "year": str(self.report.year), **slots}
        self.report.pieces += tell(self.chance, self.chance.choice(templates), **named)

    def heading(self, words: str) -> None:
        self.say(f"<h3>{words}</h3>\n" if self.report.form == "html" else f"\n{words}\n\n")

    def paragraph(self) -> None:
        """Begin a paragraph."""
        self.say("<p>" if self.report.form == "html" else "[|    |　　]")

    def end(self) -> None:
        self.say("</p>\n" if self.report.form == "html" else "\n")

    def count(self, key: str, value: int, item: str | None = None) -> Fact:
        return count(self.chance, key, value, item)


def opening(w: Writer) -> None:
    """Title, date of publication, what the report rests on, its period."""
    year = w.report.year
    title = w.chance.choice(
        (
            "{body}{year}年政府信息公开工作年度报告",
            "{body}{year}年度政府信息公开工作报告",
            "{year}年{body}政府信息公开年度报告",
        )
    )
    w.say(f"<h1>{title}</h1>\n" if w.report.form == "html" else f"{title}\n\n", year=str(year))
    if w.chance.random() < 0.7:
        later = w.signed + timedelta(w.chance.choice((0, 1, 3, 7, 10, 20, 45)))
        published = date(w.chance, "report.published", later.year, later.month, later.day)
        w.paragraph()
        w.say(
            "发布时间：{d}",
            "发布日期：{d}[|  来源：{body}]",
            "公开日期：{d}",
            "发文日期：{d}",
            "日期：{d}　　字号：大 中 小",
            "时间：{d}",
            "发布时间：{d}　浏览次数：318",
            d=published,
        )
        w.end()
    w.paragraph()
    rule = "492" if year < 2019 else "711"
    number = Trap(f"〔{year}〕{w.chance.randint(2, 60)}号", "")
    number = Trap(number.words, number.words.replace("〔", "").replace("〕", ""))
    w.say(
        "根据《中华人民共和国政府信息公开条例》（国务院令第{rule}号）和上级{n}文件要求，编制本报告。",
        "本报告依照《政府信息公开条例》和县里公开办{n}通知的格式写成。",
        "按照《中华人民共和国政府信息公开条例》的规定，参照{n}文，{short}编写了本年度报告。",
        rule=rule, n=number,
    )  # fmt: skip
    start, end = (
        date(w.chance, "report.period_start", year, 1, 1),
        date(w.chance, "report.period_end", year, 12, 31),
    )
    if w.chance.random() < 0.25:
        end = month_day("report.period_end", year, 12, 31)
    w.say(
        "本报告中所列数据的统计期限自{a}起[至|到]{b}止。",
        "统计期限为{a}至{b}。",
        "所列数据统计时间从{a}到{b}。",
        "报告的统计期限是{a}至{b}。",
        "统计期限：{a}—{b}。",
        "本报告数据统计时限为{a}至{b}止。",
        "报告内容涵盖{a}至{b}期间的工作。",
        "所列数据的统计日期从{a}起，至{b}止。",
        "本年报数据统计期限自{a}开始到{b}结束。",
        a=start, b=end,
    )  # fmt: skip
    if w.chance.random() < 0.5:
        phone = f"0999-{w.chance.randint(2, 8)}{w.chance.randint(100000, 999999)}"
        w.say(
            "如有疑问，请与{short}党政办联系，电话：{p}。",
            "咨询电话：{p}。",
            p=Trap(phone, phone.replace("-", "")),
        )
    w.end()


def disclosure(w: Writer, total: int) -> None:
    """The total, its channels, and a breakdown by subject with shares."""
    whole = w.count("disclosed.total", total)
    web = w.count("disclosed.website", w.chance.randint(total // 2, total))
    chat = w.count("disclosed.wechat", w.chance.randint(1, max(1, total // 2)))
    w.paragraph()
    w.say(
        "[全年|本年度|一年来，{short}]共主动公开政府信息{t}条。",
        "{year}年，{short}累计主动公开政府信息{t}条。",
        "{year}年度{short}主动公开信息共计{t}条。",
        "[|今年以来，]{short}主动公开各类政府信息{t}条。",
        "主动公开政府信息总数为{t}条。",
        "截至年底，{short}共主动公开政府信息{t}条。",
        "全年公开各类政府信息{t}条。",
        "{year}年共公开政府信息{t}条。",
        "{short}全年共发布各类政府信息{t}条。",
        "{short}{year}年主动公开政府信息数{t}条。",
        "本年度新增主动公开政府信息{t}条，[均在规定时限内公开|都由专人审过]。",
        "全年累计公开政务信息{t}条。",
        "主动公开信息合计{t}条次。",
        t=whole,
    )  # fmt: skip
    if w.chance.random() < 0.7:
        w.say(
            "通过政府网站公开信息{a}条，通过微信公众号推送{b}条。",
            "门户网站发布信息{a}条；政务微信发布信息{b}条。",
            "在政府网站发布{a}条，微信公众号“{short}发布”推送{b}条。",
            "其中，政府门户网站公开{a}条，微信公众号公开{b}条。",
            "其中通过县政府网站公开{a}条，通过政务微信公开{b}条。",
            "依托部门网站发布政府信息{a}条，利用微信公众平台发布{b}条。",
            "网站平台公开{a}条，公众号编发文章{b}篇。",
            "政府网站公开信息数{a}条，政务微信公开数{b}条。",
            a=web, b=chat,
        )  # fmt: skip
    w.end()
    if total >= 40 and w.chance.random() < 0.75:
        breakdown(w, whole, total)
    responses(w)


def breakdown(w: Writer, whole: Fact, total: int) -> None:
    """Subjects with their counts and shares, which add up to the total."""
    subjects = w.chance.sample(SUBJECTS, w.chance.randint(2, 6))
    cuts = sorted(w.chance.sample(range(1, total), len(subjects) - 1))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]
    shared, digits = w.chance.random() < 0.75, w.chance.choice((0, 1, 1, 2))
    way = w.chance.choice(
        ("{item}{n}条，占{p}", "{item}{n}条，占总数的{p}", "{item}{n}条（占{p}）")
    )
    w.paragraph()
    w.say("在公开的政府信息中，", "公开的信息中，", "按内容分，", "按主题分类：")
    for i, (item, part) in enumerate(zip(subjects, parts, strict=True)):
        n = w.count("disclosed.by_subject", part, item)
        if i:
            w.say("；" if shared else "，")
        if shared:
            p = percent("disclosed.by_subject.percent", part, total, digits, item)
            w.say(way, item=item, n=n, p=p)
            w.report.tie("share", [p], [n, whole])
        else:
            w.say("{item}{n}条", item=item, n=n)
    w.say("。")
    w.end()


def none_requested(w: Writer) -> None:
    """No application: told in words."""
    zero = none("requests.received")
    w.paragraph()
    w.say(
        "{none}[本年度|全年|{year}年，{short}]未收到政府信息公开申请。",
        "{none}本年度没有收到公民、法人或其他组织提出的政府信息公开申请。",
        "{none}{year}年度{short}未接到要求公开政府信息的申请。",
        "{none}全年无公民、法人和其他组织向{short}申请公开政府信息。",
        "{none}一年来，没有收到信息公开申请。",
        "{none}{short}{year}年收到政府信息公开申请0件。",
        none=zero,
    )  # fmt: skip
    w.end()


def requested(w: Writer, received: int, closed: int) -> tuple[Fact, Fact]:
    """Applications received and closed."""
    a, b = w.count("requests.received", received), w.count("requests.closed", closed)
    w.paragraph()
    w.say(
        "[全年|本年度]共收到政府信息公开申请{a}件，办结{b}件。",
        "{year}年，{short}收到信息公开申请{a}件，已答复{b}件。",
        "受理依申请公开{a}件，[均按规定办理，|]办结{b}件。",
        "共受理政府信息公开申请{a}件，答复{b}件。",
        "{year}年新收政府信息公开申请{a}件，全年办结{b}件。",
        "接到依申请公开件{a}件，已办结{b}件。",
        "[全年|年度内]收到{a}件政府信息公开申请，办结{b}件。",
        "依申请公开方面，本年收到申请{a}宗，办理完毕{b}宗。",
        "[本年|年内]收到公民、法人的信息公开申请{a}件；办结申请{b}件。",
        a=a, b=b,
    )  # fmt: skip
    w.end()
    return a, b


GROUPS = {
    "denied": ("denied_state_secret", "denied_law_forbids", "denied_security", "denied_third_party", "denied_internal", "denied_process", "denied_enforcement_file", "denied_admin_query"),
    "unable": ("unable_not_held", "unable_needs_creation", "unable_unclear"),
    "not_processed": ("unprocessed_petition", "unprocessed_repeat", "unprocessed_publication", "unprocessed_mass", "unprocessed_confirm"),
}  # fmt: skip
"""Rows of table 3 that the prose adds up."""


def detailed(w: Writer, rows: Mapping[str, Mapping[str, Fact]]) -> None:
    """Who applied and how it ended, told as table 3 tells it."""
    new = rows["new_received"]
    n = w.count("requests.from_persons", int(new["natural_person"].value))
    others = [new[key] for key in new if key not in {"natural_person", "total"}]
    m = w.count("requests.from_organisations", sum(int(f.value) for f in others))
    w.paragraph()
    w.say(
        "其中自然人{n}件，法人或其他组织{m}件。",
        "从申请人看，自然人提出申请{n}件，法人和其他组织{m}件。",
        n=n,
        m=m,
    )
    w.report.tie("same", [n], [new["natural_person"]])
    w.report.tie("sum", [m], others)
    slots: dict[str, Fact | Trap | str] = {}
    for key in ("granted", "partial"):
        slots[key] = w.count(f"requests.{key}", int(rows[key]["total"].value))
        w.report.tie("same", [slots[key]], [rows[key]["total"]])  # type: ignore[list-item]
    for key, parts in GROUPS.items():
        totals = [rows[part]["total"] for part in parts]
        slots[key] = w.count(f"requests.{key}", sum(int(f.value) for f in totals))
        w.report.tie("sum", [slots[key]], totals)  # type: ignore[list-item]
    w.say(
        "办理结果为：予以公开{granted}件，部分公开{partial}件，不予公开{denied}件，无法提供{unable}件，不予处理{not_processed}件。",
        "答复中，予以公开{granted}件、部分公开{partial}件、不予公开{denied}件、无法提供{unable}件、不予处理{not_processed}件。",
        **slots,
    )  # fmt: skip
    w.end()


def responses(w: Writer) -> None:
    """Explanations, responses, messages, notice boards: now and then one of them."""
    w.paragraph()
    for key, low, high, ways in (
        (
            "disclosed.policy_interpretations",
            2,
            40,
            ("发布政策解读材料{n}篇。", "制作政策解读{n}篇。"),
        ),
        ("responses.total", 2, 30, ("回应公众关注热点{n}次。", "回应社会关切{n}次。")),
        ("responses.messages_answered", 3, 300, ("答复网民留言{n}条。", "办理群众来信咨询{n}件。")),
        ("disclosed.noticeboard", 10, 300, ("公示栏张贴信息{n}条。", "政务公开栏公开{n}条。")),
        ("reading.visitors", 20, 900, ("接待查阅群众{n}人次。", "现场查阅{n}人次。")),
    ):
        if w.chance.random() < 0.3:
            w.say(*ways, n=w.count(key, w.chance.randint(low, high)))
    w.end()


def fees_and_disputes(w: Writer) -> None:
    """Neither fees, nor reviews, nor lawsuits; or so many."""
    zero = [none("disputes_told.reviews"), none("disputes_told.lawsuits")]
    fees = none("fees.charged", "money")
    w.heading("四、收费及减免情况")
    w.paragraph()
    w.say(
        "{f}本年度未收取任何费用。",
        "{f}全年没有收取信息处理费。",
        "{f}{short}提供政府信息未收取费用。",
        "{f}{year}年没有收费。",
        "{f}依申请公开未产生任何收费。",
        f=fees,
    )
    w.end()
    w.heading("五、因政府信息公开申请行政复议、提起行政诉讼的情况")
    w.paragraph()
    w.say(
        "{a}{b}本年度没有发生行政复议、行政诉讼案件。",
        "{a}{b}全年未发生因政府信息公开引起的行政复议和行政诉讼。",
        "{a}{b}{short}没有因政府信息公开被申请行政复议或提起行政诉讼的情况。",
        "{a}{b}{year}年，行政复议0件，行政诉讼0件。",
        "{a}{b}无行政复议和行政诉讼案件。",
        a=zero[0], b=zero[1],
    )  # fmt: skip
    w.end()


def people(w: Writer) -> dict[str, int]:
    """Staff, training, meetings, reading points, budget: what the prose tells of them."""
    full, part = w.chance.randint(1, 4), w.chance.randint(2, 19)
    sessions, heads = w.chance.randint(2, 9), w.chance.randint(21, 480)
    told: dict[str, int] = {}
    slots: dict[str, Fact | Trap | str] = {
        "s": w.count("training.sessions", sessions),
        "h": w.count("training.attendees", heads),
    }
    w.paragraph()
    w.say("[全年|年内]举办政务公开培训班{s}期，培训{h}人次。", "组织信息公开业务培训{s}次，参加培训人员{h}人次。", "开展政府信息公开培训{s}次，参训{h}人次。",
        "召开业务培训会{s}次，参加{h}人次。",
        "全年共组织政府信息公开业务培训{s}场，培训干部{h}人次。",
        "举办培训班{s}期，接受培训人员{h}人次。",
        "举办各类培训班{s}次，接受培训人员{h}人次。",
        **slots,
    )  # fmt: skip
    told |= {"trainings": sessions, "trained_people": heads}
    if w.chance.random() < 0.6:
        w.say(
            "配有专职人员{f}名，兼职人员{p}名。",
            "现有专职工作人员{f}人、兼职人员{p}人。",
            "配备{f}名专职人员和{p}名兼职人员。",
            "专职人员{f}名、兼职信息员{p}名。",
            f=w.count("staff.full_time", full),
            p=w.count("staff.part_time", part),
        )
        told |= {"staff_full_time": full, "staff_part_time": part, "staff_total": full + part}
    if w.chance.random() < 0.5:
        points = w.chance.randint(2, 24)
        w.say(
            "[便民大厅和各村|镇村两级]设置政府信息查阅点{n}个。",
            "设立信息公开查阅点{n}处。",
            "建成查阅场所{n}个。",
            "{short}有{n}个政府信息查阅点。",
            n=w.count("reading.points", points),
        )
        told |= {"reading_points": points}
    if w.chance.random() < 0.5:
        w.say(
            "安排专项经费{n}万元。",
            "落实政府信息公开专项经费{n}万元。",
            "投入政府信息公开专项经费{n}万元。",
            "政府信息公开专项经费为{n}万元。",
            n=amount("budget.total", f"{w.chance.randint(1, 30)}.{w.chance.randint(1, 9)}"),
        )
    w.end()
    if w.chance.random() < 0.5:
        held = date(
            w.chance,
            "training.date",
            w.report.year,
            w.chance.randint(3, 11),
            w.chance.randint(1, 28),
        )
        if w.chance.random() < 0.25:
            held = month_of("training.date", w.report.year, w.chance.randint(3, 11))
        w.paragraph()
        one = Fact("training.sessions", "count", Decimal(1), "一")
        w.say(
            "2、{d}，{short}举办了政务公开业务培训[班|会]。",
            "{d}，组织各村信息员参加县里的公开培训班。",
            "于{d}召开了政府信息公开业务培训会。",
            "{short}在{d}举办了{one}场信息公开培训。",
            "三是抓好业务学习。{d}，{short}召集各站所人员开展公开业务培训。",
            d=held,
            one=one,
        )
        w.end()
    return told


def filler(w: Writer) -> None:
    """Sentences without a value, but for a day now and then."""
    w.paragraph()
    if w.chance.random() < 0.15 and w.report.fact("report.as_of") is None:
        last = date(w.chance, "report.as_of", w.report.year, 12, 31)
        w.say("截至{d}，各栏目运行正常。", "截止{d}，没有积压的待审材料。", d=last)
    w.say(
        "过去一年，{short}把群众看得见、看得懂作为公开的尺度，材料写短，账目写细。",
        "{short}坚持先审后发，谁经手谁负责，公开的内容与办事流程对得上。",
        "存在的不足：有的栏目更新不够勤，个别村的公示栏字太小，老人看不清。",
        "下一步，{short}打算把各站所的材料理一遍，统一格式，方便查找。",
    )  # fmt: skip
    w.end()


def signature(w: Writer) -> None:
    """The body and the day, at the end."""
    signed = date(w.chance, "report.signed", w.signed.year, w.signed.month, w.signed.day)
    if w.report.form == "html":
        w.say("<p>{body}</p>\n<p>{d}</p>\n", d=signed)
    else:
        w.say("\n[|                    ]{body}\n\n[|                    ]{d}\n", d=signed)
