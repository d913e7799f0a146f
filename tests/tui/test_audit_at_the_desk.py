"""What an audit drew is settled at the desk with the keys that settle everything else."""

from __future__ import annotations

import pytest

from kanwu.reading import Key
from kanwu.triage import SAMPLED
from kanwu.workspace import Workspace


@pytest.mark.parametrize(("language", "asked"), [("zh", "抽查"), ("en", "audit")])
async def test_enter_says_that_a_sampled_value_is_right(
    workspace: Workspace, open_desk, settle, saved, monkeypatch, language, asked
) -> None:
    """It stands in the queue with the sign of a sound value, says why, and one key confirms it."""
    monkeypatch.setenv("KANWU_LANG", language)
    workspace.draw("spring", 1000, confidence=0.95, seed=1)
    app = open_desk()
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await settle(pilot)
        drawn = [row for row in screen.desk.rows if row.codes == (SAMPLED,)]
        assert {row.shape for row in drawn} == {"read"}
        row = next(row for row in drawn if row.lead == Key("disclosed.total"))
        screen.desk.go_to(row)
        screen.show()
        assert asked in screen.desk.sight.findings[0].message[language]
        await pilot.press("enter")
        (correction,) = saved(row.document)
        assert correction["verdict"] == "confirmed"
        assert row not in screen.desk.rows
