"""Tables: the statutory tables and the return of 2014 with sound sums, in several layouts."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from pieces import Fact, Piece, Report, Table

APPLICANTS = {
    "natural_person": "自然人",
    "commercial": "商业企业",
    "research": "科研机构",
    "social": "社会公益组织",
    "legal_service": "法律服务机构",
    "other_org": "其他",
    "total": "总计",
}
RECEIVED = {
    "new_received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
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
ENDING = {"results_total": "（七）总计", "carried_out": "四、结转下年度继续办理"}
GROUPS = {
    "granted": "三、本年度办理结果",
    "denied_state_secret": "（三）不予公开",
    "unable_not_held": "（四）无法提供",
    "unprocessed_petition": "（五）不予处理",
    "other_not_corrected": "（六）其他处理",
}
OUTCOMES = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}
DISPUTES = {"review": "行政复议", "direct": "未经复议直接起诉", "after_review": "复议后起诉"}

Row = tuple[str, Sequence[Fact]]
Layout = Callable[[Sequence[str], Sequence[Row]], list[Piece]]


def _between(gap: str, cells: Sequence[Piece]) -> list[Piece]:
    made: list[Piece] = []
    for i, cell in enumerate(cells):
        made += [gap, cell] if i else [cell]
    return made


def _rows(before: str, gap: str, after: str) -> Layout:
    def laid(head: Sequence[str], rows: Sequence[Row]) -> list[Piece]:
        lines: list[list[Piece]] = [[*head]]
        lines += [[label, *cells] for label, cells in rows]
        return [p for line in lines for p in (before, *_between(gap, line), after)]

    return laid


def _markdown(head: Sequence[str], rows: Sequence[Row]) -> list[Piece]:
    top = _rows("| ", " | ", " |\n")(head, [])
    body = [p for label, cells in rows for p in ("| ", *_between(" | ", [label, *cells]), " |\n")]
    return [*top, "|" + " --- |" * len(head) + "\n", *body]


def _html(head: Sequence[str], rows: Sequence[Row]) -> list[Piece]:
    made: list[Piece] = ["<table>\n<tr>", *(f"<th>{one}</th>" for one in head), "</tr>\n"]
    for label, cells in rows:
        made += ["<tr><td>", label, "</td>"]
        made += [p for cell in cells for p in ("<td>", cell, "</td>")]
        made.append("</tr>\n")
    return [*made, "</table>\n"]


def _columns(head: Sequence[str], rows: Sequence[Row]) -> list[Piece]:
    labels = "\n".join(label for label, _ in rows)
    made: list[Piece] = ["\n".join(head) + "\n" + labels + "\n"]
    for column in zip(*(cells for _, cells in rows), strict=True):
        made += [p for cell in column for p in (cell, "\n")]
    return made


LAYOUTS: Mapping[str, Layout] = {
    "one cell a line": _rows("", "\n", "\n"),
    "one cell a line, blank lines between": _rows("", "\n\n", "\n\n"),
    "row a line": _rows("", " ", "\n"),
    "tabs": _rows("", "\t", "\n"),
    "bars": _rows("|", "|", "|\n"),
    "Markdown": _markdown,
    "HTML": _html,
    "column-major": _columns,
}


def _add(
    report: Report,
    name: str,
    parts: Sequence[tuple[str, Sequence[str], Sequence[tuple[str, str, Mapping[str, Fact]]]]],
    layout: str,
) -> None:
    """The parts of a table: what stands above it, its header, and rows of (key, label, facts by column)."""
    rows: dict[str, Mapping[str, Fact]] = {}
    for above, head, body in parts:
        report.pieces.append(paragraph(report, above) if above else "")
        report.pieces += LAYOUTS[layout](
            head, [(label, list(facts.values())) for _, label, facts in body]
        )
        report.pieces.append("\n")
        rows |= {key: facts for key, _, facts in body}
    report.tables[name] = Table(rows, layout)


def paragraph(report: Report, words: str) -> str:
    return f"<p>{words}</p>\n" if report.form == "html" else f"{words}\n"


def cell(key: str, value: int, kind: str = "count") -> Fact:
    words = f"{value:+d}" if kind == "signed" and value > 0 else str(value)
    return Fact(key, kind, Decimal(value), words)  # type: ignore[arg-type]


def applications(
    report: Report, chance: random.Random, size: int, *, three: bool, layout: str
) -> None:
    """Table 3: about `size` new applications, spread as publishers' are; every sum holds."""
    inner = {**RESULTS, **(THREE if three else ONE)}
    kinds = list(APPLICANTS)[:-1]
    values = {row: dict.fromkeys(kinds, 0) for row in (*RECEIVED, *inner, *ENDING)}
    likely = [
        row
        for row in inner
        for _ in range(6 if row in {"granted", "partial", "unable_not_held"} else 1)
    ]
    for _ in range(size):
        values[chance.choice(likely)][chance.choices(kinds, [60, 14, 2, 2, 3, 4])[0]] += 1
    for kind in kinds:
        done = sum(values[row][kind] for row in inner)
        carried_in = min(done, chance.choice((0, 0, 0, 1, 3))) if done else 0
        values["results_total"][kind] = done
        values["carried_out"][kind] = chance.choice((0, 0, 0, 1, 4)) if done else 0
        values["carried_in"][kind] = carried_in
        values["new_received"][kind] = done + values["carried_out"][kind] - carried_in
    labels = {**RECEIVED, **inner, **ENDING}
    body = []
    for row, label in labels.items():
        cells = {c: cell(f"applications.{row}.{c}", v) for c, v in values[row].items()}
        cells["total"] = cell(f"applications.{row}.total", sum(values[row].values()))
        body.append((row, label, cells))
    grouped = layout not in {"bars", "Markdown", "HTML", "tabs", "row a line"}
    named = [
        (
            row,
            f"{GROUPS[row]}\n{label}"
            if grouped and row in GROUPS and (three or row[:5] != "other")
            else label,
            cells,
        )
        for row, label, cells in body
    ]
    heading = "三、收到和处理政府信息公开申请情况"
    _add(report, "applications", [(heading, ["申请人情况", *APPLICANTS.values()], named)], layout)
    at = report.tables["applications"].rows
    for by_column in at.values():
        report.tie("sum", [by_column["total"]], [by_column[k] for k in kinds])
    for kind in APPLICANTS:
        report.tie("sum", [at["results_total"][kind]], [at[row][kind] for row in inner])
        report.tie(
            "sum",
            [at["new_received"][kind], at["carried_in"][kind]],
            [at["results_total"][kind], at["carried_out"][kind]],
        )


