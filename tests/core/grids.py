"""Sound tables made up for tests, and how what was read of one is judged."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kanwu.checks import check
from kanwu.extractors import extract
from kanwu.folds import fold
from kanwu.reading import Reading
from kanwu.replay import Replayed, Settled
from kanwu.source import Source
from kanwu.workspace.documents import load_schema

SCHEMA = load_schema("zh-disclosure-report")
COLUMNS = {
    "natural_person": "自然人",
    "commercial": "商业企业",
    "research": "科研机构",
    "social": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_org": "其他",
    "total": "总计",
}
RESULTS = {
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "denied_state_secret": "1.属于国家秘密",
    "denied_law_forbids": "2.其他法律行政法规禁止公开",
    "denied_security": "3.危及“三安全一稳定”",
    "denied_third_party": "4.保护第三方合法权益",
    "denied_internal": "5.属于三类内部事务信息",
    "denied_process": "6.属于四类过程性信息",
    "denied_enforcement_file": "7.属于行政执法案卷",
    "denied_admin_query": "8.属于行政查询事项",
    "unable_not_held": "1.本机关不掌握相关政府信息",
    "unable_needs_creation": "2.没有现成信息需要另行制作",
    "unable_unclear": "3.补正后申请内容仍不明确",
    "unprocessed_petition": "1.信访举报投诉类申请",
    "unprocessed_repeat": "2.重复申请",
    "unprocessed_publication": "3.要求提供公开出版物",
    "unprocessed_mass": "4.无正当理由大量反复申请",
    "unprocessed_confirm": "5.要求行政机关确认或重新出具已获取信息",
}
ONE = {"other_handling": "（六）其他处理"}
THREE = {
    "other_not_corrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_rest": "3.其他",
}
FIRST = {
    "new_received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
}
LAST = {"results_total": "（七）总计", "carried_out": "四、结转下年度继续办理"}
GROUPS = {
    "granted": "三、本年度办理结果",
    "denied_state_secret": "（三）不予公开",
    "unable_not_held": "（四）无法提供",
    "unprocessed_petition": "（五）不予处理",
    "other_not_corrected": "（六）其他处理",
}
"""What heads a group of rows, by the first of them."""
HEADING = "三、收到和处理政府信息公开申请情况\n"
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
END = "\n四、政府信息公开行政复议、行政诉讼情况\n未发生。\n"


@dataclass(frozen=True)
class Grid:
    """Table 3: its labels, the keys of its columns in their order, and its values."""

    labels: Mapping[str, str]
    columns: Sequence[str]
    cells: Mapping[str, Mapping[str, int]]
    """Row key → column key → value."""

    def row(self, key: str) -> list[str]:
        return [str(self.cells[key][column]) for column in self.columns]

    def column(self, key: str, rows: Sequence[str]) -> list[str]:
        return [str(self.cells[row][key]) for row in rows]

    @property
    def heads(self) -> list[str]:
        return [{**COLUMNS, "org_subtotal": "小计"}[column] for column in self.columns]

    @property
    def truth(self) -> dict[str, int]:
        return {
            f"applications.{row}.{column}": self.cells[row][column]
            for row in self.labels
            for column in self.columns
        }


def grid(rng: random.Random, *, three: bool = True, subtotal: bool = False) -> Grid:
    """A sound table that is not all zeros: every sum holds."""
    inner = {**RESULTS, **(THREE if three else ONE)}
    labels = {**FIRST, **inner, **LAST}
    kinds = list(COLUMNS)[:-1]
    cells: dict[str, dict[str, int]] = {row: dict.fromkeys(kinds, 0) for row in labels}
    for row in inner:
        for kind in kinds:
            most = 40 if kind == "natural_person" else 9
            cells[row][kind] = rng.randint(0, most) if rng.random() < 0.6 else 0
    for kind in kinds:
        done = sum(cells[row][kind] for row in inner)
        out = rng.randint(0, 6)
        before = rng.randint(0, min(5, done + out))
        cells["results_total"][kind], cells["carried_out"][kind] = done, out
        cells["carried_in"][kind], cells["new_received"][kind] = before, done + out - before
    for values in cells.values():
        values["total"] = sum(values[kind] for kind in kinds)
        values["org_subtotal"] = sum(values[kind] for kind in kinds[1:])
    columns = [*kinds, "org_subtotal", "total"] if subtotal else [*kinds, "total"]
    return Grid(labels, columns, cells)


@dataclass(frozen=True)
class Judged:
    """What was read of a table."""

    right: int
    """Cells with their value, and no doubt."""
    wrong: list[tuple[str, str]]
    """Cells with another value, and no doubt."""
    read: Mapping[str, Reading]


def judge(text: str, truth: Mapping[str, int]) -> Judged:
    """Extract and check a text, and compare with the truth."""
    folded = fold(Source("x", text, "utf-8"))
    readings = extract(folded, SCHEMA)
    settled = tuple(Settled(reading=one, machine=one) for one in readings)
    findings = check(Replayed(settled, ()), folded, SCHEMA)
    doubted = {key for f in findings if f.severity != "note" for key in f.readings}
    tables = tuple(f"{key}." for key in SCHEMA.tables)
    cells = {r.key.field: r for r in readings if r.span and r.key.field.startswith(tables)}
    sure = {key: r for key, r in cells.items() if r.value is not None and r.key not in doubted}
    return Judged(
        sum(key in sure and sure[key].value == value for key, value in truth.items()),
        [
            (key, f"{r.value} for {truth.get(key)}")
            for key, r in sure.items()
            if r.value != truth.get(key)
        ],
        cells,
    )
