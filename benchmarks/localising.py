"""What the relations of the applications table decide, and how long that takes.

    .venv/bin/python benchmarks/localising.py [TRIALS]

Sound tables of 25 rows by 7 columns (39 relations) are made at random, sparse as a township's and
full as a city's; then cells are damaged (a digit lost, two swapped, a zero added, a digit replaced)
or blanked, or a cell is lost from a row of the text. Counted is what `check` says: whether the
smallest remedy is the only one, and the truth; whether blank cells get their value back; where the
values of the short row belong. Times are of `check` on one core, all of it.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from time import process_time

from kanwu.checks import check
from kanwu.finding import Finding
from kanwu.folds import fold
from kanwu.parts import Part
from kanwu.reading import Key, Reading
from kanwu.replay import Replayed, Settled
from kanwu.review import review
from kanwu.source import Source, Span
from kanwu.workspace.documents import load_schema

TRIALS = 300
SCHEMA = load_schema("zh-disclosure-report")
TABLE = SCHEMA.tables["applications"]
BLOCK = TABLE.blocks[0]
ROWS = [row for row in BLOCK.rows if row.key != "other_handling"]
COLUMNS = [column for column in BLOCK.columns if not column.optional]
INNER = [row for row in ROWS if row.key not in {"new_received", "carried_in", "results_total"}][:-1]
BLANK = fold(Source("a", " " * 400, "utf-8"))
LABELS = {
    "new_received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "results_total": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
    "granted": "（一）予以公开",
    "partial": "（二）部分公开",
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
    "other_not_corrected": "1.申请人无正当理由逾期不补正",
    "other_fee_unpaid": "2.申请人逾期未按收费通知要求缴纳费用",
    "other_rest": "3.其他",
}

Grid = dict[str, int]


def sound(rng: random.Random) -> Grid:
    """A table whose 39 relations hold: a township's or a city's."""
    busy = rng.choice((0.1, 0.4, 0.8))
    most = rng.choice((9, 60, 900))
    cells: dict[tuple[str, str], int] = {}
    kinds = [column.key for column in COLUMNS[:-1]]
    for kind in kinds:
        share = most if kind == "natural_person" else max(2, most // 6)
        for row in INNER:
            cells[row.key, kind] = rng.randint(1, share) if rng.random() < busy else 0
        done = sum(cells[row.key, kind] for row in INNER)
        out = rng.randint(0, max(1, share // 4)) if rng.random() < busy else 0
        before = rng.randint(0, min(done + out, max(1, share // 4)))
        cells["results_total", kind], cells["carried_out", kind] = done, out
        cells["carried_in", kind], cells["new_received", kind] = before, done + out - before
    for row in ROWS:
        cells[row.key, "total"] = sum(cells[row.key, kind] for kind in kinds)
    return {key_of(row, column): cells[row.key, column.key] for row in ROWS for column in COLUMNS}


def key_of(row: Part, column: Part) -> str:
    return TABLE.cell(row, column)


def damaged(value: int, rng: random.Random) -> int:
    """Another number, by one of the four corruptions."""
    while True:
        words = str(value)
        at = rng.randrange(len(words))
        act = rng.choice(("lost", "swapped", "zero", "replaced"))
        if act == "lost":
            words = words[:at] + words[at + 1 :] or "0"
        elif act == "swapped" and at:
            words = words[: at - 1] + words[at] + words[at - 1] + words[at + 1 :]
        elif act == "zero":
            words += "0"
        else:
            words = words[:at] + str(rng.randrange(10)) + words[at + 1 :]
        if int(words) != value:
            return int(words)


def checked(values: Mapping[str, int | None]) -> tuple[tuple[Finding, ...], float]:
    """The findings on a table of these values, and the seconds they took."""
    readings = [
        Reading(
            key=Key(field),
            kind="count",
            value=None if value is None else Decimal(value),
            quote="" if value is None else str(value),
            span=Span(at, at + 1),
            damage="table.blank-cell" if value is None else None,
        )
        for at, (field, value) in enumerate(values.items())
    ]
    settled = tuple(Settled(reading=one, machine=one) for one in readings)
    start = process_time()
    found = check(Replayed(settled, ()), BLANK, SCHEMA)
    return found, process_time() - start


def wrong(cells: int, trials: int, rng: random.Random) -> str:
    """So many wrong cells: how often they are the only smallest remedy, and which are not."""
    only = several = missed = misled = 0
    times = []
    for _ in range(trials):
        truth = sound(rng)
        chosen = rng.sample(list(truth), cells)
        printed = {f: damaged(v, rng) if f in chosen else v for f, v in truth.items()}
        found, seconds = checked(printed)
        times.append(seconds)
        sets = {
            frozenset((c.key.field, int(c.value)) for c in remedy.changes)
            for one in found
            for remedy in one.remedies
        }
        right = frozenset((field, truth[field]) for field in chosen)
        only += sets == {right}
        several += len(sets) > 1 and right in sets
        missed += len(sets) != 1 and right not in sets
        misled += len(sets) == 1 and right not in sets
    return (
        f"{cells} wrong: {_of(only, trials)} the only remedy and right, {several} among several,"
        f" {missed} not proposed, {misled} the only remedy and wrong; {_times(times)}"
    )


def many(cells: int, trials: int, rng: random.Random) -> str:
    """More wrong cells than are solved together: what is offered first for the cells in the lead."""
    right = false = silent = 0
    times = []
    for _ in range(trials):
        truth = sound(rng)
        chosen = rng.sample(list(truth), cells)
        printed = {f: damaged(v, rng) if f in chosen else v for f, v in truth.items()}
        found, seconds = checked(printed)
        times.append(seconds)
        offers = {one.readings[0].field: one.candidates[0].value for one in found if one.candidates}
        right += sum(truth[field] == value for field, value in offers.items() if field in chosen)
        false += sum(truth[field] != value for field, value in offers.items())
        silent += sum(field not in offers for field in chosen)
    return (
        f"{cells} wrong: {_of(right, cells * trials)} offered their value first, {silent} not offered any,"
        f" {false} offers wrong; {_times(times)}"
    )


def moved(trials: int, rng: random.Random) -> str:
    """Two cells of a row in each other's place: how often swapping them back is offered first."""
    right = tried = 0
    times = []
    while tried < trials:
        truth = sound(rng)
        row = rng.choice(ROWS)
        a, b = (key_of(row, column) for column in rng.sample(COLUMNS, 2))
        if truth[a] == truth[b]:
            continue
        tried += 1
        found, seconds = checked({**truth, a: truth[b], b: truth[a]})
        times.append(seconds)
        first = {(c.key.field, c.value) for f in found[:1] for c in f.remedies[0].changes}
        right += first == {(a, truth[a]), (b, truth[b])}
    return f"two cells swapped: {_of(right, trials)} offered first; {_times(times)}"


