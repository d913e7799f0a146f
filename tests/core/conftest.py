"""What tests of the core share."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_across import report


@pytest.fixture
def years(folder: Path) -> Path:
    """Three publishers' reports of three years; some do not go on from where the last ended."""
    for number, publisher in enumerate(("河湾市柳渡镇人民政府", "河湾市石桥镇人民政府")):
        for year, before, out in ((2020, "0", 2), (2021, "2", 3), (2022, "5", 1)):
            text = report(year, 9 - number, before, out, publisher)
            (folder / "documents" / f"{year}-{number}.txt").write_text(text, "utf-8")
    return folder
