"""Shapes row by row, as web and Word tools print a sound table."""

from __future__ import annotations

import random

from grids import END, GROUPS, HEADING, NOTE, Grid


def lines(g: Grid, cell: str, end: str, row: str = "") -> str:
    """Row by row: cells kept apart by `cell`, rows begun by `row` and ended by `end`."""
    made = [row + cell.join(["申请人情况", *g.heads]) + end]
    for key, label in g.labels.items():
        if key in GROUPS:
            made.append(row + GROUPS[key] + end)
        made.append(row + cell.join([label, *g.row(key)]) + end)
    return HEADING + "".join(made) + END


def one_line(g: Grid, mark: str) -> str:
    """The whole page in one line, a mark between all its pieces."""
    pieces = lines(g, "\n", "\n").split("\n")
    return mark.join(piece for piece in pieces if piece)


def glued_chapters(g: Grid, _: random.Random) -> str:
    """The whole page in one line: blanks between cells, nothing between chapters."""
    body = lines(g, " ", " ").removeprefix(HEADING)
    return f"全年公开12条。{HEADING.strip()} {body.replace(f' {END}', END)}".replace("\n", "")


def beside_groups(g: Grid, _: random.Random) -> str:
    """Blanks between cells, the name of a group among them, a rule of dashes below the header."""
    made = [HEADING, "   ".join(["申请人情况", *g.heads]), "------  " + "--  " * 7]
    for key, label in g.labels.items():
        made.append("     ".join([GROUPS.get(key, ""), label, *g.row(key)]))
    return "\n".join(made) + END


def _wide(words: str, width: int) -> str:
    return words + " " * (width - 2 * len(words))


def drawn(g: Grid, along: str, down: str, wide: int) -> str:
    """A drawn table: labels in lines of so many characters, their numbers on the second if there is one."""
    rule = "+" + f"{along * 14}+" + f"{along * 2 * wide}+" + f"{along * 12}+" * len(g.columns)
    part = f"{down}{' ' * 14}+" + rule.split("+", 2)[2]
    rule, part = (one if along == "-" else one.replace("+", "┼") for one in (rule, part))
    made = [rule]
    rows = [("", "申请人情况", g.heads)]
    rows += [(GROUPS.get(key, ""), label, g.row(key)) for key, label in g.labels.items()]
    for i, (group, label, values) in enumerate(rows):
        pieces = [label[at : at + wide] for at in range(0, len(label), wide)]
        for n, piece in enumerate(pieces):
            cells = [group[7 * n : 7 * n + 7], piece]
            cells += values if n == min(1, len(pieces) - 1) else [""] * len(values)
            widths = (14, 2 * wide, *[12] * len(values))
            row = [
                cell.ljust(width) if cell.isdigit() else _wide(cell, width)
                for cell, width in zip(cells, widths, strict=True)
            ]
            made.append(down + down.join(row) + down)
        made.append(part if i % 3 else rule)
    return HEADING + "\n".join([*made[:-1], rule]) + "\n" + END


def told_again(g: Grid, _: random.Random) -> str:
    """Tabs between cells, a merged cell again for each column; no heading, all prose before."""
    made = [[NOTE] * 3 + ["申请人情况"] * len(g.heads), [NOTE] * 3 + g.heads]
    group = ""
    for key, label in g.labels.items():
        group = GROUPS.get(key, group)
        made.append([group or label, label, label, *g.row(key)])
    return f"{HEADING}{END}" + "\n".join("\t".join(row) for row in made) + "\n"


def naughts_left_out(text: str) -> str:
    """The same words in one line without the pieces that are 0."""
    return " ".join(piece for piece in text.split("|") if piece != "0")