def blank(cells: int, trials: int, rng: random.Random) -> str:
    """So many blank cells: how many get their value back as the first candidate."""
    right = false = 0
    times = []
    for _ in range(trials):
        truth = sound(rng)
        chosen = set(rng.sample(list(truth), cells))
        found, seconds = checked({f: None if f in chosen else v for f, v in truth.items()})
        times.append(seconds)
        for one in found:
            first = one.candidates[0] if one.candidates else None
            field = one.readings[0].field
            right += first is not None and field in chosen and first.value == truth[field]
            false += first is not None and first.value != truth[field]
    return f"{cells} blank: {_of(right, cells * trials)} refilled, {false} wrongly; {_times(times)}"


def lost(trials: int, rng: random.Random) -> str:
    """A cell lost from a row of the text: how many rows have every value in its place again."""
    placed = 0
    times = []
    for _ in range(trials):
        truth = sound(rng)
        row, gone = rng.choice(ROWS), rng.randrange(len(COLUMNS))
        source = Source("a", text(truth, row, gone), "utf-8")
        start = process_time()
        one = review(source, SCHEMA)
        times.append(process_time() - start)
        fields = [key_of(row, column) for column in COLUMNS]
        best = []
        for field in fields:
            reading = one.by_key[Key(field)].reading
            candidates = one.candidates(Key(field))
            best.append(
                reading.value
                if reading.value is not None or not candidates
                else candidates[0].value
            )
        placed += best == [truth[field] for field in fields]
    return f"a cell lost from a row: {_of(placed, trials)} rows placed; {_times(times)} (extraction included)"


def text(truth: Grid, short: Part, gone: int) -> str:
    """The table, a row a line, with one value missing from one row."""
    lines = [
        "三、收到和处理政府信息公开申请情况",
        "申请人情况",
        " ".join(c.label.zh for c in COLUMNS),
    ]
    for row in ROWS:
        values = [str(truth[key_of(row, column)]) for column in COLUMNS]
        if row is short:
            del values[gone]
        lines.append(f"{LABELS[row.key]} {' '.join(values)}")
    return "\n".join([*lines, "四、政府信息公开行政复议、行政诉讼情况", "未发生。", ""])


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f} %)"


def _times(seconds: Sequence[float]) -> str:
    ranked = sorted(seconds)
    return f"{1000 * ranked[len(ranked) // 2]:.1f} ms, at most {1000 * ranked[-1]:.1f} ms"


def main() -> None:
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS
    for cells in (1, 2, 3):
        print(wrong(cells, trials, random.Random(cells)))
    for cells in (5, 9):
        print(many(cells, trials, random.Random(cells)))
    print(moved(trials, random.Random(50)))
    for cells in (1, 2, 5, 10, 20):
        print(blank(cells, trials, random.Random(100 + cells)))
    print(lost(trials, random.Random(7)))


if __name__ == "__main__":
    main()