def disputes(report: Report, chance: random.Random, size: int, layout: str) -> None:
    """Table 4: three blocks of four outcomes and their total."""
    body = []
    for block, label in DISPUTES.items():
        values = [
            chance.randint(0, size) if size and chance.random() < 0.7 else 0 for _ in range(4)
        ]
        cells = {
            k: cell(f"disputes.{block}.{k}", v)
            for k, v in zip(OUTCOMES, [*values, sum(values)], strict=True)
        }
        body.append((block, label, cells))
    heading = "四、政府信息公开行政复议、行政诉讼情况"
    _add(report, "disputes", [(heading, ["类别", *OUTCOMES.values()], body)], layout)
    for row in report.tables["disputes"].rows.values():
        report.tie("sum", [row["total"]], [row[k] for k in list(OUTCOMES)[:-1]])


def duties_2019(report: Report, chance: random.Random, size: int, layout: str) -> None:
    """Table 2 of notice 60."""
    made = chance.randint(0, 6)
    blocks = [
        (
            "一",
            ["本年新制作数量", "本年新公开数量", "对外公开总数量"],
            ["newly_made", "newly_disclosed", "disclosed_total"],
            [
                ("regulations", "规章", [0, 0, 0]),
                ("normative_documents", "规范性文件", [made, made, made + chance.randint(0, 30)]),
            ],
        ),
        (
            "五",
            ["上一年项目数量", "本年增/减", "处理决定数量"],
            ["items_previous", "items_change", "decisions"],
            [
                (k, label, [chance.randint(5, 90), chance.randint(-5, 5), chance.randint(0, size)])
                for k, label in (
                    ("licensing", "行政许可"),
                    ("other_services", "其他对外管理服务事项"),
                )
            ],
        ),
        (
            "六",
            ["上一年项目数量", "本年增/减", "处理决定数量"],
            ["items_previous", "items_change", "decisions"],
            [
                (k, label, [chance.randint(5, 90), chance.randint(-5, 5), chance.randint(0, size)])
                for k, label in (("punishment", "行政处罚"), ("coercion", "行政强制"))
            ],
        ),
        (
            "八",
            ["上一年项目数量", "本年增/减"],
            ["items_previous", "items_change"],
            [("fees", "行政事业性收费", [chance.randint(0, 9), chance.randint(-2, 2)])],
        ),
        (
            "九",
            ["采购项目数量", "采购总金额（元）"],
            ["items", "amount"],
            [
                (
                    "procurement",
                    "政府集中采购",
                    [chance.randint(0, 20), chance.randint(10_000, 900_000)],
                )
            ],
        ),
    ]
    _duties(report, "duties_2019", blocks, layout)


def duties_2021(report: Report, chance: random.Random, size: int, layout: str) -> None:
    """Table 2 of notice 30."""
    made, repealed = chance.randint(0, 6), chance.randint(0, 3)
    decided = [chance.randint(0, size) for _ in range(3)]
    blocks = [
        (
            "一",
            ["本年制发件数", "本年废止件数", "现行有效件数"],
            ["made", "repealed", "valid"],
            [
                ("regulations", "规章", [0, 0, 0]),
                (
                    "normative_documents",
                    "行政规范性文件",
                    [made, repealed, made + chance.randint(0, 30)],
                ),
            ],
        ),
        ("五", ["本年处理决定数量"], ["decisions"], [("licensing", "行政许可", decided[:1])]),
        (
            "六",
            ["本年处理决定数量"],
            ["decisions"],
            [("punishment", "行政处罚", decided[1:2]), ("coercion", "行政强制", decided[2:])],
        ),
        (
            "八",
            ["本年收费金额（单位：万元）"],
            ["amount"],
            [("fees", "行政事业性收费", [chance.randint(0, 90)])],
        ),
    ]
    _duties(report, "duties_2021", blocks, layout)


def _duties(
    report: Report,
    name: str,
    blocks: Sequence[tuple[str, list[str], list[str], list[tuple[str, str, list[int]]]]],
    layout: str,
) -> None:
    kinds = {"items_change": "signed", "amount": "money"}
    parts = []
    for ordinal, head, columns, rows in blocks:
        body = [
            (
                row,
                label,
                {
                    c: cell(f"{name}.{row}.{c}", v, kinds.get(c, "count"))
                    for c, v in zip(columns, values, strict=True)
                },
            )
            for row, label, values in rows
        ]
        parts.append((f"第二十条第（{ordinal}）项", ["信息内容", *head], body))
    report.pieces.append(paragraph(report, "二、主动公开政府信息情况"))
    _add(report, name, parts, layout)
