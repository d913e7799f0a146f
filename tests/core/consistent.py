"""Small sound tables and reports around them, for the tests of consistency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grids import COLUMNS, END, FIRST, HEADING, LAST, ONE, RESULTS, SCHEMA, THREE, Grid

from kanwu.finding import Finding
from kanwu.reading import Key
from kanwu.review import Review, review
from kanwu.source import Source

TITLE = "沙河市云岭区人民政府2022年政府信息公开工作年度报告\n"
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
ZERO = (0, 0, 0, 0, 0)
DISPUTES = ("review", "direct", "after_review")
Cell = tuple[str, str]


def small(*, three: bool = True, **cells: int) -> Grid:
    """A table of zeros but for these body cells (`granted__natural_person=40`), sums worked out."""
    inner = {**RESULTS, **(THREE if three else ONE)}
    labels = {**FIRST, **inner, **LAST}
    kinds = list(COLUMNS)[:-1]
    values: dict[str, dict[str, int]] = {row: dict.fromkeys(kinds, 0) for row in labels}
    for name, value in cells.items():
        row, _, column = name.partition("__")
        values[row][column] = value
    for kind in kinds:
        done = sum(values[row][kind] for row in inner)
        values["results_total"][kind] = done
        came = done + values["carried_out"][kind] - values["carried_in"][kind]
        values["new_received"][kind] = came
    for told in values.values():
        told["total"] = sum(told[kind] for kind in kinds)
    return Grid(labels, [*kinds, "total"], values)


def township() -> Grid:
    return small(granted__natural_person=3, unable_not_held__natural_person=1)


def county() -> Grid:
    return small(
        granted__natural_person=127,
        granted__commercial=14,
        partial__natural_person=36,
        partial__legal_service=2,
        denied_third_party__natural_person=18,
        denied_internal__commercial=5,
        unable_not_held__natural_person=93,
        unable_needs_creation__natural_person=27,
        unprocessed_petition__natural_person=12,
        other_not_corrected__natural_person=21,
        other_rest__natural_person=4,
        carried_in__natural_person=11,
        carried_out__natural_person=16,
        carried_out__commercial=2,
    )


def old_form() -> Grid:
    return small(
        three=False,
        granted__natural_person=25,
        granted__commercial=3,
        other_handling__natural_person=7,
        carried_in__natural_person=2,
    )


def laid(table: Grid, printed: Mapping[Cell, str] | None = None, between: str = " ") -> str:
    """The table, a row a line; `printed` says what stands in single cells."""
    said = printed or {}
    lines = ["申请人情况", between.join(COLUMNS.values())]
    for row, label in table.labels.items():
        cells = [said.get((row, c), str(table.cells[row][c])) for c in table.columns]
        lines.append(between.join([label, *cells]))
    if between == " | ":
        lines = [f"| {line} |" for line in lines[1:]]
    return "\n".join(lines)


def disputes(*rows: Sequence[int]) -> str:
    """Table 4, its three rows in one line of fifteen numbers."""
    heads = "\n".join(("行政复议", "未经复议直接起诉", "复议后起诉", " ".join(OUTCOMES * 3)))
    numbers = " ".join(str(value) for row in rows for value in row)
    return f"四、政府信息公开行政复议、行政诉讼情况\n{heads}\n{numbers}\n五、存在的主要问题\n无。\n"


def report(
    table: Grid | None = None,
    printed: Mapping[Cell, str] | None = None,
    *,
    prose: str = "",
    courts: str = END,
    between: str = " ",
    title: str = TITLE,
) -> str:
    said = f"\n一、总体情况\n{prose}\n" if prose else "\n"
    body = f"{HEADING}{laid(table, printed, between)}\n" if table else ""
    return f"{title}{said}{body}{courts}"


def reviewed(text: str) -> Review:
    return review(Source("yunling-2022", text, "utf-8"), SCHEMA)


def alarms(one: Review) -> list[Finding]:
    """The findings that wait in the queue."""
    return [finding for finding in one.findings if finding.severity != "note"]


def field(cell: Cell) -> str:
    return f"applications.{cell[0]}.{cell[1]}"


def first_offer(one: Review, name: str) -> object:
    """The value under the digit 1 of the item whose reading this is."""
    item = next(item for item in one.queue if item.key == Key(name))
    return item.candidates[0].value
