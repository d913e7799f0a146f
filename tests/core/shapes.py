"""The shapes in which documents lay out a sound table."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from grids import COLUMNS, END, GROUPS, HEADING, NOTE, Grid, grid
from rowwise import (
    beside_groups,
    drawn,
    glued_chapters,
    lines,
    naughts_left_out,
    one_line,
    told_again,
)

Shape = Callable[[Grid, random.Random], str]


def wrapped(g: Grid, rng: random.Random) -> str:
    """Labels broken over lines, the values after the last piece, the header in fragments."""
    made = [HEADING + NOTE[:20], NOTE[20:], "申请人情况", "自然人", "法人或其他组织", "总计"]
    made += ["商业", "企业", "科研", "机构", "社会", "公益", "组织", "法律", "服务", "机构", "其他"]
    for key, label in g.labels.items():
        made += [GROUPS[key]] if key in GROUPS else []
        at = rng.randint(2, len(label) - 1) if len(label) > 8 else len(label)
        pieces = [label[:at], label[at:]] if label[at:] else [label]
        made += [*pieces[:-1], f"{pieces[-1]} {' '.join(g.row(key))}"]
    return "\n".join(made) + END


def torn(g: Grid, _: random.Random) -> str:
    """A label on its line, its values together on the next but one."""
    made = [HEADING]
    for key, label in g.labels.items():
        made += [label, "", " ".join(g.row(key)), ""]
    return "\n".join(made) + END


def footers(g: Grid, rng: random.Random) -> str:
    """One cell a line, with page numbers between."""
    made = lines(g, "\n", "\n").split("\n")
    for page in range(3):
        made.insert(rng.randint(20, len(made) - 8), f"- {page + 3} -")
    return "\n".join(made)


def reduced(g: Grid, _: random.Random) -> str:
    """A header that kept two of its names, merged into one cell."""
    head = "| 申请人情况 " + " | ".join(g.heads) + " |\n"
    text = lines(g, " | ", " |\n", "| ")
    return text.replace(
        head.replace("申请人情况 ", "申请人情况 | "), "| 申请人情况 自然人 总计 |\n"
    )


def grouped(g: Grid, _: random.Random) -> str:
    """Markdown rows whose label stands beside the name of its group, empty where it goes on."""
    made = [
        "| " + " | ".join(["申请人情况", "", *g.heads]) + " |",
        "|" + " --- |" * (len(g.columns) + 2),
    ]
    for key, label in g.labels.items():
        made.append("| " + " | ".join([GROUPS.get(key, ""), label, *g.row(key)]) + " |")
    return HEADING + "\n".join(made) + "\n" + END


def by_columns(g: Grid, rows: Sequence[str], columns: Sequence[str], gap: str = "\n\n") -> str:
    """The labels of some rows, then their values column by column."""
    labels = [piece for row in rows for piece in (GROUPS.get(row), g.labels[row]) if piece]
    values = [value for column in columns for value in g.column(column, rows)]
    return gap.join([*labels, *values]) + gap


def head_of(g: Grid) -> str:
    return HEADING + NOTE + "\n\n申请人情况\n\n" + "\n\n".join(g.heads) + "\n\n"


def column_major(g: Grid, _: random.Random) -> str:
    """All labels, then each column top to bottom."""
    return head_of(g) + by_columns(g, list(g.labels), g.columns) + END


def two_pages(g: Grid, rng: random.Random) -> str:
    """Column by column, split by a page."""
    rows = list(g.labels)
    at = rng.randint(4, len(rows) - 4)
    first, second = (by_columns(g, part, g.columns) for part in (rows[:at], rows[at:]))
    return head_of(g) + first + "- 3 -\n\n" + second + END


def total_moved(g: Grid, rng: random.Random) -> str:
    """Column by column on two pages; on the first the total stands before the last column."""
    rows = list(g.labels)
    at = rng.randint(6, len(rows) - 4)
    moved = [*g.columns[:5], g.columns[6], g.columns[5]]
    first, second = by_columns(g, rows[:at], moved), by_columns(g, rows[at:], g.columns)
    return head_of(g) + first + "- 3 -\n\n" + second + END


def total_first(g: Grid, _: random.Random) -> str:
    """Column by column, the total before all others, under a header in the form's order."""
    return head_of(g) + by_columns(g, list(g.labels), [g.columns[-1], *g.columns[:-1]]) + END


