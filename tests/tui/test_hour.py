"""Hours at the desk: what a decision leaves in memory does not add up."""

from __future__ import annotations

import gc

from kanwu.review import Review
from kanwu_tui.sight import Sight

COUNT = 100
STEMS = "甲乙丙丁戊己庚辛壬癸"


async def test_a_hundred_decisions_leave_no_reviews_behind(root, open_desk, settle, saved):
    """Each is on disk, the queue is shorter by as many, and only what is at hand is held."""
    parts = (f"渡口{STEMS[i // 10]}{STEMS[i % 10]}类{i % 9 + 1} {i % 10}条" for i in range(COUNT))
    text = f"云汐县横塘乡人民政府2020年政府信息公开工作年度报告\n\n全年主动公开政府信息127条，其中，{'，'.join(parts)}。\n"
    (root / "documents" / "hengtang-2019.txt").write_text(text, "utf-8")
    app = open_desk(query='doc:"hengtang-2019" state:garbled')
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        before = len(screen.desk.shown)
        assert before >= COUNT
        for _ in range(COUNT):
            await pilot.press("1")
        assert len(saved("hengtang-2019")) == COUNT
        assert len(screen.desk.shown) == before - COUNT
        gc.collect()
        held = [one for one in gc.get_objects() if isinstance(one, Review | Sight)]
        assert len(held) <= 10
