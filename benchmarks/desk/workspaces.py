"""Workspaces to measure the desk in: damaged reports, one long document, a queue of any length."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "damage"))

from corpus import damaged
from msgspec import structs

from kanwu.waiting import Brief, brief
from kanwu.workspace import Workspace, open_workspace
from kanwu.workspace.kept import Told
from kanwu.workspace.stamps import mark_of, stamp

GRADES = ("light", "medium", "heavy")
EACH = 100
"""Damaged numbers in one document of a crowded workspace; with its date there is one doubt more."""
KINDS = (
    "渡口账目",
    "林权登记",
    "财政资金",
    "机构概况",
    "惠农补贴",
    "民生救助",
    "规划计划",
    "防汛抗旱",
)
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅"
PROSE = (
    "渡口的黑板到年底换了新的，写告示的人手少，字也小，来年打算把字写大一倍，再请中学的老师来讲一课。",
    "镇里把账目贴在每个村的墙上，也放在网上，不会上网的老人可以到一楼来问，问完了喝一碗茶再走。",
    "村口的槐树下摆着一张旧桌子，谁来都能翻看那本登记簿，翻到第{page}页就看得见自家的账。",
)


def reports(root: Path, count: int) -> Path:
    """So many damaged reports, lightly to heavily."""
    return _made(root, ((f"report-{n:04}", damaged(n, GRADES[n % 3]).text) for n in range(count)))


def long_document(root: Path, size: int = 1_000_000) -> Path:
    """One damaged report with prose after it, of so many bytes in UTF-8."""
    parts = [damaged(0, "heavy").text]
    left = size - len(parts[0].encode())
    page = 0
    while left > 0:
        parts.append("".join(PROSE[(page + i) % 3] for i in range(5)).format(page=page % 300))
        left -= len(parts[-1].encode()) + 1
        page += 1
    return _made(root, [("long", "\n".join(parts))])


def crowded(root: Path, items: int, each: int = EACH) -> Path:
    """Documents of so many doubts and one each, so many that the queue has that many items."""
    count = -(-items // (each + 1))
    return _made(root, ((_name(n), _crowd(n, each)) for n in range(count)))


def indexed(root: Path, items: int, each: int = 9) -> Path:
    """As `crowded`, with an index that holds all of it already, as if each document had been read.

    One is read; the others say the same, but for their names.
    """
    count = -(-items // (each + 1))
    _made(root, ((_name(n), _crowd(n, each, n % 8)) for n in range(count)))
    here = open_workspace(root, "bench")
    alike = [brief(here.review(_name(n))) for n in range(min(8, count))]
    for start in range(0, count, 1000):
        numbers = range(start, min(start + 1000, count))
        here.index.keep([_told(here, n, alike[n % 8]) for n in numbers])
    last = _name(count - 1)
    if [*brief(here.review(last)).waiting] != here.index.of(last):
        raise ValueError("the documents do not say the same")
    here.index.cache.close()
    return root


def _told(here: Workspace, n: int, one: Brief) -> Told:
    """What reading a document would have come to."""
    document, place = _name(n), _place(n)
    file = f"documents/{document}.txt"
    content = stamp((here.root / file).read_bytes())
    base, whole = here.stamps(document, file, content)
    waiting = [
        structs.replace(item, rank=(item.rank[0], document, item.rank[2])) for item in one.waiting
    ]
    return Told(
        document=document,
        file=file,
        mark=mark_of(here.root / file),
        content=content,
        base=base,
        stamp=whole,
        brief=replace(one, series=(place, 2020), publisher=place, waiting=tuple(waiting)),
    )


def _name(n: int) -> str:
    return f"d{n // 1000:03}/report-{n:06}"


def _place(n: int) -> str:
    return f"云汐县第{n}乡人民政府"


def _crowd(n: int, each: int, kind: int | None = None) -> str:
    """A report of many damaged numbers; which ones depends on the kind, by default on its own number."""
    seed = n if kind is None else kind
    parts = (f"{KINDS[i % 8]}{STEMS[i // 8]}类{(seed + i) % 9 + 1} {i % 10}条" for i in range(each))
    place = _place(n)
    return (
        f"{place}2020年政府信息公开工作年度报告\n\n发布日期：2021-02-08\n\n"
        f"一、主动公开政府信息情况\n全年主动公开政府信息{100 + seed % 800}条，其中，{'，'.join(parts)}。\n\n"
        f"{place}\n2021129\n"
    )


def _made(root: Path, documents: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / "kanwu.toml").write_text('format = 1\nschema = "zh-disclosure-report"\n', "utf-8")
    for name, text in documents:
        path = root / "documents" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root