def heads_alike(g: Grid, rng: random.Random) -> str:
    """Column by column in another order, the header in pieces in the same order."""
    turned = Grid(g.labels, rng.sample(g.columns, len(g.columns)), g.cells)
    return column_major(turned, rng)


def under_heads(g: Grid, rng: random.Random) -> str:
    """All labels, then each column under its own name, in any order."""
    labels = [piece for row in g.labels for piece in (GROUPS.get(row), g.labels[row]) if piece]
    made = [HEADING, *labels]
    for column in rng.sample(g.columns, len(g.columns)):
        made += [{**COLUMNS}[column], *g.column(column, list(g.labels))]
    return "\n".join(made) + END


def labels_then_rows(g: Grid, _: random.Random) -> str:
    """All labels, then the values row by row."""
    values = [value for row in g.labels for value in g.row(row)]
    return head_of(g) + "\n".join([*g.labels.values(), *values]) + END


def heads_turned(g: Grid, rng: random.Random) -> str:
    """Markdown rows whose columns stand in another order, under a header that says so."""
    turned = Grid(g.labels, rng.sample(g.columns, len(g.columns)), g.cells)
    return lines(turned, " | ", " |\n", "| ")


def among_heads(g: Grid, rng: random.Random) -> str:
    """The columns of the first page between pieces of their names; on the next torn off below."""
    keys, labels = list(g.labels), list(g.labels.values())
    upper, lower = keys[: rng.randint(2, 4)], keys[-2:]
    pieces = ["申请人情况\n\n法人或其他组织\n\n自然\n人", "商业\n企业\n\n科研\n机构", ""]
    pieces += ["社会\n公益\n组织", "法律\n服务\n机构", "其他", "总计"]
    made = [NOTE, *labels[: len(upper)]]
    for i, piece in enumerate(pieces):
        two = g.columns[i : i + 2] if i == 1 else g.columns[i : i + 1] if piece else ()
        made += [piece, *(value for column in two for value in g.column(column, upper))]
    made += ["— 1 —", *labels[len(upper) :]]
    rest = [key for key in keys if key not in upper]
    made += g.column(g.columns[0], rest)
    for some in (rest[:-2], lower):
        made += [value for column in g.columns[1:-1] for value in g.column(column, some)]
    made += g.column(g.columns[-1], rest)
    return HEADING + "\n\n".join(one for one in made if one) + END


def labels_behind(g: Grid, _: random.Random) -> str:
    """Labels that span two columns of the form stand behind all values, those of groups too."""
    *before, _total, _out = g.labels
    made = [NOTE]
    for key in before:
        made += [g.labels[key], *g.row(key)]
    made += [*g.row("results_total"), *g.row("carried_out")]
    made += ["（三）不予公\n开", "三、本\n年度办\n理结果", "（四）无法提\n供", "（五）不予处\n理"]
    return HEADING + "\n\n".join(made) + "\n\n（七）总计\n四、结转下年度继续办理\n" + END


def labels_around(g: Grid, _: random.Random) -> str:
    """The values of a row halfway down its label, which goes on below; some beside a group's name."""
    made = [f"{'申请人情况':>40}", NOTE]
    for key, label in g.labels.items():
        values = "     ".join(g.row(key))
        if key == "unprocessed_publication":
            made += [f"   (五)           {values}", f"          {label}", "  不予处"]
        elif len(label) > 10:
            made += [f"     {label[:-4]}      {values}", f"     {label[-4:]}"]
        else:
            made.append(f"     {label}       {values}")
    return HEADING + "\n".join(made) + END


def rows_in_one(g: Grid, _: random.Random) -> str:
    """Bars between cells; two rows share one line, their values one cell of each column."""
    made = ["|申请人情况|" + "|".join(g.heads) + "|", "|---" * 8 + "|"]
    for key, label in g.labels.items():
        if key == "granted":
            pairs = zip(g.row(key), g.row("partial"), strict=True)
            made.append(
                f"|{label}<br>{g.labels['partial']}|" + "|".join(map("<br>".join, pairs)) + "|"
            )
        elif key != "partial":
            made.append(f"|{label}|" + "|".join(g.row(key)) + "|")
    return HEADING + "\n".join(made).replace("<br>", " ") + END


SURE: Mapping[str, Shape] = {
    "one cell a line": lambda g, _: lines(g, "\n", "\n"),
    "one cell a line, blank lines between": lambda g, _: lines(g, "\n\n", "\n\n"),
    "several cells a line": lambda g, _: lines(g, " ", "\n"),
    "tabs": lambda g, _: lines(g, "\t", "\n"),
    "tabs in pairs": lambda g, _: lines(g, "\t\t", "\n"),
    "Markdown": lambda g, _: lines(g, " | ", " |\n", "| "),
    "a bar between cells, each on its line": lambda g, _: lines(g, "\n|\n", "\n|\n"),
    "a bar after each cell on its line": lambda g, _: lines(g, " |\n", " |\n", "|\n"),
    "labels wrapped": wrapped,
    "labels torn from their numbers": torn,
    "page numbers inside": footers,
    "header reduced": reduced,
    "Markdown with groups": grouped,
    "column by column": column_major,
    "column by column on two pages": two_pages,
    "total before the last column on one of two pages": total_moved,
    "column by column under a header in their order": heads_alike,
    "each column under its name": under_heads,
    "all labels, then row by row": labels_then_rows,
    "columns turned under their header": heads_turned,
    "nothing between cells": lambda g, _: lines(g, "", ""),
    "nothing between cells, each row on its line": lambda g, _: lines(g, "", "\n"),
    "nothing between heading and cells": lambda g, _: (
        HEADING.strip() + NOTE + lines(g, "", "")[len(HEADING) :]
    ),
    "column by column among pieces of heads": among_heads,
    "last labels behind all values": labels_behind,
    "labels around their values": labels_around,
    "one line, a blank between all": lambda g, _: one_line(g, " "),
    "one line, a wide blank between all": lambda g, _: one_line(g, "\u3000"),
    "one line, a bar between all": lambda g, _: one_line(g, "|"),
    "one line, a bar and blanks between all": lambda g, _: one_line(g, " | "),
    "one line, a tab between all": lambda g, _: one_line(g, "\t"),
    "one line, a comma between all": lambda g, _: one_line(g, ","),
    "one line, a semicolon between all": lambda g, _: one_line(g, ";"),
    "one line, chapters glued": glued_chapters,
    "labels beside their groups": beside_groups,
    "drawn in lines": lambda g, _: drawn(g, "─", "│", 40),
    "drawn in lines, labels wrapped": lambda g, _: drawn(g, "─", "│", 6),
    "drawn in plain characters": lambda g, _: drawn(g, "-", "|", 40),
    "drawn in plain characters, labels wrapped": lambda g, _: drawn(g, "-", "|", 5),
    "drawn, then joined into one line": lambda g, _: " ".join(drawn(g, "─", "│", 40).split()),
    "merged cells told again, behind all prose": told_again,
}
"""Shapes of which every cell is read."""


def no_labels(g: Grid, _: random.Random) -> str:
    """Markdown rows without any label."""
    rows = ["| " + " | ".join(g.row(key)) + " |" for key in g.labels]
    return (
        HEADING
        + "| "
        + " | ".join(g.heads)
        + " |\n"
        + "\n".join(rows)
        + "\n本年新收、上年结转"
        + END
    )


def labels_elsewhere(g: Grid, _: random.Random) -> str:
    """The labels piled up, then Markdown rows without them."""
    rows = ["| " + " | ".join(g.row(key)) + " |" for key in g.labels]
    return HEADING + "\n".join(g.labels.values()) + "\n" + "\n".join(rows) + "\n" + END


def column_floated(g: Grid, rng: random.Random) -> str:
    """One column stands above the table, the rows are one short."""
    gone = rng.choice(g.columns)
    rest = [column for column in g.columns if column != gone]
    made = [" ".join([g.labels[row], *(str(g.cells[row][c]) for c in rest)]) for row in g.labels]
    return HEADING + "\n".join(g.column(gone, list(g.labels))) + "\n" + "\n".join(made) + "\n" + END


def column_floated_barred(g: Grid, rng: random.Random) -> str:
    """One column stands above the table, its cells are empty."""
    gone = rng.choice(g.columns)
    text = HEADING + "\n".join(g.column(gone, list(g.labels))) + "\n"
    for row, label in g.labels.items():
        cells = ["" if c == gone else str(g.cells[row][c]) for c in g.columns]
        text += "| " + " | ".join([label, *cells]) + " |\n"
    return text + END


def labels_only(g: Grid, _: random.Random) -> str:
    """All cells are deleted."""
    return HEADING + "\n".join(g.labels.values()) + "\n" + END


def totals_only(g: Grid, _: random.Random) -> str:
    """Only the last column is filled, nothing stands for the others."""
    return HEADING + "".join(f"{g.labels[r]} {g.cells[r]['total']}\n" for r in g.labels) + END


def zeros_once(g: Grid, _: random.Random) -> str:
    """One cell a line, lines that repeat the one before dropped."""
    made = lines(g, "\n", "\n").split("\n")
    return "\n".join(b for a, b in zip(["", *made], made, strict=False) if a != b)


def one_value_lost(g: Grid, rng: random.Random) -> str:
    """Column by column, one value gone."""
    made = column_major(g, rng).split("\n\n")
    numbers = [i for i, piece in enumerate(made) if piece.isdigit()]
    del made[rng.choice(numbers)]
    return "\n\n".join(made)


def one_label_lost(g: Grid, rng: random.Random) -> str:
    """Column by column, one label gone."""
    gone = rng.choice(list(g.labels.values()))
    return column_major(g, rng).replace(gone + "\n\n", "", 1)


def one_label_twice(g: Grid, rng: random.Random) -> str:
    """Column by column on two pages, the last label of the first told again on the second."""
    rows = list(g.labels)
    first, second = by_columns(g, rows[:9], g.columns), by_columns(g, rows[9:], g.columns)
    return head_of(g) + first + "- 3 -\n\n" + g.labels[rows[8]] + "\n\n" + second + END


def turned_over(g: Grid, rng: random.Random) -> str:
    """Column by column, all columns in an order that no header tells."""
    columns = rng.sample(g.columns[:-1], 6)
    columns.insert(rng.randint(0, 4), g.columns[-1])
    return head_of(g) + by_columns(g, list(g.labels), columns) + END


def heads_fragmented(g: Grid, rng: random.Random) -> str:
    """One cell a line, the columns in another order, told by the header alone."""
    turned = Grid(g.labels, rng.sample(g.columns, len(g.columns)), g.cells)
    return lines(turned, "\n", "\n")


def two_years(g: Grid, rng: random.Random) -> str:
    """Two years' tables in turns, row by row and without a word that tells the year."""
    other = grid(rng, three="other_rest" in g.labels)
    made = []
    for key, label in g.labels.items():
        made += [label, *g.row(key), label, *other.row(key)]
    return HEADING + "\n".join(made) + "\n" + END


def turned(g: Grid) -> Grid:
    """The same table, its last column first."""
    return Grid(g.labels, [g.columns[-1], *g.columns[:-1]], g.cells)


def labels_then_digits(g: Grid, _: random.Random) -> str:
    """All names of rows without anything between, then all values."""
    values = "".join("".join(g.row(key)) for key in g.labels)
    return HEADING + "".join(g.heads) + "".join(g.labels.values()) + values + END


OPEN: Mapping[str, Shape] = {
    "one line, naughts left out": lambda g, _: naughts_left_out(one_line(g, "|")),
    "drawn, joined into one line, naughts left out": lambda g, _: " ".join(
        drawn(g, "─", "│", 40).replace("│0 ", "│  ").split()
    ),
    "drawn, narrow": lambda g, _: drawn(g, "─", "│", 2),
    "nothing between cells, naughts left out": lambda g, _: naughts_left_out(
        one_line(g, "|")
    ).replace(" ", ""),
    "merged cells told again, naughts left out": lambda g, rng: told_again(g, rng).replace(
        "\t0", "\t"
    ),
    "no labels": no_labels,
    "labels elsewhere": labels_elsewhere,
    "a column floated out": column_floated,
    "a column floated out of bars": column_floated_barred,
    "cells deleted": labels_only,
    "totals only": totals_only,
    "repeated lines dropped": zeros_once,
    "a value lost, column by column": one_value_lost,
    "a label lost, column by column": one_label_lost,
    "a label told twice, column by column": one_label_twice,
    "columns in an unknown order": turned_over,
    "total first": total_first,
    "columns turned under a header in pieces": heads_fragmented,
    "two years in turns": two_years,
    "nothing between cells, total first": lambda g, _: lines(turned(g), "", ""),
    "nothing between cells, all labels first": labels_then_digits,
    "two rows in one line of bars": rows_in_one,
}
"""Shapes in which something is lost that may have to stay open."""
